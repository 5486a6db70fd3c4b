# SPDX-License-Identifier: Apache-2.0
"""What this room puts into the frame: who one is, and the way home."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import ROLES
from quatrefoil.foundation.ui import frame


def declare() -> None:
    """Called once, when the staff side starts."""
    frame.register_who(who)
    frame.register_menu(menu)


def who(actor: Actor) -> frame.Who:
    """Name, first role and organisation for the top bar."""
    role = next((ROLES[key].label for key in ROLES if key in actor.role_keys), "")
    return frame.Who(actor.name, role, actor.organisation_name)


def menu(_actor: Actor) -> Iterator[tuple[str, int, frame.MenuItem]]:
    """Home stands first."""
    yield "", 0, frame.MenuItem(_("Home"), "/", "home")
