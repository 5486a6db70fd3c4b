# SPDX-License-Identifier: Apache-2.0
"""The desk over the API: the queue, contacts, claiming, answering, danger, and from contact to case."""

import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.exchange import actions as inbox
from quatrefoil.foundation.ui.answers import WRONG, Made
from quatrefoil.protection.hotline import (
    case_actions,
    contact_actions,
    contact_selectors,
    danger_actions,
    desk_selectors,
)
from quatrefoil.protection.hotline.entry import ContactEntry
from quatrefoil.protection.hotline.report_actions import claim_report, contact_from_report

router = Router(tags=["hotline"])


class DeskQueue(Schema):
    """One thing that waits at the desk; nothing of what was said."""

    id: UUID
    kind: Literal["contact", "report"]
    title: str
    danger: int = Field(description="0 not asked, 1 low, 2 some, 3 high")
    channel: str
    language: str
    region: str
    age: str
    state: str
    who: str
    is_mine: bool


class DeskDanger(Schema):
    """One danger and what became of it."""

    id: UUID
    reason: str
    marked: str
    answered: str
    acted: str
    is_open: bool


class DeskContact(Schema):
    """One contact in codes and words for people; what was said is not here."""

    id: UUID
    number: str
    reference_name: str
    channel: str
    kind: str
    state: str
    who: str
    is_child: bool
    is_phone_taken: bool
    dangers: list[DeskDanger]
    held_until: str
    case: UUID | None
    report: UUID | None
    revision: int


class DeskContactIn(Schema):
    """A contact to write down. Only channel and kind are needed; the codes are those of the code lists."""

    id: UUID | None = Field(None, description="Made by the caller: the same id twice is one contact.")
    channel: str = Field(max_length=20, pattern=r"^[a-z_]+$")
    kind: str = Field(max_length=30, pattern=r"^[a-z_]+$")
    danger: str = Field("not_known", max_length=20)
    language: str = Field("", max_length=10, pattern=r"^[a-z]*$")
    needs_interpreter: bool = False
    region: str = Field("", max_length=20, pattern=r"^[A-Za-z0-9._-]*$")
    caller: str = Field("", max_length=20)
    age_band: str = Field("", max_length=8, pattern=r"^([0-9]+(-[0-9]+|\+))?$")
    under_18: Literal["", "yes", "no", "not_sure"] = ""
    words: str = Field("", max_length=15_000)
    translation: str = Field("", max_length=15_000)
    heard_of_us: str = Field("", max_length=20)
    then: Literal["mine", "desk", "done"] = "mine"


class DeskLogged(Schema):
    """What became of it: a file, or a count and nothing more."""

    file: UUID | None
    counted: UUID | None


class DeskCode(Schema):
    """One code of a list."""

    code: str = Field(max_length=30, pattern=r"^[a-z_]+$")


class DeskFinish(DeskCode):
    """What was done, and how long it took."""

    minutes: int | None = Field(None, ge=0, le=1440)


class DeskReply(Schema):
    """An answer to a reporter. `id` made by the caller: the same twice is sent once."""

    id: UUID | None = None
    text: str = Field(min_length=1, max_length=15_000)


class DeskCase(Schema):
    """The case, or None when nobody agreed and the contact is held."""

    case: UUID | None


@router.get("/queue", response={200: list[DeskQueue], **WRONG})
def queue(request: HttpRequest) -> list[DeskQueue]:
    """Reports and contacts that are open, danger first."""
    actor = actor_of_request(request)
    require_right(actor, "contact.claim")
    rows = desk_selectors.queue(actor)
    names = ("id", "kind", "title", "channel", "language", "region", "age", "state", "who", "is_mine")
    return [DeskQueue(**{name: getattr(row, name) for name in names}, danger=row.danger.level) for row in rows]


