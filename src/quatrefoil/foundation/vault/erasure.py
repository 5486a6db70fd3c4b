# SPDX-License-Identifier: Apache-2.0
"""Erasing a person: the keys, tokens and subjects of a file go; what is left is ciphertext that nobody can open.

The same night the key-encryption key is rotated, so that copies of the old wraps open nothing here. Whoever kept both a
keyring backup and the old key could still open them; therefore erasure is certified only on the day the last such
backup has expired.
"""

import datetime
import logging
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.roles import CORE
from quatrefoil.foundation.vault import part_keys, subjects
from quatrefoil.foundation.vault.backup import (
    KEYRING_BACKUP_DAYS,
    BackupFailed,
    backup_keyring,
    expire_keyring_backups,
    keyring_backups,
)
from quatrefoil.foundation.vault.models import ErasureCertificate
from quatrefoil.foundation.vault.part_keys import erased_digest
from quatrefoil.foundation.vault.rotation import Rotated, rotate_kek

logger = logging.getLogger(__name__)

ERASER: Final = system_actor("eraser", everywhere=frozenset({CORE}))
NIGHT: Final = system_actor("night", rights=frozenset({"keys.rotate", "retention.run", "backup.run"}))

# Rooms to the right forget what they hold: called with the file and the pseudonyms that stood for it in the facts.
on_erased: list[Callable[[UUID, frozenset[UUID]], None]] = []


@action("retention.run")
def erase(actor: Actor, file_id: UUID, ground: str = "retention") -> ErasureCertificate:
    """Erase the person from a file, for good. Idempotent.

    ground: a code, such as "retention" or "request". Raises NotVisible for an unknown file and Refused while a hold
    stands. The keys go first and at once: if the rest fails, erasing again completes it.
    """
    with acting_as(ERASER, f"erase: {ground}"):
        _refuse_held(file_id)
        pseudonyms = subjects.pseudonyms_of(file_id)
        _forget_keys(file_id)
        _files().filter(id=file_id, erased_at__isnull=True).update(erased_at=timezone.now())
        for listener in on_erased:
            listener(file_id, pseudonyms)
    trail.wrote("file.erase", file_id, detail=ground)
    for alias in ("default", "keyring"):
        transaction.on_commit(lambda alias=alias: checkpoint(alias), using=alias)  # type: ignore[misc]
    return _certificate(actor, file_id, ground)


def nightly_rotation(now: datetime.datetime | None = None) -> Rotated | None:
    """What the night does after a day with erasures: rotate, back the keyring up anew, expire old backups, certify.

    Acts as the system's "night"; without erasures it only expires and certifies. A keyring backup made before the
    rotation is wrapped with a key that is gone, so a new one is made at once.
    """
    now = now or timezone.now()
    with acting_as(NIGHT, "nightly rotation"):
        waiting = ErasureCertificate.objects.filter(epoch_rotated_at__isnull=True)
        rotated = None
        if waiting.exists():
            rotated = rotate_kek(NIGHT)
            due = timezone.localdate(now) + datetime.timedelta(days=KEYRING_BACKUP_DAYS)
            waiting.update(epoch_rotated_at=now, due_on=due)
            _back_up_anew()
        expire_keyring_backups(now)
        certify(NIGHT, now)
    for alias in ("default", "keyring"):
        checkpoint(alias)
    return rotated


@action("retention.run")
def certify(actor: Actor, now: datetime.datetime | None = None) -> int:
    """Certify erasures whose old keyring backups have all expired; a backup that is still there holds it back."""
    today = timezone.localdate(now or timezone.now())
    certified = 0
    due = ErasureCertificate.objects.filter(
        certified_on__isnull=True, epoch_rotated_at__isnull=False, due_on__lte=today
    )
    for certificate in due:
        rotated_at = certificate.epoch_rotated_at
        if rotated_at is None or any(made_at <= rotated_at for _path, made_at in keyring_backups()):
            continue
        certificate.certified_on = today
        certificate.save(update_fields=["certified_on"])
        trail.wrote("erasure.certify", detail=f"{certificate.file_digest[:16]} by={actor.member_id}")
        certified += 1
    return certified


def checkpoint(alias: str) -> None:
    """On SQLite, bring the log into the database and cut it, so that no deleted row stays in it."""
    connection = connections[alias]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _back_up_anew() -> None:
    """A backup that fails must not undo that the key was turned; it is shouted instead."""
    try:
        backup_keyring(NIGHT)
    except BackupFailed:
        trail.wrote("backup.failed", detail="keyring")
        logger.critical("The keyring was not backed up after its rotation: run `quatrefoil backup` now.")


def _files() -> Any:
    # By name: the vault stands before the records in the order of rooms.
    return apps.get_model("records", "File").objects


def _refuse_held(file_id: UUID) -> None:
    file = _files().filter(id=file_id).values("hold_reason").first()
    if file is None:
        raise NotVisible
    if file["hold_reason"]:
        raise Refused(
            _("A hold stands on this file, so it is not erased. Lift the hold first, or wait until it ends."),
            code="held",
        )


def _forget_keys(file_id: UUID) -> None:
    keyring = part_keys.rows()
    with transaction.atomic(using="keyring"):
        keyring.Erased.objects.get_or_create(digest=erased_digest(file_id))
        keyring.KeyWrap.objects.filter(key__file=file_id).delete()
        for model in (keyring.PartKey, keyring.BlindToken, keyring.Subject):
            model.objects.filter(file=file_id).delete()
    part_keys.forget_opened()


def _certificate(actor: Actor, file_id: UUID, ground: str) -> ErasureCertificate:
    made, _is_new = ErasureCertificate.objects.get_or_create(
        file_digest=erased_digest(file_id),
        defaults={
            "ground": ground,
            "erased_by": actor.member_id,
            "due_on": timezone.localdate() + datetime.timedelta(days=KEYRING_BACKUP_DAYS),
        },
    )
    return made
