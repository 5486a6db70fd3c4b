# SPDX-License-Identifier: Apache-2.0
"""What this room does by itself: a hold that nobody agreed to ends."""

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import CORE
from quatrefoil.foundation.jobs.ticks import every
from quatrefoil.protection.cases.opening import let_holds_end


@every(minutes=1440, at_hour=1, rights=frozenset({"retention.run"}), everywhere=frozenset({CORE}))
def end_holds(actor: Actor) -> None:
    """Before the nightly rotation, so that its keys are rotated away the same night."""
    let_holds_end(actor)
