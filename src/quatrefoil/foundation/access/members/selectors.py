# SPDX-License-Identifier: Apache-2.0
"""What an administrator sees: the members of the own organisation, and what each role shows."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity import lockout, second_factor
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Account, Member, MemberRole, Team
from quatrefoil.foundation.identity.roles import ALL_PARTS, ROLES
from quatrefoil.foundation.identity.words import part_in_words, right_in_words
from quatrefoil.foundation.ui.dates import day, moment
from quatrefoil.foundation.ui.pieces import Cell, Chip, Column, Empty, Pair, Table

RIGHT = "accounts.manage"


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One member, ready to be placed."""

    member_id: UUID
    name: str
    about: tuple[Pair, ...]
    parts: tuple[str, ...]
    rights: tuple[str, ...]
    is_open: bool
    is_self: bool
    has_factors: bool
    closed_words: str
    revision: int


@dataclass(frozen=True, slots=True)
class MemberValues:
    """What the form of a member starts from."""

    name: str
    roles: dict[str, datetime.date | None]
    team_ids: tuple[str, ...]
    task: str
    ends_on: datetime.date | None
    revision: int


def managed(actor: Actor) -> QuerySet[Member]:
    """Members the actor manages: those of the own organisation. Others do not exist for them."""
    if not actor.may(RIGHT):
        trail.refused(RIGHT, detail="no_right")
        raise NotVisible
    return Member.objects.filter(organisation_id=actor.organisation_id)


def managed_member(actor: Actor, member_id: UUID) -> Member:
    """One of them; the same answer for a stranger as for nobody."""
    found = managed(actor).select_related("account", "organisation").filter(pk=member_id).first()
    if found is None:
        raise NotVisible
    return found


def member_ids(actor: Actor) -> tuple[UUID, ...]:
    """Everybody of the own organisation, those at work first (1 query)."""
    return tuple(managed(actor).order_by("-is_active", "name").values_list("pk", flat=True))


def members_table(actor: Actor) -> Table:
    """Everybody of the own organisation, those at work first (4 queries)."""
    members = managed(actor).select_related("account").prefetch_related("roles", "teams")
    return Table(
        caption=_("Members"),
        columns=(Column(_("Name"), narrow=True), Column(_("Roles")), Column(_("Teams")), Column(_("Until")), Column(_("State"), narrow=True)),
        rows=[_row(member) for member in members.order_by("-is_active", "name")],
        empty=Empty(_("Nobody yet")),
    )  # fmt: skip


def _row(member: Member) -> tuple[Cell, ...]:
    task = member.task or (member.account.email if member.account else _("no account"))
    return (
        Cell(member.name, second=task, url=reverse("access:member", args=[member.pk])),
        Cell(", ".join(str(ROLES[held.role].label) for held in member.roles.all() if _holds(held))),
        Cell(", ".join(team.name for team in member.teams.all())),
        Cell(day(member.ends_on)),
        Cell(chip=state_of(member)),
    )


def _holds(held: MemberRole) -> bool:
    return held.ends_on is None or held.ends_on >= timezone.localdate()


def state_of(member: Member) -> Chip:
    """At work, closed, ended, or still without a password."""
    if not member.is_active:
        return Chip(_("closed"))
    if member.ends_on and member.ends_on < timezone.localdate():
        return Chip(_("time has ended"))
    if member.account is None or not member.account.has_usable_password():
        return Chip(_("invited"), "due")
    return Chip(_("at work"), "good")


def member_page(actor: Actor, member_id: UUID) -> MemberPage:
    """One member, with what the roles of today let that person see and do."""
    member = managed_member(actor, member_id)
    keys = [held.role for held in member.roles.all() if _holds(held)]
    parts = frozenset[str]().union(*(ROLES[key].parts for key in keys))
    rights = frozenset[str]().union(*(ROLES[key].rights for key in keys))
    return MemberPage(
        member_id=member.pk,
        name=member.name,
        about=_about(member),
        parts=tuple(part_in_words(part) for part in _in_order(parts)),
        rights=tuple(sorted(right_in_words(right) for right in rights)),
        is_open=member.is_active,
        is_self=member.pk == actor.member_id,
        has_factors=bool(member.account_id and second_factor.has_one(member.account_id)),
        closed_words=lockout.closed_words(member.account.email) if member.account else "",
        revision=member.revision,
    )


def _about(member: Member) -> tuple[Pair, ...]:
    teams = ", ".join(member.teams.order_by("name").values_list("name", flat=True))
    pairs = [
        Pair(_("State"), state_of(member)),
        Pair(_("E-mail address"), member.account.email if member.account else _("no account")),
        Pair(_("Roles"), ", ".join(_role_words(held) for held in member.roles.order_by("role")) or _("none")),
        Pair(_("Teams"), teams or _("none")),
        Pair(_("Task"), member.task),
        Pair(_("Until"), day(member.ends_on)),
        Pair(_("Second factor"), _factors(member.account)),
        Pair(_("Last sign-in"), moment(member.account.last_login if member.account else None) or _("never")),
    ]
    return tuple(pair for pair in pairs if pair.value)


def _role_words(held: MemberRole) -> str:
    label = str(ROLES[held.role].label)
    return _("%(role)s until %(day)s") % {"role": label, "day": day(held.ends_on)} if held.ends_on else label


def _factors(account: Account | None) -> str:
    if account is None:
        return ""
    return _("set up") if second_factor.has_one(account.pk) else _("not set up yet")


def member_values(actor: Actor, member_id: UUID) -> MemberValues:
    """What the form of a member starts from."""
    member = managed_member(actor, member_id)
    return MemberValues(
        name=member.name,
        roles={held.role: held.ends_on for held in member.roles.all() if _holds(held)},
        team_ids=tuple(str(team) for team in member.teams.values_list("pk", flat=True)),
        task=member.task,
        ends_on=member.ends_on,
        revision=member.revision,
    )


def team_choices(actor: Actor) -> list[tuple[str, str]]:
    """Teams of the own organisation."""
    if not actor.may(RIGHT):
        raise NotVisible
    teams = Team.objects.filter(organisation_id=actor.organisation_id).order_by("name")
    return [(str(pk), name) for pk, name in teams.values_list("pk", "name")]


def role_matrix(actor: Actor) -> Table:
    """Which role sees which part: the policy as a table, written from identity/roles.py."""
    if not actor.may(RIGHT):
        raise NotVisible
    yes, no = Cell(chip=Chip(_("sees"), "good")), Cell("–")
    return Table(
        caption=_("Which role sees which part of a file that it reaches"),
        columns=(Column(_("Part"), narrow=True), *(Column(str(role.label)) for role in ROLES.values())),
        rows=[
            (Cell(part_in_words(part)), *(yes if part in role.parts else no for role in ROLES.values()))
            for part in _in_order(ALL_PARTS)
        ],
    )


def _in_order(parts: frozenset[str]) -> list[str]:
    return sorted(parts, key=part_in_words)
