# SPDX-License-Identifier: Apache-2.0
"""Files and notes on which the vault is tried; the note of `records` stands for every part."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import transaction

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.records.models import File, Note
from quatrefoil.foundation.vault import sealing
from tests.people import People

OpenFile = Callable[..., File]
WriteNote = Callable[..., Note]


@pytest.fixture
def file_for(people: People) -> OpenFile:
    """A file of an actor's organisation, owned by that actor."""

    def make(actor: Actor, **more: object) -> File:
        with acting_as(actor, "test"), transaction.atomic():
            return open_file(actor, "case", owner_id=actor.member_id, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def note_on() -> WriteNote:
    """A note with a sealed body on a file, written by an actor."""

    def make(actor: Actor, file_id: UUID, text: str) -> Note:
        with acting_as(actor, "test"):
            note = Note(file_id=file_id, author=actor.member_id)
            sealing.fill(note, body=text)
            note.save(force_insert=True)
            return note

    return make
