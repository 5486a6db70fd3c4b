# SPDX-License-Identifier: Apache-2.0
"""What a look-up may show an actor, and certificates of erasure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import NOBODY, Actor
from quatrefoil.foundation.identity.models import Organisation
from quatrefoil.foundation.identity.roles import IDENTITY
from quatrefoil.foundation.vault.models import ErasureCertificate
from quatrefoil.methods.blind_index import Purpose
from quatrefoil.methods.name_keys import CompositeKey

MOST_SHOWN: Final = 20
REFERENCE_NAME: Final = re.compile(r"([^\W\d_]{3,20})\s*(\d{4})")
NUMBER: Final = re.compile(r"\d{4}-\d{3,8}")
SHARED: Final[dict[Purpose, str | Promise]] = {
    Purpose.DOCUMENT: _("same document number"),
    Purpose.PHONE: _("same phone"),
    Purpose.NAME_YEAR: _("like the name and birth year"),
}

# Kind of file to the name of the address of its page (with the argument file_id); wings say theirs at start-up.
pages: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file that a look-up shows, in words. `shared` says what is alike, never the details themselves."""

    file_id: UUID
    reference: str
    number: str
    kind: str
    kind_label: str
    organisation: str
    url: str
    shared: tuple[str, ...] = ()
    only_phone: bool = False


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate of erasure, without the file's name or number."""

    digest: str
    erased_at: str
    rotated_at: str
    due_on: str
    certified_on: str


def looks_like_reference(text: str) -> bool:
    """Is this a reference name or a file number, which need no reason within one's own reach?"""
    return bool(REFERENCE_NAME.fullmatch(text.strip()) or NUMBER.fullmatch(text.strip()))


def by_reference(actor: Actor, text: str) -> tuple[FoundFile, ...]:
    """Files in the actor's reach with this reference name or number."""
    text = text.strip()
    named = REFERENCE_NAME.fullmatch(text)
    if named:
        wanted = Q(reference_word__iexact=named[1], reference_digits=named[2])
    elif NUMBER.fullmatch(text):
        wanted = Q(number=text)
    else:
        return ()
    files = visible(_files().filter(wanted), actor).select_related("organisation").order_by("-opened_on", "id")
    rows = tuple(_row(file) for file in files[:MOST_SHOWN])
    trail.read("reference.search", detail=f"shown={len(rows)}")
    return rows


def found_files(actor: Actor, matched: Mapping[UUID, Collection[CompositeKey]]) -> tuple[FoundFile, ...]:
    """Of the files that match, those whose core and identity the actor reaches, nearest first (SAFETY 9)."""
    reached = visible(visible(_files(), actor), actor, part=IDENTITY, column="id")
    # An id that nobody has: without it Django would not ask the database when nothing matches, and be faster for it.
    files = reached.filter(id__in=[*matched, NOBODY], erased_at__isnull=True).select_related("organisation")
    nearest = sorted(files, key=lambda file: (-nearness(matched[file.id]), file.number))
    return tuple(_row(file, matched[file.id]) for file in nearest[:MOST_SHOWN])


def nearness(shared: Collection[CompositeKey]) -> int:
    """How much two records have in common: a document counts most, then a phone, then each pair of names."""
    weights = {Purpose.DOCUMENT: 100, Purpose.PHONE: 30, Purpose.NAME_YEAR: 10}
    return sum(weights[key.purpose] for key in shared)


def holders_of(actor: Actor, file_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Organisations that hold these files; for the matcher, which sees the core of every file and shows it to nobody."""
    files = visible(_files(), actor).filter(id__in=list(file_ids), erased_at__isnull=True)
    return dict(files.values_list("id", "organisation_id"))


def is_law_enforcement(organisation_id: UUID) -> bool:
    """Is this a body that protection never answers a look-up of?"""
    organisation = Organisation.objects.filter(id=organisation_id).first()
    return organisation is not None and organisation.is_law_enforcement


def certificates(actor: Actor) -> tuple[CertificateRow, ...]:
    """Certificates of erasure, newest first; they name no file."""
    if not actor.may("retention.run") and not actor.may("audit.read"):
        return ()
    found = ErasureCertificate.objects.order_by("-erased_at")[:200]
    return tuple(
        CertificateRow(
            digest=row.file_digest[:16],
            erased_at=row.erased_at.isoformat(timespec="minutes"),
            rotated_at=row.epoch_rotated_at.isoformat(timespec="minutes") if row.epoch_rotated_at else "",
            due_on=row.due_on.isoformat(),
            certified_on=row.certified_on.isoformat() if row.certified_on else "",
        )
        for row in found
    )


def _files() -> Any:
    # By name: the vault stands before the records in the order of rooms.
    return apps.get_model("records", "File").objects.all()


def _row(file: Any, shared: Collection[CompositeKey] = ()) -> FoundFile:
    purposes = {key.purpose for key in shared}
    return FoundFile(
        file_id=file.id,
        reference=file.reference_name or file.number,
        number=file.number,
        kind=file.kind,
        kind_label=str(file.get_kind_display()),
        organisation=file.organisation.name,
        url=page_of(file.kind, file.id),
        shared=tuple(str(words) for purpose, words in SHARED.items() if purpose in purposes),
        only_phone=purposes == {Purpose.PHONE},
    )


def page_of(kind: str, file_id: UUID) -> str:
    """Address of a file's page, or "" where no wing has said one."""
    try:
        return reverse(pages[kind], kwargs={"file_id": file_id})
    except (KeyError, NoReverseMatch):
        return ""
