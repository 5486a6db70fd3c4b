# SPDX-License-Identifier: Apache-2.0
"""Shared reference data: regions, services and bodies in HSDS terms, legal duties, holidays. Nothing here is about a person."""

import datetime
import uuid
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.registers.kinds import AppliesTo, Need, ServiceStatus, Weekday

CODE = RegexValidator(r"^[A-Za-z0-9._-]{1,20}$", _("Use letters, digits, dots and dashes only."))


def in_force(on: datetime.date | None = None) -> Q:
    """Filter: rows that hold on a day (today when none is given)."""
    day = on or timezone.localdate()
    return Q(in_force_from__lte=day) & (Q(in_force_until__isnull=True) | Q(in_force_until__gte=day))


class Dated(models.Model):
    """A row with a version, and the days on which it holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    in_force_from = models.DateField(default=timezone.localdate)
    in_force_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Change(models.Model):
    """What a register row said before it was changed, who changed it and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=20)
    row = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField(help_text="The version that was replaced.")
    before = models.JSONField()
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "row", "version"], name="change_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.version}"


def in_language(row: models.Model, field: str, language: str = "") -> str:
    """A translated column: the language asked for, else English."""
    code = (language or get_language() or "en")[:2]
    return getattr(row, f"{field}_{code}", "") or getattr(row, f"{field}_en")


class Region(Dated):
    """A part of the country. Planning and shelters are seen at this level only (SAFETY 13)."""

    code = models.CharField(max_length=20, validators=[CODE])
    name_en = models.CharField(max_length=100)
    name_fr = models.CharField(max_length=100, blank=True)
    name_ar = models.CharField(max_length=100, blank=True)
    polygon: Any = models.JSONField(default=list, blank=True, help_text="Rings of [longitude, latitude] for the map.")
    neighbours = models.ManyToManyField("self", symmetrical=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "in_force_from"], name="region_once")]

    def __str__(self) -> str:
        return in_language(self, "name")


class RegionDistance(models.Model):
    """How far two regions are apart, region to region; nothing finer is stored or leaves (SAFETY 13)."""

    start = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="distances")
    end = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    kilometres = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["start", "end"], name="distance_once")]

    def __str__(self) -> str:
        return f"{self.kilometres} km"


class Body(Dated):
    """HSDS organization: who offers services. With `organisation` it also works in this platform."""

    organisation = models.ForeignKey(
        "identity.Organisation", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    name = models.CharField(max_length=200)
    description_en = models.TextField(max_length=2000, blank=True)
    description_fr = models.TextField(max_length=2000, blank=True)
    description_ar = models.TextField(max_length=2000, blank=True)
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Service(Dated):
    """HSDS service. A safe place has a cover name and a region, and the database refuses to store where it is."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="services")
    need = models.CharField(max_length=20, choices=Need.choices)
    name_en = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200, blank=True)
    name_ar = models.CharField(max_length=200, blank=True)
    description_en = models.TextField(max_length=4000, blank=True)
    description_fr = models.TextField(max_length=4000, blank=True)
    description_ar = models.TextField(max_length=4000, blank=True)
    status = models.CharField(max_length=20, choices=ServiceStatus.choices, default=ServiceStatus.ACTIVE)

    serves_women = models.BooleanField(default=True)
    serves_men = models.BooleanField(default=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    has_interpreters = models.BooleanField(default=False)
    how_to_apply = models.TextField(max_length=1000, blank=True)
    answers_within_days = models.PositiveSmallIntegerField(default=1, help_text="Working days.")

    accepts_referrals = models.BooleanField(default=True)
    is_public = models.BooleanField(default=False, help_text="Shown on the public site.")
    is_safe_place = models.BooleanField(default=False)
    cover_name = models.CharField(max_length=60, blank=True)

    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    website = models.URLField(blank=True)
    everywhere = models.BooleanField(default=False, help_text="Serves every region.")
    regions = models.ManyToManyField(Region, related_name="services", blank=True)
    assured_on = models.DateField(null=True, blank=True, help_text="When somebody last checked this entry.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="safe_place_stores_no_place",
                condition=Q(is_safe_place=False)
                | (Q(phone="") & Q(address="") & Q(website="") & Q(is_public=False) & ~Q(cover_name="")),
            ),
            models.CheckConstraint(
                name="ages_in_order",
                condition=Q(minimum_age__isnull=True)
                | Q(maximum_age__isnull=True)
                | Q(minimum_age__lte=models.F("maximum_age")),
            ),
            models.UniqueConstraint(fields=["cover_name"], condition=~Q(cover_name=""), name="cover_name_once"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name people read: a safe place is only ever its cover name."""
        return self.cover_name if self.is_safe_place else in_language(self, "name")


class ServiceLanguage(models.Model):
    """HSDS language: a language in which the service can be had."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=10, help_text="ISO 639.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["service", "code"], name="service_language_once")]

    def __str__(self) -> str:
        return self.code


class OpeningHours(models.Model):
    """HSDS schedule: a weekday with its hours."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering: ClassVar = ["weekday", "opens"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "weekday", "opens"], name="opening_once"),
            models.CheckConstraint(condition=Q(opens__lt=models.F("closes")), name="opens_before_it_closes"),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


class LegalDuty(Dated):
    """A provision that makes somebody tell somebody something. A changed text is a new row: old uses keep their words."""

    jurisdiction = models.CharField(max_length=20)
    statute = models.CharField(max_length=200)
    provision = models.CharField(max_length=100)
    text = models.TextField(max_length=4000, help_text="The words of the law, as they stand.")
    recipient_kinds: Any = models.JSONField(default=list, help_text="Kinds of organisation that must be told.")
    parts: Any = models.JSONField(default=list, help_text="Parts that the law names; nothing else may leave on it.")
    applies_to = models.CharField(max_length=10, choices=AppliesTo.choices, default=AppliesTo.EVERYBODY)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "legal duties"

    def __str__(self) -> str:
        return f"{self.statute}, {self.provision}"


class Holiday(models.Model):
    """A day on which clocks in working days stand still; without a region, in the whole country."""

    on = models.DateField()
    region = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["on", "region"], name="holiday_once")]

    def __str__(self) -> str:
        return self.name


class RestDay(models.Model):
    """A weekday of rest (Saturday and Sunday where nothing is said)."""

    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, unique=True)

    def __str__(self) -> str:
        return str(Weekday(self.weekday).label)
