# SPDX-License-Identifier: Apache-2.0
"""Answers of people to the items of an instrument, read and checked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from quatrefoil.methods.columns import BadTable, texts
from quatrefoil.methods.scores import scores_of

Floats = NDArray[np.float64]
WHAT: Final = "The answers"
PREFIX: Final = "item_"


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
    truth (1 or 0, from a reference that does not use the items). Raises BadTable.
    """
    columns = texts(table, ("person",), WHAT)
    names = [name for name in columns if name.startswith(PREFIX)]
    if len(names) < 2:
        raise BadTable(f"{WHAT} have {len(names)} columns that begin with {PREFIX}. Two are the least.")
    people = _people(columns["person"])
    scores = np.array([scores_of(columns[name], name, WHAT) for name in names]).reshape(len(names), -1).T
    groups = tuple(columns["group"]) if "group" in columns else None
    truth = _truth(columns["truth"]) if "truth" in columns else None
    return Answers(people, tuple(name.removeprefix(PREFIX) for name in names), scores, groups, truth)


def _people(cells: Sequence[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    for row, name in enumerate(cells, start=2):
        if not name:
            raise BadTable(f"{WHAT}, row {row}, column 'person': this is empty. Give each person a code.")
        if name in seen:
            words = f"'{name[:40]}' stands in row {seen[name]} too. Keep one row for each person."
            raise BadTable(f"{WHAT}, row {row}, column 'person': {words}")
        seen[name] = row
    if not seen:
        raise BadTable(f"{WHAT} have no row.")
    return tuple(seen)


def _truth(cells: Sequence[str]) -> Floats:
    values = scores_of(cells, "truth", WHAT)
    for row, value in enumerate(values, start=2):
        if not (math.isnan(value) or value in {0.0, 1.0}):
            words = f"{value:g} is neither 1 nor 0. Leave it empty where unknown."
            raise BadTable(f"{WHAT}, row {row}, column 'truth': {words}")
    return np.array(values)
