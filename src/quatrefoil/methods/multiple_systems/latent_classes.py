# SPDX-License-Identifier: Apache-2.0
"""Bayesian latent classes: people of a few unknown kinds, lists independent within each kind.

Source: Manrique-Vallier 2016 (Biometrics 72:1246): a truncated stick-breaking mixture with uniform capture probabilities,
a Gamma(a, b) prior of the concentration and a prior 1/N of the total. All chains advance together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.multiple_systems.cells import FloatArray, list_count

if TYPE_CHECKING:
    import pandas as pd

FEWEST_CHAINS: Final = 4
HIGHEST_R_HAT: Final = 1.05  # above, the chains tell different stories and no headline may rest on them


@dataclass(frozen=True, slots=True, eq=False)
class LatentClasses:
    """Draws of the total after burn-in, shape (chains, draws), people.

    r_hat: split R-hat (Gelman et al. 2013, 11.4); effective: effective sample size of all chains together.
    """

    draws: FloatArray
    r_hat: float
    effective: float

    @property
    def is_converged(self) -> bool:
        """Whether the chains agree well enough for a headline."""
        return self.r_hat <= HIGHEST_R_HAT

    @property
    def median(self) -> float:
        """Posterior median of the total, people."""
        return float(np.median(self.draws))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Equal-tailed posterior interval of the total, people."""
        low, high = np.quantile(self.draws, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)

    def to_frame(self) -> "pd.DataFrame":
        """One row per draw: chain, draw, total."""
        import pandas as pd

        chains, draws = self.draws.shape
        return pd.DataFrame(
            {
                "chain": np.repeat(np.arange(1, chains + 1), draws),
                "draw": np.tile(np.arange(1, draws + 1), chains),
                "total": self.draws.ravel(),
            }
        )

    def plot(self, ax: Any) -> None:
        """Each chain's path. ax: matplotlib axes."""
        for chain in self.draws:
            ax.plot(chain, linewidth=0.6)
        ax.set_xlabel("draw")
        ax.set_ylabel("people in all")


