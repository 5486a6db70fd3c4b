# SPDX-License-Identifier: Apache-2.0
"""The only writers of reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.models import WHOLE, Exclusion, Reach
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.identity.roles import CORE


def grant(
    holder: UUID,
    record: UUID,
    kind: str,
    *,
    ground: str,
    part: str = WHOLE,
    source: UUID | None = None,
    until: datetime | None = None,
    sort_at: datetime | None = None,
) -> None:
    """Let a holder see a part of a record. Called inside an action, after the record is changed (reach last)."""
    Reach.objects.update_or_create(
        holder=holder,
        record=record,
        part=part,
        ground=ground,
        source=source,
        defaults={"kind": kind, "until": until, "sort_at": sort_at or timezone.now()},
    )
    trail.wrote("reach.grant", record, "" if part == WHOLE else part, detail=f"{ground} {holder}")


def revoke(record: UUID, *, holder: UUID | None = None, source: UUID | None = None, ground: str | None = None) -> int:
    """Take grants back; at least one of holder, source and ground narrows it. Returns how many."""
    given = {"holder": holder, "source": source, "ground": ground}
    narrowed = {name: value for name, value in given.items() if value is not None}
    if not narrowed:
        raise ValueError("revoke needs a holder, a source or a ground")
    count, _ = Reach.objects.filter(record=record, **narrowed).delete()
    if count:
        trail.wrote("reach.revoke", record, detail=" ".join(str(value) for value in narrowed.values()))
    return count


def touch(record: UUID, sort_at: datetime | None = None) -> None:
    """Bring a record to the top of every list that shows it."""
    Reach.objects.filter(record=record).update(sort_at=sort_at or timezone.now())


def revoke_source(source: UUID) -> int:
    """Take back every grant that came from one source (a cover, a disclosure, a break-glass)."""
    count, _ = Reach.objects.filter(source=source).delete()
    if count:
        trail.wrote("reach.revoke", detail=f"source {source}")
    return count


def forget_record(record: UUID) -> None:
    """Nobody reaches an erased record any more; who was excluded from it is forgotten too."""
    Reach.objects.filter(record=record).delete()
    Exclusion.objects.filter(record=record).delete()
    trail.wrote("reach.revoke", record, detail="erased")


@contextmanager
def as_directory() -> Iterator[None]:
    """Look up which file a reference means, without reaching it: the database sees a system actor for a moment.

    Only for lookups that answer with one and the same sentence whether or not there is a file.
    """
    directory = system_actor("directory", everywhere=frozenset({CORE}))
    with as_system(directory):
        yield
