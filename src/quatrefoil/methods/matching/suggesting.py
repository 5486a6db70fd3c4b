# SPDX-License-Identifier: Apache-2.0
"""Suggestions with reasons, and for who gets none which filter took how many beds. A person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.matching.people import BadMatch, Bed, Pair, Person
from quatrefoil.methods.matching.weights import Weights

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from quatrefoil.methods.matching.ties import Ties

MOST_PAIRS: Final = 20_000_000  # of person and bed: about 1 GB


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A bed for a person. rank: 1 for the best answer as a whole; 2 and more are what else is safe while all others keep rank 1."""

    person: str
    bed: str
    site: str
    rank: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Who gets no bed. filters: how many beds each filter took away; a bed counts once, at the first that took it."""

    person: str
    filters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Matching:
    """All suggestions. value, bound: points reached, and points that no answer can pass.

    unknown: sites and regions to be avoided that no bed has (full, or misspelt).
    """

    suggestions: tuple[Suggestion, ...]
    unmatched: tuple[Unmatched, ...]
    people: int
    beds: int
    places: int
    pairs_allowed: int
    value: float
    bound: float
    unknown: tuple[str, ...]

    @property
    def gap(self) -> float:
        """Share of the bound that is not reached; the best answer may be as far away, or nearer."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound else 0.0

    @property
    def matched(self) -> int:
        """People with a bed of rank 1."""
        return sum(1 for each in self.suggestions if each.rank == 1)

    def to_frame(self) -> "pd.DataFrame":
        """One row a suggestion: person, bed, site, rank, score, reasons."""
        import pandas as pd

        rows = [asdict(each) | {"reasons": " ".join(each.reasons)} for each in self.suggestions]
        return pd.DataFrame(rows, columns=["person", "bed", "site", "rank", "score", "reasons"])

    def plot(self, ax: Any) -> None:
        """Beds that each filter took from those who get none, as bars: how many people it touched."""
        from quatrefoil.methods.matching.filters import FILTERS

        touched = {name: sum(name in each.filters for each in self.unmatched) for name in FILTERS}
        shown = {name: number for name, number in touched.items() if number}
        ax.barh([f"beds that {FILTERS[name]}" for name in shown], list(shown.values()), color="#1d3d36")
        ax.invert_yaxis()
        ax.set_xlabel("people without a bed from whom the filter took beds")


def match(
    people: Sequence[Person],
    beds: Sequence[Bed],
    pairs: Sequence[Pair] = (),
    *,
    weights: Weights | None = None,
    most: int = 3,
) -> Matching:
    """Suggest beds. most: suggestions for a person, the best answer first.

    The safety filters have no option. Raises BadMatch where there is nobody, no bed, too much, or an unknown person in a
    pair; Refused where pairs contradict. Source: one-to-many assignment with side constraints, solved by HiGHS.
    """
    from quatrefoil.methods.matching.assigning import assign
    from quatrefoil.methods.matching.filters import filtered
    from quatrefoil.methods.matching.scoring import scores
    from quatrefoil.methods.matching.ties import ties_of

    _refuse_size(people, beds)
    weights = weights or Weights()
    ties = ties_of(people, beds, pairs)
    left = filtered(people, beds, ties)
    points = scores(people, beds, weights)
    found = assign(points, left.allowed, ties, weights.wish)
    safe = _Safe(left.allowed, points, ties, found.bed)
    suggestions = [
        each
        for place in range(len(people))
        if found.bed[place] >= 0
        for each in safe.suggest(people, beds, place, most)
    ]
    unmatched = [
        Unmatched(person.id, left.counts(place)) for place, person in enumerate(people) if found.bed[place] < 0
    ]
    return Matching(
        tuple(suggestions), tuple(unmatched), len(people), len(beds), sum(bed.places for bed in beds),
        int(left.allowed.sum()), found.value, found.bound, ties.unknown_sites,
    )  # fmt: skip


def _refuse_size(people: Sequence[Person], beds: Sequence[Bed]) -> None:
    if not people or not beds:
        raise BadMatch("There are no people or no beds. Both tables need at least one row.")
    if len(people) * len(beds) > MOST_PAIRS:
        raise BadMatch(
            f"{len(people):,} people and {len(beds):,} beds are more than {MOST_PAIRS:,} pairs. Match region by region."
        )


class _Safe:
    """What else is safe for one person while everybody else keeps the first suggestion."""

    def __init__(
        self, allowed: "NDArray[np.bool_]", points: "NDArray[np.float64]", ties: "Ties", bed: "NDArray[np.int64]"
    ) -> None:
        import numpy as np

        from quatrefoil.methods.matching.assigning import sites_of

        self.allowed, self.points, self.ties, self.bed = allowed, points, ties, bed
        self.sites = sites_of(bed, ties)
        self.taken = np.bincount(bed[bed >= 0], minlength=ties.places.size)
        self.apart: dict[int, list[int]] = {}
        for one, other in ties.apart:
            self.apart.setdefault(one, []).append(other)
            self.apart.setdefault(other, []).append(one)
        self.rooms: dict[int, list[int]] = {}
        for place in np.flatnonzero(bed >= 0):
            self.rooms.setdefault(int(ties.room[bed[place]]), []).append(int(place))
        self.rooms.pop(-1, None)

    def suggest(self, people: Sequence[Person], beds: Sequence[Bed], place: int, most: int) -> list[Suggestion]:
        """The first suggestion of a person and what else is safe, the best first, beds with a place left before others."""
        first = int(self.bed[place])
        others = self._others(place, first)[: most - 1] if most > 1 else []
        return [
            self._suggestion(people[place], beds, place, bed, rank)
            for rank, bed in enumerate([first, *others], start=1)
        ]

    def _suggestion(self, person: Person, beds: Sequence[Bed], place: int, number: int, rank: int) -> Suggestion:
        from quatrefoil.methods.matching.scoring import reasons

        said = reasons(person, beds[number], int(self.ties.party_sizes[place]))
        if rank > 1 and self._is_full(number):
            said = (*said, "Suggested to somebody else as well: only one of them can have it.")
        return Suggestion(
            person.id, beds[number].id, beds[number].site, rank, round(float(self.points[place, number]), 3), said
        )

    def _is_full(self, bed: int) -> bool:
        return bool(self.taken[bed] >= self.ties.places[bed])

    def _others(self, place: int, first: int) -> list[int]:
        import numpy as np

        allowed = self.allowed[place].copy()
        allowed[first] = False
        if self.ties.party_sizes[place] > 1:  # who stays together moves together: only within the site
            allowed &= self.ties.site == self.sites[place]
        for other in self.apart.get(place, ()):
            allowed &= self.ties.site != self.sites[other]
        left = np.flatnonzero(allowed)
        order = left[np.lexsort((left, -self.points[place, left], self.taken[left] >= self.ties.places[left]))]
        return (
            [int(bed) for bed in order if self._fits_room(place, int(bed))]
            if self.rooms
            else [int(bed) for bed in order]
        )

    def _fits_room(self, place: int, bed: int) -> bool:
        inside = self.rooms.get(int(self.ties.room[bed]), ())
        return all(other == place or self.ties.room_key[other] == self.ties.room_key[place] for other in inside)
