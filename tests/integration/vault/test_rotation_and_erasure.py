# SPDX-License-Identifier: Apache-2.0
"""Rotating while the system runs, erasing for good, and what backups can and cannot bring back."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from quatrefoil.foundation.access.actions import grant
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.jobs.ticks import TICKS
from quatrefoil.foundation.records.models import File, Note
from quatrefoil.foundation.vault import backup, erasure, instance_keys, part_keys, rotation, sealing, search, subjects
from quatrefoil.foundation.vault.keyring.models import BlindToken, KeyWrap, PartKey, Subject
from quatrefoil.foundation.vault.models import ErasureCertificate
from tests.people import People

WORDS = "She asks not to be called in the morning."
OPERATOR = system_actor("operator", rights=frozenset({"keys.rotate", "backup.run"}))
BOTH = ["default", "keyring"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keys and keyring backups of this test alone."""
    monkeypatch.setattr(settings.OPTIONS, "home", tmp_path)
    instance_keys.forget()
    yield tmp_path
    instance_keys.forget()


def read(acting: Any, people: People, note: Note) -> str:
    with acting(people.amina):
        return sealing.open_text(Note.objects.get(id=note.id), "body")


class TestRotation:
    """A new key for the same words."""

    def test_everything_still_opens_and_the_old_key_is_gone(
        self, people: People, acting: Any, file_for: Any, note_on: Any, home: Path
    ) -> None:
        notes = [note_on(people.amina, file_for(people.amina).id, f"{WORDS} {number}") for number in range(7)]
        steps: list[tuple[int, int]] = []
        with acting(people.mio):
            done = rotation.rotate_kek(people.mio, lambda now, total: steps.append((now, total)), chunk=3)
        assert (done.epoch, done.wrapped_again, done.destroyed) == (2, 7, (1,))
        assert steps == [(3, 7), (6, 7), (7, 7)]
        assert sorted(path.name for path in (home / "keys").glob("kek-*")) == ["kek-2"]
        assert [read(acting, people, note) for note in notes] == [f"{WORDS} {number}" for number in range(7)]

    def test_who_may_not_rotate_is_refused(self, people: People, acting: Any) -> None:
        with acting(people.amina), pytest.raises(Refused):
            rotation.rotate_kek(people.amina)

    @pytest.mark.parametrize("killed_at", ["after the first chunk", "before the old key goes"])
    def test_a_killed_rotation_goes_on_where_it_was(
        self,
        people: People,
        acting: Any,
        file_for: Any,
        note_on: Any,
        killed_at: str,
        monkeypatch: pytest.MonkeyPatch,
        home: Path,
    ) -> None:
        class Killed(BaseException):
            """The process dies."""

        def die(*_: object) -> None:
            raise Killed

        notes = [note_on(people.amina, file_for(people.amina).id, WORDS) for _number in range(5)]
        progress = die
        if killed_at == "before the old key goes":
            progress = None
            monkeypatch.setattr(instance_keys, "destroy_kek", die)
        with acting(people.mio), pytest.raises(Killed):
            rotation.rotate_kek(people.mio, progress, chunk=2)
        monkeypatch.undo()
        monkeypatch.setattr(settings.OPTIONS, "home", home)
        instance_keys.forget()
        assert {read(acting, people, note) for note in notes} == {WORDS}
        assert instance_keys.epochs() == (1, 2)
        with acting(people.mio):
            done = rotation.rotate_kek(people.mio, chunk=2)
        assert (done.epoch, done.destroyed) == (2, (1,))
        assert {read(acting, people, note) for note in notes} == {WORDS}

    def test_keys_made_during_a_rotation_are_wrapped_with_the_new_key(
        self, people: People, acting: Any, file_for: Any, note_on: Any
    ) -> None:
        files = [file_for(people.amina) for _number in range(4)]
        note_on(people.amina, files[0].id, WORDS)
        made: list[Note] = []
        with acting(people.mio):
            rotation.rotate_kek(people.mio, lambda *_: made.append(note_on(people.amina, files[1].id, WORDS)), chunk=1)
        assert set(KeyWrap.objects.values_list("epoch", flat=True)) == {2}
        assert read(acting, people, made[0]) == WORDS

    def test_a_key_stored_just_after_its_epoch_was_retired_is_wrapped_again(
        self, people: People, acting: Any, file_for: Any, note_on: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another process read "epoch 1", slept through the rotation, and stores its key."""
        note_on(people.amina, file_for(people.amina).id, "to have an epoch")
        with monkeypatch.context() as patch:
            honest, asked = instance_keys.current_epoch, []

            def asleep() -> int:
                asked.append(1)
                if len(asked) > 1:
                    return honest()
                instance_keys.new_kek(2)
                instance_keys.retire_kek(1)
                return 1

            patch.setattr(instance_keys, "current_epoch", asleep)
            late = note_on(people.amina, file_for(people.amina).id, WORDS)
        assert KeyWrap.objects.get(key__file=late.file_id).epoch == 2
        with acting(people.mio):
            rotation.rotate_kek(people.mio)
        assert read(acting, people, late) == WORDS


class TestErasure:
    """The keys go; what is left is nobody's."""

    @pytest.fixture
    def hers(self, people: People, acting: Any, file_for: Any, note_on: Any) -> Note:
        """A file with a note, findable, with a subject in the facts."""
        file = file_for(people.amina)
        with acting(people.amina):
            search.index(file.id, ["Selam Tesfaye"], 1999, ["+33639984567"])
            subjects.pseudonym(file.id, "protection")
        return note_on(people.amina, file.id, WORDS)

    def erase(self, acting: Any, people: People, note: Note) -> ErasureCertificate:
        with acting(people.mio):
            return erasure.erase(people.mio, note.file_id)

    def test_nothing_of_the_person_opens_or_is_found_any_more(self, people: People, acting: Any, hers: Note) -> None:
        self.erase(acting, people, hers)
        with pytest.raises((NotVisible, Note.DoesNotExist)):  # PostgreSQL does not even show the row
            read(acting, people, hers)
        with acting(people.amina):  # even for somebody who reaches it again
            grant(people.amina.member_id, hers.file_id, "case", ground="owner")
        with pytest.raises(part_keys.KeyMissing):
            read(acting, people, hers)
        for model in (PartKey, BlindToken, Subject):
            assert not model.objects.filter(file=hers.file_id).exists()
        with acting(people.amina):
            assert search.find(people.amina, "returned", phones=["+33639984567"]).rows == ()
            assert File.objects.get(id=hers.file_id).erased_at is not None

    def test_no_key_token_or_subject_is_ever_made_again(
        self, people: People, acting: Any, hers: Note, note_on: Any
    ) -> None:
        self.erase(acting, people, hers)
        with pytest.raises(part_keys.KeyMissing):
            note_on(people.amina, hers.file_id, "back again")
        with acting(people.amina):
            with pytest.raises(part_keys.KeyMissing):
                search.index(hers.file_id, ["Selam Tesfaye"], 1999)
            with pytest.raises(part_keys.KeyMissing):
                subjects.pseudonym(hers.file_id, "protection")

    def test_a_hold_stops_it(self, people: People, acting: Any, hers: Note) -> None:
        with acting(people.amina):
            File.objects.filter(id=hers.file_id).update(hold_reason="court_order")
        with acting(people.mio), pytest.raises(Refused, match="hold"):
            erasure.erase(people.mio, hers.file_id)
        assert read(acting, people, hers) == WORDS

    def test_a_case_manager_cannot_erase_and_an_unknown_file_is_not_there(
        self, people: People, acting: Any, hers: Note
    ) -> None:
        with acting(people.amina), pytest.raises(Refused):
            erasure.erase(people.amina, hers.file_id)
        with acting(people.mio), pytest.raises(NotVisible):
            erasure.erase(people.mio, hers.id)

    def test_other_files_stay_as_they_were(
        self, people: People, acting: Any, hers: Note, file_for: Any, note_on: Any
    ) -> None:
        other = note_on(people.amina, file_for(people.amina).id, "Another person.")
        self.erase(acting, people, hers)
        with acting(people.mio):
            rotation.rotate_kek(people.mio)
        assert read(acting, people, other) == "Another person."

    def test_facts_hear_which_subjects_to_forget(self, people: People, acting: Any, hers: Note) -> None:
        heard: list[tuple[Any, frozenset[Any]]] = []
        listener = lambda file, pseudonyms: heard.append((file, pseudonyms))  # noqa: E731
        with acting(people.amina):
            subject = subjects.pseudonym(hers.file_id, "protection")
        erasure.on_erased.append(listener)
        try:
            self.erase(acting, people, hers)
        finally:
            erasure.on_erased.remove(listener)
        assert heard == [(hers.file_id, frozenset({subject}))]

    def test_erasing_twice_is_one_certificate(self, people: People, acting: Any, hers: Note) -> None:
        assert self.erase(acting, people, hers) == self.erase(acting, people, hers)
        assert ErasureCertificate.objects.count() == 1

    def test_the_night_rotates_and_the_certificate_waits_for_the_last_backup(
        self, people: People, acting: Any, hers: Note, note_on: Any, home: Path
    ) -> None:
        with acting(OPERATOR):
            old = backup.keyring_folder() / "keyring-20200101T000000000000Z.sqlite3"
            old.parent.mkdir()
            old.write_bytes(b"a backup that somebody forgot")
        self.erase(acting, people, hers)
        night = timezone.now()
        self.night(night, monkeypatched_backup=home)
        assert instance_keys.epochs() == (2,)
        assert not old.exists()
        certificate = ErasureCertificate.objects.get()
        assert certificate.epoch_rotated_at == night
        assert certificate.due_on == timezone.localdate(night) + datetime.timedelta(days=30)
        self.night(night + datetime.timedelta(days=29), monkeypatched_backup=home)
        assert ErasureCertificate.objects.get().certified_on is None
        self.night(night + datetime.timedelta(days=30), monkeypatched_backup=home)
        assert ErasureCertificate.objects.get().certified_on == certificate.due_on

    def night(self, now: datetime.datetime, *, monkeypatched_backup: Path) -> None:
        """In these tests everything runs in one transaction, in which SQLite copies nothing: the copy is left out."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(erasure, "backup_keyring", lambda _actor: monkeypatched_backup)
            erasure.nightly_rotation(now)

    def test_a_keyring_backup_from_before_holds_the_certificate_back(
        self, people: People, acting: Any, hers: Note, home: Path
    ) -> None:
        self.erase(acting, people, hers)
        night = timezone.now()
        self.night(night, monkeypatched_backup=home)
        forgotten = backup.keyring_folder() / f"keyring-{night - datetime.timedelta(hours=1):{backup.STAMP}}.sqlite3"
        forgotten.parent.mkdir(exist_ok=True)
        forgotten.write_bytes(b"x")
        with acting(people.mio):
            assert erasure.certify(people.mio, night + datetime.timedelta(days=31)) == 0
            forgotten.unlink()
            assert erasure.certify(people.mio, night + datetime.timedelta(days=31)) == 1

    def test_a_backup_that_fails_does_not_undo_the_night(self, people: People, acting: Any, hers: Note) -> None:
        def fail(_actor: object) -> None:
            raise backup.BackupFailed("no tool")

        self.erase(acting, people, hers)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(erasure, "backup_keyring", fail)
            erasure.nightly_rotation()
        assert ErasureCertificate.objects.get().epoch_rotated_at is not None
        with acting(people.dana):
            assert AuditEvent.objects.filter(act="backup.failed").exists()

    def test_the_system_does_this_and_tells_holders_by_itself(self) -> None:
        assert TICKS["vault.night"].at_hour == 1
        assert TICKS["vault.tell_holders"].every <= datetime.timedelta(minutes=1)

    def test_a_night_without_erasures_rotates_nothing(self, people: People, file_for: Any, note_on: Any) -> None:
        note_on(people.amina, file_for(people.amina).id, WORDS)
        assert erasure.nightly_rotation() is None
        assert instance_keys.epochs() == (1,)


def test_expired_keyring_backups_are_destroyed_and_their_date_cannot_be_put_off(home: Path) -> None:
    folder = backup.keyring_folder()
    folder.mkdir()
    now = datetime.datetime(2026, 6, 30, 12, tzinfo=datetime.UTC)
    names = {"keyring-20260501T120000000000Z": None, "keyring-20260629T120000000000Z": None}
    names |= {
        "keyring-20260501T130000000000Z": "2099-01-01T00:00:00+00:00",
        "keyring-20260628T120000000000Z": "2026-06-29T00:00:00+00:00",
    }
    for name, expires in names.items():
        (folder / f"{name}.sqlite3").write_bytes(b"wraps")
        if expires:
            (folder / f"{name}.expires").write_text(expires)
    gone = backup.expire_keyring_backups(now)
    assert [path.stem for path in folder.iterdir()] == ["keyring-20260629T120000000000Z"]
    assert len(gone) == 3
