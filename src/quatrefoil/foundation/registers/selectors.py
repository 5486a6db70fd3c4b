# SPDX-License-Identifier: Apache-2.0
"""What may be read of the registers. They are not about people, so there is no reach: every member reads them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import OrganisationKind
from quatrefoil.foundation.identity.selectors import open_organisations
from quatrefoil.foundation.registers.kinds import AppliesTo, Need, ServiceStatus, Weekday
from quatrefoil.foundation.registers.models import (
    Body,
    LegalDuty,
    RegionDistance,
    Service,
    ServiceLanguage,
    in_force,
    in_language,
)
from quatrefoil.foundation.registers.remembered import regions_in_force
from quatrefoil.foundation.ui.dates import day


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region with its name in the reader's language and its shape for a map."""

    code: str
    name: str
    polygon: tuple[tuple[tuple[float, float], ...], ...] = ()
    neighbours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the directory. Empty fields do not narrow."""

    need: str = ""
    region: str = ""
    language: str = ""
    sex: str = ""
    age_years: int | None = None
    words: str = ""
    refers: bool = False


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service in ready strings. A safe place shows its cover name and its region, nothing else."""

    id: UUID
    name: str
    body: str
    body_id: UUID
    organisation_id: UUID | None
    need: str
    need_label: str
    description: str
    who: str
    languages: str
    regions: str
    hours: tuple[str, ...]
    phone: str
    address: str
    website: str
    how_to_apply: str
    status: str
    status_label: str
    accepts_referrals: bool
    is_public: bool
    is_safe_place: bool
    answers_within_days: int
    assured: str
    version: int


