# SPDX-License-Identifier: Apache-2.0
"""Disclosures as people read them: sent, received, waiting for a second person, and the thread of each."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.documents import printed
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import PACKAGE
from quatrefoil.foundation.records.selectors import member_names, organisation_name
from quatrefoil.foundation.sharing import parts
from quatrefoil.foundation.sharing.codes import Carrier, DeclineReason, Outcome, Purpose, RevokeReason, WhyNotTold
from quatrefoil.foundation.sharing.models import Approval, Carried, Disclosure, Kind, Letter, Sending
from quatrefoil.foundation.sharing.selectors import duty_terms, first_opened
from quatrefoil.foundation.sharing.sheets import from_text, paper_of
from quatrefoil.foundation.sharing.states import READABLE, TRANSITIONS, Event, State
from quatrefoil.foundation.ui.dates import age_of, due, moment
from quatrefoil.foundation.ui.pieces import Chip, ChipKind, Paper
from quatrefoil.foundation.ui.pieces import Letter as LetterPiece
from quatrefoil.foundation.vault import sealing

CHIPS: dict[str, ChipKind] = {
    State.SENT: "due",
    State.ACCEPTED: "good",
    State.DONE: "good",
    State.DECLINED: "warn",
    State.REVOKED: "warn",
    State.PROPOSED: "due",
}


@dataclass(frozen=True, slots=True)
class SentRow:
    """A disclosure as its sender reads it in a list."""

    id: UUID
    file_id: UUID
    reference: str
    to: str
    purpose: str
    kind: str
    state: str
    state_chip: Chip
    due: Chip | None
    opened: str
    answer: str
    sent: str
    age: str


@dataclass(frozen=True, slots=True)
class SentDetail:
    """One disclosure at the sender, with the sheet that left and the thread."""

    row: SentRow
    paper: Paper
    carried: tuple[tuple[str, str], ...]
    ground: str
    told: str
    letters: tuple[LetterPiece, ...]
    works_here: bool
    print_code: str
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A package in the recipient's list: the name it has here, the purpose, and what is due. Nothing is opened for it."""

    id: UUID
    reference: str
    sender: str
    purpose: str
    kind: str
    state: str
    state_chip: Chip
    due: Chip | None
    received: str
    age: str
    answer_by: datetime.date | None
    sent_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class ReceivedDetail:
    """One package, opened: an audited read that the sender sees."""

    row: ReceivedRow
    paper: Paper
    letters: tuple[LetterPiece, ...]
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """What waits for a second person."""

    disclosure_id: UUID
    to: str
    purpose: str
    duty: str
    asked_by: str
    asked: str
    told: str


@dataclass(frozen=True, slots=True)
class ApprovalDetail:
    """What a second person decides on: the law in its words, and the sheet."""

    row: ApprovalRow
    duty_text: str
    paper: Paper


# Sent -----------------------------------------------------------------------------------------------


def sent(
    actor: Actor, *, file_id: UUID | None = None, states: frozenset[str] = frozenset(), start: int = 0, limit: int = 100
) -> tuple[SentRow, ...]:
    """Disclosures of the files that the actor reaches, newest first, from the row `start` on (5 queries)."""
    found = visible(Sending.objects.select_related("file"), actor)
    if file_id is not None:
        found = found.filter(file_id=file_id)
    if states:
        found = found.filter(state__in=states)
    rows = list(found.order_by("-changed_at", "-id")[start : start + limit])
    opened = first_opened({row.id: row.recipient for row in rows})
    return tuple(_sent_row(row, opened) for row in rows)


def sent_in(actor: Actor, states: frozenset[str]) -> QuerySet[Sending]:
    """Disclosures that stand in these states, to be counted."""
    return visible(Sending.objects.filter(state__in=states), actor)


def sent_one(actor: Actor, sending_id: UUID) -> SentDetail:
    """One disclosure with the sheet that left (an audited read) and its thread."""
    found = visible(Sending.objects.select_related("file", "duty").filter(id=sending_id), actor).first()
    if found is None:
        raise NotVisible
    carried = visible(Carried.objects.filter(sending=found), actor)
    return SentDetail(
        row=_sent_row(found, first_opened({found.id: found.recipient})),
        paper=_paper(found, "sheet", "the sheet that left") if found.sheet else Paper("", "", "", ()),
        carried=tuple((parts.label(each.part), _carrier(each.carrier)) for each in carried.order_by("part")),
        ground=_carrier(found.ground) + (f": {found.duty}" if found.duty else ""),
        told=told_words(person_told=found.person_told, why_not=found.why_not_told),
        letters=letters(actor, found.file_id, found.id),
        works_here=found.recipient_works_here,
        print_code=found.print_code,
        events=events_from(_state(found)),
    )


