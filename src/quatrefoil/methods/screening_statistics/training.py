# SPDX-License-Identifier: Apache-2.0
"""What a training gained: the same people before and after."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from quatrefoil.methods.intervals import normal_quantile
from quatrefoil.methods.refusals import Reason, Refused
from quatrefoil.methods.screening_statistics.answers import Floats

LEAST_PAIRS: Final = 5


@dataclass(frozen=True, slots=True)
class Gain:
    """Mean of after less before, of those with both. Without a comparison it says what changed, not why.

    effect_size: gain by the standard deviation before (Glass); effect_size_paired: by that of the gains (d_z); None where
    that does not vary. normalised: share of what could still be gained, (after - before) / (highest - before) of the means.
    """

    pairs: int
    before: float
    after: float
    gain: float
    low: float
    high: float
    level: float
    p: float
    effect_size: float | None
    effect_size_paired: float | None
    normalised: float | None


def paired_gain(before: ArrayLike, after: ArrayLike, *, highest: float | None = None, level: float = 0.95) -> Gain:
    """Gain with the t interval of pairs. before, after: one each for every person, NaN where missing.

    Raises ValueError for arrays of two lengths, Refused with fewer than five pairs.
    """
    from scipy.special import stdtr, stdtrit

    first, last = both(before, after)
    gains, pairs = last - first, len(first)
    gain, error = float(gains.mean()), float(gains.std(ddof=1)) / math.sqrt(pairs)
    half = float(stdtrit(pairs - 1, 0.5 + level / 2)) * error
    p = 2 * float(stdtr(pairs - 1, -abs(gain) / error)) if error else float(gain == 0)
    room = None if highest is None else highest - float(first.mean())
    return Gain(
        pairs, float(first.mean()), float(last.mean()), gain, gain - half, gain + half, level, p,
        _by(gain, first), _by(gain, gains), gain / room if room else None,
    )  # fmt: skip


def both(before: ArrayLike, after: ArrayLike) -> tuple[Floats, Floats]:
    """The pairs without a missing one. Raises ValueError and Refused as `paired_gain`."""
    first, last = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.shape != last.shape or first.ndim != 1:
        raise ValueError("before and after have one value each for every person")
    kept = np.isfinite(first) & np.isfinite(last)
    if kept.sum() < LEAST_PAIRS:
        words = f"{kept.sum()} people have a score before and after; {LEAST_PAIRS} are the least."
        raise Refused(Reason("too_few_people", words))
    return first[kept], last[kept]


def _by(gain: float, values: Floats) -> float | None:
    spread = float(values.std(ddof=1))
    return gain / spread if spread else None


@dataclass(frozen=True, slots=True)
class Switch:
    """A yes or no asked twice. gained, lost: who changed; change: of the share of yes; p: McNemar, exact."""

    pairs: int
    before: float
    after: float
    gained: int
    lost: int
    change: float
    low: float
    high: float
    level: float
    p: float


def paired_shares(before: ArrayLike, after: ArrayLike, *, level: float = 0.95) -> Switch:
    """Change of a share of the same people, with the exact McNemar test and the Wald interval of pairs.

    before, after: 1, 0, or NaN where missing. Raises ValueError for other values, Refused with fewer than five pairs.
    """
    from scipy.special import bdtr

    first, last = both(before, after)
    if not np.isin([first, last], (0.0, 1.0)).all():
        raise ValueError("a yes is 1 and a no is 0")
    gained, lost, pairs = int((last > first).sum()), int((last < first).sum()), len(first)
    change = (gained - lost) / pairs
    half = normal_quantile(level) * math.sqrt(max(0.0, gained + lost - (gained - lost) ** 2 / pairs)) / pairs
    p = min(1.0, 2 * float(bdtr(min(gained, lost), gained + lost, 0.5))) if gained + lost else 1.0
    limits = max(-1.0, change - half), min(1.0, change + half)
    return Switch(pairs, float(first.mean()), float(last.mean()), gained, lost, change, *limits, level, p)