@dataclass(frozen=True, slots=True)
class PublicService:
    """One service as the public site shows it."""

    id: UUID
    name: str
    body: str
    need: str
    need_label: str
    description: str
    who: str
    languages: str
    regions: str
    hours: tuple[str, ...]
    phone: str
    address: str
    website: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A legal duty in ready strings, and its columns for the policy."""

    id: UUID
    title: str
    text: str
    jurisdiction: str
    recipient_kinds: frozenset[str]
    parts: frozenset[str]
    applies_to: str
    applies_to_label: str
    since: str
    in_force_from: datetime.date
    in_force_until: datetime.date | None


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body of the directory."""

    id: UUID
    name: str
    organisation_id: UUID | None
    services: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a referral can go: a service of a body, with the organisation that receives it when it works here."""

    service_id: UUID
    name: str
    body_id: UUID
    organisation_id: UUID | None
    need: str
    is_safe_place: bool
    answers_within_days: int


def regions(language: str = "") -> tuple[RegionRow, ...]:
    """All regions in force, by name (2 queries, none where they were read a moment ago)."""
    rows = (
        RegionRow(
            region.code,
            in_language(region, "name", language),
            tuple(tuple((float(x), float(y)) for x, y in ring) for ring in region.polygon),
            tuple(sorted(near.code for near in region.neighbours.all())),
        )
        for region in regions_in_force()
    )
    return tuple(sorted(rows, key=lambda row: row.name))


def region_names(language: str = "") -> dict[str, str]:
    """Names of regions by code (2 queries, none where they were read a moment ago)."""
    return {region.code: in_language(region, "name", language) for region in regions_in_force()}


def region_choices() -> list[tuple[str, str]]:
    """Regions for a form, by name."""
    return sorted(region_names().items(), key=lambda pair: pair[1])


def kilometres_between(start: str, end: str) -> int | None:
    """Region to region, never finer (SAFETY 13); None when nobody recorded it."""
    if start == end:
        return 0
    either = Q(start__code=start, end__code=end) | Q(start__code=end, end__code=start)
    return RegionDistance.objects.filter(either).values_list("kilometres", flat=True).first()


def find_services(actor: Actor, wanted: Wanted, *, limit: int = 200) -> tuple[ServiceRow, ...]:
    """Services in force that fit what is wanted, for members (5 queries)."""
    del actor  # every member may read the directory
    found = _fitting(Service.objects.filter(in_force()), wanted).exclude(status=ServiceStatus.DEFUNCT)
    return tuple(_service_row(service) for service in _whole(found)[:limit])


def service(actor: Actor, service_id: UUID) -> ServiceRow:
    """One service; NotVisible when there is none."""
    del actor
    found = _whole(Service.objects.filter(id=service_id)).first()
    if found is None:
        raise NotVisible
    return _service_row(found)


def place(service_id: UUID) -> Place:
    """Where a referral to a service goes; NotVisible when it takes none."""
    usable = Service.objects.filter(in_force(), id=service_id, accepts_referrals=True, status=ServiceStatus.ACTIVE)
    found = usable.select_related("body").first()
    if found is None:
        raise NotVisible
    return Place(
        found.id,
        found.shown_name,
        found.body_id,
        found.body.organisation_id,
        found.need,
        found.is_safe_place,
        found.answers_within_days,
    )


def bodies(actor: Actor) -> tuple[BodyRow, ...]:
    """Bodies of the directory, by name."""
    del actor
    found = Body.objects.filter(in_force()).prefetch_related("services").order_by("name")
    return tuple(BodyRow(body.id, body.name, body.organisation_id, len(body.services.all())) for body in found)


def legal_duties(
    on: datetime.date | None = None, *, recipient_kind: str = "", child: bool | None = None
) -> tuple[DutyRow, ...]:
    """Legal duties in force on a day, narrowed to a kind of recipient and to children or adults."""
    found = LegalDuty.objects.filter(in_force(on)).order_by("statute", "provision")
    if child is not None:
        found = found.exclude(applies_to=AppliesTo.ADULTS if child else AppliesTo.CHILDREN)
    rows = (duty_row(duty) for duty in found)
    return tuple(row for row in rows if not recipient_kind or recipient_kind in row.recipient_kinds)


def legal_duty(duty_id: UUID) -> DutyRow:
    """One legal duty, in force or not; NotVisible when there is none."""
    found = LegalDuty.objects.filter(id=duty_id).first()
    if found is None:
        raise NotVisible
    return duty_row(found)


def duty_row(duty: LegalDuty) -> DutyRow:
    """The row of a legal duty."""
    return DutyRow(
        id=duty.id,
        title=str(duty),
        text=duty.text,
        jurisdiction=duty.jurisdiction,
        recipient_kinds=frozenset(duty.recipient_kinds),
        parts=frozenset(duty.parts),
        applies_to=duty.applies_to,
        applies_to_label=str(AppliesTo(duty.applies_to).label),
        since=day(duty.in_force_from),
        in_force_from=duty.in_force_from,
        in_force_until=duty.in_force_until,
    )


def public_services(language: str = "", region: str = "", kind: str = "") -> tuple[PublicService, ...]:
    """Services that the public site shows. Needs no actor: nothing here is about a person, and no safe place is listed."""
    open_ones = Service.objects.filter(in_force(), is_public=True, is_safe_place=False, status=ServiceStatus.ACTIVE)
    found = _whole(_fitting(open_ones, Wanted(need=kind, region=region)))
    return tuple(_public_row(_service_row(each, language)) for each in found)


def _fitting(found: QuerySet[Service], wanted: Wanted) -> QuerySet[Service]:
    if wanted.need:
        found = found.filter(need=wanted.need)
    if wanted.region:
        found = found.filter(Q(everywhere=True) | Q(regions__code=wanted.region))
    if wanted.language:
        found = found.filter(Q(has_interpreters=True) | Q(languages__code=wanted.language))
    if wanted.refers:
        found = found.filter(accepts_referrals=True, status=ServiceStatus.ACTIVE)
    if wanted.words.strip():
        found = found.filter(_named(wanted.words.strip()))
    return _eligible(found, wanted).distinct()


def _named(words: str) -> Q:
    """Words in a name; a safe place is found by its cover name only, never by the name of who runs it."""
    names = Q(name_en__icontains=words) | Q(name_fr__icontains=words) | Q(name_ar__icontains=words)
    return (Q(is_safe_place=False) & (names | Q(body__name__icontains=words))) | Q(cover_name__icontains=words)


def _eligible(found: QuerySet[Service], wanted: Wanted) -> QuerySet[Service]:
    if wanted.sex in {"woman", "man"}:
        found = found.filter(**{"serves_women" if wanted.sex == "woman" else "serves_men": True})
    if wanted.age_years is not None:
        old_enough = Q(minimum_age__isnull=True) | Q(minimum_age__lte=wanted.age_years)
        young_enough = Q(maximum_age__isnull=True) | Q(maximum_age__gte=wanted.age_years)
        found = found.filter(old_enough & young_enough)
    return found


def _whole(found: QuerySet[Service]) -> QuerySet[Service]:
    return (
        found.select_related("body").prefetch_related("languages", "hours", "regions").order_by("need", "name_en", "id")
    )


def _service_row(found: Service, language: str = "") -> ServiceRow:
    hidden = found.is_safe_place
    return ServiceRow(
        id=found.id,
        name=found.cover_name if hidden else in_language(found, "name", language),
        body="" if hidden else found.body.name,
        body_id=found.body_id,
        organisation_id=found.body.organisation_id,
        need=found.need,
        need_label=str(Need(found.need).label),
        description="" if hidden else in_language(found, "description", language),
        who=who_is_served(found),
        languages=_languages(found, language),
        regions=_("All regions")
        if found.everywhere
        else ", ".join(in_language(r, "name", language) for r in found.regions.all()),
        hours=() if hidden else tuple(_hours(found)),
        phone="" if hidden else found.phone,
        address="" if hidden else found.address,
        website="" if hidden else found.website,
        how_to_apply=found.how_to_apply,
        status=found.status,
        status_label=str(ServiceStatus(found.status).label),
        accepts_referrals=found.accepts_referrals,
        is_public=found.is_public,
        is_safe_place=hidden,
        answers_within_days=found.answers_within_days,
        assured=day(found.assured_on),
        version=found.version,
    )


def _public_row(row: ServiceRow) -> PublicService:
    return PublicService(
        row.id, row.name, row.body, row.need, row.need_label, row.description, row.who, row.languages, row.regions,
        row.hours, row.phone, row.address, row.website,
    )  # fmt: skip


def who_is_served(found: Service) -> str:
    """Whom a service is for, in one sentence."""
    whom = {
        (True, True): _("Everybody"),
        (True, False): _("Women and girls"),
        (False, True): _("Men and boys"),
        (False, False): _("Ask first"),
    }[found.serves_women, found.serves_men]
    low, high = found.minimum_age, found.maximum_age
    if low is not None and high is not None:
        return _("%(whom)s, %(low)s to %(high)s years") % {"whom": whom, "low": low, "high": high}
    if low is not None:
        return _("%(whom)s, from %(low)s years") % {"whom": whom, "low": low}
    if high is not None:
        return _("%(whom)s, up to %(high)s years") % {"whom": whom, "high": high}
    return whom


def language_name(code: str, language: str = "") -> str:
    """The name of a language in the reader's language; the code itself when nobody knows it."""
    try:
        known = Locale.parse(code.replace("-", "_")).get_display_name((language or get_language() or "en")[:2])
    except (UnknownLocaleError, ValueError):
        return code
    return known or code


def _languages(found: Service, language: str) -> str:
    names: Sequence[str] = sorted(language_name(each.code, language) for each in found.languages.all())
    return ", ".join([*names, _("with interpreters")] if found.has_interpreters else names)


def _hours(found: Service) -> list[str]:
    return [
        _("%(day)s %(opens)s to %(closes)s")
        % {"day": Weekday(h.weekday).label, "opens": f"{h.opens:%H:%M}", "closes": f"{h.closes:%H:%M}"}
        for h in found.hours.all()
    ]


def languages_spoken() -> tuple[str, ...]:
    """Codes of every language that some service speaks (1 query)."""
    return tuple(ServiceLanguage.objects.order_by("code").values_list("code", flat=True).distinct())


def organisations(actor: Actor) -> list[tuple[str, str]]:
    """Organisations that work in this platform, for the form of an administrator."""
    require_right(actor, "registers.edit")
    rows = open_organisations().order_by("name").values_list("id", "name")
    return [(str(each), name) for each, name in rows]


def organisation_kinds() -> list[tuple[str, str]]:
    """Kinds of organisation, with their names."""
    return [(str(kind), str(label)) for kind, label in OrganisationKind.choices]