def sheet_on_paper(actor: Actor, sending_id: UUID, language: str = "") -> bytes:
    """The sheet that left as PDF, in a language or else in the person's own, for a recipient without an account.

    The frame is in that language; what was written on the sheet stays as it was agreed. An audited read.
    """
    found = visible(Sending.objects.filter(id=sending_id), actor).first()
    if found is None or found.recipient_works_here or not found.sheet:
        raise NotVisible
    if found.state not in READABLE:
        raise Refused(_("This referral is closed. Its sheet is not printed any more."), code="closed")
    payload = from_text(sealing.open_text(found, "sheet", purpose="the sheet that left"))
    chosen = language if language in dict(printed.languages()) else language_of_person(payload)
    with translation.override(chosen):
        return printed.referral(paper_of(payload), found.print_code, chosen)


def language_of_person(payload: Mapping[str, Any]) -> str:
    """The language that the sheet says the person speaks, where sheets exist in it; else the reader's."""
    codes = (line["code"] for section in payload["parts"] for line in section["lines"])
    spoken = next((code.split(":")[1] for code in codes if code.startswith("language:")), "")
    return spoken if spoken in dict(printed.languages()) else get_language() or printed.SOURCE_LANGUAGE


def _carrier(carrier: str) -> str:
    return str(Carrier(carrier).label) if carrier else ""


def told_words(*, person_told: bool | None, why_not: str) -> str:
    """Whether the person was told, in words; nothing when it was never a question."""
    if person_told is None:
        return ""
    return _("The person was told") if person_told else str(WhyNotTold(why_not).label)


def _state(row: Sending | Disclosure) -> str:
    """The state now: what has ended by its date is ended, also before the tick says so."""
    over = row.expires_at is not None and row.expires_at <= timezone.now()
    return State.EXPIRED if over and row.state in READABLE else row.state


def events_from(state: str) -> frozenset[str]:
    """What may happen next, for buttons."""
    return frozenset(str(event) for (before, event) in TRANSITIONS if before == state)


def _sent_row(row: Sending, opened: dict[UUID, datetime.datetime]) -> SentRow:
    state = _state(row)
    return SentRow(
        id=row.id,
        file_id=row.file_id,
        reference=row.file.reference_name or row.file.number,
        to=row.recipient_label,
        purpose=str(Purpose(row.purpose).label),
        kind=row.kind,
        state=state,
        state_chip=Chip(str(State(state).label), CHIPS.get(state, "neutral")),
        due=answer_due(row.answer_by) if state == State.SENT else None,
        opened=_("opened %(when)s") % {"when": moment(opened[row.id])} if row.id in opened else _("not opened yet"),
        answer=_answer(row),
        sent=moment(row.sent_at),
        age=age_of(row.changed_at),
    )


def _answer(row: Sending) -> str:
    if row.revoke_reason:
        return str(RevokeReason(row.revoke_reason).label)
    if row.decline_reason:
        return str(DeclineReason(row.decline_reason).label)
    return str(Outcome(row.outcome).label) if row.outcome else ""


def answer_due(on: datetime.date | None) -> Chip | None:
    """When an answer is due, as a chip."""
    words, kind = due(on)
    return Chip(_("answer %(due)s") % {"due": words}, kind) if words else None  # type: ignore[arg-type]


def _paper(row: Sending | Disclosure, column: str, purpose: str) -> Paper:
    return paper_of(from_text(sealing.open_text(row, column, purpose=purpose)))


# Received -------------------------------------------------------------------------------------------


def _packages(actor: Actor) -> QuerySet[Disclosure]:
    return visible(Disclosure.objects.filter(recipient=actor.organisation_id), actor)


def received(
    actor: Actor, *, states: frozenset[str] = frozenset(), start: int = 0, limit: int = 100
) -> tuple[ReceivedRow, ...]:
    """Packages that the actor's organisation received, newest first, from the row `start` on; none is opened (2 queries)."""
    found = _packages(actor)
    if states:
        found = found.filter(state__in=states)
    rows = list(found.order_by("-changed_at", "-id")[start : start + limit])
    names = {each: organisation_name(each) for each in {row.sender for row in rows}}
    return tuple(_received_row(row, names) for row in rows)


def received_in(actor: Actor, states: frozenset[str]) -> QuerySet[Disclosure]:
    """Received packages in these states, to be counted."""
    return _packages(actor).filter(state__in=states)


def received_one(actor: Actor, disclosure_id: UUID) -> ReceivedDetail:
    """Open a package: an audited read, which the sender sees as "opened"."""
    found = _packages(actor).filter(id=disclosure_id).first()
    if found is None:
        require_visible(actor, disclosure_id, PACKAGE)
        raise NotVisible
    return ReceivedDetail(
        row=_received_row(found, {found.sender: organisation_name(found.sender)}),
        paper=_paper(found, "payload", "read a referral"),
        letters=letters(actor, found.id, found.id),
        events=_events_for_recipient(found),
    )


