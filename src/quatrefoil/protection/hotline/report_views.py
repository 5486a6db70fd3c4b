# SPDX-License-Identifier: Apache-2.0
"""A public report at the desk: the queue on the left, the thread on the right, opened only by who has taken it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from quatrefoil.foundation.access.errors import Stale
from quatrefoil.foundation.access.pages import actor_of_request, back, page
from quatrefoil.foundation.exchange import actions as inbox
from quatrefoil.foundation.exchange.selectors import report_row
from quatrefoil.foundation.messages.gate import TEMPLATES
from quatrefoil.protection.hotline import codes, contact_selectors, desk_selectors, forms
from quatrefoil.protection.hotline.exposure_selectors import own_exposure
from quatrefoil.protection.hotline.from_report import initial
from quatrefoil.protection.hotline.report_actions import claim_report, contact_from_report, count_and_close, read


@never_cache
@require_GET
@page("contact.claim")
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report. Nothing of it is opened before somebody has taken it."""
    return _page(request, report_id)


def _page(request: HttpRequest, report_id: UUID, draft: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of_request(request)
    opened = read(actor, report_id)
    row = opened.row if opened else report_row(actor, report_id)
    context: dict[str, Any] = {
        "row": row,
        "opened": opened,
        "queue": desk_selectors.queue(actor)[:30],
        "reply_id": uuid4(),
        "answer": draft,
        "canned": [(template.code, str(template.text)) for template in TEMPLATES.values()],
        "told": contact_selectors.told_table(actor, report_id),
        "counted_kinds": [choice for choice in codes.choices(codes.KINDS) if not codes.opens_a_file(choice[0])],
        "steps": codes.steps() if row.danger_code == "now" else (),
        "exposure": own_exposure(actor),
        "crumbs": _crumbs(),
    }
    return render(request, "hotline/report.html", context, status=status)


def _crumbs() -> list[Any]:
    from quatrefoil.protection.hotline.contact_views import crumbs

    return crumbs(_("Public report"))


@require_POST
@page("contact.answer")
def answer(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Write to the reporter: sealed to the receipt, signed by the desk. What was typed is never lost."""
    text = request.POST.get("text", "")
    if "canned" in request.POST:
        chosen = TEMPLATES.get(request.POST["canned"])
        return _page(request, report_id, draft="\n".join(filter(None, (text, str(chosen.text) if chosen else ""))))
    try:
        inbox.answer(actor_of_request(request), report_id, text, reply_id=_reply_id(request))
    except Stale as stale:
        messages.warning(request, str(stale.message))
        return _page(request, report_id, draft=text, status=409)
    return back(
        request, reverse("hotline:report", args=[report_id]), _("Sent. The reporter reads it with the receipt.")
    )


def _reply_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("reply_id", ""))
    except ValueError:
        return None


@require_POST
@page("contact.claim")
def move(request: HttpRequest, report_id: UUID, act: str) -> HttpResponse:
    """Take over, give back, close, or open again."""
    actor = actor_of_request(request)
    row = report_row(actor, report_id)
    acts = {"take-over": inbox.take_over, "release": inbox.release, "close": inbox.close}
    if act == "claim":
        claim_report(actor, report_id)
    else:
        acts[act](actor, report_id, row.revision)
    return redirect("hotline:desk" if act in {"release", "close"} else "hotline:report", *_target(act, report_id))


def _target(act: str, report_id: UUID) -> tuple[UUID, ...]:
    return () if act in {"release", "close"} else (report_id,)


@never_cache
@require_GET
@page("contact.log")
def to_contact(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The page for a contact, filled from the report."""
    actor = actor_of_request(request)
    opened = read(actor, report_id)
    if opened is None:
        return redirect("hotline:report", report_id)
    if opened.row.contact_id is not None:
        return redirect("hotline:contact", opened.row.contact_id)
    form = forms.LogForm(initial={**forms.fresh(), **initial(opened)})
    context = {"form": form, "steps": codes.steps(), "child_first": codes.CHILD_FIRST, "from_report": opened.row}
    return render(request, "hotline/log.html", context)


@require_POST
@page("danger.mark")
def danger(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Danger now in one click: a contact is opened with what the reporter wrote, and the desk is told."""
    return redirect(
        "hotline:contact", contact_from_report(actor_of_request(request), report_id, danger_reason="written")
    )


@require_POST
@page("contact.refer_on")
def count(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """About something else: counted and closed."""
    count_and_close(actor_of_request(request), report_id, request.POST.get("kind", ""))
    return back(request, reverse("hotline:desk"), _("Counted and closed. No file was opened."))
