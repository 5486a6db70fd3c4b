# SPDX-License-Identifier: Apache-2.0
"""Logging a contact on one page that keeps itself, and the page of a contact with its acts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.errors import NotVisible, Stale
from quatrefoil.foundation.access.pages import actor_of_request, back, page
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.emergency_selectors import banner_of
from quatrefoil.foundation.records.flag_chips import flag_chips
from quatrefoil.foundation.records.menu import record_links
from quatrefoil.foundation.records.selectors import notes
from quatrefoil.foundation.records.tabs import tabs_for
from quatrefoil.foundation.ui.pieces import Action
from quatrefoil.protection.hotline import (
    codes,
    contact_actions,
    contact_selectors,
    desk_selectors,
    draft_actions,
    forms,
)
from quatrefoil.protection.hotline.contact_selectors import ContactPage
from quatrefoil.protection.hotline.danger_actions import act_on_danger, answer_danger, mark_danger
from quatrefoil.protection.hotline.report_actions import link, read

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "keep", "revision"})


@never_cache
@require_http_methods(["GET", "POST"])
@page("contact.log")
def log(request: HttpRequest) -> HttpResponse:
    """The page for a contact while it goes on. Two things must be filled; the page keeps itself as a draft."""
    actor = actor_of_request(request)
    if request.method == "POST":
        return _keep(request, actor) if "keep" in request.POST else _logged(request, actor)
    return _log_page(request, forms.LogForm(initial=_begin(request, actor)), actor)


def _begin(request: HttpRequest, actor: Actor) -> Mapping[str, Any]:
    draft = _uuid(request.GET.get("draft", ""))
    return draft_actions.open_draft(actor, draft) if draft else forms.fresh()


def _log_page(request: HttpRequest, form: forms.LogForm, actor: Actor, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "steps": codes.steps(),
        "drafts": _other_drafts(form, actor),
        "child_first": codes.CHILD_FIRST,
    }
    return render(request, "hotline/log.html", context, status=status)


def _other_drafts(form: forms.LogForm, actor: Actor) -> tuple[desk_selectors.DraftRow, ...]:
    shown = str(form["contact_id"].value())
    return tuple(row for row in desk_selectors.drafts(actor) if shown not in row.url)


def _logged(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = forms.LogForm(request.POST)
    if not form.is_valid():
        return _log_page(request, form, actor, status=422)
    contact_id, entry = form.cleaned_data["contact_id"], form.entry()
    logged = contact_actions.log_contact(actor, entry, contact_id=contact_id)
    if entry.report:
        link(actor, entry.report, logged)
    draft_actions.drop_draft(actor, contact_id)
    if logged.file_id is None:
        return back(request, reverse("hotline:desk"), _("Counted. No file was opened and nothing else was kept."))
    return redirect("hotline:contact", logged.file_id)


def _keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    draft_id = _uuid(request.POST.get("contact_id", ""))
    if draft_id is None:
        raise NotVisible
    draft_actions.keep_draft(actor, draft_id, _fields(request))
    messages.success(request, _("Kept. Only you can see it, until you finish it or for a day."))
    return redirect(f"{reverse('hotline:log')}?draft={draft_id}")


@require_POST
@page("contact.log")
def keep_draft(request: HttpRequest) -> HttpResponse:
    """The page keeps itself: called by the page's script after a change."""
    draft_id = _uuid(request.POST.get("contact_id", ""))
    if draft_id is None:
        raise NotVisible
    revision = draft_actions.keep_draft(actor_of_request(request), draft_id, _fields(request))
    return HttpResponse(status=204, headers={"X-Revision": str(revision)})


@require_POST
@page("contact.log")
def drop_draft(request: HttpRequest) -> HttpResponse:
    """Throw an unfinished page away."""
    draft_id = _uuid(request.POST.get("contact_id", ""))
    if draft_id is not None:
        draft_actions.drop_draft(actor_of_request(request), draft_id)
    return back(request, reverse("hotline:desk"), _("Thrown away. Nothing was kept."))


