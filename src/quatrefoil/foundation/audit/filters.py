# SPDX-License-Identifier: Apache-2.0
"""What a reader of the audit may narrow a list by. Nothing here names a person the files are about."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from quatrefoil.foundation.audit.models import AuditEvent, Outcome
from quatrefoil.foundation.audit.words import ACTS, Sort, acts_of

PERIODS: Final = (1, 7, 30, 365)  # days


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of a list; None and "" narrow nothing. `act` is a sort of acts or one act; `days` counts back from now."""

    record: UUID | None = None
    organisation: UUID | None = None
    member: UUID | None = None
    act: str = ""
    outcome: str = ""
    days: int | None = None

    def apply(self, rows: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """The rows that are left."""
        exact = {
            "record": self.record,
            "organisation": self.organisation,
            "actor": self.member,
            "outcome": self.outcome,
        }
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        if self.act:
            rows = rows.filter(act__in=acts_of(self.act))
        if self.days:
            rows = rows.filter(at__gte=timezone.now() - datetime.timedelta(days=self.days))
        return rows

    def codes(self) -> dict[str, Any]:
        """Those that narrow something, for a job or for the audit of this reading."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in given.items() if value}

    @property
    def words(self) -> str:
        """The filters as codes in one line."""
        return " ".join(f"{name}={value}" for name, value in self.codes().items())


def from_query(query: Mapping[str, str], **fixed: Any) -> Filters:
    """Filters from an address; what is not understood narrows nothing."""
    days = query.get("days", "")
    act, outcome = query.get("act", ""), query.get("outcome", "")
    read = {
        "organisation": _uuid(query.get("organisation", "")),
        "member": _uuid(query.get("member", "")),
        "act": act if act in ACTS or act in set(Sort) else "",
        "outcome": outcome if outcome in Outcome.values else "",
        "days": int(days) if days in {str(period) for period in PERIODS} else None,
    }
    return Filters(**{**read, **fixed})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
