# SPDX-License-Identifier: Apache-2.0
"""What an actor may see of screenings: a list without answers, and a result that says what it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.questionnaires import catalogue
from quatrefoil.foundation.questionnaires import selectors as questionnaires
from quatrefoil.foundation.questionnaires.choices import choices_of
from quatrefoil.foundation.questionnaires.forms import said
from quatrefoil.foundation.questionnaires.models import State
from quatrefoil.foundation.questionnaires.selectors import ResponseRow
from quatrefoil.foundation.questionnaires.writing import digest
from quatrefoil.foundation.sharing import hooks
from quatrefoil.protection.screening.models import ScreeningResult
from quatrefoil.protection.screening.prevalence import sentence
from quatrefoil.standards.instruments import scoring
from quatrefoil.standards.instruments.conditions import chosen
from quatrefoil.standards.instruments.definition import Questionnaire, Rule, Strength

# Why answers are opened, as the audit says it (declaring.py has the words).
READING, COMPARING, PRINTING, ANSWERING = "screening_read", "screening_compare", "screening_print", "screening_answer"


@dataclass(frozen=True, slots=True)
class Listed:
    """One screening of a file; `result` is "signs in 3 of 6 areas" or empty while there is none."""

    response: ResponseRow
    result: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area of a result: what was noted, and whether open questions could still change it."""

    title: str
    shows: bool
    state: str
    counts: str
    reasons: tuple[str, ...]
    still_open: str


