# SPDX-License-Identifier: Apache-2.0
"""What the desk puts on home pages and in the menu: danger now, what waits, mine, late answers, what was left."""

from collections.abc import Iterator, Sequence

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
from quatrefoil.foundation.ui.pieces import Action, Cell, Chip, Column, Empty, Table, Tile
from quatrefoil.foundation.workflow.selectors import rota
from quatrefoil.protection.hotline import desk_selectors
from quatrefoil.protection.hotline.desk_selectors import QueueRow, works_at_desk
from quatrefoil.protection.hotline.exposure_selectors import own_exposure, team_exposure
from quatrefoil.protection.hotline.figures_selectors import figures

SHOWN, ROTA_SHOWN = 8, 6


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
        "tiles": frame.worth_showing(frame.tiles_for(actor)),
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
    """Short lists: mine; for who leads the desk what nobody has taken, who is on duty, the figures, who read much."""
    if not works_at_desk(actor):
        return
    desk, rows = reverse("hotline:desk"), desk_selectors.queue(actor)
    if actor.may("rota.edit"):
        yield from _leading(actor, rows, desk)
        return
    mine = [row for row in rows if row.is_mine or row.danger.level == 3]  # noqa: PLR2004 - danger now
    title = _("Danger now, and what is with me")
    nothing = Empty(_("Nothing is with you"), _("Take something at the desk."))
    yield 5, HomeList(title, _queue_table(title, mine[:SHOWN], nothing), desk, _("The whole desk"))


def _leading(actor: Actor, rows: tuple[QueueRow, ...], desk: str) -> Iterator[tuple[int, HomeList]]:
    """What a supervisor of a helpline looks at first: danger without an answer, the queue, the rota."""
    danger, free = desk_selectors.unanswered(actor, rows), [row for row in rows if not row.who]
    title = _("Danger that nobody has answered")
    answered = Empty(
        _("Every danger has an answer"), _("What is marked danger now stands here until somebody is on it.")
    )
    yield 4, HomeList(title, _queue_table(title, danger[:SHOWN], answered), f"{desk}?danger=3", _("All in danger now"))
    title = _("Waits for somebody")
    taken = Empty(_("Nothing waits"), _("Contacts and reports that nobody has taken stand here."))
    yield 5, HomeList(title, _queue_table(title, free[:SHOWN], taken), f"{desk}?whose=free", _("The whole queue"))
    yield 6, HomeList(_("Rota of today"), _rota_table(actor), reverse("hotline:rota"), _("Rota of the week"))
    if actor.may("audit.record"):
        yield 30, HomeList(_("The helpline in 30 days"), _figures_table(actor))
        read, limits = reverse("hotline:exposure"), _("Limit and week")
        yield 31, HomeList(_("What colleagues read"), _exposure_table(actor), read, limits)


def _queue_table(title: str, rows: Sequence[QueueRow], empty: Empty) -> Table:
    columns = (
        Column(_("Contact"), narrow=True),
        Column(_("Danger now"), narrow=True),
        Column(_("Clock")),
        Column(_("With")),
        Column(_("Age")),
    )
    cells = [
        (Cell(row.title, row.second, row.url), Cell(danger=row.danger), Cell(chip=row.clock), row.who, row.age)
        for row in rows
    ]
    return Table(title, columns, cells, empty)


def _rota_table(actor: Actor) -> Table:
    columns = (
        Column(_("Who"), narrow=True),
        Column(_("Duty")),
        Column(_("From")),
        Column(_("Until"), narrow=True),
        Column(_("Now")),
    )
    cells = [
        (row.member, row.duty, row.starts, row.ends, Cell(chip=Chip(_("on duty"), "good")) if row.is_now else "")
        for row in rota(actor, days=1)[:ROTA_SHOWN]
    ]
    act = Action(_("Plan the rota"), reverse("hotline:rota"), filled=True)
    nobody = Empty(_("Nobody is on the rota of the next day"), _("The public site promises nobody then."), act)
    return Table(_("Rota of today"), columns, cells, nobody)


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
