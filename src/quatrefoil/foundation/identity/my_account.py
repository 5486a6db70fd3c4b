# SPDX-License-Identifier: Apache-2.0
"""Rows for the pages about one's own account. They show the signed-in account and nobody else's."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quatrefoil.foundation.identity import second_factor
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, SignIn
from quatrefoil.foundation.identity.recent import account_at
from quatrefoil.foundation.identity.roles import ROLES
from quatrefoil.foundation.identity.selectors import memberships_of
from quatrefoil.foundation.ui.dates import day, moment
from quatrefoil.foundation.ui.pieces import Cell, Chip, Column, Pair, Table

WAYS: Final[dict[str, Promise]] = {
    "password": gettext_lazy("Password"),
    "code": gettext_lazy("Code"),
    "totp": gettext_lazy("Code of the app"),
    "recovery_codes": gettext_lazy("Recovery code"),
    "webauthn": gettext_lazy("Passkey"),
    "passkey": gettext_lazy("Passkey"),
    "demo": gettext_lazy("One click (demonstration)"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey of the account."""

    name: str
    said: str
    rename_url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class FactorsPage:
    """Second factors of the account, and whether one is missing."""

    is_needed: bool
    is_missing: bool
    has_app: bool
    app_said: str
    keys: tuple[Key, ...]
    codes_said: str
    has_codes: bool
    passkeys_work_here: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """My account, ready to be placed."""

    about: tuple[Pair, ...]
    factors: FactorsPage
    sign_ins: Table
    works_elsewhere: bool
    conflicts_url: str
    has_password: bool
    tokens_url: str


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation one may work for."""

    member_id: UUID
    organisation: str
    roles: str
    ends: str
    is_current: bool


def account_page(request: HttpRequest) -> AccountPage:
    """Everything on "my account"."""
    return AccountPage(
        about=_about(request),
        factors=factors_page(request),
        sign_ins=_sign_ins(request),
        works_elsewhere=len(memberships_of(account_at(request).pk)) > 1,
        conflicts_url=_conflicts_url(request.actor),  # type: ignore[attr-defined]
        has_password=account_at(request).has_usable_password(),
        tokens_url=_tokens_url(request.actor),  # type: ignore[attr-defined]
    )


def _about(request: HttpRequest) -> tuple[Pair, ...]:
    actor = request.actor  # type: ignore[attr-defined]
    roles = ", ".join(str(ROLES[key].label) for key in ROLES if key in actor.role_keys)
    return (
        Pair(_("Name"), actor.name),
        Pair(_("Organisation"), actor.organisation_name),
        Pair(_("Roles"), roles or _("none today")),
        Pair(_("E-mail address"), account_at(request).email),
    )


def factors_page(request: HttpRequest) -> FactorsPage:
    """App, passkeys and recovery codes of the account (1 query)."""
    held = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at"))
    app = next((row for row in held if row.type == Authenticator.Type.TOTP), None)
    codes = next((row for row in held if row.type == Authenticator.Type.RECOVERY_CODES), None)
    keys = tuple(_key(row) for row in held if row.type == Authenticator.Type.WEBAUTHN)
    actor = request.actor  # type: ignore[attr-defined]
    is_needed = actor is not None and second_factor.is_needed(actor.role_keys)
    return FactorsPage(
        is_needed=is_needed,
        is_missing=is_needed and app is None and not keys,
        has_app=app is not None,
        app_said=_used(app) if app else "",
        keys=keys,
        codes_said=_codes_said(codes),
        has_codes=codes is not None,
        passkeys_work_here=_is_a_name(request.get_host()),
    )


def _key(row: Authenticator) -> Key:
    return Key(
        name=row.wrap().name,
        said=_used(row),
        rename_url=reverse("mfa_edit_webauthn", args=[row.pk]),
        remove_url=reverse("mfa_remove_webauthn", args=[row.pk]),
    )


def _used(row: Authenticator) -> str:
    added = _("Added %(day)s.") % {"day": day(row.created_at.date())}
    if row.last_used_at is None:
        return added
    return f"{added} " + _("Last used %(moment)s.") % {"moment": moment(row.last_used_at)}


def _codes_said(codes: Authenticator | None) -> str:
    if codes is None:
        return _("They are made with your first second factor.")
    left = len(codes.wrap().get_unused_codes())
    return ngettext("%(n)s code is left.", "%(n)s codes are left.", left) % {"n": left}


def _is_a_name(host: str) -> bool:
    """Browsers make passkeys for names only, not for addresses made of numbers."""
    name = host.rpartition(":")[0] if ":" in host and not host.endswith("]") else host
    return not name.replace(".", "").isdigit() and not name.startswith("[")


def _sign_ins(request: HttpRequest) -> Table:
    rows = SignIn.objects.filter(account_id=account_at(request).pk).order_by("-at")[:10]
    return Table(
        caption=_("Recent sign-ins"),
        columns=(Column(_("When")), Column(_("How")), Column(_("What came of it"), narrow=True)),
        rows=[(Cell(moment(row.at)), Cell(way_in_words(row.way)), Cell(chip=_outcome(row))) for row in rows],
    )


def way_in_words(way: str) -> str:
    """'Password, Code of the app'."""
    return ", ".join(str(WAYS.get(part, part)) for part in way.split("+"))


def _outcome(row: SignIn) -> Chip:
    return Chip(_("signed in"), "good") if row.succeeded else Chip(_("refused"), "warn")


def _tokens_url(actor: Actor | None) -> str:
    return reverse("access:tokens") if actor is not None and actor.may("token.make") else ""


def memberships(request: HttpRequest) -> tuple[Membership, ...]:
    """The organisations the signed-in account may work for today (3 queries)."""
    members = Member.objects.filter(pk__in=memberships_of(account_at(request).pk)).select_related("organisation")
    current = getattr(request.actor, "member_id", None)  # type: ignore[attr-defined]
    return tuple(
        Membership(
            member_id=member.pk,
            organisation=member.organisation.name,
            roles=", ".join(str(ROLES[held.role].label) for held in member.roles.all()),
            ends=_("until %(day)s") % {"day": day(member.ends_on)} if member.ends_on else "",
            is_current=member.pk == current,
        )
        for member in members.prefetch_related("roles").order_by("organisation__name")
    )


def _conflicts_url(actor: Actor | None) -> str:
    if actor is None or not actor.may("conflict.declare"):
        return ""
    try:
        return reverse("access:conflicts")
    except NoReverseMatch:
        return ""