@dataclass(frozen=True, slots=True)
class Result:
    """A result as it is read: the sentence, its reasons, and what it does not say."""

    response: ResponseRow
    headline: str
    overall: str
    overall_code: str
    is_child: bool
    signs_in: int
    of: int
    areas: tuple[AreaRow, ...]
    signs: tuple[str, ...]
    explanation: tuple[str, ...]
    predictive: str
    version_note: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two screenings of one file: areas then and now, and each question that was answered differently."""

    earlier: Result
    later: Result
    areas: tuple[tuple[str, str, str, bool], ...]
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """An instrument to choose from."""

    code: str
    title: str
    about: str


def age_group(file_id: UUID) -> str:
    """One of "child" (also when unsure), "adult", or "" when nobody who holds the file knows."""
    said_of = {known(file_id) for known in hooks.AGE_GROUPS}
    if said_of & {hooks.CHILD, hooks.UNSURE}:
        return hooks.CHILD
    return hooks.ADULT if hooks.ADULT in said_of else ""


def offered(group: str) -> tuple[Offered, ...]:
    """Instruments for an age group; where nobody knows the age, all of them. A child never gets the adult list."""
    other = {hooks.CHILD: Rule.DELPHI_ADULT, hooks.ADULT: Rule.DELPHI_CHILD}.get(group)
    return tuple(
        Offered(each.code, said(each.title), _about(each)) for each in catalogue.instruments() if each.rule is not other
    )


def _about(questionnaire: Questionnaire) -> str:
    number = sum(1 for _item in questionnaire.items())
    questions = ngettext("%(number)d question", "%(number)d questions", number) % {"number": number}
    pages = len(questionnaire.sections)
    words = ngettext("%(questions)s on %(pages)d page", "%(questions)s on %(pages)d pages", pages)
    return words % {"questions": questions, "pages": pages}


def screenings(actor: Actor, file_id: UUID) -> tuple[Listed, ...]:
    """The screenings of a file, newest first (3 queries); no answer stands here."""
    rows = questionnaires.responses(actor, file_id)
    results = {row.response_id: row for row in visible(ScreeningResult.objects.filter(file_id=file_id), actor)}
    return tuple(Listed(row, _short(results.get(row.id))) for row in rows if _is_instrument(row))


def finished(actor: Actor, file_id: UUID) -> "QuerySet[ScreeningResult]":
    """Finished screenings of a file, to be counted on its tab."""
    return visible(ScreeningResult.objects.filter(file_id=file_id), actor)


def _is_instrument(row: ResponseRow) -> bool:
    return questionnaires.questionnaire_of(row).rule is not Rule.NONE


def _short(row: ScreeningResult | None) -> str:
    if row is None:
        return ""
    if not row.of:
        return ngettext("%(signs)d sign noted", "%(signs)d signs noted", row.signs_in) % {"signs": row.signs_in}
    return _("signs in %(signs)d of %(areas)d areas") % {"signs": row.signs_in, "areas": row.of}


def result_of(actor: Actor, response_id: UUID) -> ScreeningResult:
    """The stored result of a finished screening; NotVisible without one."""
    found: ScreeningResult | None = visible(ScreeningResult.objects.filter(response_id=response_id), actor).first()
    if found is None:
        raise NotVisible
    return found


def result(actor: Actor, response_id: UUID, purpose: str = READING) -> Result:
    """What the answers of an ended screening show (audited read). One that was stopped early is read the same way."""
    row = questionnaires.response(actor, response_id)
    if row.state == State.IN_PROGRESS:
        raise NotVisible
    answers = questionnaires.answers_of(actor, response_id, purpose)
    return _result(actor, row, answers)


def _result(actor: Actor, row: ResponseRow, answers: Mapping[str, Any]) -> Result:
    questionnaire = questionnaires.questionnaire_of(row)
    read = scoring.score(questionnaire, answers)
    return Result(
        response=row,
        headline=read.headline.render(_),
        overall=read.overall.sentence.render(_),
        overall_code=read.overall.code,
        is_child=read.is_child,
        signs_in=read.signs_in,
        of=read.of,
        areas=tuple(_area(area) for area in read.areas),
        signs=tuple(said(reason.text) for reason in read.signs),
        explanation=tuple(each.render(_) for each in read.explanation),
        predictive=sentence(actor, row.code),
        version_note=_version_note(row, questionnaire),
    )


def _version_note(row: ResponseRow, questionnaire: Questionnaire) -> str:
    if row.digest == digest(questionnaire):
        return ""
    return _("The questionnaire is not the one that was asked. Read the answers with care and tell the administrator.")


def _area(area: scoring.AreaResult) -> AreaRow:
    counts = (area.strong, area.medium, area.weak)
    named = dict(zip(Strength, counts, strict=True))
    words = [_STRENGTHS[strength](number) for strength, number in named.items() if number]
    return AreaRow(
        title=said(area.title),
        shows=area.positive,
        state=_("signs") if area.positive else _("may still change") if area.may_change else _("few or no signs noted"),
        counts=", ".join(words),
        reasons=tuple(said(reason.text) for reason in area.reasons),
        still_open=_still_open(area.unanswered, area.unknown),
    )


_STRENGTHS = {
    Strength.STRONG: lambda n: ngettext("%(n)d strong sign", "%(n)d strong signs", n) % {"n": n},
    Strength.MEDIUM: lambda n: ngettext("%(n)d medium sign", "%(n)d medium signs", n) % {"n": n},
    Strength.WEAK: lambda n: ngettext("%(n)d weak sign", "%(n)d weak signs", n) % {"n": n},
}


def _still_open(unanswered: int, unknown: int) -> str:
    if not unanswered and not unknown:
        return ""
    return _("Not asked: %(unanswered)d; not known: %(unknown)d.") % {"unanswered": unanswered, "unknown": unknown}


def compared(actor: Actor, one: UUID, other: UUID) -> Compared:
    """Two ended screenings of the same file and instrument, the earlier first (audited reads)."""
    rows = [questionnaires.response_of(actor, each) for each in (one, other)]
    before, after = sorted(rows, key=lambda row: row.started_at)
    if (before.file_id, before.code) != (after.file_id, after.code) or State.IN_PROGRESS in {before.state, after.state}:
        raise NotVisible
    earlier, later = (result(actor, row.id, COMPARING) for row in (before, after))
    answers = [questionnaires.answers_of(actor, row.id, COMPARING) for row in (before, after)]
    questionnaire = questionnaires.questionnaire_of(after)
    return Compared(earlier, later, _areas(earlier, later), _changed(questionnaire, *answers))


def _areas(earlier: Result, later: Result) -> tuple[tuple[str, str, str, bool], ...]:
    then = {area.title: area.state for area in earlier.areas}
    rows = ((area.title, then.get(area.title, _("not asked")), area.state) for area in later.areas)
    return tuple((title, before, after, before != after) for title, before, after in rows)


def _changed(
    questionnaire: Questionnaire, earlier: Mapping[str, Any], later: Mapping[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (said(item.text), answer_words(item, earlier.get(item.code)), answer_words(item, later.get(item.code)))
        for item in questionnaire.items()
        if earlier.get(item.code) != later.get(item.code)
    )


def answer_words(item: Any, answer: Any) -> str:
    """An answer in the reader's language."""
    if answer is None:
        return _("Not asked")
    named = dict(choices_of(item))
    return ", ".join(named.get(code, code) for code in sorted(chosen(answer)))


def asked(actor: Actor, response_id: UUID) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Every question that was answered, page by page, with its answer (audited read), for the copy on paper."""
    row = questionnaires.response_of(actor, response_id)
    answers = questionnaires.answers_of(actor, response_id, PRINTING)
    pages = (
        (said(section.title), tuple(
            (said(item.text), answer_words(item, answers[item.code]))
            for item in section.items if item.code in answers
        ))
        for section in questionnaires.questionnaire_of(row).sections
    )  # fmt: skip
    return tuple((title, items) for title, items in pages if items)
