# SPDX-License-Identifier: Apache-2.0
"""What the desk puts on home pages and in the menu: danger now, what waits, mine, late answers, what was left."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.identity import homes
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.homes import HomeList
from quatrefoil.foundation.ui import frame
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.ui.frame import MenuItem
from quatrefoil.foundation.ui.pieces import Cell, Chip, Column, Empty, Table, Tile
from quatrefoil.protection.hotline import desk_selectors
from quatrefoil.protection.hotline.desk_selectors import QueueRow, works_at_desk
from quatrefoil.protection.hotline.exposure_selectors import own_exposure, team_exposure
from quatrefoil.protection.hotline.figures_selectors import figures

SHOWN = 8


def declare() -> None:
    """Called once, at start."""
    homes.register_home("advocate", home)
    homes.register_special_home("supervisor", works_at_desk, home)
    homes.register_list(lists)
    frame.register_tiles(tiles)
    frame.register_menu(menu)


def home(request: HttpRequest) -> HttpResponse:
    """The advocate's first page: what cannot wait, then what is mine."""
    actor = actor_of_request(request)
    context = {
        "heading": _("Hello, %(name)s") % {"name": actor.name.split()[0]},
        "lead": day(timezone.localdate()),
        "tiles": frame.tiles_for(actor),
        "lists": homes.lists_for(actor),
        "exposure": own_exposure(actor),
        "left": desk_selectors.left_for_us(actor),
    }
    return render(request, "hotline/home.html", context)


def tiles(actor: Actor) -> Iterator[tuple[int, Tile]]:
    """Numbers that open the list behind them."""
    if not works_at_desk(actor):
        return
    found, desk = desk_selectors.counts(actor), reverse("hotline:desk")
    late = _("%(count)s late") % {"count": found.late} if found.late else ""
    yield (
        1,
        Tile(str(found.danger), _("danger now"), url=f"{desk}?danger=3", tone="danger" if found.danger else "neutral"),
    )
    yield (
        2,
        Tile(
            str(found.waiting), _("wait for somebody"), late, f"{desk}?whose=free", "warn" if found.late else "neutral"
        ),
    )
    yield 3, Tile(str(found.mine), _("with me"), url=f"{desk}?whose=mine")
    yield 4, Tile(str(found.handovers), _("left by the shift before"), url=desk)


def menu(actor: Actor) -> Iterator[tuple[str, int, MenuItem]]:
    """Entries of the rail."""
    if not works_at_desk(actor):
        return
    yield "people", 5, MenuItem(_("Desk"), reverse("hotline:desk"), "phone", waiting=desk_selectors.waiting(actor))
    yield "people", 6, MenuItem(_("Rota"), reverse("hotline:rota"), "calendar")
    if actor.may("audit.record"):
        yield "manage", 20, MenuItem(_("What colleagues read"), reverse("hotline:exposure"), "shield")


def lists(actor: Actor) -> Iterator[tuple[int, HomeList]]:
    """Short lists: mine; for supervisors the figures of the helpline and who has read much."""
    if not works_at_desk(actor):
        return
    desk = reverse("hotline:desk")
    rows = [row for row in desk_selectors.queue(actor) if row.is_mine or row.danger.level == 3]  # noqa: PLR2004 - danger now
    yield 5, HomeList(_("Danger now, and what is with me"), _queue_table(rows[:SHOWN]), desk, _("The whole desk"))
    if actor.may("audit.record"):
        yield 30, HomeList(_("The helpline in 30 days"), _figures_table(actor))
        yield (
            31,
            HomeList(
                _("What colleagues read"), _exposure_table(actor), reverse("hotline:exposure"), _("Limit and week")
            ),
        )


def _queue_table(rows: list[QueueRow]) -> Table:
    columns = (
        Column(_("Contact")),
        Column(_("Danger now"), narrow=True),
        Column(_("Clock"), narrow=True),
        Column(_("With")),
        Column(_("Age")),
    )
    cells = [
        (Cell(row.title, row.second, row.url), Cell(danger=row.danger), Cell(chip=row.clock), row.who, row.age)
        for row in rows
    ]
    return Table(
        _("Danger now, and what is with me"),
        columns,
        cells,
        Empty(_("Nothing is with you"), _("Take something at the desk.")),
    )


def _figures_table(actor: Actor) -> Table:
    columns = (Column(_("What")), Column(_("Figure"), narrow=True), Column(_("What it rests on")))
    return Table(_("The helpline in 30 days"), columns, [(row.name, row.value, row.basis) for row in figures(actor)])


def _exposure_table(actor: Actor) -> Table:
    columns = (
        Column(_("Who")),
        Column(_("Today"), narrow=True),
        Column(_("7 days")),
        Column(_("Most")),
        Column(_("Break")),
    )
    cells = [
        (
            row.member,
            str(row.today),
            str(row.week),
            row.most_on,
            Cell(chip=Chip(_("due"), "warn")) if row.is_over else "",
        )
        for row in team_exposure(actor)
    ]
    return Table(_("What colleagues read"), columns, cells, Empty(_("Nobody has opened a report in seven days")))
