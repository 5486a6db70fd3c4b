# SPDX-License-Identifier: Apache-2.0
"""A list of cases as a table in a file: codes, bands and reference names, never a sealed value (DESIGN 5.6)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.actions import enqueue
from quatrefoil.foundation.jobs.codes import Code
from quatrefoil.foundation.jobs.sheets import CSV, XLSX, csv_bytes, xlsx_bytes
from quatrefoil.foundation.jobs.work import Work
from quatrefoil.protection.cases import case_lines, lists
from quatrefoil.protection.cases.lists import Wanted

KIND: Final = "cases.list"
MOST_ROWS: Final = 20_000
REASONS: Final = (
    ("plan_work", _("To plan the work of the team")),
    ("supervision", _("For supervision")),
    ("report_to_funder", _("To count for a report")),
    ("check_data", _("To check what was entered")),
)
FORMATS: Final = (("xlsx", _("Workbook (XLSX)")), ("csv", _("Plain table (CSV)")))
COLUMNS: Final = (
    "reference_name", "number", "sex", "age_band", "child_path", "danger", "stage", "needs", "region", "opened_on",
)  # fmt: skip


@action("case.edit")
def ask_export(actor: Actor, wanted: Wanted, reason: str, form: str) -> UUID:
    """Ask for the list as a file. Who asked, why and when is audited; the job writes what the asker still reaches."""
    if reason not in dict(REASONS) or form not in dict(FORMATS):
        raise Refused(_("Say why you need the list, and as what."), code="reason")
    said: dict[str, Code] = {
        "view": wanted.view, "stage": wanted.stage, "danger": wanted.danger, "need": wanted.need,
        "late": wanted.late, "owner": wanted.owner,
    }  # fmt: skip
    job = enqueue(actor, KIND, form=form, **{name: value for name, value in said.items() if value})
    trail.wrote("case.export", job, detail=reason)
    return job


def write_list(actor: Actor, work: Work, form: str = "csv", **wanted: Any) -> None:
    """Leave the table of the cases that the asker reaches now."""
    rows = list(_rows(actor, work, Wanted(**wanted)))
    data, kind = (xlsx_bytes(COLUMNS, rows), XLSX) if form == "xlsx" else (csv_bytes(COLUMNS, rows), CSV)
    work.leave_file(f"cases-{timezone.localdate()}.{form}", kind, data)
    work.tell(rows=len(rows))


def _rows(actor: Actor, work: Work, wanted: Wanted) -> Iterator[tuple[str, ...]]:
    done = 0
    while done < MOST_ROWS:
        page = lists.page_of_ids(actor, wanted)
        found, needs = case_lines.cases_by_id(actor, page.ids), case_lines.needs_by_case(actor, page.ids)
        yield from (_cells(found[each], needs.get(each, [])) for each in page.ids if each in found)
        done += len(page.ids)
        work.step(done, done)
        if not page.next_cursor:
            return
        wanted = replace(wanted, after=page.next_cursor)


def _cells(case: case_lines.CaseLine, needs: list[str]) -> tuple[str, ...]:
    return (
        case.reference_name, case.number, case.sex, case.age_band, "1" if case.is_child_path else "0", case.danger,
        case.stage, " ".join(needs), case.region, str(case.opened_on),
    )  # fmt: skip
