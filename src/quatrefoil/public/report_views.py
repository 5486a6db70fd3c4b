# SPDX-License-Identifier: Apache-2.0
"""The report: one page after another, everything in hidden fields, Send on each page, and the number at the end."""

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quatrefoil.foundation.exchange import letterbox
from quatrefoil.foundation.exchange.letterbox import Outside
from quatrefoil.foundation.exchange.sealed_forms import ReportForm
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.methods.receipts import Receipt, receipt_from_nonce
from quatrefoil.public import answers, files, floods, question_forms, tokens
from quatrefoil.public.answers import Given
from quatrefoil.public.pages import limited, placed
from quatrefoil.public.tokens import KeptFile, Token
from quatrefoil.public.walking import Walk, walk
from quatrefoil.standards.instruments.answering import kept_answers
from quatrefoil.standards.instruments.definition import ItemKind, Questionnaire
from quatrefoil.standards.instruments.public_report import (
    ADDRESS,
    DANGER,
    LANGUAGE,
    PUBLIC_HELP,
    PUBLIC_REPORT,
    REGION,
)

QUESTIONNAIRES: Final = {"ask": PUBLIC_HELP, "tell": PUBLIC_REPORT}
TOLD_FIRST: Final = "happening"  # before these pages is said what may have to be passed on


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it came back: nothing of it is kept anywhere but on the page."""

    questionnaire: Questionnaire
    token: Token
    answers: Given = field(repr=False)
    at: str = ""
    too_long: tuple[str, ...] = ()
    files: tuple[KeptFile, ...] = ()
    problems: tuple[str, ...] = ()
    notice: str = ""

    @property
    def walk(self) -> Walk:
        """The pages for these answers, at the page that was on the screen."""
        return walk(self.questionnaire, self.answers, self.at)

    @property
    def receipt(self) -> Receipt:
        """The number that belongs to this form."""
        return receipt_from_nonce(instance_keys.receipt_pepper(), self.token.nonce)

    def on(self, place: Walk) -> "Filled":
        """The same form on another page."""
        return replace(self, at=place.page.key)


@require_http_methods(["GET", "POST"])
@limited
def report(request: HttpRequest, language: str, door: str) -> HttpResponse:
    """Both questionnaires. `do` says what was pressed; without it the form goes on."""
    del language
    questionnaire = QUESTIONNAIRES[door]
    if request.method != "POST":
        return _question(request, Filled(questionnaire, tokens.new(questionnaire.code), {}))
    filled = _read(request.POST, questionnaire)
    if filled.notice or filled.too_long:
        return _question(request, _at_what_is_too_long(filled))
    try:
        return _done(request, _with_files(request, filled))
    except DatabaseFault:
        return _question(request, replace(filled, notice=question_forms.not_kept()), HTTPStatus.SERVICE_UNAVAILABLE)


def _read(data: QueryDict, questionnaire: Questionnaire) -> Filled:
    """What was typed, whether or not the form's mark is genuine: a forged or old mark loses nobody's words."""
    token = tokens.read(data.get("token", ""), questionnaire.code)
    sent = answers.read(questionnaire, data)
    if token is None:
        return Filled(
            questionnaire,
            tokens.new(questionnaire.code),
            sent.answers,
            data.get("at", ""),
            sent.too_long,
            notice=_start_again(),
        )
    kept = tokens.read_files(token, data.get("files_kept", ""))
    return Filled(questionnaire, token, sent.answers, data.get("at", ""), sent.too_long, kept)


def _start_again() -> str:
    return _(
        "This page was open for a long time, or was changed on its way. Nothing was sent. What you wrote is still here:"
        " press the button once more. If you added files, please add them again."
    )


def _at_what_is_too_long(filled: Filled) -> Filled:
    return filled.on(filled.walk.at(filled.too_long[0])) if filled.too_long else filled


def _with_files(request: HttpRequest, filled: Filled) -> Filled:
    removed = request.POST.get("remove", "")
    if removed:
        return _without(filled, removed)
    added = files.add(request, filled.receipt, filled.token.nonce, filled.files)
    return replace(filled, files=added.files, problems=added.problems)


def _without(filled: Filled, removed: str) -> Filled:
    for each in filled.files:
        if str(each.id) == removed:
            letterbox.take_back_file(filled.receipt, each.id)
    return replace(filled, files=tuple(each for each in filled.files if str(each.id) != removed))


def _done(request: HttpRequest, filled: Filled) -> HttpResponse:
    do, place = request.POST.get("do", "next"), filled.walk
    if filled.problems or "remove" in request.POST or do in {"stay", "upload"}:
        return _question(request, filled)
    if do == "back":
        return _question(request, filled.on(place.moved(-1)))
    if do == "skip":
        left = {code: answer for code, answer in filled.answers.items() if code not in place.page.codes}
        skipped = replace(filled, answers=left)
        return _question(request, skipped.on(skipped.walk.moved(1)))
    if do == "send" or place.is_last:
        return _unreachable(request, filled) or _send(request, filled)
    return _question(request, filled.on(place.moved(1)))


def _unreachable(request: HttpRequest, filled: Filled) -> HttpResponse | None:
    """Somebody who chose a telephone and pressed Send is asked for the number once, with Send beside it."""
    follow_up = filled.walk.next_in_section()
    if follow_up is None or ADDRESS not in follow_up.page.codes or filled.answers.get(ADDRESS):
        return None
    words = _("How can we reach you there? Write it here, or send without it.")
    return _question(request, replace(filled, notice=words).on(follow_up))


def _send(request: HttpRequest, filled: Filled) -> HttpResponse:
    """Keep the report; the number is shown only after the database has it on the disk."""
    given = {code: _plain(answer) for code, answer in kept_answers(filled.questionnaire, filled.answers).items()}
    form = ReportForm(
        questionnaire=filled.questionnaire.code,
        version=filled.questionnaire.version,
        language=get_language() or "en",
        answers=given,
        reply_key=letterbox.reply_key_of(filled.receipt),
        attachments=_ids(filled),
    )
    letterbox.put_report(filled.receipt, _outside(filled, given), form, filled.token.nonce)
    return placed(
        request,
        "receipt",
        receipt=filled.receipt,
        emergency=_emergency(filled),
        on_duty=letterbox.is_on_duty(),
        files=files.rows(filled.files),
    )


def _outside(filled: Filled, given: Given) -> Outside:
    queued = floods.REPORTS.is_over(1) or filled.token.age_seconds < floods.FASTEST_SECONDS
    return Outside(
        channel=letterbox.WEB,
        language=str(given.get(LANGUAGE) or get_language() or ""),
        danger=str(given.get(DANGER, "")),
        region=str(given.get(REGION, "")),
        is_queued=queued,
    )


def _question(request: HttpRequest, filled: Filled, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    place = filled.walk
    on_duty = letterbox.is_on_duty() if DANGER in place.page.codes or _in_danger(filled) else False
    takes_files = any(item.kind is ItemKind.FILES for item in place.page.items)
    return placed(
        request,
        "question",
        status,
        form=question_forms.form_for(place.page, filled.answers, on_duty=on_duty, too_long=filled.too_long),
        page=place.page,
        heading="" if place.page.is_one_question else _(place.page.section.title),
        guidance="" if place.page.is_one_question else _(place.page.section.guidance),
        number=place.index + 1,
        total=len(place.pages),
        is_first=place.is_first,
        is_last=place.is_last,
        carried=_carried(filled, place),
        token=str(filled.token),
        files_kept=tokens.written_files(filled.token, filled.files) if filled.files else "",
        files=files.rows(filled.files),
        file_item=next((item for item in place.page.items if takes_files and item.kind is ItemKind.FILES), None),
        problems=filled.problems,
        notice=filled.notice,
        for_children=place.page.section.code == TOLD_FIRST and place.page.opens_section,
        emergency=None if DANGER in place.page.codes else _emergency(filled, on_duty=on_duty),
    )


def _carried(filled: Filled, place: Walk) -> tuple[tuple[str, str], ...]:
    """The answers of all other pages, for hidden fields."""
    pairs: list[tuple[str, str]] = []
    for code, answer in filled.answers.items():
        if code not in place.page.codes:
            values = answer if isinstance(answer, list) else [answer]
            pairs += [(answers.name_of(code), value) for value in values]
    return tuple(pairs)


def _in_danger(filled: Filled) -> bool:
    return filled.answers.get(DANGER) == "now"


def _emergency(filled: Filled, *, on_duty: bool = False) -> object:
    return question_forms.emergency(on_duty=on_duty, is_asked=False) if _in_danger(filled) else None


def _ids(filled: Filled) -> tuple[UUID, ...]:
    return tuple(each.id for each in filled.files)


def _plain(answer: object) -> str | list[str]:
    return [str(each) for each in answer] if isinstance(answer, list | tuple) else str(answer)
