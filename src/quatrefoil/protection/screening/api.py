# SPDX-License-Identifier: Apache-2.0
"""Screening over the API: the same two doors as the pages. Mounted by `config.api` below /screening."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.questionnaires import catalogue, keeping, writing
from quatrefoil.foundation.questionnaires import selectors as questionnaires
from quatrefoil.foundation.questionnaires.selectors import ResponseRow
from quatrefoil.protection.screening import actions, selectors

router = Router(tags=["screening"])
Given = str | list[str] | int | None


class InstrumentOut(Schema):
    """An instrument that may be started."""

    code: str
    version: str
    title: str


class StartIn(Schema):
    """What is known when a screening begins; only the instrument must be."""

    instrument: str
    response_id: UUID | None = None
    language: str = ""
    interpreting: str = ""
    place: str = ""
    manner: str = "with_person"


class ResponseOut(Schema):
    """A screening without its answers."""

    id: UUID
    file_id: UUID
    instrument: str
    version: str
    state: str
    revision: int
    previous: UUID | None


class PageIn(Schema):
    """The answers of one page. `base`: what was there when it was opened."""

    answers: dict[str, Given]
    revision: int
    base: dict[str, Given] | None = None


class StopIn(Schema):
    """Why it stops."""

    reason: str


class AreaOut(Schema):
    """One area of a result."""

    title: str
    signs: bool
    reasons: list[str]
    still_open: str


class ResultOut(Schema):
    """A result: not a decision."""

    instrument: str
    version: str
    headline: str
    overall: str
    overall_code: str
    signs_in: int
    of: int
    is_child: bool
    areas: list[AreaOut]
    signs: list[str]
    explanation: list[str]
    predictive: str


@router.get("/instruments", response=list[InstrumentOut])
def instruments(request: HttpRequest) -> list[InstrumentOut]:
    """Instruments that may be started."""
    actor_of_request(request)
    return [InstrumentOut(code=each.code, version=each.version, title=each.title) for each in catalogue.instruments()]


@router.get("/instruments/{code}/{version}", response=dict[str, Any])
def instrument(request: HttpRequest, code: str, version: str) -> dict[str, Any]:
    """The whole definition: pages, questions, skip logic."""
    return writing.to_dict(keeping.definition(actor_of_request(request), code, version))


@router.get("/files/{file_id}", response=list[ResponseOut])
def of_file(request: HttpRequest, file_id: UUID) -> list[ResponseOut]:
    """The screenings of a file, newest first."""
    return [_out(each.response) for each in selectors.screenings(actor_of_request(request), file_id)]


@router.post("/files/{file_id}", response={201: ResponseOut})
def start(request: HttpRequest, file_id: UUID, body: StartIn) -> ResponseOut:
    """Begin a screening. Send the same `response_id` again and nothing happens twice."""
    actor = actor_of_request(request)
    begun = actions.start(
        actor,
        file_id,
        body.instrument,
        language=body.language,
        interpreting=body.interpreting,
        place=body.place,
        manner=body.manner,
        response_id=body.response_id,
    )
    return _out(questionnaires.response(actor, begun.id))


@router.get("/{response_id}/answers", response=dict[str, Any])
def answers(request: HttpRequest, response_id: UUID) -> dict[str, Any]:
    """The answers so far (an audited read)."""
    return questionnaires.answers_of(actor_of_request(request), response_id, selectors.ANSWERING)


@router.put("/{response_id}/pages/{section}", response=ResponseOut)
def save_page(request: HttpRequest, response_id: UUID, section: str, body: PageIn) -> ResponseOut:
    """Keep the answers of one page; what is missing is left open."""
    actor = actor_of_request(request)
    actions.save_page(actor, response_id, section, body.answers, body.revision, body.base)
    return _out(questionnaires.response(actor, response_id))


@router.post("/{response_id}/stop", response=ResponseOut)
def stop(request: HttpRequest, response_id: UUID, body: StopIn) -> ResponseOut:
    """Stop early; what was answered stays."""
    actor = actor_of_request(request)
    actions.stop(actor, response_id, body.reason)
    return _out(questionnaires.response(actor, response_id))


@router.post("/{response_id}/complete", response=ResultOut)
def complete(request: HttpRequest, response_id: UUID) -> ResultOut:
    """Finish with what was answered, however little."""
    actor = actor_of_request(request)
    actions.complete(actor, response_id)
    return _result(selectors.result(actor, response_id))


@router.post("/{response_id}/go-on", response={201: ResponseOut})
def go_on(request: HttpRequest, response_id: UUID) -> ResponseOut:
    """A new version that begins with the answers of an ended one."""
    actor = actor_of_request(request)
    return _out(questionnaires.response(actor, actions.go_on(actor, response_id).id))


@router.get("/{response_id}/result", response=ResultOut)
def result(request: HttpRequest, response_id: UUID) -> ResultOut:
    """The result of an ended screening (an audited read)."""
    actor = actor_of_request(request)
    if not actor.may(actions.RIGHT):
        raise NotVisible
    return _result(selectors.result(actor, response_id))


def _out(row: ResponseRow) -> ResponseOut:
    return ResponseOut(
        id=row.id,
        file_id=row.file_id,
        instrument=row.code,
        version=row.version,
        state=row.state,
        revision=row.revision,
        previous=row.previous,
    )


def _result(found: selectors.Result) -> ResultOut:
    return ResultOut(
        instrument=found.response.code,
        version=found.response.version,
        headline=found.headline,
        overall=found.overall,
        overall_code=found.overall_code,
        signs_in=found.signs_in,
        of=found.of,
        is_child=found.is_child,
        areas=[
            AreaOut(title=area.title, signs=area.shows, reasons=list(area.reasons), still_open=area.still_open)
            for area in found.areas
        ],
        signs=list(found.signs),
        explanation=list(found.explanation),
        predictive=found.predictive,
    )
