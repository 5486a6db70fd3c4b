# SPDX-License-Identifier: Apache-2.0
"""Reach (what the policy materialises), exclusions, and the base of every guarded table."""

import uuid
from typing import ClassVar, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity.actors import current_actor

M = TypeVar("M", bound=models.Model)

WHOLE = "*"  # a grant of every part that the reader's role allows
HOLDER = "@holder"  # guard of rows addressed to a member, team or organisation, such as notices


class GuardedManager(models.Manager[M]):
    """Raises unless somebody acts. Selectors add which rows (`visible`); this is the alarm, not the fence."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Rows, for whoever acts."""
        current_actor()
        return super().get_queryset()


class Guarded(models.Model):
    """A table about people. `guard` = (column that names the record, kind of part), read by row-level security."""

    guard: ClassVar[tuple[str, str]] = ("file_id", "core")

    objects = GuardedManager()

    class Meta:
        abstract = True


class Ground(models.TextChoices):
    """Why somebody reaches a record."""

    OWNER = "owner", _("works on it")
    TEAM = "team", _("team")
    SUPERVISION = "supervision", _("supervision")
    COVER = "cover", _("covers an absence")
    DISCLOSURE = "disclosure", _("received a disclosure")
    SENDER = "sender", _("sent it")
    REQUEST = "request", _("asked or answers")
    BREAK_GLASS = "break_glass", _("break-glass")


class Reach(models.Model):
    """holder (organisation, team or member) may see a part of a record until a moment, on a ground.

    Written only by `access.actions.grant` and `revoke`. `source` is what the grant comes from, so that it can be
    taken back with it (a disclosure, a cover, a membership of a team).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    record = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    part = models.CharField(max_length=20, default=WHOLE)
    sort_at = models.DateTimeField()
    ground = models.CharField(max_length=20, choices=Ground.choices)
    source = models.UUIDField(null=True, blank=True, db_index=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["holder", "kind", "-sort_at"]),
            models.Index(fields=["record", "holder"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["holder", "record", "part", "ground", "source"], name="reach_once", nulls_distinct=False)
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.ground}:{self.part}"


class ExclusionGround(models.TextChoices):
    """Why somebody must not see a record."""

    NAMED = "named", _("excluded by name")
    CONFLICT = "conflict", _("declared conflict of interest")


class Exclusion(models.Model):
    """holder must not see the record, whatever any role or grant says; beats break-glass."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    record = models.UUIDField()
    ground = models.CharField(max_length=20, choices=ExclusionGround.choices)
    declared_by = models.UUIDField()
    declared_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["record", "holder"])]

    def __str__(self) -> str:
        return self.ground


class BreakGlass(models.Model):
    """Urgent access with a reason and an end; told to the supervisor and an independent reviewer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    member = models.UUIDField(db_index=True)
    member_organisation = models.UUIDField()
    reason_code = models.CharField(max_length=40)
    started_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    supervisor_reviewed_by = models.UUIDField(null=True, blank=True)
    supervisor_finding = models.CharField(max_length=20, blank=True)
    reviewer_reviewed_by = models.UUIDField(null=True, blank=True)
    reviewer_finding = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.reason_code


class Cover(models.Model):
    """One member works on another's files until a moment (absence cover)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    absent = models.UUIDField(db_index=True)
    by = models.UUIDField(db_index=True)
    organisation = models.UUIDField()
    starts_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"until {self.until:%Y-%m-%d}"


class ApiToken(models.Model):
    """A token of the API. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=120)
    rights: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ends_on = models.DateField()
    used_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.purpose
