# SPDX-License-Identifier: Apache-2.0
"""The stage for what is going on today: who acts, when, and through which doors. Everything on it is a real action."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

import numpy as np
from django.utils import timezone

from quatrefoil.demo.clock import Clock
from quatrefoil.demo.ids import ids
from quatrefoil.demo.names import drama_phones
from quatrefoil.demo.organisations import Cast
from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.roles import CORE
from quatrefoil.foundation.identity.selectors import actor_of
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.registers.models import LegalDuty, Service

NAMER: Final = system_actor("demo-namer", everywhere=frozenset({CORE}))
CASES: Final = "page cases:case"
DESK: Final = "page hotline:desk"
SHARING: Final = "page sharing:refer"
ANSWERS: Final = "page sharing:received"


class Scene:
    """Where the living part of the country is played."""

    def __init__(self, cast: Cast, clock: Clock, rng: np.random.Generator, now: datetime.datetime) -> None:
        self.cast, self.clock, self.rng, self.now = cast, clock, rng, timezone.localtime(now)
        self.phones = drama_phones()
        self.same_person: list[tuple[UUID, UUID]] = []
        self.actors = {
            member.name: actor_of(member)
            for members in cast.members.values()
            for member in members
            if member.teams.exists()
        }
        self.organisations = {each.name: each for each in cast.organisations}
        self.duties = {each.applies_to: each.id for each in LegalDuty.objects.all()}

    @contextmanager
    def working(self, name: str, days: float, at: str, purpose: str = CASES) -> Iterator[Actor]:
        """Somebody at work so many days ago at a time of day such as "16:40"; never later than a minute ago."""
        self.clock.set(self.moment(days, at))
        actor = self.actors[name]
        with acting_as(actor, purpose):
            yield actor

    def moment(self, days: float, at: str) -> datetime.datetime:
        """The moment so many days ago at a time of day."""
        hour, minute = (int(part) for part in at.split(":"))
        day = self.now - datetime.timedelta(days=days)
        moment = day.replace(hour=hour, minute=minute, second=int(self.rng.integers(60)), microsecond=0)
        return min(moment, self.now - datetime.timedelta(minutes=1))

    def ago(self, minutes: float) -> datetime.datetime:
        """The moment so many minutes ago."""
        return self.now - datetime.timedelta(minutes=minutes)

    @contextmanager
    def just_now(self, name: str, minutes: float, purpose: str = DESK) -> Iterator[Actor]:
        """Somebody at work so many minutes ago."""
        self.clock.set(self.ago(minutes))
        actor = self.actors[name]
        with acting_as(actor, purpose):
            yield actor

    @contextmanager
    def at_desk(self, name: str, moment: datetime.datetime) -> Iterator[Actor]:
        """Somebody at the desk at a moment."""
        self.clock.set(moment)
        actor = self.actors[name]
        with acting_as(actor, DESK):
            yield actor

    def new_id(self) -> UUID:
        """An id from the seed."""
        return ids(self.rng, 1)[0]

    def phone(self) -> str:
        """A telephone that can be searched and belongs to nobody."""
        return next(self.phones)

    def day(self, days: float) -> datetime.date:
        """The day so many days ago."""
        return (self.now - datetime.timedelta(days=days)).date()

    def team(self, organisation: str, number: int = 0) -> UUID:
        """A team of an organisation."""
        return self.cast.teams[organisation][number].id

    def service(self, organisation: str, need: str) -> Service:
        """What an organisation offers for a need."""
        return Service.objects.get(body__organisation=self.organisations[organisation], need=need)

    def people(self, organisation: str, role: str) -> list[str]:
        """Names of those with a role."""
        return [member.name for member in self.cast.with_role(self.organisations[organisation], role)]

    def call_it(self, file_id: UUID, word: str, digits: str) -> None:
        """Give a file the reference name that it has in this country's story."""
        with acting_as(NAMER, "demo"):
            File.objects.filter(id=file_id).update(reference_word=word, reference_digits=digits)
