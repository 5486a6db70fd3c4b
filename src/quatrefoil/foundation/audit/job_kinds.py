# SPDX-License-Identifier: Apache-2.0
"""The audit's background work: checking the chain, exporting the proof, writing lists."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quatrefoil.foundation.audit import checking, export, keys, selectors, verify
from quatrefoil.foundation.audit.filters import Filters
from quatrefoil.foundation.audit.selectors import SeenRow
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.kinds import declare
from quatrefoil.foundation.jobs.sheets import CSV, csv_bytes
from quatrefoil.foundation.jobs.work import Work

CHUNK: Final = 500
MOST_ROWS: Final = 200_000
COLUMNS: Final = ("at_utc", "who", "organisation", "what", "reason", "outcome", "act", "part", "record", "detail")


class _Watched(verify.Progress):
    """The verifier's progress, as that of a job."""

    def __init__(self, work: Work) -> None:
        self.step = work.step  # type: ignore[method-assign]


def check(_actor: Actor, work: Work) -> None:
    """Check the whole chain and remember what was found."""
    found = checking.remember(verify.verify(keys.public_keys(), progress=_Watched(work)))
    work.tell(events=min(found.events, 9_999_999), faults=found.faults)


def proof(_actor: Actor, work: Work, record: UUID | None = None) -> None:
    """Leave the files that tools/verify_audit.py reads, in one archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(export.KEYS, b"\n".join([*export.key_lines(), b""]))
        packed.writestr(export.HEADS, b"\n".join([*export.head_lines(), b""]))
        name, lines = (
            (export.EXTRACT, export.extract_lines(record)) if record else (export.EVENTS, export.event_lines())
        )
        with packed.open(name, "w") as file:
            for line in lines:
                file.write(line + b"\n")
    work.leave_file(f"audit-proof-{timezone.localdate()}.zip", "application/zip", archive.getvalue())


def write_list(actor: Actor, work: Work, **codes: Any) -> None:
    """Leave a table of events across records."""
    filters = Filters(**codes)
    rows = list(_rows(actor, work, filters))
    work.leave_file(f"audit-{timezone.localdate()}.csv", CSV, csv_bytes(COLUMNS, [_cells(row) for row in rows]))
    work.tell(rows=len(rows))


def write_record_list(actor: Actor, work: Work, record: UUID, **codes: Any) -> None:
    """Leave a table of who saw one record; whoever lost the record since asking gets nothing."""
    selectors.require_record_reader(actor, record)
    write_list(actor, work, record=record, **codes)


def _rows(actor: Actor, work: Work, filters: Filters) -> Iterator[SeenRow]:
    total, done, after = min(selectors.count(filters), MOST_ROWS), 0, ""
    while done < MOST_ROWS:
        page = selectors.rows_after(actor, filters, after, CHUNK)
        yield from page.rows
        done, after = done + len(page.rows), page.older
        work.step(min(done, total), total)
        if not after:
            return


def _cells(row: SeenRow) -> tuple[str, ...]:
    record = str(row.record) if row.record else ""
    return (
        row.at.isoformat(timespec="seconds"),
        row.who,
        row.organisation,
        row.sentence,
        row.reason,
        row.outcome,
        row.act,
        row.part,
        record,
        row.detail,
    )


def _tell_check(codes: dict[str, Any]) -> str:
    if codes.get("faults"):
        return _("Something is not as it was sealed. Change nothing and call the security officer.")
    events = codes.get("events", 0)
    return ngettext(
        "%(n)s sealed event is as it was sealed.", "All %(n)s sealed events are as they were sealed.", events
    ) % {"n": f"{events:,}"}


def _tell_rows(codes: dict[str, Any]) -> str:
    rows = codes.get("rows", 0)
    return ngettext("The table has %(n)s row.", "The table has %(n)s rows.", rows) % {"n": f"{rows:,}"}


declare("audit.check", check, gettext_lazy("Check of the audit log"), right="audit.verify", tells=_tell_check)
declare("audit.proof", proof, gettext_lazy("Proof of the audit log"), right="audit.verify")
declare("audit.list", write_list, gettext_lazy("Table of who saw what"), right="audit.read", tells=_tell_rows)
declare("audit.record_list", write_record_list, gettext_lazy("Table of who saw a record"), tells=_tell_rows)
