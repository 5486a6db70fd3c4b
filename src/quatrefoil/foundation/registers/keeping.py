# SPDX-License-Identifier: Apache-2.0
"""What an administrator reads to change the registers."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.registers.calendar import working_calendar
from quatrefoil.foundation.registers.kinds import NAMED_BY_LAW
from quatrefoil.foundation.registers.models import Body, Holiday, LegalDuty, Service
from quatrefoil.foundation.registers.selectors import region_names
from quatrefoil.foundation.ui.dates import day


def service_for_editing(actor: Actor, service_id: UUID) -> Service:
    """The service itself, for the form of an administrator."""
    require_right(actor, "registers.edit")
    found = Service.objects.select_related("body").filter(id=service_id).first()
    if found is None:
        raise NotVisible
    return found


def body_values(actor: Actor, body_id: UUID) -> dict[str, Any]:
    """What a body says now, for the form of an administrator."""
    require_right(actor, "registers.edit")
    found = Body.objects.filter(id=body_id).first()
    if found is None:
        raise NotVisible
    named = ("name", "description_en", "description_fr", "description_ar", "website", "email")
    return {**{name: getattr(found, name) for name in named}, "organisation": str(found.organisation_id or "")}


def duty_values(actor: Actor, duty_id: UUID) -> dict[str, Any]:
    """What a legal duty says now, for the form of an administrator."""
    require_right(actor, "registers.edit")
    found = LegalDuty.objects.filter(id=duty_id).first()
    if found is None:
        raise NotVisible
    named = ("jurisdiction", "statute", "provision", "text", "recipient_kinds", "parts", "applies_to")
    return {name: getattr(found, name) for name in named}


def part_choices() -> list[tuple[str, str]]:
    """Parts that a law can name. Where somebody stays, screening answers and notes are not among them."""
    return [(part, str(label)) for part, label in NAMED_BY_LAW]


def holidays(actor: Actor) -> tuple[str, ...]:
    """Holidays from today on, in ready strings."""
    del actor
    names = region_names()
    coming = Holiday.objects.filter(on__gte=timezone.localdate()).order_by("on")
    return tuple(
        f"{day(each.on)}: {each.name}" + (f" ({names.get(each.region, each.region)})" if each.region else "")
        for each in coming
    )


def rest_days() -> list[int]:
    """Weekdays of rest."""
    return sorted(working_calendar().rest_days)
