# SPDX-License-Identifier: Apache-2.0
"""How well a safe bed suits a person, in points, and the same in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from quatrefoil.methods.matching.filters import shared
from quatrefoil.methods.matching.people import Bed, Person
from quatrefoil.methods.matching.weights import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

MONTH_DAYS = 30.0
SAFE = "Fits every safety filter: place left, licence, gender, age, access, household, region and site."


def scores(people: Sequence[Person], beds: Sequence[Bed], weights: Weights) -> "NDArray[np.float64]":
    """Points of each person and bed, shape (people, beds); above 0."""
    own = [
        weights.placed + weights.urgency * person.urgency + weights.waiting * person.waiting_days / MONTH_DAYS
        for person in people
    ]
    found = np.repeat(np.array(own, dtype=np.float64)[:, None], len(beds), axis=1)
    for name, weight in (("languages", weights.language), ("services", weights.services)):
        found += weight * _share([getattr(person, name) for person in people], [getattr(bed, name) for bed in beds])
    found += weights.near * (shared([person.near for person in people], [frozenset({bed.region}) for bed in beds]) > 0)
    found += weights.stay * (
        shared([frozenset({person.stays_at} - {""}) for person in people], [frozenset({bed.site}) for bed in beds]) > 0
    )
    return found


def _share(asked: Sequence[frozenset[str]], offered: Sequence[frozenset[str]]) -> "NDArray[np.float64]":
    number = np.array([max(1, len(each)) for each in asked], dtype=np.float64)[:, None]
    found: NDArray[np.float64] = shared(asked, offered) / number
    return found


def reasons(person: Person, bed: Bed, party: int) -> tuple[str, ...]:
    """Why this bed, in sentences. Nothing here says where a person may not be, or with whom: that stays in the file."""
    said = [SAFE]
    if party > 1:
        said.append(f"The {party} people who stay together are all suggested for this site.")
    if person.urgency:
        said.append(f"Urgency {person.urgency:g}.")
    if person.waiting_days:
        said.append(f"Waiting for {person.waiting_days:g} days.")
    for asked, offered, words in (
        (person.languages, bed.languages, "Language: {}."),
        (person.services, bed.services, "Services asked for and there: {}."),
        (person.near, {bed.region}, "In a region to be near: {}."),
    ):
        if asked & offered:
            said.append(words.format(", ".join(sorted(asked & offered))))
    if person.services - bed.services:
        said.append(f"Services asked for and not there: {', '.join(sorted(person.services - bed.services))}.")
    if person.stays_at and person.stays_at == bed.site:
        said.append("The person stays at this site now.")
    return tuple(said)
