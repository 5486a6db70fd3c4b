# SPDX-License-Identifier: Apache-2.0
"""Keys made from the installation's secret key, one for each purpose."""

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def fernet_key(secret: str, purpose: bytes) -> bytes:
    """A Fernet key that serves one purpose only (HKDF, RFC 5869)."""
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"quatrefoil " + purpose)
    return urlsafe_b64encode(made.derive(secret.encode()))
