# SPDX-License-Identifier: Apache-2.0
"""How much the order hangs on choices: thousands of indices with other scales, weights, means, and an indicator left out."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from quatrefoil.methods.composite_index.combining import Across, Tree, combined
from quatrefoil.methods.composite_index.scaling import Scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Progress = Callable[[int, int], None]
AT_ONCE: Final = 500
DIGITS: Final = 9  # of a score of 100: places that are alike are level, whatever order their sums were taken in


@dataclass(frozen=True, slots=True)
class Ranks:
    """Ranks over the draws; 1 is the highest score. low, high: places; p_top: share of draws among the top k."""

    low: "NDArray[np.int64]"
    high: "NDArray[np.int64]"
    p_top: "Array"
    draws: int
    top: int
    level: float


def ranks_of(scores: "Array") -> "NDArray[np.int32]":
    """Ranks in each column, 1 is the highest; those that are level share the better rank. nan is last."""
    rounded = -np.round(scores, DIGITS)
    order = np.argsort(rounded, axis=0, kind="stable")
    ordered = np.take_along_axis(rounded, order, axis=0)
    first = np.zeros(scores.shape, dtype=np.int32)
    steps = np.arange(1, len(scores), dtype=np.int32)[:, None]
    first[1:] = np.where(ordered[1:] != ordered[:-1], steps, 0)
    np.maximum.accumulate(first, axis=0, out=first)
    ranks = np.empty_like(first)
    np.put_along_axis(ranks, order, first + 1, axis=0)
    return ranks


def ranks_over_draws(
    scores: "Mapping[Scale, Array]",
    tree: Tree,
    weights: "Array",
    of_nodes: "Array",
    means: tuple[Across, ...],
    *,
    draws: int,
    spread: float,
    top: int,
    level: float,
    rng: np.random.Generator,
    progress: Progress | None = None,
) -> Ranks:
    """Draw a scale, a mean, weights (each times 1 ± spread) and which indicator is left out (or none), and rank.

    scores: for each scale places x indicators; weights: of indicators; of_nodes: of dimensions; means: to draw from.
    """
    shaken = weights[:, None] * rng.uniform(1 - spread, 1 + spread, (len(weights), draws))
    shaken_nodes = of_nodes[:, None] * rng.uniform(1 - spread, 1 + spread, (len(of_nodes), draws))
    _leave_one_out(shaken, rng)
    kinds = [(scale, mean) for scale in scores for mean in means]
    drawn = rng.integers(len(kinds), size=draws)
    ranks = np.empty((len(next(iter(scores.values()))), draws), dtype=np.int32)
    done = 0
    for number, (scale, mean) in enumerate(kinds):
        for chosen in _chunks(np.flatnonzero(drawn == number)):
            made, _dimensions = combined(scores[scale], tree, shaken[:, chosen], shaken_nodes[:, chosen], mean)
            ranks[:, chosen] = ranks_of(made)
            done += len(chosen)
            if progress:
                progress(done, draws)
    return _summary(ranks, top, level)


def _leave_one_out(shaken: "Array", rng: np.random.Generator) -> None:
    many, draws = shaken.shape
    left = rng.integers(many + 1, size=draws)
    if many > 1:
        out = np.flatnonzero(left < many)
        shaken[left[out], out] = 0.0


def _chunks(places: "NDArray[np.int64]") -> "list[NDArray[np.int64]]":
    return [places[begin : begin + AT_ONCE] for begin in range(0, len(places), AT_ONCE)]


def _summary(ranks: "NDArray[np.int32]", top: int, level: float) -> Ranks:
    """Quantiles that are ranks that occurred: the smallest with at least that share at or below it."""
    draws, aside = ranks.shape[1], (1 - level) / 2
    p_top = (ranks <= top).mean(axis=1)
    ordered = np.sort(ranks, axis=1)
    low, high = (
        ordered[:, min(max(math.ceil(share * draws - 1e-9) - 1, 0), draws - 1)] for share in (aside, 1 - aside)
    )
    return Ranks(low.astype(np.int64), high.astype(np.int64), p_top, draws, top, level)
