# SPDX-License-Identifier: Apache-2.0
"""The hidden mark of a form: a nonce and when the form was first opened, signed with a key that comes from the pepper.

The nonce decides the receipt, so a form that is sent twice is one report. A mark that was forged, changed, made for another form
or opened more than a day ago is not accepted; the form then gets a new one and keeps what was typed.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from quatrefoil.foundation.vault import instance_keys

NONCE_BYTES: Final = 16
_TIME_BYTES: Final = 6
_MAC_BYTES: Final = 16
GOOD_FOR_SECONDS: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Token:
    """One form on somebody's screen."""

    purpose: str
    opened_at: int
    nonce: bytes = field(repr=False)

    @property
    def age_seconds(self) -> float:
        """How long the form has been open."""
        return max(0.0, time.time() - self.opened_at)

    def __str__(self) -> str:
        body = self.nonce + self.opened_at.to_bytes(_TIME_BYTES, "big")
        return _text(body + _mac(self.purpose.encode() + b"\0" + body))


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was sealed for this form; the name is only shown to who chose it."""

    id: UUID
    size: int
    name: str = field(repr=False)


def new(purpose: str) -> Token:
    """A fresh form."""
    return Token(purpose, int(time.time()), secrets.token_bytes(NONCE_BYTES))


def read(text: str, purpose: str) -> Token | None:
    """The token that this process (or its twin with the same pepper) gave out for this purpose, None for anything else."""
    raw = _bytes(text)
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if len(body) != NONCE_BYTES + _TIME_BYTES or not hmac.compare_digest(mac, _mac(purpose.encode() + b"\0" + body)):
        return None
    token = Token(purpose, int.from_bytes(body[NONCE_BYTES:], "big"), body[:NONCE_BYTES])
    return token if token.age_seconds <= GOOD_FOR_SECONDS else None


def written_files(token: Token, files: Iterable[KeptFile]) -> str:
    """The list of files as a hidden field, bound to its form."""
    body = json.dumps([[str(each.id), each.size, each.name] for each in files], separators=(",", ":")).encode()
    return _text(_mac(b"files\0" + token.nonce + body) + body)


def read_files(token: Token, text: str) -> tuple[KeptFile, ...]:
    """The files of this form; none when the field was changed or belongs to another form."""
    raw = _bytes(text)
    mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if not body or not hmac.compare_digest(mac, _mac(b"files\0" + token.nonce + body)):
        return ()
    return tuple(KeptFile(UUID(found), size, name) for found, size, name in json.loads(body))


def _mac(content: bytes) -> bytes:
    return hmac.digest(_key(instance_keys.receipt_pepper()), content, hashlib.sha256)[:_MAC_BYTES]


@cache
def _key(pepper: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"quatrefoil public forms 1").derive(pepper)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
