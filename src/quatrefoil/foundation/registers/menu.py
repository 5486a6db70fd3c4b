# SPDX-License-Identifier: Apache-2.0
"""What this room puts into the rail."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.registers.organisations.selectors import keeps_organisations
from quatrefoil.foundation.ui import frame


def declare() -> None:
    """Called once at start-up."""
    frame.register_menu(menu)


def menu(actor: Actor) -> Iterator[tuple[str, int, frame.MenuItem]]:
    """The directory for everybody, the keeping of the registers for who may."""
    yield "places", 20, frame.MenuItem(_("Services"), reverse("registers:directory"), "map")
    if keeps_organisations(actor):
        yield "manage", 15, frame.MenuItem(_("Organisations"), reverse("registers:organisations"), "globe")
    if actor.may("registers.edit"):
        yield "manage", 40, frame.MenuItem(_("Registers"), reverse("registers:keeping"), "list")
