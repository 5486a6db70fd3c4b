# SPDX-License-Identifier: Apache-2.0
"""Messages that only their recipients read: sealing to a public key, and signed envelopes for several recipients.

`seal` hides. It uses HPKE (RFC 9180, base mode) with the hybrid of ML-KEM-768 and X25519, so traffic recorded today stays closed
to a quantum computer; padding to buckets hides the length, and the context must be given again to open. It does not
say who sealed: that is for the envelope.

`seal_envelope` names sender and recipients, signs (Ed25519), then encrypts. Because recipients are named under the signature,
a recipient cannot pass the message on as if it had been sent to somebody else.

    sealed     version 1 | suite 1 | key id 16 | HPKE ciphertext of the padded plaintext
    envelope   version 1 | count 2 | commitment 32 | count x sealed content key | nonce 12 | ciphertext
    inside     length 4 | header (canonical JSON) | signature 64 | payload
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NewType
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from quatrefoil.methods import padding
from quatrefoil.methods.canonical import NotCanonical, canonical_json, parse_canonical

SealingPublicKey = NewType("SealingPublicKey", bytes)  # ML-KEM-768 key 1184 | X25519 key 32
SealingPrivateKey = NewType("SealingPrivateKey", bytes)  # ML-KEM-768 seed 64 | X25519 key 32
SigningKey = NewType("SigningKey", bytes)  # Ed25519 seed, 32
VerifyingKey = NewType("VerifyingKey", bytes)  # Ed25519 public key, 32
KeyId = NewType("KeyId", bytes)  # first 16 bytes of a domain-separated SHA-256

VERSION: Final = 1
LARGEST_PLAINTEXT: Final = 25 * 1024 * 1024
MOST_RECIPIENTS: Final = 100
CLOCK_SKEW: Final = timedelta(minutes=5)
_SUITE_NUMBER: Final = 1
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_MLKEM_PUBLIC_BYTES: Final = 1184  # FIPS 203, table 3
_MLKEM_SEED_BYTES: Final = 64  # FIPS 203: d and z
_KEY_ID_BYTES: Final = 16
_HEADER_BYTES: Final = 2 + _KEY_ID_BYTES
_NONCE_BYTES: Final = 12
_SIGNATURE_BYTES: Final = 64
_SIGNED_DOMAIN: Final = b"quatrefoil envelope 1\n"
_CONTENT_KEY_CONTEXT: Final = b"content key of an envelope "
_SEALED_KEY_BYTES: Final = _HEADER_BYTES + KEM.MLKEM768_X25519.enc_length() + padding.SMALLEST_BUCKET + 16


class EnvelopeError(Exception):
    """The message was not opened; nothing of it may be used."""


class CannotOpen(EnvelopeError):
    """Altered on the way, sealed to another key, or opened with another context: ask the sender to send again."""


class UnknownVersion(EnvelopeError):
    """Written by a newer version: upgrade before reading it."""


class NotForUs(EnvelopeError):
    """The signed list of recipients does not name this key: somebody passed on a message meant for others."""


class NotGenuine(EnvelopeError):
    """The signature does not belong to a known sender: check the sender's key with them in person."""


class OutOfTime(EnvelopeError):
    """Expired, or dated in the future: ask the sender to send again, and check both clocks."""


class Replayed(EnvelopeError):
    """This message was received before."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A sealing key pair as bytes. The private half never shows in a repr."""

    private: SealingPrivateKey = field(repr=False)
    public: SealingPublicKey


