# SPDX-License-Identifier: Apache-2.0
"""Backups: the data where the operator says, the keyring apart from it and for thirty days only.

A data backup never holds a key, and a keyring backup never holds a word; neither holds the key files. Bring them
together only to restore. After a restore, erasures that the other database remembers are carried out again.
"""

import contextlib
import datetime
import os
import sqlite3
import subprocess
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.vault import part_keys
from quatrefoil.foundation.vault.instance_keys import overwrite_and_delete
from quatrefoil.foundation.vault.models import ErasureCertificate

KEYRING_BACKUP_DAYS: Final = 30
STAMP: Final = "%Y%m%dT%H%M%S%fZ"
BACKUP_ROLE: Final = "quatrefoil_backup"


class BackupFailed(RuntimeError):
    """PostgreSQL's own tool could not do it; the message is what the tool said (it names tables, never what is in them)."""


def keyring_folder() -> Path:
    """Where keyring backups lie: apart from data backups, so that one theft does not take both."""
    folder: Path = settings.OPTIONS.home / "keyring-backups"
    return folder


def backup(actor: Actor, folder: Path) -> tuple[Path, Path]:
    """Back up the data into `folder` and the keyring into its own; returns both files. Needs the right "backup.run".

    Holds no transaction of its own: copying takes as long as it takes while others write.
    """
    require_right(actor, "backup.run")
    if folder.resolve().is_relative_to(keyring_folder().resolve()):
        raise Refused(_("Keep data backups apart from keyring backups: choose another folder."), code="same_folder")
    data = _copy("default", folder, "data", timezone.now())
    trail.wrote("backup.data", detail=f"by={actor.member_id}")
    return data, backup_keyring(actor)


def backup_keyring(actor: Actor) -> Path:
    """Back up the keyring alone; the file beside it says when it expires."""
    require_right(actor, "backup.run")
    now = timezone.now()
    copy = _copy("keyring", keyring_folder(), "keyring", now)
    expires = now + datetime.timedelta(days=KEYRING_BACKUP_DAYS)
    copy.with_suffix(".expires").write_text(expires.isoformat(), encoding="ascii")
    trail.wrote("backup.keyring", detail=f"by={actor.member_id}")
    return copy


def keyring_backups() -> list[tuple[Path, datetime.datetime]]:
    """Keyring backups that are there, with the moment each was made, oldest first."""
    found = [path for path in keyring_folder().glob("keyring-*") if path.suffix != ".expires"]
    return sorted(((path, _made_at(path)) for path in found), key=lambda pair: pair[1])


def expire_keyring_backups(now: datetime.datetime | None = None) -> list[str]:
    """Overwrite and delete keyring backups after thirty days, whatever their own files say; returns their names."""
    now = now or timezone.now()
    gone = []
    for path, made_at in keyring_backups():
        if _expiry(path, made_at) <= now:
            overwrite_and_delete(path)
            path.with_suffix(".expires").unlink(missing_ok=True)
            gone.append(path.name)
    return gone


def restore(actor: Actor, data: Path | None = None, keyring: Path | None = None) -> int:
    """Put backups back in place of what is there; stop the servers first. Returns how many erasures were repeated.

    Needs the right "backup.run". Acts by itself, since no transaction may be open while tables are replaced. Erasures
    that the databases remember before or after are carried out again.
    """
    with acting_as(actor, "restore"):
        require_right(actor, "backup.run")
        known = _remembered_erasures()
    for alias, file in (("default", data), ("keyring", keyring)):
        if file is not None:
            _put_back(alias, file)
    with acting_as(actor, "restore"):
        repeated = _repeat_erasures(known | _remembered_erasures())
        trail.wrote("backup.restore", detail=f"repeated={repeated} by={actor.member_id}")
    return repeated


def _remembered_erasures() -> set[str]:
    of_data = set(ErasureCertificate.objects.values_list("file_digest", flat=True))
    return of_data | set(part_keys.rows().Erased.objects.values_list("digest", flat=True))


