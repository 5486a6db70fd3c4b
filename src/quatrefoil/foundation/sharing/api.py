# SPDX-License-Identifier: Apache-2.0
"""Sharing over the API: the same selectors and actions as the pages, so the same refusals."""

import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.sharing import actions, answer_actions, disclosure_actions, policy, selectors
from quatrefoil.foundation.sharing import disclosure_selectors as disclosures
from quatrefoil.foundation.sharing.codes import (
    Asker,
    Channel,
    Check,
    ConsentKind,
    DeclineReason,
    How,
    Outcome,
    Purpose,
    RevokeReason,
    WhyNotTold,
)
from quatrefoil.foundation.sharing.models import Kind
from quatrefoil.foundation.sharing.pages import actor_of
from quatrefoil.foundation.sharing.sheets import Chosen, Sheet, preview
from quatrefoil.foundation.ui.answers import Made
from quatrefoil.foundation.ui.pieces import Letter, Paper

router = Router(tags=["sharing"])


class ConsentOut(Schema):
    """One answer of a person."""

    id: UUID
    kind: str
    title: str
    answer: str
    state: str
    scope: str
    parts: str
    given: str
    ends: str
    stands: bool
    confirmation: str


class ConsentIn(Schema):
    """One answer to write down. `where`: "service:<id>" or "organisation:<id>", for sharing and for a named police body."""

    kind: ConsentKind
    agreed: bool
    language: str = Field(min_length=2, max_length=10)
    how: How
    given_on: datetime.date
    told: list[Check] = []
    told_irreversible: bool = False
    where: str = Field("", max_length=60)
    purpose: Purpose | Literal[""] = ""
    parts: list[str] = []
    expires_on: datetime.date | None = None
    interpreter_used: bool = False
    document: UUID | None = None
    consent_id: UUID | None = None


class WithdrawIn(Schema):
    """Who asked, and how."""

    asker: Asker
    how: Channel


class SupportIn(Schema):
    """The private conversation about services."""

    wants_to_end: bool
    place: Channel
    in_private: bool


class ChoiceIn(Schema):
    """What to share, where and for what. `parts` null: everything that is carried."""

    where: str = Field(max_length=60)
    purpose: Purpose
    parts: list[str] | None = None
    duty_id: UUID | None = None
    sending_id: UUID | None = None
    seen: str = Field("", max_length=64)


class ProposalIn(ChoiceIn):
    """Sharing without consent: the law, the second person, and whether the person was told."""

    approver: UUID
    person_told: bool
    why_not_told: WhyNotTold | Literal[""] = ""


class PartOut(Schema):
    """Whether one part may leave, and what carries it or why it stays."""

    part: str
    may_leave: bool
    words: str
    carrier: str = ""
    code: str = ""
    needs_second_approver: bool = False
    until: datetime.date | None = None


class LineOut(Schema):
    """One line of the sheet."""

    label: str
    text: str


class SheetOut(Schema):
    """The sheet exactly as it would be read. Send `seen` back, so that nothing else is sent."""

    title: str
    opening: str
    lines: list[LineOut]
    reference: str
    parts: list[PartOut]
    needs_second_approver: bool
    seen: str


class SentOut(Schema):
    """A disclosure at its sender."""

    id: UUID
    file_id: UUID
    reference: str
    to: str
    purpose: str
    kind: str
    state: str
    opened: str
    answer: str
    sent: str


class ReceivedOut(Schema):
    """A package in the recipient's list; nothing of it is opened."""

    id: UUID
    reference: str
    sender: str
    purpose: str
    kind: str
    state: str
    received: str


class LetterOut(Schema):
    """A line of a thread."""

    sender: str
    when: str
    text: str
    mine: bool


class PackageOut(ReceivedOut):
    """A package, opened: the sender sees it."""

    title: str
    opening: str
    lines: list[LineOut]
    letters: list[LetterOut]
    events: list[str]


class DeclineIn(Schema):
    """Why it is not taken."""

    reason: DeclineReason


class FinishIn(Schema):
    """What became of it."""

    outcome: Outcome
    feedback: str = Field("", max_length=4000)


class TextIn(Schema):
    """A line of a thread."""

    text: str = Field(min_length=1, max_length=4000)


class RevokeIn(Schema):
    """Why it is taken back."""

    reason: RevokeReason


