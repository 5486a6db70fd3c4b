# SPDX-License-Identifier: Apache-2.0
"""Turning accounts and members into actors, and naming organisations for lists."""

import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, Team


def _current(today: datetime.date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=today)


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
    )


def member_of_account(account_id: UUID, member_id: UUID | None = None) -> Member | None:
    """The member an account works as; the first active one where none was chosen."""
    today = timezone.localdate()
    found = Member.objects.select_related("organisation").filter(
        _current(today), account_id=account_id, is_active=True, starts_on__lte=today, organisation__is_active=True
    )
    if member_id is not None:
        found = found.filter(id=member_id)
    return found.order_by("starts_on", "id").first()


def actor_at_work(account_id: UUID, member_id: UUID | str | None = None) -> Actor | None:
    """The actor an account is today, for every request: member, roles and teams in 1 query."""
    today = timezone.localdate()
    found = Member.objects.filter(
        _current(today), account_id=account_id, is_active=True, starts_on__lte=today, organisation__is_active=True
    )
    if member_id is not None:
        found = found.filter(id=member_id)
    columns = ("id", "organisation_id", "name", "organisation__name", "roles__role", "roles__ends_on", "teams")
    rows = list(found.order_by("starts_on", "id").values_list(*columns))
    mine = [row for row in rows if row[0] == rows[0][0]]
    if not mine:
        return None
    return Actor(
        member_id=mine[0][0],
        organisation_id=mine[0][1],
        team_ids=frozenset(team for *_others, team in mine if team is not None),
        role_keys=frozenset(
            role for *_others, role, ends_on, _team in mine if role and (ends_on is None or ends_on >= today)
        ),
        name=mine[0][2],
        organisation_name=mine[0][3],
    )


def memberships_of(account_id: UUID) -> list[UUID]:
    """Every membership that an account may work as today."""
    today = timezone.localdate()
    active = Member.objects.filter(
        _current(today), account_id=account_id, is_active=True, starts_on__lte=today, organisation__is_active=True
    )
    return list(active.order_by("starts_on", "id").values_list("id", flat=True))


def actor_for(member_id: UUID) -> Actor:
    """The actor of a member id; raises Member.DoesNotExist when there is none at work."""
    today = timezone.localdate()
    member = Member.objects.select_related("organisation").filter(_current(today), is_active=True).get(id=member_id)
    return actor_of(member)


def colleagues(actor: Actor) -> list[tuple[UUID, str]]:
    """Whom one can ask in one's own organisation: oneself, one's teams, then members by name (2 queries)."""
    members = Member.objects.filter(
        _current(timezone.localdate()), organisation_id=actor.organisation_id, is_active=True
    )
    others = members.exclude(id=actor.member_id).order_by("name").values_list("id", "name")
    teams = Team.objects.filter(id__in=actor.team_ids).order_by("name").values_list("id", "name")
    return [(actor.member_id, actor.name), *teams, *others]
