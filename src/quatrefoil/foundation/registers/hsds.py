# SPDX-License-Identifier: Apache-2.0
"""The directory as HSDS 3.0 JSON, out and in. A safe place leaves as its cover name; an import is looked at before it is written."""

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.registers import actions
from quatrefoil.foundation.registers.kinds import Need, ServiceStatus
from quatrefoil.foundation.registers.models import Body, Region, Service, in_force
from quatrefoil.methods.safe_files.names import csv_safe
from quatrefoil.standards.hsds import objects as hsds
from quatrefoil.standards.hsds.exchange import NotHsds, from_dict, to_services
from quatrefoil.standards.hsds.service_types import attribute, types_of

# Our needs are the words of the public search; each has its type in the field's taxonomy.
TYPE_OF: Final[dict[str, str]] = {
    Need.MEDICAL: "medical",
    Need.COUNSELLING: "psychological",
    Need.SHELTER: "safe_place",
    Need.LEGAL: "legal",
    Need.CHILD_PROTECTION: "child_protection",
    Need.IDENTIFICATION: "competent_authority",
    Need.POLICE: "police_unit",
    Need.INTERPRETER: "interpretation",
    Need.MONEY: "material_help",
    Need.WORK: "livelihood",
    Need.EDUCATION: "education",
    Need.PAPERS: "residence",
    Need.RETURN: "return_reintegration",
    Need.FAMILY: "family_tracing",
    Need.HOTLINE: "hotline",
}
NEED_OF: Final = {code: need for need, code in TYPE_OF.items()} | {
    "housing": Need.SHELTER,
    "sexual_health": Need.MEDICAL,
    "substance_use": Need.COUNSELLING,
    "compensation": Need.LEGAL,
    "court_support": Need.LEGAL,
    "guardianship": Need.CHILD_PROTECTION,
    "social_inclusion": Need.WORK,
}
LARGEST_BYTES: Final = 5 * 1024 * 1024


def export_services(actor: Actor, *, public_only: bool = False) -> str:
    """Every service as a JSON list, each with its organisation inside, as the specification nests them."""
    del actor  # the directory is open to every member
    found = Service.objects.filter(in_force()).select_related("body").prefetch_related("languages", "hours", "regions")
    if public_only:
        found = found.filter(is_public=True)
    rows = [row for each in found.order_by("body__name", "name_en", "id") for row in _service_out(each)]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _service_out(service: Service) -> list[dict[str, Any]]:
    body, hidden = service.body, service.is_safe_place
    organisation = hsds.Organization(
        # A safe place does not tell who runs it.
        id=_id(service.id, "cover") if hidden else str(body.id),
        name=service.cover_name if hidden else body.name,
        description=service.cover_name if hidden else body.description_en or body.name,
        website="" if hidden else body.website,
        email="" if hidden else body.email,
        services=(_shape(service),),
    )
    return to_services(organisation)


def _shape(service: Service) -> hsds.Service:
    plain = hsds.Service(
        id=str(service.id),
        name=service.cover_name if service.is_safe_place else service.name_en,
        status=service.status,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        assured_date=service.assured_on.isoformat() if service.assured_on else "",
        languages=tuple(
            hsds.Language(id=_id(service.id, each.code), code=each.code) for each in service.languages.all()
        ),
        service_areas=tuple(
            hsds.ServiceArea(id=_id(service.id, each.code), name=each.name_en, uri=f"urn:region:{each.code}")
            for each in service.regions.all()
        ),
        attributes=(attribute(str(service.id), TYPE_OF[service.need]),),
    )
    return plain if service.is_safe_place else _with_place(plain, service)


def _with_place(plain: hsds.Service, service: Service) -> hsds.Service:
    days = hsds.WEEKDAYS
    return replace(
        plain,
        description=service.description_en,
        url=service.website,
        application_process=service.how_to_apply,
        interpretation_services=_("With interpreters") if service.has_interpreters else "",
        phones=(hsds.Phone(id=_id(service.id, "phone"), number=service.phone),) if service.phone else (),
        schedules=tuple(
            hsds.Schedule(
                id=_id(service.id, f"{each.weekday} {each.opens}"),
                freq="WEEKLY",
                byday=days[each.weekday],
                opens_at=f"{each.opens:%H:%M}",
                closes_at=f"{each.closes:%H:%M}",
            )
            for each in service.hours.all()
        ),
    )


def _id(service_id: UUID, what: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"urn:quatrefoil:{service_id}:{what}"))


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a file that is looked at: what it would do, or why it cannot be read."""

    number: int
    name: str
    does: str
    problems: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Will this entry be left out?"""
        return bool(self.problems)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    lines: tuple[Line, ...]

    @property
    def errors_csv(self) -> str:
        """The entries that cannot be read, for the person who can mend them. Cells cannot start a formula."""
        rows = [(line.number, line.name, problem) for line in self.lines for problem in line.problems]
        return "\n".join(["entry,name,problem", *(",".join(_cell(value) for value in row) for row in rows)]) + "\n"


