# SPDX-License-Identifier: Apache-2.0
"""The cells of an .xlsx workbook as text. Runs in the sandboxed child only: whoever serves parses no XML from outside."""

import io
import json
import zipfile
from typing import Any, Final

from quatrefoil.methods.safe_files.report import FileRefused, Reason

LARGEST_CONTENT: Final = 40 * 1024 * 1024  # once unpacked
MOST_COLUMNS: Final = 60
LONGEST: Final = 2000  # characters in one cell


def load() -> None:
    """Read a workbook of our own, so that everything the reader imports on first use is there."""
    from openpyxl import Workbook

    made = io.BytesIO()
    book = Workbook()
    book.active.append(["text", 1, True])
    book.save(made)
    cells(made.getvalue(), 1)


def cells(data: bytes, most_rows: int) -> bytes:
    """For each sheet its rows that hold something, each with its number and texts, as JSON.

    most_rows: how many are read of each sheet. Formulas give the value that was stored with them.
    Raises FileRefused for what is no workbook, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_CONTENT:
                raise FileRefused(Reason.ARCHIVE_BOMB)
        return json.dumps(_sheets(data, most_rows)).encode()
    except _unreadable() as fault:
        raise FileRefused(Reason.BROKEN) from fault


def _sheets(data: bytes, most_rows: int) -> dict[str, list[tuple[int, list[str]]]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    return {sheet.title: _rows(sheet, most_rows) for sheet in book.worksheets}


def _rows(sheet: Any, most_rows: int) -> list[tuple[int, list[str]]]:
    rows = sheet.iter_rows(values_only=True, max_row=most_rows, max_col=MOST_COLUMNS)
    numbered = ((number, _texts(row)) for number, row in enumerate(rows, 1))
    return [(number, texts) for number, texts in numbered if texts]


def _texts(row: tuple[object, ...]) -> list[str]:
    """The texts of a row up to its last cell that holds something."""
    texts = [_text(value) for value in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()[:LONGEST]


def _unreadable() -> tuple[type[Exception], ...]:
    """What zipfile and openpyxl raise for files that are not what they say."""
    from openpyxl.utils.exceptions import InvalidFileException

    return (
        zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, IndexError, AttributeError,
        SyntaxError, NotImplementedError,
    )  # fmt: skip
