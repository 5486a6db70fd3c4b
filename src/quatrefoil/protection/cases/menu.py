# SPDX-License-Identifier: Apache-2.0
"""What this room puts into the rail, on the home page and on the tabs of a case."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.identity import homes as identity_homes
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import tabs
from quatrefoil.foundation.ui import frame
from quatrefoil.foundation.ui.frame import MenuItem
from quatrefoil.foundation.ui.pieces import Tile
from quatrefoil.protection.cases import home_views, homes, selectors


def declare() -> None:
    """Called once at start."""
    frame.register_menu(menu)
    frame.register_tiles(tiles)
    identity_homes.register_home("case_manager", home_views.case_manager)
    identity_homes.register_home("supervisor", home_views.supervisor)
    for order, label, name, part, shown in (
        (0, gettext_lazy("Overview"), "cases:case", "", None),
        (10, gettext_lazy("Needs"), "cases:needs", "plan", None),
        (20, gettext_lazy("Plan"), "cases:plan", "plan", _may_plan),
        (30, gettext_lazy("Notes"), "cases:notes", "notes", None),
        (40, gettext_lazy("Consent"), "cases:consent", "consent", None),
        (50, gettext_lazy("Referrals"), "cases:referrals", "package", None),
        (90, gettext_lazy("Who saw this"), "audit:record", "", None),
    ):
        # A room that declares its own tab under the same name replaces these; one that has no page has no tab.
        tabs.register_default(order, label, name, part=part, shown=shown)


def _may_plan(actor: Actor, _file_id: UUID) -> bool:
    return actor.may("part.edit")


def menu(actor: Actor) -> Iterator[tuple[str, int, MenuItem]]:
    """Cases with how many are mine, follow-ups of the month."""
    if actor.may("case.edit"):
        yield "people", 10, MenuItem(_("Cases"), reverse("cases:list"), "folder", waiting=(selectors.own_open(actor),))
        yield "people", 40, MenuItem(_("Follow-ups"), reverse("cases:follow_ups"), "calendar")
    elif actor.may("case.open"):
        yield "people", 10, MenuItem(_("Cases"), f"{reverse('cases:list')}?view=team", "folder")


def tiles(actor: Actor) -> Iterator[tuple[int, Tile]]:
    """Each number opens the list behind it."""
    if not actor.may("case.edit"):
        return
    day, cases = homes.my_day(actor), reverse("cases:list")
    tone = "danger" if day.overdue else "neutral"
    yield 5, Tile(str(day.overdue), _("overdue"), day.oldest, f"{cases}?view=mine&late=1", tone)  # type: ignore[arg-type]
    if day.danger:
        yield 6, Tile(str(day.danger), _("danger now: high"), "", f"{cases}?view=mine&danger=high", "danger")
    yield 8, Tile(str(day.today), _("due today"), "", f"{cases}?view=mine")
    yield 40, Tile(str(day.open), _("open cases"), "", f"{cases}?view=mine")
    yield 45, Tile(str(day.follow_ups), _("follow-ups this month"), "", reverse("cases:follow_ups"))
