# SPDX-License-Identifier: Apache-2.0
"""Which history entries are countable, as wings declare them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DIMENSIONS: Final = ("region", "age_band", "sex", "channel", "form", "reason", "outcome")
# These describe a person; a fact carries them only while the person agrees to statistics (facts.agreement).
PERSONAL: Final = frozenset({"age_band", "sex", "form"})
UNITS: Final[Mapping[str, str | Promise]] = {
    "reports": _("reports"),
    "contacts": _("contacts"),
    "people": _("people"),
    "cases": _("cases"),
    "referrals": _("referrals"),
}


@dataclass(frozen=True, slots=True)
class FactKind:
    """One kind of fact: the event it is read from, its unit, and which code fills which dimension.

    `counts_people` counts each subject once in a period, and an entry without a subject for itself; otherwise every
    entry counts.
    """

    code: str
    label: str | Promise
    unit: str
    event: str
    wing: str = "protection"
    dimensions: Mapping[str, str] = field(default_factory=dict)
    when: Callable[[Mapping[str, object]], bool] | None = None
    counts_people: bool = False
    headline: int = 0  # place on the national page; 0: not there

    def __post_init__(self) -> None:
        unknown = set(self.dimensions) - set(DIMENSIONS)
        if unknown or self.unit not in UNITS:
            raise ValueError(f"{self.code}: unknown dimension {unknown} or unit {self.unit}")


KINDS: dict[str, FactKind] = {}
_BY_EVENT: dict[str, list[FactKind]] = {}


def declare(kind: FactKind) -> FactKind:
    """Make a kind of fact known."""
    KINDS[kind.code] = kind
    _BY_EVENT[kind.event] = [*(k for k in _BY_EVENT.get(kind.event, []) if k.code != kind.code), kind]
    return kind


def kinds_of(event: str) -> tuple[FactKind, ...]:
    """Kinds that read this event."""
    return tuple(_BY_EVENT.get(event, ()))


def counted_events() -> tuple[str, ...]:
    """Every event that some kind reads."""
    return tuple(_BY_EVENT)
