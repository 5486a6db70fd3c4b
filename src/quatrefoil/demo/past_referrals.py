# SPDX-License-Identifier: Apache-2.0
"""Referrals of the past: to whom, for what, how long the answer took and what it was. Those of the last year can be opened."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np

from quatrefoil.demo.inserting import insert, plain
from quatrefoil.demo.part_keys import PLACES_AT_ONCE, chunks, keys_for
from quatrefoil.demo.pile import Pile, owner_of
from quatrefoil.demo.story import CasePlan, Journey
from quatrefoil.foundation.records.models import File, RecipientName
from quatrefoil.foundation.registers.models import Service
from quatrefoil.foundation.sharing.models import Carried, Disclosure, Sending
from quatrefoil.foundation.sharing.sheets import SCHEMA, to_text
from quatrefoil.foundation.sharing.states import State
from quatrefoil.foundation.vault import sealing
from quatrefoil.protection.cases.codes import who

PURPOSES: Final = {
    "medical": "medical", "counselling": "counselling", "legal": "legal", "papers": "papers", "shelter": "shelter",
    "education": "livelihood", "work": "livelihood", "money": "livelihood", "child_protection": "child_protection",
    "identification": "identification", "return": "return",
}  # fmt: skip
ANSWERS: Final = (("done", 0.58), ("declined", 0.19), ("accepted", 0.08), ("", 0.15))
DECLINED: Final = (
    ("full", 0.42),
    ("not_eligible", 0.2),
    ("language", 0.14),
    ("not_for_us", 0.14),
    ("unsafe", 0.05),
    ("conflict", 0.05),
)
OUTCOMES: Final = (("helped", 0.6), ("partly", 0.2), ("did_not_come", 0.12), ("referred_on", 0.08))
DAYS_TO_ANSWER: Final = 2.2
READABLE: Final = datetime.timedelta(days=180)
KEPT: Final = datetime.timedelta(days=365)
REFERRED: Final = frozenset({"services", "follow_up", "closed"})


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody to whom people are referred."""

    service: UUID
    organisation: UUID
    label: str
    purpose: str
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral with its answer."""

    file: File
    journey: Journey
    sender: str
    provider: Provider
    sent_at: datetime.datetime
    answered_at: datetime.datetime | None
    state: str
    reason: str
    outcome: str


def providers() -> tuple[Provider, ...]:
    """Services of the directory that take referrals, by name."""
    found = Service.objects.select_related("body").prefetch_related("regions").exclude(body__organisation=None)
    return tuple(
        Provider(
            each.id, each.body.organisation_id or each.id, each.shown_name if each.is_safe_place else each.body.name.split(":")[0],
            PURPOSES[each.need], frozenset() if each.everywhere else frozenset(region.code for region in each.regions.all()),
        )
        for each in found.order_by("body__name", "need")
        if each.need in PURPOSES
    )  # fmt: skip


class Referrer:
    """Draws referrals for cases, writes their history at once and the packages at the end."""

    def __init__(self, rng: np.random.Generator, pile: Pile, names: dict[UUID, str], today: datetime.date) -> None:
        self.rng, self.pile, self.names, self.today = rng, pile, names, today
        self.providers = providers()
        self.now = datetime.datetime.combine(today, datetime.time(), datetime.UTC)
        self.recent: list[Referral] = []

    def refer(self, file: File, plan: CasePlan, journey: Journey) -> None:
        """None, one or two referrals of a case that came as far as services."""
        days = dict(plan.stages)
        if "services" not in days or not journey.form:
            return
        near = [each for each in self.providers if self._fits(each, file, is_child=journey.is_child)]
        for number in range(min(int(self.rng.integers(0, 3)), len(near))):
            provider = near[int(self.rng.integers(len(near)))]
            begun = datetime.datetime.combine(days["services"], datetime.time(9 + number, 40), datetime.UTC)
            referral = self._referral(file, journey, provider, max(begun, plan.opened_at))
            self._remember(referral)
            if referral.sent_at > self.now - KEPT:
                self.recent.append(referral)

    def _fits(self, provider: Provider, file: File, *, is_child: bool) -> bool:
        near = not provider.regions or file.region in provider.regions
        return (
            near
            and provider.organisation != file.organisation_id
            and is_child == (provider.purpose == "child_protection")
        )

    def _referral(self, file: File, journey: Journey, provider: Provider, sent: datetime.datetime) -> Referral:
        state = self._one(ANSWERS)
        answered = sent + datetime.timedelta(days=DAYS_TO_ANSWER * float(self.rng.lognormal(0, 0.7)))
        reason, outcome = self._one(DECLINED), self._one(OUTCOMES)
        if answered >= self.now:
            state = ""
        elif state == "accepted" and answered < self.now - datetime.timedelta(days=40):
            state = "done"
        elif not state and sent < self.now - READABLE:
            state = "expired"
        return Referral(
            file, journey, self.names[file.organisation_id], provider, sent, answered if state and state != "expired" else None,
            state or "sent", reason if state == "declined" else "", outcome if state == "done" else "",
        )  # fmt: skip

    def _one(self, weighted: tuple[tuple[str, float], ...]) -> str:
        draw = float(self.rng.random())
        for value, share in weighted:
            draw -= share
            if draw < 0:
                return value
        return weighted[-1][0]

    def _remember(self, referral: Referral) -> None:
        said = {"purpose": referral.provider.purpose}
        file, happened = referral.file, self.pile.happened
        happened(file, "sharing", "disclosure.sent", referral.sent_at, {**said, "ground": _ground(referral)})
        if referral.answered_at and referral.state in {"accepted", "done"}:
            happened(file, "sharing", "disclosure.accepted", referral.answered_at, said)
        if referral.answered_at and referral.state == "declined":
            happened(file, "sharing", "disclosure.declined", referral.answered_at, {**said, "reason": referral.reason})
        if referral.state == "done" and referral.answered_at:
            done = min(referral.answered_at + datetime.timedelta(days=12), self.now - datetime.timedelta(hours=5))
            happened(file, "sharing", "disclosure.done", done, {**said, "outcome": referral.outcome})

    def write_packages(self) -> int:
        """Seal and write the referrals of the last year, at both sides; returns how many."""
        known: dict[tuple[UUID, UUID], str] = {}
        for chunk in chunks(self.recent, PLACES_AT_ONCE // 3):
            made = [(self.pile.new_id(), referral) for referral in chunk]
            fresh = {referral.file.id for referral in chunk} - {file for file, _other in known}
            places = [(each, "package") for each in fresh] + [(each, "package") for each, _referral in made]
            with keys_for(places):
                for each, referral in made:
                    self._package(each, referral, known)
            self._flush()
        return len(self.recent)

    def _flush(self) -> None:
        for model in (RecipientName, Sending, Disclosure, Carried):
            insert(model, self.pile.rows.pop(model, []))
        self.pile.write()

    def _package(self, made: UUID, referral: Referral, known: dict[tuple[UUID, UUID], str]) -> None:
        word, digits = self._recipient_name(referral, known).split(" ")
        text = to_text(_payload(referral, f"{word} {digits}"))
        shared: dict[str, Any] = {
            "id": made, "kind": "referral", "thread": made, "service": referral.provider.service, "purpose": referral.provider.purpose,
            "ground": _ground(referral), "state": State(referral.state), "recipient": referral.provider.organisation,
            "recipient_label": referral.provider.label, "sent_at": referral.sent_at, "answered_at": referral.answered_at,
            "answer_by": referral.sent_at.date() + datetime.timedelta(days=3), "expires_at": referral.sent_at + READABLE,
            "changed_at": referral.answered_at or referral.sent_at,
        }  # fmt: skip
        sending = Sending(
            **shared, file=referral.file, organisation=referral.file.organisation_id, made_by=owner_of(referral.file),
            made_at=referral.sent_at, decline_reason=referral.reason, outcome=referral.outcome,
        )  # fmt: skip
        sending.sheet = sealing.seal(sending, "sheet", text)
        disclosure = Disclosure(
            **shared, schema=SCHEMA, sender=referral.file.organisation_id, reference_word=word, reference_digits=digits
        )
        disclosure.payload = sealing.seal(disclosure, "payload", text)
        disclosure.digest = hashlib.sha256(disclosure.payload.data).hexdigest()
        self.pile.add(sending, disclosure)
        for part in ("core", "language"):
            self.pile.rows[Carried].append(
                plain(
                    id=self.pile.new_id(),
                    sending_id=made,
                    file_id=referral.file.id,
                    part=part,
                    carrier=_ground(referral),
                )
            )
        if referral.state in {"sent", "accepted", "done"} and referral.sent_at + READABLE > self.now:
            self.pile.reach(
                referral.provider.organisation, made, "disclosure", "disclosure", referral.answered_at or referral.sent_at, part="package",
                source=made, until=referral.sent_at + READABLE,
            )  # fmt: skip

    def _recipient_name(self, referral: Referral, known: dict[tuple[UUID, UUID], str]) -> str:
        place = referral.file.id, referral.provider.organisation
        if place not in known:
            words, digits = ("Hazel", "Jade", "Moss", "Pine", "Reed", "Sage"), f"{int(self.rng.integers(10_000)):04d}"
            word = words[int(self.rng.integers(len(words)))]
            row = plain(id=self.pile.new_id(), file_id=place[0], recipient=place[1], word=word, digits=digits)
            self.pile.rows[RecipientName].append(row)
            known[place] = f"{word} {digits}"
        return known[place]


def _ground(referral: Referral) -> str:
    return "child_protection" if referral.journey.is_child else "consent"


def _payload(referral: Referral, reference: str) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "kind": "referral",
        "from": referral.sender,
        "to": referral.provider.label,
        "reference": reference,
        "purpose": referral.provider.purpose,
        "parts": list(_parts(referral.journey, referral.file.region)),
        "basis": [{"carrier": _ground(referral), "words": _basis(referral)}],
        "made_on": referral.sent_at.date().isoformat(),
    }


def _parts(journey: Journey, region: str) -> Iterator[dict[str, Any]]:
    under = "yes" if journey.is_child else "no"
    about = f"about:{journey.sex}:{journey.age_band}:{under}:{region}"
    text = who(journey.sex, journey.age_band, is_child=journey.is_child)
    yield {"part": "core", "lines": [{"code": about, "label": "", "text": text}]}
    code = f"language:{journey.language}::1"
    yield {"part": "language", "lines": [{"code": code, "label": "Language", "text": journey.language}]}


def _basis(referral: Referral) -> str:
    if referral.journey.is_child:
        return "Children Protection Act 2011, section 14. A second person approved."
    return f"Consent given {referral.sent_at:%d %B %Y}, may be withdrawn any time"
