# SPDX-License-Identifier: Apache-2.0
"""What this room declares to others."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from quatrefoil.evaluation.indicators.views import national
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.homes import register_home
from quatrefoil.foundation.ui.frame import MenuItem, register_menu


def declare() -> None:
    """Called once at start."""
    register_menu(_menu)
    register_home("rapporteur", national)


def _menu(actor: Actor) -> Iterator[tuple[str, int, MenuItem]]:
    if actor.may("numbers.read"):
        yield "numbers", 10, MenuItem(_("Country"), "/country/", "chart")
