# SPDX-License-Identifier: Apache-2.0
"""Moving a disclosure along its table of states, on both sides at once, and taking its reach back."""

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.errors import Stale
from quatrefoil.foundation.access.models import Ground
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.roles import CORE, PACKAGE
from quatrefoil.foundation.records import history
from quatrefoil.foundation.sharing import hooks
from quatrefoil.foundation.sharing.models import Carried, Disclosure, Sending
from quatrefoil.foundation.sharing.states import READABLE, Event, State, next_state

COURIER = system_actor("courier", everywhere=frozenset({CORE, PACKAGE}))


def move(sending: Sending, event: str, **changes: Any) -> Sending:
    """Change the state at the sender and at the recipient; Refused when the table does not allow it."""
    state = next_state(sending.state, event)
    now = timezone.now()
    at_sender = {"state": state, "changed_at": now, **changes}
    shared = {name: value for name, value in at_sender.items() if name in AT_BOTH}
    with as_system(COURIER):
        # The old state stands in the filter: of two answers at the same moment one finds nothing to change.
        changed = Sending.objects.filter(id=sending.id, state=sending.state).update(**at_sender)
        if not changed:
            raise Stale(_("Somebody else answered at the same moment. Open it again."), code="stale")
        Disclosure.objects.filter(id=sending.id).update(**shared)
    for name, value in at_sender.items():
        setattr(sending, name, value)
    return sending


AT_BOTH = frozenset({"state", "changed_at", "sent_at", "answered_at", "expires_at", "answer_by"})


def let_recipient_read(disclosure: Disclosure) -> None:
    """Grant the recipient organisation the package until it expires (reach last)."""
    if disclosure.recipient is not None:
        access.grant(
            disclosure.recipient,
            disclosure.id,
            "disclosure",
            ground=Ground.DISCLOSURE,
            part=PACKAGE,
            source=disclosure.id,
            until=disclosure.expires_at,
        )


def sending_of(disclosure_id: UUID) -> Sending:
    """The sender's record of a disclosure, for rules."""
    with as_system(COURIER):
        found: Sending = Sending.objects.get(id=disclosure_id)
    return found


def take_back(actor: Actor, sending: Sending, reason: str) -> None:
    """Revoke: the recipient's reach goes in this transaction; what was read is not pretended unread."""
    move(sending, Event.REVOKE, revoke_reason=reason)
    access.revoke(sending.id, source=sending.id)
    told(actor, sending, "disclosure.revoked", {"reason": reason})
    if sending.recipient_works_here:
        hooks.notify(sending.recipient, "disclosure.revoked", sending.id)


def stop_what_stands_on(actor: Actor, consent_id: UUID, reason: str) -> None:
    """Take back every package that a consent carries, also those that wait for approval."""
    for sending in _standing_on(consent_id):
        take_back(actor, sending, reason)


def _standing_on(consent_id: UUID) -> list[Sending]:
    with as_system(COURIER):
        carried = Carried.objects.filter(Q(source=consent_id) | Q(also=consent_id)).values("sending_id")
        alive = [*READABLE, State.PROPOSED]
        return list(Sending.objects.filter(id__in=carried, state__in=alive))


def told(actor: Actor, sending: Sending, event: str, codes: dict[str, Any] | None = None) -> None:
    """History on the sender's file and audit on both sides."""
    said = {"purpose": sending.purpose, **(codes or {})}
    history.record(sending.file_id, "sharing", event, said)
    trail.wrote(event, sending.id, PACKAGE, detail=" ".join(str(value) for value in said.values()))
    if actor.organisation_id == sending.organisation:
        trail.wrote(event, sending.file_id, detail=str(sending.id))


def expire_overdue(actor: Actor, now: datetime.datetime | None = None) -> int:
    """Mark what has ended by its date; reach ended by itself at that moment. Run by the tick, as a system actor."""
    at = now or timezone.now()
    with as_system(COURIER):
        overdue: Iterable[Sending] = list(Sending.objects.filter(state__in=list(READABLE), expires_at__lte=at))
    for sending in overdue:
        move(sending, Event.EXPIRE)
        access.revoke(sending.id, source=sending.id)
        told(actor, sending, "disclosure.expired")
    return len(list(overdue))
