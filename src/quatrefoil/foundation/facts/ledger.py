# SPDX-License-Identifier: Apache-2.0
"""Reading history into facts: as it happens, and all over again with the same result."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID, uuid5

from django.db import transaction

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.facts.agreement import NOTHING_SAID, READER, Stance, all_stances, changes_stance, stance_of
from quatrefoil.foundation.facts.kinds import PERSONAL, FactKind, counted_events, kinds_of
from quatrefoil.foundation.facts.models import Fact
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.records.selectors import files_of_one_person
from quatrefoil.foundation.vault import subjects
from quatrefoil.foundation.vault.part_keys import KeyMissing

CHUNK = 500
NAMESPACE = UUID("5d3c3a5e-6a0b-4d6e-9f5b-0c1f2f7f8a11")


def facts_of(
    entry: History, subject_of: Callable[[UUID, str], UUID | None], stance_of: Callable[[UUID], Stance]
) -> Iterator[Fact]:
    """The facts that one history entry says, as far as the person agrees; the same entry and stance say the same."""
    for kind in kinds_of(entry.event):
        if kind.when is None or kind.when(entry.codes):
            knows = stance_of(entry.file_id).covers(entry.valid_on)
            yield _fact(entry, kind, subject_of(entry.file_id, kind.wing) if knows else None, knows_person=knows)


def _fact(entry: History, kind: FactKind, subject: UUID | None, *, knows_person: bool) -> Fact:
    dimensions = {"region": "region", **kind.dimensions}
    codes = {
        column: _text(entry.codes.get(name))
        for column, name in dimensions.items()
        if knows_person or column not in PERSONAL
    }
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
    """Write the facts of a new entry, in the transaction of the change; an answer about statistics rewrites the person's."""
    if changes_stance(entry):
        reread(files_of_one_person(entry.file_id))
    for fact in facts_of(entry, subject_or_none, stance_of):
        fact.save(force_insert=True)


def reread(files: Iterable[UUID]) -> None:
    """Write the facts of these files again, as their person agrees now."""
    with as_system(READER):
        entries = list(History.objects.filter(file_id__in=set(files), event__in=counted_events()))
    facts = [fact for entry in entries for fact in facts_of(entry, subject_or_none, stance_of)]
    Fact.objects.filter(id__in=[fact.id for fact in facts]).delete()
    Fact.objects.bulk_create(facts, batch_size=CHUNK)


def forget(_file_id: UUID, pseudonyms: frozenset[UUID]) -> None:
    """After an erasure: the coded events stay, without a subject."""
    Fact.objects.filter(subject__in=pseudonyms).update(subject=None)


@action("facts.rebuild")
def rebuild(_actor: Actor) -> int:
    """Read all history again and replace the ledger; returns the number of facts. The result is the same ledger."""
    with transaction.atomic(), as_system(READER):
        Fact.objects.all().delete()
        stances = all_stances()
        entries = History.objects.filter(event__in=counted_events()).order_by("recorded_at", "id")
        count = 0
        for chunk in batched(entries.iterator(chunk_size=CHUNK), CHUNK):
            subjects_of_chunk = _Subjects(entry.file_id for entry in chunk)
            facts = [
                fact
                for entry in chunk
                for fact in facts_of(entry, subjects_of_chunk.of, lambda file: stances.get(file, NOTHING_SAID))
            ]
            count += len(Fact.objects.bulk_create(facts))
        return count


def batched(entries: Iterable[History], size: int) -> Iterator[list[History]]:
    """Lists of at most `size` entries."""
    chunk: list[History] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class _Subjects:
    """Pseudonyms of a chunk, read together; one that is missing is made."""

    def __init__(self, files: Iterable[UUID]) -> None:
        self.known = subjects.known_pseudonyms(set(files))

    def of(self, file_id: UUID, wing: str) -> UUID | None:
        """The pseudonym, or nothing for an erased file."""
        return self.known.get((file_id, wing)) or subject_or_none(file_id, wing)
