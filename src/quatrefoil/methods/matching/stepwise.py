# SPDX-License-Identifier: Apache-2.0
"""An answer step by step for many people: households first where they are worth it, then rooms, then one assignment.

Every step keeps every tie, so the answer is safe; how far it may be from the best is said beside it.
"""

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from quatrefoil.methods.matching.ties import Ties

    Mask = NDArray[np.bool_]
    Points = NDArray[np.float64]
    Places = NDArray[np.int64]
    Matched = Callable[[Points, Mask, Places], Places]

ROUNDS: Final = 4  # of assignments in which one of two people apart gives way
READY: Final = 40  # people kept for each bed when the assignment is solved again


class Stepwise:
    """The state while people are placed. bed: shape (people,), -1 for none."""

    def __init__(self, points: "Points", allowed: "Mask", free: "Places", ties: "Ties", matched: "Matched") -> None:
        """free: the best answer without ties; matched: solves an assignment."""
        self.points, self.ties, self.matched = points, ties, matched
        self.allowed = allowed & self._ready(allowed, free)[:, None]
        self.bed = np.full(points.shape[0], -1, dtype=np.int64)
        self.left = ties.places.copy()
        self.apart: dict[int, list[int]] = {}
        for one, other in ties.apart:
            self.apart.setdefault(one, []).append(other)
            self.apart.setdefault(other, []).append(one)
        # What a bed is worth to the best person who got none: what a household has to beat.
        waiting = np.where(allowed & (free < 0)[:, None], points, 0.0)
        self.price: Points = waiting.max(axis=0, initial=0.0)
        self.beds_at = [np.flatnonzero(ties.site == site) for site in range(int(ties.site.max(initial=-1)) + 1)]

    def solve(self) -> "Places":
        """The bed of each person, -1 for none."""
        self._place_parties()
        alone = self.allowed & (self.ties.party_sizes == 1)[:, None] & (self.left > 0)[None, :]
        alone &= self._rooms_for(alone)
        self._clear_apart(alone)
        for _ in range(ROUNDS):
            found = self.matched(self.points, alone, self.left)
            broken = self._broken(found)
            if not broken:
                break
            for person, site in broken:
                alone[person, self.beds_at[site]] = False
        for person, _site in self._broken(found):
            found[person] = -1
        return np.where(found >= 0, found, self.bed)

    def _ready(self, allowed: "Mask", free: "Places") -> "Mask":
        """Who is worth looking at again: who has a bed, who stays together, and the best of the others for each bed."""
        kept = (free >= 0) | (self.ties.party_sizes > 1)
        most = min(READY, allowed.shape[0])
        best = np.argpartition(-np.where(allowed, self.points, -1.0), most - 1, axis=0)[:most]
        kept[best.ravel()] = True
        return kept

    def _place_parties(self) -> None:
        offers = [(self._best(members), members) for members in self.ties.members]
        for (net, chosen), members in sorted(offers, key=lambda offer: (-offer[0][0], offer[1])):
            if net <= 0:
                continue
            if not self._still(members, chosen):
                self._take(members, *self._best(members))
            else:
                self._take(members, net, chosen)

    def _take(self, members: tuple[int, ...], net: float, chosen: "Places") -> None:
        if net > 0:
            self.bed[list(members)] = chosen
            np.subtract.at(self.left, chosen, 1)
            rooms = self.ties.room[chosen]
            self.left[np.isin(self.ties.room, rooms[rooms >= 0])] = 0

    def _still(self, members: tuple[int, ...], chosen: "Places") -> bool:
        need = np.bincount(chosen, minlength=self.left.size)
        return bool((need <= self.left).all()) and not self._meets(members, int(self.ties.site[chosen[0]]))

    def _meets(self, members: tuple[int, ...], site: int) -> bool:
        """Whether somebody at the site must be apart from one of them."""
        others = [other for member in members for other in self.apart.get(member, ()) if self.bed[other] >= 0]
        return any(self.ties.site[self.bed[other]] == site for other in others)

    def _best(self, members: tuple[int, ...]) -> tuple[float, "Places"]:
        """What the best site for a party is worth above what its beds are worth to others, and the beds."""
        best = (0.0, np.empty(0, dtype=np.int64))
        rows = np.array(members)
        totals = [(self._hope(rows, beds), site) for site, beds in enumerate(self.beds_at)]
        for hope, site in sorted(totals, reverse=True):
            if hope <= best[0]:
                break
            offer = self._offer(rows, self.beds_at[site])
            if offer[0] > best[0] and not self._meets(members, site):
                best = offer
        return best

    def _hope(self, rows: "Places", beds: "Places") -> float:
        """No less than what a site can be worth to a party; below 0 where it cannot take all."""
        beds = beds[self.left[beds] > 0]
        if not beds.size or self.left[beds].sum() < len(rows):
            return -1.0
        net = np.where(self.allowed[np.ix_(rows, beds)], self.points[np.ix_(rows, beds)] - self.price[beds], -np.inf)
        return float(net.max(axis=1).sum())

    def _offer(self, rows: "Places", beds: "Places") -> tuple[float, "Places"]:
        from scipy.optimize import linear_sum_assignment

        columns = np.repeat(beds, np.minimum(self.left[beds], len(rows)))
        net = self.points[np.ix_(rows, columns)] - self.price[columns]
        possible = self.allowed[np.ix_(rows, columns)]
        never = -1e12
        left, right = linear_sum_assignment(np.where(possible, net, never), maximize=True)
        if left.size < len(rows) or not possible[left, right].all():
            return -1.0, columns[:0]
        chosen = columns[right]
        rooms = self.ties.room[chosen]
        lost = np.isin(self.ties.room, rooms[rooms >= 0])
        lost[chosen] = False
        return float(net[left, right].sum() - self.price[lost & (self.left > 0)].sum()), chosen

    def _rooms_for(self, alone: "Mask") -> "Mask":
        """Each shared room takes the kind of people who are worth most in it, if nothing were shared."""
        kept = np.ones_like(alone)
        shared = np.flatnonzero((self.ties.room >= 0) & (self.left > 0))
        if not shared.size:
            return kept
        found = self.matched(self.points, alone, self.left)
        worth: dict[int, dict[int, float]] = {}
        for person in np.flatnonzero(found >= 0):
            of_room = worth.setdefault(int(self.ties.room[found[person]]), {})
            key = int(self.ties.room_key[person])
            of_room[key] = of_room.get(key, 0.0) + float(self.points[person, found[person]])
        for bed in shared:
            kinds = worth.get(int(self.ties.room[bed]), {})
            best = max(kinds, key=lambda kind: (kinds[kind], -kind)) if kinds else -1
            kept[:, bed] = self.ties.room_key == best
        return kept

    def _clear_apart(self, alone: "Mask") -> None:
        for member in np.flatnonzero(self.bed >= 0):
            for other in self.apart.get(int(member), ()):
                alone[other, self.beds_at[int(self.ties.site[self.bed[member]])]] = False

    def _broken(self, found: "Places") -> list[tuple[int, int]]:
        """Who has to give way, and the site: of two people apart at one site the one who is worth less there."""
        broken = []
        for one, other in self.ties.apart:
            if found[one] >= 0 and found[other] >= 0 and self.ties.site[found[one]] == self.ties.site[found[other]]:
                loser = min((one, other), key=lambda person: (self.points[person, found[person]], -person))
                broken.append((loser, int(self.ties.site[found[loser]])))
        return broken
