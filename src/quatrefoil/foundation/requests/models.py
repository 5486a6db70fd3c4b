# SPDX-License-Identifier: Apache-2.0
"""Typed questions with an answer, a clock and a history. Tasks and approvals are questions to oneself or a second person."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.models import Guarded
from quatrefoil.foundation.vault.models import SealedField


class RequestState(models.TextChoices):
    """Where a question stands."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Request(Guarded):
    """One question from one side to another, about a record or none."""

    guard = ("id", "request")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True, help_text="Code that says what exactly is asked.")
    asked_by = models.UUIDField()
    asked_by_organisation = models.UUIDField()
    holder = models.UUIDField(db_index=True, help_text="Member, team or organisation that answers.")
    record = models.UUIDField(null=True, blank=True, db_index=True)
    record_kind = models.CharField(max_length=20, blank=True)
    question = SealedField()
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=RequestState.choices, default=RequestState.OPEN)
    answer_code = models.CharField(max_length=40, blank=True)
    answer = SealedField()
    answered_by = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["holder", "state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