class ApprovalOut(Schema):
    """What waits for a second person."""

    disclosure_id: UUID
    to: str
    purpose: str
    duty: str
    asked_by: str
    asked: str
    told: str


# Consent --------------------------------------------------------------------------------------------


@router.get("/files/{uuid:file_id}/consents", response=list[ConsentOut])
def list_consents(request: HttpRequest, file_id: UUID) -> Any:
    """Every answer on a file, newest first."""
    return selectors.consents_of(actor_of(request), file_id)


@router.post("/files/{uuid:file_id}/consents", response={201: Made})
def record_consent(request: HttpRequest, file_id: UUID, payload: ConsentIn) -> Any:
    """Write down one answer."""
    actor = actor_of(request)
    recipient = selectors.target(actor, payload.where).recipient if payload.where else None
    known = payload.dict(exclude={"where", "consent_id", "told", "parts"})
    answer = actions.Answer(
        **known,
        told=frozenset(payload.told),
        parts=frozenset(payload.parts),
        recipient=recipient.id if recipient else None,
        recipient_label=recipient.name if recipient else "",
    )
    return Status(201, {"id": actions.record_consent(actor, file_id, answer, consent_id=payload.consent_id)})


@router.post("/consents/{uuid:consent_id}/withdrawal", response={204: None})
def withdraw_consent(request: HttpRequest, consent_id: UUID, payload: WithdrawIn) -> Any:
    """Take a consent back: sharing stops at once."""
    actions.withdraw_consent(actor_of(request), consent_id, asker=payload.asker, how=payload.how)
    return Status(204, None)


@router.post("/consents/{uuid:consent_id}/support", response={204: None})
def confirm_support(request: HttpRequest, consent_id: UUID, payload: SupportIn) -> Any:
    """Write down the private conversation about services."""
    actions.confirm_support(actor_of(request), consent_id, **payload.dict())
    return Status(204, None)


# Disclosures ----------------------------------------------------------------------------------------


def _chosen(actor: Actor, payload: ChoiceIn) -> Chosen:
    parts = None if payload.parts is None else frozenset(payload.parts)
    kind = Kind.TRANSFER if payload.purpose == Purpose.TRANSFER else Kind.REFERRAL
    return Chosen(selectors.target(actor, payload.where), payload.purpose, parts, payload.duty_id, kind)


def _lines(paper: Paper) -> list[dict[str, str]]:
    return [{"label": pair.label, "text": str(pair.value)} for pair in paper.pairs]


def _part(answer: policy.Answer) -> dict[str, Any]:
    if isinstance(answer, policy.Refusal):
        return {"part": answer.part, "may_leave": False, "words": answer.words, "code": answer.code}
    return {
        "part": answer.part,
        "may_leave": True,
        "words": answer.words,
        "carrier": answer.carrier,
        "until": answer.until,
        "needs_second_approver": answer.needs_second_approver,
    }


def _sheet(drawn: Sheet) -> dict[str, Any]:
    return {
        "title": drawn.paper.title,
        "opening": drawn.paper.opening,
        "lines": _lines(drawn.paper),
        "reference": drawn.reference,
        "parts": [_part(answer) for answer in drawn.answers],
        "needs_second_approver": drawn.needs_second_approver,
        "seen": drawn.seal,
    }


@router.post("/files/{uuid:file_id}/sheet", response=SheetOut)
def draw_sheet(request: HttpRequest, file_id: UUID, payload: ChoiceIn) -> Any:
    """What would leave, and why the rest stays. Sends nothing."""
    actor = actor_of(request)
    return _sheet(preview(actor, file_id, _chosen(actor, payload)))


@router.post("/files/{uuid:file_id}/disclosures", response={201: Made})
def send(request: HttpRequest, file_id: UUID, payload: ChoiceIn) -> Any:
    """Send what consent carries; for the purpose "transfer" it offers the case itself."""
    actor = actor_of(request)
    chosen = _chosen(actor, payload)
    act = disclosure_actions.offer_transfer if chosen.kind == Kind.TRANSFER else disclosure_actions.send
    return Status(201, {"id": act(actor, file_id, chosen, sending_id=payload.sending_id, seen=payload.seen)})


@router.post("/files/{uuid:file_id}/proposals", response={201: Made})
def propose(request: HttpRequest, file_id: UUID, payload: ProposalIn) -> Any:
    """Ask a second person about sharing without consent on a named law."""
    actor = actor_of(request)
    made = disclosure_actions.propose_without_consent(
        actor,
        file_id,
        _chosen(actor, payload),
        approver=payload.approver,
        person_told=payload.person_told,
        why_not_told=payload.why_not_told,
        sending_id=payload.sending_id,
        seen=payload.seen,
    )
    return Status(201, {"id": made})


