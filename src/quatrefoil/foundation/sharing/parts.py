# SPDX-License-Identifier: Apache-2.0
"""How parts read on a sheet: wings declare a renderer for each part that they hold; opening it is the audited read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import (
    ACCOUNT,
    CORE,
    HEALTH,
    IDENTITY,
    PLAN,
    REPORT,
    SAFE_CONTACT,
    SCREENING,
    STAY,
)
from quatrefoil.foundation.sharing.codes import LANGUAGE


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet. `code` says what it is to a machine, such as "health.need"; label and text are for people.

    The line with the code "about" is joined to the reference name: "Linden 0357, woman, 25 to 29".
    """

    code: str
    label: str
    text: str


Renderer = Callable[[Actor, UUID], Iterable[Line]]

LABELS: dict[str, str | Promise] = {
    CORE: _("Reference name and age band"),
    LANGUAGE: _("Languages and interpreter"),
    HEALTH: _("Health needs, own words"),
    SAFE_CONTACT: _("Safe contact instructions"),
    PLAN: _("Plan and services so far"),
    REPORT: _("What was reported"),
    IDENTITY: _("Legal name and date of birth"),
    ACCOUNT: _("What happened"),
    STAY: _("Where the person stays"),
    SCREENING: _("Answers to the screening"),
}

# What a sheet asks to see of a file, when it is not a part of the same name.
PART_OF = {LANGUAGE: CORE}

_renderers: dict[tuple[str, str], Renderer] = {}


def register(part: str, renderer: Renderer, *, file_kind: str = "") -> Renderer:
    """Declare how a part of files of one kind (or of every kind) reads on a sheet."""
    _renderers[file_kind, part] = renderer
    return renderer


def rendered(actor: Actor, part: str, file_id: UUID, file_kind: str) -> tuple[Line, ...]:
    """The lines of one part of one file; empty lines are left out."""
    renderer = _renderers.get((file_kind, part)) or _renderers.get(("", part))
    lines = renderer(actor, file_id) if renderer else ()
    return tuple(line for line in lines if line.text.strip())


def known(file_kind: str) -> tuple[str, ...]:
    """Parts that can be chosen for a file of a kind, and those that never leave, in the order of the sheet."""
    declared = {part for kind, part in _renderers if kind in ("", file_kind)}
    return tuple(part for part in LABELS if part in declared | {CORE, STAY})


def label(part: str) -> str:
    """The name of a part, as the chooser of parts reads it."""
    return str(LABELS.get(part, part))


def seen_as(part: str) -> str:
    """The kind of part that the actor must reach to send this."""
    return PART_OF.get(part, part)
