# SPDX-License-Identifier: Apache-2.0
"""Adding, changing and closing a body of the installation. Each act is audited; none of them opens a file or a list of members."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused, Stale
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity import invitations
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Account, Member, MemberRole, Organisation, OrganisationKind, Team
from quatrefoil.foundation.identity.roles import Administrator
from quatrefoil.foundation.registers.organisations.selectors import (
    RIGHT,
    has_administrator,
    invited_administrators,
    kept,
    kept_organisation,
)
from quatrefoil.foundation.registers.selectors import region_choices


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a body. `contact` is an office and how to reach it, never a person."""

    name: str
    kind: str
    region: str = ""
    contact: str = ""


@action(RIGHT)
def add(actor: Actor, about: About, teams: tuple[str, ...] = ()) -> UUID:
    """A further body with its teams. Nobody gets in until its administrator is invited."""
    _check(actor, about)
    organisation = Organisation(name=about.name.strip())
    _write(organisation, about)
    names = dict.fromkeys(name.strip() for name in teams if name.strip())
    Team.objects.bulk_create([Team(organisation=organisation, name=name) for name in names])
    trail.wrote("organisation.add", organisation.id, detail=about.kind)
    return organisation.id


@action(RIGHT)
def change(actor: Actor, organisation_id: UUID, seen_revision: int, about: About) -> None:
    """Change name, kind, region and contact; raises Stale when somebody else changed it since."""
    organisation = _seen(actor, organisation_id, seen_revision)
    _check(actor, about, organisation_id)
    organisation.revision += 1
    _write(organisation, about)
    trail.wrote("organisation.change", organisation_id, detail=about.kind)


@action(RIGHT)
def close(actor: Actor, organisation_id: UUID, seen_revision: int, last_day: datetime.date) -> None:
    """The last day on which its members get in. Its files stay where they are; hand them over before."""
    organisation = _seen(actor, organisation_id, seen_revision)
    if organisation_id == actor.organisation_id or organisation.runs_installation:
        raise Refused(_("Who runs this installation cannot be closed from here."), code="own_organisation")
    if last_day < timezone.localdate():
        raise Refused(_("The last day lies in the past."), code="end_in_past")
    organisation.ends_on = last_day
    organisation.revision += 1
    organisation.save(update_fields=["ends_on", "revision"])
    trail.wrote("organisation.close", organisation_id, detail=last_day.isoformat())


@action(RIGHT)
def reopen(actor: Actor, organisation_id: UUID, seen_revision: int) -> None:
    """No last day any more: its members get in again, with the roles of before."""
    organisation = _seen(actor, organisation_id, seen_revision)
    organisation.ends_on, organisation.is_active = None, True
    organisation.revision += 1
    organisation.save(update_fields=["ends_on", "is_active", "revision"])
    trail.wrote("organisation.reopen", organisation_id)


@action(RIGHT)
def invite_administrator(actor: Actor, organisation_id: UUID, email: str, name: str) -> str:
    """Who manages its members from now on: the path of the one-time link, empty where the person has an account.

    Only for a body without an administrator: whoever runs the installation puts nobody beside those who are there.
    """
    organisation = kept_organisation(actor, organisation_id)
    if has_administrator(organisation_id):
        raise Refused(_("Somebody manages this organisation already. Ask them to invite others."), code="has_one")
    _refuse_another_on_sqlite(organisation_id)
    _take_back_invitations(organisation_id)
    account = Account.objects.filter(email=email.strip().lower()).first()
    if account is not None and Member.objects.filter(account=account, organisation_id=organisation_id).exists():
        raise Refused(_("This person was a member there before. Choose somebody else."), code="already_member")
    is_new = account is None
    account = account or Account.objects.create_user(email.strip())
    member = Member.objects.create(account=account, organisation=organisation, name=name.strip())
    MemberRole.objects.create(member=member, role=Administrator.key)
    trail.wrote("organisation.invite", organisation_id, detail=str(member.pk))
    return invitations.link_for(account) if is_new else ""


def _take_back_invitations(organisation_id: UUID) -> None:
    """Who was invited before and never came in is not a member any more: the link was over, or went to a wrong address."""
    for member in invited_administrators(organisation_id).select_related("account"):
        account = member.account
        member.delete()
        if account is not None and not account.members.exists():
            account.delete()


@action(RIGHT)
def let_run(actor: Actor, organisation_id: UUID) -> None:
    """Its administrators add and close organisations from now on. Only the operator of the machine says so."""
    organisation = kept_organisation(actor, organisation_id)
    if not actor.is_system:
        raise Refused(_("Only who operates the machine says which organisation runs it."), code="operator")
    organisation.runs_installation = True
    organisation.revision += 1
    organisation.save(update_fields=["runs_installation", "revision"])
    trail.wrote("organisation.runs", organisation_id)


def _seen(actor: Actor, organisation_id: UUID, seen_revision: int) -> Organisation:
    organisation = kept_organisation(actor, organisation_id)
    if organisation.revision != seen_revision:
        raise Stale(_("Somebody else changed this organisation meanwhile. Look at it again."), code="stale")
    return organisation


def _check(actor: Actor, about: About, organisation_id: UUID | None = None) -> None:
    if not about.name.strip():
        raise Refused(_("Give the organisation a name."), code="no_name")
    if about.kind not in OrganisationKind.values:
        raise Refused(_("Choose what kind of organisation it is."), code="no_kind")
    if about.region and about.region not in dict(region_choices()):
        raise Refused(_("There is no such region."), code="no_region")
    same = kept(actor).filter(name__iexact=about.name.strip())
    if any(known != organisation_id for known in same.values_list("id", flat=True)):
        raise Refused(_("There is an organisation of this name already."), code="name_taken")


def _write(organisation: Organisation, about: About) -> None:
    organisation.name, organisation.kind = about.name.strip(), about.kind
    organisation.region, organisation.contact = about.region, about.contact.strip()
    organisation.save()


def _refuse_another_on_sqlite(organisation_id: UUID) -> None:
    """On SQLite the program alone keeps bodies apart, so only one has people in it (DESIGN 5.7)."""
    options = settings.OPTIONS
    if options.database != "sqlite" or options.mode in {"demo", "test"}:
        return
    if Member.objects.filter(account__isnull=False).exclude(organisation_id=organisation_id).exists():
        raise Refused(
            _("This installation keeps its data in SQLite, which is for one organisation. Move to PostgreSQL before people of another get in."),
            code="sqlite",
        )  # fmt: skip
