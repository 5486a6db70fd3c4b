# SPDX-License-Identifier: Apache-2.0
"""How many people to ask, before a survey is paid for."""

import math

from quatrefoil.methods.intervals import normal_quantile


def design_effect_of_clusters(people: float, correlation: float) -> float:
    """1 + (people in a cluster - 1) times the correlation within clusters (Kish 1965). Raises ValueError."""
    if not (people >= 1 and 0 <= correlation <= 1):
        raise ValueError("a cluster has one person or more, and the correlation lies from 0 to 1")
    return 1 + (people - 1) * correlation


def people_for_share(
    expected: float, half: float, *, level: float = 0.95, design_effect: float = 1.0, response: float = 1.0,
    population: float | None = None,
) -> int:  # fmt: skip
    """People to ask so that the interval of a share is about `half` to each side. Raises ValueError."""
    _check(design_effect, response, expected)
    if not half > 0:
        raise ValueError("half is above 0")
    simple = normal_quantile(level) ** 2 * expected * (1 - expected) / half**2
    if population is not None:
        simple = simple / (1 + (simple - 1) / population)
    return _asked(simple, design_effect, response)


def people_for_change(
    before: float,
    after: float,
    *,
    power: float = 0.8,
    level: float = 0.95,
    design_effect: float = 1.0,
    response: float = 1.0,
) -> int:
    """People in each wave (or each arm) to see a share move from before to after, two-sided (Fleiss 1981, without correction).

    Waves are independent samples. Raises ValueError.
    """
    _check(design_effect, response, before, after)
    if before == after:
        raise ValueError("before and after differ")
    middle = (before + after) / 2
    spread = before * (1 - before) + after * (1 - after)
    root = normal_quantile(level) * math.sqrt(2 * middle * (1 - middle)) + _power(power) * math.sqrt(spread)
    return _asked(root**2 / (after - before) ** 2, design_effect, response)


def people_for_comparison(
    treated: tuple[float, float], comparison: tuple[float, float], *, power: float = 0.8, level: float = 0.95,
    design_effect: float = 1.0, response: float = 1.0,
) -> int:  # fmt: skip
    """People in each arm of each wave to see a difference in differences of shares, each as (before, after). Raises ValueError."""
    shares = (*treated, *comparison)
    _check(design_effect, response, *shares)
    apart = (treated[1] - treated[0]) - (comparison[1] - comparison[0])
    if apart == 0:
        raise ValueError("the changes of the arms differ")
    spread = sum(share * (1 - share) for share in shares)
    return _asked((normal_quantile(level) + _power(power)) ** 2 * spread / apart**2, design_effect, response)


def people_for_mean_change(
    difference: float,
    deviation: float,
    *,
    power: float = 0.8,
    level: float = 0.95,
    design_effect: float = 1.0,
    response: float = 1.0,
) -> int:
    """People in each wave to see a mean move by `difference`, with the standard deviation of one person. Raises ValueError."""
    _check(design_effect, response)
    if difference == 0 or not deviation > 0:
        raise ValueError("difference is not 0, and deviation is above 0")
    simple = 2 * ((normal_quantile(level) + _power(power)) * deviation / difference) ** 2
    return _asked(simple, design_effect, response)


def _power(power: float) -> float:
    from scipy.special import ndtri

    if not 0.5 <= power < 1:
        raise ValueError("power lies from 0.5 to below 1, such as 0.8")
    return float(ndtri(power))


def _asked(simple: float, design_effect: float, response: float) -> int:
    # A trace less, so that 384.0000001 of rounding is 384.
    return math.ceil(simple * design_effect / response - 1e-9)


def _check(design_effect: float, response: float, *shares: float) -> None:
    if not all(0 < share < 1 for share in shares):
        raise ValueError("a share lies above 0 and below 1")
    if not (design_effect > 0 and 0 < response <= 1):
        raise ValueError("a design effect is above 0, and a response rate above 0 and at most 1")
