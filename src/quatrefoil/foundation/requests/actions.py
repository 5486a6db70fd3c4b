# SPDX-License-Identifier: Apache-2.0
"""Asking, answering and withdrawing."""

import datetime
from collections.abc import Callable
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.doors import action, require_right
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.models import Ground
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.selectors import is_file
from quatrefoil.foundation.requests.kinds import KINDS
from quatrefoil.foundation.requests.models import Request, RequestState
from quatrefoil.foundation.vault import sealing

ON_ASK: list[Callable[[Request], None]] = []
# Called inside the answer's transaction with who answered and the answered question.
ON_ANSWER: list[Callable[[Actor, Request], None]] = []


@action("request.ask")
def ask(
    actor: Actor,
    kind: str,
    holder: UUID,
    *,
    record: UUID | None = None,
    record_kind: str = "",
    subject: str = "",
    question: str = "",
    due_on: datetime.date | None = None,
    request_id: UUID | None = None,
) -> UUID:
    """Ask a member, team or organisation. Idempotent on `request_id`.

    The question reaches the answering side; it opens nothing of the record it is about.
    """
    declared = KINDS[kind]
    if declared.subjects and subject not in declared.subjects:
        raise Refused(_("Choose what it is about."), code="subject")
    if declared.names_nobody and (record is not None or question.strip()):
        raise Refused(_("This question carries no name, no place and no file."), code="names_nobody")
    if record is not None:
        require_visible(actor, record)
    row = Request(
        id=request_id or uuid4(),
        kind=kind,
        subject=subject,
        asked_by=actor.member_id,
        asked_by_organisation=actor.organisation_id,
        holder=holder,
        record=record,
        record_kind=record_kind,
        due_on=due_on,
    )
    if request_id and visible(Request.objects.filter(id=request_id), actor).exists():
        return request_id
    if question.strip():
        row.question = sealing.seal(row, "question", question)
    row.save(force_insert=True)
    _remember(row, "request.asked", {"kind": kind, "subject": subject})
    for side in dict.fromkeys((holder, actor.member_id)):
        access.grant(side, row.id, "request", part="request", ground=Ground.REQUEST, source=row.id)
    if holder != actor.member_id:
        notify(holder, f"request.{kind}", row.id, "request")
    return row.id


def _remember(row: Request, event: str, codes: dict[str, str]) -> None:
    if row.record is not None and is_file(row.record):
        history.record(row.record, "requests", event, codes)
    trail.wrote(event, row.record or row.id, detail=row.kind)


def answer(actor: Actor, request_id: UUID, code: str, text: str = "", revision: int = 1) -> None:
    """Answer a question; the kind says which right it takes and whether the asker may answer."""
    row = visible(Request.objects.filter(id=request_id), actor).first()
    if row is None:
        raise NotVisible
    require_right(actor, KINDS[row.kind].right_to_answer)
    _answer(actor, row, code, text, revision)


@action("request.answer")
def _answer(actor: Actor, row: Request, code: str, text: str, revision: int) -> None:
    kind = KINDS[row.kind]
    if row.holder not in actor.holders:
        raise Refused(_("This was asked of somebody else."), code="not_asked")
    if row.state != RequestState.OPEN or row.revision != revision:
        raise Stale(_("This has been answered already."), code="stale")
    if kind.not_by_asker and row.asked_by == actor.member_id:
        raise Refused(_("A second person must answer this, not the one who asked."), code="second_person")
    if code not in kind.answers:
        raise Refused(_("Choose one of the answers."), code="answer")
    if code in kind.text_needed_for and not text.strip():
        raise Refused(_("Say why, so that the other person can mend it."), code="reason_missing")
    row.state, row.answer_code, row.revision = RequestState.ANSWERED, code, row.revision + 1
    row.answered_by, row.answered_at = actor.member_id, timezone.now()
    if text.strip():
        row.answer = sealing.seal(row, "answer", text)
    row.save()
    _remember(row, "request.answered", {"kind": row.kind, "subject": row.subject, "answer": code})
    if kind.on_answer:
        kind.on_answer(actor, row.record, row.subject, code)
    for listener in ON_ANSWER:
        listener(actor, row)
    if row.asked_by != actor.member_id:
        notify(row.asked_by, f"request.{row.kind}.answered", row.id, "request")


@action("request.ask")
def withdraw(actor: Actor, request_id: UUID) -> None:
    """Take one's own question back."""
    row = visible(Request.objects.filter(id=request_id, asked_by=actor.member_id), actor).first()
    if row is None:
        raise NotVisible
    if row.state != RequestState.OPEN:
        raise Refused(_("This has been answered already."), code="answered")
    row.state = RequestState.WITHDRAWN
    row.save(update_fields=["state"])
    _remember(row, "request.withdrawn", {"kind": row.kind})


def withdraw_for(record: UUID, kind: str, subject: str = "") -> None:
    """Open questions of a kind about a record fall away (the approval that was asked before the plan changed)."""
    rows = Request.objects.filter(record=record, kind=kind, state=RequestState.OPEN)
    (rows.filter(subject=subject) if subject else rows).update(state=RequestState.WITHDRAWN)
