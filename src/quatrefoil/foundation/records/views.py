# SPDX-License-Identifier: Apache-2.0
"""Break-glass and its review, exclusions, conflicts, cover and reference names."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, back, page, posted
from quatrefoil.foundation.identity.gates import requires_recent_sign_in
from quatrefoil.foundation.identity.selectors import colleagues
from quatrefoil.foundation.records import actions, emergency, selectors
from quatrefoil.foundation.records import emergency_selectors as rows
from quatrefoil.foundation.records.forms import BreakGlassForm, CoverForm, ExcludeForm, ReferenceNameForm
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.vault.selectors import page_of


@require_http_methods(["GET", "POST"])
@page("access.break_glass")
@requires_recent_sign_in
def break_glass(request: HttpRequest) -> HttpResponse:
    """Open a file of the own organisation for a while, with a reason."""
    actor = actor_of_request(request)
    form = BreakGlassForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            file_id = emergency.break_glass(actor, given["reference"], given["reason"], given["hours"])
        except Refused as refusal:
            form.add_error("reference", str(refusal.message))
        else:
            return HttpResponseRedirect(page_of(selectors.file_header(actor, file_id).kind, file_id) or "/")
    return _form(request, form, _("Break-glass"), _("Open the file"), "records/break_glass.html")


@require_POST
@page("access.break_glass")
def end_break_glass(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Close the file again before the hours are over."""
    emergency.end_break_glass(actor_of_request(request), file_id)
    return back(request, "/", _("The file is closed to you again. The use of break-glass is still reviewed."))


@require_GET
@page("break_glass.review")
def reviews(request: HttpRequest) -> HttpResponse:
    """Uses of break-glass, those that await a finding first."""
    return render(request, "records/reviews.html", {"rows": rows.to_review(actor_of_request(request))})


@require_POST
@page("break_glass.review")
def review(request: HttpRequest, opened_id: UUID) -> HttpResponse:
    """Say whether the reason held."""
    emergency.review_break_glass(actor_of_request(request), opened_id, request.POST.get("finding", ""))
    return back(request, "/records/break-glass/review/", _("Your finding is recorded."))


@require_http_methods(["GET", "POST"])
@page("access.exclude")
def exclusions(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Who must not see a file, by the person's own word."""
    actor = actor_of_request(request)
    header = selectors.file_header(actor, file_id)
    form = ExcludeForm(posted(request), holders=rows.excludable())
    if request.method == "POST" and form.is_valid():
        holder = UUID(form.cleaned_data["holder"])
        emergency.exclude(actor, file_id, holder)
        if holder in actor.holders:
            return HttpResponseRedirect("/")
        return back(request, f"/records/{file_id}/exclusions/", _("The file is closed to them from now on."))
    context = {
        "header": header,
        "rows": rows.exclusions(actor, file_id),
        "form": form,
        "back_url": page_of(header.kind, file_id) or "/",
    }
    return render(request, "records/exclusions.html", context, status=422 if form.errors else 200)


@require_POST
@page("access.exclude")
def lift(request: HttpRequest, file_id: UUID, exclusion_id: UUID) -> HttpResponse:
    """The person takes an exclusion back."""
    emergency.lift_exclusion(actor_of_request(request), file_id, exclusion_id)
    return back(request, f"/records/{file_id}/exclusions/", _("Taken back."))


@require_GET
@page("conflict.declare")
def conflicts(request: HttpRequest) -> HttpResponse:
    """My declared conflicts of interest."""
    return render(request, "records/conflicts.html", {"rows": rows.my_conflicts(actor_of_request(request))})


@require_http_methods(["GET", "POST"])
@page("conflict.declare")
def declare_conflict(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """I know this person or the other side: close the record to me, after a confirmation."""
    actor = actor_of_request(request)
    header = selectors.file_header(actor, record_id)
    if request.method == "POST":
        emergency.declare_conflict(actor, record_id)
        return back(
            request, "/records/conflicts/", _("The record is closed to you from now on. Thank you for saying so.")
        )
    return render(
        request, "records/declare.html", {"header": header, "back_url": page_of(header.kind, record_id) or "/"}
    )


@require_http_methods(["GET", "POST"])
@page("absence.cover")
def covers(request: HttpRequest) -> HttpResponse:
    """Who is away, and who works on the files meanwhile."""
    actor = actor_of_request(request)
    members = [(str(each), name) for each, name in colleagues(actor) if each not in actor.team_ids]
    form = CoverForm(posted(request), members=members)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            emergency.cover_absence(actor, UUID(given["absent"]), UUID(given["by"]), form.ends_at())
        except Refused as refusal:
            form.add_error("until" if refusal.code == "until" else "by", str(refusal.message))
        else:
            return back(request, "/records/cover/", _("The absence is covered."))
    context = {"rows": rows.covers(actor), "form": form}
    return render(request, "records/covers.html", context, status=422 if form.errors else 200)


@require_POST
@page("absence.cover")
def end_cover(request: HttpRequest, cover_id: UUID) -> HttpResponse:
    """The absent colleague is back."""
    emergency.end_cover(actor_of_request(request), cover_id)
    return back(request, "/records/cover/", _("The cover has ended."))


@require_http_methods(["GET", "POST"])
@page("case.reference_name")
def reference_name(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Take the reference name that the person chose."""
    actor = actor_of_request(request)
    header = selectors.file_header(actor, file_id)
    form = ReferenceNameForm(posted(request))
    back_url = page_of(header.kind, file_id) or "/"
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_reference(actor, file_id, form.cleaned_data["word"], form.cleaned_data["digits"])
        except Refused as refusal:
            form.add_error("digits" if refusal.code == "taken" else "word", str(refusal.message))
        else:
            return back(request, back_url, _("The reference name has changed."))
    return _form(
        request, form, _("A reference name that the person chose"), _("Take this name"), "records/form.html", back_url
    )


def _form(
    request: HttpRequest, form: Form, heading: str, button: str, template: str, back_url: str = "/"
) -> HttpResponse:
    context = {"form": form, "heading": heading, "button": button, "back_url": back_url}
    return render(request, template, context, status=422 if form.errors else 200)
