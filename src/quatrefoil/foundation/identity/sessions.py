# SPDX-License-Identifier: Apache-2.0
"""How long a sign-in lasts: a prompt after 15 idle minutes, the end after 5 more, and after 12 hours in any case."""

import time
from enum import Enum
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from quatrefoil.foundation.identity.recent import SIGNED_IN_AT

SEEN_AT: Final = "seen_at"
LOCKED: Final = "locked"
# The session is written at most this often, not at every click.
WRITE_SECONDS: Final = 30


class State(Enum):
    """What a signed-in session may do now."""

    OPEN = "open"
    LOCKED = "locked"
    ENDED = "ended"


def state_of(request: HttpRequest) -> State:
    """Open, locked (ask who sits there), or ended (sign in again)."""
    session, now = request.session, time.time()
    minute = 60
    idle = now - float(session.get(SEEN_AT, 0))
    lock_after = settings.OPTIONS.idle_minutes * minute
    if now - float(session.get(SIGNED_IN_AT, 0)) > settings.SESSION_COOKIE_AGE:
        return State.ENDED
    if idle > lock_after + settings.OPTIONS.idle_grace_minutes * minute:
        return State.ENDED
    return State.LOCKED if session.get(LOCKED) or idle > lock_after else State.OPEN


def start(request: HttpRequest) -> None:
    """A sign-in: both clocks begin."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = time.time()
    request.session.pop(LOCKED, None)


def saw(request: HttpRequest) -> None:
    """Somebody is there, unless the page came back by itself."""
    if is_by_itself(request):
        return
    if time.time() - float(request.session.get(SEEN_AT, 0)) > WRITE_SECONDS:
        request.session[SEEN_AT] = time.time()


def is_by_itself(request: HttpRequest) -> bool:
    """Did a script ask, not a person? Browsers mark what a click, a key or the address bar began (Fetch Metadata)."""
    if request.headers.get("X-Background"):
        return True
    reloads = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    return reloads and "Sec-Fetch-User" not in request.headers


def lock(request: HttpRequest) -> bool:
    """Ask at the next click who sits there; True when the session was open before."""
    was_open = not request.session.get(LOCKED)
    request.session[LOCKED] = True
    return was_open


def unlock(request: HttpRequest) -> bool:
    """The owner is back; True when the session was locked."""
    request.session[SEEN_AT] = time.time()
    return bool(request.session.pop(LOCKED, False))
