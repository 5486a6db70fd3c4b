# SPDX-License-Identifier: Apache-2.0
"""Cases as lists and exports read them: rows of codes and bands instead of whole models, which cost five times as much."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.protection.cases import codes
from quatrefoil.protection.cases.models import Case, Need


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What a list says of one case: codes and bands, and who works on it."""

    file_id: UUID
    number: str
    word: str
    digits: str
    region: str
    opened_on: datetime.date
    changed_at: datetime.datetime
    owner: str | None
    sex: str
    age_band: str
    is_child_path: bool
    danger: str
    stage: str
    agreed_by: str

    @property
    def reference_name(self) -> str:
        """What stands in place of a name; empty where a file has none."""
        return f"{self.word} {self.digits}".strip()

    @property
    def is_held(self) -> bool:
        """Has nobody agreed yet that a file is kept?"""
        return self.agreed_by == codes.Agreed.NOBODY


LINE: Final = (
    "file_id", "file__number", "file__reference_word", "file__reference_digits", "file__region", "file__opened_on",
    "file__changed_at", "file__owner__name", "sex", "age_band", "is_child_path", "danger", "stage", "agreed_by",
)  # fmt: skip


def cases_by_id(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, CaseLine]:
    """Lines of cases, by file id (1 query)."""
    rows = visible(Case.objects.filter(file_id__in=list(ids)), actor).values_list(*LINE)
    return {row[0]: CaseLine(*row) for row in rows}


def needs_by_case(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Codes of needs that are not settled, most urgent first, by file id (1 query)."""
    rows = visible(Need.objects.filter(file_id__in=list(ids), state__in=("open", "in_plan")), actor)
    order = list(codes.Level.values)
    found: dict[UUID, list[str]] = {}
    sortable = sorted(rows.values_list("file_id", "need", "level"), key=lambda row: order.index(row[2]))
    for file_id, need, _level in sortable:
        if need not in found.setdefault(file_id, []):
            found[file_id].append(need)
    return found
