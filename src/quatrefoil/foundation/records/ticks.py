# SPDX-License-Identifier: Apache-2.0
"""What the records room does by itself: date what was closed."""

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import CORE
from quatrefoil.foundation.jobs.ticks import every
from quatrefoil.foundation.records.retention_actions import date_closed_files


@every(minutes=1440, at_hour=2, everywhere=frozenset({CORE}))
def date_closed(_actor: Actor) -> None:
    """Files that were closed without a date get the one of the schedule. Nothing is erased without a person."""
    date_closed_files()
