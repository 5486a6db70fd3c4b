# SPDX-License-Identifier: Apache-2.0
"""May the numbers know a person? Read from what people answered to the question about statistics.

Without a yes an event still counts as something that a service did, on a day, in a region. With a yes it also carries the
bands that describe the person and a pseudonym by which a cohort can be followed. What counts is what is said now: a yes covers
what happened before it, and taking it back takes bands and pseudonym away from all of it.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.identity.roles import ALL_PARTS
from quatrefoil.foundation.records.models import FileLink, History, LinkKind
from quatrefoil.foundation.records.selectors import files_of_one_person

ASKED: Final = ("consent.recorded", "consent.withdrawn")
STATISTICS: Final = "statistics"
JOINS: Final = (LinkKind.SAME_PERSON.value, LinkKind.CAME_FROM.value)
READER = system_actor("facts-reader", everywhere=ALL_PARTS)


@dataclass(frozen=True, slots=True)
class Stance:
    """What a person says about statistics now. until: the last day that a yes covers, or None for no end."""

    agreed: bool = False
    until: datetime.date | None = None

    def covers(self, day: datetime.date) -> bool:
        """May what happened on this day carry the person?"""
        return self.agreed and (self.until is None or day <= self.until)


NOTHING_SAID: Final = Stance()


def changes_stance(entry: History) -> bool:
    """Does this entry change what the numbers may know?"""
    kind = str(entry.codes.get("kind", ""))
    if entry.event in ASKED:
        return kind == STATISTICS
    return entry.event in {"file.linked", "file.unlinked"} and kind in JOINS


def stance_of(file_id: UUID) -> Stance:
    """What the person of a file says now, on any file of theirs; a no anywhere stands before a yes (SAFETY 12)."""
    with as_system(READER):
        return _strictest(_answers(History.objects.filter(file_id__in=files_of_one_person(file_id))).values())


def all_stances() -> Mapping[UUID, Stance]:
    """The stance of every file on which, or on whose linked files, somebody was asked."""
    answers = _answers(History.objects.all())
    found: dict[UUID, Stance] = {}
    for cluster in _clusters(answers):
        stance = _strictest(answers[file] for file in cluster if file in answers)
        found |= dict.fromkeys(cluster, stance)
    return found


def _answers(entries: QuerySet[History]) -> dict[UUID, Stance]:
    """The newest answer on each file."""
    rows = entries.filter(event__in=ASKED, codes__kind=STATISTICS).order_by("recorded_at", "id")
    found: dict[UUID, Stance] = {}
    for file_id, event, codes in rows.values_list("file_id", "event", "codes"):
        agreed = event == "consent.recorded" and codes.get("answer") == "yes"
        until = codes.get("until")
        found[file_id] = Stance(agreed, datetime.date.fromisoformat(until) if agreed and until else None)
    return found


def _strictest(answers: Iterable[Stance]) -> Stance:
    said = list(answers)
    if not said or not all(each.agreed for each in said):
        return NOTHING_SAID
    return Stance(agreed=True, until=min((each.until for each in said if each.until), default=None))


def _clusters(asked: Iterable[UUID]) -> list[set[UUID]]:
    """Files of one person, for those on which somebody was asked."""
    joined: dict[UUID, set[UUID]] = {file: {file} for file in asked}
    rows = FileLink.objects.filter(kind__in=JOINS, undone_at__isnull=True).values_list("left_id", "right_id")
    for left, right in rows:
        together = joined.get(left, {left}) | joined.get(right, {right})
        joined |= dict.fromkeys(together, together)
    return list({id(cluster): cluster for cluster in joined.values()}.values())
