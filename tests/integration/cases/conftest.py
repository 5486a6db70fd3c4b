# SPDX-License-Identifier: Apache-2.0
"""Cases on which the room is tried, and pages as somebody opens them."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Account
from quatrefoil.protection.cases.actions import Core
from quatrefoil.protection.cases.models import Case
from quatrefoil.protection.cases.opening import NewCase, open_case
from tests.people import People

OpenCase = Callable[..., UUID]
ADULT = Core(
    sex="Feminine", age_band="25-29", under_18="no", language="am", second_language="ar", needs_interpreter=True
)
CHILD = Core(sex="Feminine", age_band="14-15", under_18="yes", language="ar")


@pytest.fixture
def opened(people: People) -> OpenCase:
    """A case of an actor, agreed by the person, of a woman of 25 to 29 unless something else is said."""

    def make(actor: Actor | None = None, core: Core = ADULT, **more: Any) -> UUID:
        who = actor or people.amina
        told = {"agreed_by": "person", "source": "hotline", "region": "north", **more}
        with acting_as(who, "a test"), transaction.atomic():
            return open_case(who, NewCase(core=core, **told))

    return make


@pytest.fixture
def case_of() -> Callable[[Actor, UUID], Case]:
    """The case as somebody sees it."""

    def read(actor: Actor, file_id: UUID) -> Case:
        with acting_as(actor, "a test"):
            return Case.objects.select_related("file").get(file_id=file_id)

    return read


@pytest.fixture
def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def signed_in() -> Callable[[Actor], Client]:
    """A browser in which somebody is signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(members__id=actor.member_id))
        return client

    return sign_in
