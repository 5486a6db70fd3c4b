# SPDX-License-Identifier: Apache-2.0
"""What stays months later, when not everybody answers again: rates, bounds, and Lee's bounds beside a comparison."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from quatrefoil.methods.intervals import wilson
from quatrefoil.methods.refusals import Reason, Refused
from quatrefoil.methods.screening_statistics.answers import Floats
from quatrefoil.methods.screening_statistics.training import LEAST_PAIRS

REPLICATES: Final = 500


@dataclass(frozen=True, slots=True)
class Retention:
    """What is left of a gain. people: with before and after; response: share of them who answered later.

    responders: (later - before) / (after - before) of the means of those who answered; None where nothing was gained.
    as_before: with who is missing back at the own score before; as_responders: with who is missing at the mean later score
    of those who answered; worst, best: with who is missing at the lowest and the highest score. All but the first are of everybody.
    """

    people: int
    answered: int
    response: float
    response_limits: tuple[float, float]
    gain: float
    responders: float | None
    as_before: float | None
    as_responders: float | None
    worst: float | None
    best: float | None


def retention(
    before: ArrayLike, after: ArrayLike, later: ArrayLike, *, lowest: float, highest: float, level: float = 0.95
) -> Retention:
    """Retention of the gain. before, after, later: one each for every person, NaN where missing; lowest, highest: of the test.

    Raises ValueError for arrays of several lengths or scores outside the test, Refused with fewer than five people who
    have both first scores.
    """
    waves = _waves(before, after, later, lowest, highest)
    first, last, late = waves[:, np.isfinite(waves[:2]).all(axis=0)]
    if len(first) < LEAST_PAIRS:
        words = f"{len(first)} people have a score before and after; {LEAST_PAIRS} are the least."
        raise Refused(Reason("too_few_people", words))
    there = np.isfinite(late)
    answered = int(there.sum())
    mean = float(late[there].mean()) if answered else math.nan
    filled = [_left(first, last, np.where(there, late, other)) for other in (first, mean, lowest, highest)]
    return Retention(
        len(first), answered, answered / len(first), wilson(answered, len(first), level),
        float((last - first).mean()), _left(first[there], last[there], late[there]) if answered else None, *filled,
    )  # fmt: skip


def _waves(before: ArrayLike, after: ArrayLike, later: ArrayLike, lowest: float, highest: float) -> Floats:
    waves = [np.asarray(each, dtype=float) for each in (before, after, later)]
    if any(each.ndim != 1 or each.shape != waves[0].shape for each in waves):
        raise ValueError("before, after and later have one value each for every person")
    together = np.array(waves)
    seen = together[~np.isnan(together)]
    if not lowest < highest or (seen < lowest).any() or (seen > highest).any():
        raise ValueError("every score lies from the lowest to the highest of the test")
    return together


def _left(before: Floats, after: Floats, later: Floats) -> float | None:
    gain = float((after - before).mean())
    share = float((later - before).mean()) / gain if gain > 0 else math.nan
    return share if math.isfinite(share) else None


@dataclass(frozen=True, slots=True)
class LeeBounds:
    """Bounds of the effect among those who would answer in either arm (Lee 2009).

    low, high: the bounds; interval: from a bootstrap, of both bounds together; trimmed: share cut from the arm that
    answers more; response: of treated and comparison.
    """

    low: float
    high: float
    interval: tuple[float, float]
    level: float
    trimmed: float
    response: tuple[float, float]


def lee_bounds(
    treated: ArrayLike, comparison: ArrayLike, *, rng: Generator, level: float = 0.95, replicates: int = REPLICATES
) -> LeeBounds:
    """Bounds of a randomised effect when arms answer unequally. treated, comparison: outcomes, NaN where missing.

    They assume that the training moves answering one way only (nobody answers because of it while others stop). Raises
    Refused with fewer than five answers in an arm.
    """
    arms = [np.asarray(each, dtype=float) for each in (treated, comparison)]
    for name, arm in zip(("treated", "comparison"), arms, strict=True):
        if np.isfinite(arm).sum() < LEAST_PAIRS:
            words = f"Fewer than {LEAST_PAIRS} people of the {name} arm answered."
            raise Refused(Reason("too_few_people", words))
    low, high, trimmed = _bounds(*arms)
    drawn = [_bounds(*(rng.choice(arm, len(arm)) for arm in arms)) for _ in range(replicates)]
    kept = np.array([each[:2] for each in drawn if np.isfinite(each[0])])
    tail = (1 - level) / 2
    interval = float(np.quantile(kept[:, 0], tail)), float(np.quantile(kept[:, 1], 1 - tail))
    response = float(np.isfinite(arms[0]).mean()), float(np.isfinite(arms[1]).mean())
    return LeeBounds(low, high, interval, level, trimmed, response)


def _bounds(treated: Floats, comparison: Floats) -> tuple[float, float, float]:
    one, other = (np.sort(arm[np.isfinite(arm)]) for arm in (treated, comparison))
    if not len(one) or not len(other):
        return math.nan, math.nan, math.nan
    rates = len(one) / len(treated), len(other) / len(comparison)
    trimmed = abs(rates[0] - rates[1]) / max(rates)
    if rates[0] >= rates[1]:
        middle = other.mean()
        return _lower_mean(one, trimmed) - middle, -_lower_mean(-one[::-1], trimmed) - middle, trimmed
    middle = one.mean()
    return middle + _lower_mean(-other[::-1], trimmed), middle - _lower_mean(other, trimmed), trimmed


def _lower_mean(ordered: Floats, trimmed: float) -> float:
    """Mean of the lower 1 - trimmed of sorted values; who stands at the cut counts in part."""
    wanted = (1 - trimmed) * len(ordered)
    weights = np.clip(wanted - np.arange(len(ordered)), 0, 1)
    return float((weights * ordered).sum() / weights.sum())
