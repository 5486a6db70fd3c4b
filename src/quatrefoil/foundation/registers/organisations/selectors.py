# SPDX-License-Identifier: Apache-2.0
"""What an administrator of the body that runs the installation sees of the others: name, kind, teams, contact. No file, no member."""

import datetime
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, MemberRole, Organisation, SignIn
from quatrefoil.foundation.identity.roles import Administrator
from quatrefoil.foundation.registers.selectors import region_names
from quatrefoil.foundation.ui.dates import day

RIGHT: Final = "organisations.manage"
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A body in ready strings."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    region: str
    region_label: str
    contact: str
    teams: tuple[str, ...]
    members: int
    has_administrator: bool
    last_day: datetime.date | None
    last_day_label: str
    is_open: bool
    runs_installation: bool
    revision: int


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """A page of them by name; `older` is the id to go on after, None at the end."""

    rows: tuple[OrganisationRow, ...]
    older: UUID | None


def keeps_organisations(actor: Actor) -> bool:
    """May the actor add and close organisations: a role says so, and the own body runs the installation?"""
    if not actor.may(RIGHT):
        return False
    return actor.is_system or Organisation.objects.filter(id=actor.organisation_id, runs_installation=True).exists()


def kept(actor: Actor) -> QuerySet[Organisation]:
    """Every body, for who keeps them; for others there is no such list."""
    if not keeps_organisations(actor):
        trail.refused(RIGHT, detail="no_right")
        raise NotVisible
    return Organisation.objects.all()


def kept_organisation(actor: Actor, organisation_id: UUID) -> Organisation:
    """One of them."""
    found = kept(actor).filter(id=organisation_id).first()
    if found is None:
        raise NotVisible
    return found


def page_of_organisations(
    actor: Actor, words: str = "", kind: str = "", after: UUID | None = None, *, size: int = PAGE
) -> OrganisationPage:
    """Bodies by name that fit the words and the kind, after the one named (4 queries)."""
    found = kept(actor).filter(name__icontains=words.strip()) if words.strip() else kept(actor)
    if kind:
        found = found.filter(kind=kind)
    if after is not None:
        found = found.filter(name__gt=kept_organisation(actor, after).name)
    read = list(_counted(found).order_by("name")[: size + 1])
    regions = region_names()
    rows = tuple(_row(each, regions) for each in read[:size])
    return OrganisationPage(rows, rows[-1].id if len(read) > size else None)


def organisation(actor: Actor, organisation_id: UUID) -> OrganisationRow:
    """One body."""
    kept_organisation(actor, organisation_id)
    return _row(_counted(Organisation.objects.filter(id=organisation_id)).get(), region_names())


def id_of_name(actor: Actor, name: str) -> UUID:
    """The body of exactly this name."""
    found = kept(actor).filter(name=name).values_list("id", flat=True).first()
    if found is None:
        raise NotVisible
    return found


def has_administrator(organisation_id: UUID) -> bool:
    """Does somebody who has come in manage the members of this body today?"""
    return _administrators(organisation_id).filter(_HAS_COME_IN).exists()


def invited_administrators(organisation_id: UUID) -> QuerySet[Member]:
    """Those who were invited to manage it and have not come in: their link may be over, or went to a wrong address."""
    return _administrators(organisation_id).exclude(_HAS_COME_IN)


# A password was set, or somebody got in without one.
_HAS_COME_IN: Final = Q(account__isnull=False) & (
    ~Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    | Exists(SignIn.objects.filter(account_id=OuterRef("account_id"), succeeded=True))
)


def _administrators(organisation_id: UUID | OuterRef) -> QuerySet[Member]:
    today = timezone.localdate()
    lasts = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    held = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    roles = MemberRole.objects.filter(held, member_id=OuterRef("pk"), role=Administrator.key)
    return Member.objects.filter(lasts, Exists(roles), organisation_id=organisation_id, is_active=True)


def _counted(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    count = Count("members", filter=Q(members__is_active=True), distinct=True)
    return found.annotate(
        at_work=count, administered=Exists(_administrators(OuterRef("pk")).filter(_HAS_COME_IN))
    ).prefetch_related("teams")


def _row(found: Organisation, regions: dict[str, str]) -> OrganisationRow:
    return OrganisationRow(
        id=found.id,
        name=found.name,
        kind=found.kind,
        kind_label=found.get_kind_display(),
        region=found.region,
        region_label=regions.get(found.region, ""),
        contact=found.contact,
        teams=tuple(sorted(team.name for team in found.teams.all())),
        members=found.at_work,  # type: ignore[attr-defined]
        has_administrator=found.administered,  # type: ignore[attr-defined]
        last_day=found.ends_on,
        last_day_label=day(found.ends_on),
        is_open=found.is_active and (found.ends_on is None or found.ends_on >= timezone.localdate()),
        runs_installation=found.runs_installation,
        revision=found.revision,
    )


def state_words(row: OrganisationRow) -> str:
    """Open, open until a day, closed, or waiting for somebody who manages its members."""
    if not row.is_open:
        return _("closed")
    if row.last_day is not None:
        return _("open until %(day)s") % {"day": row.last_day_label}
    return _("at work") if row.has_administrator else _("nobody manages it yet")
