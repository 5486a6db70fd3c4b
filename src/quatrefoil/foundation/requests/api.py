# SPDX-License-Identifier: Apache-2.0
"""Tasks and questions over the API."""

import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.requests import actions, selectors
from quatrefoil.foundation.requests.kinds import KINDS
from quatrefoil.foundation.ui.answers import WRONG, Made

router = Router(tags=["requests"])


class RequestOut(Schema):
    """One question in a list."""

    id: UUID
    kind: str
    subject: str
    record: UUID | None
    due: str
    state: str
    revision: int


class OneRequest(RequestOut):
    """One question, opened."""

    question: str
    answer: str
    answers: list[str]


class Ask(Schema):
    """A new question about a file or none."""

    kind: str = Field(max_length=40, pattern=r"^[a-z_]+$")
    holder: UUID
    record: UUID | None = None
    subject: str = Field("", max_length=40)
    question: str = Field("", max_length=4000)
    due_on: datetime.date | None = None


class Answer(Schema):
    """An answer, with the revision it was read at."""

    code: str = Field(max_length=40)
    text: str = Field("", max_length=4000)
    revision: int = Field(ge=1, le=1_000_000)


@router.get("", response={200: list[RequestOut], **WRONG})
def waiting(request: HttpRequest) -> list[selectors.RequestRow]:
    """Open questions that await the caller, a team or the organisation."""
    actor = actor_of_request(request)
    require_right(actor, "request.answer")
    return list(selectors.to_answer(actor))


@router.get("/{request_id}", response={200: OneRequest, **WRONG})
def one(request: HttpRequest, request_id: UUID) -> OneRequest:
    """One question with its texts; an audited read."""
    found = selectors.open_request(actor_of_request(request), request_id)
    codes = [code for code, _label in found.answers]
    return OneRequest(
        **RequestOut.from_orm(found.row).dict(), question=found.question, answer=found.answer, answers=codes
    )


@router.post("", response={201: Made, **WRONG})
def ask(request: HttpRequest, body: Ask) -> Status[dict[str, UUID]]:
    """Ask a member, team or organisation."""
    if body.kind not in KINDS:
        raise NotVisible
    given = body.dict(exclude={"kind", "holder"})
    made = actions.ask(actor_of_request(request), body.kind, body.holder, **given)
    return Status(201, {"id": made})


@router.post("/{request_id}/answer", response={204: None, **WRONG})
def answer(request: HttpRequest, request_id: UUID, body: Answer) -> Status[None]:
    """Answer a question."""
    actions.answer(actor_of_request(request), request_id, body.code, body.text, body.revision)
    return Status(204, None)
