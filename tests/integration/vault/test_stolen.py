# SPDX-License-Identifier: Apache-2.0
"""Somebody takes the disk: databases, their logs and the backups. And: a backup does not bring an erased person back."""

import datetime
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.conf import settings

from quatrefoil.foundation.vault import backup
from tests.conftest import ROOT
from tests.integration.vault.planted import PLANTED, SHORTEST_NEEDLE, needles

ENOUGH_SECONDS = 180


def run(step: str, home: Path) -> dict[str, str]:
    """Run one step of `on_disk` in its own process on SQLite files below `home`; returns what it says."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QUATREFOIL_")}
    chosen = {
        "QUATREFOIL_HOME": str(home),
        "QUATREFOIL_MODE": "development",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.vault.on_disk", step],
        cwd=ROOT,
        env=clean | chosen,
        capture_output=True,
        text=True,
        timeout=ENOUGH_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an installation that was in use."""
    home = tmp_path_factory.mktemp("stolen")
    answer = run("plant", home)
    assert PLANTED[-1].note in answer["opened"]
    return home


@pytest.fixture(scope="module")
def disk(stolen: Path) -> dict[str, bytes]:
    """Every file that the thief has, the key files too."""
    return {str(path.relative_to(stolen)): path.read_bytes() for path in stolen.rglob("*") if path.is_file()}


def found_on(disk: dict[str, bytes], wanted: Iterable[bytes]) -> list[tuple[str, bytes]]:
    """Which of the needles occur in which file, in one pass over the files."""
    by_beginning: dict[bytes, set[bytes]] = defaultdict(set)
    for needle in wanted:
        by_beginning[needle[:SHORTEST_NEEDLE]].add(needle)
    found = set()
    for name, data in disk.items():
        for start in range(len(data) - SHORTEST_NEEDLE + 1):
            for needle in by_beginning.get(data[start : start + SHORTEST_NEEDLE], ()):
                if data.startswith(needle, start):
                    found.add((name, needle))
    return sorted(found)


def test_the_thief_has_what_this_test_means_to_search(disk: dict[str, bytes]) -> None:
    names = {"data.sqlite3", "data.sqlite3-wal", "data.sqlite3-shm", "keyring.sqlite3", "keyring.sqlite3-wal"}
    assert names <= disk.keys()
    assert sum("data-backups" in name for name in disk) == 1
    assert sum(name.startswith("keyring-backups") for name in disk) >= 2
    assert disk["data.sqlite3-wal"]


def test_what_is_not_sealed_is_found_so_the_search_can_find(disk: dict[str, bytes]) -> None:
    assert found_on(disk, [b"Lighthouse"])
    careless = {"careless.log": b"x" * 99 + PLANTED[3].name.upper().encode("utf-16-le")}
    assert found_on(careless, needles(PLANTED[3]))


def test_no_planted_person_is_on_the_disk_in_any_form(disk: dict[str, bytes]) -> None:
    every = {needle for person in PLANTED for needle in needles(person)}
    assert len(every) > 100 * len(PLANTED)
    assert found_on(disk, every) == []


def test_no_key_file_is_in_a_database_or_a_backup(disk: dict[str, bytes]) -> None:
    secrets = {name: data for name, data in disk.items() if name.startswith("keys/")}
    assert len(secrets) == 4
    others = {name: data for name, data in disk.items() if not name.startswith(("keys/", "public-keys/"))}
    forms = [form for secret in secrets.values() for form in (secret[:32], secret[-32:], secret.hex().encode())]
    assert found_on(others, forms) == []


def test_a_data_backup_holds_no_keyring_table(disk: dict[str, bytes]) -> None:
    data = next(content for name, content in disk.items() if name.startswith("data-backups"))
    assert b"vault_erasurecertificate" in data
    assert b"keyring_keywrap" not in data


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the drill."""
    return tmp_path_factory.mktemp("drill")


@pytest.fixture(scope="module")
def said(home: Path) -> dict[str, str]:
    """What could be read at each step of the drill."""
    return run("drill", home)


class TestRestoring:
    """The drill: a backup from before an erasure, on this machine and on another."""

    def test_an_erased_person_stays_erased_and_the_others_come_back(self, said: dict[str, str]) -> None:
        assert PLANTED[0].name in said["before"]
        assert said["after_both"] == "erased"
        assert said["repeated"] == "1"
        assert said["after_newest"] == "erased"
        assert PLANTED[1].name in said["other_after_newest"]

    def test_a_keyring_from_before_the_rotation_opens_nothing_at_all(self, said: dict[str, str]) -> None:
        """Its wraps name a key that is gone; the night therefore made a new keyring backup at once."""
        assert said["other_after_both"] == "KeyFileError"

    def test_on_another_machine_both_old_backups_and_the_key_of_today_show_nobody(
        self, said: dict[str, str], home: Path, tmp_path: Path
    ) -> None:
        elsewhere = self._machine_with(home, min((home / "keyring-backups").glob("*.sqlite3")), tmp_path)
        answer = run("read_elsewhere", elsewhere)
        assert answer[said["gone"]] == "KeyFileError"

    def test_on_another_machine_the_newest_keyring_shows_the_others_only(
        self, said: dict[str, str], home: Path, tmp_path: Path
    ) -> None:
        elsewhere = self._machine_with(home, max((home / "keyring-backups").glob("*.sqlite3")), tmp_path)
        answer = run("read_elsewhere", elsewhere)
        assert answer[said["gone"]] == "erased"
        assert PLANTED[1].name in answer[said["other"]]

    def test_after_thirty_days_no_keyring_backup_is_left(
        self, said: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        shutil.copytree(home / "keyring-backups", tmp_path / "keyring-backups")
        monkeypatch.setattr(settings.OPTIONS, "home", tmp_path)
        later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=backup.KEYRING_BACKUP_DAYS, minutes=1)
        assert len(backup.expire_keyring_backups(later)) == 2
        assert list((tmp_path / "keyring-backups").iterdir()) == []

    def _machine_with(self, home: Path, keyring: Path, elsewhere: Path) -> Path:
        shutil.copytree(home / "keys", elsewhere / "keys")
        shutil.copytree(home / "public-keys", elsewhere / "public-keys")
        shutil.copy(next((home / "data-backups").glob("data-*")), elsewhere / "data.sqlite3")
        shutil.copy(keyring, elsewhere / "keyring.sqlite3")
        return elsewhere
