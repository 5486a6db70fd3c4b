# SPDX-License-Identifier: Apache-2.0
"""Asking: begin, one page for each area, stop at any time, finish with however little was answered."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.pages import actor_of_request, page
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.questionnaires import selectors as questionnaires
from quatrefoil.foundation.questionnaires.actions import AnswerConflict
from quatrefoil.foundation.questionnaires.forms import SectionForm, opened_questions, said, section_form
from quatrefoil.foundation.questionnaires.models import State
from quatrefoil.foundation.questionnaires.selectors import ResponseRow
from quatrefoil.foundation.records.selectors import file_header
from quatrefoil.foundation.sharing import hooks
from quatrefoil.foundation.ui.pieces import Chip, Crumb, Difference, Step
from quatrefoil.protection.screening import actions, selectors
from quatrefoil.protection.screening.forms import StartForm, StopForm
from quatrefoil.protection.screening.steps import record_page
from quatrefoil.standards.instruments.answering import visible_sections
from quatrefoil.standards.instruments.definition import Section

RIGHT = actions.RIGHT
NOT_MENDED, CHANGED_MEANWHILE = 422, 409


@require_http_methods(["GET", "POST"])
@page(RIGHT)
def start(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Choose the instrument; everything else may stay open."""
    actor = actor_of_request(request)
    require_visible(actor, file_id, actions.PART)
    group = selectors.age_group(file_id)
    offered = selectors.offered(group)
    first = {"instrument": offered[0].code if group and offered else ""}
    form = StartForm(request.POST or None, offered=offered, initial=first)
    if request.method == "POST" and form.is_valid():
        how = dict(form.cleaned_data)
        response = actions.start(actor, file_id, how.pop("instrument"), **how)
        return redirect("screening:resume", response.id)
    context = {"form": form, "about_age": _about_age(group), "crumbs": crumbs(actor, file_id)}
    return render(request, "screening/start.html", context, status=NOT_MENDED if form.errors else 200)


def _about_age(group: str) -> str:
    return {
        hooks.CHILD: _("This person is under 18, or nobody is sure: the list for children is asked."),
        hooks.ADULT: _("The file says that this person is an adult. When in doubt, ask the list for children."),
    }.get(group, _("Nobody noted an age on this file. When in doubt, ask the list for children."))


