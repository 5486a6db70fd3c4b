# SPDX-License-Identifier: Apache-2.0
"""Who takes what: the desk, the offices that work on cases in each region, and their numbers and reference names."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np

from quatrefoil.demo.geography import Place
from quatrefoil.demo.ids import reference_names, stream
from quatrefoil.demo.organisations import Cast
from quatrefoil.demo.pile import Ids
from quatrefoil.foundation.records.models import File, FileCounter

# Names that the demo's leading files bear, so that no other file has them.
KEPT_FREE: Final = frozenset(
    {
        ("Amber", "4821"), ("Cedar", "1170"), ("Willow", "0932"), ("Juniper", "5504"), ("Slate", "2216"), ("Maple", "7718"),
        ("Linden", "0357"), ("Pebble", "6640"), ("Thyme", "3092"), ("Coral", "8415"), ("Rain", "2750"), ("Quartz", "9163"),
    }
)  # fmt: skip
CHILDRENS_OFFICE: Final = "Young Steps"
OFFICES_A_REGION: Final = 3


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who takes a file, with the place where they work."""

    member: UUID
    team: UUID
    organisation: UUID


class Offices:
    """Who takes a file, by region; the same seed gives the same people."""

    def __init__(self, seed: int, cast: Cast, places: tuple[Place, ...], new_id: Ids) -> None:
        self.rng, self.new_id = stream(seed, 3), new_id
        self.desk = tuple(_workers(cast, "Open line", "advocate"))
        names = [organisation.name for organisation in cast.organisations]
        self.offices = {name: found for name in names if (found := tuple(_workers(cast, name, "case_manager")))}
        self.near = {place.code: self._near(place) for place in places}
        self.numbers: dict[tuple[UUID, str, int], int] = defaultdict(int)
        self.names: dict[UUID, Iterator[tuple[str, str]]] = {
            organisation.id: reference_names(stream(seed, 4, number), KEPT_FREE)
            for number, organisation in enumerate(cast.organisations)
        }

    def _near(self, place: Place) -> tuple[str, ...]:
        drawn = self.rng.choice(sorted(self.offices), size=OFFICES_A_REGION, replace=False)
        return tuple(str(name) for name in drawn) if place.code else ()

    def advocate(self, draw: int) -> Worker:
        """Who answers at the desk."""
        return self.desk[draw % len(self.desk)]

    def case_manager(self, region: str, draw: int, *, is_child: bool, other_than: UUID | None = None) -> Worker:
        """Who takes a case of a region."""
        names = (CHILDRENS_OFFICE, *self.near[region]) if is_child else self.near[region]
        workers = [worker for name in names for worker in self.offices[name] if worker.organisation != other_than]
        return workers[draw % len(workers)]

    def file(
        self, kind: str, worker: Worker, region: str, opened: datetime.datetime, changed: datetime.datetime
    ) -> File:
        """A file with the next number and the next free reference name; nothing is written."""
        year = opened.year
        self.numbers[worker.organisation, kind, year] += 1
        word, digits = next(self.names[worker.organisation])
        return File(
            id=self.new_id(), kind=kind, number=f"{year}-{self.numbers[worker.organisation, kind, year]:04d}",
            organisation_id=worker.organisation, team_id=worker.team, owner_id=worker.member, reference_word=word,
            reference_digits=digits, region=region, opened_on=opened.date(), recorded_at=opened, changed_at=changed,
        )  # fmt: skip

    def write_counters(self) -> None:
        """Leave the numbers so that the next file goes on from them."""
        FileCounter.objects.bulk_create(
            FileCounter(organisation=organisation, kind=kind, year=year, last=last)
            for (organisation, kind, year), last in self.numbers.items()
        )


def _workers(cast: Cast, organisation: str, role: str) -> Iterator[Worker]:
    found = next(each for each in cast.organisations if each.name == organisation)
    for member in cast.with_role(found, role):
        yield Worker(member.id, cast.team_of(member), found.id)


def shuffled(rng: np.random.Generator, count: int) -> Iterator[int]:
    """Numbers for choosing whose turn it is."""
    return (int(number) for number in rng.integers(0, 1 << 30, size=count))
