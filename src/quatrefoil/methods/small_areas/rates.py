# SPDX-License-Identifier: Apache-2.0
"""Rates of areas with few events: pulled towards the mean of all areas, or of the neighbours, the more the smaller the area.

Source: Clayton & Kaldor (1987), Biometrics 43 (gamma-Poisson); Marshall (1991), Applied Statistics 40 (moments, global and local).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from quatrefoil.methods.small_areas.areas import BadAreas, names_of, numbers, same_length

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Method = Literal["clayton-kaldor", "marshall"]
METHODS: Final[tuple[Method, ...]] = ("clayton-kaldor", "marshall")
MOST_ROUNDS: Final = 10_000
CLOSE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class AreaRate:
    """One area. raw: count over exposure, None without exposure; weight: of the raw rate; low, high: None under "marshall"."""

    area: str
    count: float
    exposure: float
    raw: float | None
    estimate: float
    weight: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class AreaRates:
    """All areas. mean: of the rates; variance: between areas, 0 where chance alone explains the differences."""

    areas: tuple[AreaRate, ...]
    mean: float
    variance: float
    method: Method
    level: float

    def to_frame(self) -> "pd.DataFrame":
        """One row per area."""
        import pandas as pd

        names = list(AreaRate.__dataclass_fields__)
        return pd.DataFrame([[getattr(each, name) for name in names] for each in self.areas], columns=names)

    def plot(self, ax: Any) -> None:
        """Raw rates and estimates by exposure: small areas move most. ax: matplotlib axes."""
        known = [each for each in self.areas if each.raw is not None]
        exposures = [each.exposure for each in known]
        ax.vlines(exposures, [each.raw for each in known], [each.estimate for each in known], color="#d6ded9", lw=0.8)
        ax.plot(
            exposures, [each.raw for each in known], "o", ms=3, mfc="none", color="#b5651d", label="count over exposure"
        )
        ax.plot(exposures, [each.estimate for each in known], "o", ms=3, color="#2f6f62", label="shrunken")
        ax.axhline(self.mean, color="#55625d", lw=0.8, ls=":")
        ax.set_xscale("log")
        ax.set_xlabel("exposure (people, or events expected)")
        ax.set_ylabel("rate")
        ax.legend(frameon=False, fontsize=7)


def shrunken_rates(
    counts: Sequence[float],
    exposures: Sequence[float],
    *,
    areas: Sequence[Any] | None = None,
    method: Method = "clayton-kaldor",
    neighbours: Mapping[str, Sequence[str]] | None = None,
    level: float = 0.9,
) -> AreaRates:
    """Rates of all areas. counts: events; exposures: people, or events expected (the rates are then ratios).

    method: "clayton-kaldor" fits a gamma distribution of rates and has intervals of that level; "marshall" matches moments.
    neighbours (with "marshall" only): for each area its neighbours, towards whose mean, with its own, it is pulled.
    An area without exposure gets the mean. The intervals take the distribution as known and are a little too narrow.
    Raises BadAreas; ValueError for options that cannot be.
    """
    if method not in METHODS or not 0 < level < 1 or (neighbours is not None and method != "marshall"):
        raise ValueError(f"method is one of {', '.join(METHODS)}, level between 0 and 1, neighbours only with marshall")
    y, e = numbers(counts, "counts"), numbers(exposures, "exposures")
    names = names_of(areas, len(y))
    same_length(len(y), exposures=e)
    _refuse(names, y, e)
    mean, variance = _gamma(y, e) if method == "clayton-kaldor" else _moments(y, e)
    weight = _weight(np.full(len(y), mean), np.full(len(y), variance), e)
    estimate = mean + weight * (_raw(y, e, mean) - mean)
    if neighbours is not None:
        weight, estimate = _local(names, y, e, neighbours, mean)
    low, high = _intervals(y, e, mean, variance, level) if method == "clayton-kaldor" else (None, None)
    found = tuple(
        AreaRate(
            name, float(y[at]), float(e[at]), float(y[at] / e[at]) if e[at] > 0 else None, float(estimate[at]), float(weight[at]),
            None if low is None else float(low[at]), None if high is None else float(high[at]),
        )
        for at, name in enumerate(names)
    )  # fmt: skip
    return AreaRates(found, mean, variance, method, level)


def _refuse(names: Sequence[str], y: "Array", e: "Array") -> None:
    for name, count, exposure in zip(names, y, e, strict=True):
        if not (count >= 0 and exposure >= 0):
            raise BadAreas(f"The count and the exposure of area '{name[:40]}' have to be known and 0 or more.")
        if exposure == 0 and count > 0:
            raise BadAreas(f"Area '{name[:40]}' has events and no exposure. Look which of the two is wrong.")
    if (e > 0).sum() < 3:
        raise BadAreas("At least three areas with exposure are needed.")
    if not y.sum() > 0:
        raise BadAreas("There is no event in any area, so there is nothing to learn from.")


def _raw(y: "Array", e: "Array", instead: float) -> "Array":
    return np.where(e > 0, y / np.where(e > 0, e, 1.0), instead)


def _weight(mean: "Array", variance: "Array", e: "Array") -> "Array":
    """Share of the raw rate: the variance between areas over that plus the chance of the area's own count."""
    return variance * e / np.maximum(variance * e + mean, np.finfo(float).tiny)


