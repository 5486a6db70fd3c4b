# SPDX-License-Identifier: Apache-2.0
"""Pages on which people read the audit."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from quatrefoil.foundation.audit import actions, selectors
from quatrefoil.foundation.audit.filters import from_query
from quatrefoil.foundation.audit.panels import across_panel, short, who_saw_panel
from quatrefoil.foundation.audit.words import Sort
from quatrefoil.foundation.identity.actors import Actor, current_actor
from quatrefoil.foundation.ui.pieces import Action, Crumb, SavedView


@require_GET
def across(request: HttpRequest) -> HttpResponse:
    """Who saw what across records, and how far the log is sealed and checked."""
    actor = current_actor()
    panel = across_panel(actor, request.GET, request.path)
    context = {"panel": panel, "status": selectors.status(actor), "views": _views(request), "acts": _acts(actor)}
    return render(request, "audit/across.html", context)


@require_GET
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Who saw one record and why."""
    actor = current_actor()
    panel = who_saw_panel(actor, record_id, request.GET, request.path)
    is_auditor = actor.may("audit.read")
    context = {
        "panel": panel,
        "record": short(record_id),
        "crumbs": [Crumb(_("Audit"), reverse("audit:across")), Crumb(_("One record"))] if is_auditor else [],
        "proof": Action(_("Export its events with proof"), reverse("audit:record_proof", args=[record_id]), posts=True)
        if actor.may("audit.verify")
        else None,
    }
    return render(request, "audit/record.html", context)


@require_POST
def check(_request: HttpRequest) -> HttpResponse:
    """Ask for a check of the chain."""
    return redirect("jobs:job", actions.ask_check(current_actor()))


@require_POST
def proof(_request: HttpRequest, record_id: UUID | None = None) -> HttpResponse:
    """Ask for the export that others can check."""
    return redirect("jobs:job", actions.ask_proof(current_actor(), record_id))


@require_POST
def write_list(request: HttpRequest) -> HttpResponse:
    """Ask for the list of this page as a file."""
    return redirect("jobs:job", actions.ask_list(current_actor(), from_query(request.GET)))


@require_POST
def write_record_list(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Ask for the list of who saw a record as a file."""
    return redirect("jobs:job", actions.ask_record_list(current_actor(), record_id, from_query(request.GET)))


def _views(request: HttpRequest) -> list[SavedView]:
    chosen = (request.GET.get("act", ""), request.GET.get("outcome", ""))
    named = [
        (_("Everything"), "", ""),
        (_("Opened or read"), Sort.READ.value, ""),
        (_("Searched"), Sort.SEARCH.value, ""),
        (_("Refused"), "", "refused"),
        (_("Break-glass"), Sort.BREAK_GLASS.value, ""),
    ]
    url = reverse("audit:across")
    return [
        SavedView(label, _address(url, act, outcome), active=chosen == (act, outcome)) for label, act, outcome in named
    ]


def _address(url: str, act: str, outcome: str) -> str:
    given = "&".join(f"{name}={value}" for name, value in (("act", act), ("outcome", outcome)) if value)
    return f"{url}?{given}" if given else url


def _acts(actor: Actor) -> list[Action]:
    if not actor.may("audit.verify"):
        return []
    return [
        Action(_("Export the proof"), reverse("audit:proof"), posts=True),
        Action(_("Check the chain now"), reverse("audit:check"), filled=True, posts=True),
    ]
