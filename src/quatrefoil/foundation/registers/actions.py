# SPDX-License-Identifier: Apache-2.0
"""Editing the registers: every change keeps what stood before. Whoever edits here sees no file about a person."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.registers import remembered
from quatrefoil.foundation.registers.calendar import DAYS_IN_A_WEEK
from quatrefoil.foundation.registers.models import (
    Body,
    Change,
    Holiday,
    LegalDuty,
    OpeningHours,
    Region,
    RegionDistance,
    RestDay,
    Service,
    ServiceLanguage,
)

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours of one weekday (Monday is 0)."""

    weekday: int
    opens: datetime.time
    closes: datetime.time


@action("registers.edit")
def save_region(
    actor: Actor, code: str, values: Values, neighbours: Iterable[str] = (), kilometres: Mapping[str, int] | None = None
) -> Region:
    """Make or change a region; `kilometres` are distances to other regions by code."""
    region = Region.objects.filter(code=code).first() or Region(code=code)
    _write(actor, "region", region, values)
    region.neighbours.set(Region.objects.filter(code__in=list(neighbours)).exclude(id=region.id))
    for other in Region.objects.filter(code__in=list(kilometres or {})):
        distance = (kilometres or {})[other.code]
        RegionDistance.objects.update_or_create(start=region, end=other, defaults={"kilometres": distance})
    remembered.forget()
    return region


@action("registers.edit")
def save_body(actor: Actor, values: Values, *, body_id: UUID | None = None, seen_version: int | None = None) -> Body:
    """Make or change a body of the directory."""
    body: Body = _row(Body, body_id)
    _refuse_stale(body, seen_version)
    _write(actor, "body", body, values)
    return body


@action("registers.edit")
def save_service(
    actor: Actor,
    values: Values,
    *,
    languages: Sequence[str] = (),
    regions: Sequence[str] = (),
    hours: Sequence[Opening] = (),
    service_id: UUID | None = None,
    seen_version: int | None = None,
) -> Service:
    """Make or change a service. Raises Refused for a safe place with a phone, an address or a website (SAFETY 13)."""
    found: Service = _row(Service, service_id)
    _refuse_stale(found, seen_version)
    _refuse_a_place(values)
    _write(actor, "service", found, values)
    found.regions.set(Region.objects.filter(code__in=list(regions)))
    found.languages.all().delete()
    ServiceLanguage.objects.bulk_create(ServiceLanguage(service=found, code=code) for code in dict.fromkeys(languages))
    found.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(service=found, weekday=each.weekday, opens=each.opens, closes=each.closes) for each in hours
    )
    return found


@action("registers.edit")
def save_duty(actor: Actor, values: Values, *, replaces: UUID | None = None) -> LegalDuty:
    """Record a legal duty. A changed text becomes a new row; the old one ends the day before and keeps its words."""
    duty = LegalDuty(replaces_id=replaces)
    _write(actor, "legal_duty", duty, values)
    if replaces is not None:
        old = _row(LegalDuty, replaces)
        ends = duty.in_force_from - datetime.timedelta(days=1)
        LegalDuty.objects.filter(id=old.id).update(in_force_until=max(ends, old.in_force_from))
    return duty


@action("registers.edit")
def save_holiday(actor: Actor, on: datetime.date, name: str, region: str = "") -> None:
    """Say that a day is a holiday, in one region or everywhere."""
    del actor
    Holiday.objects.update_or_create(on=on, region=region, defaults={"name": name})
    trail.wrote("registers.holiday", detail=on.isoformat())


@action("registers.edit")
def remove_holiday(actor: Actor, on: datetime.date, region: str = "") -> None:
    """Say that a day is not a holiday after all."""
    del actor
    Holiday.objects.filter(on=on, region=region).delete()
    trail.wrote("registers.holiday_removed", detail=on.isoformat())


@action("registers.edit")
def save_rest_days(actor: Actor, weekdays: Iterable[int]) -> None:
    """Say on which weekdays people rest (Monday is 0); at least one day is left to work."""
    del actor
    days = set(weekdays)
    if len(days) >= DAYS_IN_A_WEEK:
        raise Refused(_("At least one day of the week is a working day."), code="no_working_day")
    RestDay.objects.all().delete()
    RestDay.objects.bulk_create(RestDay(weekday=day) for day in sorted(days))
    trail.wrote("registers.rest_days", detail=" ".join(map(str, sorted(days))))


def _row(model: type[Any], row_id: UUID | None) -> Any:
    """The row to change, or a new one; NotVisible when the id names none."""
    if row_id is None:
        return model(id=uuid4())
    found = model.objects.filter(id=row_id).first()
    if found is None:
        raise NotVisible
    return found


def _refuse_stale(row: Any, seen_version: int | None) -> None:
    if seen_version is not None and row.version != seen_version:
        raise Stale(_("Somebody else changed this entry while you were writing. Compare and save again."), code="stale")


def _refuse_a_place(values: Values) -> None:
    if values.get("is_safe_place") and any(values.get(each) for each in ("phone", "address", "website", "is_public")):
        raise Refused(
            _("A safe place has a cover name and a region. Its address and phone are not written here."),
            code="safe_place",
        )


def _write(actor: Actor, register: str, row: Any, values: Values) -> None:
    is_new = row._state.adding  # noqa: SLF001 - Django has no public name for it
    if not is_new:
        _keep_before(actor, register, row)
        row.version += 1
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as wrong:
        raise Refused(_in_words(row, wrong), code="not_complete") from wrong
    row.save()
    trail.wrote(f"registers.{register}", row.id, detail="new" if is_new else f"version {row.version}")


def _in_words(row: Any, wrong: ValidationError) -> str:
    """Every problem, with the name of its field."""
    names = {
        field.name: str(field.verbose_name).capitalize()
        for field in row._meta.get_fields()
        if hasattr(field, "verbose_name")
    }
    said = [(names.get(field, ""), text) for field, texts in wrong.message_dict.items() for text in texts]
    return " ".join(f"{name}: {text}" if name else text for name, text in said)


def _keep_before(actor: Actor, register: str, row: Any) -> None:
    stored = type(row).objects.get(id=row.id)
    Change(
        register=register,
        row=row.id,
        version=row.version,
        before=as_json(stored),
        changed_by=actor.member_id,
        changed_at=timezone.now(),
    ).save(force_insert=True)


def as_json(row: models.Model) -> dict[str, Any]:
    """The columns of a row as plain values."""
    encode = DjangoJSONEncoder().default
    plain = (str, int, float, bool, list, dict, type(None))
    stored = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value if isinstance(value, plain) else encode(value) for name, value in stored.items()}
