# SPDX-License-Identifier: Apache-2.0
"""Whether an item works differently in another language or at another site, for people with the same total (Mantel-Haenszel)."""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from quatrefoil.methods.intervals import normal_quantile
from quatrefoil.methods.screening_statistics.answers import Answers, Floats

LEAST_PEOPLE: Final = 50  # in each group: below that nothing is said
FEW_PEOPLE: Final = 200  # in the smaller group: below that only large drift would show (Zieky 1993)
DELTA: Final = -2.35  # from log odds ratio to the scale of ETS
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Drift:
    """An item in `group` against `reference`. delta below 0: fewer say yes in the group at the same total.

    effect: A (little or none), B (some), C (large), as ETS sorts them (Zieky 1993); low, high: of delta.
    """

    item: str
    group: str
    reference: str
    odds_ratio: float
    delta: float
    low: float
    high: float
    statistic: float
    p: float
    effect: Literal["A", "B", "C"]
    people: tuple[int, int]


def drift_of(answers: Answers, *, reference: str | None = None, level: float = 0.95) -> tuple[Drift, ...]:
    """Every 0/1 item in every group against the reference (the largest group), matched by total.

    Two rounds: items of class C in the first are left out of the total in the second. People without a group or with
    an item not answered are left out, and so are groups below 50 people. Raises ValueError for an unknown reference.
    """
    sizes = group_sizes(answers)
    if reference is not None and reference not in sizes:
        raise ValueError(f"there is no group {reference!r}")
    if not sizes or answers.groups is None:
        return ()
    first = reference if reference is not None else min(sizes, key=lambda name: (-sizes[name], name))
    if sizes[first] < LEAST_PEOPLE:
        return ()
    whole, names = answers.scores[answers.is_whole], np.array(answers.groups, dtype=object)[answers.is_whole]
    found: list[Drift] = []
    for name in sorted(sizes):
        if name != first and sizes[name] >= LEAST_PEOPLE:
            kept = (names == first) | (names == name)
            found += _pair(answers.items, whole[kept], names[kept] == name, (name, first), level)
    return tuple(found)


def group_sizes(answers: Answers) -> dict[str, int]:
    """People by group who answered every item."""
    if answers.groups is None:
        return {}
    kept = [name for name, whole in zip(answers.groups, answers.is_whole, strict=True) if whole and name]
    return {name: kept.count(name) for name in sorted(set(kept))}


def _pair(items: tuple[str, ...], scores: Floats, is_focal: Flags, names: tuple[str, str], level: float) -> list[Drift]:
    places = [place for place in range(len(items)) if set(np.unique(scores[:, place])) == {0.0, 1.0}]
    everything = np.ones(len(items), dtype=bool)
    first = {place: _item(scores, place, everything, is_focal, level) for place in places}
    clean = everything.copy()
    clean[[place for place, found in first.items() if found and found[-1] == "C"]] = False
    found = []
    for place in places:
        again = _item(scores, place, clean, is_focal, level) if not clean.all() else first[place]
        if again:
            odds, delta, low, high, statistic, p, effect = again
            sizes = int(is_focal.sum()), int((~is_focal).sum())
            found.append(Drift(items[place], *names, odds, delta, low, high, statistic, p, effect, sizes))
    return found


Found = tuple[float, float, float, float, float, float, Literal["A", "B", "C"]]


def _item(scores: Floats, place: int, clean: Flags, is_focal: Flags, level: float) -> Found | None:
    matched = clean.copy()
    matched[place] = True  # the item itself belongs to the total (Holland and Thayer 1988)
    _values, strata = np.unique(scores[:, matched].sum(axis=1), return_inverse=True)
    yes = scores[:, place] == 1
    cells = [np.bincount(strata[who], minlength=strata.max() + 1) for who in
             (~is_focal & yes, ~is_focal & ~yes, is_focal & yes, is_focal & ~yes)]  # fmt: skip
    return _delta(np.array(cells, dtype=float).T, level)


def _delta(tables: Floats, level: float) -> Found | None:
    common = common_odds_ratio(tables)
    if common is None:
        return None
    odds, error = common
    delta, spread = DELTA * math.log(odds), abs(DELTA) * error
    statistic, p = mantel_haenszel(tables)
    half = normal_quantile(level) * spread
    return odds, delta, delta - half, delta + half, statistic, p, _effect(delta, spread, p)


def _effect(delta: float, spread: float, p: float) -> Literal["A", "B", "C"]:
    from scipy.special import ndtr

    if abs(delta) < 1 or p >= 0.05:
        return "A"
    is_above_one = 1 - float(ndtr((abs(delta) - 1) / spread)) < 0.05
    return "C" if abs(delta) >= 1.5 and is_above_one else "B"


def common_odds_ratio(tables: Floats) -> tuple[float, float] | None:
    """Mantel-Haenszel odds ratio of 2 by 2 tables (rows a, b, c, d), and the error of its logarithm (Robins, Breslow, Greenland 1986).

    None where one side of the ratio is empty.
    """
    a, b, c, d = tables[tables.sum(axis=1) > 0].T
    whole = a + b + c + d
    up, down = a * d / whole, b * c / whole
    if up.sum() == 0 or down.sum() == 0:
        return None
    agree, differ = (a + d) / whole, (b + c) / whole
    variance = (
        (agree * up).sum() / (2 * up.sum() ** 2)
        + (agree * down + differ * up).sum() / (2 * up.sum() * down.sum())
        + (differ * down).sum() / (2 * down.sum() ** 2)
    )
    return float(up.sum() / down.sum()), math.sqrt(variance)


def mantel_haenszel(tables: Floats) -> tuple[float, float]:
    """The Mantel-Haenszel chi-squared with continuity correction and its p. tables: rows a, b, c, d."""
    from scipy.special import chdtrc

    a, b, c, d = tables[tables.sum(axis=1) > 1].T
    whole = a + b + c + d
    expected = (a + b) * (a + c) / whole
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (whole**2 * (whole - 1))
    if variance.sum() == 0:
        return 0.0, 1.0
    apart = max(0.0, abs(float((a - expected).sum())) - 0.5)
    statistic = apart**2 / float(variance.sum())
    return statistic, float(chdtrc(1, statistic))
