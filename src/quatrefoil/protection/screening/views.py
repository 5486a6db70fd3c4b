# SPDX-License-Identifier: Apache-2.0
"""Reading: the screenings of a file, a result and its reasons, the copy on paper, two results side by side."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quatrefoil.foundation.access.pages import actor_of_request, page
from quatrefoil.foundation.access.selectors import require_visible, visible_parts
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.questionnaires import selectors as questionnaires
from quatrefoil.foundation.questionnaires.models import State
from quatrefoil.foundation.records import tabs
from quatrefoil.foundation.records.selectors import FileHeader, file_header, file_references
from quatrefoil.foundation.ui.pieces import Action, Cell, Chip, Column, Crumb, Empty, Pair, Table
from quatrefoil.protection.screening import actions, selectors
from quatrefoil.protection.screening.asking_views import crumbs
from quatrefoil.protection.screening.steps import next_steps, record_page

RIGHT = actions.RIGHT
STATE_CHIPS: dict[str, Any] = {State.IN_PROGRESS: "due", State.COMPLETED: "neutral", State.STOPPED: "neutral"}


@require_safe
@page(RIGHT)
def file_list(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The screenings of a file, newest first; the content of its tab."""
    actor = actor_of_request(request)
    require_visible(actor, file_id, actions.PART)
    header = file_header(actor, file_id)
    rows = selectors.screenings(actor, file_id)
    context = {
        "header": header,
        "tabs": _tabs(actor, header),
        "table": _table(file_id, rows),
        "start_url": reverse("screening:start", kwargs={"file_id": file_id}),
        "comparisons": _comparisons(rows),
        "crumbs": [Crumb(header.reference_name, record_page(file_id, header.kind)), Crumb(_("Screenings"))],
    }
    return render(request, "screening/file.html", context)


def _tabs(actor: Actor, header: FileHeader) -> Any:
    return tabs.tabs_for(actor, header.id, header.kind, visible_parts(actor, header.id), "screening:file")


def _table(file_id: UUID, rows: tuple[selectors.Listed, ...]) -> Table:
    columns = (Column(_("Screening")), Column(_("Result"), narrow=True), Column(_("State")), Column(_("Begun")))
    start = Action(_("Start a screening"), reverse("screening:start", kwargs={"file_id": file_id}))
    empty = Empty(
        _("No screening yet"),
        _("A screening helps to see which help may be needed. Help never waits for it."),
        start,
    )
    return Table(_("Screenings"), columns, [_row(each) for each in rows], empty)


def _row(each: selectors.Listed) -> tuple[Cell | str, ...]:
    row = each.response
    words = _("by %(name)s, version %(version)s") % {"name": row.asked_by or _("a colleague"), "version": row.version}
    return (
        Cell(row.title, words, reverse("screening:resume", args=[row.id])),
        each.result or "–",
        Cell(chip=Chip(row.state_label, STATE_CHIPS[row.state])),
        row.started,
    )


def _comparisons(rows: tuple[selectors.Listed, ...]) -> list[tuple[str, str]]:
    """Each ended screening with the one before it of the same instrument."""
    ended = [each.response for each in rows if each.response.state != State.IN_PROGRESS]
    found = []
    for at, later in enumerate(ended):
        earlier = next((row for row in ended[at + 1 :] if row.code == later.code), None)
        if earlier is not None:
            said = {"title": later.title, "earlier": earlier.started, "later": later.started}
            words = _("%(title)s: %(earlier)s and %(later)s") % said
            found.append((words, reverse("screening:compare", args=[earlier.id, later.id])))
    return found


@require_safe
@page(RIGHT)
def unfinished(request: HttpRequest) -> HttpResponse:
    """What the actor began and did not finish."""
    actor = actor_of_request(request)
    rows = questionnaires.unfinished(actor)
    names = file_references(actor, {row.file_id for row in rows})
    columns = (Column(_("Person")), Column(_("Screening"), narrow=True), Column(_("Age")))
    cells = [
        (Cell(names.get(row.file_id, "–"), url=reverse("screening:resume", args=[row.id])), row.title, row.age)
        for row in rows
    ]
    empty = Empty(_("Nothing is left open"), _("Screenings that you began and did not finish come here."))
    context = {"table": Table(_("Screenings not finished"), columns, cells, empty)}
    return render(request, "screening/unfinished.html", context)


@require_safe
@page(RIGHT)
def result(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """What the answers show, what they do not say, and what to do next."""
    actor = actor_of_request(request)
    row = questionnaires.response(actor, response_id)
    if row.state == State.IN_PROGRESS:
        return redirect("screening:resume", response_id)
    found = selectors.result(actor, response_id)
    header = file_header(actor, row.file_id)
    context = {
        "result": found,
        "row": row,
        "pairs": pairs(found),
        "next": next_steps(actor, row.file_id, header.kind, is_child=found.is_child),
        "crumbs": crumbs(actor, row.file_id),
        "stopped": _("Stopped early: %(reason)s.") % {"reason": row.stop_reason} if row.stop_reason else "",
    }
    return render(request, "screening/result.html", context)


def pairs(found: selectors.Result) -> list[Pair]:
    """How it was asked."""
    row = found.response
    said = [
        (_("Instrument"), _("%(title)s, version %(version)s") % {"title": row.title, "version": row.version}),
        (_("Asked by"), row.asked_by or _("a colleague")),
        (_("Begun"), row.started),
        (_("Ended"), row.ended),
        (_("Answers from"), row.manner),
        (_("Language"), row.language),
        (_("Interpreter"), row.interpreting),
        (_("Place"), row.place),
    ]
    return [Pair(label, value) for label, value in said]


@require_safe
@page(RIGHT)
def paper(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """The worker's copy. It says on every sheet that it stays in the file."""
    actor = actor_of_request(request)
    found = selectors.result(actor, response_id, selectors.PRINTING)
    header = file_header(actor, found.response.file_id)
    context = {
        "result": found,
        "pairs": [Pair(_("Person"), header.reference_name), *pairs(found)],
        "asked": _asked(selectors.asked(actor, response_id)),
        "organisation": header.organisation,
        "date": found.response.ended,
    }
    return render(request, "screening/print.html", context)


def _asked(pages: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> list[Table]:
    columns = (Column(_("Question")), Column(_("Answer"), narrow=True))
    return [Table(title, columns, items, show_caption=True) for title, items in pages]


@require_safe
@page(RIGHT)
def compare(request: HttpRequest, response_id: UUID, other_id: UUID) -> HttpResponse:
    """Two results of one file side by side."""
    actor = actor_of_request(request)
    found = selectors.compared(actor, response_id, other_id)
    then, now = found.earlier.response.started, found.later.response.started
    areas = [
        (Cell(title, chip=Chip(_("changed"), "due") if differs else None), before, after)
        for title, before, after, differs in found.areas
    ]
    columns = (Column(_("Area")), Column(then, narrow=True), Column(now, narrow=True))
    answers = Table(
        _("Answers that changed"),
        (Column(_("Question")), Column(then, narrow=True), Column(now, narrow=True)),
        found.answers,
        Empty(_("The same answers")),
        show_caption=True,
    )
    context = {
        "found": found,
        "areas": Table(_("Areas"), columns, areas, show_caption=True) if areas else None,
        "answers": answers,
        "crumbs": crumbs(actor, found.later.response.file_id),
    }
    return render(request, "screening/compare.html", context)
