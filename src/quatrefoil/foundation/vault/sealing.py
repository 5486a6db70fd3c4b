# SPDX-License-Identifier: Apache-2.0
"""Sealing what a part says, and opening it: opening is the audited read, and there is no other reader.

A value is bound to its model, field, row, part, key and (in a Part) to the revision of its row. Moved anywhere else,
changed, or put back from an earlier revision, it is refused, not read.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import current_actor
from quatrefoil.foundation.vault import part_keys
from quatrefoil.foundation.vault.models import (
    SCHEMA_VERSION,
    Part,
    Sealed,
    place_of,
    sealed_fields,
    sealed_revision,
)
from quatrefoil.foundation.vault.part_keys import NotGenuine
from quatrefoil.methods import padding, sealed_part
from quatrefoil.methods.sealed_part import Associated, PartKey, SealedPartError

# Short texts are filled up to steps of 32 bytes (most names look alike), longer ones to the buckets of `padding`.
STEP: Final = 32
LENGTH_BYTES: Final = 4


def seal(row: Model, field: str, text: str) -> Sealed:
    """Seal a text for one field of one row; assign the result to the field and save the row.

    Needs the actor current and the row's id and file set. The key of the part is made on the first seal.
    """
    return seal_bytes(row, field, text.encode())


def seal_bytes(row: Model, field: str, data: bytes) -> Sealed:
    """As `seal`, for content that is not text."""
    current_actor()
    record, part = place_of(row)
    key = part_keys.key_for_writing(record, part)
    revision = sealed_revision(row)
    sealed = sealed_part.seal_value(key, _padded(data), _associated(row, field, part, key, revision))
    return Sealed(sealed, revision)


def fill(row: Model, **texts: str) -> None:
    """Seal several fields of a row; saves nothing."""
    for field, text in texts.items():
        setattr(row, field, seal(row, field, text))


def open_text(row: Model, field: str, purpose: str = "") -> str:
    """The text of one field: the audited read. An empty field is "".

    Raises NotVisible when the actor does not reach the part, KeyMissing when it was erased, NotGenuine when the value
    does not belong there. For several fields or rows use `open_many` or `open_rows`: one check, one audit line.
    """
    return open_many(row, (field,), purpose)[field]


def open_bytes(row: Model, field: str, purpose: str = "") -> bytes:
    """As `open_text`, for content that is not text."""
    _admit([row], (field,), purpose)
    return _plain(row, field)


def open_many(row: Model, fields: Sequence[str], purpose: str = "") -> dict[str, str]:
    """Texts of several fields of one row, by field name: one access check, one key, one audit line."""
    return open_rows([row], fields, purpose)[0]


def open_rows(rows: Iterable[Model], fields: Sequence[str], purpose: str = "") -> list[dict[str, str]]:
    """Texts of the same fields of several rows: one access check and one audit line for each part of each file."""
    opened = list(rows)
    _admit(opened, fields, purpose)
    return [{field: _plain(row, field).decode() for field in fields} for row in opened]


def _admit(rows: Sequence[Model], fields: Sequence[str], purpose: str) -> None:
    """Check that the actor sees every part, audit the read, and unwrap all keys at once."""
    actor = current_actor()
    places = dict.fromkeys(place_of(row) for row in rows)
    for record, part in places:
        require_visible(actor, record, part)
        trail.read("part.open", record, part, detail=" ".join(fields), purpose=purpose)
    part_keys.keys_of(places)


def reseal_bound(row: Part) -> None:
    """Seal again, for the row's new revision, what is still bound to an earlier one. `Part.save` calls it."""
    for field in sealed_fields(row):
        value = getattr(row, field)
        if isinstance(value, Sealed) and _bound_to(row, value) != sealed_revision(row):
            setattr(row, field, seal_bytes(row, field, _plain(row, field)))


def _plain(row: Model, field: str) -> bytes:
    value: Any = getattr(row, field)
    if value is None:
        return b""
    record, part = place_of(row)
    try:
        key = part_keys.key_of(record, part)
        place = _associated(row, field, part, key, _bound_to(row, value))
        return _unpadded(sealed_part.open_value(key, value.data, place))
    except SealedPartError:
        trail.refused("part.open", record, part, detail=f"not_genuine {field}")
        raise NotGenuine from None


def _bound_to(row: Model, value: Sealed) -> int:
    if value.revision is not None:
        return value.revision
    return row.loaded_revision if isinstance(row, Part) else sealed_revision(row)


def _associated(row: Model, field: str, part: str, key: PartKey, revision: int) -> Associated:
    # "#" cannot stand in a column's name, so the two pieces cannot be taken for another pair.
    bound = f"{field}#{revision}"
    return Associated(row._meta.label, bound, _id_of(row), part, key.key_id, SCHEMA_VERSION)


def _id_of(row: Model) -> UUID:
    if not isinstance(row.pk, UUID):
        raise TypeError(f"{row._meta.label} needs a UUID id, made before saving, to hold sealed values.")
    return row.pk


def _padded(data: bytes) -> bytes:
    framed = len(data).to_bytes(LENGTH_BYTES, "big") + data
    if len(framed) > padding.SMALLEST_BUCKET:
        return padding.pad(data)
    return framed.ljust(-(-len(framed) // STEP) * STEP, b"\0")


def _unpadded(padded: bytes) -> bytes:
    # The seal was checked, so the frame is what `_padded` wrote.
    return padded[LENGTH_BYTES : LENGTH_BYTES + int.from_bytes(padded[:LENGTH_BYTES], "big")]
