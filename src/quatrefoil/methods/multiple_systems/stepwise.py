# SPDX-License-Identifier: Apache-2.0
"""Adding two-list effects one by one, for many tables at once (Chan, Silverman and Vincent 2021).

Begin with main effects. For each pair of lists not yet in the model, how surprising is its overlap under the fit? The most
surprising pair with a one-sided Poisson probability below the threshold enters, if the model that has it has a unique finite
estimate; else the next one. Nothing leaves again. A list without anybody takes no part.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr, pdtr, pdtrc

from quatrefoil.methods.multiple_systems.cells import (
    BoolArray,
    FloatArray,
    IntArray,
    list_count,
    pairs_of,
    sizes,
    superset_sums,
)
from quatrefoil.methods.multiple_systems.existence import Status, settle
from quatrefoil.methods.multiple_systems.fitting import ELEMENTS_AT_ONCE, Structure, is_identifiable, structure_of

THRESHOLD: Final = 0.02  # of a pair's one-sided probability; the default of Chan, Silverman and Vincent 2021


@dataclass(frozen=True, slots=True, eq=False)
class Selected:
    """Selected models, one per table.

    members: shape (tables, 2^t), empty overlaps included. unseen: people on no list; infinite where even the main effects
    have no finite estimate. status: shape (tables,), of the main effects. coefficients: to begin other fits from.
    """

    members: BoolArray
    unseen: FloatArray
    status: IntArray
    coefficients: FloatArray
    fitted: FloatArray


def select(counts: FloatArray, *, threshold: float = THRESHOLD, noise_variance: float = 0.0) -> Selected:
    """The stepwise model of each table. counts: shape (tables, 2^t). noise_variance: of what was added to each cell."""
    size = max(1, ELEMENTS_AT_ONCE // counts.shape[1])
    blocks = [counts[first : first + size] for first in range(0, len(counts), size)]
    parts = [_select_block(block, threshold, noise_variance) for block in blocks]
    return Selected(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("members", "unseen", "status", "coefficients", "fitted")
        )
    )


def _select_block(counts: FloatArray, threshold: float, noise_variance: float) -> Selected:
    search = _Stepwise(counts, threshold, noise_variance)
    while search.rows.size:
        search.add_one()
    unseen = np.where(search.status == 0, search.fitted[:, 0], np.inf)
    return Selected(search.members, unseen, search.status, search.coefficients, search.fitted)


class _Stepwise:
    """The state of the search; `rows` are the tables that may still take a pair."""

    def __init__(self, counts: FloatArray, threshold: float, noise_variance: float) -> None:
        self.counts, self.threshold = counts, threshold
        lists = list_count(counts)
        self.noise_variance = noise_variance * (1 << (lists - 2))  # of an overlap: so many cells hold a pair
        self.pairs = np.array(pairs_of(lists), dtype=np.int64)
        self.overlaps = superset_sums(counts)
        singles = 1 << np.arange(lists)
        present = self.overlaps[:, singles] > 0
        self.members = np.broadcast_to(sizes(lists) <= 1, counts.shape).copy()
        self.members[:, singles] &= present
        # An absent list leaves the table: no history holds it, no pair with it is a candidate.
        self.absent = ~present @ singles
        self.closed = (self.pairs[None, :] & self.absent[:, None]) != 0
        structure = self._structure(np.arange(len(counts)), self.members)
        fits, self.status = settle(counts, structure)
        self.coefficients, self.fitted = fits.coefficients, fits.fitted
        self.rows = np.flatnonzero(self.status == Status.FINE)

    def _structure(self, rows: IntArray, members: BoolArray) -> Structure:
        structure = structure_of(members, self.overlaps[rows])
        histories = np.arange(members.shape[1])
        structure.live[(histories[None, :] & self.absent[rows][:, None]) != 0] = False
        return structure

    def add_one(self) -> None:
        """Each row adds its best pair, closes it, or is done."""
        rows = self.rows
        chances = self._chances(rows)
        best = np.argmin(chances, axis=1)
        wanted = chances[np.arange(len(rows)), best] < self.threshold
        rows, best = rows[wanted], best[wanted]
        self.rows = rows
        if not rows.size:
            return
        self.closed[rows, best] = True  # in the model now, or refused for good
        members = self.members[rows]
        members[np.arange(len(rows)), self.pairs[best]] = True
        self._try(rows, members)

    def _try(self, rows: IntArray, members: BoolArray) -> None:
        structure = self._structure(rows, members)
        unique = is_identifiable(structure)
        rows, members = rows[unique], members[unique]
        if not rows.size:
            return
        fits, status = settle(self.counts[rows], self._structure(rows, members), start=self.coefficients[rows])
        good = status == Status.FINE
        kept = rows[good]
        self.members[kept], self.coefficients[kept] = members[good], fits.coefficients[good]
        self.fitted[kept] = fits.fitted[good]

    def _chances(self, rows: IntArray) -> FloatArray:
        """One-sided probability of each open pair's overlap, shape (rows, pairs); 2 where the pair is closed."""
        seen = self.overlaps[rows][:, self.pairs]
        fitted = self.fitted[rows].copy()
        fitted[:, 0] = 0
        expected = superset_sums(fitted)[:, self.pairs]
        if self.noise_variance:
            away = np.abs(seen - expected) / np.sqrt(expected + self.noise_variance)
            return np.where(self.closed[rows], 2.0, ndtr(-away))
        below = pdtr(seen, expected)
        above = np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), expected), 1.0)
        return np.where(self.closed[rows], 2.0, np.minimum(below, above))
