# SPDX-License-Identifier: Apache-2.0
"""What is: definitions in versions that never change, and responses, whose answers are one sealed value."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.vault.models import Part, SealedField


class Origin(models.TextChoices):
    """Where a definition comes from."""

    STANDARDS = "standards", _("Part of this platform")
    CUSTOM = "custom", _("Brought in here")


class Definition(models.Model):
    """One questionnaire in one version. The digest shows that the version is still what it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.STANDARDS)
    body = models.JSONField(help_text="The definition as `writing.to_dict` writes it.")
    is_offered = models.BooleanField(default=True, help_text="May a new response be started with it?")
    registered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "version"], name="definition_version_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class State(models.TextChoices):
    """How far a response is."""

    IN_PROGRESS = "in_progress", _("Not finished")
    COMPLETED = "completed", _("Finished")
    STOPPED = "stopped", _("Stopped early")


class StopReason(models.TextChoices):
    """Why somebody stopped. Stopping is always right; the reason helps the next conversation."""

    PERSON_WISHED = "person_wished", _("The person wished to stop")
    NOT_SAFE = "not_safe", _("It was not safe to go on")
    DISTRESS = "distress", _("It was too much for the person")
    HELP_FIRST = "help_first", _("Other help came first")
    INTERPRETER = "interpreter", _("No suitable interpreter")
    NO_TIME = "no_time", _("Time ran out")
    OTHER = "other", _("Another reason")


class Manner(models.TextChoices):
    """How the worker came to the answers."""

    WITH_PERSON = "with_person", _("In a conversation with the person")
    OBSERVED = "observed", _("From what I observed or was told by others")


class Interpreting(models.TextChoices):
    """Whether somebody interpreted; who it was stands with the booking, not here."""

    NONE = "none", _("No interpreter needed")
    PRESENT = "present", _("An interpreter was there")
    REMOTE = "remote", _("An interpreter on the phone or screen")
    INFORMAL = "informal", _("Somebody else helped with the language")


class Place(models.TextChoices):
    """What kind of place it was; never an address."""

    OFFICE = "office", _("Our office")
    PHONE = "phone", _("On the phone")
    ONLINE = "online", _("Online")
    OUTREACH = "outreach", _("On the street or at a place of work")
    HEALTH = "health", _("A clinic or hospital")
    POLICE = "police", _("A police station or border post")
    SHELTER = "shelter", _("Where the person stays")
    OTHER = "other", _("Another place")


class Response(Part):
    """Answers of one sitting, complete or not. A later version is a new row that names the one before."""

    part_kind = "screening"

    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_PROGRESS)
    stop_reason = models.CharField(max_length=15, choices=StopReason.choices, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True, help_text="ISO 639, the language asked in.")
    interpreting = models.CharField(max_length=10, choices=Interpreting.choices, blank=True)
    place = models.CharField(max_length=10, choices=Place.choices, blank=True)
    manner = models.CharField(max_length=12, choices=Manner.choices, default=Manner.WITH_PERSON)
    asked_by = models.UUIDField()
    previous = models.UUIDField(null=True, blank=True, help_text="The response that this one continues.")
    section = models.CharField(max_length=60, blank=True, help_text="The page saved last.")
    answers = SealedField()
    is_new = False  # set by the action that made the row, for whoever called it

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["file", "-started_at"]),
            models.Index(fields=["asked_by"], condition=models.Q(state="in_progress"), name="response_open"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="response_stopped_with_reason",
                condition=~models.Q(state="stopped") | ~models.Q(stop_reason=""),
            ),
        ]
