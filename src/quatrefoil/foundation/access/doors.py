# SPDX-License-Identifier: Apache-2.0
"""The door for changes: an action checks the right, opens the transaction, and is audited."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.errors import NO_RIGHT, Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor, NoActor, current_actor

P = ParamSpec("P")
R = TypeVar("R")

RIGHTS_USED: dict[str, list[str]] = {}


def action(right: str) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function the door to a change: it takes the actor first and runs in one transaction.

    Raises NoActor when the actor is not the one at work, Refused (audited) when no role allows the act.
    """

    def decorate(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        RIGHTS_USED.setdefault(right, []).append(f"{function.__module__}.{function.__qualname__}")

        @wraps(function)
        def guarded(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            require_right(actor, right)
            try:
                with transaction.atomic():
                    return function(actor, *args, **kwargs)
            except Refused as refusal:
                trail.refused(right, _record_of(args), detail=refusal.code)
                raise

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return decorate


def require_right(actor: Actor, right: str) -> None:
    """Stop (and audit) an act that no role of the actor allows."""
    if current_actor() is not actor and current_actor() != actor:
        raise NoActor("The action was called for another actor than the one at work.")
    if not actor.may(right):
        trail.refused(right, detail=NO_RIGHT)
        raise Refused(_("Your role does not include this. Ask your supervisor who can do it."), code=NO_RIGHT)


def _record_of(args: tuple[object, ...]) -> UUID | None:
    return next((value for value in args if isinstance(value, UUID)), None)
