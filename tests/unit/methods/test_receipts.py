# SPDX-License-Identifier: Apache-2.0
"""Receipts: even digits, errors told without a look-up, replies that open for their receipt alone."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.receipts import (
    MistypedReceipt,
    NotAReceipt,
    Pepper,
    Receipt,
    UnreadableReply,
    grouped,
    normalise_receipt,
    open_reply,
    receipt_from_nonce,
    receipt_locator,
    reply_key,
    seal_reply,
)

PEPPER = Pepper(bytes(range(32)))
OTHER_PEPPER = Pepper(bytes(32))
RECEIPT = receipt_from_nonce(PEPPER, bytes(16))


def test_the_check_digit_is_damms() -> None:
    # 572 has check digit 4: the worked example in the literature on Damm's algorithm.
    padded = "0000000000005724"
    assert normalise_receipt(padded) == padded
    with pytest.raises(MistypedReceipt):
        normalise_receipt("0000000000005720")


def test_a_nonce_gives_one_receipt_and_another_pepper_gives_another() -> None:
    assert receipt_from_nonce(PEPPER, bytes(16)) == RECEIPT
    assert receipt_from_nonce(OTHER_PEPPER, bytes(16)) != RECEIPT
    assert receipt_from_nonce(PEPPER, bytes(15) + b"\1") != RECEIPT


@given(st.binary(min_size=16, max_size=40))
def test_every_receipt_has_sixteen_digits_and_reads_back(nonce: bytes) -> None:
    receipt = receipt_from_nonce(PEPPER, nonce)
    assert len(receipt) == 16 and receipt.isascii() and receipt.isdigit()
    assert normalise_receipt(grouped(receipt)) == receipt


def test_digits_are_even_at_every_place() -> None:
    receipts = [receipt_from_nonce(PEPPER, number.to_bytes(16, "big")) for number in range(3000)]
    for place in range(16):
        counts = Counter(receipt[place] for receipt in receipts)
        # Chi-squared with 9 degrees of freedom: 27.88 is the 99.9th percentile; 16 places from a fixed pepper.
        assert sum((counts[str(digit)] - 300) ** 2 / 300 for digit in range(10)) < 27.88


@given(st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_told_without_a_look_up(place: int, shift: int) -> None:
    wrong = RECEIPT[:place] + str((int(RECEIPT[place]) + shift) % 10) + RECEIPT[place + 1 :]
    with pytest.raises(MistypedReceipt):
        normalise_receipt(wrong)


@given(st.binary(min_size=16, max_size=16), st.integers(0, 14))
def test_two_swapped_neighbours_are_told(nonce: bytes, place: int) -> None:
    receipt = receipt_from_nonce(PEPPER, nonce)
    swapped = receipt[:place] + receipt[place + 1] + receipt[place] + receipt[place + 2 :]
    if swapped != receipt:
        with pytest.raises(MistypedReceipt):
            normalise_receipt(swapped)


@pytest.mark.parametrize(
    "digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９"], ids=["ar", "fa", "hi", "wide"]
)
def test_digits_of_other_scripts_are_read(digits: str) -> None:
    typed = "\u200f" + grouped(RECEIPT).translate(str.maketrans("0123456789", digits)).replace(" ", "\u00a0–")
    assert normalise_receipt(typed) == RECEIPT


@pytest.mark.parametrize("typed", ["", "1234", "12345678901234567", "1234 5678 9012 345O", "²" * 16, "x" * 16])
def test_what_is_no_receipt_is_called_so(typed: str) -> None:
    with pytest.raises(NotAReceipt):
        normalise_receipt(typed)


def test_a_receipt_is_shown_in_four_groups() -> None:
    assert grouped(Receipt("1234567890123456")) == "1234 5678 9012 3456"


def test_a_locator_needs_the_pepper_and_does_not_contain_the_receipt() -> None:
    locator = receipt_locator(PEPPER, RECEIPT)
    assert len(locator) == 32
    assert locator == receipt_locator(PEPPER, RECEIPT) != receipt_locator(OTHER_PEPPER, RECEIPT)
    assert RECEIPT.encode() not in locator


def test_locator_digits_and_reply_key_do_not_give_each_other_away() -> None:
    assert receipt_locator(PEPPER, RECEIPT) != reply_key(PEPPER, RECEIPT).secret
    assert reply_key(PEPPER, RECEIPT).secret.hex() not in repr(reply_key(PEPPER, RECEIPT))


@given(st.binary(max_size=2000))
def test_a_reply_opens_for_its_receipt(plaintext: bytes) -> None:
    key = reply_key(PEPPER, RECEIPT)
    assert open_reply(key, seal_reply(key, plaintext, b"thread 1, message 2"), b"thread 1, message 2") == plaintext


def test_a_reply_does_not_open_for_another_receipt_pepper_or_thread() -> None:
    key = reply_key(PEPPER, RECEIPT)
    sealed = seal_reply(key, b"We can meet on Thursday", b"thread 1")
    other = receipt_from_nonce(PEPPER, bytes([9] * 16))
    for wrong_key in (reply_key(PEPPER, other), reply_key(OTHER_PEPPER, RECEIPT)):
        with pytest.raises(UnreadableReply):
            open_reply(wrong_key, sealed, b"thread 1")
    with pytest.raises(UnreadableReply):
        open_reply(key, sealed, b"thread 2")


@given(st.data())
def test_any_flipped_bit_of_a_reply_is_rejected(data: st.DataObject) -> None:
    key = reply_key(PEPPER, RECEIPT)
    sealed = bytearray(seal_reply(key, b"yes", b""))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(UnreadableReply):
        open_reply(key, bytes(sealed), b"")


def test_a_short_reply_and_a_longer_one_have_the_same_length() -> None:
    key = reply_key(PEPPER, RECEIPT)
    assert len(seal_reply(key, b"no", b"")) == len(seal_reply(key, b"x" * 500, b""))


def test_short_secrets_are_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        receipt_from_nonce(PEPPER, bytes(15))
    with pytest.raises(ValueError, match="32 bytes"):
        receipt_locator(Pepper(bytes(31)), RECEIPT)
