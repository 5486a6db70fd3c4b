# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the ui room."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.unit.ui.room import only_this_room


@pytest.fixture
def room() -> Iterator[None]:
    with only_this_room():
        yield


@pytest.fixture
def client(room: None) -> Client:
    return Client()
