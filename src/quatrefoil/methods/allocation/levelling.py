# SPDX-License-Identifier: Apache-2.0
"""A budget over regions so that the worst off is as well off as can be, then the next (leximin), by filling like water."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def level(
    need: "ArrayLike", budget: float, *, cost: "ArrayLike" = 1.0, met: "ArrayLike" = 0.0, most: "ArrayLike" = np.inf
) -> "NDArray[np.float64]":
    """How many people each region can serve more, so that the shares of need met are levelled from below.

    need: people, shape (regions,), above 0; budget: in money; cost: of serving one person more; met: people who are served now;
    most: people more that a region can serve. Shares never pass 1. Returns people, shape (regions,).
    Raises ValueError for what is negative or not finite. Source: water-filling; leximin because shares only meet at one level.
    """
    needs = np.asarray(need, dtype=np.float64)
    costs, served = (np.broadcast_to(np.asarray(each, dtype=np.float64), needs.shape) for each in (cost, met))
    room = np.minimum(np.broadcast_to(np.asarray(most, dtype=np.float64), needs.shape), np.maximum(needs - served, 0))
    finite = all(np.isfinite(each).all() for each in (needs, costs, served, np.asarray(budget)))
    if (
        not finite
        or (needs <= 0).any()
        or (costs <= 0).any()
        or (served < 0).any()
        or not (room >= 0).all()
        or budget < 0
    ):
        raise ValueError(
            "Needs and costs are above 0; the budget, what is met and what is possible are 0 or more; all finite."
        )

    def people(share: float) -> "NDArray[np.float64]":
        return np.clip(share * needs - served, 0, room)

    # Between two neighbouring corners the money is a straight line of the level.
    corners = np.unique(np.concatenate([served / needs, (served + room) / needs]))
    spent = np.array([float(people(share) @ costs) for share in corners])
    if budget >= spent[-1]:
        return people(float(corners[-1]))
    place = int(np.searchsorted(spent, budget, side="right"))
    part = (budget - spent[place - 1]) / (spent[place] - spent[place - 1])
    return people(float(corners[place - 1] + part * (corners[place] - corners[place - 1])))
