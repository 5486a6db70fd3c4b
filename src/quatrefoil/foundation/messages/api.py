# SPDX-License-Identifier: Apache-2.0
"""Notices, safe contact, the word check and the outgoing gate over the API."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.messages import actions, gate, selectors
from quatrefoil.foundation.messages import safe_contact as contacts
from quatrefoil.foundation.ui.answers import WRONG, Made

router = Router(tags=["messages"])


class NoticeOut(Schema):
    """A notice: a sentence about a record, never its content."""

    id: UUID
    sentence: str
    age: str
    is_urgent: bool
    is_seen: bool
    seen: str


class ToldOut(Schema):
    """Somebody who was told about a record."""

    sentence: str
    who: str
    at: str
    seen: str


class SafeContactOut(Schema):
    """How the person may be reached. Address and instructions are opened apart, for a reason."""

    id: UUID
    channel: str
    headline: str
    phone: str
    is_phone_taken: bool
    has_address: bool
    has_safe_word: bool
    checked: str
    is_stale: bool


class SafeContactIn(Schema):
    """What the person says today. Words left empty are kept from before."""

    channel: Literal["none", "call", "text", "email", "thread", "in_person", "through"]
    address: str = Field("", max_length=200)
    phone_state: Literal["unknown", "own", "watched", "shared", "taken"] = "unknown"
    may_write: bool = False
    may_leave_voice_mail: bool = False
    hours: str = Field("", max_length=120)
    weekdays_only: bool = False
    from_hour: int | None = Field(None, ge=0, le=24)
    to_hour: int | None = Field(None, ge=0, le=24)
    instructions: str = Field("", max_length=2000)
    safe_word: str = Field("", max_length=60)
    duress_word: str = Field("", max_length=60)
    seen: UUID | None = Field(None, description="The id of the instructions you read; 409 where others are newer.")


class Opening(Schema):
    """Why something sealed is opened."""

    reason: Literal["call_now", "plan_visit", "person_asks", "check_up_to_date"]


class OpenedContact(Schema):
    """Address and instructions, opened. The words are never given out."""

    address: str = ""
    instructions: str = ""


class Said(Schema):
    """The word that a caller said."""

    word: str = Field(min_length=1, max_length=60)


class WordAnswer(Schema):
    """safe, duress, wrong or unset. Show the caller nothing of it."""

    answer: str


class ShortText(Schema):
    """A canned text for the gate."""

    template: str = Field(max_length=40, pattern=r"^[a-z_]+$")
    channel: Literal["thread", "text", "email"]


class Verdict(Schema):
    """Whether it went out; if not, why."""

    went_out: bool
    reason: str = ""
    words: str = ""


class Counted(Schema):
    """How many."""

    count: int


@router.get("/notices", response={200: list[NoticeOut], **WRONG})
def notices(request: HttpRequest, *, unseen: bool = False, limit: int = 50) -> list[selectors.NoticeRow]:
    """The newest notices for the caller, teams and organisation; at most 200."""
    return list(selectors.notices(actor_of_request(request), unseen_only=unseen, limit=max(1, min(limit, 200))))


@router.post("/notices/{notice_id}/seen", response={204: None, **WRONG})
def seen(request: HttpRequest, notice_id: UUID) -> Status[None]:
    """Mark as seen; who saw it first stays visible."""
    actions.see_notice(actor_of_request(request), notice_id)
    return Status(204, None)


@router.post("/notices/seen", response={200: Counted, **WRONG})
def all_seen(request: HttpRequest) -> dict[str, int]:
    """Mark everything as seen except what is urgent."""
    return {"count": actions.see_all(actor_of_request(request))}


@router.get("/told/{record}", response={200: list[ToldOut], **WRONG})
def told(request: HttpRequest, record: UUID) -> list[dict[str, str]]:
    """Who was told about a record, when, and who saw it."""
    rows = selectors.told(actor_of_request(request), record)
    return [dict(zip(("sentence", "who", "at", "seen"), row, strict=True)) for row in rows]


@router.get("/safe-contact/{file_id}", response={200: SafeContactOut, **WRONG})
def safe_contact(request: HttpRequest, file_id: UUID) -> contacts.SafeContactRow:
    """How the person may be reached; 404 also when nothing was written down yet."""
    actor = actor_of_request(request)
    require_visible(actor, file_id, "safe_contact")
    found = contacts.safe_contact(actor, file_id)
    if found is None:
        raise NotVisible
    return found


@router.post("/safe-contact/{file_id}", response={201: Made, **WRONG})
def record_safe_contact(request: HttpRequest, file_id: UUID, body: SafeContactIn) -> Status[dict[str, UUID]]:
    """Write down how the person may be reached from today."""
    known = contacts.SafeContactInput(**body.dict(exclude={"seen"}))
    seen = str(body.seen) if body.seen else None
    return Status(201, {"id": contacts.record_safe_contact(actor_of_request(request), file_id, known, seen=seen)})


@router.post("/safe-contact/{file_id}/open", response={200: OpenedContact, **WRONG})
def open_safe_contact(request: HttpRequest, file_id: UUID, body: Opening) -> dict[str, str]:
    """Address and instructions, for a reason; an audited read."""
    return contacts.open_safe_contact(actor_of_request(request), file_id, body.reason)


@router.post("/safe-contact/{file_id}/word", response={200: WordAnswer, **WRONG})
def check_word(request: HttpRequest, file_id: UUID, body: Said) -> dict[str, str]:
    """Compare what the caller said, before anything is confirmed to them."""
    return {"answer": contacts.check_word(actor_of_request(request), file_id, body.word)}


@router.post("/texts/{file_id}", response={200: Verdict, **WRONG})
def send_text(request: HttpRequest, file_id: UUID, body: ShortText) -> dict[str, str | bool]:
    """Send a canned text through the gate, whose default is silence; what it stops comes back with the reason."""
    if body.template not in gate.TEMPLATES:
        raise NotVisible
    verdict = gate.send(actor_of_request(request), file_id, body.template, body.channel)
    return {"went_out": verdict.may_go, "reason": verdict.reason, "words": verdict.words}


@router.get("/texts", response={200: dict[str, str], **WRONG})
def texts(request: HttpRequest) -> dict[str, str]:
    """The canned texts by code."""
    return {template.code: str(template.label) for template in gate.TEMPLATES.values()}
