# SPDX-License-Identifier: Apache-2.0
"""Starting, keeping, stopping and finishing a response. Every item may be skipped; nothing that was answered is lost."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.questionnaires import answers as kept
from quatrefoil.foundation.questionnaires import catalogue
from quatrefoil.foundation.questionnaires.answers import AnswerDifference
from quatrefoil.foundation.questionnaires.models import Interpreting, Manner, Place, Response, State, StopReason
from quatrefoil.foundation.questionnaires.selectors import response_of
from quatrefoil.foundation.vault import parts, sealing
from quatrefoil.standards.instruments.answering import kept_answers
from quatrefoil.standards.instruments.definition import Questionnaire, Section

RIGHT = "screening.complete"
LANGUAGE = re.compile(r"^([a-z]{2,3}(-[A-Za-z]{2,6})?)?$", re.ASCII)
PURPOSE = "screening_answer"  # why the answers are opened, as the audit says it


class AnswerConflict(Stale):
    """Two people answered the same question differently. Nothing was overwritten; a second saving decides.

    `together` holds the page with what only one of them changed, and my answer where they differ.
    """

    def __init__(self, differences: tuple[AnswerDifference, ...], together: Mapping[str, Any], revision: int) -> None:
        message = _("Somebody else answered here while you were writing. Compare, and save again.")
        super().__init__(message, code="stale")
        self.differences = differences
        self.together = together
        self.revision = revision


@action(RIGHT)
def start(
    actor: Actor,
    file_id: UUID,
    code: str,
    *,
    language: str = "",
    interpreting: str = "",
    place: str = "",
    manner: str = "with_person",
    response_id: UUID | None = None,
) -> Response:
    """Begin a response on a file. Idempotent on `response_id`."""
    require_visible(actor, file_id)
    require_visible(actor, file_id, Response.part_kind)
    try:
        questionnaire = catalogue.find(code)
    except KeyError:
        raise Refused(_("This questionnaire is not here. Choose one from the list."), code="no_questionnaire") from None
    known: Response | None = Response.objects.filter(id=response_id).first() if response_id else None
    if known is not None:
        return known
    row = Response(id=response_id or uuid4(), file_id=file_id, **_of(questionnaire), asked_by=actor.member_id)
    _require_codes(language, interpreting, place, manner)
    open_fields: dict[str, Any] = {"language": language, "interpreting": interpreting, "place": place, "manner": manner}
    saved = parts.save_part(row, {"answers": kept.to_text({})}, **open_fields)
    saved.is_new = True
    return saved


@action(RIGHT)
def save_page(
    actor: Actor,
    response_id: UUID,
    section_code: str,
    given: Mapping[str, Any],
    seen_revision: int,
    base: Mapping[str, Any] | None = None,
) -> Response:
    """Keep the answers of one page. base: what the page showed when it was opened.

    Raises AnswerConflict when somebody else answered the same question differently since, Refused when the response
    is finished or an answer cannot be kept.
    """
    row = _open(actor, response_id)
    questionnaire = catalogue.find(row.code, row.version)
    section = _section(questionnaire, section_code)
    stored = kept.from_text(sealing.open_text(row, "answers", purpose=PURPOSE))
    page = dict(given)
    if row.revision != seen_revision:
        page, differences = kept.merged(section, base, given, stored)
        if differences:
            raise AnswerConflict(differences, kept.put_together(stored, section, page), row.revision)
    together = kept.put_together(stored, section, page)
    _require_kept(questionnaire, section, together)
    return parts.save_part(row, {"answers": kept.to_text(together)}, seen_revision=row.revision, section=section.code)


@action(RIGHT)
def finish(actor: Actor, response_id: UUID) -> tuple[Response, dict[str, Any]]:
    """Close a response with what was answered, however little; returns it with its answers."""
    row = _open(actor, response_id)
    questionnaire = catalogue.find(row.code, row.version)
    stored = kept.from_text(sealing.open_text(row, "answers", purpose=PURPOSE))
    final = kept_answers(questionnaire, stored)
    saved = parts.save_part(
        row,
        {"answers": kept.to_text(final)},
        seen_revision=row.revision,
        state=State.COMPLETED,
        ended_at=timezone.now(),
    )
    return saved, final


@action(RIGHT)
def stop(actor: Actor, response_id: UUID, reason: str) -> Response:
    """Stop early, for a reason; what was answered so far stays."""
    row = _open(actor, response_id)
    if reason not in StopReason.values:
        raise Refused(_("Choose why it was stopped."), code="no_reason")
    return parts.save_part(
        row, {}, seen_revision=row.revision, state=State.STOPPED, stop_reason=reason, ended_at=timezone.now()
    )


@action(RIGHT)
def go_on(actor: Actor, response_id: UUID) -> Response:
    """A new response that begins with the answers of an ended one, which stays as it was."""
    before = response_of(actor, response_id)
    if before.state == State.IN_PROGRESS:
        raise Refused(_("This one is not finished: go on with it."), code="not_ended")
    questionnaire = catalogue.find(before.code)
    text = sealing.open_text(before, "answers", purpose=PURPOSE)
    answers = kept_answers(questionnaire, _still_asked(questionnaire, kept.from_text(text)))
    row = Response(file_id=before.file_id, **_of(questionnaire), asked_by=actor.member_id, previous=before.id)
    same: dict[str, Any] = {name: getattr(before, name) for name in ("language", "interpreting", "place", "manner")}
    return parts.save_part(row, {"answers": kept.to_text(answers)}, **same)


def _require_codes(language: str, interpreting: str, place: str, manner: str) -> None:
    known = interpreting in {"", *Interpreting.values} and place in {"", *Place.values} and manner in set(Manner.values)
    if not known or not LANGUAGE.match(language):
        raise Refused(_("Choose from the lists how it is asked, or leave it open."), code="not_a_choice")


def _of(questionnaire: Questionnaire) -> dict[str, str]:
    definition = catalogue.ensure_definition(questionnaire)
    return {"code": definition.code, "version": definition.version, "digest": definition.digest}


def _still_asked(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> dict[str, Any]:
    """A newer version may ask less: only answers that it still understands go over."""
    known = {item.code for item in questionnaire.items()}
    left = {code: answer for code, answer in answers.items() if code in known}
    bad = {problem.item for problem in kept.problems(questionnaire, left)}
    return {code: answer for code, answer in left.items() if code not in bad}


def _open(actor: Actor, response_id: UUID) -> Response:
    row = response_of(actor, response_id, for_update=True)
    if row.state != State.IN_PROGRESS:
        raise Refused(
            _("This one is finished and stays as it is. Go on with a new version of it instead."), code="ended"
        )
    return row


def _section(questionnaire: Questionnaire, code: str) -> Section:
    section = next((each for each in questionnaire.sections if each.code == code), None)
    if section is None:
        raise NotVisible
    return section


def _require_kept(questionnaire: Questionnaire, section: Section, answers: Mapping[str, Any]) -> None:
    codes = {item.code for item in section.items}
    found = kept.problems(questionnaire, answers, only=codes)
    if found:
        raise Refused(found[0].sentence.render(_), code="cannot_be_kept")
