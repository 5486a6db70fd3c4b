# SPDX-License-Identifier: Apache-2.0
"""Which questions are shown for the answers so far, and whether the answers fit. Everything may be left out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from quatrefoil.standards.instruments.conditions import Answer, Answers, chosen, holds, items_named
from quatrefoil.standards.instruments.definition import NO, UNKNOWN, YES, Item, ItemKind, Questionnaire, Section
from quatrefoil.standards.text import N_, Sentence

LONGEST_TEXT: Final = 15_000  # characters; the limit of the UK referral form's free text


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that cannot be kept as it is. The sentence says what to do and never repeats the answer."""

    item: str
    sentence: Sentence


def visible_items(questionnaire: Questionnaire, answers: Answers) -> tuple[Item, ...]:
    """The items to show, in order. The answer to an item that is itself hidden opens nothing."""
    shown: list[Item] = []
    seen: dict[str, Answer] = {}
    for item in questionnaire.items():
        if item.show_if is None or holds(item.show_if, seen):
            shown.append(item)
            if item.code in answers:
                seen[item.code] = answers[item.code]
    return tuple(shown)


def visible_sections(questionnaire: Questionnaire, answers: Answers) -> tuple[Section, ...]:
    """The pages to show, each with its visible items; a page with none is left out."""
    shown = {item.code for item in visible_items(questionnaire, answers)}
    pages = (
        replace(section, items=tuple(item for item in section.items if item.code in shown))
        for section in questionnaire.sections
    )
    return tuple(page for page in pages if page.items)


def kept_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, Answer]:
    """The given answers to visible items. What was answered before a page became hidden is dropped."""
    shown = visible_items(questionnaire, answers)
    return {item.code: answers[item.code] for item in shown if is_answered(answers.get(item.code))}


def is_answered(answer: Answer | None) -> bool:
    """Whether something was answered: "unknown" is an answer, an empty field is none."""
    if isinstance(answer, str):
        return bool(answer.strip())
    return bool(chosen(answer))


def validate(questionnaire: Questionnaire, answers: Answers) -> tuple[Problem, ...]:
    """What does not fit, an empty tuple when all is well. Leaving something out is never a problem."""
    known = {item.code: item for item in questionnaire.items()}
    problems = [
        Problem(code, Sentence(N_("This question is not part of the questionnaire.")))
        for code in answers
        if code not in known
    ]
    for code, item in known.items():
        if is_answered(answers.get(code)):
            sentence = _problem_of(item, answers[code])
            if sentence is not None:
                problems.append(Problem(code, sentence))
    return tuple(problems)


def choice_codes(item: Item) -> tuple[str, ...]:
    """The codes of the definition that may answer a choice item; the platform adds those of `choices_from`."""
    if item.kind is ItemKind.YES_NO_UNKNOWN:
        return (YES, NO, UNKNOWN)
    return tuple(choice.code for choice in item.choices)


def definition_problems(questionnaire: Questionnaire) -> Iterator[str]:
    """What is wrong with the definition itself, for its author."""
    earlier: set[str] = set()
    for item in questionnaire.items():
        if item.code in earlier:
            yield f"{item.code}: this code is used twice"
        ahead = set(items_named(item.show_if)) - earlier if item.show_if else set()
        if ahead:
            yield f"{item.code}: shown by {', '.join(sorted(ahead))}, which does not come before it"
        if item.kind in {ItemKind.SINGLE, ItemKind.MULTI} and not (item.choices or item.choices_from):
            yield f"{item.code}: has nothing to choose from"
        earlier.add(item.code)


def _problem_of(item: Item, answer: Answer) -> Sentence | None:
    match item.kind:
        case ItemKind.YES_NO_UNKNOWN | ItemKind.SINGLE:
            return _choice_problem(item, answer, most=1)
        case ItemKind.MULTI:
            return _choice_problem(item, answer, most=None)
        case ItemKind.TEXT:
            return _text_problem(answer)
        case ItemKind.NUMBER:
            return _number_problem(answer)
        case ItemKind.DATE:
            return _date_problem(answer)
        case ItemKind.FILES:
            return None  # files are looked at by whoever receives them, not as answers


def _choice_problem(item: Item, answer: Answer, most: int | None) -> Sentence | None:
    codes = chosen(answer)
    if most is not None and len(codes) > most:
        return Sentence(N_("Choose one answer."))
    if not item.choices_from and not codes <= set(choice_codes(item)):
        return Sentence(N_("Choose from the list, or leave this question out."))
    return None


def _text_problem(answer: Answer) -> Sentence | None:
    if len(str(answer)) > LONGEST_TEXT:
        return Sentence.of(
            N_("Write at most %(most)d characters. You can send the rest as a second message."), most=LONGEST_TEXT
        )
    return None


def _number_problem(answer: Answer) -> Sentence | None:
    try:
        number = Decimal(str(answer).strip())
    except InvalidOperation:
        return Sentence(N_("Enter a number in digits, such as 3."))
    if not number.is_finite() or number < 0:
        return Sentence(N_("Enter a number of 0 or more."))
    return None


def _date_problem(answer: Answer) -> Sentence | None:
    try:
        date.fromisoformat(str(answer).strip())
    except ValueError:
        return Sentence(N_("Enter a day that exists, as year, month and day."))
    return None
