# SPDX-License-Identifier: Apache-2.0
"""The files of a record, one document, and opening it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, page
from quatrefoil.foundation.access.selectors import visible_parts
from quatrefoil.foundation.documents import actions, opening, printed, selectors, sheets
from quatrefoil.foundation.documents.actions import About
from quatrefoil.foundation.documents.forms import AddForm, DiscardForm, OriginalForm, PrintForm, ReasonForm, SheetForm
from quatrefoil.foundation.documents.serving import serve
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.selectors import FileHeader, file_header
from quatrefoil.foundation.records.tabs import tabs_for
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.ui.pieces import Crumb
from quatrefoil.foundation.vault.selectors import page_of

READ = ("document.open", "document.add")
NOT_MENDED = 422


@require_GET
@page(*READ)
def files(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The documents of a record, images blurred."""
    actor = actor_of_request(request)
    header = file_header(actor, file_id)
    rows = selectors.documents_of(actor, file_id)
    context = {
        "header": header,
        "tabs": tabs_for(actor, file_id, header.kind, visible_parts(actor, file_id), "documents:files"),
        "crumbs": _crumbs(header),
        "rows": rows,
        "is_checking": any(row.state == "checking" for row in rows),
        "may_add": actor.may("document.add"),
        "has_sheets": bool(selectors.sheet_choices(actor, file_id)),
    }
    return render(request, "documents/files.html", context)


