# SPDX-License-Identifier: Apache-2.0
"""The mixed-integer programme of people who must or wish to be together or apart, and of rooms that are shared.

One yes-or-no for each pair of person and bed that is looked at; nobody at all in a bed is always an answer, so there always is one.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from quatrefoil.methods.matching.ties import Ties

GAP: Final = 1e-4
SECONDS: Final = 30.0  # a stop for what nobody foresaw; the answer then says how far it may be from the best


class Programme:
    """Built row by row; columns are the pairs, then one for each room and kind of people, then one for each wish at a site."""

    def __init__(self, points: "NDArray[np.float64]", kept: "NDArray[np.bool_]", ties: "Ties", wish: float) -> None:
        """points, kept: shape (people, beds)."""
        self.ties, self.people = ties, points.shape[0]
        self.person, self.bed = np.nonzero(kept)
        self.worth: list[float] = points[self.person, self.bed].tolist()
        self.cells: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self._at: dict[int, dict[int, list[int]]] = {}
        self._limits()
        self._rooms()
        self._parties()
        for left, right in ties.apart:
            for site in self._at_sites(left).keys() & self._at_sites(right).keys():
                self._row([(arc, 1.0) for person in (left, right) for arc in self._at_sites(person)[site]], -np.inf, 1)
        if wish:
            self._wishes(wish)

    def solve(self) -> "NDArray[np.int64]":
        """The bed of each person, -1 for none."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        found = np.full(self.people, -1, dtype=np.int64)
        if not self.person.size:
            return found
        rows, columns, values = (np.array(part) for part in zip(*self.cells, strict=True))
        matrix = csr_array((values, (rows, columns)), shape=(len(self.low), len(self.worth)))
        solver: Any = milp
        answer = solver(
            -np.array(self.worth), integrality=np.ones(len(self.worth)), bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, self.low, self.high), options={"mip_rel_gap": GAP, "time_limit": SECONDS},
        )  # fmt: skip
        if answer.x is None:
            return found
        chosen = answer.x[: self.person.size] > 0.5
        found[self.person[chosen]] = self.bed[chosen]
        return found

    def _row(self, cells: "Iterable[tuple[int, float]]", low: float, high: float) -> None:
        self.cells += [(len(self.low), column, value) for column, value in cells]
        self.low.append(low)
        self.high.append(high)

    def _column(self, worth: float) -> int:
        self.worth.append(worth)
        return len(self.worth) - 1

    def _at_sites(self, person: int) -> dict[int, list[int]]:
        """The arcs of a person by site."""
        if person not in self._at:
            begin, end = np.searchsorted(self.person, [person, person + 1])
            found: dict[int, list[int]] = {}
            for arc in range(int(begin), int(end)):
                found.setdefault(int(self.ties.site[self.bed[arc]]), []).append(arc)
            self._at[person] = found
        return self._at[person]

    def _limits(self) -> None:
        """One bed for a person, and no more people in a bed than it has places."""
        for of, limits in ((self.person, np.ones(self.people)), (self.bed, self.ties.places)):
            order = np.argsort(of, kind="stable")
            for arcs in np.split(order, np.flatnonzero(np.diff(of[order])) + 1):
                if arcs.size:
                    self._row(((int(arc), 1.0) for arc in arcs), -np.inf, float(limits[of[arcs[0]]]))

    def _rooms(self) -> None:
        """A room holds one kind of people: arcs of a kind need its yes, and a room says yes once."""
        room, key = self.ties.room[self.bed], self.ties.room_key[self.person]
        for number in np.unique(room[room >= 0]):
            says = []
            for kind in np.unique(key[room == number]):
                says.append(self._column(0.0))
                for arc in np.flatnonzero((room == number) & (key == kind)):
                    self._row([(int(arc), 1.0), (says[-1], -1.0)], -np.inf, 0)
            self._row([(each, 1.0) for each in says], -np.inf, 1)

    def _parties(self) -> None:
        """All at one site, or none anywhere."""
        for members in self.ties.members:
            for one, other in pairwise(members):
                mine, theirs = self._at_sites(one), self._at_sites(other)
                for site in mine.keys() | theirs.keys():
                    cells = [(arc, 1.0) for arc in mine.get(site, [])] + [(arc, -1.0) for arc in theirs.get(site, [])]
                    self._row(cells, 0, 0)

    def _wishes(self, wish: float) -> None:
        for left, right, together in self.ties.wishes:
            for site in self._at_sites(left).keys() & self._at_sites(right).keys():
                ends = [[(arc, -1.0) for arc in self._at_sites(person)[site]] for person in (left, right)]
                met = self._column(wish if together else -wish)
                if together:
                    for end in ends:
                        self._row([(met, 1.0), *end], -np.inf, 0)
                else:
                    self._row([(met, 1.0), *ends[0], *ends[1]], -1, np.inf)
