# SPDX-License-Identifier: Apache-2.0
"""Who gets which bed: an assignment where nobody is tied to anybody, a mixed-integer programme where somebody is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.matching.programme import Programme
from quatrefoil.methods.matching.stepwise import Stepwise
from quatrefoil.methods.matching.wishes import Exchanges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quatrefoil.methods.matching.ties import Ties

    Mask = NDArray[np.bool_]
    Points = NDArray[np.float64]

MOST_COLUMNS: Final = 4_000  # places that a dense assignment is solved for; above, beds keep their best people only
MOST_ARCS: Final = 4_000  # pairs of person and bed up to which the mixed-integer programme is solved as well
ARCS_EACH: Final = 12  # beds kept for each person, and people for each bed, in the mixed-integer programme
SITES_EACH: Final = 12  # sites kept for each party


@dataclass(frozen=True, slots=True)
class Assigned:
    """bed: shape (people,), -1 for none. value: points reached; bound: points that no answer can pass."""

    bed: "NDArray[np.int64]"
    value: float
    bound: float


def assign(points: "Points", allowed: "Mask", ties: "Ties", wish: float) -> Assigned:
    """The best answer that keeps every tie. points, allowed: shape (people, beds); wish: points of a wish that is met."""
    free = _matched(points, allowed, ties.places)
    value = _value(points, free)
    bound = value + wish * _wishes_at_most(allowed, ties)
    if keeps(free, ties) and (not ties.wishes or not wish):
        return Assigned(free, value, value)
    found = _stepwise(points, allowed, free, ties, wish)
    value = _value(points, found) + wish * _met(found, ties)
    kept = _arcs(points, allowed, free, ties)
    if kept.sum() <= MOST_ARCS:
        whole = _filled(points, allowed, Programme(points, kept, ties, wish).solve(), ties)
        if keeps(whole, ties) and _value(points, whole) + wish * _met(whole, ties) > value:
            found = whole
    if not keeps(found, ties):  # cannot be; but a safety rule is worth looking twice
        raise RuntimeError("An answer would break a tie between people; nothing is suggested.")
    return Assigned(found, _value(points, found) + wish * _met(found, ties), bound)


def _stepwise(
    points: "Points", allowed: "Mask", free: "NDArray[np.int64]", ties: "Ties", wish: float
) -> "NDArray[np.int64]":
    found = _filled(points, allowed, Stepwise(points, allowed, free, ties, _matched).solve(), ties)
    if wish:
        Exchanges(points, allowed, found, ties, wish).run()
    return found


def keeps(bed: "NDArray[np.int64]", ties: "Ties") -> bool:
    """Whether an answer keeps places, parties, pairs apart and rooms."""
    taken = np.bincount(bed[bed >= 0], minlength=ties.places.size)
    if (taken > ties.places).any():
        return False
    at = sites_of(bed, ties)
    together = all(len({int(at[member]) for member in members}) == 1 for members in ties.members)
    apart = all(at[left] < 0 or at[left] != at[right] for left, right in ties.apart)
    return together and apart and _rooms_kept(bed, ties)


def sites_of(bed: "NDArray[np.int64]", ties: "Ties") -> "NDArray[np.int64]":
    """The site of each person, -1 for none."""
    if not ties.site.size:
        return np.full(bed.size, -1)
    return np.where(bed >= 0, ties.site[bed], -1)


def _rooms_kept(bed: "NDArray[np.int64]", ties: "Ties") -> bool:
    placed = np.flatnonzero(bed >= 0)
    rooms = ties.room[bed[placed]]
    pairs = {(int(room), int(key)) for room, key in zip(rooms, ties.room_key[placed], strict=True) if room >= 0}
    return len({room for room, _key in pairs}) == len(pairs)


def _met(bed: "NDArray[np.int64]", ties: "Ties") -> int:
    """Wishes that are met: together at one site, or not at one site."""
    at = sites_of(bed, ties)
    return sum(bool(at[left] >= 0 and at[left] == at[right]) == together for left, right, together in ties.wishes)


def _wishes_at_most(allowed: "Mask", ties: "Ties") -> int:
    """No more wishes than this can be met: to be together takes places for both at one site."""
    sites = [set(ties.site[row].tolist()) for row in allowed]
    met = [(left, right) for left, right, together in ties.wishes if together and sites[left] & sites[right]]
    named = np.bincount(np.array(met, dtype=np.int64).ravel(), minlength=allowed.shape[0])
    by_places = int(np.sort(named)[::-1][: int(ties.places.sum())].sum()) // 2
    return sum(1 for wished in ties.wishes if not wished[2]) + min(len(met), by_places)


def _value(points: "Points", bed: "NDArray[np.int64]") -> float:
    placed = np.flatnonzero(bed >= 0)
    return float(points[placed, bed[placed]].sum())


def _matched(points: "Points", allowed: "Mask", places: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The best assignment as if nobody were tied to anybody: exact while there are at most MOST_COLUMNS places."""
    from scipy.optimize import linear_sum_assignment

    found = np.full(points.shape[0], -1, dtype=np.int64)
    rows = np.flatnonzero(allowed.any(axis=1))
    useful = np.minimum(places, allowed.sum(axis=0))
    columns = np.repeat(np.arange(places.size), useful)
    if not rows.size or not columns.size:
        return found
    if columns.size > MOST_COLUMNS:
        return _matched_by_flow(points, allowed, useful)
    worth = np.where(allowed[np.ix_(rows, columns)], points[np.ix_(rows, columns)], 0.0)
    left, right = linear_sum_assignment(worth, maximize=True)
    is_real = worth[left, right] > 0
    found[rows[left[is_real]]] = columns[right[is_real]]
    return found


