# SPDX-License-Identifier: Apache-2.0
"""Intervals of a share (Wilson) and of a count (Byar), as public health statistics use them."""

import math


def normal_quantile(level: float) -> float:
    """The z of a two-sided interval: 1.96 for 0.95. Raises ValueError where level is not above 0 and below 1."""
    from scipy.special import ndtri

    if not 0 < level < 1:
        raise ValueError("level lies above 0 and below 1, such as 0.95")
    return float(ndtri(0.5 + level / 2))


def wilson(count: float, of: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of the share count/of (Wilson 1927), in [0, 1]. Neither has to be whole: a survey gives its effective n.

    Raises ValueError where `of` is not above 0 or count does not lie from 0 to `of`.
    """
    if not (of > 0 and 0 <= count <= of * (1 + 1e-12)):
        raise ValueError("count lies from 0 to `of`, and `of` above 0")
    z, share = normal_quantile(level), min(count / of, 1.0)
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    # At 0 and 1 the formula gives the end itself, but for rounding.
    low = 0.0 if share == 0 else max(0.0, (middle - half) / scale)
    return low, (1.0 if share == 1 else min(1.0, (middle + half) / scale))


def byar(count: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of an expected count where `count` were seen (Byar's approximation; Breslow and Day 1987, p. 69).

    Good to the second digit from about 10; below that `exact_count` is better. Raises ValueError for less than 0.
    """
    if not (count >= 0 and math.isfinite(count)):
        raise ValueError("a count is 0 or more")
    z, above = normal_quantile(level), count + 1
    low = 0.0 if count == 0 else count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    return max(0.0, low), above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3


def exact_count(count: float, level: float = 0.95) -> tuple[float, float]:
    """Exact Poisson interval of an expected count (Garwood 1936). Raises ValueError for less than 0."""
    from scipy.special import gammaincinv

    if not (count >= 0 and math.isfinite(count) and 0 < level < 1):
        raise ValueError("a count is 0 or more, and level lies above 0 and below 1")
    tail = (1 - level) / 2
    return 0.0 if count == 0 else float(gammaincinv(count, tail)), float(gammaincinv(count + 1, 1 - tail))
