# SPDX-License-Identifier: Apache-2.0
"""Pages of background work: what I asked for, how far it is, stop, and the file it left."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from quatrefoil.foundation.identity.actors import Actor, current_actor
from quatrefoil.foundation.jobs import actions, selectors
from quatrefoil.foundation.jobs.models import JobState
from quatrefoil.foundation.jobs.selectors import JobRow
from quatrefoil.foundation.ui.pieces import Action, Cell, Chip, ChipKind, Column, Crumb, Empty, Pair, Progress, Table

CHIPS: Final[dict[str, ChipKind]] = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "due",
    JobState.DONE: "good",
    JobState.FAILED: "overdue",
    JobState.STOPPED: "warn",
}


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Jobs that this member asked for; who watches over jobs finds those of everybody below."""
    actor = current_actor()
    rows = selectors.jobs(actor)
    watches = actor.may("jobs.watch")
    context = {
        "open": [(row, _progress(row)) for row in rows if row.is_open],
        "table": _table([row for row in rows if not row.is_open]),
        "everybody": _watched(actor) if watches else None,
        "ticks": _ticks(actor) if watches else None,
    }
    return render(request, "jobs/jobs.html", context)


@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job: progress and stop while it runs, then what came of it."""
    row = selectors.job(current_actor(), job_id)
    pairs = [Pair(_("Asked for"), row.asked), Pair(_("Ended"), row.ended or _("not yet"))]
    if row.outcome:
        pairs.append(Pair(_("What came of it"), row.outcome))
    context = {
        "row": row,
        "chip": Chip(row.state_label, CHIPS[row.state]),
        "progress": _progress(row) if row.is_open else None,
        "pairs": pairs,
        "take": _take(row),
        "crumbs": [Crumb(_("Background work"), reverse("jobs:mine")), Crumb(row.label)],
    }
    return render(request, "jobs/job.html", context)


@require_POST
def stop(_request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask a job to stop."""
    actor = current_actor()
    actions.stop(actor, job_id)
    return redirect("jobs:mine")


@require_POST
def take(_request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Hand over the file of a job; it is gone afterwards."""
    file = actions.take_result(current_actor(), job_id)
    disposition = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    return HttpResponse(
        file.data,
        content_type=file.media_type,
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )


def _progress(row: JobRow) -> Progress:
    # A bar needs an end: before the first step nothing of one is done.
    return Progress(row.done, row.total or 1, row.progress, reverse("jobs:stop", args=[row.id]), _("Stop this"))


def _take(row: JobRow) -> Action | None:
    if not row.file_name:
        return None
    return Action(_("Take the file (once)"), reverse("jobs:take", args=[row.id]), filled=True, posts=True)


def _table(rows: list[JobRow]) -> Table:
    columns = [Column(_("What"), narrow=True), Column(_("State"), narrow=True), Column(_("Ended"))]
    cells: list[list[Cell | str]] = [
        [Cell(row.label, row.outcome, reverse("jobs:job", args=[row.id])), _state(row), row.ended] for row in rows
    ]
    return Table(
        _("Background work that has ended"),
        columns,
        cells,
        Empty(
            _("Nothing has run for you yet"),
            _("Exports, checks and tables that you ask for would stand here, with the file they leave."),
        ),
    )


def _watched(actor: Actor) -> Table:
    columns = [Column(_("What"), narrow=True), Column(_("State"), narrow=True), Column(_("Asked for"))]
    rows = selectors.all_jobs(actor)
    cells: list[list[Cell | str]] = [[Cell(row.label, row.organisation), _state(row), row.asked] for row in rows]
    return Table(_("Everybody's background work"), columns, cells, Empty(_("No background work in this place yet")))


def _ticks(actor: Actor) -> Table:
    columns = [
        Column(_("Regular task"), narrow=True),
        Column(_("Last ran"), narrow=True),
        Column(_("Failures"), number=True),
    ]
    cells: list[list[Cell | str]] = [
        [Cell(row.name, row.error), row.ran, f"{row.failures:,}"] for row in selectors.ticks(actor)
    ]
    return Table(
        _("Regular tasks"),
        columns,
        cells,
        Empty(_("No regular task has run yet"), _("Start the worker: quatrefoil worker")),
    )


def _state(row: JobRow) -> Cell:
    return Cell(chip=Chip(row.state_label, CHIPS[row.state]))
