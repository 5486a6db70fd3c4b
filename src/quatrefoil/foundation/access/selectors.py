# SPDX-License-Identifier: Apache-2.0
"""What an actor reaches: one filter for every list, one check for every object."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, Q, QuerySet
from django.utils import timezone

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.models import HOLDER, WHOLE, Exclusion, Reach
from quatrefoil.foundation.access.reached import Reached
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor

M = TypeVar("M", bound=Model)


def _in_force(now: datetime) -> Q:
    return Q(until__isnull=True) | Q(until__gt=now)


def reach_of(actor: Actor, part: str, now: datetime | None = None) -> QuerySet[Reach]:
    """Grants through which the actor sees `part` (exclusions not yet taken off)."""
    if part not in actor.parts:
        return Reach.objects.none()
    return Reach.objects.filter(_in_force(now or timezone.now()), holder__in=actor.holders, part__in=(part, WHOLE))


def visible(rows: QuerySet[M], actor: Actor, part: str | None = None, column: str | None = None) -> QuerySet[M]:
    """Those rows of a guarded model that the actor may see. The only way a selector starts.

    `part` and `column` default to the model's own guard.
    """
    guard_column, guard_part = getattr(rows.model, "guard", ("file_id", "core"))
    column, part = column or guard_column, part or guard_part
    if part in actor.everywhere:
        return rows
    if part == HOLDER:
        return rows.filter(**{f"{column}__in": actor.holders})
    if part not in actor.parts:
        return rows.none()
    return rows.filter(Reached(column, actor.holders, part, timezone.now()))


def may_see(actor: Actor, record: UUID, part: str = "core") -> bool:
    """Does the actor reach this part of this record now?"""
    if part in actor.everywhere:
        return True
    closed = Exclusion.objects.filter(record=record, holder__in=actor.holders, lifted_at__isnull=True)
    return reach_of(actor, part).filter(record=record).exists() and not closed.exists()


def require_visible(actor: Actor, record: UUID, part: str = "core") -> None:
    """Stop with the same answer as for a record that does not exist; the attempt is audited."""
    if not may_see(actor, record, part):
        trail.refused("record.see", record, part, detail="not_reached")
        raise NotVisible


def visible_parts(actor: Actor, record: UUID) -> frozenset[str]:
    """All parts of a record that the actor reaches now (1 query)."""
    closed = Exclusion.objects.filter(record=record, holder__in=actor.holders, lifted_at__isnull=True)
    grants = Reach.objects.filter(_in_force(timezone.now()), holder__in=actor.holders, record=record)
    # Two columns in one answer: what is granted, and whether a name or a conflict closes the record.
    found = list(grants.values_list("part", Exists(closed)))
    if any(is_closed for _part, is_closed in found):
        return frozenset()
    granted = {part for part, _is_closed in found}
    return actor.everywhere | (actor.parts if WHOLE in granted else actor.parts & granted)
