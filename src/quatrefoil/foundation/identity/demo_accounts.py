# SPDX-License-Identifier: Apache-2.0
"""The people of the demo, listed on its sign-in page. In no other mode does any of this answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity.models import Account, Member
from quatrefoil.foundation.identity.roles import ROLES

SHOWN_PER_ORGANISATION: Final = 8

# What to try as whom; the demo may say more about single accounts with `suggest`.
TRY: Final[dict[str, str | Promise]] = {
    "advocate": _("Take a report from the queue, answer it, and hand it to a case manager."),
    "case_manager": _("Open a case, record a consent, and refer the person to a clinic."),
    "supervisor": _("Approve a plan, cover an absence, and see who is overdue."),
    "service_provider": _("Accept a referral and say what became of it."),
    "competent_authority": _("Decide on a referral before its clock runs out."),
    "rapporteur": _("Read the country’s numbers without seeing one case."),
    "auditor": _("See who opened which record and why."),
    "administrator": _("Invite a colleague, and see what that person would see."),
}
_suggestions: dict[str, str | Promise] = {}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as."""

    account_id: UUID
    name: str
    role: str
    to_try: str | Promise


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An organisation and its people."""

    name: str
    kind: str
    people: tuple[DemoPerson, ...]


def is_demo() -> bool:
    """Is this the demonstration?"""
    return settings.OPTIONS.mode == "demo"


def suggest(email: str, to_try: str | Promise) -> None:
    """Say what to try as this account, instead of what its role says."""
    _suggestions[email] = to_try


def demo_organisations() -> tuple[DemoOrganisation, ...]:
    """Everybody one may sign in as, by organisation (2 queries)."""
    if not is_demo():
        return ()
    members = Member.objects.filter(is_active=True, account__is_active=True, organisation__is_active=True)
    ordered = members.select_related("organisation", "account").prefetch_related("roles")
    by_organisation = groupby(ordered.order_by("organisation__name", "name"), key=lambda member: member.organisation)
    return tuple(
        DemoOrganisation(organisation.name, organisation.get_kind_display(), tuple(_people(of_it)))
        for organisation, of_it in by_organisation
    )


def first_of_each_role(organisations: tuple[DemoOrganisation, ...]) -> tuple[tuple[DemoPerson, str], ...]:
    """One person for each role, to begin with, and where that person works."""
    found: dict[str, tuple[DemoPerson, str]] = {}
    for organisation in organisations:
        for person in organisation.people:
            found.setdefault(person.role, (person, organisation.name))
    order = [str(role.label) for role in ROLES.values()]
    return tuple(found[label] for label in order if label in found)


def demo_account(account_id: UUID) -> Account | None:
    """The account of a person of the demo; None anywhere else."""
    return Account.objects.filter(pk=account_id, is_active=True).first() if is_demo() else None


def _people(members: Iterator[Member]) -> Iterator[DemoPerson]:
    for number, member in enumerate(members):
        keys = [key for key in ROLES if key in {held.role for held in member.roles.all()}]
        if number >= SHOWN_PER_ORGANISATION or not keys or member.account is None:
            continue
        to_try = _suggestions.get(member.account.email, TRY.get(keys[0], ""))
        yield DemoPerson(member.account.pk, member.name, str(ROLES[keys[0]].label), to_try)
