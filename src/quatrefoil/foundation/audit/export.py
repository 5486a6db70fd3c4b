# SPDX-License-Identifier: Apache-2.0
"""What leaves so that somebody else can check the log: docs/reference/audit_export.md, read by tools/verify_audit.py."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from quatrefoil.foundation.audit import batches, keys
from quatrefoil.foundation.audit.models import AuditBatch, AuditEvent, AuditLeaf
from quatrefoil.foundation.audit.verify import CHUNK
from quatrefoil.methods.canonical import canonical_json
from quatrefoil.methods.transparency_log import Hash, node_hash

EVENTS, HEADS, KEYS, EXTRACT = "events.jsonl", "heads.jsonl", "keys.txt", "extract.jsonl"


def event_lines() -> Iterator[bytes]:
    """Every sealed event in its place, then those that wait for their seal."""
    position = 0
    while places := list(AuditLeaf.objects.filter(position__gte=position).order_by("position")[:CHUNK]):
        events = AuditEvent.objects.in_bulk([place.event for place in places])
        yield from (batches.leaf_of(events[place.event]) for place in places if place.event in events)
        position = places[-1].position + 1
    yield from (batches.leaf_of(event) for event in batches.unsealed().order_by("at", "id").iterator(CHUNK))


def head_lines() -> Iterator[bytes]:
    """Every signed head."""
    return (head.to_line() for head in batches.heads())


def key_lines() -> Iterator[bytes]:
    """The public keys, with a comment on where they came from."""
    yield f"# audit keys of {settings.OPTIONS.site_name}, exported {timezone.now():%Y-%m-%d}; compare with what was published".encode()
    yield from (keys.as_hex(key).encode() for key in keys.public_keys())


def extract_lines(record: UUID) -> Iterator[bytes]:
    """The sealed events of one record, each with the proof that it stands in the log (and no others)."""
    head = AuditBatch.objects.order_by("-number").first()
    if head is None:
        return
    levels = _levels(
        [
            Hash(bytes.fromhex(digest))
            for digest in AuditLeaf.objects.order_by("position").values_list("digest", flat=True)
        ]
    )
    events = {event.id: event for event in AuditEvent.objects.filter(record=record)}
    for place in AuditLeaf.objects.filter(event__in=events).order_by("position"):
        proof = [step.hex() for step in _proof(place.position, levels)]
        leaf = batches.leaf_of(events[place.event]).decode()
        yield canonical_json({"position": place.position, "leaf": leaf, "size": head.size, "proof": proof})


def _levels(leaves: list[Hash]) -> list[list[Hash]]:
    """Every hash of the tree, leaves first: built once, so that many proofs cost no more than one."""
    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        paired = [node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        levels.append([*paired, below[-1]] if len(below) % 2 else paired)
    return levels


def _proof(position: int, levels: list[list[Hash]]) -> Iterator[Hash]:
    """The siblings on the way from a leaf to the root; a node without one moves up as it is."""
    for level in levels[:-1]:
        if position ^ 1 < len(level):
            yield level[position ^ 1]
        position >>= 1


def write_export(folder: Path, *, record: UUID | None = None) -> tuple[Path, ...]:
    """Write the files of an export into a folder; with `record` the extract of that record instead of all events."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {HEADS: head_lines(), KEYS: key_lines()}
    files |= {EXTRACT: extract_lines(record)} if record else {EVENTS: event_lines()}
    for name, lines in files.items():
        with (folder / name).open("wb") as file:
            file.writelines(line + b"\n" for line in lines)
    return tuple(folder / name for name in files)
