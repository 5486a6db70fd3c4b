# SPDX-License-Identifier: Apache-2.0
"""What the messages room does by itself: remind who has not looked at a use of break-glass."""

from quatrefoil.foundation.access.models import HOLDER
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.ticks import every
from quatrefoil.foundation.messages.break_glass import remind


@every(minutes=1440, at_hour=7, everywhere=frozenset({HOLDER}))
def remind_of_break_glass(_actor: Actor) -> None:
    """Reviewers of the organisation, and independent ones, after three days."""
    remind()
