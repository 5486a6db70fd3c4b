# SPDX-License-Identifier: Apache-2.0
"""What sharing does regularly: say that reading has ended by its date (it ended by itself at that moment)."""

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import CORE, PACKAGE
from quatrefoil.foundation.jobs.ticks import every
from quatrefoil.foundation.sharing import delivery


@every(minutes=10, everywhere=frozenset({CORE, PACKAGE}))
def expire(actor: Actor) -> int:
    """Mark disclosures that have ended."""
    return delivery.expire_overdue(actor)
