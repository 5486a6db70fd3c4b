# SPDX-License-Identifier: Apache-2.0
"""Recomputes the whole log from the events and says what is not as it was sealed.

`tools/verify_audit.py` does the same from an export, without this program; here faults are also traced to their event.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.audit import kept
from quatrefoil.foundation.audit.append_only import unguarded
from quatrefoil.foundation.audit.batches import WINDOW, head_of, leaf_of, range_of, unsealed
from quatrefoil.foundation.audit.models import AuditBatch, AuditEvent, AuditLeaf
from quatrefoil.methods.transparency_log import (
    BadHead,
    BrokenChain,
    CompactRange,
    Hash,
    SignedHead,
    leaf_hash,
    require_signature,
    require_successor,
)

CHUNK: Final = 1_000


class FaultCode(StrEnum):
    """What can be wrong."""

    ALTERED = "altered"
    REMOVED = "removed"
    MOVED = "moved"
    PLACE_LOST = "place_lost"
    ROOT = "root"
    SIGNATURE = "signature"
    CHAIN = "chain"
    TREE = "tree"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    HEADS_FILE = "heads_file"
    LATE = "late"
    UNGUARDED = "unguarded"


WORDS: Final[dict[FaultCode, str | Promise]] = {
    FaultCode.ALTERED: _("An event was changed after it was sealed."),
    FaultCode.REMOVED: _("An event was removed after it was sealed."),
    FaultCode.MOVED: _("An event stands at another place than the one where it was sealed."),
    FaultCode.PLACE_LOST: _("The place of a sealed event was removed."),
    FaultCode.ROOT: _("The events of a batch are not those that were signed."),
    FaultCode.SIGNATURE: _("A batch is not signed with a key of this installation."),
    FaultCode.CHAIN: _("A batch does not follow the one before it: one was removed, changed or moved."),
    FaultCode.TREE: _("The record from which the next batch would go on was changed."),
    FaultCode.TRUNCATED: _("Batches that were kept elsewhere are missing here: the log was cut short."),
    FaultCode.REWRITTEN: _("A batch differs from the one that was kept elsewhere: the log was rewritten."),
    FaultCode.HEADS_FILE: _("The heads kept elsewhere are missing or cannot be read."),
    FaultCode.LATE: _("An event with an old date was never sealed: it was added later, or its seal was removed."),
    FaultCode.UNGUARDED: _("A table has lost the trigger that makes it append-only."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was sealed. Numbers are None where they mean nothing."""

    code: FaultCode
    batch: int | None = None
    position: int | None = None
    event: UUID | None = None
    detail: str = ""

    def __str__(self) -> str:
        found = {"batch": self.batch, "position": self.position, "event": self.event, "detail": self.detail}
        where = ", ".join(f"{name} {value}" for name, value in found.items() if value not in (None, ""))
        return f"{WORDS[self.code]} ({where})" if where else str(WORDS[self.code])


