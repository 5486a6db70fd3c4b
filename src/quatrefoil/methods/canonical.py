# SPDX-License-Identifier: Apache-2.0
"""One byte string for one meaning: the JSON that is hashed and signed.

Keys in the order of their code points, no spaces, UTF-8 without escapes beyond those JSON demands, whole numbers only.
Decimal fractions are refused because two programs may print the same one differently: write them as text.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

LARGEST_NUMBER: Final = 2**53 - 1  # beyond it readers that use floats (RFC 8259, section 6) disagree


class NotCanonical(ValueError):
    """The value has no canonical form, or the bytes are not the canonical form of what they say."""


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """The canonical bytes of text, whole numbers, true, false, null, and lists and mappings of these.

    Raises NotCanonical for anything else.
    """
    _require_plain(value)
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        raise NotCanonical("text with half a surrogate pair") from None


def parse_canonical(data: bytes) -> dict[str, Any]:
    """The mapping that `data` says, if `data` is its canonical form; so no key stands twice and nothing hides."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise NotCanonical("not JSON") from None
    if not isinstance(value, dict) or canonical_json(value) != data:
        raise NotCanonical("not the canonical form of a mapping")
    return value


def _require_plain(value: object) -> None:
    if value is None or isinstance(value, (bool, str)):
        return
    if isinstance(value, int) and abs(value) <= LARGEST_NUMBER:
        return
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("keys are text")
        for item in value.values():
            _require_plain(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _require_plain(item)
    else:
        raise NotCanonical(f"{type(value).__name__} has no canonical form: write it as text")
