# SPDX-License-Identifier: Apache-2.0
"""What a contact leads to: a case or a hold, a situation, an interpreter, earlier contacts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.pages import actor_of_request, back, page
from quatrefoil.foundation.messages.selectors import address_of
from quatrefoil.foundation.records.selectors import file_header
from quatrefoil.foundation.ui.frame import without_counts
from quatrefoil.protection.hotline import case_actions, codes, contact_actions, contact_selectors, forms
from quatrefoil.protection.hotline import interpreter_actions as interpreters
from quatrefoil.protection.hotline import interpreter_selectors as listing
from quatrefoil.protection.hotline.contact_views import crumbs
from quatrefoil.protection.hotline.recognising import earlier_contacts


@require_http_methods(["GET", "POST"])
@page("case.open")
def to_case(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """One page: who agreed. Nothing is typed twice; without agreement the contact is held, with an end."""
    actor = actor_of_request(request)
    header = file_header(actor, file_id)
    form = forms.AgreedForm(request.POST or None)
    here = address_of(header.kind, file_id)
    if request.method == "POST" and form.is_valid():
        case = case_actions.to_case(actor, file_id, form.cleaned_data["agreed"])
        if case is None:
            return back(request, here, _("Held. Ask for agreement before the day on which it is erased."))
        messages.success(request, _("A case was opened with what was known."))
        return redirect(address_of("case", case) or here)
    context = {
        "form": form,
        "heading": _("Open a case"),
        "text": _(
            "What the contact knows goes along: language, age band, region, danger and how to reach the person safely."
        ),
        "button": _("Go on"),
        "back_url": here,
        "crumbs": crumbs(header.reference_name),
    }
    return render(request, "hotline/form.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
@page("case.hold")
def prolong(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Hold once more."""
    case_actions.prolong_hold(actor_of_request(request), file_id)
    return back(request, reverse("hotline:contact", args=[file_id]), _("The hold was prolonged."))


@require_http_methods(["GET", "POST"])
@page("contact.join")
def join(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Join a contact to a situation, or to another contact as a new one."""
    actor = actor_of_request(request)
    header = file_header(actor, file_id)
    form = forms.JoinForm(request.POST or None, choices=contact_selectors.joinable(actor, file_id))
    if request.method == "POST" and form.is_valid():
        kind, _colon, chosen = form.cleaned_data["to"].partition(":")
        if kind == "situation":
            situation = contact_actions.join(actor, (file_id,), UUID(chosen))
        else:
            situation = contact_actions.join_two(actor, file_id, UUID(chosen))
        return redirect("hotline:situation", situation)
    context = {
        "form": form,
        "heading": _("Join to a situation"),
        "text": _("Contacts about the same situation stay files of their own; joining can be undone."),
        "button": _("Join"),
        "back_url": reverse("hotline:contact", args=[file_id]),
        "crumbs": crumbs(header.reference_name),
    }
    return render(request, "hotline/form.html", context, status=422 if form.is_bound and form.errors else 200)


@require_POST
@page("contact.join")
def leave(request: HttpRequest, file_id: UUID, link_id: UUID) -> HttpResponse:
    """Take a contact out of its situation."""
    contact_actions.leave(actor_of_request(request), file_id, link_id)
    return back(request, reverse("hotline:contact", args=[file_id]), _("Taken out of the situation."))


@never_cache
@require_GET
@page("contact.claim", "contact.log")
def situation(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A situation and its contacts."""
    shown = contact_selectors.situation_page(actor_of_request(request), file_id)
    return render(request, "hotline/situation.html", {"shown": shown, "crumbs": crumbs(shown.header.number)})


@never_cache
@require_POST
@page("person.search")
def before(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Earlier contacts of the same number, once the caller said the word. A wrong word and no match look the same."""
    actor = actor_of_request(request)
    try:
        rows = earlier_contacts(actor, file_id, request.POST.get("word", ""))
        without_counts(request)
    except Refused as refusal:
        if refusal.code != "no_word":
            raise
        return back(request, reverse("hotline:contact", args=[file_id]), refusal.message)
    header = file_header(actor, file_id)
    context = {
        "rows": rows,
        "back_url": reverse("hotline:contact", args=[file_id]),
        "join_url": reverse("hotline:join", args=[file_id]),
        "crumbs": crumbs(header.reference_name),
    }
    return render(request, "hotline/before.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@page("request.ask")
def interpreter(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Ask an interpreter: language only; those with a conflict cannot be asked."""
    actor = actor_of_request(request)
    shown = contact_selectors.contact_page(actor, file_id)
    language = request.GET.get("language", "") or shown.language
    rows = listing.listed(actor, language=language, file_id=file_id)
    if request.method == "POST":
        chosen = next((row for row in rows if str(row.id) == request.POST.get("listing", "")), None)
        if chosen is None:
            raise NotVisible
        interpreters.book_interpreter(actor, file_id, chosen.member, chosen.language)
        return back(
            request, reverse("hotline:interpreter", args=[file_id]), _("Asked. The question names the language only.")
        )
    context = {
        "shown": shown,
        "rows": rows,
        "bookings": listing.bookings(actor, file_id),
        "languages": codes.language_choices()[1:],
        "language": language,
        "crumbs": crumbs(shown.header.reference_name),
    }
    return render(request, "hotline/interpreter.html", context)


@require_POST
@page("request.ask")
def veto(request: HttpRequest, file_id: UUID, booking_id: UUID) -> HttpResponse:
    """The person does not want this interpreter."""
    interpreters.veto_interpreter(actor_of_request(request), booking_id)
    return back(
        request,
        reverse("hotline:interpreter", args=[file_id]),
        _("Noted. This interpreter is not asked again for this person."),
    )
