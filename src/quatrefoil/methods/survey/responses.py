# SPDX-License-Identifier: Apache-2.0
"""What people answered, with how the sample was drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from quatrefoil.methods.columns import BadTable, number, texts
from quatrefoil.methods.scores import LARGEST, scores_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
WHAT: Final = "The responses"
DESIGN: Final = {"stratum": "strata", "psu": "psus", "wave": "waves", "arm": "arms"}


@dataclass(frozen=True, slots=True)
class Responses:
    """One row for each person asked. answers: NaN where not answered; strata and the rest: None where the table has no such column.

    psus: primary sampling units (villages, schools, flights), named within their stratum. Who is asked in several waves
    is followed by giving the person's code as psu.
    """

    answers: Floats
    weights: Floats
    strata: tuple[str, ...] | None = None
    psus: tuple[str, ...] | None = None
    waves: tuple[str, ...] | None = None
    arms: tuple[str, ...] | None = None

    @property
    def answered(self) -> Flags:
        """Who answered, and has a weight above 0."""
        return np.asarray(np.isfinite(self.answers) & (self.weights > 0), dtype=np.bool_)


def responses_from(table: Any) -> Responses:
    """Answers from a mapping of columns, or a pandas, polars or Arrow table.

    Columns: value (a number; 1 or 0 for a share; empty where not answered), weight (0 or more; 1 where everybody counts the
    same), and optionally stratum, psu, wave, arm. Raises BadTable.
    """
    columns = texts(table, ("value", "weight"), WHAT)
    values = np.array(scores_of(columns["value"], "value", WHAT), dtype=float)
    if not len(values):
        raise BadTable(f"{WHAT} have no row.")
    weights = np.array([_weight(text, row) for row, text in enumerate(columns["weight"], start=2)])
    rest = {attribute: _named(columns[name], name) for name, attribute in DESIGN.items() if name in columns}
    return Responses(values, weights, **rest)


def _weight(text: str, row: int) -> float:
    weight = number(text, row, "weight", WHAT)
    if weight > LARGEST:
        raise BadTable(
            f"{WHAT}, row {row}, column 'weight': '{text[:40]}' is too large. Divide all weights by one number."
        )
    return weight


def _named(cells: Sequence[str], name: str) -> tuple[str, ...]:
    for row, text in enumerate(cells, start=2):
        if not text:
            words = "this is empty. Name it for every row, or leave the column out."
            raise BadTable(f"{WHAT}, row {row}, column '{name}': {words}")
    return tuple(cells)
