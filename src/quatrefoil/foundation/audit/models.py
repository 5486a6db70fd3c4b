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
    """One act: who, what, on which record, why. Codes only; never content, names or numbers of people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.UUIDField(db_index=True)
    organisation = models.UUIDField()
    act = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200)
    record = models.UUIDField(null=True, db_index=True)
    part = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.DONE)
    detail = models.CharField(max_length=200, blank=True, help_text="Codes only.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["record", "-at"]), models.Index(fields=["organisation", "-at"])]

    def __str__(self) -> str:
        return f"{self.act} {self.outcome}"
