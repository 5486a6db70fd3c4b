# SPDX-License-Identifier: Apache-2.0
"""Sign-ins, failures, sign-outs and changes of second factors, audited."""

from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity import events


def subscribe() -> None:
    """Listen to identity, which stands before this room and cannot call it."""
    if write not in events.on_event:
        events.on_event.append(write)


def write(event: events.Event) -> None:
    """One event as one line; the record is the account."""
    tell = trail.refused if event.is_refusal else trail.wrote
    tell(event.act, event.account_id, detail=event.detail)
