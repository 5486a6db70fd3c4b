# SPDX-License-Identifier: Apache-2.0
"""Closing batches: new events get their place in the log, and a signed head is put over them.

A batch closes below the oldest open transaction: while one is open that could still commit an earlier event, events
of that age wait. On SQLite there is one writer at a time, so what is visible is settled.
"""

import datetime
import time
from collections.abc import Iterator
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from quatrefoil.foundation.audit import kept
from quatrefoil.foundation.audit.models import AuditBatch, AuditEvent, AuditLeaf
from quatrefoil.methods.transparency_log import CompactRange, Hash, SignedHead, canonical_leaf, leaf_hash
from quatrefoil.methods.transparency_log import close_batch as sign_batch

LARGEST: Final = 1_000  # events; keeps the write on SQLite below 50 ms (DESIGN 5.7)
WINDOW: Final = datetime.timedelta(hours=1)
PAUSE_SECONDS: Final = 0.01
LOCK: Final = 0x5147_4155  # advisory lock: one closer at a time on PostgreSQL

# A row whose transaction the running server has not reached yet was restored from another one: it is settled.
SETTLED: Final = (
    "NOT (audit_auditevent.xact >= pg_snapshot_xmin(pg_current_snapshot())"
    " AND audit_auditevent.xact < pg_snapshot_xmax(pg_current_snapshot()))"
)


def leaf_of(event: AuditEvent) -> bytes:
    """The bytes of an event that are hashed, exported and shown to a court."""
    return canonical_leaf(mapping_of(event))


def mapping_of(event: AuditEvent) -> dict[str, Any]:
    """An event as text, the way it is sealed."""
    return {
        "id": str(event.id),
        "at": event.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "actor": str(event.actor),
        "organisation": str(event.organisation),
        "act": event.act,
        "purpose": event.purpose,
        "record": str(event.record) if event.record else None,
        "part": event.part,
        "outcome": str(event.outcome),
        "detail": event.detail,
    }


def head_of(batch: AuditBatch) -> SignedHead:
    """The signed head that a batch row holds."""
    return SignedHead(
        number=batch.number,
        first=batch.first,
        last=batch.last,
        size=batch.size,
        root=Hash(bytes.fromhex(batch.root)),
        previous=Hash(bytes.fromhex(batch.previous)),
        closed_at=batch.closed_at,
        signature=bytes.fromhex(batch.signature),
    )


def range_of(batch: AuditBatch | None) -> CompactRange:
    """The tree at the end of a batch, from which the next one goes on."""
    if batch is None:
        return CompactRange()
    roots = bytes.fromhex(batch.subtrees)
    return CompactRange(batch.size, tuple(Hash(roots[start : start + 32]) for start in range(0, len(roots), 32)))


def heads(after: int = 0) -> Iterator[SignedHead]:
    """Heads of the database beyond a number, oldest first."""
    return (head_of(batch) for batch in AuditBatch.objects.filter(number__gt=after).order_by("number"))


def unsealed() -> QuerySet[AuditEvent]:
    """Events that no batch holds yet."""
    return AuditEvent.objects.filter(~Exists(AuditLeaf.objects.filter(event=OuterRef("pk"))))


def _waiting(since: datetime.datetime | None) -> QuerySet[AuditEvent]:
    rows = unsealed()
    if since is not None:
        rows = rows.filter(at__gte=since)
    if connection.vendor == "postgresql":
        rows = rows.extra(where=[SETTLED])  # noqa: S610 - a constant
    return rows.order_by("at", "id")


def waiting_count(last: AuditBatch | None) -> int:
    """How many recent events wait for their seal."""
    rows = unsealed()
    return rows.filter(at__gte=last.closed_at - WINDOW).count() if last else rows.count()


def close_batch(
    key: Ed25519PrivateKey, *, since: datetime.datetime | None = None, sweep: bool = False
) -> SignedHead | None:
    """Seal the events that wait (at most LARGEST); None when nothing waits or somebody else is closing.

    since: look at events from this moment on; by default at those of the last hour before the last batch, because the
    table is large and most of it sealed. sweep: look at all, also at those that were written long after their time.
    Raises BrokenChain when the last batch was tampered with: nothing is sealed on top of it.
    """
    with transaction.atomic():
        if not _alone():
            return None
        last = AuditBatch.objects.order_by("-number").first()
        if last is not None and since is None and not sweep:
            since = last.closed_at - WINDOW
        events = list(_waiting(since)[:LARGEST])
        if not events:
            return None
        head = _seal(last, events, key)
        transaction.on_commit(keep_heads)
    return head


def _seal(last: AuditBatch | None, events: list[AuditEvent], key: Ed25519PrivateKey) -> SignedHead:
    hashes = [leaf_hash(leaf_of(event)) for event in events]
    closed_at = timezone.now().replace(microsecond=0)  # a head is signed to the second
    head, grown = sign_batch(head_of(last) if last else None, range_of(last), hashes, closed_at, key)
    AuditLeaf.objects.bulk_create(
        AuditLeaf(position=head.first + offset, event=event.id, digest=digest.hex())
        for offset, (event, digest) in enumerate(zip(events, hashes, strict=True))
    )
    AuditBatch(
        number=head.number,
        first=head.first,
        last=head.last,
        size=head.size,
        root=head.root.hex(),
        previous=head.previous.hex(),
        closed_at=closed_at,
        signature=head.signature.hex(),
        subtrees=b"".join(grown.subtrees).hex(),
    ).save(force_insert=True)
    return head


def close_all(key: Ed25519PrivateKey, *, sweep: bool = False, most: int = 1_000) -> int:
    """Close batches until nothing waits, at most `most`; returns how many. Others may write in between."""
    since = None
    for count in range(most):
        head = close_batch(key, since=since, sweep=sweep)
        if head is None:
            return count
        # Events are sealed in the order of their time: what is older than the last one needs no second look.
        since = AuditEvent.objects.get(id=AuditLeaf.objects.get(position=head.last).event).at
        time.sleep(PAUSE_SECONDS)
    return most


def keep_heads() -> int:
    """Bring the heads file up to the database; returns how many heads were added.

    Adds nothing when the file does not go on into the database: `verify` tells then, and the file stays the witness.
    """
    end = kept.last_kept()
    if end is None and kept.heads_file().exists() and kept.heads_file().stat().st_size:
        return 0
    if end is not None:
        same = AuditBatch.objects.filter(number=end.number).first()
        if same is None or head_of(same).digest() != end.digest():
            return 0
    return kept.keep(heads(after=end.number if end else 0))


def _alone() -> bool:
    if connection.vendor != "postgresql":
        return True  # the transaction is IMMEDIATE: it is the only writer
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
