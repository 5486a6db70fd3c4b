# SPDX-License-Identifier: Apache-2.0
"""What a worker may do: begin, answer page by page, stop, finish, go on with a new version. Nothing here refuses help."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.questionnaires import about, catalogue
from quatrefoil.foundation.questionnaires import actions as questionnaires
from quatrefoil.foundation.questionnaires.models import Response
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.actions import touch
from quatrefoil.foundation.records.selectors import file_of
from quatrefoil.foundation.vault import parts
from quatrefoil.methods.canonical import canonical_json
from quatrefoil.protection.screening.models import AREAS, ScreeningResult
from quatrefoil.standards.instruments import scoring

RIGHT = "screening.complete"
WING = "protection"
PART = ScreeningResult.part_kind


@action(RIGHT)
def start(
    actor: Actor,
    file_id: UUID,
    instrument: str,
    *,
    language: str = "",
    interpreting: str = "",
    place: str = "",
    manner: str = "with_person",
    response_id: UUID | None = None,
) -> Response:
    """Begin a screening (see questionnaires.actions.start). Idempotent on `response_id`."""
    response = questionnaires.start(
        actor,
        file_id,
        instrument,
        language=language,
        interpreting=interpreting,
        place=place,
        manner=manner,
        response_id=response_id,
    )
    if not response.is_new:
        return response
    codes = {"instrument": response.code, "version": response.version, "manner": response.manner}
    history.record(file_id, WING, "screening.started", codes, part=PART)
    touch(file_id)
    return response


@action(RIGHT)
def save_page(
    actor: Actor,
    response_id: UUID,
    section: str,
    given: Mapping[str, Any],
    seen_revision: int,
    base: Mapping[str, Any] | None = None,
) -> Response:
    """Keep the answers of one page (see questionnaires.actions.save_page)."""
    return questionnaires.save_page(actor, response_id, section, given, seen_revision, base)


@action(RIGHT)
def stop(actor: Actor, response_id: UUID, reason: str) -> Response:
    """Stop early. No result is written: what was answered stays, and help goes on as before."""
    response = questionnaires.stop(actor, response_id, reason)
    codes = {"instrument": response.code, "version": response.version, "reason": reason}
    history.record(response.file_id, WING, "screening.stopped", codes, part=PART)
    touch(response.file_id)
    return response


@action(RIGHT)
def complete(actor: Actor, response_id: UUID) -> ScreeningResult:
    """Finish with what was answered, however little, and keep what the published rule says of it."""
    response, answers = questionnaires.finish(actor, response_id)
    questionnaire = catalogue.find(response.code, response.version)
    result = scoring.score(questionnaire, answers)
    row = ScreeningResult(file_id=response.file_id, response_id=response.id, scored_by=actor.member_id)
    parts.save_part(row, {"reasons": reasons_text(result)}, **_columns(result))
    history.record(response.file_id, WING, "screening.completed", _codes(actor, response, row), part=PART)
    touch(response.file_id)
    return row


@action(RIGHT)
def go_on(actor: Actor, response_id: UUID) -> Response:
    """A new version that begins with the answers of an ended one; the ended one and its result stay."""
    response = questionnaires.go_on(actor, response_id)
    codes = {"instrument": response.code, "version": response.version}
    history.record(response.file_id, WING, "screening.continued", codes, part=PART)
    touch(response.file_id)
    return response


def reasons_text(result: scoring.ScreeningResult) -> str:
    """Which signs were noted, and what could still change: the part of a result that is sealed."""
    return canonical_json(
        {
            "signs": {reason.item: reason.strength.value if reason.strength else "" for reason in result.signs},
            "may_change": [area.code for area in result.areas if area.may_change],
        }
    ).decode()


def _columns(result: scoring.ScreeningResult) -> dict[str, Any]:
    shown = [area.positive for area in result.areas][:AREAS]
    flags = [*shown, *[None] * (AREAS - len(shown))]
    return {
        "instrument": result.instrument,
        "version": result.version,
        "signs_in": result.signs_in,
        "of": result.of,
        "overall": result.overall.code,
        "is_child": result.is_child,
        "unanswered": result.unanswered,
        "unknown": result.unknown,
        **{f"area_{number}": flag for number, flag in enumerate(flags, 1)},
    }


def _codes(actor: Actor, response: Response, row: ScreeningResult) -> dict[str, str | int | bool]:
    return {
        "instrument": row.instrument,
        "version": row.version,
        "signs_in": row.signs_in,
        "of": row.of,
        "overall": row.overall,
        "is_child": row.is_child,
        "is_new_version": response.previous is not None,
        "age_band": about.age_band(response.file_id),
        "region": file_of(actor, response.file_id).region,
    }
