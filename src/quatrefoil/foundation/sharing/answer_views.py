# SPDX-License-Identifier: Apache-2.0
"""Referrals received and sent, and what waits for a second person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.documents.opening import Opened
from quatrefoil.foundation.documents.serving import serve
from quatrefoil.foundation.documents.sheets import PDF
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.selectors import file_header
from quatrefoil.foundation.sharing import answer_actions, disclosure_actions, tables
from quatrefoil.foundation.sharing import disclosure_selectors as disclosures
from quatrefoil.foundation.sharing.forms import ByHandForm, DeclineForm, FinishForm, RevokeForm, TextForm
from quatrefoil.foundation.sharing.pages import NOT_MENDED, actor_of, file_page
from quatrefoil.foundation.sharing.states import Event, State
from quatrefoil.foundation.ui.paging import PAGE_SIZE, numbered, page_start
from quatrefoil.foundation.ui.pieces import Crumb

# Received -------------------------------------------------------------------------------------------


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Packages of the actor's organisation."""
    actor = actor_of(request)
    states, start = tables.WAITING if request.GET.get("state") == "new" else frozenset(), page_start(request)
    rows = disclosures.received(actor, states=states, start=start, limit=PAGE_SIZE + 1)
    table, tabs = tables.received_table(rows[:PAGE_SIZE]), tables.tabs(actor, "received")
    context = {"table": table, "tabs": tabs, "pager": numbered(request, start, has_more=len(rows) > PAGE_SIZE)}
    return render(request, "sharing/list.html", {**context, "heading": _("Received referrals")})


