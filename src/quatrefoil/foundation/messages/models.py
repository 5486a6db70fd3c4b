# SPDX-License-Identifier: Apache-2.0
"""Notices to colleagues, the dated safe-contact instructions, and everything that went out to a person."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.models import HOLDER, Guarded
from quatrefoil.foundation.vault.models import Part, SealedField


class Notice(Guarded):
    """Something a member, team or organisation should know. A code and a record, never content."""

    guard = ("holder", HOLDER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    code = models.CharField(max_length=40)
    record = models.UUIDField(null=True, blank=True)
    record_kind = models.CharField(max_length=20, blank=True)
    is_urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    seen_by = models.UUIDField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["holder", "-made_at"])]

    def __str__(self) -> str:
        return self.code


class SafeChannel(models.TextChoices):
    """How somebody may be reached."""

    NONE = "none", _("No contact: wait until the person comes back")
    CALL = "call", _("Phone call")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")
    THREAD = "thread", _("Only through the number of the report")
    IN_PERSON = "in_person", _("In person")
    THROUGH = "through", _("Through somebody they trust")


class PhoneState(models.TextChoices):
    """Who may hold the phone."""

    OWN = "own", _("Their own")
    SHARED = "shared", _("Shared or borrowed")
    WATCHED = "watched", _("Watched by somebody")
    TAKEN = "taken", _("Phone taken")
    UNKNOWN = "unknown", _("Not known")


class SafeContact(Part):
    """How a person may be reached, as known on a day. Nothing goes out against it; the newest row counts."""

    part_kind = "safe_contact"
    guard = ("file_id", "safe_contact")

    channel = models.CharField(max_length=20, choices=SafeChannel.choices, default=SafeChannel.NONE)
    address = SealedField()
    hours = models.CharField(max_length=120, blank=True, help_text="Days and hours, as said: weekdays 10:00 to 12:00.")
    from_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    to_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    weekdays_only = models.BooleanField(default=False)
    phone_state = models.CharField(max_length=20, choices=PhoneState.choices, default=PhoneState.UNKNOWN)
    may_leave_voice_mail = models.BooleanField(default=False)
    may_write = models.BooleanField(default=False)
    instructions = SealedField()
    safe_word = SealedField()
    duress_word = SealedField()
    language = models.CharField(max_length=10, blank=True)
    checked_on = models.DateField(default=timezone.localdate)
    good_until = models.DateField(null=True, blank=True)
    recorded_by = models.UUIDField()


class OutgoingState(models.TextChoices):
    """What the gate decided."""

    WAITING = "waiting", _("Waits for a channel")
    SENT = "sent", _("Sent")
    STOPPED = "stopped", _("Not sent: not safe")


class Outgoing(Guarded):
    """One message that somebody wanted to send to a person, and what the gate said."""

    guard = ("file_id", "safe_contact")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey("records.File", on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=OutgoingState.choices)
    reason = models.CharField(max_length=40, blank=True)
    asked_by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.template} {self.state}"
