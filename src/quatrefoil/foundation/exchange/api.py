# SPDX-License-Identifier: Apache-2.0
"""The inbox of public reports over the API: what waits, one thread opened, claim, release, close, answer."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.exchange import actions, selectors
from quatrefoil.foundation.ui.answers import WRONG, Made

router = Router(tags=["exchange"])


class ReportOut(Schema):
    """A report as the list shows it; nothing of its words."""

    id: UUID
    danger_code: str
    channel: str
    language: str
    region: str
    received: str
    age: str
    state: str
    claimed_by: str
    is_mine: bool
    is_queued: bool
    messages: int
    attachments: int
    contact_id: UUID | None
    revision: int


class LetterOut(Schema):
    """A line of the thread."""

    sender: str
    when: str
    text: str
    mine: bool


class AttachmentOut(Schema):
    """A sealed original; it does not leave over the API."""

    id: UUID
    size: str
    received: str


class OpenedOut(Schema):
    """A report with its words."""

    report: ReportOut
    title: str
    questionnaire: str
    version: str
    answers: dict[str, str | list[str]]
    letters: list[LetterOut]
    attachments: list[AttachmentOut]
    police_may_know: bool
    inspectors_may_know: bool


class Opening(Schema):
    """Why the report is opened; it stands in the audit."""

    purpose: str = Field(min_length=3, max_length=80, pattern=r"^[a-z_ ]+$")


class Seen(Schema):
    """The revision that the caller saw."""

    revision: int = Field(ge=1, le=1_000_000)


class Reply(Schema):
    """Words for the reporter. With `id` sending it twice writes one."""

    text: str = Field(min_length=1, max_length=10_000)
    revision: int | None = Field(None, ge=1, le=1_000_000)
    id: UUID | None = None


@router.get("/reports", response={200: list[ReportOut], **WRONG})
def reports(request: HttpRequest, limit: int = 100) -> list[selectors.WaitingReport]:
    """Reports of the caller's desk, danger first; at most 200."""
    return list(selectors.waiting_reports(actor_of_request(request), limit=max(1, min(limit, 200))))


@router.post("/reports/{report_id}/open", response={200: OpenedOut, **WRONG})
def open_report(request: HttpRequest, report_id: UUID, body: Opening) -> OpenedOut:
    """The whole thread, opened with the desk's key; an audited read."""
    found = selectors.open_report(actor_of_request(request), report_id, body.purpose)
    return OpenedOut(
        report=ReportOut.from_orm(found.row),
        title=found.title,
        questionnaire=found.questionnaire,
        version=found.version,
        answers=found.answers,
        letters=[LetterOut.from_orm(each) for each in found.letters],
        attachments=[AttachmentOut.from_orm(each) for each in found.attachments],
        police_may_know=found.police_may_know,
        inspectors_may_know=found.inspectors_may_know,
    )


@router.post("/reports/{report_id}/claim", response={204: None, **WRONG})
def claim(request: HttpRequest, report_id: UUID, body: Seen) -> Status[None]:
    """Take a report, so that everybody sees who works on it."""
    actions.claim(actor_of_request(request), report_id, body.revision)
    return Status(204, None)


@router.post("/reports/{report_id}/take-over", response={204: None, **WRONG})
def take_over(request: HttpRequest, report_id: UUID, body: Seen) -> Status[None]:
    """Take a report from a colleague."""
    actions.take_over(actor_of_request(request), report_id, body.revision)
    return Status(204, None)


@router.post("/reports/{report_id}/release", response={204: None, **WRONG})
def release(request: HttpRequest, report_id: UUID, body: Seen) -> Status[None]:
    """Give a report back to the desk."""
    actions.release(actor_of_request(request), report_id, body.revision)
    return Status(204, None)


@router.post("/reports/{report_id}/close", response={204: None, **WRONG})
def close(request: HttpRequest, report_id: UUID, body: Seen) -> Status[None]:
    """Nothing more to do; a new message of the reporter opens it again."""
    actions.close(actor_of_request(request), report_id, body.revision)
    return Status(204, None)


@router.post("/reports/{report_id}/answer", response={201: Made, **WRONG})
def answer(request: HttpRequest, report_id: UUID, body: Reply) -> Status[dict[str, UUID]]:
    """Write to the reporter: sealed to the receipt, signed by the desk and never by a name."""
    actor = actor_of_request(request)
    return Status(
        201, {"id": actions.answer(actor, report_id, body.text, reply_id=body.id, revision=body.revision)}
    )  # fmt: skip