@dataclass(frozen=True, slots=True)
class Envelope:
    """One signed message. Times are UTC, to the second; `sender` and `recipients` are key ids.

    purpose: why it is sent. ground: consent or the named legal duty. handling: code such as "amber". previous: digest
    of the message before in the thread, or None. sender and recipients are filled in by `seal_envelope`.
    """

    message_id: UUID
    purpose: str
    ground: str
    handling: str
    payload_type: str
    payload: bytes = field(repr=False)
    created_at: datetime
    expires_at: datetime
    previous: bytes | None = None
    sender: KeyId = KeyId(b"")
    recipients: tuple[KeyId, ...] = ()

    def header(self) -> bytes:
        """The canonical bytes that are signed; the payload stands in them as its SHA-256."""
        return canonical_json(
            {
                "version": VERSION,
                "message_id": str(self.message_id),
                "sender": self.sender.hex(),
                "recipients": [recipient.hex() for recipient in self.recipients],
                "purpose": self.purpose,
                "ground": self.ground,
                "handling": self.handling,
                "created_at": _moment(self.created_at),
                "expires_at": _moment(self.expires_at),
                "payload_type": self.payload_type,
                "payload_sha256": hashlib.sha256(self.payload).hexdigest(),
                "previous": self.previous.hex() if self.previous else None,
            }
        )

    def digest(self) -> bytes:
        """What the next message of the thread names as `previous`."""
        return hashlib.sha256(_SIGNED_DOMAIN + self.header()).digest()


def generate_keypair() -> KeyPair:
    """A fresh pair for sealing."""
    mlkem, x25519 = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    private = SealingPrivateKey(mlkem.private_bytes_raw() + x25519.private_bytes_raw())
    return KeyPair(private, public_key_of(private))


def public_key_of(private_key: SealingPrivateKey) -> SealingPublicKey:
    """The public half of a sealing key."""
    mlkem, x25519 = _private_halves(private_key)
    return SealingPublicKey(mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())


def generate_signing_key() -> SigningKey:
    """A fresh Ed25519 key."""
    return SigningKey(Ed25519PrivateKey.generate().private_bytes_raw())


def verifying_key_of(signing_key: SigningKey) -> VerifyingKey:
    """The public half of a signing key."""
    return VerifyingKey(Ed25519PrivateKey.from_private_bytes(signing_key).public_key().public_bytes_raw())


def key_id(public_key: SealingPublicKey | VerifyingKey) -> KeyId:
    """The short name of a public key, of either kind."""
    return KeyId(hashlib.sha256(b"quatrefoil key id\0" + public_key).digest()[:_KEY_ID_BYTES])


def seal(public_key: SealingPublicKey, plaintext: bytes, context: bytes) -> bytes:
    """Seal to a public key; up to 25 MiB. context: what this is and where it belongs, known to both sides."""
    if len(plaintext) > LARGEST_PLAINTEXT:
        raise ValueError("larger than 25 MiB: send it as a file bundle")
    header = bytes([VERSION, _SUITE_NUMBER]) + key_id(public_key)
    return header + _SUITE.encrypt(padding.pad(plaintext), _hybrid_public(public_key), _info(header, context))


def open(private_key: SealingPrivateKey, sealed: bytes, context: bytes) -> bytes:  # noqa: A001
    """What was sealed to this key in this context. Raises UnknownVersion or CannotOpen."""
    header = sealed[:_HEADER_BYTES]
    if sealed_to(sealed) != key_id(public_key_of(private_key)):
        raise CannotOpen("this was sealed to another key")
    private = MLKEM768X25519PrivateKey(*_private_halves(private_key))
    try:
        return padding.unpad(_SUITE.decrypt(sealed[_HEADER_BYTES:], private, _info(header, context)))
    except (InvalidTag, padding.BadPadding):
        raise CannotOpen("this was altered, or belongs to another context") from None


def sealed_to(sealed: bytes) -> KeyId:
    """The id of the key that opens `sealed`, not yet proven genuine: which key of a rotation to fetch."""
    if len(sealed) < _HEADER_BYTES:
        raise CannotOpen("this was cut short")
    if sealed[:2] != bytes([VERSION, _SUITE_NUMBER]):
        raise UnknownVersion(f"version {sealed[0]}, suite {sealed[1]}; this program reads version {VERSION}")
    return KeyId(sealed[2:_HEADER_BYTES])


