# SPDX-License-Identifier: Apache-2.0
"""Rotation: a new key-encryption key, every wrap renewed in short steps while the system runs, the old key destroyed.

Kill it anywhere and start it again: it goes on where it was. A part key that somebody makes meanwhile is wrapped with
the new key, or noticed and wrapped again before the old key goes (`part_keys` looks after storing, this looks after retiring).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.vault import instance_keys, part_keys
from quatrefoil.foundation.vault.part_keys import INSTANCE
from quatrefoil.methods import sealed_part

CHUNK: Final = 500
PAUSE_SECONDS: Final = 0.01  # others write to the keyring between two chunks

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: the epoch in force, how many keys were wrapped again, which old epochs are gone."""

    epoch: int
    wrapped_again: int
    destroyed: tuple[int, ...]


def rotate_kek(actor: Actor, progress: Progress | None = None, *, chunk: int = CHUNK) -> Rotated:
    """Rotate the key-encryption key; needs the right "keys.rotate". An interrupted rotation is finished, not begun anew.

    progress: called after each chunk with (keys wrapped again, keys in all); an exception from it stops safely.
    Runs outside a transaction of its own: each chunk is a short one in the keyring.
    """
    epoch = begin_rotation(actor)
    keyring = part_keys.rows().KeyWrap.objects
    total, done = keyring.filter(holder=INSTANCE, epoch__lt=epoch).count(), 0
    while moved := _wrap_chunk_again(epoch, chunk):
        done += moved
        if progress:
            progress(done, max(total, done))
        time.sleep(PAUSE_SECONDS)
    return finish_rotation(actor, epoch, done)


@action("keys.rotate")
def begin_rotation(actor: Actor) -> int:
    """Make the key of the next epoch, unless an interrupted rotation has made it already. Returns the epoch."""
    epoch = instance_keys.current_epoch()
    if instance_keys.epochs() == (epoch,):
        epoch += 1
        instance_keys.new_kek(epoch)
        trail.wrote("keys.rotate.begin", detail=f"epoch={epoch} by={actor.member_id}")
    for older in instance_keys.epochs():
        if older < epoch:
            instance_keys.retire_kek(older)
    return epoch


@action("keys.rotate")
def finish_rotation(actor: Actor, epoch: int, wrapped_again: int) -> Rotated:
    """Destroy the keys of older epochs that no wrap uses any more."""
    destroyed = []
    for older in instance_keys.epochs():
        if older < epoch and not part_keys.rows().KeyWrap.objects.filter(holder=INSTANCE, epoch=older).exists():
            instance_keys.destroy_kek(older)
            destroyed.append(older)
    gone = ",".join(map(str, destroyed))
    trail.wrote("keys.rotate.end", detail=f"epoch={epoch} keys={wrapped_again} destroyed={gone} by={actor.member_id}")
    return Rotated(epoch, wrapped_again, tuple(destroyed))


def _wrap_chunk_again(epoch: int, chunk: int) -> int:
    """Wrap the next keys of older epochs with the key of `epoch`, in one transaction of the keyring."""
    keyring, kek = part_keys.rows().KeyWrap.objects, instance_keys.kek(epoch)
    with transaction.atomic(using="keyring"):
        older = keyring.select_for_update(of=("self",)).select_related("key")
        wraps = list(older.filter(holder=INSTANCE, epoch__lt=epoch).order_by("id")[:chunk])
        for wrap in wraps:
            key = part_keys.unwrap(wrap)
            place = part_keys.wrap_place(kek, wrap.key.file, wrap.key.part, INSTANCE)
            wrap.wrapped, wrap.epoch = sealed_part.wrap_key(kek, key, place), epoch
        keyring.bulk_update(wraps, ["wrapped", "epoch"], batch_size=100)
    return len(wraps)
