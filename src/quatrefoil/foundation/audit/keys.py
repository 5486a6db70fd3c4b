# SPDX-License-Identifier: Apache-2.0
"""The key that signs batches, and the public keys that may have signed earlier ones."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from quatrefoil.foundation.vault import instance_keys

RETIRED = "audit-retired-keys.txt"  # public keys in hexadecimal, one a line, # starts a comment


def signing_key() -> Ed25519PrivateKey:
    """The present signing key of this installation."""
    return Ed25519PrivateKey.from_private_bytes(instance_keys.audit_signing_key())


def public_keys() -> tuple[Ed25519PublicKey, ...]:
    """The present public key, then the retired ones."""
    path = settings.OPTIONS.keys_folder() / RETIRED
    lines = path.read_text().splitlines() if path.exists() else []
    retired = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return (signing_key().public_key(), *(Ed25519PublicKey.from_public_bytes(bytes.fromhex(line)) for line in retired))


def as_hex(key: Ed25519PublicKey) -> str:
    """A public key as it is published and exported."""
    return key.public_bytes_raw().hex()
