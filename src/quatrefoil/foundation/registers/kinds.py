# SPDX-License-Identifier: Apache-2.0
"""The words of the service directory: what a service helps with, and the days of a week."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.TextChoices):
    """What a service helps with: the taxonomy of the directory (HTCDS spl_Type and the Palermo list, in plain words)."""

    MEDICAL = "medical", _("Medical care")
    COUNSELLING = "counselling", _("Someone to talk to, counselling")
    SHELTER = "shelter", _("A safe place to stay")
    LEGAL = "legal", _("Legal advice")
    CHILD_PROTECTION = "child_protection", _("Protection of children")
    IDENTIFICATION = "identification", _("Formal identification")
    POLICE = "police", _("Police")
    INTERPRETER = "interpreter", _("Interpreter")
    MONEY = "money", _("Money and food")
    WORK = "work", _("Work and training")
    EDUCATION = "education", _("School and language classes")
    PAPERS = "papers", _("Papers and permission to stay")
    RETURN = "return", _("Return home, if wished")
    FAMILY = "family", _("Finding family")
    HOTLINE = "hotline", _("Hotline")


class ServiceStatus(models.TextChoices):
    """HSDS 3.0 service.status."""

    ACTIVE = "active", _("Open")
    INACTIVE = "inactive", _("Not open now")
    DEFUNCT = "defunct", _("Ended")
    TEMPORARILY_CLOSED = "temporarily closed", _("Closed for a time")


class Weekday(models.IntegerChoices):
    """Days as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class AppliesTo(models.TextChoices):
    """Whom a legal duty is about."""

    EVERYBODY = "everybody", _("Adults and children")
    CHILDREN = "children", _("Children")
    ADULTS = "adults", _("Adults")


# What a law can name; the same words as on a sheet that leaves (foundation/sharing/parts.py).
NAMED_BY_LAW = (
    ("core", _("Reference name and age band")),
    ("language", _("Languages and interpreter")),
    ("identity", _("Legal name and date of birth")),
    ("safe_contact", _("Safe contact instructions")),
    ("health", _("Health needs, own words")),
    ("account", _("What happened")),
    ("report", _("What was reported")),
    ("plan", _("Plan and services so far")),
)