def seal_envelope(envelope: Envelope, signing_key: SigningKey, recipients: Sequence[SealingPublicKey]) -> bytes:
    """Name the sender and the recipients in the envelope, sign it, and seal it to each of them.

    Raises ValueError when there is no recipient, the same one twice, or an expiry before the creation.
    """
    named = addressed(envelope, signing_key, recipients)
    header = named.header()
    signature = Ed25519PrivateKey.from_private_bytes(signing_key).sign(_SIGNED_DOMAIN + header)
    inside = padding.pad(len(header).to_bytes(4, "big") + header + signature + named.payload)
    content_key, nonce = os.urandom(32), os.urandom(_NONCE_BYTES)
    commitment = _commitment(content_key)
    wraps = b"".join(seal(key, content_key, _CONTENT_KEY_CONTEXT + commitment) for key in recipients)
    outside = bytes([VERSION]) + len(recipients).to_bytes(2, "big") + commitment + wraps
    return outside + nonce + AESGCMSIV(content_key).encrypt(nonce, inside, outside)


def addressed(envelope: Envelope, signing_key: SigningKey, recipients: Sequence[SealingPublicKey]) -> Envelope:
    """The envelope as `seal_envelope` signs it, with sender and recipients named: keep it for its digest."""
    names = tuple(key_id(recipient) for recipient in recipients)
    if not 1 <= len(set(names)) == len(names) <= MOST_RECIPIENTS:
        raise ValueError(f"an envelope has 1 to {MOST_RECIPIENTS} different recipients")
    if envelope.expires_at <= envelope.created_at:
        raise ValueError("an envelope expires after it was created")
    if len(envelope.payload) > LARGEST_PLAINTEXT:
        raise ValueError("larger than 25 MiB: send it as a file bundle")
    return replace(envelope, sender=key_id(verifying_key_of(signing_key)), recipients=names)


def open_envelope(
    private_key: SealingPrivateKey,
    sealed: bytes,
    *,
    verifying_key: Callable[[KeyId], VerifyingKey | None],
    seen: Callable[[UUID], bool],
    now: datetime,
) -> Envelope:
    """The envelope, once everything about it holds; the check for replays comes last, so a forgery burns no id.

    verifying_key: the pinned key of a sender id, None when unknown. seen: whether a message id was received before;
    the caller records it in the same transaction that stores the message. Raises one of the EnvelopeErrors.
    """
    named_outside, inside = _decrypt(private_key, sealed)
    envelope, signature = _parse(inside)
    _require_genuine(envelope, signature, verifying_key(envelope.sender))
    if envelope.recipients != named_outside:
        raise NotForUs("the recipients outside are not those that the sender signed")
    if envelope.created_at > now + CLOCK_SKEW or envelope.expires_at <= now:
        raise OutOfTime("this message has expired, or is dated in the future")
    if seen(envelope.message_id):
        raise Replayed("this message was received before")
    return envelope


def continues(envelope: Envelope, previous: Envelope | None) -> bool:
    """Whether `envelope` names `previous` as the message before it in the thread (None: it opens the thread)."""
    expected = previous.digest() if previous else None
    return envelope.previous == expected


def _decrypt(private_key: SealingPrivateKey, sealed: bytes) -> tuple[tuple[KeyId, ...], bytes]:
    """The key ids that stand outside, and the bytes inside."""
    if sealed[:1] != bytes([VERSION]):
        raise UnknownVersion(f"this program reads envelopes of version {VERSION}")
    count = int.from_bytes(sealed[1:3], "big")
    end = 35 + count * _SEALED_KEY_BYTES
    if not 1 <= count <= MOST_RECIPIENTS or len(sealed) < end + _NONCE_BYTES + 16:
        raise CannotOpen("this was cut short")
    commitment, wraps = sealed[3:35], [sealed[at : at + _SEALED_KEY_BYTES] for at in range(35, end, _SEALED_KEY_BYTES)]
    content_key = _content_key(private_key, wraps, commitment)
    body = end + _NONCE_BYTES
    try:
        inside = padding.unpad(AESGCMSIV(content_key).decrypt(sealed[end:body], sealed[body:], sealed[:end]))
    except (InvalidTag, padding.BadPadding):
        raise CannotOpen("this was altered on the way") from None
    return tuple(sealed_to(wrap) for wrap in wraps), inside


