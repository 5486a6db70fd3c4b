# SPDX-License-Identifier: Apache-2.0
"""Rows that wait to be written together: a chunk of files with everything that belongs to them, in one short transaction."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Model

from quatrefoil.demo.ids import ids
from quatrefoil.demo.inserting import insert, plain
from quatrefoil.foundation.access.models import Ground, Reach
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.records.models import File, History
from quatrefoil.foundation.vault.part_keys import rows as keyring
from quatrefoil.foundation.workflow.models import Clock

FILES_IN_A_CHUNK: Final = 400
IDS_IN_A_BLOCK: Final = 8_192
WING: Final = "protection"
PURPOSE: Final = "demo: written before today"


def owner_of(file: File) -> UUID:
    """Who works on a file of the past: each has somebody."""
    if file.owner_id is None:
        raise ValueError("A file of the past has an owner.")
    return file.owner_id


class Ids:
    """Ids from the seed, drawn in blocks."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.waiting: Iterator[UUID] = iter(())

    def __call__(self) -> UUID:
        """The next id."""
        found: UUID | None = next(self.waiting, None)
        if found is None:
            self.waiting = iter(ids(self.rng, IDS_IN_A_BLOCK))
            found = next(self.waiting)
        return found


class Pile:
    """What waits to be written. `written` counts files by kind."""

    def __init__(self, new_id: Ids) -> None:
        self.new_id = new_id
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.subjects: dict[UUID, UUID] = {}
        self.written: dict[str, int] = defaultdict(int)

    def add(self, *rows: Model) -> None:
        """Put rows on the pile."""
        for row in rows:
            self.rows[type(row)].append(row)

    def add_file(self, file: File) -> None:
        """A file with its reach and its line in the audit; writes the pile when it is high enough."""
        if len(self.rows[File]) >= FILES_IN_A_CHUNK:
            self.write()
        self.subjects[file.id] = self.new_id()
        self.written[file.kind] += 1
        self.add(file)
        self.rows[AuditEvent].append(self._audit(file))
        for holder, ground in ((file.owner_id, Ground.OWNER), (file.team_id, Ground.TEAM)):
            if holder:
                self.reach(holder, file.id, file.kind, ground, file.changed_at)

    def reach(
        self, holder: UUID, record: UUID, kind: str, ground: str, sort_at: datetime.datetime, **more: Any
    ) -> None:
        """A grant."""
        made = plain(id=self.new_id(), holder=holder, record=record, kind=kind, ground=ground, sort_at=sort_at, **more)
        self.rows[Reach].append(made)

    def happened(
        self, file: File, wing: str, event: str, at: datetime.datetime, codes: Mapping[str, Any], *, part: str = "core",
        actor: UUID | None = None,
    ) -> None:  # fmt: skip
        """An entry of the history; the facts are read from all of it at the end."""
        said = {**codes, "region": file.region}
        entry: Any = plain(
            id=self.new_id(), file_id=file.id, wing=wing, event=event, valid_on=at.date(), recorded_at=at, codes=said, part=part,
            actor=actor or file.owner_id,
        )  # fmt: skip
        self.rows[History].append(entry)

    def clock(self, file: File, kind: str, started: datetime.datetime, days: int) -> None:
        """A running clock."""
        due = datetime.datetime.combine(
            started.date() + datetime.timedelta(days=days), datetime.time(23, 59), datetime.UTC
        )
        holder = owner_of(file)
        self.add(
            Clock(
                id=self.new_id(),
                record=file.id,
                record_kind=file.kind,
                kind=kind,
                holder=holder,
                started_at=started,
                due_at=due,
            )
        )

    def write(self) -> None:
        """Write everything that waits."""
        subjects = keyring().Subject
        with transaction.atomic(using="keyring"):
            insert(subjects, [plain(pseudonym=made, file=file, wing=WING) for file, made in self.subjects.items()])
        with transaction.atomic():
            for model, rows in self.rows.items():
                insert(model, rows)
        self.rows.clear()
        self.subjects.clear()

    def _audit(self, file: File) -> Any:
        return plain(
            id=self.new_id(), at=file.recorded_at, actor=file.owner_id or file.organisation_id, organisation=file.organisation_id,
            act="file.open", purpose=PURPOSE, record=file.id, detail=file.kind,
        )  # fmt: skip
