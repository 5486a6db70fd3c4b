# SPDX-License-Identifier: Apache-2.0
"""Regular tasks of this room."""

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.ticks import every
from quatrefoil.foundation.workflow import clocks


@every(minutes=1, everywhere=frozenset({"core"}))
def escalate(actor: Actor) -> None:
    """Tell the next people of every clock that is past its moment."""
    clocks.escalate_due(actor)