def _content_key(private_key: SealingPrivateKey, wraps: Sequence[bytes], commitment: bytes) -> bytes:
    """The content key, which must be the one committed to: no two recipients can be shown different contents."""
    own = key_id(public_key_of(private_key))
    mine = [wrap for wrap in wraps if sealed_to(wrap) == own]
    if len(mine) != 1:
        raise CannotOpen("this was not sealed to this key")
    content_key = open(private_key, mine[0], _CONTENT_KEY_CONTEXT + commitment)
    if len(content_key) != 32 or not hmac.compare_digest(_commitment(content_key), commitment):
        raise CannotOpen("the content key is not the one committed to")
    return content_key


def _commitment(content_key: bytes) -> bytes:
    return hmac.digest(content_key, b"quatrefoil envelope content key", "sha256")


def _parse(inside: bytes) -> tuple[Envelope, bytes]:
    end = 4 + int.from_bytes(inside[:4], "big")
    header, signature, payload = inside[4:end], inside[end : end + _SIGNATURE_BYTES], inside[end + _SIGNATURE_BYTES :]
    try:
        value = parse_canonical(header)
        if value.get("version") != VERSION:
            raise UnknownVersion(f"this program reads envelopes of version {VERSION}")
        envelope = _envelope_from(value, payload)
        well_formed = envelope.header() == header
    except (NotCanonical, KeyError, TypeError, ValueError, AttributeError):
        raise CannotOpen("the header is malformed") from None
    if not well_formed:
        # Covers a payload that does not have the signed digest as well as unknown or missing fields.
        raise CannotOpen("the header does not describe this payload")
    return envelope, signature


def _envelope_from(value: Mapping[str, Any], payload: bytes) -> Envelope:
    if not all(isinstance(value[name], str) for name in ("purpose", "ground", "handling", "payload_type")):
        raise TypeError("these fields are text")
    return Envelope(
        message_id=UUID(value["message_id"]),
        purpose=value["purpose"],
        ground=value["ground"],
        handling=value["handling"],
        payload_type=value["payload_type"],
        payload=payload,
        created_at=datetime.fromisoformat(value["created_at"]),
        expires_at=datetime.fromisoformat(value["expires_at"]),
        previous=bytes.fromhex(value["previous"]) if value["previous"] is not None else None,
        sender=KeyId(bytes.fromhex(value["sender"])),
        recipients=tuple(KeyId(bytes.fromhex(recipient)) for recipient in value["recipients"]),
    )


def _require_genuine(envelope: Envelope, signature: bytes, key: VerifyingKey | None) -> None:
    if key is None or key_id(key) != envelope.sender:
        raise NotGenuine("the sender is not known here")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _SIGNED_DOMAIN + envelope.header())
    except InvalidSignature:
        raise NotGenuine("the signature is not the sender's") from None


def _info(header: bytes, context: bytes) -> bytes:
    return b"quatrefoil sealed\0" + header + context


def _hybrid_public(public_key: SealingPublicKey) -> MLKEM768X25519PublicKey:
    if len(public_key) != _MLKEM_PUBLIC_BYTES + 32:
        raise ValueError("a sealing public key has 1216 bytes")
    mlkem = MLKEM768PublicKey.from_public_bytes(public_key[:_MLKEM_PUBLIC_BYTES])
    return MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(public_key[_MLKEM_PUBLIC_BYTES:]))


def _private_halves(private_key: SealingPrivateKey) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(private_key) != _MLKEM_SEED_BYTES + 32:
        raise ValueError("a sealing private key has 96 bytes")
    mlkem = MLKEM768PrivateKey.from_seed_bytes(private_key[:_MLKEM_SEED_BYTES])
    return mlkem, X25519PrivateKey.from_private_bytes(private_key[_MLKEM_SEED_BYTES:])


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
