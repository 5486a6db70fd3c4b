# SPDX-License-Identifier: Apache-2.0
"""The states of a disclosure as one table: (state, event) to the next state. The diagram in the documentation is drawn from it."""

from typing import Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.access.errors import Refused


class State(models.TextChoices):
    """Where a disclosure stands."""

    DRAFT = "draft", gettext_lazy("Draft")
    PROPOSED = "proposed", gettext_lazy("Waits for a second person")
    NOT_APPROVED = "not_approved", gettext_lazy("Not approved")
    SENT = "sent", gettext_lazy("Sent, not answered yet")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    DECLINED = "declined", gettext_lazy("Declined")
    DONE = "done", gettext_lazy("Done")
    REVOKED = "revoked", gettext_lazy("Taken back")
    EXPIRED = "expired", gettext_lazy("Ended by its date")
    TRANSFERRED = "transferred", gettext_lazy("Taken over")


class Event(models.TextChoices):
    """What may happen to a disclosure."""

    PROPOSE = "propose", gettext_lazy("propose")
    APPROVE = "approve", gettext_lazy("approve")
    NOT_APPROVE = "not_approve", gettext_lazy("do not approve")
    SEND = "send", gettext_lazy("send")
    ACCEPT = "accept", gettext_lazy("accept")
    DECLINE = "decline", gettext_lazy("decline")
    FINISH = "finish", gettext_lazy("mark as done")
    REVOKE = "revoke", gettext_lazy("take back")
    EXPIRE = "expire", gettext_lazy("end by its date")
    TAKE_OVER = "take_over", gettext_lazy("take over the case")


TRANSITIONS: Final[dict[tuple[str, str], str]] = {
    (State.DRAFT, Event.SEND): State.SENT,
    (State.DRAFT, Event.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Event.APPROVE): State.SENT,
    (State.PROPOSED, Event.NOT_APPROVE): State.NOT_APPROVED,
    (State.PROPOSED, Event.REVOKE): State.REVOKED,
    (State.SENT, Event.ACCEPT): State.ACCEPTED,
    (State.SENT, Event.DECLINE): State.DECLINED,
    (State.SENT, Event.REVOKE): State.REVOKED,
    (State.SENT, Event.EXPIRE): State.EXPIRED,
    (State.SENT, Event.TAKE_OVER): State.TRANSFERRED,
    (State.ACCEPTED, Event.FINISH): State.DONE,
    (State.ACCEPTED, Event.DECLINE): State.DECLINED,
    (State.ACCEPTED, Event.REVOKE): State.REVOKED,
    (State.ACCEPTED, Event.EXPIRE): State.EXPIRED,
    (State.DONE, Event.REVOKE): State.REVOKED,
    (State.DONE, Event.EXPIRE): State.EXPIRED,
}
# The recipient can read the package in these states, and a withdrawal must reach it.
READABLE: Final = frozenset({State.SENT, State.ACCEPTED, State.DONE})
OPEN: Final = frozenset({State.SENT, State.ACCEPTED})


def next_state(state: str, event: str) -> str:
    """Where an event leads; Refused when it is not possible from here."""
    found = TRANSITIONS.get((state, event))
    if found is None:
        raise Refused(
            _("This is not possible now: it is “%(state)s”. Open it again to see what can be done.")
            % {"state": State(state).label},
            code=f"not_from_{state}",
        )
    return str(found)
