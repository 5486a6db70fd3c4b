# SPDX-License-Identifier: Apache-2.0
"""Organisations as components."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.registers.organisations.selectors import OrganisationPage, OrganisationRow, state_words
from quatrefoil.foundation.registers.selectors import organisation_kinds
from quatrefoil.foundation.ui.pieces import (
    Action,
    Cell,
    Chip,
    Column,
    Empty,
    Filter,
    FilterBar,
    FilterChoice,
    Pager,
    Pair,
    Table,
)


def table(page: OrganisationPage) -> Table:
    """The list."""
    columns = (Column(_("Name"), narrow=True), Column(_("Kind")), Column(_("Region")), Column(_("Members"), number=True), Column(_("State"), narrow=True))  # fmt: skip
    add = Action(_("Add an organisation"), reverse("registers:new_organisation"))
    empty = Empty(_("No organisation fits"), _("Look with fewer words, or add it."), add)
    return Table(_("Organisations"), columns, [_cells(row) for row in page.rows], empty)


def _cells(row: OrganisationRow) -> tuple[Cell | str, ...]:
    return (
        Cell(row.name, ", ".join(row.teams), reverse("registers:organisation", args=[row.id])),
        row.kind_label,
        row.region_label,
        str(row.members),
        Cell(chip=chip(row)),
    )


def chip(row: OrganisationRow) -> Chip:
    """Its state in words."""
    if not row.is_open:
        return Chip(state_words(row))
    if row.last_day is not None or not row.has_administrator:
        return Chip(state_words(row), "due")
    return Chip(state_words(row), "good")


def pairs(row: OrganisationRow) -> tuple[Pair, ...]:
    """Everything about one."""
    said = [
        Pair(_("Kind"), row.kind_label),
        Pair(_("Region"), row.region_label or _("The whole country")),
        Pair(_("Teams"), ", ".join(row.teams)),
        Pair(_("Contact"), row.contact),
        Pair(_("Members"), str(row.members)),
        Pair(_("State"), chip(row)),
    ]
    if row.runs_installation:
        said.append(Pair(_("Runs this installation"), _("Yes: its administrators add and close organisations.")))
    return tuple(pair for pair in said if pair.value)


def bar(kind: str, url: str) -> FilterBar:
    """Kinds to choose from."""
    kinds = [FilterChoice(value, label, chosen=value == kind) for value, label in organisation_kinds()]
    return FilterBar(
        (Filter("kind", _("Kind"), [FilterChoice("", _("Any"), chosen=not kind), *kinds]),),
        clear_url=url if kind else "",
        is_open=True,
    )


def pager(page: OrganisationPage, query: Mapping[str, str]) -> Pager:
    """On to the next names; back to the first."""
    kept = {name: query[name] for name in ("words", "kind") if query.get(name)}
    on = f"?{urlencode({**kept, 'after': str(page.older)})}" if page.older else ""
    return Pager(f"?{urlencode(kept)}" if query.get("after") else "", on)
