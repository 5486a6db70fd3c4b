# SPDX-License-Identifier: Apache-2.0
"""A case of Amina's, and screenings on it."""

import random
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from quatrefoil.demo.answers import simulate_answers
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.questionnaires import catalogue
from quatrefoil.foundation.questionnaires.models import Response
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.records.models import File
from quatrefoil.protection.screening import actions
from tests.people import People

ADULT = "delphi_labour_adult"
AREAS = tuple(section.code for section in catalogue.QUESTIONNAIRES[0].sections)


@pytest.fixture
def case(people: People, acting: Any) -> File:
    """A case that Amina works on in team A."""
    with acting(people.amina), transaction.atomic():
        return open_file(
            people.amina,
            "case",
            owner_id=people.amina.member_id,
            team_id=next(iter(people.amina.team_ids)),
            region="north",
        )


@pytest.fixture
def begun(people: People, acting: Any, case: File) -> Response:
    """A screening that Amina began."""
    with acting(people.amina):
        return actions.start(people.amina, case.id, ADULT)


Answering = Callable[..., Response]


@pytest.fixture
def answered() -> Answering:
    """Begin a screening and save its answers page by page; leaves it unfinished. The actor must be at work."""

    def answer(actor: Actor, file_id: UUID, answers: Mapping[str, Any], instrument: str = ADULT) -> Response:
        response = actions.start(actor, file_id, instrument)
        for section in catalogue.find(instrument).sections:
            given = {item.code: answers[item.code] for item in section.items if item.code in answers}
            response = actions.save_page(actor, response.id, section.code, given, response.revision)
        return response

    return answer


@pytest.fixture
def signs_in_three(people: People, acting: Any, case: File, answered: Answering) -> Response:
    """A finished screening of Amina's with signs in areas 1, 4 and 5."""
    answers = simulate_answers(catalogue.find(ADULT), random.Random(3), {AREAS[0], AREAS[3], AREAS[4]})
    with acting(people.amina):
        response = answered(people.amina, case.id, answers)
        actions.complete(people.amina, response.id)
        return Response.objects.get(id=response.id)
