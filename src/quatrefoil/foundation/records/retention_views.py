# SPDX-License-Identifier: Apache-2.0
"""Retention: what is past its date, the schedule, erasing with a preview, certificates, holds."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, back, page, posted
from quatrefoil.foundation.identity.gates import requires_recent_sign_in
from quatrefoil.foundation.records import retention_actions as actions
from quatrefoil.foundation.records import retention_selectors as rows
from quatrefoil.foundation.records.forms import EraseForm, HoldForm, ScheduleForm
from quatrefoil.foundation.records.selectors import file_header
from quatrefoil.foundation.ui.pieces import Cell, Chip, Column, Empty, Tab, Table
from quatrefoil.foundation.vault.selectors import page_of

PAGES = (
    ("retention", gettext_lazy("Past their date")),
    ("schedule", gettext_lazy("Schedule")),
    ("certificates", gettext_lazy("Certificates")),
)


@require_GET
@page("retention.run")
def retention(request: HttpRequest) -> HttpResponse:
    """Files of the own organisation past their date; nobody's name stands here."""
    found = rows.due(actor_of_request(request))
    columns = (
        Column(_("File")),
        Column(_("Kind")),
        Column(_("Closed")),
        Column(_("Kept until"), narrow=True),
        Column(_("Hold")),
    )
    cells = [
        (
            Cell(row.number, url="" if row.hold else reverse("records:erase", args=[row.id])),
            row.kind_label,
            row.closed_on,
            Cell(chip=Chip(row.keep_until, "due")),
            row.hold,
        )
        for row in found
    ]
    empty = Empty(
        _("Nothing is past its date"),
        _("When a closed file was kept as long as the schedule says, it stands here until somebody erases it."),
    )
    table = Table(_("Files past their date"), columns, cells, empty)
    return render(request, "records/retention.html", {"table": table, "tabs": _tabs("retention", with_all=True)})


@require_http_methods(["GET", "POST"])
@page("retention.run")
def schedule(request: HttpRequest) -> HttpResponse:
    """How long files of each kind are kept after they are closed."""
    actor = actor_of_request(request)
    rules = rows.schedule(actor)
    form = ScheduleForm(posted(request), rules=rules)
    if request.method == "POST" and form.is_valid():
        for rule in rules:
            if form.cleaned_data[rule.kind] != rule.years:
                actions.set_years(actor, rule.kind, form.cleaned_data[rule.kind])
        return back(request, reverse("records:schedule"), _("The schedule is kept."))
    context = {"form": form, "tabs": _tabs("schedule", with_all=True)}
    return render(request, "records/schedule.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@page("retention.run")
@requires_recent_sign_in
def erase(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What an erasure would take, and the erasure itself."""
    actor = actor_of_request(request)
    preview = rows.preview(actor, file_id)
    form = EraseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase_due(actor, file_id, form.cleaned_data["number"])
        except Refused as refusal:
            form.add_error("number", str(refusal.message))
        else:
            said = _("Erased. It is certified on the day when the last backup of its keys has expired.")
            return back(request, reverse("records:certificates"), said)
    context = {"preview": preview, "form": form, "back_url": reverse("records:retention")}
    return render(request, "records/erase.html", context, status=422 if form.errors else 200)


@require_GET
@page("retention.run", "audit.read")
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Certificates of erasure; they name no file."""
    actor = actor_of_request(request)
    columns = (
        Column(_("Certificate")),
        Column(_("Erased")),
        Column(_("Key turned")),
        Column(_("Certified"), narrow=True),
    )
    cells = [
        (
            Cell(row.digest, url=reverse("records:certificate", args=[row.digest])),
            row.erased_at,
            row.rotated_at or _("tonight"),
            row.certified_on or Cell(chip=Chip(_("due %(day)s") % {"day": row.due_on}, "due")),
        )
        for row in rows.erasures(actor)
    ]
    empty = Empty(
        _("No certificate yet"), _("Every erasure leaves one: when, and from which day no backup brings it back.")
    )
    context = {
        "table": Table(_("Certificates of erasure"), columns, cells, empty),
        "tabs": _tabs("certificates", with_all=actor.may("retention.run")),
    }
    return render(request, "records/certificates.html", context)


@require_GET
@page("retention.run", "audit.read")
def certificate(request: HttpRequest, digest: str) -> HttpResponse:
    """One certificate on paper."""
    actor = actor_of_request(request)
    context = {"row": rows.certificate(actor, digest), "organisation": actor.organisation_name}
    return render(request, "records/certificate.html", context)


@require_http_methods(["GET", "POST"])
@page("retention.hold")
def hold(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Keep a file beyond its date, or no longer."""
    actor = actor_of_request(request)
    header = file_header(actor, file_id)
    form = HoldForm(posted(request))
    back_url = page_of(header.kind, file_id) or "/"
    if request.method == "POST" and form.is_valid():
        actions.set_hold(actor, file_id, form.cleaned_data["reason"])
        return back(request, back_url, _("The file is kept until the hold is lifted."))
    context = {"form": form, "header": header, "state": rows.hold_of(actor, file_id), "back_url": back_url}
    return render(request, "records/hold.html", context, status=422 if form.errors else 200)


@require_POST
@page("retention.hold")
def lift_hold(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The reason to keep the file has ended."""
    actions.lift_hold(actor_of_request(request), file_id)
    return back(request, reverse("records:hold", args=[file_id]), _("The hold is lifted."))


def _tabs(active: str, *, with_all: bool) -> list[Tab]:
    shown = PAGES if with_all else PAGES[-1:]
    return [Tab(str(label), reverse(f"records:{name}"), name == active) for name, label in shown]
