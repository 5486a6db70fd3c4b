# SPDX-License-Identifier: Apache-2.0
"""Links as records say them: who with whom, of what type, when, by which record."""

import datetime
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

MOST_LINKS: Final = 3_000_000
MOST_NODES: Final = 1_000_000
LONGEST_NAME: Final = 500
DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
FIELDS: Final = ("source", "target", "type", "date", "record_id")


class BadLinks(Exception):
    """The links cannot be used; the words name the row and say what to do."""


class TooLarge(Exception):
    """More than this method takes; the words name the limit."""


class Link(NamedTuple):
    """One link of one record. date: YYYY, YYYY-MM or YYYY-MM-DD; type, date, record: empty if not known."""

    source: str
    target: str
    type: str
    date: str
    record: str


@dataclass(frozen=True, slots=True)
class Links:
    """Distinct links in an order of their own, and what was left out on the way.

    links: sorted, so that their order in the table does not matter; blank: rows without source or target; repeated: rows that
    say exactly what another says; undated: links that a time window left out because they have no date.
    """

    links: tuple[Link, ...]
    blank: int = 0
    repeated: int = 0
    undated: int = 0

    def within(
        self, *, since: str | None = None, until: str | None = None, types: Iterable[str] | None = None
    ) -> "Links":
        """Links that may lie in a time window (both ends included) and are of one of the types.

        A date of a year or month lies in the window if any of its days does. A link without a date lies in no window.
        """
        first, last = _span(since or "0001")[0], _span(until or "9999")[1]
        wanted = None if types is None else set(types)
        dated = since is not None or until is not None
        typed = [link for link in self.links if wanted is None or link.type in wanted]
        if not dated:
            return Links(tuple(typed), self.blank, self.repeated, self.undated)
        kept = tuple(link for link in typed if _meets(link.date, first, last))
        return Links(kept, self.blank, self.repeated, sum(not link.date for link in typed))


def read_links(table: Any) -> Links:
    """Links of a pandas, polars or Arrow table or a mapping of columns: source, target; type, date, record_id if present.

    Raises BadLinks for a missing column or a date that is none, TooLarge beyond MOST_LINKS rows.
    """
    columns = [_column(table, name) for name in FIELDS]
    if len(columns[0]) > MOST_LINKS:
        raise TooLarge(
            f"{len(columns[0]):,} links; this method takes at most {MOST_LINKS:,}. Choose types or a time window first."
        )
    dates: dict[Any, str] = {}
    found: set[Link] = set()
    blank = 0
    for row, (source, target, kind, date, record) in enumerate(zip(*columns, strict=True), start=2):
        one, other = _text(source), _text(target)
        if not one or not other:
            blank += 1
            continue
        if date not in dates:
            dates[date] = _date(date, row)
        found.add(Link(one, other, _text(kind), dates[date], _text(record)))
    return Links(tuple(sorted(found)), blank, len(columns[0]) - blank - len(found))


def _column(table: Any, name: str) -> Sequence[Any]:
    names = [
        str(each)
        for each in (table.column_names if hasattr(table, "column_names") else getattr(table, "columns", table))
    ]
    if name not in names:
        if name in {"source", "target"}:
            raise BadLinks(f"There is no column '{name}'; the columns are {', '.join(names)}.")
        return [None] * len(_column(table, "source"))
    column = table[name]
    for way in ("to_pylist", "to_list", "tolist"):
        if hasattr(column, way):
            found: list[Any] = getattr(column, way)()
            return found
    return list(column)


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - only what is not a number differs from itself
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:LONGEST_NAME]


def _date(value: Any, row: int) -> str:
    if isinstance(value, datetime.datetime):
        return "" if value != value else value.date().isoformat()  # noqa: PLR0124 - pandas has a date that is none
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and math.isnan(value):
        return ""
    words = _text(value)
    try:
        _span(words or "2000")
    except ValueError:
        raise BadLinks(
            f"Row {row}: '{words[:40]}' is no date. Write YYYY-MM-DD, YYYY-MM, YYYY, or leave it empty."
        ) from None
    return words


def _span(words: str) -> tuple[str, str]:
    """First and last day of a date that may be a month or a year. Raises ValueError."""
    found = DATE.fullmatch(words)
    if not found:
        raise ValueError(words)
    year, month, day = found[1], found[2], found[3]
    low, high = f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or '31'}"
    datetime.date.fromisoformat(low)
    return low, high


def checked_date(words: str) -> str:
    """A date of a time window. Raises BadLinks."""
    try:
        _span(words)
    except ValueError:
        raise BadLinks(f"'{words[:40]}' is no date. Write YYYY-MM-DD, YYYY-MM or YYYY.") from None
    return words


def _meets(date: str, first: str, last: str) -> bool:
    if not date:
        return False
    low, high = _span(date)
    return low <= last and first <= high