@dataclass(frozen=True, slots=True)
class Verification:
    """What a run of the verifier saw. `events` are sealed, `waiting` are not sealed yet."""

    batches: int
    events: int
    waiting: int
    sealed_until: datetime.datetime | None
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Is everything as it was sealed?"""
        return not self.faults

    @property
    def codes(self) -> tuple[str, ...]:
        """Kinds of fault, each once."""
        return tuple(sorted({str(fault.code) for fault in self.faults}))


class Progress:
    """Told how many sealed events are checked, of how many; a job overrides it and may stop by raising."""

    def step(self, done: int, total: int) -> None:
        """Called after each chunk."""


def verify(
    keys: Sequence[Ed25519PublicKey], *, heads: Path | None = None, progress: Progress | None = None
) -> Verification:
    """Check every seal, every place and every event; reads everything and changes nothing."""
    kept_before, unreadable = _kept(heads)
    batches = list(AuditBatch.objects.order_by("number"))
    faults = [
        *unreadable,
        *_chain(batches, keys),
        *_events(batches, progress or Progress()),
        *_outside(batches, kept_before),
        *_not_kept(batches, heads),
        *_late(batches),
        *_guards(),
    ]
    last = batches[-1] if batches else None
    return Verification(
        batches=len(batches),
        events=last.size if last else 0,
        waiting=unsealed().count(),
        sealed_until=last.closed_at if last else None,
        faults=tuple(faults),
    )


def _chain(batches: list[AuditBatch], keys: Sequence[Ed25519PublicKey]) -> Iterator[Fault]:
    previous: SignedHead | None = None
    for batch in batches:
        head = head_of(batch)
        try:
            require_signature(head, keys)
        except BadHead:
            yield Fault(FaultCode.SIGNATURE, batch.number)
        try:
            require_successor(head, previous)
        except BrokenChain:
            yield Fault(FaultCode.CHAIN, batch.number)
        if (range_of(batch).size, range_of(batch).root()) != (head.size, head.root):
            yield Fault(FaultCode.TREE, batch.number)
        previous = head


def _events(batches: list[AuditBatch], progress: Progress) -> Iterator[Fault]:
    """Events against the hashes sealed for them, and those hashes against the signed roots."""
    tree, total = CompactRange(), batches[-1].size if batches else 0
    for batch in batches:
        if tree.size != batch.first:  # a batch before this one is gone: go on from where this one says
            tree = _range_before(batch, batches)
        for start in range(batch.first, batch.size, CHUNK):
            places = _places(start, min(start + CHUNK, batch.size))
            yield from _compare(batch, places)
            tree = tree.extend(Hash(bytes.fromhex(leaf.digest)) for leaf in places.values() if leaf)
            progress.step(min(start + CHUNK, batch.size), total)
        if (tree.size, tree.root().hex()) != (batch.size, batch.root):
            yield Fault(FaultCode.ROOT, batch.number)
            tree = range_of(batch)  # so that the batches after it are judged by themselves


def _range_before(batch: AuditBatch, batches: list[AuditBatch]) -> CompactRange:
    before = [other for other in batches if other.size == batch.first]
    return range_of(before[0]) if before else CompactRange()


def _places(start: int, end: int) -> dict[int, AuditLeaf | None]:
    found = {leaf.position: leaf for leaf in AuditLeaf.objects.filter(position__gte=start, position__lt=end)}
    return {position: found.get(position) for position in range(start, end)}


def _compare(batch: AuditBatch, places: dict[int, AuditLeaf | None]) -> Iterator[Fault]:
    events = AuditEvent.objects.in_bulk([leaf.event for leaf in places.values() if leaf])
    digests = {leaf.digest: position for position, leaf in places.items() if leaf}
    for position, leaf in places.items():
        if leaf is None:
            yield Fault(FaultCode.PLACE_LOST, batch.number, position)
        elif leaf.event not in events:
            yield Fault(FaultCode.REMOVED, batch.number, position, leaf.event)
        elif (digest := leaf_hash(leaf_of(events[leaf.event])).hex()) != leaf.digest:
            code = FaultCode.MOVED if digest in digests else FaultCode.ALTERED
            yield Fault(code, batch.number, position, leaf.event)


def _kept(path: Path | None) -> tuple[tuple[SignedHead, ...], list[Fault]]:
    try:
        return kept.kept_heads(path), []
    except BadHead:
        return (), [Fault(FaultCode.HEADS_FILE, detail="unreadable")]


def _outside(batches: list[AuditBatch], witnesses: tuple[SignedHead, ...]) -> Iterator[Fault]:
    """The database against the heads that were kept elsewhere, as they were before the database was read."""
    here = {batch.number: head_of(batch).digest() for batch in batches}
    for head in witnesses:
        if head.number not in here:
            yield Fault(FaultCode.TRUNCATED, head.number)
        elif here[head.number] != head.digest():
            yield Fault(FaultCode.REWRITTEN, head.number)


def _not_kept(batches: list[AuditBatch], path: Path | None) -> Iterator[Fault]:
    """Batches whose head is not kept elsewhere, looked at last: a batch may close while the verifier runs."""
    witnesses, unreadable = _kept(path)
    missing = {batch.number for batch in batches} - {head.number for head in witnesses}
    if missing and not unreadable:
        yield Fault(FaultCode.HEADS_FILE, min(missing), detail="missing")


def _late(batches: list[AuditBatch]) -> Iterator[Fault]:
    """Events that should have been sealed long ago."""
    if batches:
        old = unsealed().filter(at__lt=batches[-1].closed_at - WINDOW)
        for event in old.order_by("at")[:100].values_list("id", flat=True):
            yield Fault(FaultCode.LATE, event=event)


def _guards() -> Iterator[Fault]:
    for table in unguarded(connection):
        yield Fault(FaultCode.UNGUARDED, detail=table)
