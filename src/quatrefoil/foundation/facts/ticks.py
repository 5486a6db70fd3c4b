# SPDX-License-Identifier: Apache-2.0
"""What the facts room does regularly."""

from quatrefoil.foundation.facts import totals
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.ticks import every


@every(minutes=10, rights=frozenset({"facts.rebuild"}), name="facts.totals")
def count_totals(actor: Actor) -> None:
    """Count the totals that pages read."""
    totals.refresh(actor)
