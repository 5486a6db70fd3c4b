# SPDX-License-Identifier: Apache-2.0
"""Files past their date, what would be erased, certificates. Whoever carries out retention sees no person."""

import datetime
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.audit.words import part_of
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.roles import CORE
from quatrefoil.foundation.records.models import File, FileKind
from quatrefoil.foundation.records.retention import HOLDS, years_of
from quatrefoil.foundation.ui.dates import day, moment
from quatrefoil.foundation.vault import part_keys
from quatrefoil.foundation.vault.selectors import CertificateRow, certificates

# Reads the dates of files for whoever carries out retention, who reaches none of them.
CALENDAR: Final = system_actor("retention", everywhere=frozenset({CORE}))
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class DueRow:
    """A file past its date: number, kind, date and hold, and nothing of anybody."""

    id: UUID
    number: str
    kind_label: str
    closed_on: str
    keep_until: str
    hold: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an erasure would make unreadable, before it is done."""

    row: DueRow
    parts: tuple[str, ...]
    tokens: int


@dataclass(frozen=True, slots=True)
class RuleRow:
    """How long files of a kind are kept."""

    kind: str
    label: str
    years: int


@dataclass(frozen=True, slots=True)
class HoldState:
    """Whether a hold stands on a file that the actor sees, and until when it is kept."""

    reason: str
    keep_until: str


def due(actor: Actor) -> tuple[DueRow, ...]:
    """Files of the actor's organisation past their date, longest first (1 query); the reading is audited."""
    require_right(actor, "retention.run")
    with as_system(CALENDAR):
        found = list(_due(actor).order_by("keep_until", "number")[:MOST])
    trail.read("retention.list", detail=f"shown={len(found)}")
    return tuple(_row(file) for file in found)


def due_count(actor: Actor) -> int:
    """How many files wait to be erased; held ones do not (1 query)."""
    if not actor.may("retention.run"):
        return 0
    with as_system(CALENDAR):
        return _due(actor).filter(hold_reason="").count()


def due_file(actor: Actor, file_id: UUID) -> File:
    """One file of the actor's organisation past its date; NotVisible for any other."""
    with as_system(CALENDAR):
        file = _due(actor).filter(id=file_id).first()
    if file is None:
        raise NotVisible
    return file


def preview(actor: Actor, file_id: UUID) -> Preview:
    """What would go: which parts have keys, and how many search marks (3 queries)."""
    require_right(actor, "retention.run")
    file = due_file(actor, file_id)
    trail.read("retention.preview", file_id)
    keyring = part_keys.rows()
    sealed = sorted(set(keyring.PartKey.objects.filter(file=file_id).values_list("part", flat=True)))
    tokens = keyring.BlindToken.objects.filter(file=file_id).count()
    return Preview(_row(file), tuple(part_of(part) for part in sealed), tokens)


def schedule(actor: Actor) -> tuple[RuleRow, ...]:
    """How long files of each kind are kept after they were closed."""
    require_right(actor, "retention.run")
    return tuple(RuleRow(str(kind.value), str(kind.label), years_of(str(kind.value))) for kind in FileKind)


def erasures(actor: Actor) -> tuple[CertificateRow, ...]:
    """Certificates of erasure with their dates as people say them, newest first; they name no file."""
    return tuple(
        replace(
            row,
            erased_at=_moment(row.erased_at),
            rotated_at=_moment(row.rotated_at),
            due_on=_day(row.due_on),
            certified_on=_day(row.certified_on),
        )
        for row in certificates(actor)
    )


def _moment(text: str) -> str:
    return moment(datetime.datetime.fromisoformat(text)) if text else ""


def _day(text: str) -> str:
    return day(datetime.date.fromisoformat(text)) if text else ""


def certificate(actor: Actor, digest: str) -> CertificateRow:
    """One certificate by the beginning of its digest, with whole dates; NotVisible for anything else."""
    found = next((row for row in certificates(actor) if row.digest == digest), None)
    if found is None:
        raise NotVisible
    return found


def hold_of(actor: Actor, file_id: UUID) -> HoldState:
    """The hold on a file that the actor sees ("" where none stands)."""
    require_visible(actor, file_id)
    file = File.objects.only("hold_reason", "keep_until").get(id=file_id)
    return HoldState(_hold(file.hold_reason), day(file.keep_until))


def _due(actor: Actor) -> QuerySet[File]:
    today = timezone.localdate()
    return File.objects.filter(
        organisation_id=actor.organisation_id, keep_until__lt=today, closed_on__isnull=False, erased_at__isnull=True
    )


def _row(file: File) -> DueRow:
    return DueRow(
        id=file.id,
        number=file.number,
        kind_label=str(FileKind(file.kind).label) if file.kind in FileKind.values else _("Other"),
        closed_on=day(file.closed_on),
        keep_until=day(file.keep_until),
        hold=_hold(file.hold_reason),
    )


def _hold(code: str) -> str:
    return str(HOLDS.get(code, code))
