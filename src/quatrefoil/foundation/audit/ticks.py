# SPDX-License-Identifier: Apache-2.0
"""What the audit does by itself: seal every minute, sweep and verify every night."""

import logging

from quatrefoil.foundation.audit import batches, checking, keys, verify
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.ticks import every

logger = logging.getLogger(__name__)


@every(minutes=1, rights=frozenset({"audit.seal"}))
def close_batches(_actor: Actor) -> None:
    """Seal the events that wait; first heal what a crash may have left out of the heads file."""
    batches.keep_heads()
    batches.close_all(keys.signing_key())


@every(minutes=1440, at_hour=2, rights=frozenset({"audit.seal"}))
def sweep(_actor: Actor) -> None:
    """Seal events that were written long after their time, which the quick look does not see."""
    batches.close_all(keys.signing_key(), sweep=True)


@every(minutes=1440, at_hour=3, rights=frozenset({"audit.verify"}))
def verify_nightly(_actor: Actor) -> None:
    """Check the whole log; a fault is remembered, told, and stands on the auditor's page."""
    seen = verify.verify(keys.public_keys())
    checking.remember(seen)
    if not seen.holds:
        logger.critical("The audit log is not as it was sealed: run `quatrefoil verify` and call the security officer.")
