# SPDX-License-Identifier: Apache-2.0
"""Sealing and opening: who reads, what is audited, and what an attacker with the database can make of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, connections, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.actors import NoActor, system_actor
from quatrefoil.foundation.identity.roles import ALL_PARTS
from quatrefoil.foundation.records.models import Note
from quatrefoil.foundation.vault import part_keys, sealing
from quatrefoil.foundation.vault.keyring.models import KeyWrap, PartKey
from quatrefoil.foundation.vault.models import Sealed
from tests.people import People

Acting = Callable[..., AbstractContextManager[Any]]
INTRUDER = system_actor("intruder", everywhere=ALL_PARTS)  # row-level security does not stop who owns the database
WORDS = "She asks not to be called in the morning."


def stored(note: Note) -> bytes:
    """The bytes in the table."""
    with acting_as(INTRUDER, "test"), connection.cursor() as cursor:
        cursor.execute("SELECT body FROM records_note WHERE id = %s", [_id(note)])
        return bytes(cursor.fetchone()[0])


def overwrite(note: Note, **columns: object) -> None:
    """What an attacker with write access to the database does."""
    with acting_as(INTRUDER, "test"), connection.cursor() as cursor:
        for name, value in columns.items():
            cursor.execute(f"UPDATE records_note SET {name} = %s WHERE id = %s", [value, _id(note)])


def _id(note: Note) -> object:
    return note.id.hex if connection.vendor == "sqlite" else note.id


def read(acting: Acting, people: People, note: Note) -> str:
    """What Amina's page would show."""
    with acting(people.amina):
        return sealing.open_text(Note.objects.get(id=note.id), "body")


def test_what_was_sealed_is_read_by_who_reaches_it(people: People, acting: Acting, file_for: Any, note_on: Any) -> None:
    note = note_on(people.amina, file_for(people.amina).id, WORDS)
    assert WORDS.encode() not in stored(note)
    assert read(acting, people, note) == WORDS


def test_opening_leaves_one_audit_line_with_the_purpose(
    people: People, acting: Acting, file_for: Any, note_on: Any
) -> None:
    file = file_for(people.amina)
    note = note_on(people.amina, file.id, WORDS)
    with acting(people.amina):
        sealing.open_many(note, ["body"], "safety plan")
    with acting(people.dana):
        line = AuditEvent.objects.get(act="part.open", record=file.id)
    assert (line.actor, line.part, line.purpose, line.detail) == (
        people.amina.member_id,
        "notes",
        "safety plan",
        "body",
    )


def test_who_does_not_reach_the_file_reads_nothing_and_the_attempt_is_audited(
    people: People, acting: Acting, file_for: Any, note_on: Any
) -> None:
    file = file_for(people.amina)
    note = note_on(people.amina, file.id, WORDS)
    with acting(people.bela), pytest.raises(NotVisible):
        sealing.open_text(note, "body")
    with acting(people.dana):
        line = AuditEvent.objects.get(record=file.id, outcome="refused")
    assert line.actor == people.bela.member_id


def test_bytes_are_opened_by_the_same_door_as_texts(
    people: People, acting: Acting, file_for: Any, note_on: Any
) -> None:
    file = file_for(people.amina)
    note = note_on(people.amina, file.id, WORDS)
    with acting(people.amina):
        assert sealing.open_bytes(note, "body", "evidence") == WORDS.encode()
    with acting(people.bela), pytest.raises(NotVisible):
        sealing.open_bytes(note, "body", "evidence")
    with acting(people.dana):
        lines = AuditEvent.objects.filter(act="part.open", record=file.id, purpose="evidence")
        assert [line.actor for line in lines] == [people.amina.member_id]
        assert AuditEvent.objects.filter(record=file.id, actor=people.bela.member_id, outcome="refused").exists()


def test_an_empty_field_reads_as_nothing(people: People, acting: Acting, file_for: Any) -> None:
    with acting(people.amina):
        note = Note(file_id=file_for(people.amina).id, author=people.amina.member_id)
        note.body = None
        assert (sealing.open_text(note, "body"), sealing.open_bytes(note, "body")) == ("", b"")