def _events_for_recipient(row: Disclosure) -> frozenset[str]:
    possible = events_from(_state(row)) & {Event.ACCEPT, Event.DECLINE, Event.FINISH, Event.TAKE_OVER}
    return possible - ({Event.ACCEPT} if row.kind == Kind.TRANSFER else {Event.TAKE_OVER})


def _received_row(row: Disclosure, names: dict[UUID, str]) -> ReceivedRow:
    state = _state(row)
    return ReceivedRow(
        id=row.id,
        reference=row.reference_name,
        sender=names[row.sender],
        purpose=str(Purpose(row.purpose).label),
        kind=row.kind,
        state=state,
        state_chip=Chip(_("New") if state == State.SENT else str(State(state).label), CHIPS.get(state, "neutral")),
        due=answer_due(row.answer_by) if state == State.SENT else None,
        received=moment(row.sent_at),
        age=age_of(row.changed_at),
        answer_by=row.answer_by,
        sent_at=row.sent_at,
    )


def letters(actor: Actor, record: UUID, disclosure_id: UUID) -> tuple[LetterPiece, ...]:
    """The thread on one side, oldest first (an audited read)."""
    rows = list(visible(Letter.objects.filter(record=record, disclosure=disclosure_id), actor).order_by("written_at"))
    if not rows:
        return ()
    texts = sealing.open_rows(rows, ("body",), purpose="read the thread of a referral")
    names = {each: organisation_name(each) for each in {row.organisation for row in rows}}
    return tuple(
        LetterPiece(
            names[row.organisation],
            moment(row.written_at),
            text["body"],
            mine=row.organisation == actor.organisation_id,
        )
        for row, text in zip(rows, texts, strict=True)
    )


# A second person ------------------------------------------------------------------------------------


def approvals(actor: Actor) -> tuple[ApprovalRow, ...]:
    """Sharing without consent that waits for the actor's decision."""
    if not actor.may("disclosure.second_approve"):
        return ()
    rows = list(
        visible(Approval.objects.filter(approved__isnull=True).select_related("duty"), actor).order_by("asked_at")
    )
    packages = {
        each.id: each for each in visible(Disclosure.objects.filter(id__in=[r.disclosure for r in rows]), actor)
    }
    names = member_names(actor, {row.asked_by for row in rows})
    return tuple(_approval_row(row, packages[row.disclosure], names) for row in rows if row.disclosure in packages)


def to_approve(actor: Actor) -> QuerySet[Approval]:
    """What waits for the decision of an actor who may decide, and whose package the actor sees; to be counted."""
    packages = visible(Disclosure.objects.all(), actor).values("id")
    return visible(Approval.objects.filter(approved__isnull=True, disclosure__in=packages), actor)


def approval(actor: Actor, disclosure_id: UUID) -> ApprovalDetail:
    """The law in its words, and the sheet (an audited read)."""
    row = visible(Approval.objects.filter(disclosure=disclosure_id, approved__isnull=True), actor).first()
    package = visible(Disclosure.objects.filter(id=disclosure_id), actor).first()
    if row is None or package is None or not actor.may("disclosure.second_approve"):
        raise NotVisible
    (duty,) = duty_terms(row.duty_id)
    names = member_names(actor, {row.asked_by})
    return ApprovalDetail(
        _approval_row(row, package, names), duty.text, _paper(package, "payload", "decide on sharing without consent")
    )


def _approval_row(row: Approval, package: Disclosure, names: dict[UUID, str]) -> ApprovalRow:
    return ApprovalRow(
        disclosure_id=row.disclosure,
        to=package.recipient_label,
        purpose=str(Purpose(package.purpose).label),
        duty=str(row.duty),
        asked_by=names.get(row.asked_by, ""),
        asked=moment(row.asked_at),
        told=told_words(person_told=row.person_told, why_not=row.why_not_told),
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """What was kept of a choice that was not sent."""

    file_id: UUID
    where: str
    purpose: str
    duty: str
    parts: frozenset[str]


def draft(actor: Actor, sending_id: UUID) -> Draft:
    """A draft, to go on with it; NotVisible when it was sent already."""
    found = visible(Sending.objects.filter(id=sending_id, state=State.DRAFT), actor).first()
    if found is None:
        raise NotVisible
    where = f"service:{found.service}" if found.service else f"organisation:{found.recipient}"
    chosen = visible(Carried.objects.filter(sending=found), actor).values_list("part", flat=True)
    return Draft(found.file_id, where, found.purpose, str(found.duty_id or ""), frozenset(chosen))
