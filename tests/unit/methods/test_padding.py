# SPDX-License-Identifier: Apache-2.0
"""Padding hides the length and has one form only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.padding import BadPadding, bucket_size, pad, unpad


@given(st.binary(max_size=3000))
def test_what_is_padded_comes_back(plaintext: bytes) -> None:
    assert unpad(pad(plaintext)) == plaintext
    assert len(pad(plaintext)) == bucket_size(len(plaintext) + 4)


@pytest.mark.parametrize(
    ("length", "bucket"),
    [(0, 512), (512, 512), (513, 1024), (1025, 2048), (65_536, 65_536), (65_537, 67_584), (1_000_000, 1_015_808)],
)
def test_buckets_are_powers_of_two_and_then_padme(length: int, bucket: int) -> None:
    assert bucket_size(length) == bucket


@given(st.integers(65_537, 2**31))
def test_long_messages_grow_by_at_most_twelve_percent(length: int) -> None:
    assert length <= bucket_size(length) <= 1.12 * length
    assert bucket_size(bucket_size(length)) == bucket_size(length)


@pytest.mark.parametrize(
    "padded",
    [b"", b"\0\0\0", b"\0\0\0\1", pad(b"x")[:-1], pad(b"x") + b"\0", pad(b"x")[:-1] + b"\1", b"\xff" * 512],
)
def test_any_other_padding_is_rejected(padded: bytes) -> None:
    with pytest.raises(BadPadding):
        unpad(padded)
