# SPDX-License-Identifier: Apache-2.0
"""Rows of questions and tasks placed into tables."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from quatrefoil.foundation.requests.selectors import RequestRow
from quatrefoil.foundation.ui.pieces import Cell, Chip, Column, Empty, Table

LIST: Final = "/requests/"


def requests_table(rows: Iterable[RequestRow], title: str, empty: Empty | None = None) -> Table:
    """Tasks, approvals and questions with their dates."""
    columns = (
        Column(_("What"), narrow=True),
        Column(_("File")),
        Column(_("Until"), narrow=True),
        Column(_("Asked by")),
    )
    nothing = Empty(_("Nothing here"), _("Tasks, approvals and questions stand here with their dates."))
    return Table(title, columns, [_cells(row) for row in rows], empty or nothing)


def _cells(row: RequestRow) -> tuple[Cell | str, ...]:
    return (
        Cell(row.subject_label or row.kind_label, row.kind_label if row.subject_label else "", f"{LIST}{row.id}/"),
        Cell(row.reference, url=row.record_url),
        Cell(chip=Chip(row.due, row.due_tone)) if row.due else "",  # type: ignore[arg-type]
        Cell(row.asked_by, row.asked),
    )
