# SPDX-License-Identifier: Apache-2.0
"""Saving a part: sealed, counted, and never over somebody else's words."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.errors import Stale
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import current_actor
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.vault.models import Part, Sealed, sealed_fields

P = TypeVar("P", bound=Part)
DIGEST_LETTERS: Final = 32  # 128 bits of a ciphertext's SHA-256: enough to tell states apart, says nothing of the text


@dataclass(frozen=True, slots=True)
class PartSaved:
    """What a listener learns of a saved part: codes and digests of ciphertexts, never content."""

    file_id: UUID
    part: str
    model: str
    row_id: UUID
    revision: int
    changed: tuple[str, ...]
    digests: Mapping[str, str]


on_saved: list[Callable[[PartSaved], None]] = []


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which two people wrote different things."""

    field: str
    mine: object
    theirs: object


class PartConflict(Stale):
    """Somebody else saved the part first. Nothing was overwritten; both versions are here to be compared.

    `differences` holds the fields that differ, `revision` what a second attempt must say it has seen.
    """

    def __init__(self, differences: tuple[Difference, ...], revision: int) -> None:
        message = _(
            "Somebody else changed this while you were writing. Your text is kept: compare both and save again."
        )
        super().__init__(message, code="stale")
        self.differences = differences
        self.revision = revision


def save_part(row: P, texts: Mapping[str, str], *, seen_revision: int = 0, **open_fields: object) -> P:
    """Seal `texts` into a part, set `open_fields`, count the revision, tell the listeners. Called inside an action.

    row: new (with its file), or one read before; seen_revision: what the form was filled from (unused for a new row).
    Saving again what stands there already changes nothing. Returns the saved row.
    Raises PartConflict when somebody else saved other words since.
    """
    if row._state.adding:  # noqa: SLF001 - Django's own way to ask
        return _insert(row, texts, open_fields)
    require_visible(current_actor(), row.file_id, row.part_kind)
    stored: P = type(row).objects.select_for_update().get(pk=row.pk)
    differences = differences_from(stored, texts, open_fields)
    if not differences:
        return stored
    if stored.revision != seen_revision:
        raise PartConflict(differences, stored.revision)
    stored.revision += 1
    return _write(stored, texts, open_fields, tuple(difference.field for difference in differences))


def _insert(row: P, texts: Mapping[str, str], open_fields: Mapping[str, object]) -> P:
    return _write(row, texts, open_fields, (*texts, *open_fields), force_insert=True)


def _write(
    row: P,
    texts: Mapping[str, str],
    open_fields: Mapping[str, object],
    changed: tuple[str, ...],
    *,
    force_insert: bool = False,
) -> P:
    sealing.fill(row, **texts)
    for name, value in open_fields.items():
        setattr(row, name, value)
    row.save(force_insert=force_insert)
    trail.wrote("part.save", row.file_id, row.part_kind, detail=" ".join(changed))
    saved = PartSaved(row.file_id, row.part_kind, row._meta.label, row.id, row.revision, changed, digests_of(row))
    for listener in on_saved:
        listener(saved)
    return row


def differences_from(
    stored: Part, texts: Mapping[str, str], open_fields: Mapping[str, object]
) -> tuple[Difference, ...]:
    """The fields in which what somebody wants to save differs from what is stored (an audited read of them)."""
    theirs = sealing.open_many(stored, tuple(texts), "compare before saving") if texts else {}
    differing = [Difference(name, mine, theirs[name]) for name, mine in texts.items() if theirs[name] != mine]
    for name, mine in open_fields.items():
        value: Any = getattr(stored, name)
        if value != mine:
            differing.append(Difference(name, mine, value))
    return tuple(differing)


def digests_of(row: Part) -> dict[str, str]:
    """Digests of the ciphertexts of a row, by field: what the history keeps to show that a row was put back."""
    values = {name: getattr(row, name) for name in sealed_fields(row)}
    return {
        name: hashlib.sha256(value.data).hexdigest()[:DIGEST_LETTERS]
        for name, value in values.items()
        if isinstance(value, Sealed)
    }
