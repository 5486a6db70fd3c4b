# SPDX-License-Identifier: Apache-2.0
"""Turning accounts and members into actors, and naming organisations for lists."""

import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Account, Member, Organisation, Team


def _current(today: datetime.date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=today)


def _of_an_open_organisation(today: datetime.date) -> Q:
    ends = Q(organisation__ends_on__isnull=True) | Q(organisation__ends_on__gte=today)
    return ends & Q(organisation__is_active=True)


def open_organisations() -> QuerySet[Organisation]:
    """Bodies that work here today: neither closed nor past their last day."""
    return Organisation.objects.filter(_current(timezone.localdate()), is_active=True)


def actor_of(member: Member) -> Actor:
    """The actor that a member is today; ended roles do not count (2 queries)."""
    today = timezone.localdate()
    roles = member.roles.filter(_current(today)).values_list("role", flat=True)
    teams = member.teams.values_list("id", flat=True)
    organisation = member.organisation
    return Actor(
        member_id=member.id,
        organisation_id=organisation.id,
        team_ids=frozenset(teams),
        role_keys=frozenset(roles),
        name=member.name,
        organisation_name=organisation.name,
        organisation_kind=organisation.kind,
    )


def member_of_account(account_id: UUID, member_id: UUID | None = None) -> Member | None:
    """The member an account works as; the first active one where none was chosen."""
    today = timezone.localdate()
    found = Member.objects.select_related("organisation").filter(
        _current(today), _of_an_open_organisation(today), account_id=account_id, is_active=True, starts_on__lte=today
    )
    if member_id is not None:
        found = found.filter(id=member_id)
    return found.order_by("starts_on", "id").first()


COLUMNS: Final = (
    "id", "organisation_id", "name", "organisation__name", "roles__role", "roles__ends_on", "teams", "starts_on",
    "ends_on", "is_active", "organisation__is_active", "organisation__kind", "organisation__ends_on",
)  # fmt: skip


def actor_of_account(account: Account, member_id: UUID | str | None = None) -> Actor | None:
    """The actor a signed-in account is today (no query where the account came with its memberships)."""
    if account.work is None:
        return actor_at_work(account.pk, member_id)
    return _at_work(account.work, member_id)


def actor_at_work(account_id: UUID, member_id: UUID | str | None = None) -> Actor | None:
    """The actor an account is today: member, roles and teams in 1 query."""
    return _at_work(tuple(Member.objects.filter(account_id=account_id).values_list(*COLUMNS)), member_id)


def _at_work(rows: tuple[tuple[Any, ...], ...], member_id: UUID | str | None) -> Actor | None:
    """The actor of rows with these columns: the chosen membership, or the first that holds today."""
    today = timezone.localdate()
    wanted = None if member_id is None else str(member_id)
    current = [row for row in rows if _holds(row, today) and wanted in {None, str(row[0])}]
    if not current:
        return None
    first = min(current, key=lambda row: (row[7], str(row[0])))
    mine = [row for row in current if row[0] == first[0]]
    return Actor(
        member_id=first[0],
        organisation_id=first[1],
        team_ids=frozenset(row[6] for row in mine if row[6] is not None),
        role_keys=frozenset(row[4] for row in mine if row[4] and (row[5] is None or row[5] >= today)),
        name=first[2],
        organisation_name=first[3],
        organisation_kind=first[11],
    )


def _holds(row: tuple[Any, ...], today: datetime.date) -> bool:
    starts_on, ends_on, is_active, organisation_is_active = row[7:11]
    if row[0] is None or not is_active or not organisation_is_active:
        return False
    return bool(starts_on <= today and all(end is None or end >= today for end in (ends_on, row[12])))


def memberships_of(account_id: UUID) -> list[UUID]:
    """Every membership that an account may work as today."""
    today = timezone.localdate()
    active = Member.objects.filter(
        _current(today), _of_an_open_organisation(today), account_id=account_id, is_active=True, starts_on__lte=today
    )
    return list(active.order_by("starts_on", "id").values_list("id", flat=True))


def actor_for(member_id: UUID) -> Actor:
    """The actor of a member id; raises Member.DoesNotExist when there is none at work."""
    today = timezone.localdate()
    at_work = Member.objects.filter(_current(today), _of_an_open_organisation(today), is_active=True)
    member = at_work.select_related("organisation").get(id=member_id)
    return actor_of(member)


def name_of(column: str) -> "Subquery":
    """The name of the member in a column, for a list that shows it; asked with the list itself."""
    return Subquery(Member.objects.filter(id=OuterRef(column)).values("name")[:1])


def shown_name_of(actor: Actor, column: str) -> "Subquery":
    """As `name_of`; people of other organisations appear as their organisation."""
    own = Case(When(organisation_id=actor.organisation_id, then=F("name")), default=F("organisation__name"))
    return Subquery(Member.objects.filter(id=OuterRef(column)).values(shown=own)[:1])


def colleagues(actor: Actor) -> list[tuple[UUID, str]]:
    """Whom one can ask in one's own organisation: oneself, one's teams, then members by name (2 queries)."""
    members = Member.objects.filter(
        _current(timezone.localdate()), organisation_id=actor.organisation_id, is_active=True
    )
    others = members.exclude(id=actor.member_id).order_by("name").values_list("id", "name")
    teams = Team.objects.filter(id__in=actor.team_ids).order_by("name").values_list("id", "name")
    return [(actor.member_id, actor.name), *teams, *others]
