# SPDX-License-Identifier: Apache-2.0
"""The blind index: files found by a name with a birth year, a phone or a document, without these being readable.

A token is cut so short that several people share it; the sealed proof beside it tells them apart in memory, so that
nobody's file has to be opened to learn that it was somebody else's. Tokens and proofs go with the file's keys.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import current_actor
from quatrefoil.foundation.vault import instance_keys, part_keys
from quatrefoil.methods import blind_index, sealed_part
from quatrefoil.methods.blind_index import IndexKey, Purpose
from quatrefoil.methods.name_keys import CompositeKey, IdentityDocument, composite_keys
from quatrefoil.methods.sealed_part import Associated, PartKey, SealedPartError

MOST_IN_A_BUCKET: Final = 1_000  # DESIGN 5.9: what more people share finds nobody
# A country's register; a smaller installation has emptier buckets, a larger one fuller ones.
TOKEN_BITS: Final = blind_index.bits_for(1_000_000)
PROOF_VERSION: Final = 1

Keys = tuple[CompositeKey, ...]


def keys_of(
    names: Iterable[str] = (),
    birth_year: int | None = None,
    phones: Iterable[str] = (),
    documents: Iterable[IdentityDocument] = (),
) -> Keys:
    """The composite keys of a person; a single name, or a name without a birth year, makes none."""
    region = settings.OPTIONS.region_default
    return composite_keys(names, birth_year, phones, documents, default_region=region)


def index(
    file_id: UUID,
    names: Iterable[str] = (),
    birth_year: int | None = None,
    phones: Iterable[str] = (),
    documents: Iterable[IdentityDocument] = (),
) -> int:
    """Make a file findable by these details and no others; what was indexed before is replaced. Returns how many keys.

    Call it inside the action that saves the part with the details. Raises KeyMissing for an erased file.
    """
    current_actor()
    part_keys.refuse_erased(file_id)
    keys = keys_of(names, birth_year, phones, documents)
    tokens = part_keys.rows().BlindToken
    made = [
        tokens(purpose=key.purpose.value, token=token_of(key), proof=_proof(key, file_id), file=file_id) for key in keys
    ]
    with transaction.atomic(using="keyring"):
        tokens.objects.filter(file=file_id).delete()
        tokens.objects.bulk_create(made)
    trail.wrote("person.index", file_id, detail=str(len(made)))
    return len(made)


reindex = index


def matching_files(keys: Keys) -> set[UUID]:
    """Files that share at least one of the keys. Says nothing about who may know: `search` decides that."""
    return set(matches(keys)[0])


def matches(keys: Keys) -> tuple[Mapping[UUID, frozenset[CompositeKey]], bool]:
    """Files by the keys they share, and whether a key was left out because too many people share it (2 queries)."""
    wanted = {(key.purpose.value, token_of(key)): key for key in keys}
    too_full = _full_buckets(wanted)
    found: dict[UUID, set[CompositeKey]] = defaultdict(set)
    rows = _in_buckets(set(wanted) - too_full).values_list("purpose", "token", "proof", "file")
    for purpose, token, proof, file in rows:
        key = wanted.get((purpose, bytes(token)))
        if key is not None and _proves(bytes(proof), key, file):
            found[file].add(key)
    return {file: frozenset(shared) for file, shared in found.items()}, bool(too_full)


def token_of(key: CompositeKey) -> bytes:
    """The short token under which a key stands."""
    return blind_index.blind_token(instance_keys.index_key(), key.purpose, key.key, TOKEN_BITS)


def _full_buckets(wanted: Iterable[tuple[str, bytes]]) -> set[tuple[str, bytes]]:
    counted = _in_buckets(wanted).values("purpose", "token").annotate(people=Count("id"))
    full = counted.filter(people__gt=MOST_IN_A_BUCKET)
    return {(row["purpose"], bytes(row["token"])) for row in full}


def _in_buckets(wanted: Iterable[tuple[str, bytes]]) -> QuerySet[Any]:
    by_purpose: dict[str, list[bytes]] = defaultdict(list)
    for purpose, token in wanted:
        by_purpose[purpose].append(token)
    chosen = Q(pk__in=[])
    for purpose, tokens in by_purpose.items():
        chosen |= Q(purpose=purpose, token__in=tokens)
    found: QuerySet[Any] = part_keys.rows().BlindToken.objects.filter(chosen)
    return found


def _proof(key: CompositeKey, file_id: UUID) -> bytes:
    proof_key, _digest_key = _proof_keys(instance_keys.index_key())
    return sealed_part.seal_value(proof_key, _digest(key), _place(key, file_id, proof_key))


def _proves(proof: bytes, key: CompositeKey, file_id: UUID) -> bool:
    """Does the sealed proof say that the file has this very key? A token moved from another file does not."""
    proof_key, _digest_key = _proof_keys(instance_keys.index_key())
    try:
        whole = sealed_part.open_value(proof_key, proof, _place(key, file_id, proof_key))
    except SealedPartError:
        return False
    return hmac.compare_digest(whole, _digest(key))


def _place(key: CompositeKey, file_id: UUID, proof_key: PartKey) -> Associated:
    return Associated("keyring.BlindToken", "proof", file_id, key.purpose.value, proof_key.key_id, PROOF_VERSION)


def _digest(key: CompositeKey) -> bytes:
    _proof_key, digest_key = _proof_keys(instance_keys.index_key())
    return hmac.digest(digest_key, f"{key.purpose.value} {key.key}".encode(), hashlib.sha256)[:16]


@lru_cache(maxsize=1)
def _proof_keys(index_key: IndexKey) -> tuple[PartKey, bytes]:
    """Two keys of their own, from the index key: one seals proofs, one makes what they hold."""
    derived = HKDF(SHA256(), 80, salt=None, info=b"quatrefoil blind index proof 1").derive(index_key)
    return PartKey(UUID(bytes=derived[:16]), derived[16:48]), derived[48:]


__all__ = ["IdentityDocument", "Keys", "Purpose", "index", "keys_of", "matches", "matching_files", "reindex"]