def _repeat_erasures(digests: set[str]) -> int:
    """Delete keys, tokens and subjects that a restored keyring has of erased files."""
    keyring = part_keys.rows()
    present = set()
    for model in (keyring.PartKey, keyring.BlindToken, keyring.Subject):
        present |= set(model.objects.values_list("file", flat=True).distinct())
    back = [file for file in present if part_keys.erased_digest(file) in digests]
    with transaction.atomic(using="keyring"):
        keyring.Erased.objects.bulk_create([keyring.Erased(digest=digest) for digest in digests], ignore_conflicts=True)
        for file in back:
            keyring.KeyWrap.objects.filter(key__file=file).delete()
            for model in (keyring.PartKey, keyring.BlindToken, keyring.Subject):
                model.objects.filter(file=file).delete()
    return len(back)


def _copy(alias: str, folder: Path, name: str, now: datetime.datetime) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = now.astimezone(datetime.UTC).strftime(STAMP)
    if connections[alias].vendor == "sqlite":
        return _copy_sqlite(alias, folder / f"{name}-{stamp}.sqlite3")
    return _dump_postgres(alias, folder / f"{name}-{stamp}.dump")


def _copy_sqlite(alias: str, target: Path) -> Path:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.close(descriptor)
    # A connection of its own: one that is writing cannot be copied from, and would wait for itself for ever.
    name = str(connections[alias].settings_dict["NAME"])
    source = sqlite3.connect(name, uri=name.startswith("file:"))
    with contextlib.closing(source), contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=1_000)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file: reading it later leaves no log beside it
    return target


def _put_back(alias: str, source: Path) -> None:
    if connections[alias].vendor != "sqlite":
        connections[alias].close()
        _restore_postgres(alias, source)
        return
    connections[alias].ensure_connection()
    with contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy:
        copy.backup(connections[alias].connection)


def _dump_postgres(alias: str, target: Path) -> Path:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _run(alias, ["pg_dump", "--format=custom", "--no-owner", f"--file={target}", *_where(alias)])
    except BackupFailed:
        target.unlink()  # half a backup must not be taken for one
        raise
    return target


def _restore_postgres(alias: str, source: Path) -> None:
    words = ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction"]
    _run(alias, [*words, *_where(alias), str(source)])


def _run(alias: str, command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, env=_environment(alias), capture_output=True, text=True)  # noqa: S603 - fixed words
    except FileNotFoundError:
        raise BackupFailed(f"{command[0]} is not installed here; it comes with the PostgreSQL client.") from None
    except subprocess.CalledProcessError as error:
        raise BackupFailed(error.stderr.strip()) from None


def _where(alias: str) -> list[str]:
    """Host, port, database and role; a backup reads as its own role, which sees every row and changes none."""
    place = connections[alias].settings_dict
    role = place["USER"] if settings.OPTIONS.side == "owner" else BACKUP_ROLE
    given = {"--host": place["HOST"], "--port": place["PORT"], "--username": role, "--dbname": place["NAME"]}
    return [f"{name}={value}" for name, value in given.items() if value]


def _environment(alias: str) -> dict[str, str]:
    """The password travels in the environment or in the operator's ~/.pgpass, never on the command line."""
    if settings.OPTIONS.side != "owner":
        return dict(os.environ)
    return os.environ | {"PGPASSWORD": str(connections[alias].settings_dict["PASSWORD"])}


def _made_at(path: Path) -> datetime.datetime:
    stamp = path.stem.removeprefix("keyring-")
    return datetime.datetime.strptime(stamp, STAMP).replace(tzinfo=datetime.UTC)


def _expiry(path: Path, made_at: datetime.datetime) -> datetime.datetime:
    """Thirty days after it was made, or sooner if its own file says so; never later."""
    latest = made_at + datetime.timedelta(days=KEYRING_BACKUP_DAYS)
    try:
        said = datetime.datetime.fromisoformat(path.with_suffix(".expires").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return latest
    return min(latest, said)
