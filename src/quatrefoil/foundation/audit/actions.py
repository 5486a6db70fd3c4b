# SPDX-License-Identifier: Apache-2.0
"""What a reader of the audit may ask for: a check of the chain, the proof of it, and lists. All of them are jobs."""

from uuid import UUID

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.audit.filters import Filters
from quatrefoil.foundation.audit.selectors import own_filters, require_record_reader
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs.actions import enqueue


@action("audit.verify")
def ask_check(actor: Actor) -> UUID:
    """Ask for a check of the whole chain; returns the job."""
    return enqueue(actor, "audit.check")


@action("audit.verify")
def ask_proof(actor: Actor, record: UUID | None = None) -> UUID:
    """Ask for the export that tools/verify_audit.py reads; with `record` only that record's events with their proofs."""
    trail.read("audit.export", record)
    return enqueue(actor, "audit.proof", record=record)


@action("audit.read")
def ask_list(actor: Actor, filters: Filters) -> UUID:
    """Ask for a table of events across records; returns the job."""
    trail.read("audit.list", filters.record, detail=filters.words)
    return enqueue(actor, "audit.list", **filters.codes())


def ask_record_list(actor: Actor, record: UUID, filters: Filters) -> UUID:
    """Ask for a table of who saw one record; for everybody who may read that page."""
    require_record_reader(actor, record)
    trail.read("audit.list", record, detail=filters.words)
    return enqueue(actor, "audit.record_list", **own_filters(actor, record, filters).codes())
