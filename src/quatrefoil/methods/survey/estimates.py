# SPDX-License-Identifier: Apache-2.0
"""Shares, means and counts of a group of people, with intervals that know how the sample was drawn."""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from quatrefoil.methods.intervals import byar, normal_quantile, wilson
from quatrefoil.methods.survey.design import Design, mean_and_influence, t_quantile
from quatrefoil.methods.survey.responses import Flags, Floats, Responses

Kind = Literal["share", "mean", "count"]
KINDS: Final = ("share", "mean", "count")


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure. low, high: None where one PSU holds all its people.

    n_effective: how many people of a simple random sample would say as much; design_effect: people / n_effective; None where
    nothing varies; kish: the part that unequal weights alone would make.
    """

    wave: str | None
    arm: str | None
    kind: Kind
    value: float
    low: float | None
    high: float | None
    standard_error: float
    people: int
    psus: int
    freedom: int
    n_effective: float | None
    design_effect: float | None
    kish: float


def kind_of(values: Floats) -> Kind:
    """A share where everybody answered 1 or 0, else a mean."""
    return "share" if np.isin(values[np.isfinite(values)], (0.0, 1.0)).all() else "mean"


def estimate(
    asked: Responses,
    design: Design,
    rows: Flags,
    kind: Kind,
    *,
    wave: str | None = None,
    arm: str | None = None,
    level: float = 0.95,
) -> Estimate:
    """The figure of some rows that were answered; rows: at least one."""
    value, influence = mean_and_influence(asked.answers, asked.weights, rows)
    weights, people = asked.weights[rows], int(rows.sum())
    variance, freedom = design.variance(influence), design.freedom(rows)
    kish = kish_effect(weights)
    effect = _design_effect(asked.answers[rows], weights, value, variance)
    limits = _limits(kind, value, variance, _people_for_interval(people, effect, kish), freedom, level)
    effective = people / effect if effect else None
    return Estimate(
        wave, arm, kind, value, *limits, math.sqrt(variance), people, design.units(rows), freedom, effective, effect, kish
    )  # fmt: skip


def kish_effect(weights: Floats) -> float:
    """People times the sum of squares by the square of the sum (Kish 1965): 1 for equal weights."""
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)


def _design_effect(values: Floats, weights: Floats, mean: float, variance: float) -> float | None:
    """Variance by that of a simple random sample of as many people. None where nothing varies."""
    people = len(values)
    spread = float((weights * (values - mean) ** 2).sum() / weights.sum())
    if people < 2 or not spread > 0 or not variance > 0:
        return None
    return variance / (spread / (people - 1))


def _people_for_interval(people: int, effect: float | None, kish: float) -> float:
    """Never more than were asked: a design effect below 1 is as often chance (Korn and Graubard 1998)."""
    return people / max(1.0, effect if effect is not None else kish)


def _limits(
    kind: Kind, value: float, variance: float, effective: float, freedom: int, level: float
) -> tuple[float | None, float | None]:
    if freedom < 1:
        return None, None
    t = t_quantile(freedom, level)
    if kind == "mean":
        half = t * math.sqrt(variance)
        return value - half, value + half
    # Few PSUs: as Korn and Graubard, fewer effective people make the interval as much wider as t is above z.
    fewer = (normal_quantile(level) / t) ** 2
    if kind == "share":
        effective *= fewer
        return wilson(min(1.0, max(0.0, value)) * effective, effective, level)
    return _count_limits(value, variance, effective, fewer, level)


def _count_limits(value: float, variance: float, effective: float, fewer: float, level: float) -> tuple[float, float]:
    """Byar's interval on the count that a Poisson sample would need for the same error (Dobson and others 1991)."""
    if value <= 0 or variance <= 0:
        seen, each = value * effective * fewer, 1 / (effective * fewer)
    else:
        seen = value**2 / variance * fewer
        each = value / seen
    low, high = byar(seen, level)
    return low * each, high * each
