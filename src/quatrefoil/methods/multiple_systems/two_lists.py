# SPDX-License-Identifier: Apache-2.0
"""Closed forms that need two lists (Chapman) or two counts (Chao)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from quatrefoil.methods.multiple_systems.cells import mask_of, sizes
from quatrefoil.methods.multiple_systems.errors import Reason, Refused
from quatrefoil.methods.multiple_systems.table import CaptureTable

if TYPE_CHECKING:
    import pandas as pd

FEWEST_SHARED: Final = 7  # people on both lists; the usual rule of thumb for Chapman's estimator


@dataclass(frozen=True, slots=True)
class Chapman:
    """Two-list estimate. total: people on either list or on none; standard_error, low, high: people; level: of the interval.

    It stands on two assumptions: being on one list does not change the chance of being on the other, and everybody has
    some chance of being on each.
    """

    lists: tuple[str, str]
    observed: int
    shared: int
    total: float
    standard_error: float
    low: float
    high: float
    level: float

    def to_frame(self) -> "pd.DataFrame":
        """One row."""
        import pandas as pd

        return pd.DataFrame([{name: getattr(self, name) for name in self.__dataclass_fields__}])


def chapman(
    table: CaptureTable, first: str | int = 0, second: str | int = 1, *, level: float = 0.95, force: bool = False
) -> Chapman:
    """Chapman's estimator from two of the lists, with a log interval of the unseen part.

    first, second: name or position of the list. force: give a number where fewer than 7 people are on both.
    Raises Refused. Source: Chapman 1951; variance Seber 1970; interval Burnham et al. 1987 and Chao 1987.
    """
    pair = tuple(_position(table, each) for each in (first, second))
    overlaps = table.overlaps
    on_first, on_second = (float(overlaps[1 << position]) for position in pair)
    shared = float(overlaps[mask_of(pair)])
    _refuse_few(table, pair, shared, force=force)
    total = (on_first + 1) * (on_second + 1) / (shared + 1) - 1
    spread = (on_first + 1) * (on_second + 1) * (on_first - shared) * (on_second - shared)
    variance = spread / ((shared + 1) ** 2 * (shared + 2))
    seen = on_first + on_second - shared
    low, high = log_interval(seen, total - seen, variance, level)
    names = (table.names[pair[0]], table.names[pair[1]])
    return Chapman(names, int(seen), int(shared), total, float(np.sqrt(variance)), low, high, level)


def log_interval(seen: float, unseen: float, variance: float, level: float) -> tuple[float, float]:
    """Limits of a total, from a normal interval of the logarithm of its unseen part. variance: of the total."""
    if unseen <= 0:
        return seen, seen
    z = float(ndtri(0.5 + level / 2))
    factor = float(np.exp(z * np.sqrt(np.log1p(variance / unseen**2))))
    return seen + unseen / factor, seen + unseen * factor


def _position(table: CaptureTable, name: str | int) -> int:
    if isinstance(name, int):
        return name
    if name not in table.names:
        raise Refused(Reason("no_such_list", f"There is no list '{name}'; the lists are {', '.join(table.names)}."))
    return table.names.index(name)


def _refuse_few(table: CaptureTable, pair: tuple[int, ...], shared: float, *, force: bool) -> None:
    names = " and ".join(table.names[position] for position in pair)
    if pair[0] == pair[1]:
        raise Refused(Reason("one_list", "Chapman's estimator needs two different lists."))
    if shared < FEWEST_SHARED and not force:
        text = (
            f"Only {shared:.0f} people are on both {names}; below {FEWEST_SHARED} the estimate is hardly more than its "
            "assumption. Use other lists, or force it and say so."
        )
        raise Refused(Reason("few_shared", text))


@dataclass(frozen=True, slots=True)
class Chao:
    """Chao's bound, in people.

    A lower bound only where people differ in how easily they are found and the lists are otherwise independent. Lists
    that avoid each other push it above the truth.
    """

    observed: int
    once: int
    twice: int
    total: float

    def to_frame(self) -> "pd.DataFrame":
        """One row."""
        import pandas as pd

        return pd.DataFrame([{name: getattr(self, name) for name in self.__dataclass_fields__}])


def chao(table: CaptureTable) -> Chao:
    """Bias-corrected: n + f1 (f1 - 1) / (2 (f2 + 1)), f1 and f2 people on exactly one and two lists. Source: Chao 1987."""
    on = sizes(table.lists)
    once, twice = (float(table.counts[on == lists].sum()) for lists in (1, 2))
    total = table.observed + once * (once - 1) / (2 * (twice + 1))
    return Chao(table.observed, int(once), int(twice), total)
