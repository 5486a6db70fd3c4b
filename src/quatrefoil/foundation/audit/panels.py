# SPDX-License-Identifier: Apache-2.0
"""The pieces of the audit's pages: a wing shows the same panel as a tab of its record.

{"who_saw": who_saw_panel(actor, file_id, request.GET, request.path)} and {% include "audit/parts/panel.html" with panel=who_saw %}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quatrefoil.foundation.audit import selectors, words
from quatrefoil.foundation.audit.filters import PERIODS, Filters, from_query
from quatrefoil.foundation.audit.models import Outcome
from quatrefoil.foundation.audit.selectors import SeenPage, SeenRow
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.ui.pieces import Cell, Chip, Column, Empty, Filter, FilterBar, FilterChoice, Pager, Table


@dataclass(frozen=True, slots=True)
class Panel:
    """A list of events with its filters and pages. `list_url` receives a POST for the table as a file."""

    table: Table
    bar: FilterBar
    pager: Pager
    list_url: str


def who_saw_panel(actor: Actor, record: UUID, query: Mapping[str, str], url: str) -> Panel:
    """Who saw one record; `url` is the page on which the panel stands."""
    filters = selectors.own_filters(actor, record, from_query(query))
    page = selectors.who_saw(actor, record, filters, after=query.get("after", ""), before=query.get("before", ""))
    bar = FilterBar(
        [_acts(filters), _periods(filters)], clear_url=url if _is_narrowed(query) else "", is_open=_is_narrowed(query)
    )
    list_url = reverse("audit:record_list", args=[record]) + _with(query)
    return Panel(_table(page, with_record=False), bar, _pager(page, query, url), list_url)


def across_panel(actor: Actor, query: Mapping[str, str], url: str) -> Panel:
    """Who saw what across records, for an auditor."""
    filters = from_query(query)
    page = selectors.across(actor, filters, after=query.get("after", ""), before=query.get("before", ""))
    rows = [
        _organisations(actor, filters),
        *_members(actor, filters),
        _acts(filters),
        _outcomes(filters),
        _periods(filters),
    ]
    bar = FilterBar(rows, clear_url=url if _is_narrowed(query) else "", is_open=_is_narrowed(query))
    return Panel(_table(page, with_record=True), bar, _pager(page, query, url), reverse("audit:list") + _with(query))


def refusals_table(page: SeenPage) -> Table:
    """What was refused, for the auditor's home page."""
    drawn = _table(page, with_record=True)
    nothing = Empty(_("Nothing was refused this week"), _("Whoever asked for what they may not see stands here."))
    return Table(_("Refusals of this week"), drawn.columns, drawn.rows, nothing)


def _table(page: SeenPage, *, with_record: bool) -> Table:
    columns = [Column(_("What happened"), narrow=True), Column(_("When"), narrow=True), Column(_("Outcome"))]
    if with_record:
        columns.append(Column(_("Record")))
    empty = Empty(
        _("Nothing here"),
        _("Every opening, change, search and refusal would stand here. Show all, or choose a longer time."),
    )
    return Table(
        _("Who saw what, newest first"), columns, [_cells(row, with_record=with_record) for row in page.rows], empty
    )


def _cells(row: SeenRow, *, with_record: bool) -> list[Cell | str]:
    second = _("reason: %(reason)s") % {"reason": row.reason} if row.reason else ""
    if with_record and row.organisation:
        second = f"{row.organisation}; {second}" if second else row.organisation
    outcome = Chip(row.outcome, "warn") if row.refused else Chip(row.outcome)
    cells: list[Cell | str] = [Cell(row.sentence, second), row.when, Cell(chip=outcome)]
    if with_record:
        cells.append(Cell(short(row.record), url=reverse("audit:record", args=[row.record])) if row.record else "")
    return cells


def short(record: UUID | None) -> str:
    """A record for people who see no file: enough to compare two lines, nothing about anybody."""
    return record.hex[:8] if record else ""


def _acts(filters: Filters) -> Filter:
    return _filter("act", _("What"), _("Everything"), words.choices(), filters.act)


def _outcomes(filters: Filters) -> Filter:
    return _filter("outcome", _("Outcome"), _("Done or refused"), Outcome.choices, filters.outcome)


def _periods(filters: Filters) -> Filter:
    named = [(str(days), ngettext("The last %(n)s day", "The last %(n)s days", days) % {"n": days}) for days in PERIODS]
    return _filter("days", _("Time"), _("All time"), named, str(filters.days or ""))


def _organisations(actor: Actor, filters: Filters) -> Filter:
    return _filter(
        "organisation",
        _("Organisation"),
        _("All organisations"),
        selectors.organisations(actor),
        str(filters.organisation or ""),
    )


def _members(actor: Actor, filters: Filters) -> list[Filter]:
    """People can be chosen once their organisation is."""
    if filters.organisation is None:
        return []
    found = selectors.members(actor, filters.organisation)
    return [_filter("member", _("Person"), _("Everybody there"), found, str(filters.member or ""))]


def _filter(name: str, label: str, everything: str, choices: object, chosen: str) -> Filter:
    rows = [("", everything), *((str(value), str(words)) for value, words in choices)]  # type: ignore[attr-defined]
    return Filter(name, label, [FilterChoice(value, words, chosen=value == chosen) for value, words in rows])


def _is_narrowed(query: Mapping[str, str]) -> bool:
    return any(query.get(name) for name in ("act", "outcome", "days", "organisation", "member"))


def _with(query: Mapping[str, str], **more: str) -> str:
    kept = {
        name: query[name] for name in ("tab", "act", "outcome", "days", "organisation", "member") if query.get(name)
    }
    given = {**kept, **more}
    return f"?{urlencode(given)}" if given else ""


def _pager(page: SeenPage, query: Mapping[str, str], url: str) -> Pager:
    return Pager(
        newer_url=url + _with(query, before=page.newer) if page.newer else "",
        older_url=url + _with(query, after=page.older) if page.older else "",
    )
