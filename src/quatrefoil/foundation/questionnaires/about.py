# SPDX-License-Identifier: Apache-2.0
"""What a questionnaire's page needs to know of a file, as the wings that hold it declare: no wing imports another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from quatrefoil.foundation.identity.actors import Actor

Codes = Mapping[str, object]
AgeBand = Callable[[UUID], str]
Address = Callable[[Actor, UUID], str]


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to do after a conversation, offered whatever was answered. `code` replaces the general one."""

    code: str
    order: int
    label: str | Promise
    address: Address
    kinds: frozenset[str]


_age_bands: list[AgeBand] = []
_steps: dict[tuple[str, str], NextStep] = {}
OUTCOMES: dict[str, Callable[[Codes], bool]] = {}


def register_age_band(age_band: AgeBand) -> AgeBand:
    """Declare who knows the age band of a file: (file id) gives a code such as "14-15", or ""."""
    _age_bands.append(age_band)
    return age_band


def age_band(file_id: UUID) -> str:
    """The age band of a file, "" when nobody knows."""
    return next((band for band in (known(file_id) for known in _age_bands) if band), "")


def register_step(code: str, label: str | Promise, address: Address, *, kinds: frozenset[str], order: int = 50) -> None:
    """Declare a next step for kinds of file. Codes "danger", "refer" and "case" take the place of the general links.

    address(actor, file_id) gives where it is done, or "" where this actor cannot do it.
    """
    for kind in kinds:
        _steps[kind, code] = NextStep(code, order, label, address, kinds)


def steps_for(kind: str) -> tuple[NextStep, ...]:
    """The steps declared for a kind of file, in order."""
    return tuple(sorted((step for (of, _), step in _steps.items() if of == kind), key=lambda step: step.order))


def register_outcome(event: str, is_found: Callable[[Codes], bool] = lambda _codes: True) -> None:
    """Declare the history event that says a person was identified, such as a positive decision of the competent body."""
    OUTCOMES[event] = is_found
