# SPDX-License-Identifier: Apache-2.0
"""Remembering what the verifier found, so that a page can say how far the log was checked."""

from collections.abc import Callable, Iterable

from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.audit.models import AuditCheck
from quatrefoil.foundation.audit.verify import Verification
from quatrefoil.foundation.identity.actors import current_actor

# Called with each check; rooms that can tell people subscribe.
ON_CHECK: list[Callable[[AuditCheck], None]] = []


# Other checks that `quatrefoil verify` makes: each gives sentences about what is not as it was saved.
ALSO: list[Callable[[], Iterable[str]]] = []


def remember(seen: Verification) -> AuditCheck:
    """Write the outcome of a verification, as whoever acts."""
    codes = ",".join(seen.codes)
    check = AuditCheck(
        actor=current_actor().member_id,
        batches=seen.batches,
        events=seen.events,
        waiting=seen.waiting,
        sealed_until=seen.sealed_until,
        faults=len(seen.faults),
        codes=codes[:200],
    )
    check.save(force_insert=True)
    trail.wrote("audit.verify", detail=codes or "holds")
    for listener in ON_CHECK:
        listener(check)
    return check
