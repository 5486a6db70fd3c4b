# SPDX-License-Identifier: Apache-2.0
"""Pages about members. Everything that changes an account asks for a recent sign-in first."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.members import actions, selectors
from quatrefoil.foundation.access.members.forms import InviteForm, MemberForm, TeamForm
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.gates import requires_recent_sign_in
from quatrefoil.foundation.ui.pieces import Crumb

HERE = "access/members"


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _crumbs(*last: str) -> list[Crumb]:
    from django.urls import reverse

    return [Crumb(_("Members"), reverse("access:members")), *(Crumb(words) for words in last)]


def members(request: HttpRequest) -> HttpResponse:
    """Everybody of the own organisation."""
    return render(request, f"{HERE}/list.html", {"table": selectors.members_table(_actor(request))})


def roles(request: HttpRequest) -> HttpResponse:
    """Which role sees what."""
    context = {"table": selectors.role_matrix(_actor(request)), "crumbs": _crumbs(_("Roles"))}
    return render(request, f"{HERE}/roles.html", context)


def member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """One member, with what that person would see."""
    page = selectors.member_page(_actor(request), member_id)
    return render(request, f"{HERE}/member.html", {"page": page, "crumbs": _crumbs(page.name)})


@never_cache
@requires_recent_sign_in
def invite(request: HttpRequest) -> HttpResponse:
    """Add somebody; the one-time link is shown once."""
    form = InviteForm(request.POST or None, teams=selectors.team_choices(_actor(request)))
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.invite(_actor(request), form.cleaned_data["email"], form.work())
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return _link_page(request, form.cleaned_data["name"], done.link)
    return render(request, f"{HERE}/invite.html", {"form": form, "crumbs": _crumbs(_("Invite"))})


@never_cache
@requires_recent_sign_in
def change(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Change roles, teams, task and end."""
    actor = _actor(request)
    values = selectors.member_values(actor, member_id)
    form = MemberForm(request.POST or None, teams=selectors.team_choices(actor), values=values)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor, member_id, form.cleaned_data["revision"], form.work())
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Saved. It counts from their next click."))
            return redirect("access:member", member_id)
    return render(request, f"{HERE}/change.html", {"form": form, "name": values.name, "crumbs": _crumbs(values.name)})


@never_cache
@requires_recent_sign_in
def new_link(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """A one-time link for somebody who forgot the password."""
    actor = _actor(request)
    page = selectors.member_page(actor, member_id)
    if request.method == "POST":
        return _link_page(request, page.name, actions.new_link(actor, member_id))
    return _ask(request, page, LINK)


Words = tuple[str | Promise, str | Promise, str | Promise]
LINK: Words = (
    gettext_lazy("Make a new link?"),
    gettext_lazy("The password of today stops working at once. The link works once, for 30 minutes; hand it over in person or by a safe way."),
    gettext_lazy("Make the link"),
)  # fmt: skip
CLOSE: Words = (
    gettext_lazy("End this person’s access?"),
    gettext_lazy("They are signed out at once and see nothing of this organisation any more. Their files stay; a supervisor gives them to somebody else."),
    gettext_lazy("End the access"),
)  # fmt: skip
REOPEN: Words = (
    gettext_lazy("Let this person work here again?"),
    gettext_lazy("With the roles and teams of before. Look at them first."),
    gettext_lazy("Open the access again"),
)
FACTORS: Words = (
    gettext_lazy("Take the lost second factor away?"),
    gettext_lazy("App, passkeys and recovery codes of this person stop working, and they are signed out. Make sure that it is really they who ask: see them, or call a number you know."),
    gettext_lazy("Take it away"),
)  # fmt: skip
LOCK_OUT: Words = (
    gettext_lazy("Open the account again?"),
    gettext_lazy("Five tries did not fit. Ask the person first whether the tries were theirs."),
    gettext_lazy("Open it now"),
)


def asked(act: Callable[[Actor, UUID], Any], words: Words, done: Promise) -> Callable[..., HttpResponse]:
    """A page that asks before an act on a member, and does it."""

    @never_cache
    @requires_recent_sign_in
    def view(request: HttpRequest, member_id: UUID) -> HttpResponse:
        page = selectors.member_page(_actor(request), member_id)
        if request.method != "POST":
            return _ask(request, page, words)
        act(_actor(request), member_id)
        messages.success(request, str(done))
        return redirect("access:member", member_id)

    return view


close = asked(actions.close, CLOSE, gettext_lazy("The access has ended."))
reopen = asked(actions.reopen, REOPEN, gettext_lazy("They may work here again."))
remove_factors = asked(
    actions.remove_second_factors,
    FACTORS,
    gettext_lazy("It is gone. At the next sign-in they set up a new one."),
)
end_lock_out = asked(actions.end_lock_out, LOCK_OUT, gettext_lazy("The account is open again."))


@requires_recent_sign_in
def add_team(request: HttpRequest) -> HttpResponse:
    """A new team."""
    selectors.team_choices(_actor(request))
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_team(_actor(request), form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error("name", str(refusal.message))
        else:
            messages.success(request, _("The team is there. Put people into it on their pages."))
            return redirect("access:members")
    return render(request, f"{HERE}/team.html", {"form": form, "crumbs": _crumbs(_("New team"))})


def _ask(request: HttpRequest, page: selectors.MemberPage, words: Words) -> HttpResponse:
    title, text, button = words
    context = {"page": page, "question": title, "text": text, "button": button, "crumbs": _crumbs(page.name)}
    return render(request, f"{HERE}/ask.html", context)


def _link_page(request: HttpRequest, name: str, link: str) -> HttpResponse:
    url = request.build_absolute_uri(link) if link else ""
    return render(request, f"{HERE}/link.html", {"name": name, "url": url, "crumbs": _crumbs(name)})
