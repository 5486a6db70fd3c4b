# SPDX-License-Identifier: Apache-2.0
"""What stands in a part now, for the form that changes it and the page that shows it: one row, opened with a purpose."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.vault.models import Part, sealed_fields
from quatrefoil.protection.cases import selectors
from quatrefoil.protection.cases.models import Account, Case, ChildRecord, Health, Identity, Need, PlanGoal, SafetyPlan

TABLES: Final[dict[str, type[Part]]] = {
    "core": Case,
    "identity": Identity,
    "health": Health,
    "account": Account,
    "safety": SafetyPlan,
    "child": ChildRecord,
    "need": Need,
    "goal": PlanGoal,
}
SPLIT: Final = ("exploitation", "sexual_exploitation")  # several codes in one column


@dataclass(frozen=True, slots=True)
class Stored:
    """One row: its revision (0 for a row that is not there yet) and its values by name."""

    revision: int
    values: dict[str, Any]
    is_there: bool


def require_part(actor: Actor, file_id: UUID, part: str) -> None:
    """Stop, as if it did not exist, unless the actor reaches this part of the file."""
    require_visible(actor, file_id, TABLES[part].part_kind)


def stored(actor: Actor, file_id: UUID, part: str, row_id: UUID | None = None, *, purpose: str) -> Stored:
    """What stands there now; the sealed texts are opened (an audited read with this purpose)."""
    table = TABLES[part]
    require_part(actor, file_id, part)
    row = selectors.one_of(actor, table, file_id, row_id) if row_id else None
    if row is None and part not in ("need", "goal"):
        row = selectors.single(actor, table, file_id)
    if row is None:
        return Stored(0, _open_values(table()), is_there=False)
    values = {**_open_values(row), **_opened(row, purpose)}
    if part == "core":
        values["region"] = selectors.case_row(actor, file_id).file.region
    return Stored(row.revision, values, is_there=True)


def _opened(row: Part, purpose: str) -> dict[str, str]:
    names = sealed_fields(row)
    return sealing.open_many(row, names, purpose=purpose) if names else {}


def _open_values(row: Part) -> dict[str, Any]:
    left = {*sealed_fields(row), "id", "file_id", "revision", "recorded_at"}
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in left
    }
    return {name: value.split() if name in SPLIT else value for name, value in values.items()}
