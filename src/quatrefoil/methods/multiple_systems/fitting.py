# SPDX-License-Identifier: Apache-2.0
"""Poisson log-linear models for many tables, many models, or both, all advanced together by Newton's method.

A model is hierarchical and named by its members: a 0/1 array over all sets of lists, the empty set (intercept) and every
subset of a member included. Where a member's overlap is empty its coefficient is minus infinity (extended maximum
likelihood): the member leaves the columns and every history that contains it leaves the live cells.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from quatrefoil.methods.multiple_systems.cells import (
    BoolArray,
    FloatArray,
    IntArray,
    list_count,
    subset_sums,
    superset_sums,
)

MOST_STEPS: Final = 30  # where an estimate exists some 5 to 15 are needed; where none does, no number is enough
CONVERGED: Final = 1e-7  # of the largest change of a linear predictor; the step after it is below 1e-13
WELL_CONDITIONED: Final = 1e-9  # smallest eigenvalue of the scaled information matrix that rounding leaves meaningful
RIDGE: Final = 1e-14  # keeps the solver from stopping at a singular matrix; below the rounding of a regular one
LONGEST_STEP: Final = 6.0  # of a linear predictor in one step; exp(6) = 403 times the fitted value
ELEMENTS_AT_ONCE: Final = 1 << 20  # of one array over (tables, 2^t): 8 MB each


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """What extended maximum likelihood leaves of each model. All shapes (fits, 2^t).

    finite: columns with a finite coefficient; empty: members whose overlap is empty; live: histories that stay.
    """

    finite: BoolArray
    empty: BoolArray
    live: BoolArray

    def rows(self, kept: "slice | IntArray | BoolArray") -> "Structure":
        """The same for some of the fits."""
        return Structure(self.finite[kept], self.empty[kept], self.live[kept])


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """Fitted models. coefficients and fitted: shape (fits, 2^t); certified, converged: shape (fits,).

    coefficients: log scale, 0 where the model has none; fitted: people per history, `fitted[:, 0]` is the unseen part.
    certified: Newton's method came to rest at a well-conditioned point. Its last step d gives mu (1 + Xd), a table with
    the same margins and no empty live cell, which proves that the estimate exists (`existence` says why).
    """

    structure: Structure
    coefficients: FloatArray
    fitted: FloatArray
    certified: BoolArray
    converged: BoolArray

    @property
    def unseen(self) -> FloatArray:
        """People on no list, shape (fits,)."""
        return self.fitted[:, 0]


def structure_of(members: BoolArray, overlaps: FloatArray) -> Structure:
    """Columns and live histories of models on tables. members, overlaps: shape (fits, 2^t), broadcast together."""
    members, overlaps = np.broadcast_arrays(members, overlaps)
    empty = members & (overlaps <= 0)
    live = subset_sums(empty.astype(np.float64)) == 0
    live[:, 0] = False
    return Structure(members & ~empty, empty, live)


def is_identifiable(structure: Structure) -> BoolArray:
    """Whether the columns are independent on the live histories; shape (fits,). Exact, in whole numbers.

    Every finite member S > {} is a live history itself, so the rows of these histories determine each coefficient from
    the intercept: the one direction that they leave open is (-1)^|S|. The model is identifiable exactly when another
    live history sees that direction, that is, when the members below it have an Euler characteristic other than 0.
    """
    lists = list_count(structure.finite)
    signs = np.where(np.bitwise_count(np.arange(1 << lists)) % 2, -1.0, 1.0)
    characteristic = subset_sums(np.where(structure.finite, signs, 0.0))
    seen: BoolArray = np.any((characteristic != 0) & structure.live, axis=1)
    return seen


def fit(
    counts: FloatArray,
    structure: Structure,
    *,
    start: FloatArray | None = None,
    offset: FloatArray | None = None,
    most_steps: int = MOST_STEPS,
) -> Fits:
    """Fit every model by maximum likelihood. Identifiability must have been checked.

    counts: shape (fits, 2^t) or (1, 2^t). start: coefficients to begin from, shape (fits, 2^t). offset: known log
    departures, shape (2^t,). Where the estimate does not exist, `converged` and `certified` are False.
    """
    counts = np.broadcast_to(counts, structure.live.shape)
    size = max(1, ELEMENTS_AT_ONCE // counts.shape[1])
    blocks = [slice(first, first + size) for first in range(0, len(counts), size)]
    parts = [
        _fit_block(counts[block], structure.rows(block), None if start is None else start[block], offset, most_steps)
        for block in blocks
    ]
    joined = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return Fits(structure, *joined)


@dataclass(slots=True, eq=False)
class _Search:
    """Newton's method on one block; rows are fits that still move."""

    counts: FloatArray  # (rows, 2^t), 0 where not live
    live: BoolArray
    offset: FloatArray  # (2^t,)
    columns: IntArray  # (rows, k): masks of the finite members first
    used: BoolArray  # (rows, k): False where a row has fewer than k
    unions: IntArray  # (rows, k * k): mask of each pair of columns
    target: FloatArray  # (rows, k): sufficient statistics
    coefficients: FloatArray  # (rows, k)
    people: FloatArray  # (rows, 2^t): fitted counts of live histories at the coefficients

    def rows(self, kept: "BoolArray | IntArray") -> "_Search":
        """The same search for some of the rows."""
        return replace(
            self,
            counts=self.counts[kept],
            live=self.live[kept],
            columns=self.columns[kept],
            used=self.used[kept],
            unions=self.unions[kept],
            target=self.target[kept],
            coefficients=self.coefficients[kept],
            people=self.people[kept],
        )

    def predictor(self, coefficients: FloatArray) -> FloatArray:
        """Sum of coefficients below each history, shape (rows, 2^t)."""
        spread = np.zeros(self.counts.shape)
        np.put_along_axis(spread, self.columns, np.where(self.used, coefficients, 0.0), axis=1)
        return subset_sums(spread)

    def move_to(self, coefficients: FloatArray) -> FloatArray:
        """Take these coefficients; the log likelihood there, up to a constant, shape (rows,)."""
        self.coefficients = coefficients
        self.people = np.exp(self.predictor(coefficients) + self.offset) * self.live
        likelihood: FloatArray = np.sum(np.where(self.used, coefficients * self.target, 0.0), axis=1)
        likelihood -= self.people.sum(axis=1)
        return likelihood

    def information(self, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The information matrix scaled to a unit diagonal, shape (rows, k, k), and the scale, shape (rows, k)."""
        k = self.columns.shape[1]
        matrix = np.take_along_axis(superset_sums(weights), self.unions, axis=1).reshape(len(self.columns), k, k)
        diagonal = np.arange(k)
        scale = np.where(self.used, 1 / np.sqrt(np.maximum(matrix[:, diagonal, diagonal], 1e-300)), 0.0)
        matrix *= scale[:, :, None]
        matrix *= scale[:, None, :]
        matrix[:, diagonal, diagonal] = 1 + RIDGE
        return matrix, scale

    def solve(self, weights: FloatArray, right: FloatArray) -> FloatArray:
        """Solve the information matrix of these weights against a right-hand side of shape (rows, k)."""
        matrix, scale = self.information(weights)
        solved: FloatArray = np.linalg.solve(matrix, (right * scale)[..., None])[..., 0] * scale
        return solved

    def is_well_conditioned(self) -> BoolArray:
        """Whether rounding leaves the last step a meaning, shape (rows,)."""
        matrix, _ = self.information(self.people)
        # No pivot of a matrix with unit diagonal is above 1, so the smallest is at least the determinant.
        enough: BoolArray = np.linalg.slogdet(matrix).logabsdet > np.log(WELL_CONDITIONED)
        for row in np.flatnonzero(~enough):
            enough[row] = np.linalg.eigvalsh(matrix[row])[0] > WELL_CONDITIONED
        return enough

    def margins(self, values: FloatArray) -> FloatArray:
        """Superset sums at the columns, shape (rows, k)."""
        return np.take_along_axis(superset_sums(values), self.columns, axis=1)


def _fit_block(
    counts: FloatArray, structure: Structure, start: FloatArray | None, offset: FloatArray | None, most_steps: int
) -> tuple[FloatArray, FloatArray, BoolArray, BoolArray]:
    search = _begin(counts, structure, start, offset)
    coefficients = search.coefficients.copy()
    certified = np.zeros(len(counts), dtype=bool)
    converged = np.zeros(len(counts), dtype=bool)
    moving = np.arange(len(counts))
    best = search.move_to(search.coefficients)
    for _ in range(most_steps):
        if not moving.size:
            break
        best, change = _step(search, best)
        coefficients[moving, : search.coefficients.shape[1]] = search.coefficients
        still = change > CONVERGED
        if not still.all():
            converged[moving[~still]] = True
            certified[moving[~still]] = search.rows(~still).is_well_conditioned()
            moving, search, best = moving[still], search.rows(still), best[still]
    full = np.zeros(counts.shape)
    np.put_along_axis(full, *_spread(structure, coefficients), axis=1)
    known = 0.0 if offset is None else offset
    live = structure.live.copy()
    live[:, 0] = True
    with np.errstate(over="ignore"):  # an estimate that does not exist runs away
        fitted = np.exp(subset_sums(full) + known) * live
    return full, fitted, certified, converged


def _spread(structure: Structure, coefficients: FloatArray) -> tuple[IntArray, FloatArray]:
    columns, used = _columns(structure)
    return columns, np.where(used, coefficients, 0.0)


def _columns(structure: Structure) -> tuple[IntArray, BoolArray]:
    count = structure.finite.sum(axis=1)
    columns = np.argsort(~structure.finite, axis=1, kind="stable")[:, : int(count.max())]
    return columns, np.arange(columns.shape[1]) < count[:, None]


def _begin(counts: FloatArray, structure: Structure, start: FloatArray | None, offset: FloatArray | None) -> _Search:
    columns, used = _columns(structure)
    unions = (columns[:, :, None] | columns[:, None, :]).reshape(len(columns), -1)
    known = np.zeros(counts.shape[1]) if offset is None else offset
    target = np.take_along_axis(superset_sums(counts), columns, axis=1)
    search = _Search(
        counts, structure.live, known, columns, used, unions, target, np.zeros(columns.shape), counts
    )  # fmt: skip
    if start is not None:
        search.coefficients = np.take_along_axis(start, columns, axis=1)
        return search
    # The usual first step of iteratively reweighted least squares: begin at the counts, moved a little away from zero.
    near = (counts + 0.1) * search.live
    logs = np.log(np.where(search.live, near, 1.0)) - known
    search.coefficients = search.solve(near, search.margins(near * logs + (counts - near) * search.live))
    return search


def _step(search: _Search, best: FloatArray) -> tuple[FloatArray, FloatArray]:
    """One damped step in place; the new likelihood and the largest change of a predictor, each of shape (rows,)."""
    direction = search.solve(search.people, search.target - search.margins(search.people))
    change = search.predictor(direction)
    largest = np.max(np.where(search.live, np.abs(change), 0.0), axis=1)
    scale = np.minimum(1.0, LONGEST_STEP / np.maximum(largest, 1e-300))
    before, likelihood = search.coefficients, best
    for _ in range(30):
        likelihood = search.move_to(before + scale[:, None] * direction)
        worse = (likelihood < best - 1e-9 * np.abs(best)) & (largest > 1e-3)
        if not worse.any():
            break
        scale = np.where(worse, scale / 2, scale)
    return likelihood, largest