@require_http_methods(["GET", "POST"])
def received_one(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """One package: read it (the sender sees that it was opened), answer it."""
    actor = actor_of(request)
    said = ""
    if request.method == "POST":
        try:
            return _answered(request, actor, disclosure_id)
        except Refused as refusal:
            said = str(refusal.message)
    detail = disclosures.received_one(actor, disclosure_id)
    context = {
        "detail": detail,
        "row": detail.row,
        "said": said,
        "crumbs": [Crumb(_("Received referrals"), reverse("sharing:received")), Crumb(detail.row.reference)],
        "accepts": Event.ACCEPT in detail.events,
        "takes_over": Event.TAKE_OVER in detail.events and actor.may("disclosure.transfer"),
        "decline": DeclineForm(auto_id="decline-%s") if Event.DECLINE in detail.events else None,
        "finish": FinishForm(auto_id="finish-%s") if Event.FINISH in detail.events else None,
        "text": TextForm(auto_id="ask-%s") if detail.row.state in {State.SENT, State.ACCEPTED, State.DONE} else None,
    }
    return render(request, "sharing/received_one.html", context, status=NOT_MENDED if said else 200)


def _answered(request: HttpRequest, actor: Actor, disclosure_id: UUID) -> HttpResponse:
    """Do what the button says, and where to go then."""
    posted, act = request.POST, request.POST.get("act", "")
    if act == "take_over":
        new_file = answer_actions.take_over(actor, disclosure_id)
        messages.success(request, _("The case is yours now."))
        return redirect(file_page(file_header(actor, new_file)))
    words = _do(actor, disclosure_id, act, posted)
    messages.success(request, words)
    here = redirect("sharing:received_one", disclosure_id)
    return redirect("sharing:received") if act == "decline" else here


def _do(actor: Actor, disclosure_id: UUID, act: str, posted: Any) -> str:
    match act:
        case "accept":
            answer_actions.accept(actor, disclosure_id)
            return _("Accepted. The team that sent it was told.")
        case "decline":
            answer_actions.decline(actor, disclosure_id, posted.get("reason", ""))
            return _("Declined. The team that sent it was told why, and you can read it no more.")
        case "finish":
            answer_actions.finish(actor, disclosure_id, posted.get("outcome", ""), posted.get("feedback", "")[:4000])
            return _("Done. Thank you: the team that sent it knows now.")
        case "ask":
            answer_actions.ask(actor, disclosure_id, posted.get("text", "")[:4000])
            return _("Your question was sent.")
    raise Refused(_("Choose what to do."), code="act")


# Sent -----------------------------------------------------------------------------------------------


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Disclosures of the files that the actor reaches."""
    actor = actor_of(request)
    state = request.GET.get("state", "")
    states, start = frozenset({state}) if state in State.values else frozenset(), page_start(request)
    rows = disclosures.sent(actor, states=states, start=start, limit=PAGE_SIZE + 1)
    table, tabs = tables.sent_table(rows[:PAGE_SIZE]), tables.tabs(actor, "sent")
    context = {"table": table, "tabs": tabs, "pager": numbered(request, start, has_more=len(rows) > PAGE_SIZE)}
    return render(request, "sharing/list.html", {**context, "heading": _("Sent referrals")})


@require_http_methods(["GET", "POST"])
def sent_one(request: HttpRequest, sending_id: UUID) -> HttpResponse:
    """One disclosure at the sender: what left, whether it was opened, the thread; take it back or answer."""
    actor = actor_of(request)
    said = ""
    if request.method == "POST":
        try:
            messages.success(request, _acted(actor, sending_id, request.POST))
            return redirect("sharing:sent_one", sending_id)
        except Refused as refusal:
            said = str(refusal.message)
    detail = disclosures.sent_one(actor, sending_id)
    alive = detail.row.state in {State.SENT, State.ACCEPTED, State.DONE}
    context = {
        "detail": detail,
        "row": detail.row,
        "said": said,
        "crumbs": [Crumb(_("Sent referrals"), reverse("sharing:sent")), Crumb(detail.row.to)],
        "revoke": RevokeForm(auto_id="revoke-%s") if Event.REVOKE in detail.events else None,
        "text": TextForm(auto_id="reply-%s") if alive and detail.works_here else None,
        "by_hand": ByHandForm(auto_id="hand-%s") if alive and not detail.works_here else None,
    }
    return render(request, "sharing/sent_one.html", context, status=NOT_MENDED if said else 200)


def _acted(actor: Actor, sending_id: UUID, posted: Any) -> str:
    match posted.get("act", ""):
        case "revoke":
            disclosure_actions.revoke(actor, sending_id, posted.get("reason", ""))
            return _("Taken back. It can be opened no more; what was read stays read.")
        case "reply":
            answer_actions.reply(actor, sending_id, posted.get("text", "")[:4000])
            return _("Your answer was sent.")
        case "by_hand":
            answer_actions.answer_by_hand(
                actor,
                sending_id,
                posted.get("event", ""),
                code=posted.get("code", ""),
                reason=posted.get("reason", ""),
                outcome=posted.get("outcome", ""),
                words=posted.get("words", "")[:4000],
            )
            return _("Their answer is written down.")
    raise Refused(_("Choose what to do."), code="act")


@require_safe
def print_sheet(request: HttpRequest, sending_id: UUID) -> HttpResponse:
    """The sheet as a PDF that screen readers can read, with the code that the recipient names when it answers."""
    pdf = disclosures.sheet_on_paper(actor_of(request), sending_id, request.GET.get("language", ""))
    return serve(Opened("sheet.pdf", PDF, pdf))


# A second person ------------------------------------------------------------------------------------


@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for the actor's decision."""
    actor = actor_of(request)
    table = tables.approvals_table(disclosures.approvals(actor))
    context = {"table": table, "tabs": tables.tabs(actor, "approvals"), "heading": _("Waits for a second person")}
    return render(request, "sharing/list.html", context)


@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, disclosure_id: UUID) -> HttpResponse:
    """The law in its words, the sheet, and two buttons."""
    actor = actor_of(request)
    said = ""
    if request.method == "POST":
        try:
            approves = request.POST.get("act") == "approve"
            decide = disclosure_actions.approve if approves else disclosure_actions.not_approve
            decide(actor, disclosure_id)
            messages.success(request, _("Approved and sent.") if approves else _("Not approved. Nothing has left."))
            return redirect("sharing:approvals")
        except Refused as refusal:
            said = str(refusal.message)
    detail = disclosures.approval(actor, disclosure_id)
    crumbs = [Crumb(_("Waits for a second person"), reverse("sharing:approvals")), Crumb(detail.row.to)]
    context = {"detail": detail, "row": detail.row, "said": said, "crumbs": crumbs}
    return render(request, "sharing/approval.html", context, status=NOT_MENDED if said else 200)
