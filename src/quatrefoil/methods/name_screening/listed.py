# SPDX-License-Identifier: Apache-2.0
"""What is screened and against what: entries of a list with their version, and the names that are asked about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quatrefoil.methods.refusals import Reason, Refused

LONGEST: Final = 500  # characters of a name that are looked at
DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
EMPTY: Final = frozenset({"", "nan", "none", "nat", "<na>", "null"})


class BadNames(ValueError):
    """The table cannot be used: one line that names row, column and what to do."""


@dataclass(frozen=True, slots=True)
class Born:
    """A date of birth as far as it is known. month, day: 0 where not known."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. alias: whether the name is one of its other names. version: of the list that it stands on."""

    id: str
    name: str
    version: str
    is_alias: bool = False
    born: Born | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list. entries: each name of each entry on a line of its own, in the order of the file."""

    entries: tuple[Entry, ...]

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that stand in it, sorted."""
        return tuple(sorted({entry.version for entry in self.entries}))


@dataclass(frozen=True, slots=True)
class Query:
    """A name that is asked about."""

    id: str
    name: str
    born: Born | None = None
    country: str = ""


def queries_from(table: Any) -> tuple[Query, ...]:
    """Names to ask about. table: pandas, polars, Arrow or a mapping with `id`, `name` and, where known, `dob`, `country`.

    Raises BadNames for a missing column, an empty or repeated id, or a date that cannot be read. A name that is empty
    stays: it gets no hit, and the answer says so.
    """
    columns = _columns(table, ("id", "name"), "The names")
    found = tuple(
        Query(_id(row, number, "id"), row["name"][:LONGEST], _born(row.get("dob", ""), number), row.get("country", "").upper())
        for number, row in _rows(columns)
    )  # fmt: skip
    _refuse_repeated([each.id for each in found])
    return found


def listed_from(table: Any) -> Listed:
    """A list. table: as above with `entry_id`, `name`, `version` and, where known, `alias`, `dob`, `country`.

    An entry may have many lines, one for each alias; several aliases may stand in one cell, parted by semicolons. Raises
    BadNames as above, and Refused where a line says no version: a hit on an unknown state of a list proves nothing.
    """
    columns = _columns(table, ("entry_id", "name"), "The list")
    if "version" not in columns:
        words = "The list says no version. Give a column 'version', such as the date of the edition."
        raise Refused(Reason("no_version", words))
    entries = [entry for number, row in _rows(columns) for entry in _entries(row, number)]
    if not entries:
        raise BadNames("The list has no name in it.")
    return Listed(tuple(dict.fromkeys(entries)))


def _entries(row: Mapping[str, str], number: int) -> Iterator[Entry]:
    if not row["version"]:
        words = f"Row {number} of the list says no version. Fill 'version' in every row: a hit must say which state of the list it is on."
        raise Refused(Reason("no_version", words))
    about = {
        "version": row["version"],
        "born": _born(row.get("dob", ""), number),
        "country": row.get("country", "").upper(),
    }
    key = _id(row, number, "entry_id")
    if row["name"]:
        yield Entry(key, row["name"][:LONGEST], **about)  # type: ignore[arg-type]
    for alias in filter(None, (each.strip() for each in row.get("alias", "").split(";"))):
        yield Entry(key, alias[:LONGEST], is_alias=True, **about)  # type: ignore[arg-type]


def _columns(table: Any, needed: Sequence[str], what: str) -> dict[str, list[str]]:
    given = table if isinstance(table, Mapping) else _as_mapping(table)
    columns = {str(name).strip(): [_text(cell) for cell in cells] for name, cells in given.items()}
    for name in needed:
        if name not in columns:
            raise BadNames(
                f"{what} have no column '{name}'; the columns are {', '.join(columns) or 'none'}.".replace(
                    "The list have", "The list has"
                )
            )
    return columns


def _as_mapping(table: Any) -> Mapping[str, Any]:
    if hasattr(table, "to_pydict"):  # Arrow
        return dict(table.to_pydict())
    names = list(table.columns)
    return {name: table[name].to_list() for name in names}


def _rows(columns: Mapping[str, list[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    names = list(columns)
    for number, cells in enumerate(zip(*columns.values(), strict=True), start=2):  # row 1 is the header
        yield number, dict(zip(names, cells, strict=True))


def _text(cell: Any) -> str:
    text = "" if cell is None else str(cell).strip()
    return "" if text.lower() in EMPTY else text


def _id(row: Mapping[str, str], number: int, column: str) -> str:
    if not row[column]:
        raise BadNames(f"Row {number}, column '{column}': it is empty. Give each row an id.")
    return row[column]


def _refuse_repeated(ids: Sequence[str]) -> None:
    seen: set[str] = set()
    for number, each in enumerate(ids, start=2):
        if each in seen:
            raise BadNames(f"Row {number}, column 'id': '{each}' stands twice. Give each row an id of its own.")
        seen.add(each)


def _born(text: str, number: int) -> Born | None:
    if not text:
        return None
    found = DATE.fullmatch(text)
    parts = [int(part or 0) for part in found.groups()] if found else [0]
    if not 1800 <= parts[0] <= 2200 or parts[1] > 12 or parts[2] > 31:
        raise BadNames(
            f"Row {number}, column 'dob': '{text}' is no date. Write 1987, 1987-04 or 1987-04-12, or leave it empty."
        )
    return Born(*parts)
