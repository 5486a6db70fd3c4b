# SPDX-License-Identifier: Apache-2.0
"""Jobs, the files they leave for who asked, and when each tick last ran. No table here is about a person."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Did not work")
    STOPPED = "stopped", _("Stopped")


class Job(models.Model):
    """Background work that somebody asked for. It runs as that member, with the rights they have when it runs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    member = models.UUIDField()
    organisation = models.UUIDField()
    codes = models.JSONField(default=dict, help_text="Arguments: ids, codes, dates and numbers only.")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(default=dict, help_text="What came of it, in codes and numbers.")
    error = models.CharField(max_length=40, blank=True, help_text="Code only.")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="Last sign of life.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["member", "-created_at"], name="job_by_member"),
            models.Index(fields=["state", "seen_at"], name="job_by_state"),
            models.Index(fields=["-created_at"], name="job_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class JobResult(models.Model):
    """A file for who asked, sealed with a key of its own; gone after the first download or after a day."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True, related_name="file")
    name = models.CharField(max_length=80)
    media_type = models.CharField(max_length=80)
    data = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class TickRun(models.Model):
    """When one regular task last ran, and how that went."""

    name = models.CharField(primary_key=True, max_length=80)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    runs = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveBigIntegerField(default=0)
    error = models.CharField(max_length=120, blank=True, help_text="Class and line of the last fault; never its text.")

    def __str__(self) -> str:
        return self.name
