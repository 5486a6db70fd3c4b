# SPDX-License-Identifier: Apache-2.0
"""Keyed tokens by which a sealed name, phone or document can be found without being readable.

Only composite keys have an index. A token of a single name could be guessed by how often it occurs (42 to 51 % of them in
our trial), so a lone name, a nationality or a sex is refused. Tokens are cut short on purpose: several people
share each one, and what is found must be opened (and audited) to be told apart.
"""

import hashlib
import hmac
import re
import unicodedata
from enum import StrEnum
from typing import Final, NewType

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

IndexKey = NewType("IndexKey", bytes)

KEY_BYTES: Final = 32
FEWEST_BITS: Final = 8
MOST_BITS: Final = 32  # with more, a bucket of a country's register would hold one person
ROWS_PER_BUCKET: Final = 4  # reference: several plaintexts per value, at least 2 expected
_DOMAIN: Final = b"quatrefoil blind index 1 "


class RefusedIndexKey(ValueError):
    """This key string would give people away, or is not normalised; build it with the function of its purpose."""


class Purpose(StrEnum):
    """What an index may be kept for. There is no other."""

    NAME_YEAR = "name_year"
    PHONE = "phone"
    DOCUMENT = "document"


_SHAPES: Final = {
    Purpose.NAME_YEAR: re.compile(r"(?=.*[^\W\d_]{2})[^\W\d_]+(?: [^\W\d_]+)*\|(?:1[89]|20)[0-9]{2}"),
    Purpose.PHONE: re.compile(r"\+[1-9][0-9]{6,14}"),  # ITU-T E.164
    Purpose.DOCUMENT: re.compile(r"[A-Z]{2}\|[a-z_]{2,20}\|[A-Z0-9]{5,20}"),
}


def name_year_key(skeleton: str, birth_year: int) -> str:
    """Key string for a name skeleton (any script, names in any order; marks and punctuation drop) with a birth year."""
    decomposed = unicodedata.normalize("NFKD", skeleton).casefold()
    letters = "".join(character for character in decomposed if unicodedata.category(character)[0] not in "MPSC")
    names = sorted(letters.split())
    return _shaped(Purpose.NAME_YEAR, f"{' '.join(names)}|{birth_year:04d}")


def phone_key(e164: str) -> str:
    """Key string for a phone number in E.164 form, such as +25111…; separators are dropped."""
    return _shaped(Purpose.PHONE, re.sub(r"[\s().-]", "", e164))


def document_key(country: str, kind: str, number: str) -> str:
    """Key string for an identity document: ISO 3166-1 alpha-2 country, kind such as "passport", number."""
    plain = re.sub(r"[\s./-]", "", unicodedata.normalize("NFKC", number)).upper()
    return _shaped(Purpose.DOCUMENT, f"{country.upper()}|{kind.lower()}|{plain}")


def bits_for(expected_rows: int, rows_per_bucket: int = ROWS_PER_BUCKET) -> int:
    """How many bits a token may have so that `rows_per_bucket` rows share one, on average."""
    if rows_per_bucket < 2:
        raise ValueError("a bucket with fewer than 2 rows tells people apart")
    bits = (max(expected_rows, 1) // rows_per_bucket).bit_length() - 1
    return min(max(bits, FEWEST_BITS), MOST_BITS)


def blind_token(index_key: IndexKey, purpose: Purpose | str, key_string: str, bits: int) -> bytes:
    """The token under which a row is found: HMAC-SHA256 with the purpose's own key, cut to `bits`.

    index_key: 32 or more secret bytes. key_string: from `name_year_key`, `phone_key` or `document_key`.
    bits: 8 to 32; unused low bits of the last byte are zero, so a longer token can be cut to a shorter one.
    Raises RefusedIndexKey for any other purpose, and for a key string that is not of the purpose's shape.
    """
    if not FEWEST_BITS <= bits <= MOST_BITS:
        raise ValueError(f"a token has {FEWEST_BITS} to {MOST_BITS} bits, not {bits}")
    known = _known_purpose(purpose)
    message = _shaped(known, key_string).encode()
    digest = hmac.digest(_purpose_key(index_key, known), message, hashlib.sha256)
    return shorten(digest, bits)


def shorten(token: bytes, bits: int) -> bytes:
    """The first `bits` bits of a token, as whole bytes with the rest zero."""
    if bits > 8 * len(token):
        raise ValueError("a token cannot be made longer without its key string")
    length = -(-bits // 8)
    number = int.from_bytes(token[:length], "big") >> (8 * length - bits) << (8 * length - bits)
    return number.to_bytes(length, "big")


def same_token(one: bytes, other: bytes) -> bool:
    """Whether two tokens are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one, other)


def _purpose_key(index_key: IndexKey, purpose: Purpose) -> bytes:
    if len(index_key) < KEY_BYTES:
        raise ValueError(f"an index key has at least {KEY_BYTES} bytes")
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=_DOMAIN + purpose.value.encode()).derive(index_key)


def _known_purpose(purpose: Purpose | str) -> Purpose:
    try:
        return Purpose(purpose)
    except ValueError:
        raise RefusedIndexKey(f"no index is kept for {purpose!r}: use name_year, phone or document") from None


def _shaped(purpose: Purpose, key_string: str) -> str:
    if not _SHAPES[purpose].fullmatch(key_string):
        # The string itself is a person's data and stays out of the message.
        raise RefusedIndexKey(f"this is not a composite key for {purpose.value}")
    return key_string
