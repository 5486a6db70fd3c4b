# SPDX-License-Identifier: Apache-2.0
"""How common trafficking is among the people whom this programme screens, from its own history; None when too few say."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.roles import CORE
from quatrefoil.foundation.questionnaires import about
from quatrefoil.foundation.records.models import History
from quatrefoil.standards.instruments.validity import PUBLISHED, predictive_sentence

# A share of fewer people says little, and counts under 10 are withheld everywhere (DESIGN 6).
FEWEST_SCREENED: Final = 100
FEWEST_IDENTIFIED: Final = 10
COUNTER: Final = system_actor("programme-prevalence", everywhere=frozenset({CORE}))


def prevalence(organisation_id: UUID) -> float | None:
    """Share of an organisation's screened people who were identified later; None when too few were."""
    if not about.OUTCOMES:
        return None
    with as_system(COUNTER):
        screened = set(_files(organisation_id, "screening.completed"))
        if len(screened) < FEWEST_SCREENED:
            return None
        identified = {file for event in about.OUTCOMES for file in _found(organisation_id, event)} & screened
    return len(identified) / len(screened) if len(identified) >= FEWEST_IDENTIFIED else None


def sentence(actor: Actor, instrument: str) -> str:
    """How often the signs of an instrument are right here; "unknown" in words where nothing is published."""
    known = prevalence(actor.organisation_id) if PUBLISHED.get(instrument) else None
    return predictive_sentence(instrument, known).render(_)


def _files(organisation_id: UUID, event: str) -> list[UUID]:
    rows = History.objects.filter(event=event, file__organisation_id=organisation_id)
    return list(rows.values_list("file_id", flat=True).distinct())


def _found(organisation_id: UUID, event: str) -> list[UUID]:
    is_found = about.OUTCOMES[event]
    rows = History.objects.filter(event=event, file__organisation_id=organisation_id).values_list("file_id", "codes")
    return [file for file, codes in rows if is_found(codes)]