@router.get("/contacts/{file_id}", response={200: DeskContact, **WRONG})
def contact(request: HttpRequest, file_id: UUID) -> DeskContact:
    """One contact."""
    found = contact_selectors.contact_page(actor_of_request(request), file_id)
    names = ("channel", "kind", "state", "who", "is_child", "is_phone_taken", "case", "report", "revision")
    return DeskContact(
        **{name: getattr(found, name) for name in names},
        id=found.header.id,
        number=found.header.number,
        reference_name=found.header.reference_name,
        dangers=[DeskDanger.from_orm(danger) for danger in found.dangers],
        held_until=found.hold.until if found.hold else "",
    )


@router.post("/contacts", response={201: DeskLogged, **WRONG})
def log(request: HttpRequest, body: DeskContactIn) -> Status[DeskLogged]:
    """Write a contact down. Kinds that are only counted leave no file."""
    entry = ContactEntry(**body.dict(exclude={"id"}), started_at=datetime.datetime.now(tz=datetime.UTC))
    logged = contact_actions.log_contact(actor_of_request(request), entry, contact_id=body.id)
    return Status(201, DeskLogged(file=logged.file_id, counted=logged.tally_id))


@router.post("/contacts/{file_id}/claim", response={204: None, **WRONG})
def claim(request: HttpRequest, file_id: UUID) -> Status[None]:
    """Take a waiting contact; 409 says who has it."""
    contact_actions.claim(actor_of_request(request), file_id)
    return Status(204, None)


@router.post("/contacts/{file_id}/finish", response={204: None, **WRONG})
def finish(request: HttpRequest, file_id: UUID, body: DeskFinish) -> Status[None]:
    """The contact is over."""
    contact_actions.finish(actor_of_request(request), file_id, body.code, body.minutes)
    return Status(204, None)


@router.post("/contacts/{file_id}/danger", response={201: Made, **WRONG})
def mark_danger(request: HttpRequest, file_id: UUID, body: DeskCode) -> Status[dict[str, UUID]]:
    """Danger now: starts the clock and tells the desk."""
    return Status(201, {"id": danger_actions.mark_danger(actor_of_request(request), file_id, body.code)})


@router.post("/dangers/{danger_id}/answer", response={204: None, **WRONG})
def answer_danger(request: HttpRequest, danger_id: UUID, body: DeskCode) -> Status[None]:
    """Say that one acts; the clock stops."""
    danger_actions.answer_danger(actor_of_request(request), danger_id, body.code)
    return Status(204, None)


@router.post("/dangers/{danger_id}/act", response={204: None, **WRONG})
def act_on_danger(request: HttpRequest, danger_id: UUID, body: DeskCode) -> Status[None]:
    """Say what made the person safer."""
    danger_actions.act_on_danger(actor_of_request(request), danger_id, body.code)
    return Status(204, None)


@router.post("/contacts/{file_id}/case", response={200: DeskCase, **WRONG})
def to_case(request: HttpRequest, file_id: UUID, body: DeskCode) -> dict[str, UUID | None]:
    """Open a case with who agreed; "nobody_yet" holds the contact, with an end."""
    return {"case": case_actions.to_case(actor_of_request(request), file_id, body.code)}


@router.post("/reports/{report_id}/claim", response={204: None, **WRONG})
def claim_a_report(request: HttpRequest, report_id: UUID) -> Status[None]:
    """Take a public report; 409 says who has it."""
    claim_report(actor_of_request(request), report_id)
    return Status(204, None)


@router.post("/reports/{report_id}/answer", response={201: Made, **WRONG})
def answer_report(request: HttpRequest, report_id: UUID, body: DeskReply) -> Status[dict[str, UUID]]:
    """Write to the reporter; sealed to the receipt."""
    made = inbox.answer(actor_of_request(request), report_id, body.text, reply_id=body.id)
    return Status(201, {"id": made})


@router.post("/reports/{report_id}/contact", response={201: Made, **WRONG})
def report_to_contact(request: HttpRequest, report_id: UUID) -> Status[dict[str, UUID]]:
    """Open a contact with what the reporter wrote."""
    return Status(201, {"id": contact_from_report(actor_of_request(request), report_id)})
