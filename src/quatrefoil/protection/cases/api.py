# SPDX-License-Identifier: Apache-2.0
"""Cases over the API: the same selectors and actions as the pages, so the same refusals (404, 409, 422)."""

import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import StrictBool

from quatrefoil.foundation.access.pages import actor_of_request as actor_of
from quatrefoil.foundation.ui.answers import Made
from quatrefoil.protection.cases import actions, codes, lists, opening, plan_actions, record, selectors, stage_actions

router = Router(tags=["cases"])

Danger = Literal["high", "some", "low", "not_known"]


class CaseRow(Schema):
    """A case in a list: a reference name, codes and words, nothing that says who it is."""

    file_id: UUID
    reference: str
    number: str
    who: str
    danger: str
    stage: str
    stage_label: str
    owner: str
    next_label: str
    next_words: str
    needs: str
    agreed: str
    changed: str


class CasePage(Schema):
    """One page of a list; `next` goes into `after` for the page behind it."""

    rows: list[CaseRow]
    next: str


class NeedOut(Schema):
    """A need, without its sealed words."""

    id: UUID
    need: str
    level: str
    state: str
    service_id: UUID | None
    revision: int


class NextOut(Schema):
    """What is due."""

    text: str
    words: str
    due_at: datetime.datetime


class CaseOut(Schema):
    """The open facts of a case."""

    file_id: UUID
    reference: str
    number: str
    stage: str
    danger: str
    who: str
    languages: str
    agreed: str
    is_held: bool
    is_child_path: bool
    opened_on: str
    revision: int
    needs: list[NeedOut]
    next: list[NextOut]


class CoreIn(Schema):
    """The open facts about a person."""

    sex: str = Field("", max_length=30)
    age_band: str = Field("", max_length=6)
    under_18: Literal["", "yes", "no", "not_sure"] = ""
    language: str = Field("", max_length=10)
    second_language: str = Field("", max_length=10)
    needs_interpreter: StrictBool = False
    region: str = Field("", max_length=20)


class CaseIn(CoreIn):
    """A case to open. Who agreed must be said; "nobody" holds it for 14 days."""

    agreed_by: codes.Agreed
    agreed_on: datetime.date | None = None
    danger: Danger = "not_known"
    danger_reason: codes.DangerReason | Literal[""] = ""
    source: codes.Source | Literal[""] = ""
    source_number: str = Field("", max_length=40)
    opened_on: datetime.date | None = None
    is_paper: StrictBool = False
    team_id: UUID | None = None
    file_id: UUID | None = None


class CoreChange(CoreIn):
    """The open facts, with the revision that they were read at."""

    seen_revision: int = Field(ge=0, le=2_147_483_647)


class MoveIn(Schema):
    """A step out of a stage; with `approver` a second person is asked."""

    event: Literal["assess", "plan", "serve", "follow", "replan", "resume"]
    seen_stage: str = Field(max_length=20)
    approver: UUID | None = None
    note: str = Field("", max_length=2000)


class DangerIn(Schema):
    """How high, and why."""

    danger: Danger
    reason: codes.DangerReason


class NeedIn(Schema):
    """A need to add. `detail` is sealed."""

    need: str = Field(max_length=20)
    level: codes.Level
    state: str = Field("open", max_length=10)
    service: UUID | None = None
    detail: str = Field("", max_length=4000)
    need_id: UUID | None = None


class Wanted(Schema):
    """How to look at the list."""

    view: Literal["mine", "team", "overdue"] = "mine"
    stage: str = Field("", max_length=20)
    danger: str = Field("", max_length=10)
    need: str = Field("", max_length=20)
    late: bool = False
    after: str = Field("", max_length=40)


@router.get("", response=CasePage)
def list_cases(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Cases that the actor reaches."""
    asked = {**wanted.dict(), "late": "1" if wanted.late else ""}
    found = lists.cases(actor_of(request), lists.wanted_from(asked))
    return {"rows": found.rows, "next": found.next_cursor}


@router.get("/{uuid:file_id}", response=CaseOut)
def get_case(request: HttpRequest, file_id: UUID) -> dict[str, Any]:
    """One case: open facts, needs, what is due."""
    return _case(request, file_id)


@router.post("", response={201: Made})
def open_case(request: HttpRequest, given: CaseIn) -> Status[dict[str, UUID]]:
    """Open a case; the same `file_id` opens it once."""
    said = given.dict(exclude=set(CoreIn.__annotations__))
    core = actions.Core(**{name: getattr(given, name) for name in actions.Core.__slots__})
    new = opening.NewCase(core=core, region=given.region, **said)
    return Status(201, {"id": opening.open_case(actor_of(request), new)})


@router.patch("/{uuid:file_id}", response=CaseOut)
def change_case(request: HttpRequest, file_id: UUID, given: CoreChange) -> dict[str, Any]:
    """Change the open facts; 409 when somebody else changed them since `seen_revision`."""
    core = actions.Core(**{name: getattr(given, name) for name in actions.Core.__slots__})
    actions.save_core(actor_of(request), file_id, core, given.region, given.seen_revision)
    return _case(request, file_id)


@router.post("/{uuid:file_id}/move", response=CaseOut)
def move_case(request: HttpRequest, file_id: UUID, given: MoveIn) -> dict[str, Any]:
    """Take a step, or ask a second person to approve it."""
    actor = actor_of(request)
    if given.approver is None:
        stage_actions.move(actor, file_id, given.event, given.seen_stage)
    else:
        stage_actions.ask_approval(actor, file_id, given.event, given.approver, given.note, given.seen_stage)
    return _case(request, file_id)


@router.post("/{uuid:file_id}/danger", response=CaseOut)
def judge_danger(request: HttpRequest, file_id: UUID, given: DangerIn) -> dict[str, Any]:
    """Judge the danger, with a reason."""
    actions.set_danger(actor_of(request), file_id, given.danger, str(given.reason))
    return _case(request, file_id)


@router.post("/{uuid:file_id}/needs", response={201: Made})
def add_need(request: HttpRequest, file_id: UUID, given: NeedIn) -> Status[dict[str, UUID]]:
    """Add a need."""
    fields: dict[str, Any] = {
        "need": given.need,
        "level": str(given.level),
        "state": given.state,
        "service": given.service,
    }
    row = plan_actions.save_need(actor_of(request), file_id, given.need_id, {"detail": given.detail}, **fields)
    return Status(201, {"id": row.id})


def _case(request: HttpRequest, file_id: UUID) -> dict[str, Any]:
    actor = actor_of(request)
    header = selectors.case_header(actor, file_id)
    return {
        "file_id": file_id,
        "reference": header.file.reference_name,
        "number": header.file.number,
        "stage": header.stage,
        "danger": header.danger,
        "who": header.who,
        "languages": header.languages,
        "agreed": header.agreed,
        "is_held": header.is_held,
        "is_child_path": header.is_child_path,
        "opened_on": header.file.opened_on,
        "revision": header.revision,
        "needs": record.needs_of(actor, file_id) if "plan" in header.parts else [],
        "next": record.next_of(actor, file_id),
    }
