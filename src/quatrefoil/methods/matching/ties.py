# SPDX-License-Identifier: Apache-2.0
"""What ties people to each other: who must be together or apart, who wishes it, and who may share a room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quatrefoil.methods.matching.people import BadMatch, Bed, Pair, Person
from quatrefoil.methods.refusals import Reason, Refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

ADULT = 18


@dataclass(frozen=True, slots=True)
class Ties:
    """Places are those of the people and beds given.

    party, party_sizes: shape (people,): who stays together; members: the parties of two or more; apart: pairs (i, j) never at one site;
    wishes: (i, j, whether together); forbidden: shape (people, beds), site not safe; site, room: shape (beds,), room -1 for no rule;
    room_key: shape (people,): who may share a room; places_at_site: shape (beds,).
    """

    party: "NDArray[np.int64]"
    party_sizes: "NDArray[np.int64]"
    members: tuple[tuple[int, ...], ...]
    apart: tuple[tuple[int, int], ...]
    wishes: tuple[tuple[int, int, bool], ...]
    forbidden: "NDArray[np.bool_]"
    site: "NDArray[np.int64]"
    room: "NDArray[np.int64]"
    room_key: "NDArray[np.int64]"
    places: "NDArray[np.int64]"
    places_at_site: "NDArray[np.int64]"
    unknown_sites: tuple[str, ...]

    def lost_to_one(self, allowed: "NDArray[np.bool_]") -> "NDArray[np.bool_]":
        """Beds at sites where some member of a person's party may have no bed: shape (people, beds)."""
        lost = np.zeros_like(allowed)
        sites = np.zeros((self.site.size, int(self.site.max(initial=-1)) + 1), dtype=np.float32)
        sites[np.arange(self.site.size), self.site] = 1
        for members in self.members:
            at_site = np.all(allowed[list(members)].astype(np.float32) @ sites > 0, axis=0)
            lost[list(members)] = ~at_site[self.site]
        return lost


def ties_of(people: Sequence[Person], beds: Sequence[Bed], pairs: Sequence[Pair]) -> Ties:
    """Put pairs and households into places. Raises BadMatch for a person who is not known, Refused where pairs contradict."""
    index = {person.id: place for place, person in enumerate(people)}
    living: dict[str, set[str]] = {}
    for bed in beds:
        for resident in bed.residents:
            living.setdefault(resident, set()).add(bed.site)
    _refuse_unknown(pairs, index, living)
    party = _parties(people, pairs, index)
    apart, wishes = _between(pairs, index)
    _refuse_contradictions(apart, party)
    site = _numbered([bed.site for bed in beds])
    places = np.array([bed.places for bed in beds], dtype=np.int64)
    sizes = np.bincount(party, minlength=len(people))
    barred = list(_barred(pairs, index, living))
    return Ties(
        party, sizes[party], _members(party, sizes), apart, wishes, _forbidden(barred, beds, len(people)), site, _rooms(beds),
        _room_keys(people, party, sizes), places, np.bincount(site, weights=places)[site].astype(np.int64), _unknown_sites(people, beds, barred),
    )  # fmt: skip


def _refuse_unknown(pairs: Sequence[Pair], index: dict[str, int], living: dict[str, set[str]]) -> None:
    for row, pair in enumerate(pairs, start=2):
        for end in filter(None, (pair.person, pair.other)):
            if end not in index and not (end in living and {pair.person, pair.other} & set(index)):
                raise BadMatch(
                    f"The pairs, row {row}: a person is neither among the people nor a resident. Correct the row or take it out."
                )
        if pair.kind != "apart" and not {pair.person, pair.other} <= set(index):
            raise BadMatch(
                f"The pairs, row {row}: a resident can only be kept apart. Give the site in the column 'near' or 'stays_at'."
            )