def _matched_by_flow(points: "Points", allowed: "Mask", places: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The same as a linear programme, which takes units of many places without repeating them; its corners are whole."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, vstack

    person, bed = np.nonzero(allowed)
    arcs, one = np.arange(person.size), np.ones(person.size)
    rows = vstack(
        [csr_array((one, (of, arcs)), shape=(n, arcs.size)) for of, n in zip((person, bed), points.shape, strict=True)]
    )
    limits = np.concatenate([np.ones(points.shape[0]), places])
    solver: Any = linprog
    answer = solver(-points[person, bed], A_ub=rows, b_ub=limits, bounds=(0, 1), method="highs-ds")
    found = np.full(points.shape[0], -1, dtype=np.int64)
    chosen = answer.x > 0.5
    found[person[chosen]] = bed[chosen]
    return found


def _arcs(points: "Points", allowed: "Mask", free: "NDArray[np.int64]", ties: "Ties") -> "Mask":
    """The pairs of person and bed that the programme looks at: the best of each side, what the free answer used, parties whole."""
    worth = np.where(allowed, points, -np.inf)
    kept = np.zeros_like(allowed)
    # Who got a bed in the free answer, or is tied, comes first; of the others, the best for each bed stand ready.
    tied = {end for pair in ties.apart for end in pair} | {
        end for left, right, _ in ties.wishes for end in (left, right)
    }
    core = np.zeros(allowed.shape[0], dtype=bool)
    core[[*tied]] = True
    core |= free >= 0
    most = min(ARCS_EACH, allowed.shape[1])
    best = np.argpartition(-worth, most - 1, axis=1)[:, :most]
    kept[np.repeat(np.flatnonzero(core), most), best[core].ravel()] = True
    most = min(ARCS_EACH, allowed.shape[0])
    best = np.argpartition(-worth, most - 1, axis=0)[:most]
    kept[best.ravel(), np.tile(np.arange(allowed.shape[1]), most)] = True
    placed = np.flatnonzero(free >= 0)
    kept[placed, free[placed]] = True
    for members in ties.members:
        rows = list(members)
        kept[rows] |= np.isin(ties.site, _best_sites(worth[rows], ties.site))
    return kept & allowed


def _best_sites(worth: "Points", site: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The sites where a party does best, each member on the best bed there."""
    totals = np.full((worth.shape[0], int(site.max()) + 1), -np.inf)
    for row, member in enumerate(worth):
        np.maximum.at(totals[row], site, member)
    order: NDArray[np.int64] = np.argsort(-totals.sum(axis=0), kind="stable")[:SITES_EACH]
    return order


def _filled(points: "Points", allowed: "Mask", bed: "NDArray[np.int64]", ties: "Ties") -> "NDArray[np.int64]":
    """Places that are left go to people who are tied to nobody, outside rooms that are shared."""
    left = ties.places - np.bincount(bed[bed >= 0], minlength=ties.places.size)
    left[ties.room >= 0] = 0
    is_free = (bed < 0) & (ties.party_sizes == 1)
    is_free[[end for pair in ties.apart for end in pair]] = False
    if not left.any() or not is_free.any():
        return bed
    more = _matched(points, allowed & is_free[:, None] & (left > 0)[None, :], left)
    return np.where(more >= 0, more, bed)
