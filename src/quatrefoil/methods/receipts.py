# SPDX-License-Identifier: Apache-2.0
"""Receipts: sixteen digits by which somebody comes back to their thread, and nothing else.

A receipt is made from a nonce and a pepper that is not in the database. Fifteen digits are even (49.8 bits); the sixteenth is a
check digit, so that a typing error is told at once, without asking whether such a receipt exists. The database
holds a locator, not the receipt; replies are sealed to a key made from receipt and pepper.
A host that is seized together with its pepper can search all receipts: a named threat, see the threat model.
"""

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from quatrefoil.methods import padding

Receipt = NewType("Receipt", str)
Pepper = NewType("Pepper", bytes)

DIGITS: Final = 16
NONCE_BYTES: Final = 16
PEPPER_BYTES: Final = 32
_PAYLOAD_DIGITS: Final = DIGITS - 1
_EVEN_BELOW: Final = 10**_PAYLOAD_DIGITS
_DRAW_BITS: Final = 50  # the fewest bits that reach 10**15; a draw succeeds with probability 0.888
_REPLY_VERSION: Final = 1
_REPLY_NONCE_BYTES: Final = 12

# Damm's quasigroup of order 10: tells every single wrong digit and every swap of neighbours.
# Source: H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004.
_DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class ReceiptError(ValueError):
    """What was typed is not a receipt, or a reply could not be opened."""


class NotAReceipt(ReceiptError):
    """Not sixteen digits: ask the person to look at the number again."""


class MistypedReceipt(ReceiptError):
    """Sixteen digits, but one is wrong or two are swapped: ask the person to look at the number again."""


class UnreadableReply(ReceiptError):
    """The reply was altered or belongs to another thread."""


@dataclass(frozen=True, slots=True)
class ReplyKey:
    """Opens the replies of one thread. The secret never shows in a repr."""

    secret: bytes = field(repr=False)


def receipt_from_nonce(pepper: Pepper, nonce: bytes) -> Receipt:
    """The receipt that belongs to a nonce; the same nonce gives the same receipt, so sending twice is harmless.

    pepper: 32 or more secret bytes. nonce: 16 or more random bytes.
    """
    if len(nonce) < NONCE_BYTES:
        raise ValueError(f"a nonce has at least {NONCE_BYTES} bytes")
    number = next(draw for draw in _draws(_subkey(pepper, b"digits"), nonce) if draw < _EVEN_BELOW)
    payload = f"{number:0{_PAYLOAD_DIGITS}d}"
    return Receipt(payload + _check_digit(payload))


def grouped(receipt: Receipt) -> str:
    """Four groups of four, as printed and read aloud: "1234 5678 9012 3456"."""
    return " ".join(receipt[start : start + 4] for start in range(0, DIGITS, 4))


def normalise_receipt(typed: str) -> Receipt:
    """The receipt somebody typed: digits of any script, with spaces, dashes, dots and direction marks left out.

    Raises NotAReceipt or MistypedReceipt; neither tells whether the receipt exists.
    """
    digits = "".join(_digit(character) for character in typed if not _is_separator(character))
    if len(digits) != DIGITS:
        raise NotAReceipt(f"a receipt has {DIGITS} digits")
    if _check_digit(digits) != "0":
        raise MistypedReceipt("one digit is wrong, or two are swapped")
    return Receipt(digits)


def receipt_locator(pepper: Pepper, receipt: Receipt) -> bytes:
    """The 32 bytes under which the thread of a receipt is stored; useless without the pepper."""
    return hmac.digest(_subkey(pepper, b"locator"), receipt.encode(), hashlib.sha256)


def reply_key(pepper: Pepper, receipt: Receipt) -> ReplyKey:
    """The key of a thread's replies: HKDF-SHA256 over receipt and pepper."""
    return ReplyKey(_hkdf(_subkey(pepper, b"replies") + receipt.encode(), b"reply key"))


def seal_reply(key: ReplyKey, plaintext: bytes, associated: bytes) -> bytes:
    """Seal one reply, padded to a bucket; `associated` (thread and message id) must be given again to open it."""
    nonce = os.urandom(_REPLY_NONCE_BYTES)
    ciphertext = AESGCMSIV(key.secret).encrypt(nonce, padding.pad(plaintext), _bound(associated))
    return bytes([_REPLY_VERSION]) + nonce + ciphertext


def open_reply(key: ReplyKey, sealed: bytes, associated: bytes) -> bytes:
    """The plaintext of a reply; raises UnreadableReply when anything differs."""
    if sealed[:1] != bytes([_REPLY_VERSION]) or len(sealed) < 1 + _REPLY_NONCE_BYTES + 16:
        raise UnreadableReply("not a reply that this version can read")
    nonce, ciphertext = sealed[1 : 1 + _REPLY_NONCE_BYTES], sealed[1 + _REPLY_NONCE_BYTES :]
    try:
        return padding.unpad(AESGCMSIV(key.secret).decrypt(nonce, ciphertext, _bound(associated)))
    except (InvalidTag, padding.BadPadding):
        raise UnreadableReply("this reply was altered, or belongs to another thread") from None


def _draws(key: bytes, nonce: bytes) -> Iterator[int]:
    """Even numbers below 2**50, five from each block; dropping those from 10**15 up keeps the digits even."""
    counter = 0
    while True:
        block = hmac.digest(key, counter.to_bytes(4, "big") + nonce, hashlib.sha256)
        number = int.from_bytes(block, "big")
        for shift in range(0, 5 * _DRAW_BITS, _DRAW_BITS):
            yield number >> shift & ((1 << _DRAW_BITS) - 1)
        counter += 1


def _check_digit(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim


def _digit(character: str) -> str:
    try:
        return str(unicodedata.decimal(character))
    except ValueError:
        raise NotAReceipt("a receipt has digits only") from None


def _is_separator(character: str) -> bool:
    """Spaces, dashes, dots, and the invisible marks that right-to-left keyboards and copying leave behind."""
    return character in "._·\t\r\n" or unicodedata.category(character) in {"Zs", "Pd", "Cf"}


def _subkey(pepper: Pepper, purpose: bytes) -> bytes:
    if len(pepper) < PEPPER_BYTES:
        raise ValueError(f"a pepper has at least {PEPPER_BYTES} bytes")
    return _hkdf(pepper, b"pepper for " + purpose)


def _hkdf(secret: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"quatrefoil receipts 1: " + info).derive(secret)


def _bound(associated: bytes) -> bytes:
    return b"quatrefoil reply\0" + bytes([_REPLY_VERSION]) + associated
