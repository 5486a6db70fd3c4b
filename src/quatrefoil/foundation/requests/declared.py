# SPDX-License-Identifier: Apache-2.0
"""What this room declares to others: sentences, menu entry, tiles."""

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.identity import homes
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages.selectors import describe as describe_notice
from quatrefoil.foundation.messages.selectors import page_for
from quatrefoil.foundation.records.history import describe
from quatrefoil.foundation.requests import selectors
from quatrefoil.foundation.requests.home_lists import lists
from quatrefoil.foundation.requests.kinds import Labels
from quatrefoil.foundation.ui.frame import Counted, MenuItem, register_menu, register_tiles
from quatrefoil.foundation.ui.pieces import Tile

NOTICES = {
    "task": (gettext_lazy("A task for you"), gettext_lazy("A task was done")),
    "approval": (gettext_lazy("An approval awaits you"), gettext_lazy("Your request for approval was answered")),
    "interpreter": (gettext_lazy("An interpreter is wanted"), gettext_lazy("An interpreter request was answered")),
    "bed": (gettext_lazy("A bed is wanted"), gettext_lazy("A bed request was answered")),
    "question": (gettext_lazy("A question for you"), gettext_lazy("Your question was answered")),
    "conference": (gettext_lazy("A case conference is asked for"), gettext_lazy("A case conference was answered")),
}


def declare() -> None:
    """Called once at start."""
    for kind, (asked, answered) in NOTICES.items():
        describe_notice(f"request.{kind}", asked)
        describe_notice(f"request.{kind}.answered", answered)
    page_for("request", _page)
    kinds = Labels()  # wings declare kinds of their own after this
    describe("request.asked", gettext_lazy("%(kind)s: asked."), words={"kind": kinds})
    describe("request.answered", gettext_lazy("%(kind)s: answered."), words={"kind": kinds})
    describe("request.withdrawn", gettext_lazy("%(kind)s: taken back."), words={"kind": kinds})
    register_menu(_menu)
    register_tiles(_tiles)
    homes.register_list(lists)


def _page(request_id: UUID) -> str:
    return f"/requests/{request_id}/"


def _menu(actor: Actor) -> Iterator[tuple[str, int, MenuItem]]:
    if actor.may("request.answer"):
        waiting = (selectors.awaiting(actor),)
        yield "people", 60, MenuItem(_("Tasks and questions"), "/requests/", "check", waiting=waiting)


def _tiles(actor: Actor) -> Iterator[tuple[int, Counted]]:
    if not actor.may("request.answer"):
        return
    today = timezone.localdate()
    mine = selectors.awaiting(actor)
    yield 10, Counted((mine.filter(due_on__lt=today),), _overdue)
    yield 20, Counted((mine.filter(due_on=today),), _due_today)


def _overdue(count: int) -> Tile | None:
    return Tile(str(count), _("tasks overdue"), url="/requests/?show=overdue", tone="danger") if count else None


def _due_today(count: int) -> Tile:
    return Tile(str(count), _("tasks due today"), url="/requests/?show=today")
