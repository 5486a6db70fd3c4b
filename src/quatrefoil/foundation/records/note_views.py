# SPDX-License-Identifier: Apache-2.0
"""Notes and flags of a file."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, back, page, posted
from quatrefoil.foundation.records import actions, selectors
from quatrefoil.foundation.records.flag_chips import flag_chips
from quatrefoil.foundation.records.forms import EditNoteForm, FlagForm, NoteForm
from quatrefoil.foundation.vault.parts import PartConflict
from quatrefoil.foundation.vault.selectors import page_of


@require_http_methods(["GET", "POST"])
@page("note.write")
def notes(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The notes and flags of a file, and a new one."""
    actor = actor_of_request(request)
    header = selectors.file_header(actor, file_id)
    others = [(str(each), name) for each, name in selectors.of_situation(actor, file_id)]
    form = NoteForm(posted(request), others=others)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        also = tuple(UUID(each) for each in given.get("also_on", ()))
        actions.write_note(
            actor, file_id, given["body"], kind=given["kind"], happened_on=given["happened_on"], also_on=also,
            note_id=_token(request),
        )  # fmt: skip
        return back(request, _page(file_id), _("Note written."))
    context = {
        "header": header, "notes": selectors.notes(actor, file_id), "form": form, "token": uuid4(),
        "flags": selectors.flags(actor, file_id), "chips": flag_chips(actor, file_id), "flag_form": FlagForm(prefix="flag"),
        "back_url": page_of(header.kind, file_id) or "/",
    }  # fmt: skip
    return render(request, "records/notes.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@page("note.write")
def edit_note(request: HttpRequest, file_id: UUID, note_id: UUID) -> HttpResponse:
    """Mend one's own note on the day it was written."""
    actor = actor_of_request(request)
    found = selectors.note_of(actor, file_id, note_id)
    form = EditNoteForm(posted(request), initial={"body": found.body, "seen_revision": found.revision})
    theirs = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.edit_note(actor, file_id, note_id, given["body"], given["seen_revision"])
        except PartConflict as conflict:
            theirs = found.body
            form.add_error("body", str(conflict.message))
            again = request.POST.copy()
            again["seen_revision"] = str(conflict.revision)
            form.data = again
        except Refused as refusal:
            form.add_error("body", str(refusal.message))
        else:
            return back(request, _page(file_id), _("Note mended."))
    context = {
        "form": form, "heading": _("Mend a note"), "button": _("Keep"), "back_url": _page(file_id), "theirs": theirs
    }  # fmt: skip
    return render(request, "records/edit_note.html", context, status=422 if form.errors else 200)


@require_POST
@page("note.write")
def raise_flag(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Raise a flag."""
    form = FlagForm(request.POST, prefix="flag")
    if not form.is_valid():
        raise Refused(_("Choose one of the flags."), code="flag")
    actions.raise_flag(actor_of_request(request), file_id, form.cleaned_data["code"], form.cleaned_data["until"])
    return back(request, _page(file_id), _("The flag is raised."))


@require_POST
@page("note.write")
def lower_flag(request: HttpRequest, file_id: UUID, flag_id: UUID) -> HttpResponse:
    """Take a flag down."""
    actions.lower_flag(actor_of_request(request), file_id, flag_id)
    return back(request, _page(file_id), _("The flag is down."))


def _page(file_id: UUID) -> str:
    return reverse("records:notes", args=[file_id])


def _token(request: HttpRequest) -> UUID | None:
    """The id made with the form, so that sending it twice writes one note."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return None
