# SPDX-License-Identifier: Apache-2.0
"""What this room puts into the rail."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.ui import frame


def declare() -> None:
    """Called once at start-up."""
    frame.register_menu(menu)


def menu(actor: Actor) -> Iterator[tuple[str, int, frame.MenuItem]]:
    """The questionnaires, for who keeps the registers."""
    if actor.may("registers.edit"):
        yield "manage", 45, frame.MenuItem(_("Questionnaires"), reverse("questionnaires:list"), "list")
