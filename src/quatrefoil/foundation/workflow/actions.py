# SPDX-License-Identifier: Apache-2.0
"""Appointments: planned, kept, missed, cancelled."""

import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import history
from quatrefoil.foundation.workflow.models import Appointment, AppointmentState


@action("part.edit")
def plan_appointment(
    actor: Actor, file_id: UUID, kind: str, at: datetime.datetime, member_id: UUID | None = None
) -> UUID:
    """Plan an appointment on a file; a past moment is taken as one that was kept (paper entered later)."""
    require_visible(actor, file_id, "plan")
    row = Appointment(file_id=file_id, kind=kind, at=at, member=member_id or actor.member_id)
    if at < timezone.now() - datetime.timedelta(days=1):
        row.state = AppointmentState.KEPT
    row.save(force_insert=True)
    day = timezone.localtime(at).date()
    history.record(file_id, "workflow", "appointment.planned", {"kind": kind, "on": day.isoformat()}, part="plan")
    trail.wrote("appointment.plan", file_id, "plan", detail=kind)
    return row.id


@action("part.edit")
def settle_appointment(actor: Actor, appointment_id: UUID, state: str, revision: int, outcome: str = "") -> None:
    """Say what became of an appointment."""
    row = visible(Appointment.objects.filter(id=appointment_id), actor).first()
    if row is None:
        raise NotVisible
    if state not in {AppointmentState.KEPT, AppointmentState.MISSED, AppointmentState.CANCELLED}:
        raise Refused(_("Choose what became of the appointment."), code="state")
    if row.revision != revision:
        raise Stale(_("Somebody else has already said what became of this appointment."), code="stale")
    row.state, row.outcome, row.revision = state, outcome, revision + 1
    row.save(update_fields=["state", "outcome", "revision"])
    history.record(row.file_id, "workflow", f"appointment.{state}", {"kind": row.kind}, part="plan")
    trail.wrote("appointment.settle", row.file_id, "plan", detail=state)
