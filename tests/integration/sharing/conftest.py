# SPDX-License-Identifier: Apache-2.0
"""Amina has a case; Port Clinic is in the directory; parts read as the wings would have them read."""

import datetime
from dataclasses import dataclass
from uuid import UUID

import pytest

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.roles import ACCOUNT, CORE, HEALTH, IDENTITY, SAFE_CONTACT, STAY
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.foundation.sharing import actions, hooks, parts
from quatrefoil.foundation.sharing.codes import LANGUAGE, Check, ConsentKind, How, Purpose
from quatrefoil.foundation.sharing.parts import Line
from quatrefoil.foundation.sharing.selectors import target
from quatrefoil.foundation.sharing.sheets import Chosen
from tests.people import People

TODAY = datetime.date.today()
ALL_TOLD = frozenset(Check.values)
SAID = {
    CORE: Line("about", "", "woman, 25 to 29"),
    LANGUAGE: Line("language", "Language", "Amharic; interpreter needed"),
    HEALTH: Line("health.need", "Need", "Pain in lower back since July."),
    SAFE_CONTACT: Line("contact", "Contact", "Through Lighthouse. Text only."),
    IDENTITY: Line("identity.name", "Name", "Selam Tesfaye"),
    ACCOUNT: Line("account", "What happened", "Twelve hours a day at the harbour."),
    STAY: Line("stay", "Stays at", "1 Hill Street"),
}


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    """Renderers and hooks of wings that a test stands in for; taken away afterwards."""
    monkeypatch.setattr(parts, "_renderers", {})
    monkeypatch.setattr(hooks, "NOTIFIERS", [])
    monkeypatch.setattr(hooks, "AGE_GROUPS", [])
    monkeypatch.setattr(hooks, "ON_SERVICES_END", [])
    monkeypatch.setattr(hooks, "TRANSFERS", [])
    for part, line in SAID.items():
        parts.register(part, lambda _actor, _file, line=line: [line])


@pytest.fixture
def notices(declared):
    """What was told to whom: (holder, code, record)."""
    told: list[tuple[UUID, str, UUID]] = []
    hooks.register_notifier(lambda *notice: told.append(notice))
    return told


@dataclass(frozen=True, slots=True)
class World:
    """A case of Amina's team, and where it can be referred."""

    people: People
    file_id: UUID
    clinic: str
    clinic_id: UUID
    police: str
    police_id: UUID
    law: UUID

    def chosen(self, *chosen_parts: str, **more) -> Chosen:
        """A referral to Port Clinic for a medical check."""
        where = more.pop("where", self.clinic)
        purpose = more.pop("purpose", Purpose.MEDICAL)
        return Chosen(target(self.people.amina, where), purpose, frozenset(chosen_parts) or None, **more)


@pytest.fixture
def world(people: People) -> World:
    with acting_as(people.mio, "set up") as mio:
        body = registers.save_body(mio, {"name": "Port Clinic", "organisation_id": people.karim.organisation_id})
        service = registers.save_service(mio, {"body_id": body.id, "need": "medical", "name_en": "Open clinic"})
        law = registers.save_duty(
            mio,
            {
                "jurisdiction": "XX",
                "statute": "Safety Act",
                "provision": "s. 7",
                "text": "Who learns of danger to life tells the police.",
                "recipient_kinds": ["police"],
                "parts": [CORE, LANGUAGE, ACCOUNT, STAY],
            },
        )
    with acting_as(people.amina, "set up") as amina:
        (team,) = amina.team_ids
        file = open_file(amina, "case", team_id=team, owner_id=amina.member_id)
    return World(
        people,
        file.id,
        f"service:{service.id}",
        people.karim.organisation_id,
        f"organisation:{people.emre.organisation_id}",
        people.emre.organisation_id,
        law.id,
    )


def answer(kind: str = ConsentKind.SHARE, **changes) -> actions.Answer:
    """A complete yes, given today in Amharic."""
    known = {"agreed": True, "language": "am", "how": How.SPOKEN, "given_on": TODAY, "told": ALL_TOLD}
    return actions.Answer(kind, **{**known, **changes})


@pytest.fixture
def agree(world: World):
    """`agree(kind, …)`: Amina writes down a yes of the person; for sharing it names Port Clinic."""

    def write(kind: str = ConsentKind.SHARE, *, file_id: UUID | None = None, **changes) -> UUID:
        scope = {}
        if kind == ConsentKind.SHARE:
            scope = {
                "recipient": world.clinic_id,
                "recipient_label": "Port Clinic",
                "purpose": Purpose.MEDICAL,
                "parts": frozenset({HEALTH}),
            }
        if kind == ConsentKind.POLICE:
            scope = {"parts": frozenset({ACCOUNT}), "told_irreversible": True}
        with acting_as(world.people.amina, "consent") as amina:
            return actions.record_consent(amina, file_id or world.file_id, answer(kind, **{**scope, **changes}))

    return write
