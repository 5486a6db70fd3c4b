# SPDX-License-Identifier: Apache-2.0
"""Writing the audit trail. Reads are gathered and written once; refusals survive a rollback."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from quatrefoil.foundation.audit.models import AuditEvent, Outcome
from quatrefoil.foundation.identity.actors import current


@dataclass(slots=True)
class Pending:
    """Events of one piece of work that are not written yet."""

    reads: list[AuditEvent] = field(default_factory=list)
    refusals: list[AuditEvent] = field(default_factory=list)


PENDING: ContextVar[Pending | None] = ContextVar("quatrefoil_audit_pending", default=None)


def _event(act: str, record: UUID | None, part: str, outcome: str, detail: str, purpose: str) -> AuditEvent:
    actor, its_purpose = current()
    return AuditEvent(
        actor=actor.member_id,
        organisation=actor.organisation_id,
        act=act,
        purpose=(purpose or its_purpose)[:200],
        record=record,
        part=part,
        outcome=outcome,
        detail=detail[:200],
    )


def wrote(act: str, record: UUID | None = None, part: str = "", detail: str = "", purpose: str = "") -> None:
    """Audit a change, in the transaction of the change."""
    _event(act, record, part, Outcome.DONE, detail, purpose).save(force_insert=True)


def read(act: str, record: UUID | None = None, part: str = "", detail: str = "", purpose: str = "") -> None:
    """Audit a read or search; written before the response leaves (without it nothing leaves)."""
    event = _event(act, record, part, Outcome.DONE, detail, purpose)
    pending = PENDING.get()
    if pending is None:
        event.save(force_insert=True)
    else:
        pending.reads.append(event)


def refused(act: str, record: UUID | None = None, part: str = "", detail: str = "", purpose: str = "") -> None:
    """Audit a refusal; written outside the transaction that is rolled back."""
    event = _event(act, record, part, Outcome.REFUSED, detail, purpose)
    pending = PENDING.get()
    if pending is None:
        event.save(force_insert=True)
    else:
        pending.refusals.append(event)