def _parties(people: Sequence[Person], pairs: Sequence[Pair], index: dict[str, int]) -> "NDArray[np.int64]":
    head = list(range(len(people)))

    def find(place: int) -> int:
        while head[place] != place:
            head[place] = head[head[place]]
            place = head[place]
        return place

    first: dict[str, int] = {}
    for place, person in enumerate(people):
        if person.household:
            head[find(place)] = find(first.setdefault(person.household, place))
    for pair in pairs:
        if pair.kind == "together":
            head[find(index[pair.person])] = find(index[pair.other])
    return np.array([find(place) for place in range(len(people))], dtype=np.int64)


def _members(party: "NDArray[np.int64]", sizes: "NDArray[np.int64]") -> tuple[tuple[int, ...], ...]:
    found: dict[int, list[int]] = {}
    for place in np.flatnonzero(sizes[party] > 1):
        found.setdefault(int(party[place]), []).append(int(place))
    return tuple(tuple(each) for each in found.values())


def _between(
    pairs: Sequence[Pair], index: dict[str, int]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int, bool], ...]]:
    """Pairs apart, and wishes as (place, place, whether together), between people who both need a bed."""
    apart, wishes = set(), set()
    for pair in pairs:
        if pair.other and pair.person in index and pair.other in index:
            low, high = sorted((index[pair.person], index[pair.other]))
            if pair.kind == "apart":
                apart.add((low, high))
            elif pair.kind != "together":
                wishes.add((low, high, pair.kind == "rather_together"))
    return tuple(sorted(apart)), tuple(sorted(wishes))


def _refuse_contradictions(apart: Sequence[tuple[int, int]], party: "NDArray[np.int64]") -> None:
    number = sum(1 for left, right in apart if party[left] == party[right])
    if number:
        words = f"{number} pairs must be apart and together at once (a household counts as together). Ask which holds, and correct it."
        raise Refused(Reason("pairs_contradict", words))


def _barred(pairs: Sequence[Pair], index: dict[str, int], living: dict[str, set[str]]) -> Iterable[tuple[int, str]]:
    """(person, site) pairs that are not safe: named, or because a resident from whom to be apart lives there."""
    for pair in pairs:
        if pair.site:
            yield index[pair.person], pair.site
        elif pair.kind == "apart":
            for one, other in ((pair.person, pair.other), (pair.other, pair.person)):
                if one in index:
                    yield from ((index[one], site) for site in living.get(other, ()))


def _forbidden(barred: Sequence[tuple[int, str]], beds: Sequence[Bed], people: int) -> "NDArray[np.bool_]":
    at: dict[str, list[int]] = {}
    for place, bed in enumerate(beds):
        at.setdefault(bed.site, []).append(place)
    found = np.zeros((people, len(beds)), dtype=bool)
    for person, site in barred:
        found[person, at.get(site, [])] = True
    return found


def _rooms(beds: Sequence[Bed]) -> "NDArray[np.int64]":
    numbers: dict[tuple[str, str], int] = {}
    return np.array(
        [numbers.setdefault((bed.site, bed.room), len(numbers)) if bed.room else -1 for bed in beds], dtype=np.int64
    )


def _room_keys(people: Sequence[Person], party: "NDArray[np.int64]", sizes: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Who stays together shares a room with nobody else; alone, one gender, and children never with adults they do not know."""
    keys = [
        ("party", str(party[place])) if sizes[party[place]] > 1 else (person.gender, _side(person)) for place, person in enumerate(people)
    ]  # fmt: skip
    return _numbered(keys)


def _side(person: Person) -> str:
    """Adult or child; whose age is not known on which side stays alone."""
    if person.age[0] >= ADULT:
        return "adult"
    return "child" if person.age[1] < ADULT else f"unknown {person.id}"


def _numbered(words: Sequence[object]) -> "NDArray[np.int64]":
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)


def _unknown_sites(people: Sequence[Person], beds: Sequence[Bed], barred: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Sites and regions that are to be avoided and that no bed has: perhaps full, perhaps misspelt."""
    sites, regions = {bed.site for bed in beds}, {bed.region for bed in beds}
    named = {site for _person, site in barred}.union(*(person.refuses for person in people))
    return tuple(sorted((named - sites) | (frozenset().union(*(person.no_go for person in people)) - regions)))
