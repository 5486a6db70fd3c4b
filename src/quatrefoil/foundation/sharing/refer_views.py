# SPDX-License-Identifier: Apache-2.0
"""Refer in two screens: for what and where; then the sheet, exactly as it will leave."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.selectors import FileHeader
from quatrefoil.foundation.registers.selectors import legal_duties
from quatrefoil.foundation.sharing import disclosure_actions, hooks, selectors
from quatrefoil.foundation.sharing import disclosure_selectors as disclosures
from quatrefoil.foundation.sharing.codes import Purpose
from quatrefoil.foundation.sharing.forms import PlaceForm, SecondPersonForm
from quatrefoil.foundation.sharing.models import Kind
from quatrefoil.foundation.sharing.pages import NOT_MENDED, crumbs_of, file_of, posted
from quatrefoil.foundation.sharing.sheets import Chosen, Sheet, preview
from quatrefoil.foundation.sharing.views import places


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address of the sheet. Nothing in it is about the person."""

    where: str
    purpose: str
    duty: str = ""
    draft: str = ""

    def query(self, **changes: str) -> str:
        """The same, changed, for a link."""
        values = {name: changes.get(name, getattr(self, name)) for name in self.__slots__}
        return urlencode({name: value for name, value in values.items() if value})


@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """First screen: for what, and where."""
    actor, file = file_of(request, file_id)
    initial = {"where": request.GET.get("where", ""), "purpose": request.GET.get("purpose", "")}
    form = PlaceForm(posted(request), initial=initial, where=places(actor))
    if form.is_valid():
        asked = Asked(form.cleaned_data["where"], form.cleaned_data["purpose"])
        return redirect(f"{reverse('sharing:sheet', args=[file_id])}?{asked.query()}")
    status = NOT_MENDED if form.is_bound else 200
    context = {"form": form, "file": file, "crumbs": crumbs_of(file, _("Refer"))}
    return render(request, "sharing/refer.html", context, status=status)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Second screen: the parts, each with what carries it, beside the sheet; then send, keep, or ask a second person."""
    actor, file = file_of(request, file_id)
    asked, kept = _asked(request, actor, file_id)
    sent = posted(request)
    chosen = _chosen(actor, asked, frozenset(sent.getlist("parts")) if sent is not None else kept)
    drawn = preview(actor, file_id, chosen)
    second = _second_form(request, actor, file, drawn)
    if sent is not None and "show" not in sent:
        try:
            done = _act(actor, file_id, chosen, sent, second)
        except Refused as refusal:
            return _page(request, drawn, asked, second, said=str(refusal.message), status=NOT_MENDED)
        if done:
            messages.success(request, done)
            return redirect("sharing:sent")
        return _page(request, drawn, asked, second, status=NOT_MENDED)
    return _page(request, drawn, asked, second)


def _asked(request: HttpRequest, actor: Actor, file_id: UUID) -> tuple[Asked, frozenset[str] | None]:
    draft = request.GET.get("draft", "")
    if draft:
        known = disclosures.draft(actor, _uuid(draft))
        if known.file_id != file_id:
            raise NotVisible
        return Asked(known.where, known.purpose, known.duty, draft), known.parts
    purpose = request.GET.get("purpose", "")
    if purpose not in Purpose.values:
        raise NotVisible
    return Asked(request.GET.get("where", ""), purpose, request.GET.get("duty", "")), None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None


def _chosen(actor: Actor, asked: Asked, parts: frozenset[str] | None) -> Chosen:
    return Chosen(
        target=selectors.target(actor, asked.where),
        purpose=asked.purpose,
        parts=parts,
        duty_id=_uuid(asked.duty) if asked.duty else None,
        kind=Kind.TRANSFER if asked.purpose == Purpose.TRANSFER else Kind.REFERRAL,
    )


def _second_form(request: HttpRequest, actor: Actor, file: FileHeader, drawn: Sheet) -> SecondPersonForm | None:
    if not drawn.needs_second_approver:
        return None
    choices = selectors.approvers_for(actor, file.team_id, drawn.chosen.target.recipient.id)
    asks = "propose" in request.POST
    return SecondPersonForm(
        request.POST if asks else None, approvers=[(str(each.holder), each.label) for each in choices]
    )


def _act(actor: Actor, file_id: UUID, chosen: Chosen, posted: Any, second: SecondPersonForm | None) -> str:
    """Do what the button says; '' when the form needs mending."""
    sending_id, seen = _uuid(posted.get("sending_id", "")), posted.get("seen", "")
    name = {"name": chosen.target.recipient.name}
    if "draft" in posted:
        disclosure_actions.save_draft(actor, file_id, chosen, sending_id=sending_id)
        return _("The draft is kept. Nothing has left.")
    if second is not None:
        if not second.is_valid():
            return ""
        data = second.cleaned_data
        disclosure_actions.propose_without_consent(
            actor,
            file_id,
            chosen,
            approver=UUID(data["approver"]),
            person_told=data["told"] == "yes",
            why_not_told=data["why_not_told"],
            sending_id=sending_id,
            seen=seen,
        )
        return _("A second person was asked. Nothing leaves before they approve.")
    if chosen.kind == Kind.TRANSFER:
        disclosure_actions.offer_transfer(actor, file_id, chosen, sending_id=sending_id, seen=seen)
        return _("The case was offered to %(name)s. It stays yours until they take it over.") % name
    disclosure_actions.send(actor, file_id, chosen, sending_id=sending_id, seen=seen)
    return _("Sent to %(name)s. You see here when it was opened and what they answer.") % name


def _page(
    request: HttpRequest,
    drawn: Sheet,
    asked: Asked,
    second: SecondPersonForm | None,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    days = drawn.chosen.target.answers_within_days
    within = ngettext(
        "Answer expected within %(days)s working day.", "Answer expected within %(days)s working days.", days
    )
    here = reverse("sharing:sheet", args=[drawn.file.id])
    context = {
        "drawn": drawn,
        "file": drawn.file,
        "crumbs": crumbs_of(drawn.file, _("Refer")),
        "name": drawn.chosen.target.recipient.name,
        "purpose": str(Purpose(drawn.chosen.purpose).label),
        "within": within % {"days": days},
        "second": second,
        "said": said,
        "sending_id": asked.draft or request.POST.get("sending_id") or uuid4(),
        "duty_url": f"{reverse('sharing:duty', args=[drawn.file.id])}?{asked.query(duty='', draft='')}",
        "here": f"{here}?{asked.query()}",
        "is_child": hooks.is_child(drawn.file.id),
        "is_paper": not drawn.chosen.target.works_here,
        "is_transfer": drawn.chosen.kind == Kind.TRANSFER,
    }
    return render(request, "sharing/sheet.html", context, status=status)


@require_safe
def duty(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Name the law that obliges us to tell: its words, and only laws that bind us towards this recipient."""
    actor, file = file_of(request, file_id)
    asked, _kept = _asked(request, actor, file_id)
    recipient = selectors.target(actor, asked.where).recipient
    rows = legal_duties(recipient_kind=recipient.kind, child=hooks.is_child(file_id)) if recipient.kind else ()
    here = reverse("sharing:sheet", args=[file_id])
    context = {
        "file": file,
        "crumbs": crumbs_of(file, _("Refer")),
        "name": recipient.name,
        "rows": [(row, f"{here}?{asked.query(duty=str(row.id))}") for row in rows],
        "back": f"{here}?{asked.query(duty='')}",
    }
    return render(request, "sharing/duty.html", context)
