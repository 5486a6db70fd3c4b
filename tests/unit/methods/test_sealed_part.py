# SPDX-License-Identifier: Apache-2.0
"""A value opens only with its key, at its place, unaltered."""

import uuid
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods.sealed_part import (
    OVERHEAD_BYTES,
    Associated,
    PartKey,
    SealedPartError,
    Tampered,
    UnknownVersion,
    WrongKey,
    key_id_of,
    open_value,
    seal_value,
    unwrap_key,
    wrap_key,
)

KEY = PartKey(uuid.UUID("6f1f2f0e-5c2e-4d3b-9c33-0a3f3a1b2c4d"), bytes(range(32)))
OTHER_KEY = PartKey(uuid.UUID("11111111-2222-4333-8444-555555555555"), bytes(32))
PLACE = Associated("cases.Identity", "full_name", uuid.UUID(int=7), "identity", KEY.key_id, 1)


@pytest.mark.parametrize(
    ("plaintext", "expected"),
    [
        ("", "07f5f4169bbf55a8400cd47ea6fd400f"),
        ("0100000000000000", "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28"),
    ],
)
def test_the_cipher_gives_the_answers_of_rfc_8452(plaintext: str, expected: str) -> None:
    # RFC 8452, appendix C.2, first two vectors of AEAD_AES_256_GCM_SIV.
    cipher = AESGCMSIV(bytes([1]) + bytes(31))
    assert cipher.encrypt(bytes([3]) + bytes(11), bytes.fromhex(plaintext), b"").hex() == expected


def test_a_value_sealed_today_opens_in_every_later_version() -> None:
    # Written out by hand from the format in the module's docstring: if this fails, stored values can no longer be read.
    pieces = [b"quatrefoil sealed value", b"\x01", b"cases.Identity", b"full_name", uuid.UUID(int=7).bytes]
    pieces += [b"identity", KEY.key_id.bytes, b"1"]
    associated = b"".join(len(piece).to_bytes(4, "big") + piece for piece in pieces)
    nonce = bytes(range(12))
    stored = b"\x01" + KEY.key_id.bytes + nonce + AESGCMSIV(KEY.secret).encrypt(nonce, b"Amina", associated)
    assert open_value(KEY, stored, PLACE) == b"Amina"


@given(st.binary(max_size=200))
def test_what_was_sealed_is_what_opens_and_costs_45_bytes(plaintext: bytes) -> None:
    sealed = seal_value(KEY, plaintext, PLACE)
    assert open_value(KEY, sealed, PLACE) == plaintext
    assert len(sealed) == len(plaintext) + OVERHEAD_BYTES == len(plaintext) + 45


@given(st.binary(min_size=1, max_size=60), st.data())
def test_any_flipped_bit_is_rejected(plaintext: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal_value(KEY, plaintext, PLACE))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealedPartError):
        open_value(KEY, bytes(sealed), PLACE)


@given(st.data())
def test_any_shortened_value_is_rejected(data: st.DataObject) -> None:
    sealed = seal_value(KEY, b"safe word", PLACE)
    with pytest.raises(SealedPartError):
        open_value(KEY, sealed[: data.draw(st.integers(0, len(sealed) - 1))], PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(PLACE, row=uuid.UUID(int=8)),
        replace(PLACE, field="alias"),
        replace(PLACE, model="cases.Health"),
        replace(PLACE, part="health"),
        replace(PLACE, schema_version=2),
        replace(PLACE, model="cases.Identit", field="yfull_name"),
    ],
    ids=["row", "field", "model", "part", "schema", "shifted boundary"],
)
def test_a_value_moved_to_another_place_is_rejected(elsewhere: Associated) -> None:
    with pytest.raises(Tampered):
        open_value(KEY, seal_value(KEY, b"Amina", PLACE), elsewhere)


def test_a_value_does_not_open_under_another_key() -> None:
    sealed = seal_value(KEY, b"Amina", PLACE)
    with pytest.raises(WrongKey):
        open_value(OTHER_KEY, sealed, replace(PLACE, key_id=OTHER_KEY.key_id))
    same_id_other_secret = PartKey(KEY.key_id, bytes(32))
    with pytest.raises(Tampered):
        open_value(same_id_other_secret, sealed, PLACE)


def test_a_value_relabelled_with_another_key_id_is_rejected() -> None:
    sealed = seal_value(KEY, b"Amina", PLACE)
    relabelled = sealed[:1] + OTHER_KEY.key_id.bytes + sealed[17:]
    impostor = PartKey(OTHER_KEY.key_id, KEY.secret)
    with pytest.raises(Tampered):
        open_value(impostor, relabelled, replace(PLACE, key_id=OTHER_KEY.key_id))


def test_sealing_for_a_place_that_names_another_key_is_refused() -> None:
    with pytest.raises(WrongKey):
        seal_value(OTHER_KEY, b"Amina", PLACE)


def test_an_unknown_version_and_an_empty_value_say_so() -> None:
    sealed = seal_value(KEY, b"Amina", PLACE)
    with pytest.raises(UnknownVersion):
        open_value(KEY, b"\x02" + sealed[1:], PLACE)
    with pytest.raises(Tampered):
        key_id_of(b"")


def test_plaintext_put_in_the_place_of_a_sealed_value_is_never_returned() -> None:
    for injected in (b"plain text that somebody wrote into the column of the table", b"\x01" * 80):
        with pytest.raises(SealedPartError):
            open_value(KEY, injected, PLACE)


def test_the_key_id_is_read_without_opening() -> None:
    assert key_id_of(seal_value(KEY, b"", PLACE)) == KEY.key_id


def test_equal_values_do_not_look_equal() -> None:
    assert seal_value(KEY, b"Amina", PLACE) != seal_value(KEY, b"Amina", PLACE)


def test_a_wrapped_key_comes_back_with_its_id_and_only_from_its_own_row() -> None:
    data_key = PartKey.generate()
    row = Associated("vault.KeyWrap", "wrapped", uuid.UUID(int=1), "identity", KEY.key_id, 1)
    wrapped = wrap_key(KEY, data_key, row)
    assert unwrap_key(KEY, wrapped, row) == data_key
    with pytest.raises(Tampered):
        unwrap_key(KEY, wrapped, replace(row, row=uuid.UUID(int=2)))


def test_a_wrapped_key_is_not_a_value_and_a_value_is_not_a_wrapped_key() -> None:
    data_key = PartKey.generate()
    with pytest.raises(Tampered):
        open_value(KEY, wrap_key(KEY, data_key, PLACE), PLACE)
    with pytest.raises(Tampered):
        unwrap_key(KEY, seal_value(KEY, data_key.to_bytes(), PLACE), PLACE)


def test_no_secret_shows_in_a_repr_or_in_an_error() -> None:
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)
    with pytest.raises(Tampered) as caught:
        open_value(KEY, seal_value(KEY, b"planted secret", PLACE)[:-1] + b"\0", PLACE)
    assert "planted" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_key_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        PartKey(uuid.uuid4(), bytes(16))
