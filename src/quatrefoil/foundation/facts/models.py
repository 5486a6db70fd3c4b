# SPDX-License-Identifier: Apache-2.0
"""The ledger that evaluation reads: what happened, when it was true, when it was known, to which pseudonym. No person."""

import uuid
from typing import ClassVar

from django.db import models


class Fact(models.Model):
    """One countable thing. A reading of one history entry; rebuilding gives the same rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    wing = models.CharField(max_length=20)
    subject = models.UUIDField(null=True, help_text="Pseudonym in this wing; nothing once the person is erased.")
    valid_on = models.DateField()
    recorded_at = models.DateTimeField()
    region = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=30, blank=True)
    channel = models.CharField(max_length=30, blank=True)
    form = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "valid_on"]),
            models.Index(fields=["subject"]),
            models.Index(fields=["recorded_at"]),
        ]

    def __str__(self) -> str:
        return self.kind


class Total(models.Model):
    """A prepared total: of one kind of fact by month, or apart by region and year; never both at once."""

    kind = models.CharField(max_length=40)
    month = models.DateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    region = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField()
    known_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "month"]), models.Index(fields=["kind", "year"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
