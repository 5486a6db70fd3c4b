# SPDX-License-Identifier: Apache-2.0
"""Choosing among hierarchical models by the Bayesian information criterion (Silverman, Chan and Vincent 2024).

BIC = parameters * ln(n) - 2 log likelihood, over all histories; a coefficient of minus infinity counts as a parameter.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import gammaln

from quatrefoil.methods.multiple_systems.cells import BoolArray, FloatArray, IntArray, superset_sums
from quatrefoil.methods.multiple_systems.existence import settle
from quatrefoil.methods.multiple_systems.families import main_effects, neighbours, short_name
from quatrefoil.methods.multiple_systems.fitting import ELEMENTS_AT_ONCE, structure_of

if TYPE_CHECKING:
    import pandas as pd

MOST_ROUNDS: Final = 500  # of the search step by step; each lowers the criterion


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Models ordered by their criterion, those without a unique finite estimate left out.

    members: shape (models, 2^t); bic, unseen: shape (models,), unseen in people. tried: how many were looked at;
    is_complete: every model up to the order was, so that no better one exists among them.
    """

    observed: int
    members: BoolArray
    bic: FloatArray
    unseen: FloatArray
    coefficients: FloatArray
    tried: int
    is_complete: bool

    @property
    def total(self) -> FloatArray:
        """People in all, shape (models,)."""
        return self.observed + self.unseen

    def weights(self) -> FloatArray:
        """Approximate posterior weight of each model under equal prior weights, shape (models,)."""
        relative = np.exp(-(self.bic - self.bic[0]) / 2)
        weights: FloatArray = relative / relative.sum()
        return weights

    def to_frame(self) -> "pd.DataFrame":
        """One row per model: name, BIC, difference from the best, weight, total."""
        import pandas as pd

        return pd.DataFrame(
            {
                "model": [short_name(members) for members in self.members],
                "bic": self.bic,
                "difference": self.bic - self.bic[0],
                "weight": self.weights(),
                "total": self.total,
            }
        )


def log_likelihood(counts: FloatArray, fitted: FloatArray, live: BoolArray) -> FloatArray:
    """Poisson log likelihood with its factorials, over live histories; shape (fits,)."""
    return _likelihood(counts, fitted, live) - log_factorials(counts)


def log_factorials(counts: FloatArray) -> FloatArray:
    """Sum of ln y! over the histories of each table, shape (tables,)."""
    found: FloatArray = gammaln(counts + 1).sum(axis=-1)
    return found


def _likelihood(counts: FloatArray, fitted: FloatArray, live: BoolArray) -> FloatArray:
    safe = np.where(live, fitted, 1.0)
    with np.errstate(over="ignore", invalid="ignore"):
        terms = counts * np.log(np.maximum(safe, 1e-300)) - safe
    likelihood: FloatArray = np.where(live, terms, 0.0).sum(axis=1)
    return likelihood


def criterion(
    counts: FloatArray, members: BoolArray, start: FloatArray | None = None, factorials: FloatArray | None = None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """BIC (infinite where the status is not 0), unseen people and coefficients of models on tables.

    counts: shape (fits, 2^t) or (1, 2^t); members: the same or (fits, 2^t). start: coefficients to begin from;
    factorials: `log_factorials` of the counts, if they are known.
    """
    constant = log_factorials(counts) if factorials is None else factorials
    structure = structure_of(members, superset_sums(counts))
    fits, status = settle(counts, structure, start=start)
    likelihood = _likelihood(counts, fits.fitted, structure.live) - constant
    parameters = np.broadcast_to(members, structure.live.shape).sum(axis=1)
    people = np.broadcast_to(counts, structure.live.shape).sum(axis=1)
    with np.errstate(invalid="ignore"):
        bic = np.where(status == 0, parameters * np.log(people) - 2 * likelihood, np.inf)
    return bic, np.where(status == 0, fits.unseen, np.inf), fits.coefficients


def rank(counts: FloatArray, models: BoolArray, progress: Callable[[int, int], None] | None = None) -> Ranked:
    """Fit every model to one table and order them. counts: shape (2^t,); models: shape (models, 2^t)."""
    parts, size = [], max(1, ELEMENTS_AT_ONCE // len(counts))
    for first in range(0, len(models), size):
        parts.append(criterion(counts[None], models[first : first + size]))
        if progress:
            progress(min(first + size, len(models)), len(models))
    bic, unseen, coefficients = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.argsort(bic, kind="stable")
    order = order[np.isfinite(bic[order])]
    return Ranked(
        int(counts.sum()), models[order], bic[order], unseen[order], coefficients[order], len(models), is_complete=True
    )


def search(counts: FloatArray, order: int = 2) -> Ranked:
    """From main effects to the neighbour with the lowest criterion until none is lower. counts: shape (2^t,).

    The best model comes first, then its neighbours. The answer may be a local one: on the UK table of five lists it stops
    at 12,262 where the best model of order 2 gives 22,991.
    """
    current = main_effects(len(counts).bit_length() - 1)
    tried = 1
    for _ in range(MOST_ROUNDS):
        around = np.vstack([current[None], neighbours(current, order)])
        ranked = rank(counts, around)
        tried += len(around) - 1
        if not len(ranked.members) or np.array_equal(ranked.members[0], current):
            break
        current = ranked.members[0]
    return replace(ranked, tried=tried, is_complete=False)


def best_totals(tables: FloatArray, models: BoolArray) -> tuple[FloatArray, IntArray]:
    """For each table the total of its best model among these, and which it is; (tables,) each, infinite where none is.

    tables: shape (tables, 2^t). Every model is fitted to every table.
    """
    lowest = np.full(len(tables), np.inf)
    totals, chosen = np.full(len(tables), np.inf), np.zeros(len(tables), dtype=np.int64)
    middle, factorials = tables.mean(axis=0, keepdims=True), log_factorials(tables)
    for number, members in enumerate(models):
        near = criterion(middle, members[None])[2]  # resamples are near each other: two or three steps from here
        bic, unseen, _ = criterion(tables, members[None], np.broadcast_to(near, tables.shape), factorials)
        better = bic < lowest
        lowest, chosen = np.where(better, bic, lowest), np.where(better, number, chosen)
        totals = np.where(better, tables.sum(axis=1) + unseen, totals)
    return totals, chosen
