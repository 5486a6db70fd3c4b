# SPDX-License-Identifier: Apache-2.0
"""The public questionnaires ask danger first, then a safe way to answer; the rest may be left out and nothing is promised."""

import re
from collections.abc import Iterator

import pytest

from quatrefoil.standards.instruments.answering import kept_answers, validate, visible_items, visible_sections
from quatrefoil.standards.instruments.definition import ItemKind, Questionnaire
from quatrefoil.standards.instruments.public_report import (
    ADDRESS,
    CHANNEL,
    DANGER,
    INSPECTORS_MAY_KNOW,
    POLICE_MAY_KNOW,
    PUBLIC_HELP,
    PUBLIC_REPORT,
    SAFE_TIMES,
    SAFE_WORD,
    UNDER_18,
    WHOSE_PHONE,
    may_be_told,
)

BOTH = pytest.mark.parametrize("questionnaire", [PUBLIC_HELP, PUBLIC_REPORT], ids=["help", "report"])


def words(questionnaire: Questionnaire) -> Iterator[str]:
    yield questionnaire.title
    for section in questionnaire.sections:
        yield from (section.title, section.guidance)
        for item in section.items:
            yield from (item.text, item.guidance)
            for choice in item.choices:
                yield from (choice.text, choice.guidance)


def shown(questionnaire: Questionnaire, **answers: str) -> set[str]:
    return {item.code for item in visible_items(questionnaire, answers)}


@BOTH
def test_danger_is_the_first_page_and_a_safe_way_to_answer_the_second(questionnaire: Questionnaire) -> None:
    first, second = visible_sections(questionnaire, {})[:2]
    assert [item.code for item in first.items] == [DANGER]
    assert [item.code for item in second.items] == [CHANNEL]
    assert [choice.code for choice in first.items[0].choices] == ["now", "soon", "no", "do_not_know", "rather_not"]


@BOTH
def test_a_path_has_at_most_eight_pages(questionnaire: Questionnaire) -> None:
    assert len(questionnaire.sections) <= 8
    assert len(visible_sections(questionnaire, {})) == 7  # without an address the page on safe times is not needed


@BOTH
def test_everything_may_be_left_out(questionnaire: Questionnaire) -> None:
    assert validate(questionnaire, {}) == ()
    assert kept_answers(questionnaire, {}) == {}


@BOTH
def test_a_call_to_emergency_services_is_said_to_bring_the_police_perhaps(questionnaire: Questionnaire) -> None:
    now = next(choice for choice in questionnaire.item(DANGER).choices if choice.code == "now")
    assert "may bring the police" in now.guidance


@BOTH
@pytest.mark.parametrize("channel", ["phone", "text", "app", "email"])
def test_whoever_gives_a_number_is_asked_who_else_uses_it_when_it_is_safe_and_for_a_safe_word(
    questionnaire: Questionnaire, channel: str
) -> None:
    assert {ADDRESS, WHOSE_PHONE, SAFE_TIMES, SAFE_WORD} <= shown(questionnaire, channel=channel)
    codes = {choice.code for choice in questionnaire.item(WHOSE_PHONE).choices}
    assert {"own", "shared", "watched", "taken", "rather_not"} == codes


@BOTH
@pytest.mark.parametrize("channel", ["receipt", "none"])
def test_whoever_wants_only_the_receipt_is_asked_for_no_number(questionnaire: Questionnaire, channel: str) -> None:
    assert not {ADDRESS, WHOSE_PHONE, SAFE_TIMES, SAFE_WORD} & shown(questionnaire, channel=channel)


@BOTH
def test_a_number_given_before_choosing_the_receipt_is_not_kept(questionnaire: Questionnaire) -> None:
    assert kept_answers(questionnaire, {CHANNEL: "receipt", ADDRESS: "+10000000000"}) == {CHANNEL: "receipt"}


def test_reporters_are_asked_whether_police_and_whether_inspectors_may_be_told_and_others_are_not() -> None:
    assert {POLICE_MAY_KNOW, INSPECTORS_MAY_KNOW} <= shown(PUBLIC_REPORT)
    assert not {POLICE_MAY_KNOW, INSPECTORS_MAY_KNOW} & {item.code for item in PUBLIC_HELP.items()}


def test_that_police_cannot_forget_is_said_on_the_page_before_it_is_asked() -> None:
    page = next(section for section in PUBLIC_REPORT.sections if section.items[0].code == POLICE_MAY_KNOW)
    assert "cannot be taken back" in page.guidance


@pytest.mark.parametrize("answer", ["no", "rather_not", "", None])
def test_only_a_plain_yes_lets_the_police_be_told(answer: str | None) -> None:
    given = {} if answer is None else {POLICE_MAY_KNOW: answer}
    assert not may_be_told(given, POLICE_MAY_KNOW)
    assert not may_be_told(given | {INSPECTORS_MAY_KNOW: "yes"}, POLICE_MAY_KNOW)
    assert may_be_told({POLICE_MAY_KNOW: "yes"}, POLICE_MAY_KNOW)


@BOTH
def test_what_must_be_passed_on_is_said_before_a_person_tells_it(questionnaire: Questionnaire) -> None:
    pages = [section.code for section in questionnaire.sections]
    happening = questionnaire.sections[pages.index("happening")]
    assert "oblige us to pass something on, for example to protect a child" in happening.guidance
    assert pages.index("happening") < pages.index("who")
    assert "oblige us to tell the child protection service" in questionnaire.item(UNDER_18).guidance


@BOTH
def test_only_danger_region_and_language_travel_outside_the_seal(questionnaire: Questionnaire) -> None:
    outside = [item for item in questionnaire.items() if item.triage]
    assert [item.code for item in outside] == ["danger", "region", "language"]
    assert all(item.kind is ItemKind.SINGLE and not item.sensitive for item in outside)


@BOTH
def test_no_page_promises_what_the_law_can_break_or_judges_the_person(questionnaire: Questionnaire) -> None:
    forbidden = re.compile(
        r"\b(never share|nothing else|always|guarantee|confidential|secret|victims?|negative|must|minutes)\b",
        re.IGNORECASE,
    )
    for text in words(questionnaire):
        assert not forbidden.search(text), text


@BOTH
def test_every_page_says_what_its_answers_are_for(questionnaire: Questionnaire) -> None:
    assert all(section.guidance.endswith(".") for section in questionnaire.sections)


@BOTH
def test_no_text_carries_a_telephone_number(questionnaire: Questionnaire) -> None:
    assert not any(re.search(r"\d{3}", text) for text in words(questionnaire))
