# SPDX-License-Identifier: Apache-2.0
"""Clocks, appointments, the rota and handovers over the API."""

import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.ui.answers import WRONG, Made
from quatrefoil.foundation.workflow import actions, rota, selectors

router = Router(tags=["workflow"])


class ClockOut(Schema):
    """A clock that runs on a record."""

    id: UUID
    record: UUID
    record_kind: str
    kind: str
    label: str
    when: str
    due_at: datetime.datetime


class AppointmentOut(Schema):
    """One appointment; it names no place."""

    id: UUID
    file_id: UUID
    kind: str
    at: datetime.datetime
    state: str
    with_member: str
    revision: int


class NewAppointment(Schema):
    """An appointment on a file. A past moment is taken as one that was kept."""

    kind: str = Field(min_length=1, max_length=40, pattern=r"^[a-z_]+$")
    at: AwareDatetime
    member_id: UUID | None = None


class Settled(Schema):
    """What became of it, with the revision it was read at."""

    state: Literal["kept", "missed", "cancelled"]
    revision: int = Field(ge=1, le=1_000_000)
    outcome: str = Field("", max_length=40, pattern=r"^[a-z_]*$")


class ShiftOut(Schema):
    """One shift on the rota."""

    id: UUID
    team: str
    member: str
    duty: str
    starts: str
    ends: str
    is_now: bool


class NewShift(Schema):
    """A member on the rota of a team."""

    team_id: UUID
    member_id: UUID
    duty: Literal["desk", "backup", "on_call"]
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class HandoverOut(Schema):
    """A record left to the next shift."""

    id: UUID
    record: UUID
    record_kind: str
    given_by: str
    given: str
    next_step: str


class Left(Schema):
    """A record and the step that comes next."""

    record: UUID
    kind: str = Field(max_length=20, pattern=r"^[a-z_]+$")
    next_step: str = Field(max_length=40, pattern=r"^[a-z_]+$")


class HandOver(Schema):
    """Open records for the next shift of a team."""

    team_id: UUID
    records: list[Left] = Field(min_length=1, max_length=200)


class Taken(Schema):
    """The record that was taken over."""

    record: UUID


class Counted(Schema):
    """How many."""

    count: int


@router.get("/clocks", response={200: list[ClockOut], **WRONG})
def clocks(request: HttpRequest, *, mine: bool = False) -> list[selectors.ClockRow]:
    """Clocks that run on records the caller reaches, soonest first; with `mine` those the caller must act on."""
    return list(selectors.running_clocks(actor_of_request(request), holders=mine))


@router.get("/appointments", response={200: list[AppointmentOut], **WRONG})
def appointments(request: HttpRequest, *, mine: bool = False) -> list[selectors.AppointmentRow]:
    """Planned appointments, soonest first."""
    return list(selectors.appointments(actor_of_request(request), mine=mine))


@router.get("/files/{file_id}/appointments", response={200: list[AppointmentOut], **WRONG})
def appointments_of(request: HttpRequest, file_id: UUID) -> list[selectors.AppointmentRow]:
    """Every appointment of a file."""
    return list(selectors.appointments(actor_of_request(request), file_id=file_id))


@router.post("/files/{file_id}/appointments", response={201: Made, **WRONG})
def plan(request: HttpRequest, file_id: UUID, body: NewAppointment) -> Status[dict[str, UUID]]:
    """Plan an appointment."""
    made = actions.plan_appointment(actor_of_request(request), file_id, body.kind, body.at, body.member_id)
    return Status(201, {"id": made})


@router.post("/appointments/{appointment_id}/settle", response={204: None, **WRONG})
def settle(request: HttpRequest, appointment_id: UUID, body: Settled) -> Status[None]:
    """Say what became of an appointment."""
    actions.settle_appointment(actor_of_request(request), appointment_id, body.state, body.revision, body.outcome)
    return Status(204, None)


@router.get("/rota", response={200: list[ShiftOut], **WRONG})
def shifts(request: HttpRequest, days: int = 7) -> list[selectors.ShiftRow]:
    """The rota of the caller's organisation from now on; at most 60 days."""
    return list(selectors.rota(actor_of_request(request), max(1, min(days, 60))))


@router.post("/rota", response={201: Made, **WRONG})
def add_shift(request: HttpRequest, body: NewShift) -> Status[dict[str, UUID]]:
    """Put a member on the rota."""
    return Status(201, {"id": rota.add_shift(actor_of_request(request), **body.dict())})


@router.delete("/rota/{shift_id}", response={204: None, **WRONG})
def remove_shift(request: HttpRequest, shift_id: UUID) -> Status[None]:
    """Take a shift off the rota."""
    rota.remove_shift(actor_of_request(request), shift_id)
    return Status(204, None)


@router.get("/handovers", response={200: list[HandoverOut], **WRONG})
def handovers(request: HttpRequest) -> list[selectors.HandoverRow]:
    """Records left to the caller's teams and not taken yet, oldest first."""
    return list(selectors.handovers(actor_of_request(request)))


@router.post("/handovers", response={201: Counted, **WRONG})
def hand_over(request: HttpRequest, body: HandOver) -> Status[dict[str, int]]:
    """Leave open records to the next shift."""
    records = tuple((each.record, each.kind, each.next_step) for each in body.records)
    return Status(201, {"count": rota.hand_over(actor_of_request(request), records, body.team_id)})


@router.post("/handovers/{handover_id}/take", response={200: Taken, **WRONG})
def take_over(request: HttpRequest, handover_id: UUID) -> dict[str, UUID]:
    """Take a record over; who took it stays visible."""
    return {"record": rota.take_over(actor_of_request(request), handover_id)}
