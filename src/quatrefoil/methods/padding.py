# SPDX-License-Identifier: Apache-2.0
"""Padding to buckets, so that the length of a sealed message says little about what it holds.

Up to 64 KiB the buckets are powers of two from 512 bytes: a short text and a longer one look alike. Above that they
are the sizes of Padmé (Nikitin and others, PoPETs 2019), which cost at most 12 % and leave O(log log size) bits.
"""

from typing import Final

SMALLEST_BUCKET: Final = 512
POWERS_UP_TO: Final = 64 * 1024
_LENGTH_BYTES: Final = 4
LONGEST: Final = 2**32 - 1


class BadPadding(ValueError):
    """The padding is not what `pad` writes."""


def bucket_size(length: int) -> int:
    """The smallest bucket, in bytes, that holds `length` bytes."""
    if length <= SMALLEST_BUCKET:
        return SMALLEST_BUCKET
    if length <= POWERS_UP_TO:
        return int(1 << (length - 1).bit_length())
    exponent = length.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << free_bits) - 1
    return (length + mask) & ~mask


def pad(plaintext: bytes) -> bytes:
    """Length (4 bytes, big endian), the plaintext, then zeros up to the bucket."""
    if len(plaintext) > LONGEST:
        raise ValueError("too long to pad")
    framed = len(plaintext).to_bytes(_LENGTH_BYTES, "big") + plaintext
    return framed.ljust(bucket_size(len(framed)), b"\0")


def unpad(padded: bytes) -> bytes:
    """What `pad` was given. Raises BadPadding for anything that `pad` would not have written."""
    end = _LENGTH_BYTES + int.from_bytes(padded[:_LENGTH_BYTES], "big")
    plaintext = padded[_LENGTH_BYTES:end]
    if len(padded) < _LENGTH_BYTES or end > len(padded) or pad(plaintext) != padded:
        raise BadPadding("the padding is not canonical")
    return plaintext
