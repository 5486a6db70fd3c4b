# SPDX-License-Identifier: Apache-2.0
"""The kinds of background work: each room declares its own in `job_kinds.py`, which is loaded at start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

# function(actor, work, **codes): `work.step` ends one transaction and begins the next (see jobs.work).
Function = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job. `right` is what the asker needs, at asking and again at running; "" means anybody at work."""

    key: str
    function: Function
    label: str | Promise
    right: str
    transient: tuple[type[Exception], ...]
    tells: Callable[[dict[str, Any]], str]


class UnknownKind(LookupError):
    """No room declares this kind of job (any more)."""


KINDS: dict[str, Kind] = {}


def _silent(_codes: dict[str, Any]) -> str:
    return ""


def declare(
    key: str,
    function: Function,
    label: str | Promise,
    *,
    right: str = "",
    transient: tuple[type[Exception], ...] = (),
    tells: Callable[[dict[str, Any]], str] = _silent,
) -> Kind:
    """Declare a kind of job.

    function(actor, work, **codes) does the work as the actor who asked. It may be run again after an error in
    `transient` (3 times, waiting longer each time) and must then be able to start anew after its finished steps.
    tells(result codes) is the sentence that stands on the page when it is done.
    """
    KINDS[key] = Kind(key, function, label, right, transient, tells)
    return KINDS[key]


def kind_of(key: str) -> Kind:
    """A declared kind; raises UnknownKind."""
    try:
        return KINDS[key]
    except KeyError:
        raise UnknownKind(f"No job of the kind '{key}' is declared.") from None
