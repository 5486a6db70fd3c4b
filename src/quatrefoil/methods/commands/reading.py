# SPDX-License-Identifier: Apache-2.0
"""Tables from CSV, XLSX or Parquet, as columns of texts and numbers; every fault names its place."""

import csv
import io
import itertools
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from quatrefoil.methods.commands.frame import BadInput
from quatrefoil.methods.commands.missing import needed

MOST_BYTES: Final = 2_000_000_000
STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by name, all of one length. comments: lines before the header that begin with #, without it."""

    columns: dict[str, list[Any]]
    comments: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(next(iter(self.columns.values()), []))


def read(path: str) -> Table:
    """A table from a file, or from standard input as CSV for `-`. Raises BadInput."""
    if path == STDIN:
        return _from_csv(sys.stdin.buffer.read(), "standard input")
    file = Path(path)
    if not file.is_file():
        raise BadInput(f"There is no file '{path}'.")
    if file.stat().st_size > MOST_BYTES:
        raise BadInput(f"'{path}' is larger than 2 GB. Count the histories first and give the counts.")
    kind = file.suffix.lower()
    if kind in {".xlsx", ".xlsm"}:
        return _from_xlsx(file)
    if kind in {".parquet", ".pq"}:
        return _from_parquet(file)
    return _from_csv(file.read_bytes(), path)


def _from_csv(data: bytes, name: str) -> Table:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise BadInput(f"{name}, line {line}: this is not UTF-8. Save the file as UTF-8 and try again.") from None
    lines = text.splitlines(keepends=True)
    # Only before the header: a row or an address may begin with # too, and may not be lost.
    comments = list(itertools.takewhile(lambda line: line.startswith("#"), lines))
    body = "".join(lines[len(comments) :])
    try:
        rows = list(csv.reader(io.StringIO(body), strict=True))
    except csv.Error as problem:
        raise BadInput(f"{name}: this is not CSV ({problem}). Check the quotes.") from None
    return _table(rows, name, comments)


def _from_xlsx(file: Path) -> Table:
    openpyxl = needed("openpyxl", "reports", "to read XLSX")
    try:
        sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).active
    except Exception as problem:  # noqa: BLE001 - the library raises whatever a broken file makes it stumble over
        raise BadInput(
            f"{file}: this workbook cannot be read ({type(problem).__name__}). Save it again as XLSX."
        ) from None
    rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    return _table(rows, str(file), [])


def _from_parquet(file: Path) -> Table:
    parquet = needed("pyarrow.parquet", "reports", "to read Parquet")
    arrow = needed("pyarrow", "reports", "to read Parquet")
    try:
        columns = parquet.read_table(file).to_pydict()
    except (arrow.ArrowException, OSError) as problem:
        raise BadInput(f"{file}: this is not Parquet ({type(problem).__name__}).") from None
    if not columns:
        raise BadInput(f"{file}: there are no columns.")
    return Table({str(name): values for name, values in columns.items()})


def _table(rows: list[list[Any]], name: str, comments: Iterable[str]) -> Table:
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(str(cell).strip() for cell in row)]
    if not filled:
        raise BadInput(f"{name}: there is nothing in it. The first row names the columns.")
    header = [str(cell).strip() for cell in filled[0][1]]
    _refuse_header(header, name)
    columns: dict[str, list[Any]] = {column: [] for column in header}
    for number, row in filled[1:]:
        if len(row) != len(header):
            raise BadInput(f"{name}, row {number}: {len(row)} cells where the header has {len(header)}.")
        for column, cell in zip(header, row, strict=True):
            columns[column].append(cell)
    if len(filled) == 1:
        raise BadInput(f"{name}: there is a header and no row.")
    return Table(columns, tuple(comment.lstrip("#").strip() for comment in comments))


def _refuse_header(header: list[str], name: str) -> None:
    for place, column in enumerate(header, start=1):
        if not column:
            raise BadInput(f"{name}, row 1: column {place} has no name. The first row names the columns.")
        if header.index(column) != place - 1:
            raise BadInput(f"{name}, row 1: two columns are named '{column}'. Give each its own name.")
