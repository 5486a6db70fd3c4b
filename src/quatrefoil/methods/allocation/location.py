# SPDX-License-Identifier: Apache-2.0
"""Classical location: offices with the shortest ways, teams that cover most, sites that pay; each solved to the end."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.allocation.bounds import reduced

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

YES: Final = 0.5  # halfway between no and yes
EXACT: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Located:
    """sites: places of the open sites; value: cost or people covered; gap: share by which a better answer could differ.

    assigned: shape (people,): the site of each, -1 for none.
    """

    sites: tuple[int, ...]
    value: float
    gap: float
    assigned: "NDArray[np.int64]"


def p_median(distances: "ArrayLike", number: int, weights: "ArrayLike" = 1.0) -> Located:
    """Open `number` sites so that the sum of weighted ways to the nearest is least.

    distances: shape (people, sites), finite; weights: shape (people,). Raises ValueError. Source: Hakimi 1964.
    """
    costs = _costs(distances, weights)
    if not 1 <= number <= costs.shape[1]:
        raise ValueError(f"The number of sites lies between 1 and {costs.shape[1]}.")
    return _located(costs, np.zeros(costs.shape[1]), number)


def facility_location(
    costs: "ArrayLike", fixed: "ArrayLike", demand: "ArrayLike | None" = None, capacity: "ArrayLike | None" = None
) -> Located:
    """Open as many sites as pay. With capacities, demand may be divided among sites.

    costs: of serving all of a customer's demand, shape (customers, sites); fixed: shape (sites,); demand: shape (customers,); capacity: (sites,).
    Raises ValueError, also where the capacities do not suffice. Source: Balinski 1965.
    """
    paid, opening = _costs(costs, 1.0), np.asarray(fixed, dtype=np.float64)
    if opening.shape != paid.shape[1:] or not np.isfinite(opening).all() or (opening < 0).any():
        raise ValueError("Fixed costs are finite, 0 or more, one for each site.")
    if capacity is None:
        return _located(paid, opening, None)
    if demand is None:
        raise ValueError("With capacities, the demand of each customer is needed.")
    return _with_capacities(paid, opening, np.asarray(demand, dtype=np.float64), np.asarray(capacity, dtype=np.float64))


def maximal_covering(covers: "ArrayLike", number: int, weights: "ArrayLike" = 1.0) -> Located:
    """Open `number` sites so that most people are covered. covers: True where a site covers a place, shape (people, sites).

    Source: Church & ReVelle 1974.
    """
    near = np.asarray(covers, dtype=bool)
    people, sites = _shape(near)
    if not 1 <= number <= sites:
        raise ValueError(f"The number of sites lies between 1 and {sites}.")
    weight = np.broadcast_to(np.asarray(weights, dtype=np.float64), (people,))
    from scipy.sparse import csr_array, eye_array, hstack

    worth = np.concatenate([np.zeros(sites), -weight])
    rows = hstack([csr_array(-near.astype(np.float64)), eye_array(people)])
    count = csr_array(np.concatenate([np.ones(sites), np.zeros(people)])[None, :])
    answer = _solved(worth, [(rows, -np.inf, 0.0), (count, 0, number)], np.repeat([1, 0], [sites, people]))
    chosen = np.flatnonzero(answer.x[:sites] > YES)
    covered = near[:, chosen].any(axis=1) if chosen.size else np.zeros(people, bool)
    assigned = np.where(covered, chosen[near[:, chosen].argmax(axis=1)] if chosen.size else -1, -1)
    return Located(tuple(map(int, chosen)), float(weight[covered].sum()), float(answer.mip_gap or 0), assigned)


def covering_sites(covers: "ArrayLike") -> Located:
    """The fewest sites that cover everybody. Raises ValueError where some place is covered by none. Source: Toregas et al. 1971."""
    near = np.asarray(covers, dtype=bool)
    _people, sites = _shape(near)
    if not near.any(axis=1).all():
        raise ValueError("Some place is covered by no site at all. Add a site or widen the reach.")
    from scipy.sparse import csr_array

    answer = _solved(np.ones(sites), [(csr_array(near.astype(np.float64)), 1, np.inf)], np.ones(sites))
    chosen = np.flatnonzero(answer.x > YES)
    return Located(
        tuple(map(int, chosen)), float(chosen.size), float(answer.mip_gap or 0), chosen[near[:, chosen].argmax(axis=1)]
    )


def _shape(table: "NDArray[Any]") -> tuple[int, int]:
    if table.ndim != 2 or not table.size:
        raise ValueError("The table has one row for each place and one column for each site, and neither is empty.")
    return int(table.shape[0]), int(table.shape[1])


def _costs(distances: "ArrayLike", weights: "ArrayLike") -> "NDArray[np.float64]":
    table = np.asarray(distances, dtype=np.float64)
    people, _sites = _shape(table)
    weight = np.broadcast_to(np.asarray(weights, dtype=np.float64), (people,))
    if not np.isfinite(table).all() or (table < 0).any() or not np.isfinite(weight).all() or (weight < 0).any():
        raise ValueError(
            "Distances, costs and weights are finite and 0 or more; give what cannot be reached a very large number."
        )
    return table * weight[:, None]


def _solved(
    worth: "NDArray[np.float64]", rows: list[tuple[Any, Any, Any]], whole: "NDArray[Any]", high: Any = 1.0
) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    solver: Any = milp
    answer = solver(
        worth, constraints=[LinearConstraint(*row) for row in rows], integrality=whole, bounds=Bounds(0, high), options={"mip_rel_gap": EXACT}
    )  # fmt: skip
    if answer.x is None:
        raise ValueError(f"There is no answer: {answer.message}")
    return answer


def _located(costs: "NDArray[np.float64]", fixed: "NDArray[np.float64]", number: int | None) -> Located:
    """Bounds first; what they leave open goes to the solver."""
    left = reduced(costs, fixed, number)
    sites, value, gap = left.sites, left.upper, max(0.0, (left.upper - left.lower) / max(left.upper, 1e-12))
    if gap > EXACT:
        sites, gap = _searched(costs, fixed, number, left.open, left.arcs)
        value = float(costs[:, sites].min(axis=1).sum() + fixed[sites].sum())
    nearest: NDArray[np.int64] = sites[costs[:, sites].argmin(axis=1)]
    return Located(tuple(map(int, sites)), value, gap, nearest)


def _searched(
    costs: "NDArray[np.float64]",
    fixed: "NDArray[np.float64]",
    number: int | None,
    usable: "NDArray[np.bool_]",
    arcs: "NDArray[np.bool_]",
) -> tuple["NDArray[np.int64]", float]:
    from scipy.sparse import csr_array

    kept = np.flatnonzero(usable)
    person, column = np.nonzero(arcs[:, kept])
    size, count = kept.size, kept.size + person.size
    arc = np.arange(person.size) + size
    one = np.ones(person.size)
    each = csr_array((one, (person, arc)), shape=(costs.shape[0], count))
    opened = csr_array(
        (np.concatenate([one, -one]), (np.tile(np.arange(person.size), 2), np.concatenate([arc, column]))),
        shape=(person.size, count),
    )
    rows: list[tuple[Any, Any, Any]] = [(each, 1, 1), (opened, -np.inf, 0)]
    if number:
        rows.append(
            (csr_array((np.ones(size), (np.zeros(size, int), np.arange(size))), shape=(1, count)), number, number)
        )
    worth = np.concatenate([fixed[kept], costs[person, kept[column]]])
    answer = _solved(worth, rows, np.repeat([1, 0], [size, person.size]))
    return kept[answer.x[:size] > YES], float(answer.mip_gap or 0)


def _with_capacities(
    costs: "NDArray[np.float64]",
    fixed: "NDArray[np.float64]",
    demand: "NDArray[np.float64]",
    capacity: "NDArray[np.float64]",
) -> Located:
    from scipy.sparse import csr_array

    people, sites = costs.shape
    if demand.shape != (people,) or capacity.shape != (sites,) or demand.sum() > capacity.sum():
        raise ValueError(
            "Each customer has a demand, each site a capacity, and the capacities together are no less than the demand."
        )
    person, site = (each.ravel() for each in np.indices(costs.shape))
    arc, one, count = np.arange(person.size) + sites, np.ones(person.size), sites + person.size
    each = csr_array((one, (person, arc)), shape=(people, count))
    full = csr_array((demand[person], (site, arc)), shape=(sites, count)) - csr_array(
        (capacity, (np.arange(sites), np.arange(sites))), shape=(sites, count)
    )
    opened = csr_array((one, (arc - sites, arc)), shape=(person.size, count)) - csr_array(
        (one, (arc - sites, site)), shape=(person.size, count)
    )
    worth = np.concatenate([fixed, costs.ravel()])
    answer = _solved(
        worth, [(each, 1, 1), (full, -np.inf, 0), (opened, -np.inf, 0)], np.repeat([1, 0], [sites, person.size])
    )
    shares = answer.x[sites:].reshape(costs.shape)
    return Located(
        tuple(map(int, np.flatnonzero(answer.x[:sites] > YES))),
        float(answer.fun),
        float(answer.mip_gap or 0),
        shares.argmax(axis=1),
    )
