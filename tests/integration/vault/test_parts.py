# SPDX-License-Identifier: Apache-2.0
"""Two people edit one part: nobody's words are lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.records.models import Note, NoteKind
from quatrefoil.foundation.vault import parts, sealing
from quatrefoil.foundation.vault.parts import PartSaved
from tests.people import People


@pytest.fixture
def saved() -> Iterator[list[PartSaved]]:
    """What a listener heard."""
    heard: list[PartSaved] = []
    parts.on_saved.append(heard.append)
    yield heard
    parts.on_saved.remove(heard.append)


@pytest.fixture
def note(people: People, acting: Any, file_for: Any) -> Note:
    """A note of Amina's, saved once."""
    file = file_for(people.amina)
    with acting(people.amina), transaction.atomic():
        row = Note(file_id=file.id, author=people.amina.member_id)
        return parts.save_part(row, {"body": "First words."}, kind=NoteKind.WORK)


def save(note: Note, text: str, seen: int, **more: object) -> Note:
    with transaction.atomic():
        return parts.save_part(note, {"body": text}, seen_revision=seen, **more)


def test_saving_counts_the_revision_and_keeps_the_text(people: People, acting: Any, note: Note) -> None:
    with acting(people.amina):
        assert save(note, "Second words.", 1).revision == 2
        assert sealing.open_text(Note.objects.get(id=note.id), "body") == "Second words."


def test_the_second_editor_gets_both_versions_and_overwrites_nothing(people: People, acting: Any, note: Note) -> None:
    with acting(people.amina):
        save(note, "Amina on the phone.", 1)
        with pytest.raises(parts.PartConflict) as conflict:
            save(note, "Chidi at the desk.", 1, kind=NoteKind.SAFETY)
        assert sealing.open_text(Note.objects.get(id=note.id), "body") == "Amina on the phone."
    assert conflict.value.differences == (
        parts.Difference("body", "Chidi at the desk.", "Amina on the phone."),
        parts.Difference("kind", NoteKind.SAFETY, NoteKind.WORK),
    )
    assert conflict.value.revision == 2


def test_after_comparing_the_second_editor_can_save(people: People, acting: Any, note: Note) -> None:
    with acting(people.amina):
        save(note, "Amina on the phone.", 1)
        assert save(note, "Both.", 2).revision == 3


def test_sending_the_same_form_twice_is_no_conflict(
    people: People, acting: Any, note: Note, saved: list[PartSaved]
) -> None:
    with acting(people.amina):
        save(note, "Second words.", 1)
        assert save(note, "Second words.", 1).revision == 2
    assert len(saved) == 1


def test_listeners_hear_codes_and_digests_only(people: People, acting: Any, note: Note, saved: list[PartSaved]) -> None:
    with acting(people.amina):
        save(note, "Second words.", 1)
    (heard,) = saved
    assert (heard.file_id, heard.part, heard.revision, heard.changed) == (note.file_id, "notes", 2, ("body",))
    assert "Second" not in repr(heard)


def test_the_digest_shows_that_a_whole_row_was_put_back(
    people: People, acting: Any, note: Note, saved: list[PartSaved]
) -> None:
    """What the seal alone cannot see, the history can: the last digest is not that of the row."""
    with acting(people.amina):
        before = Note.objects.get(id=note.id)
        save(note, "Second words.", 1)
        assert parts.digests_of(before) != saved[-1].digests
        assert parts.digests_of(Note.objects.get(id=note.id)) == saved[-1].digests


def test_who_does_not_reach_the_file_cannot_save_its_part(people: People, acting: Any, note: Note) -> None:
    with acting(people.bela), pytest.raises(NotVisible):
        save(note, "Not mine.", 1)
