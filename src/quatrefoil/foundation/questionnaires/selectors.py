# SPDX-License-Identifier: Apache-2.0
"""What an actor may see of responses. Opening the answers is an audited read; lists show none of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.questionnaires import answers as kept
from quatrefoil.foundation.questionnaires import catalogue
from quatrefoil.foundation.questionnaires.forms import said
from quatrefoil.foundation.questionnaires.models import (
    Interpreting,
    Manner,
    Place,
    Response,
    State,
    StopReason,
)
from quatrefoil.foundation.records.selectors import member_names
from quatrefoil.foundation.registers.selectors import language_name
from quatrefoil.foundation.ui.dates import age_of, moment
from quatrefoil.foundation.vault import sealing
from quatrefoil.standards.instruments.definition import Questionnaire


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One response in ready strings; no answer stands here."""

    id: UUID
    file_id: UUID
    code: str
    version: str
    digest: str
    title: str
    state: str
    state_label: str
    stop_reason: str
    started: str
    ended: str
    age: str
    language: str
    interpreting: str
    place: str
    manner: str
    asked_by: str
    is_mine: bool
    previous: UUID | None
    section: str
    revision: int


def response_of(actor: Actor, response_id: UUID, *, for_update: bool = False) -> Response:
    """The response itself, for actions and wings; NotVisible when the actor does not reach it."""
    rows = visible(Response.objects.all(), actor)
    found: Response | None = (
        (rows.select_for_update(of=("self",)) if for_update else rows).filter(id=response_id).first()
    )
    if found is None:
        raise NotVisible
    return found


def response(actor: Actor, response_id: UUID) -> ResponseRow:
    """One response (2 queries)."""
    return _rows(actor, [response_of(actor, response_id)])[0]


def responses(actor: Actor, file_id: UUID) -> tuple[ResponseRow, ...]:
    """The responses of a file, newest first (2 queries)."""
    found = visible(Response.objects.filter(file_id=file_id), actor).order_by("-started_at", "-id")
    return _rows(actor, list(found[:200]))


def unfinished(actor: Actor, *, limit: int = 100) -> tuple[ResponseRow, ...]:
    """What the actor began and did not finish, oldest first (2 queries)."""
    return _rows(actor, list(in_progress(actor).order_by("started_at")[:limit]))


def in_progress(actor: Actor) -> "QuerySet[Response]":
    """What the actor began and did not finish, to be counted."""
    return visible(Response.objects.filter(asked_by=actor.member_id, state=State.IN_PROGRESS), actor)


def answers_of(actor: Actor, response_id: UUID, purpose: str) -> dict[str, Any]:
    """The answers of a response: the audited read."""
    return kept.from_text(sealing.open_text(response_of(actor, response_id), "answers", purpose=purpose))


def questionnaire_of(row: Response | ResponseRow) -> Questionnaire:
    """The definition in the version in which the response was given."""
    return catalogue.find(row.code, row.version)


def _rows(actor: Actor, found: list[Response]) -> tuple[ResponseRow, ...]:
    names = member_names(actor, {row.asked_by for row in found})
    return tuple(_row(actor, row, names) for row in found)


def _row(actor: Actor, row: Response, names: dict[UUID, str]) -> ResponseRow:
    return ResponseRow(
        id=row.id,
        file_id=row.file_id,
        code=row.code,
        version=row.version,
        digest=row.digest,
        title=said(questionnaire_of(row).title),
        state=row.state,
        state_label=str(State(row.state).label),
        stop_reason=str(StopReason(row.stop_reason).label) if row.stop_reason else "",
        started=moment(row.started_at),
        ended=moment(row.ended_at),
        age=age_of(row.started_at),
        language=language_name(row.language) if row.language else _("not noted"),
        interpreting=_noted(Interpreting, row.interpreting),
        place=_noted(Place, row.place),
        manner=str(Manner(row.manner).label),
        asked_by=names.get(row.asked_by, ""),
        is_mine=row.asked_by == actor.member_id,
        previous=row.previous,
        section=row.section,
        revision=row.revision,
    )


def _noted(choices: Any, code: str) -> str:
    return str(choices(code).label) if code else _("not noted")
