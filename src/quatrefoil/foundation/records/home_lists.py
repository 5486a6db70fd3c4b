# SPDX-License-Identifier: Apache-2.0
"""Uses of break-glass that wait for a finding, on the home page of an auditor."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.homes import HomeList
from quatrefoil.foundation.records.emergency_selectors import BreakGlassRow, to_review
from quatrefoil.foundation.ui.pieces import Cell, Column, Empty, Table

SHOWN = 8
REVIEW = "/records/break-glass/review/"


def lists(actor: Actor) -> Iterator[tuple[int, HomeList]]:
    """Those who read across records review independently; a supervisor has them as a tile."""
    if not (actor.may("break_glass.review") and actor.may("audit.read")):
        return
    rows = [row for row in to_review(actor) if row.awaits_me][:SHOWN]
    yield 10, HomeList(_("Break-glass to review"), _table(rows), REVIEW, _("All uses"))


def _table(rows: list[BreakGlassRow]) -> Table:
    columns = (
        Column(_("Who"), narrow=True),
        Column(_("File")),
        Column(_("Reason"), narrow=True),
        Column(_("Opened")),
        Column(_("Supervisor found")),
    )
    cells = [(Cell(row.who, url=REVIEW), row.number, row.reason, row.opened, row.supervisor) for row in rows]
    nothing = Empty(_("No use of break-glass waits for you"), _("Each use stands here until you say what you found."))
    return Table(_("Break-glass to review"), columns, cells, nothing)
