# SPDX-License-Identifier: Apache-2.0
"""The data key of one part of one file: made on first use, kept wrapped in the keyring, unwrapped while somebody acts."""

import hashlib
from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.acting import ON_LEAVING
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.methods import sealed_part
from quatrefoil.methods.sealed_part import (
    Associated,
    PartKey,
    SealedPartError,
    Tampered,
)

if TYPE_CHECKING:
    from quatrefoil.foundation.vault.keyring.models import KeyWrap

INSTANCE: Final = "instance"
WRAP_VERSION: Final = 1
MOST_KEPT: Final = 200  # keys of one page or one chunk of a job; more are looked up again

Place = tuple[UUID, str]

_open_keys: ContextVar[dict[Place, PartKey] | None] = ContextVar("quatrefoil_open_keys", default=None)


class KeyMissing(Refused):
    """The part has no key: it was erased (or the keyring was lost)."""

    def __init__(self) -> None:
        super().__init__(
            _("What stood here has been erased and cannot be read by anybody."),
            code="erased",
        )


class NotGenuine(Refused):
    """A stored value was altered or moved, or stands at an older state; nothing of it is shown."""

    def __init__(self) -> None:
        message = _("What is stored here does not belong here, so it is not shown. Tell your security officer now.")
        super().__init__(message, code="not_genuine")


def forget_opened() -> None:
    """Drop every unwrapped key of whoever acts."""
    _open_keys.set(None)


ON_LEAVING.append(forget_opened)


def rows() -> Any:
    """The keyring's models; imported late because the public side is installed without them and must fail here."""
    from quatrefoil.foundation.vault.keyring import models

    return models


def key_of(file_id: UUID, part: str) -> PartKey:
    """The key that opens this part of this file (1 query, then none while the same actor acts).

    Raises KeyMissing when there is none, NotGenuine or KeyFileError when it cannot be unwrapped.
    """
    kept = _kept()
    if (file_id, part) not in kept:
        keys_of([(file_id, part)])
    try:
        return kept[file_id, part]
    except KeyError:
        raise KeyMissing from None


def keys_of(places: Iterable[Place]) -> None:
    """Unwrap the keys of several parts with one query, so that `key_of` finds them."""
    kept = _kept()
    wanted = {place for place in places if place not in kept}
    if len(kept) + len(wanted) > MOST_KEPT:
        kept.clear()
    wraps = rows().KeyWrap.objects.filter(
        holder=INSTANCE,
        key__file__in={file for file, _part in wanted},
        key__part__in={part for _file, part in wanted},
    )
    for wrap in wraps.select_related("key"):
        try:
            kept[wrap.key.file, wrap.key.part] = unwrap(wrap)
        except SealedPartError:
            trail.refused("part.open", wrap.key.file, wrap.key.part, detail="not_genuine key")
            raise NotGenuine from None


def key_for_writing(file_id: UUID, part: str) -> PartKey:
    """The key of the part, made and stored in the keyring before anything is sealed with it."""
    try:
        return key_of(file_id, part)
    except KeyMissing:
        return _make(file_id, part)


def unwrap(wrap: "KeyWrap") -> PartKey:
    """Open one wrap with the key-encryption key of its epoch; checks that it holds the key it claims."""
    kek = instance_keys.kek(wrap.epoch)
    place = wrap_place(kek, wrap.key.file, wrap.key.part, wrap.holder)
    key = sealed_part.unwrap_key(kek, bytes(wrap.wrapped), place)
    if key.key_id != wrap.key_id:
        raise Tampered("the keyring names another key than the one it holds")
    return key


def wrap_place(kek: PartKey, file_id: UUID, part: str, holder: str) -> Associated:
    """Where a wrap stands: exchanging the wraps, parts or files of two keys makes both unreadable."""
    return Associated("keyring.KeyWrap", holder, file_id, part, kek.key_id, WRAP_VERSION)


def _make(file_id: UUID, part: str) -> PartKey:
    refuse_erased(file_id)
    key, epoch = PartKey.generate(), instance_keys.current_epoch()
    kek = instance_keys.kek(epoch)
    keyring = rows()
    try:
        with transaction.atomic(using="keyring"):
            stored = keyring.PartKey.objects.create(id=key.key_id, file=file_id, part=part)
            wrapped = sealed_part.wrap_key(kek, key, wrap_place(kek, file_id, part, INSTANCE))
            keyring.KeyWrap.objects.create(key=stored, holder=INSTANCE, epoch=epoch, wrapped=wrapped)
    except IntegrityError:
        return key_of(file_id, part)  # somebody else made it at the same moment
    if not instance_keys.kek_is_live(epoch):
        _wrap_again(key, file_id, part)
    _kept()[file_id, part] = key
    return key


def _wrap_again(key: PartKey, file_id: UUID, part: str) -> None:
    """A rotation retired the epoch between wrapping and storing: wrap with the new one before the old one goes."""
    epoch = instance_keys.current_epoch()
    kek = instance_keys.kek(epoch)
    wrapped = sealed_part.wrap_key(kek, key, wrap_place(kek, file_id, part, INSTANCE))
    rows().KeyWrap.objects.filter(key_id=key.key_id, holder=INSTANCE).update(epoch=epoch, wrapped=wrapped)


def refuse_erased(file_id: UUID) -> None:
    """Nothing is sealed or indexed again for a person who was erased."""
    if rows().Erased.objects.filter(digest=erased_digest(file_id)).exists():
        raise KeyMissing


def erased_digest(file_id: UUID) -> str:
    """What remembers an erasure without naming the file to somebody who does not know its id already."""
    return hashlib.sha256(b"quatrefoil erased file " + file_id.bytes).hexdigest()


def _kept() -> dict[Place, PartKey]:
    kept = _open_keys.get()
    if kept is None:
        kept = {}
        _open_keys.set(kept)
    return kept