@router.get("/sent", response=list[SentOut])
def list_sent(request: HttpRequest, file_id: UUID | None = None) -> Any:
    """Disclosures of the files that the actor reaches."""
    return disclosures.sent(actor_of(request), file_id=file_id)


@router.post("/sent/{uuid:sending_id}/revocation", response={204: None})
def revoke(request: HttpRequest, sending_id: UUID, payload: RevokeIn) -> Any:
    """Take a disclosure back."""
    disclosure_actions.revoke(actor_of(request), sending_id, payload.reason)
    return Status(204, None)


@router.post("/sent/{uuid:sending_id}/letters", response={201: Made})
def reply(request: HttpRequest, sending_id: UUID, payload: TextIn) -> Any:
    """Answer in the thread."""
    return Status(201, {"id": answer_actions.reply(actor_of(request), sending_id, payload.text)})


@router.get("/received", response=list[ReceivedOut])
def list_received(request: HttpRequest) -> Any:
    """Packages of the actor's organisation."""
    return disclosures.received(actor_of(request))


@router.get("/received/{uuid:disclosure_id}", response=PackageOut)
def open_package(request: HttpRequest, disclosure_id: UUID) -> Any:
    """Open a package: an audited read that the sender sees."""
    detail = disclosures.received_one(actor_of(request), disclosure_id)
    row = {name: getattr(detail.row, name) for name in ReceivedOut.model_fields}
    opened = {"title": detail.paper.title, "opening": detail.paper.opening, "lines": _lines(detail.paper)}
    return {**row, **opened, "letters": [_letter(each) for each in detail.letters], "events": sorted(detail.events)}


def _letter(letter: Letter) -> dict[str, Any]:
    return {"sender": letter.sender, "when": letter.when, "text": letter.text, "mine": letter.mine}


@router.post("/received/{uuid:disclosure_id}/acceptance", response={204: None})
def accept(request: HttpRequest, disclosure_id: UUID) -> Any:
    """Take a referral."""
    answer_actions.accept(actor_of(request), disclosure_id)
    return Status(204, None)


@router.post("/received/{uuid:disclosure_id}/refusal", response={204: None})
def decline(request: HttpRequest, disclosure_id: UUID, payload: DeclineIn) -> Any:
    """Do not take a referral."""
    answer_actions.decline(actor_of(request), disclosure_id, payload.reason)
    return Status(204, None)


@router.post("/received/{uuid:disclosure_id}/outcome", response={204: None})
def finish(request: HttpRequest, disclosure_id: UUID, payload: FinishIn) -> Any:
    """Say what became of it."""
    answer_actions.finish(actor_of(request), disclosure_id, payload.outcome, payload.feedback)
    return Status(204, None)


@router.post("/received/{uuid:disclosure_id}/letters", response={201: Made})
def ask(request: HttpRequest, disclosure_id: UUID, payload: TextIn) -> Any:
    """Ask the sender something."""
    return Status(201, {"id": answer_actions.ask(actor_of(request), disclosure_id, payload.text)})


@router.post("/received/{uuid:disclosure_id}/transfer", response={201: Made})
def take_over(request: HttpRequest, disclosure_id: UUID) -> Any:
    """Take a case over; returns the new file."""
    return Status(201, {"id": answer_actions.take_over(actor_of(request), disclosure_id)})


@router.get("/approvals", response=list[ApprovalOut])
def list_approvals(request: HttpRequest) -> Any:
    """What waits for the actor's decision as the second person."""
    return disclosures.approvals(actor_of(request))


@router.post("/approvals/{uuid:disclosure_id}/approval", response={204: None})
def approve(request: HttpRequest, disclosure_id: UUID) -> Any:
    """Approve: it leaves now."""
    disclosure_actions.approve(actor_of(request), disclosure_id)
    return Status(204, None)


@router.post("/approvals/{uuid:disclosure_id}/refusal", response={204: None})
def not_approve(request: HttpRequest, disclosure_id: UUID) -> Any:
    """Do not approve: nothing leaves."""
    disclosure_actions.not_approve(actor_of(request), disclosure_id)
    return Status(204, None)
