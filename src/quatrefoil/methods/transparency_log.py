# SPDX-License-Identifier: Apache-2.0
"""A log that cannot be rewritten unseen: a Merkle tree over all events, closed in signed batches.

The tree is that of RFC 6962, section 2.1: a leaf hashes as SHA-256(0x00 | leaf), a node as SHA-256(0x01 | left | right), and the
left half of n leaves is the largest power of two below n. One tree grows over the whole log; each batch ends with
a head that names its events by position, the size and root of the tree so far, and the digest of the head before it.
Whoever keeps one head elsewhere can later prove any change, removal, reordering or cutting short of what it covers.
`tools/verify_audit.py` checks the same without this program; docs/reference/audit_export.md is the format.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NewType

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from quatrefoil.methods.canonical import canonical_json, parse_canonical

Hash = NewType("Hash", bytes)

HEAD_DOMAIN: Final = b"quatrefoil audit head 1\n"
EMPTY_ROOT: Final = Hash(hashlib.sha256(b"").digest())  # RFC 6962: the hash of an empty tree
NO_HEAD: Final = Hash(bytes(32))  # what the first head names as the one before it


class LogError(Exception):
    """The log does not hold together: keep everything as it is and call the security officer."""


class BadHead(LogError):
    """A head is not signed by the key given, or is not in its canonical form."""


class BrokenChain(LogError):
    """A head does not follow the one before it: a head was removed, altered or put elsewhere."""


class WrongRoot(LogError):
    """The events are not those that the head was signed over: one was altered, removed, added or moved."""


@dataclass(frozen=True, slots=True)
class CompactRange:
    """All that is needed to append: the roots of the full subtrees, largest first. At most one per bit of the size."""

    size: int = 0
    subtrees: tuple[Hash, ...] = ()

    def append(self, leaf: Hash) -> "CompactRange":
        """The range with one more leaf hash."""
        subtrees, carry, size = list(self.subtrees), leaf, self.size
        while size & 1:
            carry, size = node_hash(subtrees.pop(), carry), size >> 1
        return CompactRange(self.size + 1, (*subtrees, carry))

    def extend(self, leaves: Iterable[Hash]) -> "CompactRange":
        """The range with all these leaf hashes, in their order."""
        grown = self
        for leaf in leaves:
            grown = grown.append(leaf)
        return grown

    def root(self) -> Hash:
        """The root of the tree so far, as RFC 6962 defines it."""
        if not self.subtrees:
            return EMPTY_ROOT
        root = self.subtrees[-1]
        for left in reversed(self.subtrees[:-1]):
            root = node_hash(left, root)
        return root


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The end of one batch. Positions count the events of the whole log from 0.

    number: of the batch, from 1. first, last: positions of its first and last event. size: last + 1. root: of the
    whole tree. previous: digest of the head before, 32 zeros for the first. closed_at: UTC. signature: Ed25519.
    """

    number: int
    first: int
    last: int
    size: int
    root: Hash
    previous: Hash
    closed_at: datetime
    signature: bytes = b""

    def canonical(self) -> bytes:
        """The bytes that are signed, without the domain; the signature is not among them."""
        return canonical_json(
            {
                "number": self.number,
                "first": self.first,
                "last": self.last,
                "size": self.size,
                "root": self.root.hex(),
                "previous": self.previous.hex(),
                "closed_at": self.closed_at.astimezone(UTC).isoformat(timespec="seconds"),
            }
        )

    def digest(self) -> Hash:
        """What the next head names as `previous`, and what is printed, sent or notarised elsewhere."""
        return Hash(hashlib.sha256(HEAD_DOMAIN + self.canonical()).digest())

    def to_line(self) -> bytes:
        """The head with its signature as one line of a heads file."""
        return canonical_json({**parse_canonical(self.canonical()), "signature": self.signature.hex()})

    @classmethod
    def from_line(cls, line: bytes) -> "SignedHead":
        """The head that `to_line` wrote; raises BadHead for anything else."""
        try:
            head = _head_from_mapping(parse_canonical(line))
        except (KeyError, TypeError, ValueError):
            raise BadHead("this line is not a head") from None
        if head.to_line() != line:
            raise BadHead("this line is not a head in its canonical form")
        return head


def canonical_leaf(event: Mapping[str, Any]) -> bytes:
    """The bytes of one event as a leaf: canonical JSON, one line."""
    return canonical_json(event)


def leaf_hash(leaf: bytes) -> Hash:
    """SHA-256 of a leaf, with the prefix that keeps leaves and nodes apart."""
    return Hash(hashlib.sha256(b"\x00" + leaf).digest())


def node_hash(left: Hash, right: Hash) -> Hash:
    """SHA-256 of two subtrees."""
    return Hash(hashlib.sha256(b"\x01" + left + right).digest())


def tree_root(leaves: Iterable[Hash]) -> Hash:
    """The root over leaf hashes."""
    return CompactRange().extend(leaves).root()


def inclusion_proof(position: int, leaves: Sequence[Hash]) -> tuple[Hash, ...]:
    """The hashes that lead from the leaf at `position` to the root (RFC 6962, 2.1.1)."""
    if not 0 <= position < len(leaves):
        raise IndexError("no such position in the tree")
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if position < split:
        return (*inclusion_proof(position, left), tree_root(right))
    return (*inclusion_proof(position - split, right), tree_root(left))


