# SPDX-License-Identifier: Apache-2.0
"""Reading history into facts: as it happens, and all over again with the same result."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid5

from django.db import transaction

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.facts.kinds import FactKind, kinds_of
from quatrefoil.foundation.facts.models import Fact
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.vault import subjects
from quatrefoil.foundation.vault.part_keys import KeyMissing

CHUNK = 500
NAMESPACE = UUID("5d3c3a5e-6a0b-4d6e-9f5b-0c1f2f7f8a11")


def facts_of(entry: History, subject_of: Callable[[UUID, str], UUID | None]) -> Iterator[Fact]:
    """The facts that one history entry says; the same entry always says the same."""
    for kind in kinds_of(entry.event):
        if kind.when is None or kind.when(entry.codes):
            yield _fact(entry, kind, subject_of(entry.file_id, kind.wing))


def _fact(entry: History, kind: FactKind, subject: UUID | None) -> Fact:
    dimensions = {"region": "region", **kind.dimensions}
    codes = {column: _text(entry.codes.get(name)) for column, name in dimensions.items()}
    return Fact(
        id=uuid5(NAMESPACE, f"{entry.id}:{kind.code}"),
        kind=kind.code,
        wing=kind.wing,
        subject=subject,
        valid_on=entry.valid_on,
        recorded_at=entry.recorded_at,
        **codes,
    )


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return str(value[0]) if value else ""
    return "" if value is None else str(value)


def subject_or_none(file_id: UUID, wing: str) -> UUID | None:
    """The pseudonym of a file in a wing, or nothing once the person is erased."""
    try:
        return subjects.pseudonym(file_id, wing)
    except KeyMissing:
        return None


def listen(entry: History) -> None:
    """Write the facts of a new entry, in the transaction of the change."""
    for fact in facts_of(entry, subject_or_none):
        fact.save(force_insert=True)


def forget(_file_id: UUID, pseudonyms: frozenset[UUID]) -> None:
    """After an erasure: the coded events stay, without a subject."""
    Fact.objects.filter(subject__in=pseudonyms).update(subject=None)


@action("facts.rebuild")
def rebuild(_actor: Actor) -> int:
    """Read all history again and replace the ledger; returns the number of facts. The result is the same ledger."""
    with transaction.atomic():
        Fact.objects.all().delete()
        count = 0
        batch: list[Fact] = []
        for entry in History.objects.order_by("recorded_at", "id").iterator(chunk_size=CHUNK):
            batch.extend(facts_of(entry, subject_or_none))
            if len(batch) >= CHUNK:
                count += len(Fact.objects.bulk_create(batch))
                batch = []
        return count + len(Fact.objects.bulk_create(batch))
