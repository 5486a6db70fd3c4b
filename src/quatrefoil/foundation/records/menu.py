# SPDX-License-Identifier: Apache-2.0
"""What this room puts into the rail and on home pages."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.emergency_selectors import awaiting_review
from quatrefoil.foundation.ui.frame import MenuItem
from quatrefoil.foundation.ui.pieces import Tile

REVIEW = "/records/break-glass/review/"


def menu(actor: Actor) -> Iterator[tuple[str, int, MenuItem]]:
    """Break-glass for who may use it, its review for who must, cover for supervisors."""
    if actor.may("access.break_glass"):
        yield "record", 70, MenuItem(_("Break-glass"), "/records/break-glass/", "key")
    if actor.may("break_glass.review"):
        count = awaiting_review(actor)
        yield "record", 72, MenuItem(_("Break-glass to review"), REVIEW, "eye", str(count) if count else "")
    if actor.may("absence.cover"):
        yield "manage", 30, MenuItem(_("Absence and cover"), "/records/cover/", "people")


def tiles(actor: Actor) -> Iterator[tuple[int, Tile]]:
    """How many uses of break-glass await a finding."""
    count = awaiting_review(actor)
    if count:
        noun = ngettext("break-glass to review", "break-glasses to review", count)
        yield 15, Tile(str(count), noun, url=REVIEW, tone="warn")
