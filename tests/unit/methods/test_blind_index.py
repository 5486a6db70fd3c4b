# SPDX-License-Identifier: Apache-2.0
"""Blind tokens find a composite key, hold several people each, and refuse what would give somebody away."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.blind_index import (
    IndexKey,
    Purpose,
    RefusedIndexKey,
    bits_for,
    blind_token,
    document_key,
    name_year_key,
    phone_key,
    same_token,
    shorten,
)

KEY = IndexKey(bytes(range(32)))


def test_a_token_is_hmac_under_a_key_that_hkdf_makes_for_its_purpose() -> None:
    # RFC 5869 by hand: extract with a salt of zeros, then one block of expand.
    extracted = hmac.digest(bytes(32), KEY, hashlib.sha256)
    purpose_key = hmac.digest(extracted, b"quatrefoil blind index 1 phone\x01", hashlib.sha256)
    expected = hmac.digest(purpose_key, b"+251900000001", hashlib.sha256)[:3]
    assert blind_token(KEY, Purpose.PHONE, "+251900000001", 24) == expected


def test_the_same_phone_typed_differently_gives_the_same_token() -> None:
    one, other = phone_key("+251 900-000 (001)"), phone_key("+251900000001")
    assert same_token(blind_token(KEY, "phone", one, 16), blind_token(KEY, "phone", other, 16))


def test_names_in_another_order_case_or_with_marks_give_the_same_key() -> None:
    assert name_year_key("Selam TESFAYE", 1999) == name_year_key("tesfaye sélam", 1999) == "selam tesfaye|1999"
    assert name_year_key("O'Neill", 1980) == "oneill|1980"
    assert name_year_key("محمد علي", 1990).endswith("|1990")
    assert name_year_key("नीता देवी", 1990).endswith("|1990")


@pytest.mark.parametrize("token", ["amina", "|1999", "1999", "a|1999", "amina|99", "amina|2999", "female|", ""])
def test_a_lone_name_is_refused(token: str) -> None:
    with pytest.raises(RefusedIndexKey) as caught:
        blind_token(KEY, Purpose.NAME_YEAR, token, 16)
    assert not token or token not in str(caught.value)


@pytest.mark.parametrize("purpose", ["sex", "nationality", "name", "birth_year", "NAME_YEAR", ""])
def test_a_purpose_of_low_entropy_is_refused(purpose: str) -> None:
    with pytest.raises(RefusedIndexKey):
        blind_token(KEY, purpose, "amina tesfaye|1999", 16)


@pytest.mark.parametrize("number", ["0900000001", "+0900000001", "+251", "+2519000000011234567", "+٢٥١٩٠٠٠٠٠٠٠١"])
def test_a_phone_that_is_not_e164_is_refused(number: str) -> None:
    with pytest.raises(RefusedIndexKey):
        blind_token(KEY, Purpose.PHONE, number, 16)


def test_documents_are_normalised_and_short_numbers_refused() -> None:
    assert document_key("et", "Passport", "ep-123 4567") == "ET|passport|EP1234567"
    with pytest.raises(RefusedIndexKey):
        document_key("ET", "passport", "1234")


def test_each_purpose_and_each_instance_has_tokens_of_its_own() -> None:
    other = IndexKey(bytes(32))
    assert blind_token(KEY, "phone", "+251900000001", 32) != blind_token(other, "phone", "+251900000001", 32)


def test_a_key_string_of_one_purpose_is_no_key_of_another() -> None:
    with pytest.raises(RefusedIndexKey):
        blind_token(KEY, Purpose.DOCUMENT, "+251900000001", 16)


@given(st.integers(8, 32))
def test_tokens_have_exactly_their_bits_and_can_be_shortened(bits: int) -> None:
    token = blind_token(KEY, Purpose.PHONE, "+251900000001", bits)
    full = blind_token(KEY, Purpose.PHONE, "+251900000001", 32)
    assert len(token) == -(-bits // 8)
    assert int.from_bytes(token, "big") >> (8 * len(token) - bits) == int.from_bytes(full, "big") >> (32 - bits)
    assert int.from_bytes(token, "big") % 2 ** (8 * len(token) - bits) == 0
    assert shorten(full, bits) == token


def test_buckets_hold_several_people_and_never_more_than_a_thousand() -> None:
    people = 20_000
    bits = bits_for(people)
    buckets: dict[bytes, int] = {}
    for number in range(people):
        token = blind_token(KEY, Purpose.PHONE, f"+2519{number:08d}", bits)
        buckets[token] = buckets.get(token, 0) + 1
    assert 2 <= people / len(buckets) <= 10
    assert max(buckets.values()) <= 1000


@pytest.mark.parametrize(("rows", "bits"), [(0, 8), (1024, 8), (4096, 10), (1_000_000, 17), (10**12, 32)])
def test_bits_follow_the_size_of_the_register(rows: int, bits: int) -> None:
    assert bits_for(rows) == bits


@pytest.mark.parametrize("bits", [0, 7, 33, 256])
def test_a_token_that_singles_people_out_or_finds_everybody_is_refused(bits: int) -> None:
    with pytest.raises(ValueError, match="8 to 32"):
        blind_token(KEY, Purpose.PHONE, "+251900000001", bits)


def test_a_bucket_of_one_and_a_short_key_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer than 2"):
        bits_for(1000, rows_per_bucket=1)
    with pytest.raises(ValueError, match="32 bytes"):
        blind_token(IndexKey(bytes(16)), Purpose.PHONE, "+251900000001", 16)
    with pytest.raises(ValueError, match="longer"):
        shorten(b"\0", 9)