def _moments(y: "Array", e: "Array") -> tuple[float, float]:
    seen = e > 0
    mean = float(y[seen].sum() / e[seen].sum())
    spread = float((e[seen] * (y[seen] / e[seen] - mean) ** 2).sum() / e[seen].sum())
    return mean, max(0.0, spread - mean / float(e[seen].mean()))


def _gamma(y: "Array", e: "Array") -> tuple[float, float]:
    """Clayton and Kaldor's iteration: mean and variance of the gamma distribution from the posterior means, until they stand."""
    y, e = y[e > 0], e[e > 0]
    mean, variance = _moments(y, e)
    variance = variance or float(np.var(y / e, ddof=1))
    moved = np.inf
    for _round in range(MOST_ROUNDS):
        if not variance > CLOSE * mean**2:
            return float(y.sum() / e.sum()), 0.0
        rate = mean / variance  # alpha of the paper; nu is mean * rate
        posterior = (y + mean * rate) / (e + rate)
        new_mean = float(posterior.mean())
        new_variance = float(((1 + rate / e) * (posterior - new_mean) ** 2).sum() / (len(y) - 1))
        moved = abs(new_mean - mean) / mean + abs(new_variance - variance) / variance
        mean, variance = new_mean, new_variance
        if moved < CLOSE:
            return mean, variance
    if moved > 1e-6:
        raise BadAreas("The distribution of rates does not settle. Use the method marshall.")
    return mean, variance


def _intervals(y: "Array", e: "Array", mean: float, variance: float, level: float) -> "tuple[Array, Array]":
    """Quantiles of each area's rate; where areas do not differ beyond chance, those of the one rate that all share."""
    from scipy.special import gammaincinv

    if variance > 0:
        rate = mean / variance
        shape, scale = y + mean * rate, 1 / (e + rate)
    else:
        shape, scale = np.full(len(y), float(y.sum()) + 0.5), np.full(len(y), 1 / float(e.sum()))
    return gammaincinv(shape, (1 - level) / 2) * scale, gammaincinv(shape, (1 + level) / 2) * scale


def _local(
    names: Sequence[str], y: "Array", e: "Array", neighbours: Mapping[str, Sequence[str]], overall: float
) -> "tuple[Array, Array]":
    place = {name: at for at, name in enumerate(names)}
    weights, estimates = np.zeros(len(y)), np.full(len(y), overall)
    for at, name in enumerate(names):
        around = {str(each) for each in neighbours.get(name, ())} | {name}
        if not around <= place.keys():
            raise BadAreas(
                f"'{min(around - place.keys())[:40]}' is a neighbour of '{name[:40]}' and no area of the table."
            )
        group = np.array(sorted(place[each] for each in around))
        if e[group].sum() > 0:
            mean, variance = _moments(y[group], e[group])
            weight = _weight(np.array([mean]), np.array([variance]), e[at : at + 1])[0]
            weights[at], estimates[at] = weight, mean + weight * (_raw(y[at : at + 1], e[at : at + 1], mean)[0] - mean)
    return weights, estimates
