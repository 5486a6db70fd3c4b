# SPDX-License-Identifier: Apache-2.0
"""What may be written down with a job: ids, codes, dates and small numbers, never a name or what a person wrote.

Arguments stand in the table of jobs for weeks and may appear in a list; nothing about a person belongs there.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

Code = UUID | datetime.datetime | datetime.date | bool | int | str | None
Codes = Mapping[str, Code | list[Code] | tuple[Code, ...]]

# Small letters, no spaces, 40 characters: a name, a sentence or an address does not fit.
CODE: Final = re.compile(r"[a-z0-9_][a-z0-9_.:*-]{0,39}", re.ASCII)
# Seven digits in a row may be a telephone number, a document or a receipt.
LONG_NUMBER: Final = re.compile(r"\d{7}")
LARGEST_NUMBER: Final = 10_000_000
MOST: Final = 200
READERS: Final[dict[str, Callable[[str], Code]]] = {
    "uuid": UUID,
    "moment": datetime.datetime.fromisoformat,
    "day": datetime.date.fromisoformat,
}


class NotACode(ValueError):
    """An argument could hold something about a person: pass the record's id and read it in the job instead."""


def encode(codes: Codes) -> dict[str, Any]:
    """Codes as JSON that remembers their types; raises NotACode."""
    return {name: _encoded(name, value) for name, value in codes.items()}


def decode(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What `encode` was given; tuples come back as lists."""
    return {name: _decoded(value) for name, value in stored.items()}


def _encoded(name: str, value: object) -> Any:
    if isinstance(value, list | tuple):
        if len(value) > MOST:
            raise NotACode(f"'{name}' lists more than {MOST} values: split the job.")
        return [_encoded(name, each) for each in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, UUID):
        return {"uuid": str(value)}
    if isinstance(value, datetime.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()}
    return _plain(name, value)


def _plain(name: str, value: object) -> int | str:
    if isinstance(value, int) and abs(value) < LARGEST_NUMBER:
        return value
    if isinstance(value, str):
        text = str(value)  # also the text behind a member of an enumeration
        if text == "" or (CODE.fullmatch(text) and not LONG_NUMBER.search(text)):
            return text
    raise NotACode(f"'{name}' is not an id, a code, a date or a number below {LARGEST_NUMBER}.")


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [_decoded(each) for each in value]
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    return READERS[kind](text)
