# SPDX-License-Identifier: Apache-2.0
"""Questions, tasks and approvals as rows."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages.selectors import address_of
from quatrefoil.foundation.records.selectors import file_references, member_names
from quatrefoil.foundation.requests.kinds import KINDS
from quatrefoil.foundation.requests.models import Request, RequestState
from quatrefoil.foundation.ui.dates import due, moment
from quatrefoil.foundation.vault import sealing

MOST = 200


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One question in a list."""

    id: UUID
    kind: str
    kind_label: str
    subject: str
    subject_label: str
    record: UUID | None
    record_kind: str
    reference: str
    record_url: str
    asked_by: str
    asked: str
    due: str
    due_tone: str
    state: str
    state_label: str
    answer_label: str
    answered: str
    is_mine_to_answer: bool
    revision: int


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """One question, opened: an audited read."""

    row: RequestRow
    question: str
    answer: str
    answers: tuple[tuple[str, str], ...]


def to_answer(
    actor: Actor, *, kinds: tuple[str, ...] = (), until: datetime.date | None = None, most: int = MOST
) -> tuple[RequestRow, ...]:
    """Open questions that await the actor, a team or the organisation: due first, then oldest (3 queries)."""
    rows = _open(actor).filter(holder__in=actor.holders)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if until:
        rows = rows.filter(due_on__lte=until)
    return _rows(actor, rows.order_by(F("due_on").asc(nulls_last=True), "asked_at")[:most])


def asked(actor: Actor) -> tuple[RequestRow, ...]:
    """Questions that the actor asked and that are not answered."""
    return _rows(actor, _open(actor).filter(asked_by=actor.member_id).order_by("asked_at")[:200])


def about(actor: Actor, record: UUID, *, open_only: bool = False) -> tuple[RequestRow, ...]:
    """Questions about one record that the actor sees, newest first."""
    rows = visible(Request.objects.filter(record=record), actor)
    if open_only:
        rows = rows.filter(state=RequestState.OPEN)
    return _rows(actor, rows.order_by("-asked_at")[:100])


def counts(actor: Actor) -> dict[str, int]:
    """How many open questions await the actor: all, overdue, due today (1 query)."""
    today = timezone.localdate()
    dates = list(awaiting(actor).values_list("due_on", flat=True)[:2000])
    return {
        "all": len(dates),
        "overdue": sum(1 for on in dates if on is not None and on < today),
        "today": sum(1 for on in dates if on == today),
    }


def open_request(actor: Actor, request_id: UUID) -> RequestDetail:
    """One question with its texts, opened and audited."""
    row = visible(Request.objects.filter(id=request_id), actor).first()
    if row is None:
        raise NotVisible
    texts = sealing.open_many(
        row, [n for n in ("question", "answer") if getattr(row, n) is not None], purpose="request"
    )
    answers = tuple((code, str(label)) for code, label in KINDS[row.kind].answers.items())
    return RequestDetail(_rows(actor, [row])[0], texts.get("question", ""), texts.get("answer", ""), answers)


def awaiting(actor: Actor) -> QuerySet[Request]:
    """Open questions that await the actor, a team or the organisation, to be counted."""
    return _open(actor).filter(holder__in=actor.holders)


def _open(actor: Actor) -> QuerySet[Request]:
    return visible(Request.objects.filter(Q(state=RequestState.OPEN)), actor)


def _rows(actor: Actor, found: "QuerySet[Request] | list[Request]") -> tuple[RequestRow, ...]:
    rows = list(found)
    names = member_names(actor, {each for row in rows for each in (row.asked_by, row.answered_by) if each})
    references = file_references(actor, {row.record for row in rows if row.record})
    return tuple(_row(actor, row, names, references) for row in rows)


def _row(actor: Actor, row: Request, names: dict[UUID, str], references: dict[UUID, str]) -> RequestRow:
    kind = KINDS[row.kind]
    due_text, tone = due(row.due_on)
    visible_record = row.record if row.record in references else None
    return RequestRow(
        id=row.id,
        kind=row.kind,
        kind_label=str(kind.label),
        subject=row.subject,
        subject_label=str(kind.subjects.get(row.subject, SUBJECTS.get(row.subject, row.subject))),
        record=visible_record,
        record_kind=row.record_kind,
        reference=references.get(row.record, "") if row.record else "",
        record_url=address_of(row.record_kind, visible_record),
        asked_by=names.get(row.asked_by, ""),
        asked=moment(row.asked_at),
        due=due_text,
        due_tone=tone,
        state=row.state,
        state_label=str(RequestState(row.state).label),
        answer_label=str(kind.answers.get(row.answer_code, "")),
        answered=f"{names.get(row.answered_by, '')} {moment(row.answered_at)}".strip() if row.answered_by else "",
        is_mine_to_answer=row.state == RequestState.OPEN and row.holder in actor.holders,
        revision=row.revision,
    )


# Subjects that wings add to shared kinds such as approvals: code -> label.
SUBJECTS: dict[str, object] = {}
