# SPDX-License-Identifier: Apache-2.0
"""Intervals that include the choice of the model: resample the people, choose again, every time.

Source: Chan, Silverman and Vincent 2021; BCa: Efron 1987 and DiCiccio and Efron 1996. Quantiles are of type 8 (Hyndman and
Fan 1996).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.special import ndtr, ndtri

from quatrefoil.methods.multiple_systems.cells import FloatArray

if TYPE_CHECKING:
    import pandas as pd

Estimator = Callable[[FloatArray], FloatArray]  # counts (tables, 2^t) -> totals (tables,)
Progress = Callable[[int, int], None]  # how many are done, of how many

TIE: Final = 1e-9  # relative; a replicate this near to the estimate equals it, and is not below it
EXTREME: Final = 20  # a limit needs this many replicates beyond it
MOST_REPLICATES: Final = 100_000
FAR_FROM_CENTRE: Final = 0.5  # |z0| above which the bootstrap is not centred on the estimate
AT_ONCE: Final = 4_000  # replicates per block


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrap:
    """Replicates of a total with the whole choice repeated. replicates: shape (B,), infinite where no estimate exists.

    centre: z0; acceleration: a, both without a unit.
    """

    total: float
    replicates: FloatArray
    centre: float
    acceleration: float

    @property
    def infinite(self) -> int:
        """Resamples without a finite estimate."""
        return int(np.sum(~np.isfinite(self.replicates)))

    def to_frame(self) -> "pd.DataFrame":
        """One row per replicate."""
        import pandas as pd

        return pd.DataFrame({"replicate": np.arange(1, len(self.replicates) + 1), "total": self.replicates})

    def plot(self, ax: Any) -> None:
        """Histogram of the replicates with the estimate. ax: matplotlib axes."""
        finite = self.replicates[np.isfinite(self.replicates)]
        ax.hist(finite, bins="auto", color="#8fb3a6")
        ax.axvline(self.total, color="#1d3d36")
        ax.set_xlabel("people in all")
        ax.set_ylabel("resamples")


@dataclass(frozen=True, slots=True)
class Limits:
    """An interval of a total. kind: "BCa" or "percentile"; is_extreme: a limit is the outermost replicate, so not known.

    tails: adjusted tail probabilities of the two limits; needed: replicates that would carry them.
    """

    kind: str
    level: float
    low: float
    high: float
    tails: tuple[float, float]
    is_extreme: bool
    needed: int


def resample(counts: FloatArray, times: int, rng: np.random.Generator) -> FloatArray:
    """Tables of as many people, drawn from the observed histories. counts: shape (2^t,). Returns (times, 2^t)."""
    people = int(counts.sum())
    seen = np.flatnonzero(counts > 0)
    drawn = np.zeros((times, len(counts)))
    drawn[:, seen] = rng.multinomial(people, counts[seen] / people, size=times)
    return drawn


def bootstrap(
    counts: FloatArray,
    estimator: Estimator,
    *,
    replicates: int = 1000,
    rng: np.random.Generator,
    progress: Progress | None = None,
) -> Bootstrap:
    """Replicates, centre and acceleration of an estimator that chooses its own model. counts: shape (2^t,)."""
    total = float(estimator(counts[None])[0])
    parts, done = [], 0
    while done < replicates:
        block = min(AT_ONCE, replicates - done)
        parts.append(estimator(resample(counts, block, rng)))
        done += block
        if progress:
            progress(done, replicates)
    return from_replicates(total, np.concatenate(parts), acceleration(counts, estimator))


def extended(
    earlier: Bootstrap,
    counts: FloatArray,
    estimator: Estimator,
    *,
    replicates: int,
    rng: np.random.Generator,
    progress: Progress | None = None,
) -> Bootstrap:
    """The same with more replicates added, `replicates` in all."""
    more = replicates - len(earlier.replicates)
    if more <= 0:
        return earlier
    added = bootstrap(counts, estimator, replicates=more, rng=rng, progress=progress)
    together = np.concatenate([earlier.replicates, added.replicates])
    return from_replicates(earlier.total, together, earlier.acceleration)


def from_replicates(total: float, replicates: FloatArray, acceleration: float) -> Bootstrap:
    """A bootstrap from replicates that were made elsewhere."""
    below = np.mean(replicates < total * (1 - TIE))
    return Bootstrap(total, replicates, float(ndtri(below)), acceleration)


def acceleration(counts: FloatArray, estimator: Estimator) -> float:
    """Jackknife acceleration: each person left out once, people of one history together. counts: shape (2^t,).

    0 where the estimate without some person is infinite: the bootstrap says more there than a cube does.
    """
    seen = np.flatnonzero(counts > 0)
    without = np.repeat(counts[None], len(seen), axis=0)
    without[np.arange(len(seen)), seen] -= 1
    totals, weights = estimator(without), counts[seen]
    if not np.all(np.isfinite(totals)):
        return 0.0
    away = np.average(totals, weights=weights) - totals
    squares = float(np.sum(weights * away**2))
    return float(np.sum(weights * away**3) / (6 * squares**1.5)) if squares > 0 else 0.0


def percentile_limits(drawn: Bootstrap, level: float = 0.95) -> Limits:
    """Plain quantiles of the replicates."""
    tail = (1 - level) / 2
    low, high = _quantiles(drawn.replicates, (tail, 1 - tail))
    needed = int(np.ceil(EXTREME / tail))
    return Limits("percentile", level, low, high, (tail, 1 - tail), len(drawn.replicates) < 1 / tail, needed)


def bca_limits(drawn: Bootstrap, level: float = 0.95) -> Limits:
    """Bias-corrected and accelerated limits, as they come; `is_extreme` says when they may not be printed.

    With 1,000 replicates the published lower limits of New Orleans and of the Western site are the smallest replicate
    itself: their adjusted tails are below 1/1000.
    """
    tail = (1 - level) / 2
    low_tail, high_tail = (_adjusted(drawn, probability) for probability in (tail, 1 - tail))
    low, high = _quantiles(drawn.replicates, (low_tail, high_tail))
    outermost = min(low_tail, 1 - high_tail)
    needed = int(min(np.ceil(EXTREME / outermost), 1e12)) if outermost > 0 else 10**12
    return Limits("BCa", level, low, high, (low_tail, high_tail), len(drawn.replicates) < needed, needed)


def _adjusted(drawn: Bootstrap, probability: float) -> float:
    if not np.isfinite(drawn.centre):  # every replicate lies on one side of the estimate
        return 0.0 if drawn.centre < 0 else 1.0
    shifted = drawn.centre + float(ndtri(probability))
    return float(ndtr(drawn.centre + shifted / (1 - drawn.acceleration * shifted)))


def _quantiles(replicates: FloatArray, probabilities: tuple[float, float]) -> tuple[float, float]:
    """Type 8 quantiles; an infinite replicate is larger than every finite one."""
    ordered = np.sort(replicates)
    return _quantile(ordered, probabilities[0]), _quantile(ordered, probabilities[1])


def _quantile(ordered: FloatArray, probability: float) -> float:
    position = (len(ordered) + 1 / 3) * probability + 1 / 3
    below = int(np.clip(np.floor(position), 1, len(ordered)))
    above = min(below + 1, len(ordered))
    share = float(np.clip(position - below, 0, 1))
    low, high = float(ordered[below - 1]), float(ordered[above - 1])
    return low if share == 0 or low == high else low + share * (high - low)
