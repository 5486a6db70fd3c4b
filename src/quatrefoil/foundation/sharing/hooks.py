# SPDX-License-Identifier: Apache-2.0
"""What sharing asks of other rooms and wings; each declares its answer at start-up, in its app's `ready`."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.identity.actors import Actor

ADULT, CHILD, UNSURE = "adult", "child", "unsure"

Notifier = Callable[[UUID, str, UUID], None]
AgeGroup = Callable[[UUID], str]
OnFile = Callable[[Actor, UUID], None]
OpenTransferred = Callable[[Actor, UUID, Mapping[str, Any]], UUID]
CloseTransferred = Callable[[Actor, UUID, UUID], None]

NOTIFIERS: list[Notifier] = []
AGE_GROUPS: list[AgeGroup] = []
ON_SERVICES_END: list[OnFile] = []
TRANSFERS: list[tuple[OpenTransferred, CloseTransferred]] = []


def register_notifier(notifier: Notifier) -> Notifier:
    """Declare who carries notices: (holder, code, record). Codes only: a notice has no content."""
    NOTIFIERS.append(notifier)
    return notifier


def register_age_group(age_group: AgeGroup) -> AgeGroup:
    """Declare who knows whether a file is about a child: (file id) gives "adult", "child", "unsure" or ""."""
    AGE_GROUPS.append(age_group)
    return age_group


def register_transfer(opens: OpenTransferred, closes: CloseTransferred) -> None:
    """Declare how a case is taken over: `opens` makes the recipient's own file, `closes` ends the sender's."""
    TRANSFERS.append((opens, closes))


def register_services_end(ends: OnFile) -> OnFile:
    """Declare what ends (beds, appointments, money) after a person confirmed in private that services end."""
    ON_SERVICES_END.append(ends)
    return ends


def notify(holder: UUID, code: str, record: UUID) -> None:
    """Tell a holder that something happened to a record."""
    for notifier in NOTIFIERS:
        notifier(holder, code, record)


def is_child(file_id: UUID) -> bool:
    """Under 18, or the age is unsure: the child path. One answer of "child" or "unsure" is enough."""
    return any(age_group(file_id) in {CHILD, UNSURE} for age_group in AGE_GROUPS)


def transfer() -> tuple[OpenTransferred, CloseTransferred]:
    """How a case is taken over; Refused while no wing declared it."""
    if not TRANSFERS:
        raise Refused(_("No part of this installation can take over a file."), code="no_transfer")
    return TRANSFERS[-1]


def services_end(actor: Actor, file_id: UUID) -> None:
    """End beds, appointments and money."""
    for ends in ON_SERVICES_END:
        ends(actor, file_id)
