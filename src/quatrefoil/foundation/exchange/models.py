# SPDX-License-Identifier: Apache-2.0
"""The inbox that the public process fills, the answers it fetches, and what any exchange needs: outbox and processed keys.

Outside the seal stand only channel, language, danger, region and time: the desk must know which report to open first.
"""

import datetime
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.models import Guarded

SCHEMA_VERSION = 1
MOST_ATTACHMENTS = 10
LARGEST_SEALED = 28 * 1024 * 1024  # 25 MiB, the padding of at most 12 %, and what HPKE adds


class ReportState(models.TextChoices):
    """How far a report is."""

    ARRIVED = "arrived", _("Just arrived")
    WAITING = "waiting", _("Waits for somebody")
    CLAIMED = "claimed", _("Somebody works on it")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class InboxReport(Guarded):
    """A report without an account. The public process inserts it and can neither read nor change it afterwards."""

    guard = ("id", "report")

    id = models.UUIDField(primary_key=True, editable=False)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=10, blank=True)
    danger = models.CharField(max_length=20, blank=True)
    region = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    is_queued = models.BooleanField(default=False, help_text="Came in a flood, or faster than a person types.")
    sealed = models.BinaryField()
    locator = models.BinaryField(max_length=32)
    mark = models.BinaryField(max_length=16, help_text="Tells whether the same form came twice; not about its words.")
    schema_version = models.PositiveSmallIntegerField(default=SCHEMA_VERSION)

    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.ARRIVED)
    claimed_by = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="From here the time runs until it is erased.")
    contact = models.UUIDField(null=True, blank=True, help_text="The file that was opened from it.")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "received_at"], name="report_by_state"),
            models.Index(fields=["contact"], name="report_by_contact", condition=Q(contact__isnull=False)),
            models.Index(fields=["received_at"], name="report_by_time"),
            models.Index(fields=["closed_at"], name="report_by_end", condition=Q(closed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class InboxMessage(Guarded):
    """What somebody wrote later with the receipt, or a report that was changed and sent again."""

    guard = ("report", "report")

    id = models.UUIDField(primary_key=True, editable=False)
    report = models.UUIDField(db_index=True)
    received_at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()
    mark = models.BinaryField(max_length=16, default=bytes)
    schema_version = models.PositiveSmallIntegerField(default=SCHEMA_VERSION)
    taken_in_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d}"


class InboxAttachment(Guarded):
    """An original file, sealed as it came. Stored before Send: without a report it is gone after an hour."""

    guard = ("report", "report")

    id = models.UUIDField(primary_key=True, editable=False)
    report = models.UUIDField(db_index=True)
    order = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField(help_text="Bytes of the sealed file, padding included.")
    received_at = models.DateTimeField(default=timezone.now, db_index=True)
    sealed = models.BinaryField()
    schema_version = models.PositiveSmallIntegerField(default=SCHEMA_VERSION)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attachments_are_few_and_small",
                condition=Q(order__lt=MOST_ATTACHMENTS) & Q(size__lte=LARGEST_SEALED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}"


class Reply(Guarded):
    """An answer of the desk, sealed to the receipt: only who holds the number reads it on the public side."""

    guard = ("report", "report")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.UUIDField(db_index=True)
    locator = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    sent_at = models.DateTimeField(default=timezone.now)
    written_by = models.UUIDField()
    schema_version = models.PositiveSmallIntegerField(default=SCHEMA_VERSION)

    class Meta:
        verbose_name_plural = "replies"
        indexes: ClassVar = [models.Index(fields=["locator"], name="reply_by_locator")]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d}"


class DeskTeam(models.Model):
    """A team that receives public reports. Where none is named, the teams of every active hotline do."""

    team = models.OneToOneField("identity.Team", on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.team)


class DeskDuty(models.Model):
    """Until when the rota carries the promise that a person is on duty. One row; nothing about a person."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="one_desk_duty", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d %H:%M}"

    def is_on(self, now: datetime.datetime) -> bool:
        """Does the promise still hold?"""
        return now < self.until


class NumberPace(models.Model):
    """How many numbers were looked up in ten seconds, over all processes. A count and nothing else; gone after a minute."""

    bucket = models.BigIntegerField(primary_key=True)
    look_ups = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.look_ups)


class OutboxState(models.TextChoices):
    """How far an outgoing package is."""

    WAITING = "waiting", _("Waits")
    DELIVERED = "delivered", _("Delivered")
    REFUSED = "refused", _("Refused by the other side")


class OutboxItem(models.Model):
    """A sealed package for another node. Ids and codes outside, the content only inside the seal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    node = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    schema_version = models.PositiveSmallIntegerField(default=SCHEMA_VERSION)
    sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "next_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class ProcessedKey(models.Model):
    """An idempotency key that was used: the same package or row is taken once."""

    scope = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["scope", "key"], name="processed_once")]

    def __str__(self) -> str:
        return f"{self.scope}"