def test_nobody_seals_or_opens_without_an_actor(people: People, file_for: Any, note_on: Any) -> None:
    note = note_on(people.amina, file_for(people.amina).id, WORDS)
    with pytest.raises(NoActor):
        sealing.open_text(note, "body")
    with pytest.raises(NoActor):
        sealing.seal(note, "body", "x")


def test_plain_text_cannot_be_saved(people: People, acting: Acting, file_for: Any) -> None:
    note = Note(file_id=file_for(people.amina).id, author=people.amina.member_id)
    note.body = WORDS
    with acting(people.amina), pytest.raises(FieldError), transaction.atomic():
        note.save(force_insert=True)


def test_short_texts_of_different_length_look_alike(people: People, file_for: Any, note_on: Any) -> None:
    file = file_for(people.amina)
    lengths = {len(stored(note_on(people.amina, file.id, text))) for text in ("", "Io", "Maximiliane Christina")}
    assert len(lengths) == 1


def test_a_page_of_notes_needs_one_key_and_one_audit_line(
    people: People, acting: Acting, file_for: Any, note_on: Any
) -> None:
    file = file_for(people.amina)
    for number in range(5):
        note_on(people.amina, file.id, f"note {number}")
    with acting(people.amina):
        rows = list(Note.objects.filter(file_id=file.id).order_by("recorded_at"))
        with CaptureQueriesContext(connections["keyring"]) as queries:
            texts = [row["body"] for row in sealing.open_rows(rows, ["body"])]
    assert texts == [f"note {number}" for number in range(5)]
    assert len(queries) == 1
    with acting(people.dana):
        assert AuditEvent.objects.filter(act="part.open", record=file.id).count() == 1


def test_opened_keys_are_gone_when_the_actor_leaves(
    people: People, acting: Acting, file_for: Any, note_on: Any
) -> None:
    note = note_on(people.amina, file_for(people.amina).id, WORDS)
    with acting(people.amina):
        sealing.open_text(note, "body")
        assert part_keys._open_keys.get()
    assert part_keys._open_keys.get() is None


def test_a_part_without_its_key_says_that_it_was_erased(
    people: People, acting: Acting, file_for: Any, note_on: Any
) -> None:
    note = note_on(people.amina, file_for(people.amina).id, WORDS)
    PartKey.objects.filter(file=note.file_id).delete()
    with pytest.raises(part_keys.KeyMissing, match="erased"):
        read(acting, people, note)


