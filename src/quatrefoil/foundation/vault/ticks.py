# SPDX-License-Identifier: Apache-2.0
"""What the vault does by itself: tell holders who asked, and after a day with erasures turn the key at night."""

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.ticks import every
from quatrefoil.foundation.vault import erasure, search


@every(minutes=1)
def tell_holders(_actor: Actor) -> None:
    """Tell holders elsewhere of look-ups; works as the named matcher."""
    search.tell_holders()


@every(minutes=1440, at_hour=1)
def night(_actor: Actor) -> None:
    """Rotate after erasures, expire keyring backups, certify; works as the named night."""
    erasure.nightly_rotation()
