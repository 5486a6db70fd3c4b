# SPDX-License-Identifier: Apache-2.0
"""Means of a survey for areas with few interviews: the area-level model of Fay and Herriot.

Source: Fay & Herriot (1979), JASA 74; Prasad & Rao (1990), JASA 85 (moment estimator, mean squared error); Datta & Lahiri
(2000), Statistica Sinica 10 (mean squared error under REML).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from quatrefoil.methods.small_areas.areas import BadAreas, names_of, numbers, same_length

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Method = Literal["reml", "prasad-rao"]
METHODS: Final[tuple[Method, ...]] = ("reml", "prasad-rao")
STEPS: Final = 60  # golden sections of the last bracket: below the precision of a double


@dataclass(frozen=True, slots=True)
class AreaMean:
    """One area. direct: the survey's own mean, None where nobody was asked; estimate: the weighted mean of direct and synthetic.

    weight: of the direct mean; mse: mean squared error of the estimate, with what was not known about the model in it.
    """

    area: str
    direct: float | None
    synthetic: float
    estimate: float
    weight: float
    mse: float

    @property
    def error(self) -> float:
        """Root of the mean squared error."""
        return math.sqrt(self.mse)


@dataclass(frozen=True, slots=True)
class AreaMeans:
    """All areas. variance: between areas, A; coefficients with their standard errors."""

    areas: tuple[AreaMean, ...]
    variance: float
    coefficients: tuple[float, ...]
    errors: tuple[float, ...]
    method: Method

    def to_frame(self) -> "pd.DataFrame":
        """One row per area."""
        import pandas as pd

        names = [*AreaMean.__dataclass_fields__, "error"]
        return pd.DataFrame([[getattr(each, name) for name in names] for each in self.areas], columns=names)

    def plot(self, ax: Any) -> None:
        """Direct means against estimates, with the line where they are the same. ax: matplotlib axes."""
        known = [each for each in self.areas if each.direct is not None]
        ax.errorbar(
            [each.direct for each in known],
            [each.estimate for each in known],
            yerr=[1.645 * each.error for each in known],
            fmt="o", ms=3, lw=0.8, color="#2f6f62",
        )  # fmt: skip
        ends = [
            min(each.direct for each in known if each.direct is not None),
            max(each.direct for each in known if each.direct is not None),
        ]
        ax.plot(ends, ends, color="#55625d", lw=0.8, ls=":")
        ax.set_xlabel("mean of the survey")
        ax.set_ylabel("estimate with its 90% interval")


def fay_herriot(
    direct: Sequence[float | None],
    variances: Sequence[float | None],
    covariates: Any = None,
    *,
    areas: Sequence[Any] | None = None,
    method: Method = "reml",
) -> AreaMeans:
    """Estimates of all areas. direct: means of the survey, None or nan where there is none; variances: of those means (not errors).

    covariates: areas x covariates, the constant included (None: a constant alone); method: "reml" or "prasad-rao" (moments).
    Raises BadAreas; ValueError for an unknown method.
    """
    if method not in METHODS:
        raise ValueError(f"method is one of {', '.join(METHODS)}")
    means, sampling = numbers(direct, "direct"), numbers(variances, "variances")
    names, design = names_of(areas, len(means)), _design(covariates, len(means))
    same_length(len(means), variances=sampling)
    seen = ~np.isnan(means)
    _refuse(names, sampling, seen, design)
    y, d, x = means[seen], sampling[seen], design[seen]
    between = _reml(y, d, x) if method == "reml" else _prasad_rao(y, d, x)
    inverse, beta = _regression(y, x, between + d)
    synthetic = design @ beta
    weight = np.zeros(len(means))
    if between > 0:
        weight[seen] = between / (between + d)
    estimate = np.where(seen, weight * np.where(seen, means, 0.0) + (1 - weight) * synthetic, synthetic)
    mse = _mse(between, sampling, seen, design, inverse, method)
    found = tuple(
        AreaMean(
            name,
            float(means[at]) if seen[at] else None,
            float(synthetic[at]),
            float(estimate[at]),
            float(weight[at]),
            float(mse[at]),
        )
        for at, name in enumerate(names)
    )
    return AreaMeans(found, between, tuple(map(float, beta)), tuple(map(float, np.sqrt(np.diag(inverse)))), method)


def _design(covariates: Any, many: int) -> "Array":
    if covariates is None:
        return np.ones((many, 1))
    design = np.asarray(covariates, dtype=np.float64)
    design = design[:, None] if design.ndim == 1 else design
    if design.ndim != 2 or len(design) != many or not np.isfinite(design).all():
        raise BadAreas(f"covariates is a table of finite numbers with a row for each of the {many} areas.")
    return design


def _refuse(names: Sequence[str], sampling: "Array", seen: "NDArray[np.bool_]", design: "Array") -> None:
    for name, variance, is_seen in zip(names, sampling, seen, strict=True):
        if is_seen and not variance > 0:
            raise BadAreas(
                f"The variance of area '{name[:40]}' has to be above 0. Smooth variances of very small samples first."
            )
    if seen.sum() < design.shape[1] + 2:
        raise BadAreas(
            f"{seen.sum()} areas have a mean; with {design.shape[1]} covariates at least {design.shape[1] + 2} are needed."
        )
    if np.linalg.matrix_rank(design[seen]) < design.shape[1]:
        raise BadAreas("One covariate follows from the others. Leave it out.")


def _regression(y: "Array", x: "Array", variance: "Array") -> "tuple[Array, Array]":
    """Weighted least squares: the covariance of the coefficients, and the coefficients."""
    weighted = x / variance[:, None]
    inverse = np.asarray(np.linalg.inv(x.T @ weighted), dtype=np.float64)
    return inverse, inverse @ (weighted.T @ y)


def _reml(y: "Array", d: "Array", x: "Array") -> float:
    """The variance with the largest restricted likelihood, 0 included: a grid over many orders, then golden sections."""
    most = 10 * float(np.var(y)) + float(d.max())
    grid = np.concatenate([[0.0], np.geomspace(most * 1e-8, most, 120)])
    values = [_restricted(between, y, d, x) for between in grid]
    best = int(np.argmax(values))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    found = _golden(lambda between: _restricted(between, y, d, x), low, high)
    return found if _restricted(found, y, d, x) > values[0] else 0.0


def _golden(worth: Any, low: float, high: float) -> float:
    ratio = (math.sqrt(5) - 1) / 2
    for _step in range(STEPS):
        one, two = high - ratio * (high - low), low + ratio * (high - low)
        if worth(one) < worth(two):
            low = one
        else:
            high = two
    return (low + high) / 2


def _restricted(between: float, y: "Array", d: "Array", x: "Array") -> float:
    variance = between + d
    inverse, beta = _regression(y, x, variance)
    _sign, logdet = np.linalg.slogdet(inverse)
    away = y - x @ beta
    return -0.5 * (float(np.log(variance).sum()) - float(logdet) + float((away**2 / variance).sum()))


def _prasad_rao(y: "Array", d: "Array", x: "Array") -> float:
    inverse = np.linalg.inv(x.T @ x)
    away = y - x @ (inverse @ (x.T @ y))
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    return max(0.0, float((away @ away - (d * (1 - leverage)).sum()) / (len(y) - x.shape[1])))


def _mse(
    between: float, sampling: "Array", seen: "NDArray[np.bool_]", design: "Array", inverse: "Array", method: Method
) -> "Array":
    """g1 + g2 + 2 g3; for an area without a survey the variance between areas and that of the regression."""
    of_regression = np.einsum("ij,jk,ik->i", design, inverse, design)
    d = np.where(seen, sampling, 1.0)
    weight = between / (between + d)
    g3 = d**2 / (between + d) ** 3 * _variance_of_a(between + sampling[seen], method)
    found = np.where(seen, weight * d + (1 - weight) ** 2 * of_regression + 2 * g3, between + of_regression)
    return np.asarray(found, dtype=np.float64)


def _variance_of_a(total: "Array", method: Method) -> float:
    """Large-sample variance of the estimated variance between areas. total: variance of each direct mean, both parts."""
    if method == "reml":
        return float(2 / (total**-2).sum())
    return float(2 * (total**2).sum() / len(total) ** 2)
