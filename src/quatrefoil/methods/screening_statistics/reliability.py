# SPDX-License-Identifier: Apache-2.0
"""How far the items measure one thing: Cronbach's alpha with Feldt's interval, McDonald's omega with a bootstrap."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from quatrefoil.methods.intervals import normal_quantile
from quatrefoil.methods.screening_statistics.answers import Floats

REPLICATES: Final = 200
LEAST_UNIQUE: Final = 0.005  # share of an item's variance that stays its own; less is a Heywood case


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A reliability. low, high: of the interval, None where there is none; people: who answered every item.

    is_edge: an item is explained by the factor alone (a Heywood case), so that omega stands on a boundary.
    """

    value: float
    low: float | None
    high: float | None
    level: float
    people: int
    items: int
    is_edge: bool = False


def alpha(scores: Floats, *, level: float = 0.95) -> Coefficient | None:
    """Cronbach's alpha (1951) of scores (people by items, no NaN), with the F interval of Feldt, Woodruff and Salih (1987).

    None where the total does not vary, or with fewer than two items or people.
    """
    from scipy.special import fdtri

    people, items = scores.shape
    if people < 2 or items < 2 or not scores.sum(axis=1).var() > 0:
        return None
    value = _alpha(scores)
    first, second = people - 1, (people - 1) * (items - 1)
    low, high = (1 - (1 - value) * float(fdtri(first, second, each)) for each in (0.5 + level / 2, 0.5 - level / 2))
    return Coefficient(value, low, high, level, people, items)


def _alpha(scores: Floats) -> float:
    items = scores.shape[1]
    parts, whole = scores.var(axis=0, ddof=1).sum(), scores.sum(axis=1).var(ddof=1)
    return float(items / (items - 1) * (1 - parts / whole))


def people_for_alpha(items: int, *, ratio: float = 1.5, level: float = 0.95) -> int:
    """How many people for an interval of alpha whose (1 - low) / (1 - high) is `ratio` (Bonett 2002, formula 2).

    Raises ValueError where the figures cannot be.
    """
    if not (items >= 2 and ratio > 1):
        raise ValueError("items are 2 or more, and ratio is above 1")
    z = normal_quantile(level)
    return math.ceil(8 * items / (items - 1) * (z / math.log(ratio)) ** 2 + 2)


def omega(scores: Floats, *, rng: Generator, level: float = 0.95, replicates: int = REPLICATES) -> Coefficient | None:
    """McDonald's omega (1999) of a one-factor model fitted by maximum likelihood; scores: people by items, no NaN.

    (sum of loadings)^2 / ((sum of loadings)^2 + sum of unique variances). The interval is a percentile bootstrap of people.
    None with fewer than three items that vary, or not more people than items.
    """
    people, items = scores.shape
    if items < 3 or people <= items or not (scores.var(axis=0) > 0).all():
        return None
    found = _omega(np.cov(scores, rowvar=False))
    if found is None:
        return None
    drawn = [_resampled(scores, found[1], rng) for _ in range(replicates)]
    kept = [each for each in drawn if each is not None]
    tail = (1 - level) / 2
    low, high = np.quantile(kept, [tail, 1 - tail]) if len(kept) > replicates / 2 else (None, None)
    limits = (None if low is None else float(low), None if high is None else float(high))
    return Coefficient(found[0], *limits, level, people, items, is_edge=bool((found[1] <= LEAST_UNIQUE * 1.01).any()))


def _resampled(scores: Floats, start: Floats, rng: Generator) -> float | None:
    sample = scores[rng.integers(len(scores), size=len(scores))]
    if not (sample.var(axis=0) > 0).all():
        return None
    found = _omega(np.cov(sample, rowvar=False), start)
    return found[0] if found else None


def _omega(covariance: Floats, start: Floats | None = None) -> tuple[float, Floats] | None:
    """Omega, and the unique variances of the fit."""
    spread = np.sqrt(np.diag(covariance))
    fitted = one_factor(covariance / np.outer(spread, spread), start)
    if fitted is None:
        return None
    loadings, unique = fitted
    common = float((loadings * spread).sum()) ** 2
    own = float((unique * spread**2).sum())
    return common / (common + own), unique


def one_factor(correlation: Floats, start: Floats | None = None) -> tuple[Floats, Floats] | None:
    """Loadings and unique variances of one factor by maximum likelihood (Joereskog 1967); None where it does not converge.

    start: unique variances to begin with.
    """
    from scipy.optimize import minimize

    items = len(correlation)
    if start is None:
        start = np.full(items, 0.5)
    # Singular where items repeat each other: a trace on the diagonal lets the likelihood stay finite.
    matrix = correlation + 1e-9 * np.eye(items)
    found = minimize(_misfit, start, (matrix,), "L-BFGS-B", jac=True, bounds=[(LEAST_UNIQUE, 1.0)] * items)
    if not np.isfinite(found.fun):
        return None
    unique = np.asarray(found.x, dtype=float)
    loadings, _left = _parts(unique, matrix)
    return loadings * (1 if loadings.sum() >= 0 else -1), unique


def _parts(unique: Floats, correlation: Floats) -> tuple[Floats, Floats]:
    """The best loadings for these unique variances, and the eigenvalues that the factor leaves."""
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    loadings: Floats = root * vectors[:, -1] * math.sqrt(max(values[-1] - 1, 0.0))
    return loadings, values[:-1]


def _misfit(unique: Floats, correlation: Floats) -> tuple[float, Floats]:
    """The likelihood with the loadings at their best, and its gradient by the unique variances."""
    loadings, left = _parts(unique, correlation)
    left = np.maximum(left, 1e-12)
    gradient: Floats = (loadings**2 + unique - np.diag(correlation)) / unique**2
    return float((left - np.log(left) - 1).sum()), gradient
