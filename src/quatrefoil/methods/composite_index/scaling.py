# SPDX-License-Identifier: Apache-2.0
"""Skewed columns are treated, then every column becomes a score from 0 to 100 where 100 is worst."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from quatrefoil.methods.composite_index.indicators import Indicator, shown
from quatrefoil.methods.refusals import Reason, Refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Scale = Literal["min-max", "z-score", "rank"]
SCALES: Final[tuple[Scale, ...]] = ("min-max", "z-score", "rank")
MOST_SKEW: Final = 2.0
MOST_KURTOSIS: Final = 3.5
MOST_WINSORISED: Final = 5
FEWEST: Final = 4  # values below which kurtosis is not defined
DEVIATIONS: Final = 3.0  # z-scores of -3 to 3 become 0 to 100


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to a skewed column. how: "winsorised" or "log"; values: how many were pulled in."""

    indicator: str
    how: str
    values: int
    skew: float
    kurtosis: float


@dataclass(frozen=True, slots=True)
class Column:
    """A column ready for scaling. values: places, nan where not known; low and high: its goalposts on the same scale."""

    values: "Array"
    low: float
    high: float
    treatment: Treatment | None


def skew_and_kurtosis(values: "Array") -> tuple[float, float]:
    """Sample skewness and excess kurtosis, corrected for size (as statistical packages print them); 0 where undefined."""
    many = len(values)
    away = values - values.mean()
    away = away / (np.abs(away).max() or 1.0)  # so that no power is too large or too small for a double
    second = float(np.mean(away**2))
    if many < FEWEST or second <= 0:
        return 0.0, 0.0
    skew = float(np.mean(away**3)) / second**1.5
    excess = float(np.mean(away**4)) / second**2 - 3
    corrected = ((many + 1) * excess + 6) * (many - 1) / ((many - 2) * (many - 3))
    return skew * math.sqrt(many * (many - 1)) / (many - 2), corrected


def is_skewed(values: "Array") -> bool:
    """Whether a few values would decide the whole column."""
    skew, kurtosis = skew_and_kurtosis(values)
    return abs(skew) > MOST_SKEW and kurtosis > MOST_KURTOSIS


def prepared(values: "Array", indicator: Indicator, *, treat: bool) -> Column:
    """A column with its goalposts, treated where it is skewed: at most five values pulled in, else the logarithm."""
    known = values[~np.isnan(values)]
    if not (treat and is_skewed(known)):
        return Column(values, *_goalposts(known, indicator), None)
    skew, kurtosis = skew_and_kurtosis(known)
    for many in range(1, min(MOST_WINSORISED, len(known) - 2) + 1):
        pulled = _pulled_in(values, known, many, skew)
        left = pulled[~np.isnan(pulled)]
        if not is_skewed(left) and np.ptp(left) > 0:
            return Column(
                pulled, *_goalposts(left, indicator), Treatment(indicator.name, "winsorised", many, skew, kurtosis)
            )
    low, high = _goalposts(known, indicator)
    ends = _logarithm(np.array([low, high]), low, high, skew)
    logged = _logarithm(values, low, high, skew)
    return Column(logged, float(ends[0]), float(ends[1]), Treatment(indicator.name, "log", 0, skew, kurtosis))


def _goalposts(known: "Array", indicator: Indicator) -> tuple[float, float]:
    if indicator.low is not None and indicator.high is not None:
        return indicator.low, indicator.high
    return float(known.min()), float(known.max())


def _pulled_in(values: "Array", known: "Array", many: int, skew: float) -> "Array":
    """The most extreme values on the long side become the next one."""
    ordered = np.sort(known)
    pulled: Array = np.minimum(values, ordered[-many - 1]) if skew > 0 else np.maximum(values, ordered[many])
    return pulled


def _logarithm(values: "Array", low: float, high: float, skew: float) -> "Array":
    """Logarithm from the end opposite to the long side, between the goalposts, so that it depends on them alone."""
    inside, little = np.clip(values, low, high), 0.01 * (high - low)
    logged: Array = np.log(inside - low + little) if skew > 0 else -np.log(high - inside + little)
    return logged


def scaled(columns: Sequence[Column], indicators: Sequence[Indicator], scale: Scale) -> "Array":
    """Scores from 0 to 100, places x indicators, 100 is worst, nan where not known. Raises Refused."""
    found = [_scaled(column, scale) for column in columns]
    _refuse_flat(found, indicators)
    turned = [score if each.direction > 0 else 100 - score for score, each in zip(found, indicators, strict=True)]
    return np.column_stack(turned)


def _scaled(column: Column, scale: Scale) -> "Array":
    if scale == "min-max":
        between = (np.clip(column.values, column.low, column.high) - column.low) / (column.high - column.low)
        score: Array = 100 * between
        return score
    known = column.values[~np.isnan(column.values)]
    if scale == "z-score":
        away = (column.values - known.mean()) / known.std(ddof=1)
        return np.asarray(np.clip(50 + 50 / DEVIATIONS * away, 0, 100), dtype=np.float64)
    return _ranked(column.values, known)


def _ranked(values: "Array", known: "Array") -> "Array":
    ordered = np.sort(known)
    below, upto = np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")
    middle = (below + upto - 1) / 2
    return np.where(np.isnan(values), np.nan, 100 * middle / max(len(known) - 1, 1))


def _refuse_flat(found: Sequence["Array"], indicators: Sequence[Indicator]) -> None:
    flat = [each.name for score, each in zip(found, indicators, strict=True) if not np.nanmax(score) > np.nanmin(score)]
    if flat:
        words = (
            "has no two places that differ between its goalposts. Set low and high so that the values lie between them."
        )
        raise Refused(*(Reason("constant_column", f"The indicator '{shown(name)}' {words}") for name in flat))