def _cell(value: object) -> str:
    text = csv_safe(str(value)).replace('"', '""')
    return f'"{text}"'


def look_at(actor: Actor, text: str) -> Preview:
    """What importing this file would do. Writes nothing. Raises Refused when it is not a list in JSON."""
    del actor
    known = set(Service.objects.values_list("id", flat=True))
    lines = []
    for number, entry in enumerate(_entries(text), 1):
        name = str(entry.get("name", "")) if isinstance(entry, Mapping) else ""
        try:
            service, _organisation = _read(entry)
        except NotHsds as wrong:
            problems = tuple(f"{each.where}: {each.sentence}" for each in wrong.problems)
            lines.append(Line(number, name, _("Left out"), problems))
        else:
            lines.append(
                Line(number, service.name, _("Changes an entry") if UUID(service.id) in known else _("New entry"))
            )
    return Preview(tuple(lines))


@action("registers.edit")
def import_services(actor: Actor, text: str) -> Preview:
    """Write every entry that can be read; the others are left out and named. Nothing becomes public by an import."""
    preview = look_at(actor, text)
    for line, entry in zip(preview.lines, _entries(text), strict=True):
        if not line.is_wrong:
            _write(actor, *_read(entry))
    return preview


def _entries(text: str) -> list[Any]:
    if len(text.encode()) > LARGEST_BYTES:
        raise Refused(_("The file is larger than 5 MB. Divide it."), code="too_large")
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(_("This is not a JSON file."), code="not_json") from None
    if not isinstance(entries, list):
        raise Refused(_("The file must hold a list of services."), code="not_a_list")
    return entries


def _read(entry: Any) -> tuple[hsds.Service, hsds.Organization]:
    service = from_dict(hsds.Service, entry)
    return service, from_dict(hsds.Organization, entry.get("organization") or {})


def _write(actor: Actor, service: hsds.Service, organisation: hsds.Organization) -> None:
    service_id = UUID(service.id)
    known = Service.objects.filter(id=service_id).first()
    if known is not None and known.is_safe_place:
        return  # a file from outside says nothing about a safe place
    body = _body(actor, organisation)
    values = dict(_values(service), body_id=body.id)
    if known is None:
        Service(id=service_id, body=body, need=values["need"], name_en=service.name).save(force_insert=True)
    actions.save_service(
        actor,
        values,
        languages=[each.code for each in service.languages if each.code],
        regions=list(_regions(service)),
        hours=list(_hours(service)),
        service_id=service_id,
    )


def _body(actor: Actor, organisation: hsds.Organization) -> Body:
    body_id = UUID(organisation.id)
    if not Body.objects.filter(id=body_id).exists():
        Body(id=body_id, name=organisation.name).save(force_insert=True)
    values = {"name": organisation.name, "description_en": organisation.description[:2000]}
    more = {"website": organisation.website, "email": organisation.email}
    return actions.save_body(actor, {**values, **more}, body_id=body_id)


def _values(service: hsds.Service) -> dict[str, Any]:
    needs = (NEED_OF[code] for code in types_of(service) if code in NEED_OF)
    phone = service.phones[0].number if service.phones else ""
    return {
        "need": next(needs, Need.MONEY),
        "name_en": service.name[:200],
        "description_en": service.description[:4000],
        "status": service.status if service.status in ServiceStatus.values else ServiceStatus.INACTIVE,
        "minimum_age": _whole(service.minimum_age),
        "maximum_age": _whole(service.maximum_age),
        "how_to_apply": service.application_process[:1000],
        "has_interpreters": bool(service.interpretation_services),
        "phone": phone[:40],
        "website": service.url,
        "assured_on": datetime.date.fromisoformat(service.assured_date[:10]) if service.assured_date else None,
    }


def _whole(age: float | None) -> int | None:
    return None if age is None else int(age)


def _regions(service: hsds.Service) -> Iterator[str]:
    names = {region.name_en.casefold(): region.code for region in Region.objects.filter(in_force())}
    for area in service.service_areas:
        code = area.uri.removeprefix("urn:region:")
        if code in names.values():
            yield code
        elif area.name.casefold() in names:
            yield names[area.name.casefold()]


def _hours(service: hsds.Service) -> Iterator[actions.Opening]:
    for each in service.schedules:
        if not (each.opens_at and each.closes_at):
            continue
        opens, closes = (datetime.time.fromisoformat(text[:5]) for text in (each.opens_at, each.closes_at))
        for day in (part.strip() for part in each.byday.split(",")):
            if day in hsds.WEEKDAYS and opens < closes:
                yield actions.Opening(hsds.WEEKDAYS.index(day), opens, closes)