@require_http_methods(["GET", "POST"])
@page("document.add")
def add(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Keep files on a record. Each is sealed before anything looks into it."""
    actor = actor_of_request(request)
    header = file_header(actor, file_id)
    form = AddForm(*_posted(request))
    if form.is_valid() and _tried(form, lambda: _attach(actor, file_id, form.cleaned_data)):
        count = len(form.cleaned_data["uploads"])
        said = ngettext(
            "%(count)s file is kept and being checked.", "%(count)s files are kept and being checked.", count
        )
        messages.success(request, said % {"count": count})
        return redirect("documents:files", file_id)
    return _form_page(request, form, header, _("Add files"), _("Keep these files"))


def _attach(actor: Actor, file_id: UUID, data: dict[str, Any]) -> bool:
    about = About(data["category"], data["title"], data["happened_on"])
    for upload in data["uploads"]:
        actions.attach(actor, file_id, upload.name or "", upload.read(), about)
    return True


@require_http_methods(["GET", "POST"])
@page("consent.record")
def add_sheet(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Keep the scan of a signed sheet with the answer it belongs to."""
    actor = actor_of_request(request)
    header = file_header(actor, file_id)
    form = SheetForm(*_posted(request), sheets=selectors.sheet_choices(actor, file_id))
    if form.is_valid() and _tried(form, lambda: _attach_sheet(actor, file_id, form.cleaned_data)):
        messages.success(request, _("The signed sheet is kept with the answer."))
        return redirect("documents:files", file_id)
    lead = _("Sheets of this person carry the code %(code)s.") % {"code": printed.sheet_code(file_id)}
    return _form_page(request, form, header, _("Add a signed sheet"), _("Keep the sheet"), lead=lead)


def _attach_sheet(actor: Actor, file_id: UUID, data: dict[str, Any]) -> bool:
    first, *more = data["uploads"]
    actions.attach_signed_sheet(actor, file_id, UUID(data["consent"]), first.name or "", first.read())
    for upload in more:  # further pages of the same sheet
        actions.attach(actor, file_id, upload.name or "", upload.read(), About("consent_form"))
    return True


@require_http_methods(["GET", "POST"])
@page("document.add")
def print_menu(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A sheet for the person, in their language."""
    actor = actor_of_request(request)
    header = file_header(actor, file_id)
    offered = sheets.offered(actor, file_id)
    first = {"sheet": offered[0].key if offered else "", "language": sheets.LANGUAGE_AT_FIRST}
    form = PrintForm(_posted(request)[0], sheets=offered, languages=printed.languages(), initial=first)
    if form.is_valid():
        said = form.cleaned_data
        made = _tried(form, lambda: sheets.print_sheet(actor, file_id, said["sheet"], said["language"]))
        if made:
            return serve(made)
    lead = _("A sheet carries the reference name only. Give it along only if it is safe with the person.")
    return _form_page(request, form, header, _("Print a sheet"), _("Make the PDF"), lead=lead)


@require_GET
@page(*READ)
def one(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One document: what it is, what was found, and what may be done."""
    actor = actor_of_request(request)
    row = selectors.document(actor, document_id)
    header = file_header(actor, row.file_id)
    context = {
        "row": row,
        "header": header,
        "crumbs": _crumbs(header, row.label),
        "form": ReasonForm(),
        "exposure": opening.exposure(actor) if row.is_distressing else None,
        "custody": selectors.custody(actor, document_id),
        "may_open": actor.may("document.open") and row.may_open,
        "may_discard": actor.may("document.discard") and not row.is_reported and not row.is_sheet,
        "may_take_original": actor.may("document.original"),
        "may_check": actor.may("document.add") and row.state in {"checking", "refused"},
    }
    return render(request, "documents/one.html", context)


@require_POST
@page("document.open")
def open_copy(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The stripped copy; without the reason that it needs, back to its page."""
    actor = actor_of_request(request)
    reason = request.POST.get("reason", "").strip()[:150]
    return _or_back(request, document_id, lambda: serve(opening.open_copy(actor, document_id, reason)))


@require_http_methods(["GET", "POST"])
@page("document.original")
def open_original(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The untouched original, as evidence, with a ground."""
    actor = actor_of_request(request)
    row = selectors.document(actor, document_id)
    form = OriginalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        taken = _tried(form, lambda: opening.open_original(actor, document_id, said["ground"], said["reason"]))
        if taken:
            return serve(taken)
    header = file_header(actor, row.file_id)
    lead = _("The original may hold hidden data, and may harm the device that opens it. It is saved, never shown.")
    return _form_page(request, form, header, _("Take the original as evidence"), _("Take it"), row=row, lead=lead)


@require_POST
@page("document.open")
def release(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Out of quarantine."""
    return _act(request, document_id, actions.release, _("It opens without a reason now."))


@require_POST
@page("document.open")
def mark(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Distressing or not."""
    distressing = request.POST.get("distressing") == "yes"
    said = _("Colleagues are warned before they open it.") if distressing else _("The warning is taken away.")
    return _act(request, document_id, lambda a, d: actions.mark_distressing(a, d, distressing=distressing), said)


@require_POST
@page("document.add")
def check_again(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Once more through the check."""
    return _act(request, document_id, actions.check_again, _("It is being checked again."))


@require_http_methods(["GET", "POST"])
@page("document.open")
def report(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Suspected child-abuse material: asks once, then closes it for everybody."""
    if request.method == "POST":
        said = _("It is closed, and your supervisor has been told.")
        return _act(request, document_id, actions.report_abuse_material, said)
    actor = actor_of_request(request)
    row = selectors.document(actor, document_id)
    header = file_header(actor, row.file_id)
    return render(request, "documents/report.html", {"row": row, "crumbs": _crumbs(header, row.label, row.url)})


@require_http_methods(["GET", "POST"])
@page("document.discard")
def discard(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Out of the file, with a reason."""
    actor = actor_of_request(request)
    row = selectors.document(actor, document_id)
    form = DiscardForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _tried(form, lambda: _discarded(actor, document_id, form.cleaned_data["reason"])):
        messages.success(request, _("The document is out of the file."))
        return redirect("documents:files", row.file_id)
    header = file_header(actor, row.file_id)
    return _form_page(request, form, header, _("Discard a document"), _("Discard it"), row=row, warns=True)


def _discarded(actor: Actor, document_id: UUID, reason: str) -> bool:
    actions.discard(actor, document_id, reason)
    return True


def _act(request: HttpRequest, document_id: UUID, act: Callable[[Actor, UUID], None], said: str) -> HttpResponse:
    actor = actor_of_request(request)

    def done() -> HttpResponse:
        act(actor, document_id)
        messages.success(request, said)
        return redirect("documents:one", document_id)

    return _or_back(request, document_id, done)


def _or_back(request: HttpRequest, document_id: UUID, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or back to the document with the reason of the refusal."""
    try:
        return act()
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
        return HttpResponseRedirect(reverse("documents:one", args=[document_id]))


def _tried(form: Form, act: Callable[[], Any]) -> Any:
    """What the act returns; a refusal becomes words in the form."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _crumbs(header: FileHeader, last: str = "", last_url: str = "") -> list[Crumb]:
    files_url = reverse("documents:files", args=[header.id])
    record = Crumb(header.reference_name, page_of(header.kind, header.id) or files_url)
    if not last:
        return [record, Crumb(_("Files"))]
    return [record, Crumb(_("Files"), files_url), Crumb(last, last_url)]


def _form_page(
    request: HttpRequest, form: Form, header: FileHeader, heading: str, button: str, **more: Any
) -> HttpResponse:
    row = more.get("row")
    back = row.url if row else reverse("documents:files", args=[header.id])
    context = {"form": form, "heading": heading, "button": button, "back_url": back, **more}
    context["crumbs"] = _crumbs(header, row.label if row else heading, row.url if row else "")
    return render(request, "documents/form.html", context, status=NOT_MENDED if form.errors else 200)
