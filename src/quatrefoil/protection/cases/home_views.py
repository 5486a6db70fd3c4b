# SPDX-License-Identifier: Apache-2.0
"""The home pages of a case manager and of a supervisor."""

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.homes import HomeList
from quatrefoil.foundation.requests.home_lists import waiting_list
from quatrefoil.foundation.requests.selectors import RequestRow
from quatrefoil.foundation.ui.frame import tiles_for, worth_showing
from quatrefoil.foundation.ui.pieces import Action, Cell, Column, Empty, Table
from quatrefoil.protection.cases import homes, tables
from quatrefoil.protection.cases.homes import LoadRow
from quatrefoil.protection.cases.tables import url

NOON, EVENING = 12, 18


def case_manager(request: HttpRequest) -> HttpResponse:
    """Numbers that open their lists, then my cases by what is due next."""
    actor = actor_of_request(request)
    context = {
        **_greeting(actor, homes.cannot_wait(actor)),
        "table": tables.cases_table(homes.my_cases(actor), _("My cases"), empty=_no_case(actor)),
        "filter_url": f"{url('list')}?view=mine",
        "lists": [*_for_me(actor), *_appointments(actor)],
    }
    return render(request, "cases/home.html", context)


def supervisor(request: HttpRequest) -> HttpResponse:
    """Approvals that wait, what is overdue, and who carries how many cases."""
    actor = actor_of_request(request)
    nothing_late = Empty(_("Nothing is overdue"), _("What passes its date in your teams stands here."))
    waiting, late = homes.approvals(actor), homes.overdue(actor)
    context = {
        **_greeting(actor, homes.waits(len(waiting) + len(late))),
        "approvals": _approvals(waiting),
        "overdue": tables.cases_table(late, _("Overdue"), with_owner=True, empty=nothing_late),
        "overdue_url": f"{url('list')}?view=overdue",
        "load": _load(homes.caseload(actor)),
        "team_url": f"{url('list')}?view=team",
    }
    return render(request, "cases/supervisor.html", context)


def _for_me(actor: Actor) -> list[HomeList]:
    """What colleagues and I asked of me; nothing where nothing waits: the tiles say so."""
    rows = homes.tasks(actor)
    return [waiting_list(rows)] if rows else []


def _appointments(actor: Actor) -> list[HomeList]:
    rows = homes.appointments(actor)
    title = _("Appointments of the next 14 days")
    columns = (Column(_("When"), narrow=True), Column(_("Person"), narrow=True), Column(_("What")))
    cells = [(row.when, Cell(row.reference, url=url("plan", row.file_id)), row.what) for row in rows]
    return [HomeList(title, Table(title, columns, cells))] if rows else []


def _greeting(actor: Actor, waits: str) -> dict[str, object]:
    hour = timezone.localtime().hour
    first = {"name": actor.name.split()[0]}
    if hour < NOON:
        words = _("Good morning, %(name)s") % first
    else:
        words = (_("Good afternoon, %(name)s") if hour < EVENING else _("Good evening, %(name)s")) % first
    on = format_date(timezone.localdate(), "EEEE d MMMM", locale=get_language() or "en")
    return {
        "heading": words,
        "lead": f"{on}. {waits}",
        "tiles": worth_showing(tiles_for(actor)),
        "acts": [Action(_("New case"), url("new"), filled=True)] if actor.may("case.open") else [],
    }


def _no_case(actor: Actor) -> Empty:
    act = Action(_("New case"), url("new"), filled=True) if actor.may("case.open") else None
    return Empty(_("You have no open case"), _("Cases that you open or that are given to you stand here."), act)


def _approvals(rows: tuple[RequestRow, ...]) -> Table:
    columns = (
        Column(_("Case"), narrow=True),
        Column(_("Step"), narrow=True),
        Column(_("Asked by")),
        Column(_("Asked")),
    )
    cells = [
        (Cell(row.reference, url=row.record_url), Cell(row.subject_label, url=reverse("requests:one", args=[row.id])),
         row.asked_by, row.asked)
        for row in rows
    ]  # fmt: skip
    nothing = Empty(
        _("Nothing waits for your approval"),
        _("Assessments, plans and closures that you are asked to approve stand here."),
    )
    return Table(_("Wait for your approval"), columns, cells, nothing)


def _load(rows: tuple[LoadRow, ...]) -> Table:
    columns = (
        Column(_("Works on it"), narrow=True),
        Column(_("Open cases"), number=True, narrow=True),
        Column(_("Danger now: high"), number=True),
        Column(_("Held"), number=True),
        Column(_("Overdue"), number=True),
    )
    return Table(_("Caseload"), columns, [_load_cells(row) for row in rows], Empty(_("Nobody is in your teams yet")))


def _load_cells(row: LoadRow) -> tuple[Cell | str, ...]:
    address = f"{url('list')}?view=team&owner={row.member}" if row.member else f"{url('list')}?view=team"
    danger = Cell(str(row.danger), url=f"{address}&danger=high") if row.danger else "0"
    late = Cell(str(row.late), url=f"{address}&late=1") if row.late else "0"
    return (Cell(row.name, url=address), str(row.open), danger, str(row.held), late)
