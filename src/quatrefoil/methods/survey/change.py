# SPDX-License-Identifier: Apache-2.0
"""Change between two waves: with a comparison a difference in differences, without one a change that nothing explains."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from quatrefoil.methods.survey.design import Design, mean_and_influence, t_quantile
from quatrefoil.methods.survey.responses import Flags, Floats, Responses

FEW_UNITS: Final = 10  # PSUs in an arm: below that the interval of a comparison is too narrow as often as not


@dataclass(frozen=True, slots=True)
class Change:
    """value: change of the mean or share from one wave to the other; with a comparison, less the change there.

    label: what may be said; low, high, p: None without a degree of freedom. unadjusted: change in the reached arm alone.
    """

    kind: Literal["no comparison", "difference in differences"]
    first: str
    last: str
    value: float
    low: float | None
    high: float | None
    p: float | None
    freedom: int
    label: str
    treated: str | None = None
    comparison: str | None = None
    unadjusted: float | None = None


NOT_ATTRIBUTABLE: Final = "no comparison, not attributable: the change may have come without the campaign"
WITH_COMPARISON: Final = (
    "less the change in the comparison; due to the campaign only if both would have moved alike without it"
)


def change_of(
    asked: Responses, design: Design, waves: tuple[str, str], arms: tuple[str, str] | None, *, level: float = 0.95
) -> Change:
    """Change between waves (first, last); arms: (reached, comparison), or None. Every cell has somebody who answered."""
    signs = [(waves[1], 1.0), (waves[0], -1.0)]
    if arms is None:
        cells = [(rows_of(asked, wave, None), sign) for wave, sign in signs]
        return _change(asked, design, cells, waves, None, level)
    cells = [
        (rows_of(asked, wave, arm), sign * side)
        for arm, side in zip(arms, (1.0, -1.0), strict=True)
        for wave, sign in signs
    ]
    return _change(asked, design, cells, waves, arms, level)


def rows_of(asked: Responses, wave: str | None, arm: str | None) -> Flags:
    """Who answered in a wave and an arm; None: any."""
    rows = asked.answered
    for names, wanted in ((asked.waves, wave), (asked.arms, arm)):
        if names is not None and wanted is not None:
            rows &= np.array([name == wanted for name in names])
    return rows


def _change(
    asked: Responses,
    design: Design,
    cells: Sequence[tuple[Flags, float]],
    waves: tuple[str, str],
    arms: tuple[str, str] | None,
    level: float,
) -> Change:
    parts = [(sign, *mean_and_influence(asked.answers, asked.weights, rows)) for rows, sign in cells]
    value = sum(sign * mean for sign, mean, _influence in parts)
    influence: Floats = sum((sign * each for sign, _mean, each in parts), np.zeros(len(asked.answers)))
    together: Flags = np.logical_or.reduce([rows for rows, _sign in cells])
    freedom = design.freedom(together) - (1 if arms else 0)
    low, high, p = _test(value, math.sqrt(design.variance(influence)), freedom, level)
    common = (waves[0], waves[1], value, low, high, p, freedom)
    if arms is None:
        return Change("no comparison", *common, NOT_ATTRIBUTABLE)
    return Change("difference in differences", *common, WITH_COMPARISON, arms[0], arms[1], parts[0][1] - parts[1][1])


def _test(value: float, error: float, freedom: int, level: float) -> tuple[float | None, float | None, float | None]:
    from scipy.special import stdtr

    if freedom < 1:
        return None, None, None
    half = t_quantile(freedom, level) * error
    p = 2 * float(stdtr(freedom, -abs(value) / error)) if error > 0 else float(value == 0)
    return value - half, value + half, p
