# SPDX-License-Identifier: Apache-2.0
"""The search page: POST only, so that nothing anybody looked for stands in an address or a log."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.ui.pieces import Cell, Column, Empty, Table
from quatrefoil.foundation.vault import search, selectors
from quatrefoil.foundation.vault.forms import PersonSearchForm, guessed
from quatrefoil.foundation.vault.selectors import FoundFile

PAGE = "vault/search.html"


@never_cache
@require_http_methods(["GET", "POST"])
def search_page(request: HttpRequest) -> HttpResponse:
    """The empty form; a reference name or number from the top bar; or a person search with its reason."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise NotVisible
    query = (request.POST.get("query") or request.POST.get("q") or "").strip()[:200]
    if request.method == "POST" and "reason" in request.POST:
        return _person(request, actor)
    if query and selectors.looks_like_reference(query):
        return _reference(request, actor, query)
    if request.method == "POST" and not query:
        return _person(request, actor)  # sent without a reason: the form says what is missing
    return _ask(request, actor, query)


def _reference(request: HttpRequest, actor: Actor, query: str) -> HttpResponse:
    rows = selectors.by_reference(actor, query)
    if len(rows) == 1 and rows[0].url:
        return HttpResponseRedirect(rows[0].url)
    empty = Empty(
        _("No file that you can see has this reference name or number"),
        _("Check the digits. A file of another team or organisation is not shown here."),
    )
    return render(request, PAGE, {"found": _table(rows, empty), **_form_for(actor)})


def _person(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = PersonSearchForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    found = search.find(actor, form.cleaned_data["reason"], **form.details())
    empty = Empty(
        _("Nothing in the files that you can see"), _("Names are spelled in many ways; a phone or document finds more.")
    )
    return render(
        request,
        PAGE,
        {"found": _table(found.rows, empty), "elsewhere": found.elsewhere, "too_common": found.too_common},
    )


def _ask(request: HttpRequest, actor: Actor, query: str) -> HttpResponse:
    context = _form_for(actor, guessed(query) if query else {})
    return render(request, PAGE, {**context, "asked_first": bool(query)})


def _form_for(actor: Actor, initial: dict[str, str] | None = None) -> dict[str, object]:
    """The form, or the words that say why there is none for this actor."""
    if selectors.is_law_enforcement(actor.organisation_id):
        return {"no_form": search.NOT_FOR_LAW_ENFORCEMENT}
    if not actor.may("person.search"):
        return {"no_form": _("Your role finds files by their reference name or number only.")}
    return {"form": PersonSearchForm(initial=initial or {})}


def _table(rows: tuple[FoundFile, ...], empty: Empty) -> Table:
    columns = (Column(_("File")), Column(_("Kind"), narrow=True), Column(_("Held by")), Column(_("Alike")))
    return Table(_("Files that you can see"), columns, [_cells(row) for row in rows], empty)


def _cells(row: FoundFile) -> tuple[Cell | str, ...]:
    alike = ", ".join(row.shared)
    warning = _("A shared phone alone does not show that this is the same person.") if row.only_phone else ""
    file = Cell(row.reference, row.number if row.number != row.reference else "", row.url)
    return (file, row.kind_label, row.organisation, Cell(alike, warning))