def _fields(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.POST.items() if name not in NOT_KEPT and isinstance(value, str)}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@never_cache
@require_GET
@page("contact.claim", "contact.log")
def contact(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """One contact: how to reach the person first, then danger, then what is known."""
    actor = actor_of_request(request)
    shown = contact_selectors.contact_page(actor, file_id)
    context = {
        **_around(actor, shown, "contact"),
        "steps": codes.steps() if shown.open_danger else (),
        "child_first": codes.CHILD_FIRST,
        "may_disclose": actor.may("disclosure.send"),
        "more": _more(actor, file_id),
        "answers": tuple((code, str(words)) for code, words in codes.DANGER_ANSWERS.items()),
    }
    return render(request, "hotline/contact.html", context)


def _more(actor: Actor, file_id: UUID) -> tuple[Action, ...]:
    """What can be done with every record, as links."""
    named = actor.may("case.reference_name")
    name = Action(_("Another reference name"), reverse("records:reference_name", args=[file_id]))
    return (*((name,) if named else ()), *record_links(actor, file_id))


def _around(actor: Actor, shown: ContactPage, active: str) -> dict[str, Any]:
    file_id = shown.header.id
    tabs = tabs_for(actor, file_id, "contact", shown.parts, f"hotline:{active}")
    glass = banner_of(actor, shown.header)
    return {
        "shown": shown,
        "tabs": tabs,
        "crumbs": crumbs(shown.header.number),
        "break_glass": glass,
        "flags": flag_chips(actor, file_id),
    }


def crumbs(last: str) -> list[Any]:
    """Where a page of the desk lies."""
    from quatrefoil.foundation.ui.pieces import Crumb

    return [Crumb(_("Desk"), reverse("hotline:desk")), Crumb(last)]


@never_cache
@require_GET
@page("part.open")
def said(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """What was said, opened: it stands in the audit, and counts for one's own day."""
    actor = actor_of_request(request)
    shown = contact_selectors.contact_page(actor, file_id)
    opened = read(actor, shown.report) if shown.report else None
    context = {**_around(actor, shown, "said"), "words": contact_selectors.words(actor, file_id), "opened": opened}
    return render(request, "hotline/said.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@page("note.write")
def contact_notes(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Notes on a contact, and a new one."""
    from quatrefoil.foundation.records.actions import write_note

    actor = actor_of_request(request)
    shown = contact_selectors.contact_page(actor, file_id)
    if request.method == "POST":
        write_note(actor, file_id, request.POST.get("body", ""), note_id=_uuid(request.POST.get("note_id", "")))
        return back(request, reverse("hotline:notes", args=[file_id]), _("The note is written."))
    context = {**_around(actor, shown, "notes"), "notes": notes(actor, file_id), "note_id": forms.fresh()["contact_id"]}
    return render(request, "hotline/notes.html", context)


@require_GET
@page("contact.claim", "contact.log")
def told(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Who was told, when, and who has seen it; and who answered to danger."""
    actor = actor_of_request(request)
    shown = contact_selectors.contact_page(actor, file_id)
    context = {**_around(actor, shown, "told"), "told": contact_selectors.told_table(actor, file_id)}
    return render(request, "hotline/told.html", context)


@require_http_methods(["GET", "POST"])
@page("contact.log")
def change(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Correct what was noted in codes."""
    actor = actor_of_request(request)
    known = contact_selectors.changeable(actor, file_id)
    form = forms.ChangeForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        try:
            contact_actions.change_contact(actor, file_id, values, seen_revision=form.cleaned_data["revision"])
        except Stale as stale:
            form.add_error(None, str(stale.message))
            form.data = {**request.POST.dict(), "revision": known["revision"]}
            return _form_page(request, file_id, form, _("Change what was noted"), _("Save my version"), known=known)
        else:
            return back(request, reverse("hotline:contact", args=[file_id]), _("Changed."))
    return _form_page(request, file_id, form, _("Change what was noted"), _("Save"))


@require_http_methods(["GET", "POST"])
@page("contact.log")
def finish(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The contact is over."""
    actor = actor_of_request(request)
    shown = contact_selectors.contact_page(actor, file_id)
    form = forms.FinishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact_actions.finish(actor, file_id, form.cleaned_data["outcome"], form.cleaned_data["counted_minutes"])
        return back(request, reverse("hotline:desk"), _("Done: %(name)s.") % {"name": shown.header.reference_name})
    return _form_page(request, file_id, form, _("The contact is over"), _("Finish"))


@require_http_methods(["GET", "POST"])
@page("danger.mark")
def danger(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Danger now: the reason, with the steps beside it. Saving tells the desk at once."""
    actor = actor_of_request(request)
    form = forms.DangerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mark_danger(actor, file_id, form.cleaned_data["reason"], steps_shown=True)
        return redirect("hotline:contact", file_id)
    return _form_page(request, file_id, form, _("Danger now"), _("Tell the desk now"), steps=codes.steps())


@require_POST
@page("danger.answer")
def answer(request: HttpRequest, file_id: UUID, danger_id: UUID) -> HttpResponse:
    """I am on it."""
    try:
        answer_danger(actor_of_request(request), danger_id, request.POST.get("answer", "with_me"))
    except Stale as stale:
        messages.warning(request, str(stale.message))
    return redirect("hotline:contact", file_id)


@require_http_methods(["GET", "POST"])
@page("danger.answer")
def act(request: HttpRequest, file_id: UUID, danger_id: UUID) -> HttpResponse:
    """What made the person safer."""
    form = forms.ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act_on_danger(actor_of_request(request), danger_id, form.cleaned_data["act"])
        return redirect("hotline:contact", file_id)
    return _form_page(request, file_id, form, _("What was done about the danger?"), _("Save"))


@require_POST
@page("note.write")
def phone_taken(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The phone is in other hands."""
    contact_actions.mark_phone_taken(actor_of_request(request), file_id)
    return back(
        request, reverse("hotline:contact", args=[file_id]), _("Noted. Nothing goes out to that phone any more.")
    )


def _form_page(
    request: HttpRequest,
    file_id: UUID,
    form: forms.Answers,
    heading: str,
    button: str,
    steps: tuple[str, ...] = (),
    known: Mapping[str, object] | None = None,
) -> HttpResponse:
    shown = contact_selectors.contact_page(actor_of_request(request), file_id)
    context = {
        "form": form,
        "heading": heading,
        "button": button,
        "steps": steps,
        "differences": form.differences(known) if known and isinstance(form, forms.ChangeForm) else (),
        "shown": shown,
        "back_url": reverse("hotline:contact", args=[file_id]),
        "crumbs": [*crumbs(shown.header.reference_name)],
    }
    return render(request, "hotline/form.html", context, status=422 if form.is_bound and form.errors else 200)
