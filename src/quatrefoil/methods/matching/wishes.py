# SPDX-License-Identifier: Apache-2.0
"""Wishes to be together or apart, met by exchanges that break nothing and are worth their points."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quatrefoil.methods.matching.ties import Ties


class Exchanges:
    """Changes `bed` in place, one wish after the other."""

    def __init__(
        self,
        points: "NDArray[np.float64]",
        allowed: "NDArray[np.bool_]",
        bed: "NDArray[np.int64]",
        ties: "Ties",
        wish: float,
    ) -> None:
        self.points, self.allowed, self.bed, self.ties, self.wish = points, allowed, bed, ties, wish
        self.tied = ties.party_sizes > 1
        self.tied[[end for pair in ties.apart for end in pair]] = True
        self.wishing = {end for one, other, _ in ties.wishes for end in (one, other)}

    def run(self) -> None:
        """Meet what can be met. Who is tied does not move, and who has a wish does not move for another's."""
        for one, other, together in self.ties.wishes:
            if self.bed[one] < 0 or self.bed[other] < 0 or (self._site(one) == self._site(other)) == together:
                continue
            for mover, stayer in ((one, other), (other, one)):
                if not self.tied[mover] and self._move(mover, self._site(stayer), together=together):
                    break

    def _site(self, person: int) -> int:
        return int(self.ties.site[self.bed[person]])

    def _move(self, mover: int, site: int, *, together: bool) -> bool:
        """Exchange with whom it costs least, if it costs less than the wish is worth."""
        at = self.ties.site[self.bed] == site
        partners = np.flatnonzero(
            (self.bed >= 0) & (at == together) & ~self.tied & (self.ties.room_key == self.ties.room_key[mover])
        )
        mine, theirs = self.bed[mover], self.bed[partners]
        fits = self.allowed[mover, theirs] & self.allowed[partners, mine]
        cost = (
            self.points[mover, mine]
            + self.points[partners, theirs]
            - self.points[mover, theirs]
            - self.points[partners, mine]
        )
        cost[~fits | np.isin(partners, list(self.wishing))] = np.inf
        if not cost.size or cost.min() >= self.wish:
            return False
        partner = partners[int(cost.argmin())]
        self.bed[mover], self.bed[partner] = self.bed[partner], mine
        return True
