# SPDX-License-Identifier: Apache-2.0
"""Bounds for location problems: an exchange of sites from above, a Lagrangian from below; what lies between is left to search.

Sources: Teitz & Bart 1968 (exchange); Cornuejols, Fisher & Nemhauser 1977 (Lagrangian of the assignment rows, reduction by bounds).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Costs = NDArray[np.float64]

ROUNDS: Final = 1_500
PATIENCE: Final = 20  # rounds without a better bound before the step is halved
SMALLEST_STEP: Final = 1e-4
SLACK: Final = 1e-9  # relative; what is within rounding of the bound is kept


@dataclass(frozen=True, slots=True)
class Reduced:
    """upper: cost of `sites`, an answer; lower: no answer is cheaper; open, arcs: what a best answer may use."""

    upper: float
    lower: float
    sites: "NDArray[np.int64]"
    open: "NDArray[np.bool_]"
    arcs: "NDArray[np.bool_]"


def cost_of(costs: "Costs", fixed: "Costs", sites: "NDArray[np.int64]") -> float:
    """Of open sites, everybody at the cheapest. costs: shape (people, sites)."""
    return float(costs[:, sites].min(axis=1).sum() + fixed[sites].sum())


def exchanged(costs: "Costs", fixed: "Costs", sites: "NDArray[np.int64]", number: int | None) -> "NDArray[np.int64]":
    """Exchange, and where the number is free also add and drop, a site while that is cheaper."""
    chosen = list(map(int, sites))
    best = cost_of(costs, fixed, np.array(chosen))
    while True:
        better = _better(costs, fixed, chosen, number)
        worth = cost_of(costs, fixed, np.array(better))
        if worth >= best - SLACK * abs(best):
            return np.array(sorted(chosen), dtype=np.int64)
        chosen, best = better, worth


def _better(costs: "Costs", fixed: "Costs", chosen: list[int], number: int | None) -> list[int]:
    """The cheapest neighbour."""
    order = np.argsort(costs[:, chosen], axis=1)[:, :2]
    near = np.take_along_axis(costs[:, chosen], order, axis=1)
    candidates: list[tuple[float, list[int]]] = []
    outside = np.setdiff1d(np.arange(costs.shape[1]), chosen)
    for place in range(len(chosen)):
        if near.shape[1] < 2 and outside.size == 0:
            continue
        without = np.where(order[:, 0] == place, near[:, 1] if near.shape[1] > 1 else np.inf, near[:, 0])
        kept = [*chosen[:place], *chosen[place + 1 :]]
        if outside.size:
            totals = np.minimum(without[:, None], costs[:, outside]).sum(axis=0) + fixed[outside]
            new = int(totals.argmin())
            candidates.append((float(totals[new] + fixed[kept].sum()), [*kept, int(outside[new])]))
        if number is None and kept:
            candidates.append((float(without.sum() + fixed[kept].sum()), kept))
    if number is None and outside.size:
        totals = np.minimum(near[:, :1], costs[:, outside]).sum(axis=0) + fixed[outside]
        new = int(totals.argmin())
        candidates.append((float(totals[new] + fixed[chosen].sum()), [*chosen, int(outside[new])]))
    return min(candidates, default=(0.0, chosen))[1]


def reduced(costs: "Costs", fixed: "Costs", number: int | None) -> Reduced:
    """Bounds, and which sites and pairs a best answer may use. number: of sites to open; None for as many as pay."""
    people = costs.shape[0]
    start = np.argsort(costs.sum(axis=0) + fixed, kind="stable")[: number or 1]
    sites = exchanged(costs, fixed, start.astype(np.int64), number)
    upper, lower = cost_of(costs, fixed, sites), -np.inf
    price = np.sort(costs, axis=1)[:, min(1, costs.shape[1] - 1)].copy()
    best, step, since, tried = price.copy(), 1.0, 0, {tuple(sites)}
    for _ in range(ROUNDS):
        value, open_ = _relaxed(costs, fixed, price, number)
        if tuple(open_) not in tried and open_.size and len(tried) < 40:
            tried.add(tuple(open_))
            other = exchanged(costs, fixed, open_, number)
            if cost_of(costs, fixed, other) < upper:
                sites, upper = other, cost_of(costs, fixed, other)
        if value > lower + SLACK * abs(upper):
            lower, best, since = value, price.copy(), 0
        else:
            since += 1
        if since >= PATIENCE:
            step, since, price = step / 2, 0, best.copy()
        slack = 1 - (costs[:, open_] < price[:, None]).sum(axis=1) if open_.size else np.ones(people)
        length = float(slack @ slack)
        if step < SMALLEST_STEP or not length or upper - lower <= SLACK * abs(upper):
            break
        price = price + step * max(upper - value, SLACK * abs(upper)) / length * slack
    return _reduced(costs, fixed, number, best, Reduced(upper, lower, sites, np.empty(0, bool), np.empty((0, 0), bool)))


def _relaxed(costs: "Costs", fixed: "Costs", price: "Costs", number: int | None) -> tuple[float, "NDArray[np.int64]"]:
    worth = fixed + np.minimum(costs - price[:, None], 0).sum(axis=0)
    open_ = np.sort(np.argsort(worth, kind="stable")[:number]) if number else np.flatnonzero(worth < 0)
    return float(price.sum() + worth[open_].sum()), open_


def _reduced(costs: "Costs", fixed: "Costs", number: int | None, price: "Costs", found: Reduced) -> Reduced:
    """Leave out a site or a pair that would lift the lower bound above the upper one."""
    worth = fixed + np.minimum(costs - price[:, None], 0).sum(axis=0)
    value, open_ = _relaxed(costs, fixed, price, number)
    margin = found.upper * (1 + SLACK) - value
    dearest = float(worth[open_].max()) if number and open_.size else 0.0
    usable = np.maximum(worth - dearest, 0) <= margin
    arcs = usable[None, :] & (np.maximum(costs - price[:, None], 0) <= margin)
    usable[found.sites] = True
    arcs[np.arange(costs.shape[0]), found.sites[costs[:, found.sites].argmin(axis=1)]] = True
    return Reduced(found.upper, value, found.sites, usable, arcs)
