# SPDX-License-Identifier: Apache-2.0
"""Files of one person: suggestions, side by side after a reason, link and undo."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, back, page, posted
from quatrefoil.foundation.records import actions, persons, selectors
from quatrefoil.foundation.records.forms import GroundForm, WhyForm
from quatrefoil.foundation.ui.pieces import Cell, Chip, Column, Table
from quatrefoil.foundation.vault.selectors import page_of


@never_cache
@require_http_methods(["GET", "POST"])
@page("person.link")
def same_person(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What is joined already; after a reason, files within reach that may be about the same person."""
    actor = actor_of_request(request)
    header = selectors.file_header(actor, file_id)
    may_search = persons.may_search(header.kind)
    form = WhyForm(posted(request)) if may_search else None
    found, reason = None, ""
    if form is not None and request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            found = persons.suggestions(actor, file_id, reason)
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
    context = {
        "header": header, "links": persons.same_person_links(actor, file_id), "form": form, "found": found,
        "reason": reason, "back_url": page_of(header.kind, file_id) or "/",
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return render(request, "records/same_person.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@page("person.link")
def compare(request: HttpRequest, file_id: UUID, other_id: UUID) -> HttpResponse:
    """Two files side by side, opened with a reason; joined with a ground."""
    actor = actor_of_request(request)
    for each in (file_id, other_id):
        selectors.file_header(actor, each)
    why = WhyForm(request.POST)
    if request.method != "POST" or not why.is_valid():
        return HttpResponseRedirect(reverse("records:same_person", args=[file_id]))
    reason = why.cleaned_data["reason"]
    form = GroundForm(request.POST if "ground" in request.POST or "join" in request.POST else None)
    form.initial = {"reason": reason}
    if form.is_bound and form.is_valid():
        try:
            actions.link_same_person(actor, file_id, other_id, form.cleaned_data["ground"])
        except Refused as refusal:
            form.add_error("ground", str(refusal.message))
        else:
            return back(request, reverse("records:same_person", args=[file_id]), _("The files are joined."))
    seen = persons.compare(actor, file_id, other_id, reason)
    context = {
        "seen": seen,
        "table": _table(seen),
        "form": form,
        "back_url": reverse("records:same_person", args=[file_id]),
    }
    return render(request, "records/compare.html", context, status=422 if form.errors else 200)


def _table(seen: persons.Comparison) -> Table:
    columns = (
        Column(_("What")),
        Column(seen.left.reference_name, narrow=True),
        Column(seen.right.reference_name, narrow=True),
        Column(_("Compared")),
    )
    rows = [
        (row.label, row.left, row.right, Cell(chip=Chip(_("the same"), "good"))) if row.same
        else (row.label, row.left, row.right, "")
        for row in seen.rows
    ]  # fmt: skip
    return Table(_("Side by side"), columns, rows)


@require_POST
@page("person.link")
def undo(request: HttpRequest, file_id: UUID, link_id: UUID) -> HttpResponse:
    """Not the same person after all; whoever read by the link is told."""
    actions.undo_same_person(actor_of_request(request), link_id)
    said = _("The files are apart again. Whoever worked by the link is told.")
    return back(request, reverse("records:same_person", args=[file_id]), said)
