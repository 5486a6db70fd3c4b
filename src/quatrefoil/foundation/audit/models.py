# SPDX-License-Identifier: Apache-2.0
"""Audit events and the signed batches that seal them. Append-only by trigger on both databases."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What became of the act."""

    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class AuditEvent(models.Model):
    """One act: who, what, on which record, why. Codes only; never content, names or numbers of people.

    On PostgreSQL the table has one column more, `xact`, that the database fills: the transaction which wrote the row.
    """

    append_only: ClassVar = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.UUIDField()
    organisation = models.UUIDField()
    act = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200)
    record = models.UUIDField(null=True)
    part = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.DONE)
    detail = models.CharField(max_length=200, blank=True, help_text="Codes only.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["record", "-at"]),
            models.Index(fields=["organisation", "-at"]),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
            models.Index(fields=["-at"], condition=models.Q(outcome="refused"), name="audit_refusals"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.outcome}"


class AuditBatch(models.Model):
    """A signed head over the log so far (`methods.transparency_log.SignedHead`) and what is needed to go on from it."""

    append_only: ClassVar = True

    number = models.PositiveBigIntegerField(primary_key=True)
    first = models.PositiveBigIntegerField(help_text="Position of the batch's first event; the log counts from 0.")
    last = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField(help_text="Events in the tree, this batch included.")
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, help_text="Digest of the head before.")
    closed_at = models.DateTimeField()
    signature = models.CharField(max_length=128)
    subtrees = models.TextField(
        help_text="Roots of the full subtrees in hexadecimal: the next batch goes on from them."
    )

    def __str__(self) -> str:
        return f"{self.number}: {self.first} to {self.last}"


class AuditLeaf(models.Model):
    """Where an event stands in the log, fixed when its batch closed, and the hash that was sealed.

    The event is named, not a foreign key: a missing event must be found by the verifier, not prevent the row.
    """

    append_only: ClassVar = True

    position = models.PositiveBigIntegerField(primary_key=True)
    event = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.position)


class AuditCheck(models.Model):
    """One run of the verifier: how far it came and what it found, in codes."""

    append_only: ClassVar = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.UUIDField()
    batches = models.PositiveBigIntegerField()
    events = models.PositiveBigIntegerField()
    waiting = models.PositiveBigIntegerField()
    sealed_until = models.DateTimeField(null=True)
    faults = models.PositiveIntegerField()
    codes = models.CharField(max_length=200, blank=True, help_text="Kinds of fault, without repetition.")

    def __str__(self) -> str:
        return f"{self.events} events, {self.faults} faults"
