# SPDX-License-Identifier: Apache-2.0
"""What this room puts into the rail and on home pages."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.emergency_selectors import unreviewed
from quatrefoil.foundation.records.retention_selectors import due_count
from quatrefoil.foundation.ui.frame import Counted, MenuItem
from quatrefoil.foundation.ui.pieces import Action, Tile

REVIEW = "/records/break-glass/review/"
RETENTION = "/records/retention/"


def menu(actor: Actor) -> Iterator[tuple[str, int, MenuItem]]:
    """Break-glass for who may use it, its review for who must, cover for supervisors, retention."""
    if actor.may("access.break_glass"):
        yield "record", 70, MenuItem(_("Break-glass"), "/records/break-glass/", "key")
    if actor.may("break_glass.review"):
        yield "record", 72, MenuItem(_("Break-glass to review"), REVIEW, "eye", waiting=(unreviewed(actor),))
    if actor.may("retention.run"):
        waiting = due_count(actor)
        yield "manage", 40, MenuItem(_("Retention"), RETENTION, "clock", str(waiting) if waiting else "")
    elif actor.may("audit.read"):
        yield "record", 80, MenuItem(_("Certificates of erasure"), f"{RETENTION}certificates/", "document")
    if actor.may("absence.cover"):
        yield "manage", 30, MenuItem(_("Absence and cover"), "/records/cover/", "people")


def tiles(actor: Actor) -> Iterator[tuple[int, Tile | Counted]]:
    """How many uses of break-glass await a finding, and how many files are past their date."""
    if actor.may("break_glass.review"):
        yield 15, Counted((unreviewed(actor),), _to_review)
    past = due_count(actor)
    if past:
        yield 60, Tile(str(past), ngettext("file past its date", "files past their date", past), url=RETENTION)


def _to_review(count: int) -> Tile | None:
    noun = ngettext("break-glass to review", "break-glasses to review", count)
    return Tile(str(count), noun, url=REVIEW, tone="warn") if count else None


def record_links(actor: Actor, file_id: UUID) -> tuple[Action, ...]:
    """What this room offers on every record page, as links for its list of more."""
    offered = (
        ("note.write", _("Notes and flags"), "records:notes"),
        ("person.link", _("Files of one person"), "records:same_person"),
        ("access.exclude", _("Who must not see this file"), "records:exclusions"),
        ("conflict.declare", _("Declare a conflict of interest"), "records:declare_conflict"),
        ("retention.hold", _("Keep beyond its date"), "records:hold"),
    )
    return tuple(Action(words, reverse(name, args=[file_id])) for right, words, name in offered if actor.may(right))