@require_safe
@page(RIGHT)
def resume(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Go to the page after the one saved last; an ended screening opens its result."""
    actor = actor_of_request(request)
    row = questionnaires.response(actor, response_id)
    if row.state != State.IN_PROGRESS:
        return redirect("screening:result", response_id)
    pages = _pages(row, _answers(actor, row))
    codes = [each.code for each in pages]
    at = codes.index(row.section) + 1 if row.section in codes else 0
    return redirect("screening:page", response_id, codes[min(at, len(codes) - 1)])


@require_http_methods(["GET", "POST"])
@page(RIGHT)
def section_page(request: HttpRequest, response_id: UUID, section: str) -> HttpResponse:
    """One area. Saving goes on to the next page, leaves, or finishes; each is possible with nothing answered."""
    actor = actor_of_request(request)
    row = questionnaires.response(actor, response_id)
    if row.state != State.IN_PROGRESS:
        return redirect("screening:result", response_id)
    answers = _answers(actor, row)
    asked = _section(row, answers, section)
    if request.method != "POST":
        form = section_form(questionnaires.questionnaire_of(row), asked, answers, revision=row.revision)
        return _shown(request, row, answers, form)
    form = _sent(request, row, asked, answers)
    if not form.is_valid():
        return _shown(request, row, answers, form, status=NOT_MENDED)
    try:
        saved = _save(actor, row, form)
    except AnswerConflict as conflict:
        return _both(request, row, asked, conflict)
    return _onward(request, row, form, saved.revision)


@require_POST
@page(RIGHT)
def keep(request: HttpRequest, response_id: UUID, section: str) -> HttpResponse:
    """Keep what is on the page while it is being answered; the answer carries the new revision."""
    actor = actor_of_request(request)
    row = questionnaires.response(actor, response_id)
    answers = _answers(actor, row)
    form = _sent(request, row, _section(row, answers, section), answers)
    if not form.is_valid():
        return HttpResponse(status=NOT_MENDED)
    try:
        saved = _save(actor, row, form)
    except Refused:
        return HttpResponse(status=CHANGED_MEANWHILE)
    return HttpResponse(status=204, headers={"X-Revision": str(saved.revision)})


@require_http_methods(["GET", "POST"])
@page(RIGHT)
def stop(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Stop here, for a reason; what was answered stays."""
    actor = actor_of_request(request)
    row = questionnaires.response(actor, response_id)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.stop(actor, response_id, form.cleaned_data["reason"])
        return redirect("screening:result", response_id)
    context = {"form": form, "row": row, "crumbs": crumbs(actor, row.file_id)}
    return render(request, "screening/stop.html", context, status=NOT_MENDED if form.errors else 200)


@require_POST
@page(RIGHT)
def go_on(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """A new version of an ended screening; the ended one stays as it was."""
    response = actions.go_on(actor_of_request(request), response_id)
    return redirect("screening:resume", response.id)


def crumbs(actor: Actor, file_id: UUID) -> list[Crumb]:
    """From the record to its screenings."""
    header = file_header(actor, file_id)
    return [Crumb(header.reference_name, record_page(file_id, header.kind)), *_to_list(file_id)]


def _to_list(file_id: UUID) -> list[Crumb]:
    return [Crumb(_("Screenings"), reverse("screening:file", kwargs={"file_id": file_id}))]


def _answers(actor: Actor, row: ResponseRow) -> dict[str, Any]:
    return questionnaires.answers_of(actor, row.id, selectors.ANSWERING)


def _pages(row: ResponseRow, answers: dict[str, Any]) -> tuple[Section, ...]:
    return visible_sections(questionnaires.questionnaire_of(row), answers)


def _section(row: ResponseRow, answers: dict[str, Any], code: str) -> Section:
    """The whole section, with the items that this page's own answers may open, as long as it has a page now."""
    if code not in {each.code for each in _pages(row, answers)}:
        raise NotVisible
    return next(each for each in questionnaires.questionnaire_of(row).sections if each.code == code)


def _sent(request: HttpRequest, row: ResponseRow, asked: Section, answers: dict[str, Any]) -> SectionForm:
    return section_form(questionnaires.questionnaire_of(row), asked, answers, data=request.POST, revision=row.revision)


def _save(actor: Actor, row: ResponseRow, form: SectionForm) -> Any:
    seen = form.cleaned_data.get("revision") or 0
    return actions.save_page(actor, row.id, form.section.code, form.answers(), seen, form.base())


def _onward(request: HttpRequest, row: ResponseRow, form: SectionForm, revision: int) -> HttpResponse:
    actor = actor_of_request(request)
    answers = _answers(actor, row)
    if opened_questions(form, answers):
        again = section_form(form.questionnaire, form.section, answers, revision=revision)
        return _shown(request, row, answers, again)
    codes = [each.code for each in _pages(row, answers)]
    at = codes.index(form.section.code) if form.section.code in codes else len(codes) - 1
    goes = request.POST.get("then", "next")
    if goes == "leave":
        return redirect("screening:file", row.file_id)
    if goes == "finish" or at + 1 >= len(codes):
        actions.complete(actor, row.id)
        return redirect("screening:result", row.id)
    return redirect("screening:page", row.id, codes[at + 1])


def _both(request: HttpRequest, row: ResponseRow, asked: Section, conflict: AnswerConflict) -> HttpResponse:
    items = {item.code: item for item in asked.items}
    rows = [
        Difference(
            said(items[each.item].text),
            selectors.answer_words(items[each.item], each.mine),
            selectors.answer_words(items[each.item], each.theirs),
        )
        for each in conflict.differences
    ]
    answers = dict(conflict.together)
    form = section_form(questionnaires.questionnaire_of(row), asked, answers, revision=conflict.revision)
    return _shown(request, row, answers, form, differences=rows, said_words=conflict.message, status=CHANGED_MEANWHILE)


def _shown(
    request: HttpRequest,
    row: ResponseRow,
    answers: dict[str, Any],
    form: SectionForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    pages = _pages(row, answers)
    codes = [each.code for each in pages]
    at = codes.index(form.section.code) if form.section.code in codes else 0
    context = {
        "row": row,
        "form": form,
        "section": form.section.code,
        "heading": said(form.section.title),
        "lead": said(form.section.guidance),
        "where": Chip(_("page %(number)d of %(total)d") % {"number": at + 1, "total": len(codes)}),
        "steps": _steps(row, pages, answers, form.section.code),
        "is_last": at + 1 == len(codes),
        "crumbs": crumbs(actor_of_request(request), row.file_id),
        **more,
    }
    return render(request, "screening/page.html", context, status=status)


def _steps(row: ResponseRow, pages: tuple[Section, ...], answers: dict[str, Any], here: str) -> list[Step]:
    def state(each: Section) -> Any:
        if each.code == here:
            return "current"
        return "done" if any(item.code in answers for item in each.items) else "todo"

    return [
        Step(
            said(each.title),
            state(each),
            "" if each.code == here else reverse("screening:page", args=[row.id, each.code]),
        )
        for each in pages
    ]
