# SPDX-License-Identifier: Apache-2.0
"""Clocks, appointments, rota and handovers as rows."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, Team
from quatrefoil.foundation.identity.selectors import name_of
from quatrefoil.foundation.ui.dates import age_of, moment
from quatrefoil.foundation.workflow.clocks import KINDS
from quatrefoil.foundation.workflow.models import Appointment, AppointmentState, Clock, Duty, Handover, Shift


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A running clock as a dated chip."""

    id: UUID
    record: UUID
    record_kind: str
    kind: str
    label: str
    when: str
    tone: str
    due_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One appointment."""

    id: UUID
    file_id: UUID
    kind: str
    when: str
    at: datetime.datetime
    state: str
    state_label: str
    with_member: str
    revision: int


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift on the rota."""

    id: UUID
    team: str
    member: str
    duty: str
    starts: str
    ends: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One record left to the next shift."""

    id: UUID
    record: UUID
    record_kind: str
    given_by: str
    given: str
    next_step: str


def running_clocks(
    actor: Actor, *, record: UUID | None = None, holders: bool = False, limit: int = 200
) -> tuple[ClockRow, ...]:
    """Clocks that run on records the actor reaches; with `holders` only those the actor must act on. Soonest first."""
    rows = running(actor)
    if record:
        rows = rows.filter(record=record)
    if holders:
        rows = rows.filter(holder__in=actor.holders)
    return tuple(clock_row(clock) for clock in rows.order_by("due_at")[:limit])


def clocks_of(actor: Actor, records: Collection[UUID], *, leave_out: tuple[str, ...] = ()) -> dict[UUID, ClockRow]:
    """The clock that is due first on each of these records, of other kinds than `leave_out` (1 query)."""
    rows = running(actor).filter(record__in=records).exclude(kind__in=leave_out).order_by("-due_at")
    return {clock.record: clock_row(clock) for clock in rows}


def running(actor: Actor) -> "QuerySet[Clock]":
    """Clocks that run on records the actor reaches, to be counted."""
    return visible(Clock.objects.filter(ended_at__isnull=True), actor)


def clock_row(clock: Clock) -> ClockRow:
    """A clock in words: 'late by 2 h', 'in 20 min'."""
    now = timezone.now()
    if clock.paused_at:
        when, tone = _("paused"), "neutral"
    elif clock.due_at < now:
        # A minute that has begun counts: nobody reads "late by 0 min".
        since = min(clock.due_at, now - datetime.timedelta(minutes=1))
        when, tone = _("late by %(time)s") % {"time": age_of(since, now)}, "overdue"
    else:
        when = _("in %(time)s") % {"time": age_of(now, clock.due_at)}
        tone = "due" if clock.due_at - now < datetime.timedelta(days=1) else "neutral"
    kind = KINDS.get(clock.kind)
    label = str(kind.label) if kind else clock.kind
    return ClockRow(clock.id, clock.record, clock.record_kind, clock.kind, label, when, tone, clock.due_at)


def appointments(
    actor: Actor, *, file_id: UUID | None = None, mine: bool = False, until: datetime.datetime | None = None
) -> tuple[AppointmentRow, ...]:
    """Appointments, soonest first; without a file only the planned ones."""
    rows = visible(Appointment.objects.all(), actor)
    rows = rows.filter(file_id=file_id) if file_id else rows.filter(state=AppointmentState.PLANNED)
    if mine:
        rows = rows.filter(member=actor.member_id)
    if until:
        rows = rows.filter(at__lte=until)
    found = list(rows.order_by("at")[:100])
    own = {actor.member_id: actor.name}
    names = (
        own
        if {row.member for row in found} <= own.keys()
        else dict(Member.objects.filter(id__in={row.member for row in found}).values_list("id", "name"))
    )
    return tuple(
        AppointmentRow(
            row.id, row.file_id, row.kind, moment(row.at), row.at, row.state,
            str(AppointmentState(row.state).label), names.get(row.member, ""), row.revision,
        )
        for row in found
    )  # fmt: skip


def rota(actor: Actor, days: int = 7) -> tuple[ShiftRow, ...]:
    """The rota of the actor's organisation from now on."""
    now = timezone.now()
    teams = dict(Team.objects.filter(organisation_id=actor.organisation_id).values_list("id", "name"))
    shifts = Shift.objects.filter(team__in=teams, ends_at__gt=now, starts_at__lt=now + datetime.timedelta(days=days))
    found = list(shifts.order_by("starts_at"))
    names = dict(Member.objects.filter(id__in={row.member for row in found}).values_list("id", "name"))
    return tuple(
        ShiftRow(
            row.id, teams[row.team], names.get(row.member, ""), str(Duty(row.duty).label), moment(row.starts_at),
            moment(row.ends_at), row.starts_at <= now < row.ends_at,
        )
        for row in found
    )  # fmt: skip


def handovers(actor: Actor) -> tuple[HandoverRow, ...]:
    """Records left to the actor's teams and not taken yet, oldest first (1 query)."""
    found = left_behind(actor).annotate(giver=name_of("given_by")).order_by("given_at")[:200]
    return tuple(
        HandoverRow(
            row.id,
            row.record,
            row.record_kind,
            row.giver or "",
            moment(row.given_at),
            row.next_step,
        )
        for row in found
    )


def left_behind(actor: Actor) -> "QuerySet[Handover]":
    """Records left to the actor's teams and not taken yet, to be counted."""
    return visible(Handover.objects.filter(team__in=actor.team_ids, taken_at__isnull=True), actor)
