# SPDX-License-Identifier: Apache-2.0
"""Clocks, shifts, handovers and appointments."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.models import Guarded


class ClockSetting(models.Model):
    """The length of a clock in one jurisdiction; overrides the length that the code declares."""

    kind = models.CharField(max_length=40)
    jurisdiction = models.CharField(max_length=20, blank=True)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "jurisdiction"], name="clock_setting_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.jurisdiction}: {self.amount} {self.unit}"


class Clock(Guarded):
    """Something about a record that must happen by a moment."""

    guard = ("record", "core")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField(db_index=True)
    record_kind = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    holder = models.UUIDField(db_index=True, help_text="Member or team that must act.")
    started_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(db_index=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    step = models.PositiveSmallIntegerField(default=0, help_text="How often it has been escalated.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "kind"], condition=models.Q(ended_at__isnull=True), name="one_running_clock_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.kind


class Duty(models.TextChoices):
    """What a shift is."""

    DESK = "desk", _("At the desk")
    BACKUP = "backup", _("Second line")
    ON_CALL = "on_call", _("On call")


class Shift(models.Model):
    """Who is on duty for a team, from when to when. About staff, not about the people helped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.UUIDField(db_index=True)
    member = models.UUIDField(db_index=True)
    duty = models.CharField(max_length=10, choices=Duty.choices, default=Duty.DESK)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team", "starts_at", "ends_at"])]

    def __str__(self) -> str:
        return self.duty


class Handover(Guarded):
    """What one shift leaves to the next: one row a record, acknowledged by who takes it."""

    guard = ("record", "core")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField(db_index=True)
    record_kind = models.CharField(max_length=20)
    team = models.UUIDField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField(default=timezone.now)
    next_step = models.CharField(max_length=40)
    taken_by = models.UUIDField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.next_step


class AppointmentState(models.TextChoices):
    """What became of an appointment."""

    PLANNED = "planned", _("Planned")
    KEPT = "kept", _("Kept")
    MISSED = "missed", _("Not reached")
    CANCELLED = "cancelled", _("Cancelled")


class Appointment(Guarded):
    """A dated meeting, visit or follow-up on a file; what it is about stands in the plan, not here."""

    guard = ("file_id", "plan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)
    member = models.UUIDField(db_index=True)
    state = models.CharField(max_length=20, choices=AppointmentState.choices, default=AppointmentState.PLANNED)
    outcome = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.kind
