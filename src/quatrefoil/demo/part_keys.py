# SPDX-License-Identifier: Apache-2.0
"""Keys for many parts at once, so that the words of the past are sealed as those of today are."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

from django.db import transaction

from quatrefoil.demo.inserting import insert, plain
from quatrefoil.foundation.vault import instance_keys, part_keys
from quatrefoil.methods import sealed_part
from quatrefoil.methods.sealed_part import PartKey

PLACES_AT_ONCE: Final = 150  # fewer than the vault keeps open
T = TypeVar("T")


@contextmanager
def keys_for(places: Sequence[tuple[UUID, str]]) -> Iterator[None]:
    """Make a key for each part that has none yet, and hold them open while somebody seals; then forget them."""
    epoch = instance_keys.current_epoch()
    kek, keyring = instance_keys.kek(epoch), part_keys.rows()
    stored, wraps = [], []
    for file, part in places:
        key = PartKey.generate()
        place = part_keys.wrap_place(kek, file, part, part_keys.INSTANCE)
        stored.append(plain(id=key.key_id, file=file, part=part))
        wraps.append(
            plain(
                key_id=key.key_id, holder=part_keys.INSTANCE, epoch=epoch, wrapped=sealed_part.wrap_key(kek, key, place)
            )
        )
    with transaction.atomic(using="keyring"):
        insert(keyring.PartKey, stored)
        insert(keyring.KeyWrap, wraps)
    part_keys.keys_of(places)
    yield
    part_keys.forget_opened()


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size`."""
    waiting = iter(things)
    while chunk := list(islice(waiting, size)):
        yield chunk
