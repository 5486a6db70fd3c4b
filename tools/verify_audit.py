#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check an exported audit log without the program that wrote it.

    python3 verify_audit.py events.jsonl heads.jsonl keys.txt [--kept head.json] [--extract extract.jsonl]

Needs Python 3.10 or newer and nothing else, and opens no connection. Format: docs/reference/audit_export.md.
Ends with 0 when everything holds, 1 when something was altered, 2 when the files cannot be read.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import sys
from collections.abc import Iterator
from typing import Any

HEAD_DOMAIN = b"quatrefoil audit head 1\n"
P = 2**255 - 19  # Ed25519: RFC 8032, section 5.1
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P


class Altered(Exception):
    """Something does not hold; the message says what."""


def point_from(y: int, sign: int) -> tuple[int, ...]:
    """The curve point with this y whose x has this lowest bit."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise Altered("a key or a signature is not a point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """The sum of two points in extended coordinates."""
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: tuple[int, ...]) -> tuple[int, ...]:
    """The point added to itself, scalar times."""
    total: tuple[int, ...] = (0, 1, 1, 0)
    while scalar:
        total, point, scalar = (add(total, point) if scalar & 1 else total), add(point, point), scalar >> 1
    return total


def signature_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the owner of `key` signed `message` (Ed25519: RFC 8032, section 5.1.7)."""
    if len(key) != 32 or len(signature) != 64 or int.from_bytes(signature[32:], "little") >= L:
        return False
    y = int.from_bytes(key, "little")
    x, y, z, t = point_from(y & (2**255 - 1), y >> 255)
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    s = int.from_bytes(signature[32:], "little")
    found = add(times(s, point_from(BASE_Y, 0)), times(k, (P - x, y, z, P - t)))
    inverse = pow(found[2], P - 2, P)
    x, y = found[0] * inverse % P, found[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees (the tree is that of RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(subtrees: list[bytes], size: int, leaf: bytes) -> None:
    """Add an event to the roots of the full subtrees of the `size` events before it, largest first."""
    carry = hashlib.sha256(b"\x00" + leaf).digest()
    while size & 1:
        carry, size = node_hash(subtrees.pop(), carry), size >> 1
    subtrees.append(carry)


def root_from_proof(leaf: bytes, position: int, size: int, proof: list[bytes]) -> bytes:
    """The root to which a proof leads from an event (RFC 6962, section 2.1.1, read backwards)."""
    if not 0 <= position < size or (size == 1) != (proof == []):
        raise Altered("a proof has the wrong length")
    if size == 1:
        return hashlib.sha256(b"\x00" + leaf).digest()
    split = 1 << ((size - 1).bit_length() - 1)
    if position < split:
        return node_hash(root_from_proof(leaf, position, split, proof[:-1]), proof[-1])
    return node_hash(proof[-1], root_from_proof(leaf, position - split, size - split, proof[:-1]))


def lines(path: str) -> Iterator[bytes]:
    """Every line of a file without its line end."""
    with open(path, "rb") as file:
        for line in file:
            yield line[:-1] if line.endswith(b"\n") else line


def signed_part(head: dict[str, Any]) -> bytes:
    """What is signed: the domain, then the head without its signature as canonical JSON."""
    fields = {name: value for name, value in head.items() if name != "signature"}
    return HEAD_DOMAIN + json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(head: dict[str, Any]) -> str:
    """What the next head names as the one before it."""
    return hashlib.sha256(signed_part(head)).hexdigest()


def check_head(head: dict[str, Any], before: dict[str, Any] | None, keys: list[bytes]) -> None:
    """Raise Altered unless a known key signed the head and it follows the one before."""
    signature = bytes.fromhex(head["signature"])
    if not any(signature_holds(key, signed_part(head), signature) for key in keys):
        raise Altered(f"head {head['number']:d} is not signed by a key of the key file")
    expected = (before["number"] + 1, before["size"], digest(before)) if before else (1, 0, "00" * 32)
    in_order = head["first"] <= head["last"] == head["size"] - 1
    if not in_order or (head["number"], head["first"], head["previous"]) != expected:
        raise Altered(f"head {head['number']:d} does not follow head {expected[0] - 1}: a head was removed or moved")


def check_log(events: Iterator[bytes] | None, heads: list[dict[str, Any]], keys: list[bytes]) -> None:
    """Raise Altered at the first head that does not hold for the events."""
    subtrees: list[bytes] = []
    size, before = 0, None
    for head in heads:
        check_head(head, before, keys)
        before = head
        if events is None:
            continue
        for _, leaf in zip(range(head["size"] - size), events, strict=False):
            grow(subtrees, size, leaf)
            size += 1
        if size != head["size"]:
            raise Altered(f"{head['size'] - size} events are missing at the end")
        root = functools.reduce(lambda right, left: node_hash(left, right), reversed(subtrees))
        if root.hex() != head["root"]:
            raise Altered("events {first} to {last} are not those sealed: altered, removed or moved".format_map(head))
        print("  batch {number}: events {first} to {last}, sealed {closed_at}: unaltered".format_map(head))
    if events is not None:
        print(f"  events not sealed yet: {sum(1 for _ in events)}")


def check_kept(kept: dict[str, Any], heads: list[dict[str, Any]]) -> None:
    """Raise Altered unless the head that was kept elsewhere stands in the export, unchanged."""
    if not any(digest(head) == digest(kept) for head in heads):
        raise Altered(f"head {kept['number']:d}, kept elsewhere, is not in this export: cut short or rewritten")
    print(f"  the head kept elsewhere (batch {kept['number']:d}) stands in this export")


def check_extract(rows: Iterator[bytes], heads: list[dict[str, Any]]) -> None:
    """Raise Altered unless every event of an extract is proven to stand in the log at its position."""
    roots, count = {head["size"]: head["root"] for head in heads}, 0
    for row in map(json.loads, rows):
        proof = [bytes.fromhex(step) for step in row["proof"]]
        root = root_from_proof(row["leaf"].encode(), row["position"], row["size"], proof)
        if root.hex() != roots.get(row["size"]):
            raise Altered(f"the event said to stand at position {row['position']:d} is not in the log")
        count += 1
    print(f"  events of the extract that stand in the log: {count}")


def main(arguments: list[str] | None = None) -> int:
    """Read the files, check them, print what was checked."""
    parser = argparse.ArgumentParser(description="Check an exported audit log.")
    parser.add_argument("events", help="one event a line, or - to check heads and an extract only")
    parser.add_argument("heads", help="one signed head a line, oldest first")
    parser.add_argument("keys", help="public keys in hexadecimal, one a line; # starts a comment")
    parser.add_argument("--kept", help="a head that was kept outside: shows whether the log was cut short since")
    parser.add_argument("--extract", help="some events with proofs")
    given = parser.parse_args(arguments)
    try:
        keys = [bytes.fromhex(line.decode()) for line in lines(given.keys) if line and not line.startswith(b"#")]
        heads = [json.loads(line) for line in lines(given.heads)]
        if not heads or not keys:
            raise ValueError("the heads file or the key file is empty")
        check_log(None if given.events == "-" else lines(given.events), heads, keys)
        if given.kept:
            check_kept(json.loads(next(lines(given.kept))), heads)
        if given.extract:
            check_extract(lines(given.extract), heads)
    except Altered as fault:
        print(f"NOT AS IT WAS SEALED: {fault}.")
        return 1
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as fault:
        print(f"Cannot read the files: {fault!r}")
        return 2
    print(f"{len(heads)} batches: everything that was checked is as it was sealed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
