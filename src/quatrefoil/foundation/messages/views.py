# SPDX-License-Identifier: Apache-2.0
"""Notices, safe contact, the word check and canned texts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.pages import actor_of_request, back, page
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.messages import actions, gate, safe_contact, selectors
from quatrefoil.foundation.messages.forms import CannedTextForm, ReasonForm, SafeContactForm, WordForm
from quatrefoil.foundation.messages.safe_contact import SafeContactConflict
from quatrefoil.foundation.records.selectors import file_header
from quatrefoil.foundation.ui.frame import without_counts
from quatrefoil.foundation.ui.pieces import Cell, Chip, Column, Empty, Table

LIST = "/messages/notices/"


@require_GET
@page()
def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest notices; what nobody has seen comes with a chip."""
    rows = selectors.notices(actor_of_request(request))
    columns = (Column(_("Notice")), Column(_("Seen"), narrow=True), Column(_("Age"), narrow=True))
    cells = [(_notice(row), row.seen, row.age) for row in rows]
    empty = Empty(_("No notices"), _("What others want you to know about a file, a referral or a deadline comes here."))
    return render(request, "messages/notices.html", {"table": Table(_("Notices"), columns, cells, empty)})


def _notice(row: selectors.NoticeRow) -> Cell:
    kind = "overdue" if row.is_urgent else "due"
    chip = None if row.is_seen else Chip(_("danger now") if row.is_urgent else _("new"), kind)  # type: ignore[arg-type]
    return Cell(row.sentence, url=reverse("correspondence:notice", args=[row.id]), chip=chip)


@require_http_methods(["GET", "POST"])
@page()
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark as seen and go to the record it is about."""
    actor = actor_of_request(request)
    found = actions.see_notice(actor, notice_id)
    return HttpResponseRedirect(selectors.address_for(actor, found.record_kind, found.record) or LIST)


@require_POST
@page()
def see_all(request: HttpRequest) -> HttpResponse:
    """Everything is read, except what is urgent."""
    actions.see_all(actor_of_request(request))
    return HttpResponseRedirect(LIST)


@require_http_methods(["GET", "POST"])
@page("note.write")
def safe_contact_page(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Write down how the person may be reached from today."""
    actor = actor_of_request(request)
    require_visible(actor, file_id, "safe_contact")
    form = SafeContactForm(request.POST or None, initial=safe_contact.open_fields(file_id))
    heading = _("How may this person be reached?")
    if request.method == "POST" and form.is_valid():
        try:
            safe_contact.record_safe_contact(actor, file_id, form.known(), seen=form.cleaned_data["seen"])
        except SafeContactConflict as conflict:
            form.add_error(None, str(conflict.message))
            form.data = {**request.POST.dict(), "seen": str(conflict.newer.id)}
            return _file_page(request, file_id, form, heading, _("Save my version"))
        return back(request, _record(request, file_id), _("Safe contact written down."))
    return _file_page(request, file_id, form, heading, _("Save safe contact"))


@require_http_methods(["GET", "POST"])
@page("part.open")
def open_contact(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show address and instructions after a reason, once."""
    actor = actor_of_request(request)
    require_visible(actor, file_id, "safe_contact")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        shown = safe_contact.open_safe_contact(actor, file_id, form.cleaned_data["reason"])
        return render(
            request,
            "messages/opened.html",
            {"shown": shown, "header": file_header(actor, file_id), "back_url": _record(request, file_id)},
        )
    return _file_page(request, file_id, form, _("Why do you open this?"), _("Show"))


@require_http_methods(["GET", "POST"])
@page("part.open")
def word(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Check the word that the caller said. A duress word gives the same page to the letter; notices say it to the desk."""
    actor = actor_of_request(request)
    require_visible(actor, file_id, "safe_contact")
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = safe_contact.check_word(actor, file_id, form.cleaned_data["word"])
        without_counts(request)
        return render(
            request,
            "messages/word.html",
            {"answer": answer, "header": file_header(actor, file_id), "back_url": _record(request, file_id)},
        )
    return _file_page(request, file_id, form, _("Which word did the caller say?"), _("Check"))


@require_http_methods(["GET", "POST"])
@page("message.send")
def canned_text(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Send a canned text through the gate; what it stops comes back with the reason."""
    actor = actor_of_request(request)
    require_visible(actor, file_id, "safe_contact")
    form = CannedTextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = gate.send(actor, file_id, form.cleaned_data["template"], form.cleaned_data["channel"])
        if verdict.may_go:
            return back(request, _record(request, file_id), _("Sent."))
        messages.warning(request, verdict.words)
    return _file_page(request, file_id, form, _("Send a short text"), _("Send through the gate"))


def _file_page(request: HttpRequest, file_id: UUID, form: object, heading: str, button: str) -> HttpResponse:
    header = file_header(actor_of_request(request), file_id)
    context = {
        "form": form,
        "header": header,
        "heading": heading,
        "button": button,
        "back_url": _record(request, file_id),
    }
    is_wrong = request.method == "POST" and bool(getattr(form, "errors", None))
    return render(request, "messages/form.html", context, status=422 if is_wrong else 200)


def _record(request: HttpRequest, file_id: UUID) -> str:
    kind = file_header(actor_of_request(request), file_id).kind
    return selectors.address_of(kind, file_id) or "/"