def sample(
    counts: FloatArray,
    *,
    rng: np.random.Generator,
    chains: int = FEWEST_CHAINS,
    classes: int = 10,
    burn_in: int = 10_000,
    draws: int = 1_000,
    thinning: int = 20,
    prior: tuple[float, float] = (0.25, 0.25),
    progress: Callable[[int, int], None] | None = None,
) -> LatentClasses:
    """Draw from the posterior of the total. counts: shape (2^t,). prior: a, b of the concentration.

    Raises ValueError for fewer than 4 chains: agreement between chains is the only sign that the sampler has mixed.
    """
    if chains < FEWEST_CHAINS:
        raise ValueError(f"At least {FEWEST_CHAINS} chains are needed to see whether they agree.")
    sampler = _Gibbs(counts, rng, chains, classes, prior)
    steps = burn_in + draws * thinning
    kept = np.empty((chains, draws))
    for step in range(1, steps + 1):
        sampler.advance()
        if step > burn_in and (step - burn_in) % thinning == 0:
            kept[:, (step - burn_in) // thinning - 1] = sampler.observed + sampler.unseen
        if progress and step % 1_000 == 0:
            progress(step, steps)
    return LatentClasses(kept, split_r_hat(kept), effective_size(kept))


class _Gibbs:
    """The state of all chains; the first axis is the chain."""

    def __init__(
        self, counts: FloatArray, rng: np.random.Generator, chains: int, classes: int, prior: tuple[float, float]
    ) -> None:
        lists = list_count(counts)
        seen = np.flatnonzero(counts > 0)
        self.rng, self.prior = rng, prior
        self.counts = counts[seen].astype(np.int64)
        self.observed = int(self.counts.sum())
        self.on = ((seen[:, None] >> np.arange(lists)) & 1).astype(np.float64)  # (histories, lists)
        self.capture = rng.uniform(0.05, 0.95, size=(chains, classes, lists))
        self.weights = np.full((chains, classes), 1 / classes)
        self.concentration = np.full(chains, prior[0] / prior[1])
        # Chains begin far apart, so that agreement means something.
        self.unseen = (self.observed * np.linspace(0.2, 5, chains)).astype(np.int64)

    def advance(self) -> None:
        """One sweep: classes of the seen, the unseen with theirs, capture probabilities, weights, concentration."""
        logs = np.log(self.weights)
        on, off = np.log(self.capture), np.log1p(-self.capture)
        seen = self._shares(logs[:, None, :] + self.on @ (on - off).swapaxes(1, 2) + off.sum(axis=2)[:, None, :])
        inside = self.rng.multinomial(self.counts, seen)  # (chains, histories, classes)
        none = np.exp(logs + off.sum(axis=2))
        missed = np.clip(none.sum(axis=1), 1e-12, 1 - 1e-12)
        self.unseen = self.rng.negative_binomial(self.observed, 1 - missed)
        outside = self.rng.multinomial(self.unseen, none / none.sum(axis=1, keepdims=True))
        people = inside.sum(axis=1) + outside
        caught = inside.swapaxes(1, 2) @ self.on  # (chains, classes, lists)
        self.capture = np.clip(self.rng.beta(1 + caught, 1 + people[:, :, None] - caught), 1e-9, 1 - 1e-9)
        self._break_sticks(people)

    @staticmethod
    def _shares(logs: FloatArray) -> FloatArray:
        shares = np.exp(logs - logs.max(axis=2, keepdims=True))
        normal: FloatArray = shares / shares.sum(axis=2, keepdims=True)
        return normal

    def _break_sticks(self, people: FloatArray) -> None:
        after = people[:, ::-1].cumsum(axis=1)[:, ::-1] - people
        sticks = self.rng.beta(1 + people[:, :-1], self.concentration[:, None] + after[:, :-1])
        sticks = np.clip(sticks, 1e-12, 1 - 1e-12)
        left = np.log1p(-sticks).cumsum(axis=1)
        self.weights = np.concatenate([sticks, np.ones((len(sticks), 1))], axis=1)
        self.weights[:, 1:] *= np.exp(left)
        self.weights = np.maximum(self.weights, 1e-300)
        shape = self.prior[0] + sticks.shape[1]
        self.concentration = self.rng.gamma(shape, 1 / (self.prior[1] - left[:, -1]))


def split_r_hat(draws: FloatArray) -> float:
    """Potential scale reduction of half chains. draws: shape (chains, draws). 1 where all draws are the same."""
    halves = _halves(draws)
    length = halves.shape[1]
    within = float(halves.var(axis=1, ddof=1).mean())
    between = length * float(halves.mean(axis=1).var(ddof=1))
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt(((length - 1) / length * within + between / length) / within))


def effective_size(draws: FloatArray) -> float:
    """Effective sample size with Geyer's initial positive sequence. draws: shape (chains, draws)."""
    halves = _halves(draws)
    count, length = halves.shape
    within = float(halves.var(axis=1, ddof=1).mean())
    pooled = (length - 1) / length * within + float(halves.mean(axis=1).var(ddof=1))
    if pooled == 0:
        return float(count * length)
    covariance = _autocovariance(halves).mean(axis=0)
    correlation = 1 - (within - covariance * length / (length - 1)) / pooled
    pairs = correlation[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.flatnonzero(pairs <= 0)
    kept = np.minimum.accumulate(pairs[: ends[0] if ends.size else len(pairs)])
    time = max(-1 + 2 * float(kept.sum()), 1 / np.log10(count * length))
    return float(count * length / time)


def _halves(draws: FloatArray) -> FloatArray:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _autocovariance(chains: FloatArray) -> FloatArray:
    centred = chains - chains.mean(axis=1, keepdims=True)
    length = chains.shape[1]
    spectrum = np.fft.rfft(centred, n=2 * length, axis=1)
    covariance: FloatArray = np.fft.irfft(spectrum * spectrum.conj(), axis=1)[:, :length] / length
    return covariance
