# SPDX-License-Identifier: Apache-2.0
"""Values sealed to the place where they stand, and the keys that seal them.

A sealed value opens only with its own key and only at the model, field, row, part and schema version for which it
was sealed: a value copied from another row, another field or another part is refused, not read.

    sealed value   version 1 | key id 16 | nonce 12 | AES-256-GCM-SIV ciphertext and tag
    wrapped key    the same shape, another domain; the plaintext is the data key's id and its 32 bytes

AES-GCM-SIV (RFC 8452) stays safe when a nonce repeats, which plain GCM does not.
"""

import os
import uuid
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

VERSION: Final = 1
KEY_BYTES: Final = 32  # AES-256
NONCE_BYTES: Final = 12  # RFC 8452, section 4
TAG_BYTES: Final = 16
HEADER_BYTES: Final = 1 + 16
OVERHEAD_BYTES: Final = HEADER_BYTES + NONCE_BYTES + TAG_BYTES
_VALUE_DOMAIN: Final = b"quatrefoil sealed value"
_WRAP_DOMAIN: Final = b"quatrefoil wrapped key"


class SealedPartError(Exception):
    """A sealed value or a wrapped key could not be opened; nothing of it may be shown."""


class WrongKey(SealedPartError):
    """The value names another key than the one offered: fetch the key that `key_id_of` tells."""


class Tampered(SealedPartError):
    """The value was altered, cut, or moved from another row, field or part: tell the security officer."""


class UnknownVersion(SealedPartError):
    """The value was written by a newer version: upgrade before reading it."""


@dataclass(frozen=True, slots=True)
class PartKey:
    """The data key of one part of one file, or a key-encryption key. The secret never shows in a repr."""

    key_id: uuid.UUID
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a part key has {KEY_BYTES} bytes, not {len(self.secret)}")

    @classmethod
    def generate(cls) -> "PartKey":
        """A fresh random key with a fresh id."""
        return cls(uuid.uuid4(), os.urandom(KEY_BYTES))

    def to_bytes(self) -> bytes:
        """Id and secret, 48 bytes: what is sealed to an offline public key."""
        return self.key_id.bytes + self.secret

    @classmethod
    def from_bytes(cls, data: bytes) -> "PartKey":
        """The key that `to_bytes` wrote; ValueError when the length is wrong."""
        if len(data) != 16 + KEY_BYTES:
            raise ValueError("an encoded part key has 48 bytes")
        return cls(uuid.UUID(bytes=data[:16]), data[16:])


@dataclass(frozen=True, slots=True)
class Associated:
    """Where a value stands. Everything here is bound to the ciphertext and none of it is stored in it.

    model: app label and model, such as "cases.Identity". field: column. row: the record's own UUID.
    part: kind of part, such as "identity". key_id: the key that seals. schema_version: of the value's meaning.
    """

    model: str
    field: str
    row: uuid.UUID
    part: str
    key_id: uuid.UUID
    schema_version: int

    def encode(self, domain: bytes) -> bytes:
        """One unambiguous byte string: every piece carries its length, so no two places share an encoding."""
        pieces = (
            domain,
            bytes([VERSION]),
            self.model.encode(),
            self.field.encode(),
            self.row.bytes,
            self.part.encode(),
            self.key_id.bytes,
            str(self.schema_version).encode(),
        )
        return b"".join(len(piece).to_bytes(4, "big") + piece for piece in pieces)


def seal_value(key: PartKey, plaintext: bytes, associated: Associated) -> bytes:
    """Seal one value to the place that `associated` names; adds 45 bytes.

    Raises WrongKey when `associated` names another key than `key`.
    """
    return _seal(key, plaintext, associated, _VALUE_DOMAIN)


def open_value(key: PartKey, sealed: bytes, associated: Associated) -> bytes:
    """The plaintext, if `sealed` was sealed with `key` at exactly this place.

    Raises UnknownVersion, WrongKey or Tampered; there is no partial answer.
    """
    return _open(key, sealed, associated, _VALUE_DOMAIN)


def key_id_of(sealed: bytes) -> uuid.UUID:
    """The id of the key that opens `sealed`, read without opening it (not yet proven genuine)."""
    _require_shape(sealed)
    return uuid.UUID(bytes=bytes(sealed[1:HEADER_BYTES]))


def wrap_key(kek: PartKey, data_key: PartKey, associated: Associated) -> bytes:
    """Seal a data key under a key-encryption key, bound to the row that stores the wrap.

    kek: key-encryption key of an epoch; `associated.key_id` is its id.
    """
    return _seal(kek, data_key.to_bytes(), associated, _WRAP_DOMAIN)


def unwrap_key(kek: PartKey, wrapped: bytes, associated: Associated) -> PartKey:
    """The data key that `wrap_key` sealed; raises as `open_value` does."""
    plaintext = _open(kek, wrapped, associated, _WRAP_DOMAIN)
    try:
        return PartKey.from_bytes(plaintext)
    except ValueError as broken:
        raise Tampered("the wrapped key does not hold a key") from broken


def _seal(key: PartKey, plaintext: bytes, associated: Associated, domain: bytes) -> bytes:
    _require_named_key(key, associated)
    nonce = os.urandom(NONCE_BYTES)
    ciphertext = AESGCMSIV(key.secret).encrypt(nonce, plaintext, associated.encode(domain))
    return bytes([VERSION]) + key.key_id.bytes + nonce + ciphertext


def _open(key: PartKey, sealed: bytes, associated: Associated, domain: bytes) -> bytes:
    if key_id_of(sealed) != key.key_id:
        raise WrongKey("this value was sealed with another key")
    _require_named_key(key, associated)
    body = HEADER_BYTES + NONCE_BYTES
    try:
        return AESGCMSIV(key.secret).decrypt(sealed[HEADER_BYTES:body], sealed[body:], associated.encode(domain))
    except InvalidTag:
        # `from None`: a traceback must not carry the value or the key's surroundings.
        raise Tampered("this value was altered, or does not belong to this place") from None


def _require_shape(sealed: bytes) -> None:
    if not sealed:
        raise Tampered("nothing is stored where a sealed value should be")
    if sealed[0] != VERSION:
        raise UnknownVersion(f"sealed value of version {sealed[0]}; this program reads version {VERSION}")
    if len(sealed) < OVERHEAD_BYTES:
        raise Tampered("this value was cut short")


def _require_named_key(key: PartKey, associated: Associated) -> None:
    if associated.key_id != key.key_id:
        raise WrongKey("the place names another key than the one offered")
