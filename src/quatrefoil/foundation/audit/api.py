# SPDX-License-Identifier: Apache-2.0
"""The audit over the API: who saw a record, events across records, the state of the chain, checks and exports."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from quatrefoil.foundation.audit import actions, selectors
from quatrefoil.foundation.audit.filters import Filters
from quatrefoil.foundation.identity.actors import current_actor
from quatrefoil.foundation.ui.answers import WRONG

router = Router(tags=["audit"])


class SeenOut(Schema):
    """One event in words."""

    id: UUID
    when: str
    who: str
    organisation: str
    sentence: str
    reason: str
    outcome: str
    record: UUID | None
    act: str
    part: str


class PageOut(Schema):
    """Events, newest first, with the cursors of the pages beside it ("" where there is none)."""

    rows: list[SeenOut]
    newer: str
    older: str


class StatusOut(Schema):
    """How far the log is sealed and was checked."""

    holds: bool | None
    sealed: str
    checked: str
    waiting: str


class Narrow(Schema):
    """What narrows a list."""

    organisation: UUID | None = None
    member: UUID | None = None
    outcome: Literal["", "done", "refused"] = ""
    days: Literal[1, 7, 30, 365] | None = None
    after: str = ""
    before: str = ""

    def filters(self, record: UUID | None = None) -> Filters:
        """As the selectors take them."""
        return Filters(record, self.organisation, self.member, "", self.outcome, self.days)


class Asked(Schema):
    """The job that does it; its file comes from /api/jobs."""

    job: UUID


@router.get("", response={200: PageOut, **WRONG})
def across(request: HttpRequest, narrow: Query[Narrow]) -> selectors.SeenPage:
    """Events of the whole installation, for an auditor; the reading is audited too."""
    return selectors.across(current_actor(), narrow.filters(), after=narrow.after, before=narrow.before)


@router.get("/status", response={200: StatusOut, **WRONG})
def status(request: HttpRequest) -> selectors.ChainStatus:
    """How far the log is sealed, and what the last check found."""
    return selectors.status(current_actor())


@router.get("/records/{record}", response={200: PageOut, **WRONG})
def who_saw(request: HttpRequest, record: UUID, narrow: Query[Narrow]) -> selectors.SeenPage:
    """Who saw one record and why: for its owner, their supervisor, and an auditor."""
    return selectors.who_saw(current_actor(), record, narrow.filters(record), after=narrow.after, before=narrow.before)


@router.post("/checks", response={202: Asked, **WRONG})
def check(request: HttpRequest) -> Status[dict[str, UUID]]:
    """Ask for a check of the chain."""
    return Status(202, {"job": actions.ask_check(current_actor())})


@router.post("/proofs", response={202: Asked, **WRONG})
def proof(request: HttpRequest) -> Status[dict[str, UUID]]:
    """Ask for the export that others can check without this program."""
    return Status(202, {"job": actions.ask_proof(current_actor())})


@router.post("/records/{record}/proofs", response={202: Asked, **WRONG})
def record_proof(request: HttpRequest, record: UUID) -> Status[dict[str, UUID]]:
    """Ask for the events of one record with their proof."""
    return Status(202, {"job": actions.ask_proof(current_actor(), record)})
