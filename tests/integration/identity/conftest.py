# SPDX-License-Identifier: Apache-2.0
"""Sign-in as a browser does it, without one."""

import datetime
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from quatrefoil.foundation.identity import events
from quatrefoil.foundation.identity.models import Account
from tests.people import PASSWORD


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests():
    cache.clear()


@pytest.fixture
def amina(people) -> Account:
    return Account.objects.get(email="amina@example.org")


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    def sign_in(email: str, password: str = PASSWORD, client: Client | None = None) -> Client:
        client = client or Client()
        client.last = client.post("/sign-in/", {"login": email, "password": password})  # type: ignore[attr-defined]
        return client

    return sign_in


@pytest.fixture
def heard(monkeypatch) -> list[events.Event]:
    """Every event of the test, in order."""
    found: list[events.Event] = []
    monkeypatch.setattr(events, "on_event", [*events.on_event, found.append])
    return found


@pytest.fixture
def later(time_machine_at) -> Callable[..., None]:
    """Move the clock: later(minutes=16)."""

    def later(**by: float) -> None:
        time_machine_at(timezone.now() + datetime.timedelta(**by))

    return later


@pytest.fixture
def time_machine_at():
    import time_machine

    running: list[time_machine.travel] = []

    def at(moment: datetime.datetime) -> None:
        for traveller in running:
            traveller.stop()
        running[:] = [time_machine.travel(moment, tick=True)]
        running[0].start()

    yield at
    for traveller in running:
        traveller.stop()
