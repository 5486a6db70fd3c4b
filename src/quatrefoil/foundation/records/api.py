# SPDX-License-Identifier: Apache-2.0
"""Files over the API: header, timeline, notes, exclusions, break-glass."""

import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.identity.recent import signed_in_recently
from quatrefoil.foundation.records import actions, emergency, selectors
from quatrefoil.foundation.records import emergency_selectors as emergencies
from quatrefoil.foundation.ui.answers import WRONG, Made

router = Router(tags=["files"])


class FileOut(Schema):
    """The header of a file. Nothing sealed stands in it."""

    id: UUID
    kind: str
    number: str
    reference_name: str
    organisation: str
    owner: str
    team: str
    region: str
    opened_on: str
    changed: str
    revision: int
    is_paper: bool
    is_closed: bool


class EventOut(Schema):
    """One thing that happened."""

    at: str
    sentence: str
    by: str
    entered: str


class NoteOut(Schema):
    """One note, opened."""

    id: UUID
    kind: str
    body: str
    by: str
    on: str
    revision: int


class NewNote(Schema):
    """A note to write. With `note_id` sending it twice writes one."""

    body: str = Field(min_length=1, max_length=15_000)
    kind: Literal["work", "safety", "privileged"] = "work"
    happened_on: datetime.date | None = None
    note_id: UUID | None = None


class ExclusionOut(Schema):
    """Somebody who must not see the file."""

    id: UUID
    who: str
    ground: str
    since: str


class Exclude(Schema):
    """Whom the person does not want near the file: a member, team or organisation."""

    holder: UUID


class BreakGlass(Schema):
    """Open a file of one's own organisation for some hours."""

    reference: str = Field(min_length=1, max_length=40)
    reason: Literal["danger_to_life", "child_at_risk", "person_asks", "owner_unreachable"]
    hours: int = Field(4, ge=1, le=24)


class Opened(Schema):
    """The file that was opened."""

    file_id: UUID


@router.post("/break-glass", response={201: Opened, **WRONG})
def break_glass(request: HttpRequest, body: BreakGlass) -> Status[dict[str, UUID]]:
    """Open a file for a while; the supervisor and an independent reviewer are told at once."""
    if not request.META.get("HTTP_AUTHORIZATION") and not signed_in_recently(request):
        raise Refused(_("Confirm first who you are: open the page of break-glass."), code="confirm")
    actor = actor_of_request(request)
    return Status(201, {"file_id": emergency.break_glass(actor, body.reference, body.reason, body.hours)})


@router.post("/{file_id}/break-glass/end", response={204: None, **WRONG})
def end_break_glass(request: HttpRequest, file_id: UUID) -> Status[None]:
    """Close the file again before its hours are over."""
    emergency.end_break_glass(actor_of_request(request), file_id)
    return Status(204, None)


@router.get("/{file_id}", response={200: FileOut, **WRONG})
def header(request: HttpRequest, file_id: UUID) -> selectors.FileHeader:
    """The header of a file within reach."""
    return selectors.file_header(actor_of_request(request), file_id)


@router.get("/{file_id}/timeline", response={200: list[EventOut], **WRONG})
def timeline(request: HttpRequest, file_id: UUID) -> list[selectors.TimelineRow]:
    """What happened, newest first, of the parts that the caller sees."""
    actor = actor_of_request(request)
    selectors.file_header(actor, file_id)
    return list(selectors.timeline(actor, file_id))


@router.get("/{file_id}/notes", response={200: list[NoteOut], **WRONG})
def notes(request: HttpRequest, file_id: UUID) -> list[selectors.NoteRow]:
    """Notes, opened: an audited read."""
    actor = actor_of_request(request)
    require_right(actor, "note.write")
    selectors.file_header(actor, file_id)
    return list(selectors.notes(actor, file_id))


@router.post("/{file_id}/notes", response={201: Made, **WRONG})
def write_note(request: HttpRequest, file_id: UUID, body: NewNote) -> Status[dict[str, UUID]]:
    """Write a note."""
    given = body.dict(exclude={"body"})
    return Status(201, {"id": actions.write_note(actor_of_request(request), file_id, body.body, **given)})


@router.get("/{file_id}/exclusions", response={200: list[ExclusionOut], **WRONG})
def exclusions(request: HttpRequest, file_id: UUID) -> list[emergencies.ExclusionRow]:
    """Who must not see the file."""
    actor = actor_of_request(request)
    require_right(actor, "access.exclude")
    return list(emergencies.exclusions(actor, file_id))


@router.post("/{file_id}/exclusions", response={204: None, **WRONG})
def exclude(request: HttpRequest, file_id: UUID, body: Exclude) -> Status[None]:
    """Close the file to somebody, by the person's own word."""
    emergency.exclude(actor_of_request(request), file_id, body.holder)
    return Status(204, None)


@router.delete("/{file_id}/exclusions/{exclusion_id}", response={204: None, **WRONG})
def lift(request: HttpRequest, file_id: UUID, exclusion_id: UUID) -> Status[None]:
    """The person takes an exclusion back."""
    emergency.lift_exclusion(actor_of_request(request), file_id, exclusion_id)
    return Status(204, None)