class TestAttacks:
    """Five packaged encrypted fields accept a value moved from another row (DESIGN 8). This one accepts none of these."""

    @pytest.fixture
    def two(self, people: People, file_for: Any, note_on: Any) -> tuple[Note, Note]:
        """Two notes on two files of Amina's."""
        one, other = file_for(people.amina), file_for(people.amina)
        return note_on(people.amina, one.id, WORDS), note_on(people.amina, other.id, "Another person's words.")

    def test_a_value_from_another_row_of_the_same_file_is_refused(
        self, people: People, acting: Acting, two: tuple[Note, Note], note_on: Any
    ) -> None:
        neighbour = note_on(people.amina, two[0].file_id, "Same file, another note.")
        overwrite(two[0], body=stored(neighbour))
        with pytest.raises(sealing.NotGenuine):
            read(acting, people, two[0])

    def test_a_value_from_another_file_is_refused(self, people: People, acting: Acting, two: tuple[Note, Note]) -> None:
        overwrite(two[0], body=stored(two[1]))
        with pytest.raises(sealing.NotGenuine):
            read(acting, people, two[0])

    def test_a_whole_row_moved_to_another_file_is_refused(
        self, people: People, acting: Acting, two: tuple[Note, Note]
    ) -> None:
        other = two[1].file_id
        overwrite(two[0], file_id=other.hex if connection.vendor == "sqlite" else other)
        with pytest.raises(sealing.NotGenuine):
            read(acting, people, two[0])

    def test_a_value_from_another_column_is_refused(
        self, people: People, acting: Acting, two: tuple[Note, Note]
    ) -> None:
        with acting(people.amina):
            elsewhere = sealing.seal(two[0], "heading", WORDS)
        overwrite(two[0], body=elsewhere.data)
        with pytest.raises(sealing.NotGenuine):
            read(acting, people, two[0])

    def test_a_value_from_another_part_of_the_same_file_is_refused(
        self, people: People, acting: Acting, two: tuple[Note, Note]
    ) -> None:
        class Health:
            part_kind, guard, _meta, pk, file_id = (
                "health",
                ("file_id", "health"),
                Note._meta,
                two[0].pk,
                two[0].file_id,
            )

        with acting(people.amina):
            elsewhere = sealing.seal(Health, "body", WORDS)  # type: ignore[arg-type]
        overwrite(two[0], body=elsewhere.data)
        with pytest.raises(sealing.NotGenuine):
            read(acting, people, two[0])

    @pytest.mark.parametrize(
        "planted",
        [
            b"",
            b"Written by an attacker",
            WORDS.encode(),
            b"\x01" * 200,
            b"\x02" + b"a" * 99,
        ],
    )
    def test_planted_text_is_refused(
        self, people: People, acting: Acting, two: tuple[Note, Note], planted: bytes
    ) -> None:
        overwrite(two[0], body=planted)
        with pytest.raises(sealing.NotGenuine):
            read(acting, people, two[0])

    def test_the_attempt_leaves_a_line_for_the_security_officer(
        self, people: People, acting: Acting, two: tuple[Note, Note]
    ) -> None:
        overwrite(two[0], body=stored(two[1]))
        with pytest.raises(sealing.NotGenuine):
            read(acting, people, two[0])
        with acting(people.dana):
            line = AuditEvent.objects.get(act="part.open", outcome="refused", record=two[0].file_id)
        assert (line.actor, line.detail) == (people.amina.member_id, "not_genuine body")

    def test_no_flipped_bit_passes(self, people: People, acting: Acting, two: tuple[Note, Note]) -> None:
        genuine = stored(two[0])
        with acting(people.amina):
            for place in range(0, len(genuine) * 8, 13):
                broken = bytearray(genuine)
                broken[place // 8] ^= 1 << place % 8
                two[0].body = Sealed(bytes(broken))
                with pytest.raises(sealing.NotGenuine):
                    sealing.open_text(two[0], "body")

    def test_a_cut_value_is_refused(self, people: People, acting: Acting, two: tuple[Note, Note]) -> None:
        genuine = stored(two[0])
        for length in range(1, len(genuine), 7):
            overwrite(two[0], body=genuine[:length])
            with pytest.raises(sealing.NotGenuine):
                read(acting, people, two[0])

    def test_an_older_text_put_back_is_refused(self, people: People, acting: Acting, two: tuple[Note, Note]) -> None:
        older = stored(two[0])
        with acting(people.amina):
            row = Note.objects.get(id=two[0].id)
            row.revision += 1
            sealing.fill(row, body="Do not call at all.")
            row.save()
        assert read(acting, people, two[0]) == "Do not call at all."
        overwrite(two[0], body=older)
        with pytest.raises(sealing.NotGenuine):
            read(acting, people, two[0])

    def test_a_whole_older_row_put_back_is_not_seen_by_the_seal(
        self, people: People, acting: Acting, two: tuple[Note, Note]
    ) -> None:
        """What the seal cannot know: every column of the row is as it once was. The history shows it (explanation/vault)."""
        older = stored(two[0])
        with acting(people.amina):
            row = Note.objects.get(id=two[0].id)
            row.revision += 1
            sealing.fill(row, body="Do not call at all.")
            row.save()
        overwrite(two[0], body=older, revision=1)
        assert read(acting, people, two[0]) == WORDS

    def test_exchanging_two_wrapped_keys_opens_nothing(
        self, people: People, acting: Acting, two: tuple[Note, Note]
    ) -> None:
        wraps = [KeyWrap.objects.get(key__file=note.file_id) for note in two]
        KeyWrap.objects.filter(id=wraps[0].id).update(wrapped=wraps[1].wrapped)
        with acting(people.amina), pytest.raises(sealing.NotGenuine):
            sealing.open_text(Note.objects.get(id=two[0].id), "body")

    def test_giving_a_file_the_key_of_another_opens_nothing(
        self, people: People, acting: Acting, two: tuple[Note, Note]
    ) -> None:
        files = [note.file_id for note in two]
        PartKey.objects.filter(file=files[0]).delete()
        PartKey.objects.filter(file=files[1]).update(file=files[0])
        with acting(people.amina), pytest.raises(sealing.NotGenuine):
            sealing.open_text(Note.objects.get(id=two[0].id), "body")


class TestRevisions:
    """A part seals again what its revision leaves behind, so that nothing is lost by counting up."""

    def test_counting_up_without_sealing_again_keeps_every_text(
        self, people: People, acting: Acting, file_for: Any, note_on: Any
    ) -> None:
        note = note_on(people.amina, file_for(people.amina).id, WORDS)
        with acting(people.amina):
            row = Note.objects.get(id=note.id)
            row.revision += 1
            row.save(update_fields=["revision"])
            assert sealing.open_text(row, "body") == WORDS
            assert sealing.open_text(Note.objects.get(id=note.id), "body") == WORDS

    def test_sealing_before_counting_up_keeps_the_text(
        self, people: People, acting: Acting, file_for: Any, note_on: Any
    ) -> None:
        note = note_on(people.amina, file_for(people.amina).id, WORDS)
        with acting(people.amina):
            row = Note.objects.get(id=note.id)
            sealing.fill(row, body="New words.")
            row.revision += 1
            row.save()
            assert sealing.open_text(Note.objects.get(id=note.id), "body") == "New words."

    def test_counting_up_past_the_seal_is_refused(
        self, people: People, acting: Acting, file_for: Any, note_on: Any
    ) -> None:
        note = note_on(people.amina, file_for(people.amina).id, WORDS)
        with acting(people.amina):
            with pytest.raises(FieldError):
                Note.objects.filter(id=note.id).update(revision=F("revision") + 1)
            note.revision = F("revision") + 1
            with pytest.raises(FieldError):
                note.save()

    def test_a_text_sealed_for_another_revision_cannot_be_written_in_bulk(
        self, people: People, acting: Acting, file_for: Any
    ) -> None:
        note = Note(file_id=file_for(people.amina).id, author=people.amina.member_id)
        with acting(people.amina):
            sealing.fill(note, body=WORDS)
            note.revision = 2
            with pytest.raises(FieldError), transaction.atomic():
                Note.objects.bulk_create([note])

    def test_a_deferred_or_refreshed_text_still_opens(
        self, people: People, acting: Acting, file_for: Any, note_on: Any
    ) -> None:
        note = note_on(people.amina, file_for(people.amina).id, WORDS)
        with acting(people.amina):
            lean = Note.objects.only("file_id").get(id=note.id)
            assert sealing.open_text(lean, "body") == WORDS
            stale = Note.objects.get(id=note.id)
            row = Note.objects.get(id=note.id)
            row.revision += 1
            row.save()
            stale.refresh_from_db(fields=["body"])
            assert sealing.open_text(stale, "body") == WORDS


def test_the_guard_of_a_part_follows_from_its_kind() -> None:
    assert Note.guard == ("file_id", Note.part_kind)


def test_nested_actors_read_with_their_own_reach(people: People, acting: Acting, file_for: Any, note_on: Any) -> None:
    note = note_on(people.amina, file_for(people.amina).id, WORDS)
    with acting(people.amina):
        assert sealing.open_text(note, "body") == WORDS
        with acting_as(people.bela, "test"), pytest.raises(NotVisible):
            sealing.open_text(note, "body")
        assert sealing.open_text(note, "body") == WORDS
