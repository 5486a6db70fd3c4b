# SPDX-License-Identifier: Apache-2.0
"""Are two files about one person? Suggestions within reach and a comparison after a reason; people decide (SAFETY 12).

What identifies a person lies in the wings. Each declares how the identity of its kind of file is read (an audited read).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.audit.models import AuditEvent, Outcome
from quatrefoil.foundation.identity.actors import NOBODY, Actor
from quatrefoil.foundation.identity.roles import IDENTITY
from quatrefoil.foundation.records.models import FileLink, LinkKind
from quatrefoil.foundation.records.selectors import FileHeader, LinkRow, file_header, links
from quatrefoil.foundation.vault.search import IdentityDocument, possible_duplicates
from quatrefoil.foundation.vault.selectors import FoundFile

GROUNDS: Final[dict[str, str | Promise]] = {
    "same_document": _("The same document was shown"),
    "seen_in_person": _("Face or fingerprints were compared, with the person present"),
    "person_said": _("The person says so"),
    "shared_phone": _("The same phone number, nothing else"),
}


@dataclass(frozen=True, slots=True)
class Details:
    """What identifies a person in one file: for a search, and as pairs of label and words for a comparison."""

    names: tuple[str, ...] = ()
    birth_year: int | None = None
    phones: tuple[str, ...] = ()
    documents: tuple[IdentityDocument, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two files side by side."""

    label: str
    left: str
    right: str
    same: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two files side by side."""

    left: FileHeader
    right: FileHeader
    rows: tuple[Compared, ...]


# Opens the identity of a file: (actor, file id, purpose for the audit).
Reader = Callable[[Actor, UUID, str], Details]
READERS: dict[str, Reader] = {}


def register(kind: str, reader: Reader) -> Reader:
    """Declare how the identity of a kind of file is read."""
    READERS[kind] = reader
    return reader


def same_person_links(actor: Actor, file_id: UUID) -> tuple[LinkRow, ...]:
    """Files joined with this one as the same person, where the actor sees both."""
    return tuple(row for row in links(actor, file_id) if row.kind == LinkKind.SAME_PERSON)


def may_search(kind: str) -> bool:
    """Does a kind of file have an identity to search with?"""
    return kind in READERS


def suggestions(actor: Actor, file_id: UUID, reason: str) -> tuple[FoundFile, ...]:
    """Files within reach that may be about the same person, nearest first, without those joined already."""
    details = _read(actor, file_header(actor, file_id), _purpose(reason))
    found = possible_duplicates(
        actor, details.names, details.birth_year, details.phones, details.documents, other_than=file_id
    )
    joined = {row.file_id for row in same_person_links(actor, file_id)}
    return tuple(row for row in found if row.file_id not in joined)


def compare(actor: Actor, left: UUID, right: UUID, reason: str) -> Comparison:
    """Two files side by side, each opened with the reason; NotVisible unless the actor sees the identity of both."""
    headers = file_header(actor, left), file_header(actor, right)
    if left == right:
        raise NotVisible
    mine, theirs = (dict(_read(actor, header, _purpose(reason)).pairs) for header in headers)
    trail.read("file.compare", left, IDENTITY, detail=str(right), purpose=_purpose(reason))
    rows = (
        Compared(label, mine.get(label, ""), theirs.get(label, ""), _alike(mine.get(label), theirs.get(label)))
        for label in dict.fromkeys((*mine, *theirs))
    )
    return Comparison(*headers, tuple(rows))


def readers_since(link: FileLink) -> dict[UUID, set[UUID]]:
    """Who opened parts of the two files while they were joined, by file: they may have read about another person."""
    read: dict[UUID, set[UUID]] = {link.left_id: set(), link.right_id: set()}
    events = AuditEvent.objects.filter(
        record__in=read, act="part.open", outcome=Outcome.DONE, at__gte=link.made_at
    ).exclude(organisation=NOBODY)
    for record, member in events.values_list("record", "actor").distinct():
        if record is not None:
            read[record].add(member)
    return read


def _read(actor: Actor, header: FileHeader, purpose: str) -> Details:
    reader = READERS.get(header.kind)
    if reader is None:
        raise NotVisible
    require_visible(actor, header.id, IDENTITY)
    return reader(actor, header.id, purpose)


def _purpose(reason: str) -> str:
    return f"search: {reason}"


def _alike(left: str | None, right: str | None) -> bool:
    return bool(left and right) and left.casefold().split() == right.casefold().split()  # type: ignore[union-attr]
