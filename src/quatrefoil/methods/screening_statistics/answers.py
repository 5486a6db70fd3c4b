# SPDX-License-Identifier: Apache-2.0
"""Answers of people to the items of an instrument, read and checked."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PREFIX: Final = "item_"
FIRST_ROW: Final = 2  # row 1 names the columns
SHOWN: Final = 40  # letters of a cell that a message repeats


class BadAnswers(ValueError):
    """The table cannot be read as answers; the message names row, column and what to do."""


class Refused(Exception):
    """There is no honest figure. reasons: (code, text) pairs."""

    def __init__(self, reasons: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(text for _code, text in reasons))
        self.reasons: Final = tuple(reasons)


@dataclass(frozen=True, slots=True)
class Answers:
    """scores: people by items, NaN where not answered. groups: language or site, "" where unknown; truth: 1, 0 or NaN."""

    people: tuple[str, ...]
    items: tuple[str, ...]
    scores: Floats
    groups: tuple[str, ...] | None = None
    truth: Floats | None = None

    @property
    def is_whole(self) -> NDArray[np.bool_]:
        """Who answered every item."""
        return np.asarray(np.isfinite(self.scores).all(axis=1), dtype=np.bool_)


def answers_from(table: Any) -> Answers:
    """Answers from a mapping of columns, or a pandas, polars or Arrow table.

    Columns: person (once each), item_* (numbers; empty where not answered), and optionally group (language or site) and
    truth (1 or 0, from a reference that does not use the items). Raises BadAnswers.
    """
    columns = _columns(table)
    names = [name for name in columns if name.startswith(PREFIX)]
    if "person" not in columns or len(names) < 2:
        raise BadAnswers("The columns are person and at least two that begin with item_; optional are group and truth.")
    people = _people(columns["person"])
    scores = np.array([_numbers(columns[name], name) for name in names], dtype=float).reshape(len(names), -1).T
    groups = tuple(_text(cell) for cell in columns["group"]) if "group" in columns else None
    truth = _truth(columns["truth"]) if "truth" in columns else None
    return Answers(people, tuple(name.removeprefix(PREFIX) for name in names), scores, groups, truth)


def _columns(table: Any) -> dict[str, list[Any]]:
    if isinstance(table, Mapping):
        columns = {str(name): list(cells) for name, cells in table.items()}
    elif hasattr(table, "column_names"):  # Arrow
        columns = {str(name): list(cells) for name, cells in table.to_pydict().items()}
    elif hasattr(table, "columns"):
        columns = {str(name): list(table[name]) for name in table.columns}
    else:
        raise BadAnswers("Give a mapping of columns, or a pandas, polars or Arrow table.")
    lengths = {len(cells) for cells in columns.values()}
    if lengths in (set(), {0}):
        raise BadAnswers("There is no row in the table.")
    if len(lengths) > 1:
        raise BadAnswers("The columns are not of one length.")
    return columns


def _text(cell: Any) -> str:
    is_missing = type(cell).__name__ in {"NAType", "NaTType"}  # of pandas, without importing it
    is_nothing = cell is None or is_missing or (isinstance(cell, float | np.floating) and math.isnan(cell))
    return "" if is_nothing else str(cell).strip()


def _people(cells: Iterable[Any]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    for row, cell in enumerate(cells, start=FIRST_ROW):
        name = _text(cell)
        if not name:
            raise BadAnswers(f"Row {row}, column 'person': this is empty. Give each person a code.")
        if name in seen:
            words = f"'{name[:SHOWN]}' stands in row {seen[name]} too. Keep one row for each person."
            raise BadAnswers(f"Row {row}, column 'person': {words}")
        seen[name] = row
    return tuple(seen)


def _numbers(cells: Iterable[Any], name: str) -> list[float]:
    return [_number(cell, row, name) for row, cell in enumerate(cells, start=FIRST_ROW)]


def _number(cell: Any, row: int, name: str) -> float:
    text = _text(cell)
    if not text:
        return math.nan
    try:
        value = float(text if isinstance(cell, str) else cell)
    except (ValueError, TypeError, OverflowError):
        value = math.inf
    if not abs(value) <= 1e9:
        raise BadAnswers(f"Row {row}, column '{name}': '{text[:SHOWN]}' is no score. Give a number, or nothing.")
    return value


def _truth(cells: Iterable[Any]) -> Floats:
    values = _numbers(cells, "truth")
    for row, value in enumerate(values, start=FIRST_ROW):
        if not (math.isnan(value) or value in {0.0, 1.0}):
            raise BadAnswers(f"Row {row}, column 'truth': {value:g} is neither 1 nor 0. Leave it empty where unknown.")
    return np.array(values)
