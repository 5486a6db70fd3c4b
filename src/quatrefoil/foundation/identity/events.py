# SPDX-License-Identifier: Apache-2.0
"""What happens to sign-ins, told to whoever listens: the audit subscribes when it starts.

This room stands before the audit and may not call it; so it offers a list.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from quatrefoil.foundation.identity.actors import CURRENT, Actor, system_actor
from quatrefoil.foundation.identity.models import Account
from quatrefoil.foundation.identity.selectors import actor_for, actor_of, member_of_account

PURPOSE: Final = "sign-in"
SIGN_IN: Final = system_actor("sign-in")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an account. `detail` holds codes, never an address or a name."""

    act: str
    actor: Actor
    account_id: UUID | None = None
    detail: str = ""
    is_refusal: bool = False


Listener = Callable[[Event], None]
on_event: list[Listener] = []


def emit(event: Event) -> None:
    """Tell every listener, with the event's actor at work."""
    token = CURRENT.set((event.actor, PURPOSE))
    try:
        for listener in on_event:
            listener(event)
    finally:
        CURRENT.reset(token)


def about(act: str, account: Account, detail: str = "") -> None:
    """The owner of the account did something."""
    emit(Event(act, owner_of(account), account.pk, detail))


def about_member(act: str, member_id: UUID) -> None:
    """Somebody chose the membership to work as."""
    actor = actor_for(member_id)
    emit(Event(act, actor, detail=str(actor.organisation_id)))


def against(act: str, account: Account | None, detail: str = "") -> None:
    """Somebody, we do not know who, was refused."""
    emit(Event(act, watcher_of(account), account.pk if account else None, detail, is_refusal=True))


def owner_of(account: Account) -> Actor:
    """The actor behind an account; the sign-in itself while the account has no membership."""
    member = member_of_account(account.pk)
    return actor_of(member) if member else SIGN_IN


def watcher_of(account: Account | None) -> Actor:
    """The sign-in as an actor, in the organisation of the account, whose auditors should see it."""
    member = member_of_account(account.pk) if account else None
    return replace(SIGN_IN, organisation_id=member.organisation_id) if member else SIGN_IN
