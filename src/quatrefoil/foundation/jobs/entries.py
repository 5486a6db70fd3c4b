# SPDX-License-Identifier: Apache-2.0
"""The entry of the rail for those whose role asks for background work or watches over it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.kinds import KINDS
from quatrefoil.foundation.ui.frame import MenuItem, register_menu


@register_menu
def menu(actor: Actor) -> Iterator[tuple[str, int, MenuItem]]:
    """Shown where a role may ask for at least one kind of work."""
    if actor.may("jobs.watch") or any(kind.right and actor.may(kind.right) for kind in KINDS.values()):
        yield "manage", 60, MenuItem(_("Background work"), reverse("jobs:mine"), icon="clock")
