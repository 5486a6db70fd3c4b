# SPDX-License-Identifier: Apache-2.0
"""The safety filters: for each person and bed, whether the bed may be suggested. Nothing here takes an option."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from quatrefoil.methods.matching.people import ANY, Bed, Person

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from quatrefoil.methods.matching.ties import Ties

    Mask = NDArray[np.bool_]

# In the order in which they are counted for who gets no bed: a bed counts at the first filter that takes it away.
FILTERS: Final = {
    "full": "have no place left",
    "licence": "have no licence",
    "gender": "do not take this gender",
    "age": "do not take this age",
    "access": "lack the access that is needed",
    "household": "are too small for the household",
    "no_go": "are in a region to avoid",
    "forbidden": "are at a site that is not safe for the person",
    "refused": "are at a site the person does not want",
    "together": "do not fit everybody who must stay together",
    "taken": "are suggested to others, or were not worth leaving others out",
}


def presence(sets: Sequence[frozenset[str]], words: dict[str, int]) -> "NDArray[np.float32]":
    """Which word stands in which set: shape (sets, words), 0 or 1. Words that are not in `words` are left out."""
    found = np.zeros((len(sets), max(1, len(words))), dtype=np.float32)
    for place, each in enumerate(sets):
        for word in each:
            if word in words:
                found[place, words[word]] = 1
    return found


def vocabulary(*several: Sequence[frozenset[str]]) -> dict[str, int]:
    """Every word of the sets, with a place of its own."""
    words = sorted({word for sets in several for each in sets for word in each})
    return {word: place for place, word in enumerate(words)}


def shared(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> "NDArray[np.float32]":
    """How many words the sets share, shape (left, right)."""
    words = vocabulary(left, right)
    found: NDArray[np.float32] = presence(left, words) @ presence(right, words).T
    return found


@dataclass(frozen=True, slots=True)
class Filtered:
    """What is left, and what took each bed away. allowed: shape (people, beds); first: place in FILTERS, -1 where allowed."""

    allowed: "Mask"
    first: "NDArray[np.int8]"

    def counts(self, person: int) -> dict[str, int]:
        """How many beds each filter took from a person; `taken` are the beds that no filter took."""
        numbers = np.bincount(self.first[person] + 1, minlength=len(FILTERS) + 1)
        found = {name: int(numbers[place + 1]) for place, name in enumerate(FILTERS)}
        found["taken"] = int(numbers[0])
        return {name: number for name, number in found.items() if number}


def filtered(people: Sequence[Person], beds: Sequence[Bed], ties: "Ties") -> Filtered:
    """Apply every filter."""
    first = np.full((len(people), len(beds)), -1, dtype=np.int8)
    for place, name in enumerate(FILTERS):
        if name in MASKS:
            first[(first < 0) & ~MASKS[name](people, beds, ties)] = place
    # Twice: a site that is lost to one member of a household is lost to all, which may leave too few places elsewhere.
    removed = ties.lost_to_one(first < 0)
    first[(first < 0) & removed] = list(FILTERS).index("together")
    return Filtered(first < 0, first)


def _everybody(row: "Mask", people: Sequence[Person]) -> "Mask":
    return np.broadcast_to(row, (len(people), row.size))


def _full(people: Sequence[Person], beds: Sequence[Bed], _ties: "Ties") -> "Mask":
    return _everybody(np.array([bed.places > 0 for bed in beds], dtype=bool), people)


def _licence(people: Sequence[Person], beds: Sequence[Bed], _ties: "Ties") -> "Mask":
    return _everybody(np.array([bed.is_licensed for bed in beds], dtype=bool), people)


def _gender(people: Sequence[Person], beds: Sequence[Bed], _ties: "Ties") -> "Mask":
    takes_any = np.array([ANY in bed.genders for bed in beds], dtype=bool)
    found: Mask = (
        shared([frozenset({person.gender}) for person in people], [bed.genders for bed in beds]) > 0
    ) | takes_any
    return found


def _age(people: Sequence[Person], beds: Sequence[Bed], _ties: "Ties") -> "Mask":
    low, high = (np.array([person.age[end] for person in people])[:, None] for end in (0, 1))
    least, most = (np.array([bed.ages[end] for bed in beds])[None, :] for end in (0, 1))
    found: Mask = (low >= least) & (high <= most)
    return found


def _access(people: Sequence[Person], beds: Sequence[Bed], _ties: "Ties") -> "Mask":
    asked = np.array([len(person.access) for person in people])[:, None]
    found: Mask = shared([person.access for person in people], [bed.access for bed in beds]) >= asked
    return found


def _household(_people: Sequence[Person], beds: Sequence[Bed], ties: "Ties") -> "Mask":
    size = ties.party_sizes[:, None]
    takes = np.array([bed.largest_household or np.iinfo(np.int32).max for bed in beds])
    found: Mask = (size <= np.minimum(takes, ties.places_at_site)[None, :]) | (size == 1)
    return found


def _no_go(people: Sequence[Person], beds: Sequence[Bed], _ties: "Ties") -> "Mask":
    found: Mask = shared([person.no_go for person in people], [frozenset({bed.region}) for bed in beds]) == 0
    return found


def _forbidden(_people: Sequence[Person], _beds: Sequence[Bed], ties: "Ties") -> "Mask":
    return ~ties.forbidden


def _refused(people: Sequence[Person], beds: Sequence[Bed], _ties: "Ties") -> "Mask":
    found: Mask = shared([person.refuses for person in people], [frozenset({bed.site}) for bed in beds]) == 0
    return found


MASKS: Final[dict[str, Callable[[Sequence[Person], Sequence[Bed], "Ties"], "Mask"]]] = {
    "full": _full,
    "licence": _licence,
    "gender": _gender,
    "age": _age,
    "access": _access,
    "household": _household,
    "no_go": _no_go,
    "forbidden": _forbidden,
    "refused": _refused,
}