def verify_inclusion(leaf: Hash, position: int, size: int, proof: Sequence[Hash], root: Hash) -> bool:
    """Whether `leaf` stands at `position` of the tree with this size and root (RFC 9162, 2.1.3.2)."""
    if not 0 <= position < size:
        return False
    at, last, current = position, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            current = node_hash(sibling, current)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and current == root


def consistency_proof(old_size: int, leaves: Sequence[Hash]) -> tuple[Hash, ...]:
    """The hashes that show the first `old_size` leaves unchanged in the tree of all (RFC 6962, 2.1.2)."""
    if not 0 < old_size <= len(leaves):
        raise IndexError("the older tree has between one leaf and all of them")
    return _consistency(old_size, leaves, whole=True)


def verify_consistency(old_size: int, new_size: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether the older tree is a beginning of the newer one (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(path) and _climb(old_size - 1, new_size - 1, path) == (old_root, new_root)


def close_batch(
    previous: SignedHead | None,
    before: CompactRange,
    leaves: Sequence[Hash],
    closed_at: datetime,
    key: Ed25519PrivateKey,
) -> tuple[SignedHead, CompactRange]:
    """Sign the head of a batch of new leaf hashes; returns it with the range from which the next batch goes on.

    Raises ValueError for an empty batch, BrokenChain when `before` does not end where `previous` does.
    """
    if not leaves:
        raise ValueError("a batch has at least one event")
    _require_same_end(previous, before)
    after = before.extend(leaves)
    number, digest = (previous.number + 1, previous.digest()) if previous else (1, NO_HEAD)
    head = SignedHead(number, before.size, after.size - 1, after.size, after.root(), digest, closed_at)
    return sign_head(head, key), after


def sign_head(head: SignedHead, key: Ed25519PrivateKey) -> SignedHead:
    """The head with a signature over its domain and canonical bytes."""
    return SignedHead(*_fields(head), signature=key.sign(HEAD_DOMAIN + head.canonical()))


def require_signature(head: SignedHead, keys: Sequence[Ed25519PublicKey]) -> None:
    """Raise BadHead unless one of `keys` (the present one and those before it) signed this head."""
    for key in keys:
        try:
            key.verify(head.signature, HEAD_DOMAIN + head.canonical())
        except InvalidSignature:
            continue
        return
    raise BadHead(f"head {head.number} is not signed by a known key")


def require_successor(head: SignedHead, previous: SignedHead | None) -> None:
    """Raise BrokenChain unless `head` goes on exactly where `previous` ended (None: it is the first)."""
    number, first, digest = (previous.number + 1, previous.size, previous.digest()) if previous else (1, 0, NO_HEAD)
    if (head.number, head.first, head.previous) != (number, first, digest):
        raise BrokenChain(f"head {head.number} does not follow head {number - 1}")
    if not head.first <= head.last == head.size - 1:
        raise BrokenChain(f"head {head.number} contradicts itself")


def require_log(leaves: Iterable[bytes], heads: Iterable[SignedHead], keys: Sequence[Ed25519PublicKey]) -> CompactRange:
    """Check a whole log: every signature, the chain of heads, and every root over the leaves.

    leaves: the canonical bytes of every event in order. Returns the range at the last head; leaves beyond it are not
    sealed yet and are left alone. Raises BadHead, BrokenChain or WrongRoot at the first fault.
    """
    waiting, grown, previous = iter(leaves), CompactRange(), None
    for head in heads:
        require_signature(head, keys)
        require_successor(head, previous)
        for _, leaf in zip(range(head.size - grown.size), waiting, strict=False):
            grown = grown.append(leaf_hash(leaf))
        if grown.size != head.size or grown.root() != head.root:
            raise WrongRoot(f"the events up to position {head.last} are not those of head {head.number}")
        previous = head
    return grown


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return int(1 << ((size - 1).bit_length() - 1))


def _consistency(old_size: int, leaves: Sequence[Hash], *, whole: bool) -> tuple[Hash, ...]:
    if old_size == len(leaves):
        return () if whole else (tree_root(leaves),)
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if old_size <= split:
        return (*_consistency(old_size, left, whole=whole), tree_root(right))
    return (*_consistency(old_size - split, right, whole=False), tree_root(left))


def _climb(at: int, last: int, path: Sequence[Hash]) -> tuple[Hash, Hash] | None:
    """Both roots as the path gives them, or None when the path has the wrong length."""
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _fields(head: SignedHead) -> tuple[int, int, int, int, Hash, Hash, datetime]:
    return head.number, head.first, head.last, head.size, head.root, head.previous, head.closed_at


def _head_from_mapping(value: Mapping[str, Any]) -> SignedHead:
    if not all(type(value[name]) is int for name in ("number", "first", "last", "size")):
        raise TypeError("positions are whole numbers")
    return SignedHead(
        number=value["number"],
        first=value["first"],
        last=value["last"],
        size=value["size"],
        root=Hash(bytes.fromhex(value["root"])),
        previous=Hash(bytes.fromhex(value["previous"])),
        closed_at=datetime.fromisoformat(value["closed_at"]),
        signature=bytes.fromhex(value["signature"]),
    )


def _require_same_end(previous: SignedHead | None, before: CompactRange) -> None:
    size, root = (previous.size, previous.root) if previous else (0, EMPTY_ROOT)
    if (before.size, before.root()) != (size, root):
        raise BrokenChain("the tree does not end where the last head does")
