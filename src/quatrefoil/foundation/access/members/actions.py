# SPDX-License-Identifier: Apache-2.0
"""What an administrator does with accounts. Each act is audited; none of them shows or gives a file."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused, Stale
from quatrefoil.foundation.access.members.selectors import RIGHT, managed, managed_member
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity import invitations, lockout, second_factor
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Account, Member, MemberRole, Team
from quatrefoil.foundation.identity.roles import ROLES, Administrator, Auditor


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody does here: roles (each with an end or none), teams, and for a time only: task and end."""

    name: str
    roles: dict[str, datetime.date | None]
    team_ids: frozenset[UUID] = frozenset()
    task: str = ""
    ends_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """The new member, and the path of the one-time link; no link when the person already has an account."""

    member_id: UUID
    link: str


@action(RIGHT)
def invite(actor: Actor, email: str, work: Work) -> Invited:
    """Add a member to the own organisation; a new account gets a link that is valid once, for 30 minutes."""
    _check(work)
    account = Account.objects.filter(email=email.strip().lower()).first()
    if account is not None and managed(actor).filter(account=account).exists():
        raise Refused(_("This person is already a member. Open their page to change it."), code="already_member")
    is_new = account is None
    account = account or Account.objects.create_user(email)
    member = Member(account=account, organisation_id=actor.organisation_id)
    _write(actor, member, work)
    trail.wrote("member.invite", member.pk, detail=" ".join(sorted(work.roles)))
    return Invited(member.pk, invitations.link_for(account) if is_new else "")


@action(RIGHT)
def change(actor: Actor, member_id: UUID, seen_revision: int, work: Work) -> None:
    """Change name, roles, teams, task and end. It counts from the member's next click."""
    member = managed_member(actor, member_id)
    if member.revision != seen_revision:
        raise Stale(_("Somebody else changed this member meanwhile. Look at it again, then change it."), code="stale")
    _check(work)
    before = set(member.roles.values_list("role", flat=True))
    if member.pk == actor.member_id and before != set(work.roles):
        raise Refused(_("Nobody changes their own roles. Ask another administrator."), code="own_account")
    member.revision += 1
    _write(actor, member, work)
    trail.wrote("member.change", member.pk, detail=_difference(before, set(work.roles)))


@action(RIGHT)
def close(actor: Actor, member_id: UUID) -> None:
    """End somebody's access to this organisation at once. Their files stay; a supervisor assigns them."""
    member = _other(actor, member_id)
    member.is_active = False
    member.revision += 1
    member.save(update_fields=["is_active", "revision"])
    _end_sessions(member.account)
    trail.wrote("member.close", member.pk)


@action(RIGHT)
def reopen(actor: Actor, member_id: UUID) -> None:
    """Let somebody work here again, with the roles and teams of before."""
    member = managed_member(actor, member_id)
    member.is_active = True
    member.revision += 1
    member.save(update_fields=["is_active", "revision"])
    trail.wrote("member.reopen", member.pk)


@action(RIGHT)
def new_link(actor: Actor, member_id: UUID) -> str:
    """The path of a new one-time link, for somebody who forgot the password. The old password ends now."""
    member = _other(actor, member_id)
    account = _only_ours(actor, member)
    trail.wrote("member.new_link", member.pk)
    return invitations.link_for(account)


@action(RIGHT)
def remove_second_factors(actor: Actor, member_id: UUID) -> int:
    """Take away app, passkeys and recovery codes that were lost; returns how many. A new one is set up at sign-in."""
    member = _other(actor, member_id)
    account = _only_ours(actor, member)
    count = second_factor.remove_all(account)
    _end_sessions(account)
    trail.wrote("member.second_factor_removed", member.pk, detail=str(count))
    return count


@action(RIGHT)
def end_lock_out(actor: Actor, member_id: UUID) -> None:
    """Open an account that five failures have closed."""
    member = managed_member(actor, member_id)
    if member.account is not None:
        lockout.reopen(member.account.email)
    trail.wrote("member.lock_out_ended", member.pk)


@action(RIGHT)
def add_team(actor: Actor, name: str) -> UUID:
    """A new team of the own organisation."""
    name = name.strip()
    if Team.objects.filter(organisation_id=actor.organisation_id, name__iexact=name).exists():
        raise Refused(_("There is a team of this name already."), code="team_exists")
    team = Team.objects.create(organisation_id=actor.organisation_id, name=name)
    trail.wrote("team.add", team.pk)
    return team.pk


def _check(work: Work) -> None:
    today = timezone.localdate()
    keys = set(work.roles)
    if not keys or not keys <= set(ROLES):
        raise Refused(_("Choose at least one role."), code="no_role")
    if bool(work.task) != bool(work.ends_on):
        raise Refused(_("Somebody who is here for a time needs both: a task and a last day."), code="task_and_end")
    if any(end is not None and end < today for end in (*work.roles.values(), work.ends_on)):
        raise Refused(_("The last day lies in the past."), code="end_in_past")
    if mixes(keys):
        raise Refused(
            _("Who manages accounts or watches the audit does not work with people’s files at the same time."),
            code="roles_do_not_mix",
        )


def mixes(role_keys: set[str]) -> bool:
    """Would one member both manage or watch, and see people? Or both manage and watch?"""
    apart = {Administrator.key, Auditor.key}
    held_apart = role_keys & apart
    return len(held_apart) > 1 or bool(held_apart and any(ROLES[key].sees_people for key in role_keys))


def _write(actor: Actor, member: Member, work: Work) -> None:
    teams = Team.objects.filter(organisation_id=actor.organisation_id, pk__in=work.team_ids)
    if len(teams) != len(work.team_ids):
        raise Refused(_("One of these teams is not yours."), code="foreign_team")
    member.name, member.task, member.ends_on = work.name.strip(), work.task.strip(), work.ends_on
    member.save()
    member.teams.set(teams)
    member.roles.exclude(role__in=work.roles).delete()
    for role, ends_on in work.roles.items():
        MemberRole.objects.update_or_create(member=member, role=role, defaults={"ends_on": ends_on})


def _other(actor: Actor, member_id: UUID) -> Member:
    member = managed_member(actor, member_id)
    if member.pk == actor.member_id:
        raise Refused(_("Not for your own account. Ask another administrator."), code="own_account")
    return member


def _only_ours(actor: Actor, member: Member) -> Account:
    if member.account is None:
        raise Refused(_("This person has no account."), code="no_account")
    elsewhere = Member.objects.filter(account=member.account, is_active=True)
    if elsewhere.exclude(organisation_id=actor.organisation_id).exists():
        raise Refused(
            _("This person also works for another organisation, which would be opened too. Ask both administrators together."),
            code="works_elsewhere",
        )  # fmt: skip
    return member.account


def _end_sessions(account: Account | None) -> None:
    if account is not None:
        account.session_epoch += 1
        account.save(update_fields=["session_epoch"])


def _difference(before: set[str], after: set[str]) -> str:
    added, gone = sorted(after - before), sorted(before - after)
    return " ".join([*(f"+{key}" for key in added), *(f"-{key}" for key in gone)])
