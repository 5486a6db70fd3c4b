# SPDX-License-Identifier: Apache-2.0
"""A small installation in real SQLite files, run as a process of its own: `python -m tests.integration.vault.on_disk STEP`.

The process ends without closing its databases, as after a power cut, so that their logs stay on the disk.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "quatrefoil.config.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from quatrefoil.foundation.access.acting import acting_as  # noqa: E402
from quatrefoil.foundation.access.errors import Refused  # noqa: E402
from quatrefoil.foundation.identity.actors import Actor, system_actor  # noqa: E402
from quatrefoil.foundation.identity.roles import ALL_PARTS  # noqa: E402
from quatrefoil.foundation.records.actions import open_file  # noqa: E402
from quatrefoil.foundation.records.models import Note  # noqa: E402
from quatrefoil.foundation.vault import backup, erasure, instance_keys, parts, rotation, sealing, search  # noqa: E402
from tests.integration.vault.planted import PLANTED, Planted  # noqa: E402
from tests.people import make_people  # noqa: E402

HOME: Path = settings.OPTIONS.home
SYSTEM = system_actor("test", rights=frozenset({"backup.run", "keys.rotate", "retention.run"}), everywhere=ALL_PARTS)


def plant() -> None:
    """Write, change, look for, rotate, erase and back up many invented people."""
    amina, mio = _install()
    notes = [_write(amina, person) for person in PLANTED]
    with acting_as(amina, "test"):
        for note, person in zip(notes, PLANTED, strict=True):
            with transaction.atomic():
                parts.save_part(note, {"body": f"{person.note} {person.phone}"}, seen_revision=1)
            _conflict(note, person)
        for person in PLANTED[:10]:
            search.find(amina, "intake", names=[person.name], birth_year=person.birth_year, phones=[person.phone])
    with acting_as(SYSTEM, "test"):
        rotation.rotate_kek(SYSTEM)
        backup.backup(SYSTEM, HOME / "data-backups")
    with acting_as(mio, "test"):
        erasure.erase(mio, notes[0].file_id)
    erasure.nightly_rotation()
    note = _write(amina, PLANTED[-1])  # the last words stand in the log, not yet in the database
    with acting_as(amina, "test"):
        _say(opened=sealing.open_text(note, "body"))


def drill() -> None:
    """Back up, erase, rotate, restore the backup from before, and say what can be read at each step."""
    amina, mio = _install()
    gone, other = (_write(amina, person) for person in PLANTED[:2])
    said: dict[str, str] = {"before": _read(amina, gone)}
    with acting_as(SYSTEM, "test"):
        data, keyring = backup.backup(SYSTEM, HOME / "data-backups")
    with acting_as(mio, "test"):
        erasure.erase(mio, gone.file_id)
    erasure.nightly_rotation()
    (newest, _made_at) = backup.keyring_backups()[-1]
    repeated = backup.restore(SYSTEM, data=data, keyring=keyring)
    said |= {"repeated": str(repeated), "after_both": _read(amina, gone), "other_after_both": _read(amina, other)}
    backup.restore(SYSTEM, data=data, keyring=newest)
    said |= {"after_newest": _read(amina, gone), "other_after_newest": _read(amina, other)}
    _say(**said, amina=str(amina.member_id), gone=str(gone.id), other=str(other.id))


def read_elsewhere() -> None:
    """On another machine with the key files of today and the databases of then: what can be read?"""
    reader = system_actor("thief", everywhere=ALL_PARTS)
    with acting_as(reader, "test"):
        notes = list(Note.objects.order_by("recorded_at"))
    _say(**{str(note.id): _read(reader, note) for note in notes})


def _install() -> tuple[Actor, Actor]:
    for alias in ("default", "keyring"):
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    instance_keys.ensure_keys()
    people = make_people(with_accounts=False)
    return people.amina, people.mio


def _write(actor: Actor, person: Planted) -> Note:
    with acting_as(actor, "test"), transaction.atomic():
        file = open_file(actor, "case", owner_id=actor.member_id)
        search.index(file.id, [person.name], person.birth_year, [person.phone], [person.document])
        row = Note(file_id=file.id, author=actor.member_id)
        return parts.save_part(row, {"body": f"{person.name} {person.phone} {person.note}"})


def _conflict(note: Note, person: Planted) -> None:
    try:
        with transaction.atomic():
            parts.save_part(note, {"body": f"{person.note} {person.name}"}, seen_revision=1)
    except parts.PartConflict:
        return
    raise AssertionError("the second editor was not stopped")


def _read(actor: Actor, note: Note) -> str:
    with acting_as(actor, "test"):
        try:
            return sealing.open_text(Note.objects.get(id=note.id), "body")
        except Refused as refusal:
            return refusal.code
        except instance_keys.KeyFileError as error:
            return type(error).__name__


def _say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")


if __name__ == "__main__":
    {"plant": plant, "drill": drill, "read_elsewhere": read_elsewhere}[sys.argv[1]]()
    sys.stdout.flush()
    os._exit(0)
