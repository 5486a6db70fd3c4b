# SPDX-License-Identifier: Apache-2.0
"""The administrator's entry in the rail."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.members.selectors import RIGHT
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.ui.frame import MenuItem


def menu(actor: Actor) -> Iterator[tuple[str, int, MenuItem]]:
    """Members, for whoever manages them."""
    if actor.may(RIGHT):
        yield "manage", 10, MenuItem(_("Members"), reverse("access:members"), "people-group")
