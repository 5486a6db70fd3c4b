# SPDX-License-Identifier: Apache-2.0
"""The national page and the tables behind its numbers."""

import csv
import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from quatrefoil.evaluation.indicators import selectors
from quatrefoil.foundation.access.pages import actor_of_request, page
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.facts.kinds import KINDS
from quatrefoil.foundation.ui.context import site_of
from quatrefoil.foundation.ui.pieces import Cell, Column, Table


def last_month(request: HttpRequest) -> datetime.date | None:
    """The month chosen in the address (yyyy-mm), or none."""
    try:
        return datetime.date.fromisoformat(request.GET.get("to", "") + "-01")
    except ValueError:
        return None


@require_GET
@page("numbers.read")
def national(request: HttpRequest) -> HttpResponse:
    """The country in a year: tiles, one chart for each unit, and the map."""
    year = request.GET.get("year", "")
    shown = selectors.national(
        actor_of_request(request), last=last_month(request), kind=request.GET.get("kind", ""), year=int(year) if year.isdecimal() and len(year) == 4 else 0,  # noqa: PLR2004
    )  # fmt: skip
    return render(request, "indicators/national.html", {"shown": shown, "country": site_of(request).country})


@require_GET
@page("numbers.read")
def table(request: HttpRequest, kind: str) -> HttpResponse:
    """The table behind a number, to read, print or take along as CSV."""
    if kind not in KINDS:
        raise Http404
    rows = selectors.month_table(actor_of_request(request), kind, last_month(request))
    label = str(KINDS[kind].label)
    if request.GET.get("format") == "csv":
        return _csv(kind, label, rows)
    cells = [(month, Cell(selectors.number(value))) for month, value in rows]
    shown = Table(label, (Column(_("Month")), Column(label, number=True)), cells)
    return render(request, "indicators/table.html", {"table": shown, "label": label, "kind": kind})


def _csv(kind: str, label: str, rows: tuple[tuple[str, int | None], ...]) -> HttpResponse:
    trail.read("numbers.export", detail=kind)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Month"), label])
    writer.writerows([month, _("withheld") if value is None else value] for month, value in rows)
    return response
