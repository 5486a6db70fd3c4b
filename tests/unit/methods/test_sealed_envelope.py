# SPDX-License-Identifier: Apache-2.0
"""Sealing hides; envelopes are signed, addressed, dated, and received once."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from quatrefoil.methods import sealed_envelope
from quatrefoil.methods.sealed_envelope import (
    CannotOpen,
    Envelope,
    EnvelopeError,
    KeyId,
    NotForUs,
    NotGenuine,
    OutOfTime,
    Replayed,
    SealingPrivateKey,
    SealingPublicKey,
    SigningKey,
    UnknownVersion,
    VerifyingKey,
    addressed,
    continues,
    generate_keypair,
    generate_signing_key,
    key_id,
    open_envelope,
    public_key_of,
    seal,
    seal_envelope,
    sealed_to,
    verifying_key_of,
)

DESK, SHELTER, STRANGER = generate_keypair(), generate_keypair(), generate_keypair()
AMINA = generate_signing_key()
IMPOSTOR = generate_signing_key()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LETTER = Envelope(
    message_id=UUID(int=1),
    purpose="referral",
    ground="consent",
    handling="amber",
    payload_type="application/json",
    payload=b'{"needs":["shelter"]}',
    created_at=NOW,
    expires_at=NOW + timedelta(days=7),
)
CONTEXT = b"report 1"


def known(sender: KeyId) -> VerifyingKey | None:
    """The directory: Amina and nobody else."""
    key = verifying_key_of(AMINA)
    return key if key_id(key) == sender else None


def never_seen(_: UUID) -> bool:
    """A mailbox that is empty."""
    return False


def received(
    sealed: bytes,
    by: SealingPrivateKey = DESK.private,
    now: datetime = NOW,
    seen: Callable[[UUID], bool] = never_seen,
) -> Envelope:
    """What a recipient makes of it."""
    return open_envelope(by, sealed, verifying_key=known, seen=seen, now=now)


# --- sealing -------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=1500), st.binary(max_size=40))
@settings(max_examples=40)
def test_what_was_sealed_opens_in_its_context(plaintext: bytes, context: bytes) -> None:
    sealed = seal(DESK.public, plaintext, context)
    assert sealed_envelope.open(DESK.private, sealed, context) == plaintext
    with pytest.raises(CannotOpen):
        sealed_envelope.open(DESK.private, sealed, context + b"x")


@given(st.data())
def test_any_flipped_bit_of_what_was_sealed_is_rejected(data: st.DataObject) -> None:
    sealed = bytearray(seal(DESK.public, b"she is in danger", CONTEXT))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(EnvelopeError):
        sealed_envelope.open(DESK.private, bytes(sealed), CONTEXT)


@given(st.data())
def test_anything_cut_short_or_invented_is_rejected(data: st.DataObject) -> None:
    sealed = seal(DESK.public, b"x", CONTEXT)
    short = sealed[: data.draw(st.integers(0, len(sealed) - 1))]
    invented = sealed[:18] + data.draw(st.binary(max_size=1300))
    for broken in (short, invented, sealed[:18] + bytes(len(sealed) - 18)):
        with pytest.raises(EnvelopeError):
            sealed_envelope.open(DESK.private, broken, CONTEXT)


def test_another_key_does_not_open_it_even_when_relabelled() -> None:
    sealed = seal(DESK.public, b"x", CONTEXT)
    with pytest.raises(CannotOpen):
        sealed_envelope.open(STRANGER.private, sealed, CONTEXT)
    with pytest.raises(CannotOpen):
        sealed_envelope.open(STRANGER.private, sealed[:2] + key_id(STRANGER.public) + sealed[18:], CONTEXT)


def test_the_key_to_fetch_is_named_and_an_unknown_version_says_so() -> None:
    sealed = seal(DESK.public, b"x", CONTEXT)
    assert sealed_to(sealed) == key_id(DESK.public)
    for version in (b"\x02\x01", b"\x01\x02"):
        with pytest.raises(UnknownVersion):
            sealed_to(version + sealed[2:])


def test_the_length_of_a_report_does_not_show() -> None:
    assert len(seal(DESK.public, b"help", CONTEXT)) == len(seal(DESK.public, b"x" * 500, CONTEXT))
    assert seal(DESK.public, b"help", CONTEXT) != seal(DESK.public, b"help", CONTEXT)


def test_the_hybrid_is_used_and_both_halves_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    # Key sizes of FIPS 203 table 3 (ML-KEM-768) and RFC 7748 (X25519); either half of another pair fails to open.
    assert (len(DESK.public), len(DESK.private)) == (1184 + 32, 64 + 32)
    monkeypatch.setattr(sealed_envelope, "key_id", lambda _: bytes(16))  # so that the cipher alone decides
    sealed = seal(SealingPublicKey(DESK.public[:1184] + STRANGER.public[1184:]), b"x", CONTEXT)
    for private in (DESK.private, STRANGER.private):
        with pytest.raises(CannotOpen, match="altered"):
            sealed_envelope.open(SealingPrivateKey(private), sealed, CONTEXT)
    both = SealingPrivateKey(DESK.private[:64] + STRANGER.private[64:])
    assert sealed_envelope.open(both, sealed, CONTEXT) == b"x"


def test_the_public_half_follows_from_the_private_one_and_no_secret_shows_in_a_repr() -> None:
    assert public_key_of(DESK.private) == DESK.public
    assert repr(DESK.private) not in repr(DESK)


def test_keys_of_another_length_and_too_large_a_message_are_refused() -> None:
    with pytest.raises(ValueError, match="1216"):
        seal(SealingPublicKey(DESK.public[:-1]), b"x", CONTEXT)
    with pytest.raises(ValueError, match="96"):
        public_key_of(SealingPrivateKey(b""))
    with pytest.raises(ValueError, match="25 MiB"):
        seal(DESK.public, bytes(25 * 1024 * 1024 + 1), CONTEXT)


# --- envelopes -----------------------------------------------------------------------------------------------------


def test_every_recipient_reads_the_same_message_with_all_that_was_signed() -> None:
    sealed = seal_envelope(LETTER, AMINA, [DESK.public, SHELTER.public])
    expected = addressed(LETTER, AMINA, [DESK.public, SHELTER.public])
    assert received(sealed) == received(sealed, SHELTER.private) == expected
    assert expected.recipients == (key_id(DESK.public), key_id(SHELTER.public))
    assert expected.payload == LETTER.payload


def test_the_header_holds_the_digest_of_the_payload() -> None:
    assert hashlib.sha256(LETTER.payload).hexdigest().encode() in LETTER.header()
    assert LETTER.payload not in LETTER.header()


def test_the_signature_is_ed25519_over_domain_and_header() -> None:
    # RFC 8032, section 7.1, test 1: the primitive gives the published answer.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert verifying_key_of(SigningKey(seed)) == public
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(b"").hex()
    assert signature.startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")


@given(st.data())
@settings(max_examples=60)
def test_any_flipped_bit_of_an_envelope_is_rejected(data: st.DataObject) -> None:
    sealed = bytearray(seal_envelope(LETTER, AMINA, [DESK.public]))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(EnvelopeError):
        received(bytes(sealed))


@given(st.binary(max_size=3000))
def test_an_invented_envelope_is_rejected(invented: bytes) -> None:
    for start in (b"", b"\x01", b"\x01\x00\x01"):
        with pytest.raises(EnvelopeError):
            received(start + invented)


def test_somebody_it_was_not_sent_to_cannot_open_it() -> None:
    with pytest.raises(CannotOpen):
        received(seal_envelope(LETTER, AMINA, [DESK.public]), STRANGER.private)


def test_an_unknown_sender_and_a_borrowed_name_are_refused() -> None:
    with pytest.raises(NotGenuine):
        received(seal_envelope(LETTER, IMPOSTOR, [DESK.public]))
    sealed = seal_envelope(LETTER, IMPOSTOR, [DESK.public])
    with pytest.raises(NotGenuine):
        open_envelope(DESK.private, sealed, verifying_key=lambda _: verifying_key_of(AMINA), seen=never_seen, now=NOW)


def forwarded(monkeypatch: pytest.MonkeyPatch, signed: Envelope, signer: SigningKey, to: SealingPublicKey) -> bytes:
    """What a dishonest program would send: `signed` as it stands, sealed to somebody it does not name."""
    with monkeypatch.context() as patched:
        patched.setattr(sealed_envelope, "addressed", lambda *_: signed)
        return seal_envelope(signed, signer, [to])


def test_a_message_passed_on_to_somebody_it_does_not_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = addressed(LETTER, AMINA, [DESK.public])
    with pytest.raises(NotForUs):
        received(forwarded(monkeypatch, signed, AMINA, SHELTER.public), SHELTER.private)


def test_a_signed_message_that_claims_another_sender_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    claimed = addressed(LETTER, AMINA, [DESK.public])
    with pytest.raises(NotGenuine):
        received(forwarded(monkeypatch, claimed, IMPOSTOR, DESK.public))


@pytest.mark.parametrize(
    ("now", "accepted"),
    [
        (NOW - timedelta(minutes=6), False),
        (NOW - timedelta(minutes=4), True),
        (NOW + timedelta(days=7) - timedelta(seconds=1), True),
        (NOW + timedelta(days=7), False),
    ],
    ids=["from the future", "clock a little behind", "last second", "expired"],
)
def test_a_message_is_read_in_its_time_only(now: datetime, accepted: bool) -> None:
    sealed = seal_envelope(LETTER, AMINA, [DESK.public])
    if accepted:
        assert received(sealed, now=now).message_id == LETTER.message_id
    else:
        with pytest.raises(OutOfTime):
            received(sealed, now=now)


def test_a_message_received_before_is_refused_and_a_forgery_burns_no_id() -> None:
    asked: list[UUID] = []

    def seen(message_id: UUID) -> bool:
        asked.append(message_id)
        return True

    with pytest.raises(Replayed):
        received(seal_envelope(LETTER, AMINA, [DESK.public]), seen=seen)
    assert asked == [LETTER.message_id]
    with pytest.raises(NotGenuine):
        received(seal_envelope(LETTER, IMPOSTOR, [DESK.public]), seen=seen)
    assert asked == [LETTER.message_id]


def test_an_unknown_version_is_refused_outside_and_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal_envelope(LETTER, AMINA, [DESK.public])
    with pytest.raises(UnknownVersion):
        received(b"\x02" + sealed[1:])
    header = LETTER.header().replace(b'"version":1', b'"version":2')
    inside = len(header).to_bytes(4, "big") + header + bytes(64) + LETTER.payload
    monkeypatch.setattr(sealed_envelope, "_decrypt", lambda *_: ((), inside))
    with pytest.raises(UnknownVersion):
        received(sealed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"purpose":"referral"', b'"purpose":["referral"]'),
        (b'"purpose":"referral",', b""),
        (b'"purpose":', b'"extra":1,"purpose":'),
        (b'"previous":null', b'"previous":"xx"'),
        (b'"payload_sha256":"', b'"payload_sha256":"0'),
        (b'"handling":', b'"handling": '),
        (b"+00:00", b""),
    ],
)
def test_a_malformed_header_is_refused(monkeypatch: pytest.MonkeyPatch, old: bytes, new: bytes) -> None:
    header = LETTER.header().replace(old, new)
    assert header != LETTER.header()
    inside = len(header).to_bytes(4, "big") + header + bytes(64) + LETTER.payload
    monkeypatch.setattr(sealed_envelope, "_decrypt", lambda *_: ((), inside))
    with pytest.raises(CannotOpen):
        received(b"")


def test_two_recipients_cannot_be_shown_different_contents() -> None:
    one = seal_envelope(LETTER, AMINA, [DESK.public, SHELTER.public])
    other = seal_envelope(replace(LETTER, payload=b"other"), AMINA, [DESK.public, SHELTER.public])
    wrap = (len(seal(DESK.public, bytes(32), b"")),) * 2
    spliced = one[: 35 + wrap[0]] + other[35 + wrap[0] : 35 + sum(wrap)] + one[35 + sum(wrap) :]
    for private in (DESK.private, SHELTER.private):
        with pytest.raises(CannotOpen):
            received(spliced, private)


def test_a_thread_names_the_message_before() -> None:
    first = addressed(LETTER, AMINA, [DESK.public])
    second = replace(LETTER, message_id=UUID(int=2), previous=first.digest())
    opened = received(seal_envelope(second, AMINA, [DESK.public]))
    assert continues(opened, first)
    assert continues(first, None)
    assert not continues(opened, None)
    assert not continues(opened, replace(first, purpose="something else"))


def test_an_envelope_without_recipients_twice_the_same_or_expired_at_birth_is_refused() -> None:
    for recipients in ([], [DESK.public, DESK.public]):
        with pytest.raises(ValueError, match="recipients"):
            seal_envelope(LETTER, AMINA, recipients)
    with pytest.raises(ValueError, match="expires"):
        seal_envelope(replace(LETTER, expires_at=NOW), AMINA, [DESK.public])
    with pytest.raises(ValueError, match="25 MiB"):
        seal_envelope(replace(LETTER, payload=bytes(25 * 1024 * 1024 + 1)), AMINA, [DESK.public])


def test_no_payload_shows_in_a_repr() -> None:
    assert "shelter" not in repr(LETTER)
