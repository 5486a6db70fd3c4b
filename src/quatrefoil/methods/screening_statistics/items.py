# SPDX-License-Identifier: Apache-2.0
"""Each item by itself: how many say yes, and whether it goes with the rest."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from quatrefoil.methods.screening_statistics.answers import Answers, Floats
from quatrefoil.methods.screening_statistics.reliability import alpha

OUTER: Final = 0.27  # of people, the share that parts upper from lower best (Kelley 1939)


@dataclass(frozen=True, slots=True)
class Item:
    """An item. answered, difficulty: of all who answered it; the rest: of those who answered every item.

    difficulty: mean as a share of the item's range (0/1: the share of 1), so that a high one is an easy item;
    item_total: correlation with the total; item_rest: with the total without the item; discrimination: difference of
    difficulty between the upper and the lower 27 % by total; alpha_without: alpha of the other items. None: not defined.
    """

    item: str
    answered: int
    difficulty: float | None
    item_total: float | None
    item_rest: float | None
    discrimination: float | None
    alpha_without: float | None

    @property
    def is_weak(self) -> bool:
        """Whether it hardly goes with the rest (item-rest correlation below 0.2), or against it."""
        return self.item_rest is not None and self.item_rest < 0.2


def items_of(answers: Answers) -> tuple[Item, ...]:
    """Every item in the order of the table."""
    whole = answers.scores[answers.is_whole]
    return tuple(_item(answers, whole, place) for place in range(len(answers.items)))


def _item(answers: Answers, whole: Floats, place: int) -> Item:
    given = answers.scores[:, place]
    given = given[~np.isnan(given)]
    lowest, highest = _range(given)
    column, total = whole[:, place], whole.sum(axis=1)
    reach = highest - lowest
    parted = _parted(column, total)
    without = alpha(np.delete(whole, place, axis=1))
    return Item(
        item=answers.items[place],
        answered=len(given),
        difficulty=float((given.mean() - lowest) / reach) if len(given) and reach else None,
        item_total=_correlation(column, total),
        item_rest=_correlation(column, total - column),
        discrimination=parted / reach if reach and parted is not None else None,
        alpha_without=without.value if without else None,
    )


def _range(given: Floats) -> tuple[float, float]:
    """0 to 1 where nothing else was answered, else what was seen."""
    if not len(given) or np.isin(given, (0.0, 1.0)).all():
        return 0.0, 1.0
    return float(given.min()), float(given.max())


def _correlation(one: Floats, other: Floats) -> float | None:
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def _parted(column: Floats, total: Floats) -> float | None:
    """Upper minus lower mean. Those who tie at the edge of a group count in part, so that no order of rows decides."""
    if len(total) < 4 or np.ptp(total) == 0:
        return None
    return _outer_mean(column, total) - _outer_mean(column, -total)


def _outer_mean(column: Floats, by: Floats) -> float:
    wanted = OUTER * len(by)
    edge = np.sort(by)[::-1][int(np.ceil(wanted)) - 1]
    inside, tied = by > edge, by == edge
    weights = inside + tied * (wanted - inside.sum()) / tied.sum()
    return float((weights * column).sum() / wanted)
