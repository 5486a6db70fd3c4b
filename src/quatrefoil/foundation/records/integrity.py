# SPDX-License-Identifier: Apache-2.0
"""Was a part put back to an earlier state? The history keeps the digest of every ciphertext that was saved.

Sealed values are bound to their place, so a forged one does not open; but a whole row, its revision included, could be put
back from an old backup. The last entry of the append-only history then names another digest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.apps import apps

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.identity.roles import ALL_PARTS
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.vault.parts import PartSaved, digests_of

SAVED: Final = "part.saved"
CHUNK: Final = 500
WATCH: Final = system_actor("integrity", everywhere=ALL_PARTS)


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A row whose sealed values are not those that were saved last."""

    file_id: UUID
    part: str
    row: UUID
    fields: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.part} of file {self.file_id}: {', '.join(self.fields)} is not what was saved last"


def remember_saved(saved: PartSaved) -> None:
    """Write the digests of a saved part into the history of its file; subscribed to `vault.parts.on_saved`."""
    codes: dict[str, str | int | list[str]] = {
        "model": saved.model,
        "row": str(saved.row_id),
        "revision": saved.revision,
        "digests": [f"{field}:{digest}" for field, digest in sorted(saved.digests.items())],
    }
    history.record(saved.file_id, "records", SAVED, {**codes}, part=saved.part)


def rolled_back_parts() -> tuple[RolledBack, ...]:
    """Rows of parts that stand otherwise than their history says; erased files included (ciphertexts stay)."""
    with acting_as(WATCH, "command verify"):
        return tuple(_found())


def _found() -> Iterator[RolledBack]:
    by_model: dict[str, dict[UUID, History]] = {}
    for entry in History.objects.filter(event=SAVED).iterator(chunk_size=CHUNK):
        last = by_model.setdefault(entry.codes["model"], {})
        row = UUID(entry.codes["row"])
        if row not in last or last[row].codes["revision"] < entry.codes["revision"]:
            last[row] = entry
    for label, last in by_model.items():
        yield from _compared(apps.get_model(label), last)


def _compared(model: Any, last: dict[UUID, History]) -> Iterator[RolledBack]:
    ids = iter(last)
    while chunk := list(islice(ids, CHUNK)):
        for row in model.objects.filter(pk__in=chunk):
            said = dict(each.split(":", 1) for each in last[row.pk].codes["digests"])
            now = digests_of(row)
            differing = tuple(sorted(name for name in said.keys() | now.keys() if said.get(name) != now.get(name)))
            if differing:
                yield RolledBack(row.file_id, last[row.pk].part, row.pk, differing)
