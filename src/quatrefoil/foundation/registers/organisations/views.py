# SPDX-License-Identifier: Apache-2.0
"""Pages about organisations. Everything that changes one asks for a recent sign-in first."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.identity.gates import requires_recent_sign_in
from quatrefoil.foundation.registers.organisations import actions, selectors, tables
from quatrefoil.foundation.registers.organisations.forms import AboutForm, AddForm, AdministratorForm, CloseForm
from quatrefoil.foundation.registers.selectors import region_choices
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.ui.pieces import Crumb

HERE = "registers/organisations"
NOT_MENDED = 422


def _crumbs(*last: str) -> list[Crumb]:
    return [Crumb(_("Organisations"), reverse("registers:organisations")), *(Crumb(words) for words in last)]


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every body by name, narrowed by words and kind."""
    ask = request.GET.get
    words, kind = ask("words", "")[:60], ask("kind", "")[:30]
    page = selectors.page_of_organisations(actor_of_request(request), words, kind, _id(ask("after", "")))
    context = {
        "table": tables.table(page),
        "bar": tables.bar(kind, request.path),
        "pager": tables.pager(page, request.GET.dict()),
        "words": words,
    }
    return render(request, f"{HERE}/list.html", context)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """One body."""
    row = selectors.organisation(actor_of_request(request), organisation_id)
    context = {"row": row, "pairs": tables.pairs(row), "crumbs": _crumbs(row.name)}
    return render(request, f"{HERE}/organisation.html", context)


@never_cache
@requires_recent_sign_in
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A further body."""
    actor = actor_of_request(request)
    selectors.kept(actor)
    form = AddForm(request.POST or None, regions=region_choices())
    if form.is_valid():
        made = _tried(form, lambda: actions.add(actor, form.about(), form.teams_named()))
        if made:
            messages.success(request, _("The organisation is there. Invite who manages its members."))
            return redirect("registers:organisation_administrator", made)
    return _page(request, form, _("Add an organisation"), _("Add it"), reverse("registers:organisations"))


@never_cache
@requires_recent_sign_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Another name, kind, region or contact."""
    actor = actor_of_request(request)
    row = selectors.organisation(actor, organisation_id)
    known = {name: getattr(row, name) for name in ("name", "kind", "region", "contact", "revision")}
    form = AboutForm(request.POST or None, initial=known, regions=region_choices())
    if form.is_valid():
        seen = form.cleaned_data["revision"]
        if _done(form, lambda: actions.change(actor, organisation_id, seen, form.about())):
            messages.success(request, _("Saved."))
            return redirect("registers:organisation", organisation_id)
    return _page(request, form, row.name, _("Save"), _url(organisation_id))


@never_cache
@requires_recent_sign_in
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Ask for the last day, and set it."""
    actor = actor_of_request(request)
    row = selectors.organisation(actor, organisation_id)
    form = CloseForm(request.POST or None, initial={"revision": row.revision})
    if form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: actions.close(actor, organisation_id, given["revision"], given["last_day"])):
            messages.success(request, _("The last day is set. Until then its people work as before."))
            return redirect("registers:organisation", organisation_id)
    text = _("After the last day its members get in no more, and nobody refers anybody there. Its files stay where they are: let them hand their cases over before.")  # fmt: skip
    return _page(request, form, _("Close %(name)s?") % {"name": row.name}, _("Set the last day"), _url(organisation_id), text=text, warns=True)  # fmt: skip


@never_cache
@requires_recent_sign_in
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Ask, and take the last day away."""
    actor = actor_of_request(request)
    row = selectors.organisation(actor, organisation_id)
    form = Form(request.POST) if request.method == "POST" else Form()
    if form.is_valid() and _done(form, lambda: actions.reopen(actor, organisation_id, row.revision)):
        messages.success(request, _("Its people get in again."))
        return redirect("registers:organisation", organisation_id)
    text = _("Its members get in again, with the roles of before.")
    return _page(request, form, _("Open %(name)s again?") % {"name": row.name}, _("Open it again"), _url(organisation_id), text=text)  # fmt: skip


@never_cache
@requires_recent_sign_in
@require_http_methods(["GET", "POST"])
def administrator(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Invite who manages its members; the one-time link is shown once."""
    actor = actor_of_request(request)
    row = selectors.organisation(actor, organisation_id)
    form = AdministratorForm(request.POST or None)
    if form.is_valid():
        email, name = form.cleaned_data["email"], form.cleaned_data["name"]
        link = _tried(form, lambda: actions.invite_administrator(actor, organisation_id, email, name))
        if link is not None:
            url = request.build_absolute_uri(link) if link else ""
            return render(request, f"{HERE}/link.html", {"row": row, "url": url, "crumbs": _crumbs(row.name)})
    text = _("One person who invites the others, gives them roles and teams, and sees no file.")
    return _page(request, form, _("Who manages %(name)s") % {"name": row.name}, _("Invite"), _url(organisation_id), text=text)  # fmt: skip


def _url(organisation_id: UUID) -> str:
    return reverse("registers:organisation", args=[organisation_id])


def _tried(form: Form, act: Callable[[], Any]) -> Any:
    """What the act returns; a refusal becomes an error of the form, and None."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None


def _done(form: Form, act: Callable[[], None]) -> bool:
    _tried(form, act)
    return not form.errors


def _page(
    request: HttpRequest, form: Form, heading: str, button: str, back: str, *, text: str = "", warns: bool = False
) -> HttpResponse:
    context = {
        "form": form, "heading": heading, "button": button, "back": back, "text": text, "warns": warns,
        "crumbs": _crumbs(heading),
    }  # fmt: skip
    status = NOT_MENDED if form.is_bound and form.errors else 200
    return render(request, f"{HERE}/form.html", context, status=status)
