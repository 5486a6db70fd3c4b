# SPDX-License-Identifier: Apache-2.0
"""The desk: what waits, what one began, what was left; claiming and taking over."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, back, page
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.registers.kinds import Need
from quatrefoil.foundation.registers.selectors import Wanted, find_services, region_choices
from quatrefoil.foundation.ui.pieces import Filter, FilterBar, FilterChoice
from quatrefoil.protection.hotline import codes, contact_actions, desk_selectors
from quatrefoil.protection.hotline.desk_selectors import QueueFilter, QueueRow
from quatrefoil.protection.hotline.entry import ContactEntry
from quatrefoil.protection.hotline.exposure_selectors import own_exposure
from quatrefoil.protection.hotline.report_actions import claim_report

FILTERS = ("danger", "channel", "language", "region", "whose")


@require_GET
@page("contact.claim")
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that is open, danger first."""
    actor = actor_of_request(request)
    wanted = QueueFilter(**{name: request.GET.get(name, "") for name in FILTERS})
    everything = desk_selectors.queue(actor)
    rows = desk_selectors.narrowed(everything, wanted)
    context = {
        "rows": rows,
        "filters": _filters(everything, wanted),
        "is_narrowed": wanted != QueueFilter(),
        "drafts": desk_selectors.drafts(actor),
        "left": desk_selectors.left_for_us(actor, everything),
        "exposure": own_exposure(actor),
        "steps": codes.steps(),
        "dangers": desk_selectors.in_danger(everything),
    }
    return render(request, "hotline/desk.html", context)


def _filters(rows: tuple[QueueRow, ...], wanted: QueueFilter) -> FilterBar:
    def choices(name: str, values: list[tuple[str, str]]) -> Filter:
        chosen = getattr(wanted, name)
        labels = {
            "channel": _("Channel"),
            "language": _("Language"),
            "region": _("Region"),
            "danger": _("Danger"),
            "whose": _("With whom"),
        }
        all_of = [("", _("All")), *values]
        return Filter(name, labels[name], [FilterChoice(value, label, value == chosen) for value, label in all_of])

    def seen(name: str) -> list[tuple[str, str]]:
        return [(value, value) for value in sorted({getattr(row, name) for row in rows})]

    danger = [("3", _("Danger now: high")), ("2", _("Danger now: some, and higher"))]
    whose = [("mine", _("With me")), ("free", _("With nobody"))]
    bar = [choices("danger", danger), choices("whose", whose)]
    bar += [choices(name, seen(name)) for name in ("channel", "language", "region")]
    is_open = wanted != QueueFilter()
    return FilterBar(bar, reverse("hotline:desk") if is_open else "", is_open)


@require_POST
@page("contact.claim")
def claim(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Take a contact, in one click; the second of two stays at the desk and reads who has it."""
    return _taken(request, lambda actor: contact_actions.claim(actor, file_id), "contact", file_id)


@require_POST
@page("contact.claim")
def claim_a_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take a report, in one click."""
    return _taken(request, lambda actor: claim_report(actor, report_id), "report", report_id)


def _taken(request: HttpRequest, take: Callable[[Actor], None], view: str, record: UUID) -> HttpResponse:
    try:
        take(actor_of_request(request))
    except Refused as refusal:
        if refusal.code != "claimed":
            raise
        messages.warning(request, str(refusal.message))
        return redirect("hotline:desk")
    return redirect(f"hotline:{view}", record)


@require_POST
@page("contact.claim")
def put_back(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Give a contact back to the desk."""
    contact_actions.put_back(actor_of_request(request), file_id)
    return back(request, reverse("hotline:desk"), _("The contact waits at the desk again."))


@require_http_methods(["GET", "POST"])
@page("contact.hand_over")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Leave what one has to the next shift, each with its next step."""
    actor = actor_of_request(request)
    mine = [row for row in desk_selectors.queue(actor) if row.is_mine]
    if request.method == "POST":
        chosen = {row.id: request.POST.get(f"step-{row.id}", "") for row in mine}
        steps = {record: step for record, step in chosen.items() if step}
        count = contact_actions.hand_over(actor, steps, {row.id: row.kind for row in mine})
        return back(request, reverse("hotline:desk"), _("Left to the next shift: %(count)s.") % {"count": count})
    steps_to_choose = [(code, str(words)) for code, words in codes.HANDOVER_STEPS.items()]
    return render(request, "hotline/hand_over.html", {"rows": mine, "steps": steps_to_choose})


@require_POST
@page("contact.hand_over")
def take_over(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Take what the shift before left."""
    record = contact_actions.take_over(actor_of_request(request), handover_id)
    view = "contact" if desk_selectors.is_contact(actor_of_request(request), record) else "report"
    return redirect(f"hotline:{view}", record)


@require_http_methods(["GET", "POST"])
@page("contact.refer_on")
def refer_on(request: HttpRequest) -> HttpResponse:
    """Point a caller to another service: counted, no file."""
    actor = actor_of_request(request)
    if request.method == "POST":
        return _referred(request, actor)
    wanted = Wanted(
        need=request.GET.get("need", ""), region=request.GET.get("region", ""), language=request.GET.get("language", "")
    )
    asked = any((wanted.need, wanted.region, wanted.language))
    context = {
        "services": find_services(actor, wanted, limit=50) if asked else (),
        "asked": asked,
        "wanted": wanted,
        "needs": Need.choices,
        "regions": region_choices(),
        "languages": codes.language_choices()[1:],
        "channels": codes.choices(codes.CHANNELS),
    }
    return render(request, "hotline/refer_on.html", context)


def _referred(request: HttpRequest, actor: Actor) -> HttpResponse:
    need = request.POST.get("need", "")
    entry = ContactEntry(
        channel=request.POST.get("channel", "phone"),
        kind="out_of_scope",
        language=request.POST.get("language", "")[:10],
        region=request.POST.get("region", "")[:20],
    )
    entry.check()
    contact_actions.refer_on(actor, entry, need if need in Need.values else "")
    return back(request, reverse("hotline:desk"), _("Counted. No file was opened."))
