# SPDX-License-Identifier: Apache-2.0
"""Danger, agreement, steps with and without a second person, closing and opening again, assigning."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.pages import actor_of_request, page
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.vault.parts import PartConflict
from quatrefoil.protection.cases import selectors, stage_actions, stages
from quatrefoil.protection.cases.actions import answer_danger, assign, set_danger
from quatrefoil.protection.cases.forms import (
    AgreementForm,
    ApproverForm,
    AssignForm,
    CloseForm,
    DangerAnswerForm,
    DangerForm,
    ReopenForm,
)
from quatrefoil.protection.cases.opening import record_agreement
from quatrefoil.protection.cases.pages import crumbs, form_page, tried
from quatrefoil.protection.cases.stage_actions import Closing
from quatrefoil.protection.cases.tables import url


def sent(
    request: HttpRequest,
    file_id: UUID,
    form: Form,
    act: Callable[[], object],
    heading: str,
    said: str,
    **context: object,
) -> HttpResponse:
    """A form of a case: when it is valid and the act goes through, back to the case; else the form with its words."""
    if form.is_valid():
        tried(form, act)
        if not form.errors:
            messages.success(request, said)
            return redirect("cases:case", file_id)
    return form_page(request, actor_of_request(request), file_id, form, heading, **context)


def posted(request: HttpRequest) -> object:
    """What was sent; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
@page("danger.mark")
def danger(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Judge the danger, with a reason."""
    actor = actor_of_request(request)
    row = selectors.case_header(actor, file_id)
    form = DangerForm(posted(request), initial={"danger": row.danger})
    return sent(
        request, file_id, form, lambda: set_danger(actor, file_id, form.cleaned_data["danger"], form.cleaned_data["reason"]),
        _("Judge danger"), _("Danger is judged anew."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("danger.answer")
def danger_answer(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Say what was done about danger now."""
    actor = actor_of_request(request)
    form = DangerAnswerForm(posted(request))
    return sent(
        request, file_id, form, lambda: answer_danger(actor, file_id, form.cleaned_data["answer"]),
        _("Danger now: what was done?"), _("Written down."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("case.edit")
def agreement(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Somebody agreed to a held case."""
    actor = actor_of_request(request)
    row = selectors.case_header(actor, file_id)
    form = AgreementForm(posted(request), initial={"seen_revision": row.revision})
    given = form.cleaned_data if form.is_valid() else {}
    try:
        return sent(
            request, file_id, form,
            lambda: record_agreement(actor, file_id, given["agreed_by"], given["agreed_on"], given["seen_revision"]),
            _("Record who agreed"), _("The case is kept, and the work begins."),
        )  # fmt: skip
    except PartConflict as conflict:
        raise Refused(conflict.message, code="stale") from None


@require_http_methods(["GET", "POST"])
@page("case.move")
def step(request: HttpRequest, file_id: UUID, event: str) -> HttpResponse:
    """A step out of the stage: taken at once, or asked of a second person."""
    actor = actor_of_request(request)
    row = selectors.case_header(actor, file_id)
    known = next((each for each in stages.CASE.leaving(row.stage) if each.event == event), None)
    if known is None or event in {"close", "reopen"}:
        raise NotVisible
    if known.needs_approval:
        return _ask(request, actor, file_id, event, str(known.label))
    if request.method == "POST":
        stage_actions.move(actor, file_id, event, request.POST.get("seen_stage", ""))
        messages.success(request, _("The case moved on."))
        return redirect("cases:case", file_id)
    context = {
        "header": row, "heading": row.file.reference_name, "crumbs": crumbs(row, str(known.label)),
        "step": known.label, "target": stages.CASE.state(known.target).label, "back_url": url("case", file_id),
    }  # fmt: skip
    return render(request, "cases/step.html", context)


def _ask(request: HttpRequest, actor: Actor, file_id: UUID, event: str, label: str) -> HttpResponse:
    row = selectors.case_header(actor, file_id)
    approvers = selectors.approvers(actor, row.file)
    first = str(approvers[0][0]) if approvers else ""
    form = ApproverForm(posted(request), approvers=approvers, initial={"seen_stage": row.stage, "approver": first})
    given = form.cleaned_data if form.is_valid() else {}

    def act() -> UUID:
        return stage_actions.ask_approval(
            actor, file_id, event, UUID(given["approver"]), given["note"], given["seen_stage"]
        )

    lead = _("A second person approves this step. Nobody approves their own.")
    return sent(
        request, file_id, form, act, label, _("Asked. You are told when it is answered."), button=_("Ask"), lead=lead,
        nobody=not approvers,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("case.move")
def close(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Say why the case ends and ask a second person."""
    actor = actor_of_request(request)
    row = selectors.case_header(actor, file_id)
    approvers = selectors.approvers(actor, row.file)
    form = CloseForm(posted(request), approvers=approvers, initial={"seen_stage": row.stage})
    given = form.cleaned_data if form.is_valid() else {}

    def act() -> UUID:
        closing = Closing(given["reason"], given["living"], given["closing_note"])
        return stage_actions.ask_to_close(actor, file_id, closing, UUID(given["approver"]), given["seen_stage"])

    return sent(
        request, file_id, form, act, _("Close the case"), _("Asked. The case closes when a second person approves."),
        button=_("Ask"), nobody=not approvers,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("case.move")
def reopen(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Open a closed case again."""
    actor = actor_of_request(request)
    form = ReopenForm(posted(request))
    return sent(
        request, file_id, form, lambda: stage_actions.reopen(actor, file_id, form.cleaned_data["reason"]),
        _("Open the case again"), _("The case is open again."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@page("case.assign")
def assign_to(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Give the case to a member or another team of the organisation."""
    actor = actor_of_request(request)
    row = selectors.case_header(actor, file_id)
    first = {"team_id": str(row.file.team_id or ""), "owner_id": str(row.file.owner_id or "")}
    form = AssignForm(
        posted(request), initial=first, teams=selectors.teams_of(actor), workers=selectors.case_workers(actor)
    )

    def act() -> None:
        owner = form.cleaned_data["owner_id"]
        assign(actor, file_id, owner_id=UUID(owner) if owner else None, team_id=UUID(form.cleaned_data["team_id"]))

    if form.is_valid():
        tried(form, act)
        if not form.errors:
            messages.success(request, _("Given on; who works on it now has been told."))
            return redirect("cases:list")
    return form_page(request, actor, file_id, form, _("Give to somebody else"))
