# SPDX-License-Identifier: Apache-2.0
"""Answers as they are kept: put together page by page, compared when two people write, never guessed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from quatrefoil.foundation.questionnaires.choices import is_choice
from quatrefoil.methods.canonical import canonical_json, parse_canonical
from quatrefoil.standards.instruments.answering import Problem, is_answered, validate
from quatrefoil.standards.instruments.conditions import Answer, chosen
from quatrefoil.standards.instruments.definition import ItemKind, Questionnaire, Section
from quatrefoil.standards.text import N_, Sentence

Given = Mapping[str, Any]
_CHOOSING = {ItemKind.SINGLE, ItemKind.MULTI, ItemKind.YES_NO_UNKNOWN}


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """One question to which two people gave different answers; None: left open."""

    item: str
    mine: Any
    theirs: Any


def to_text(answers: Given) -> str:
    """The one text that is sealed. Numbers and days travel as text, several choices as a sorted list."""
    return canonical_json({code: _plain(answer) for code, answer in answers.items() if is_answered(answer)}).decode()


def from_text(text: str) -> dict[str, Any]:
    """The answers again; an empty text is no answers."""
    return parse_canonical(text.encode()) if text else {}


def _plain(answer: Answer) -> object:
    return answer if isinstance(answer, str) else sorted(chosen(answer)) if _is_list(answer) else str(answer)


def _is_list(answer: object) -> bool:
    return isinstance(answer, list | tuple | set | frozenset)


def put_together(stored: Given, section: Section, given: Given) -> dict[str, Any]:
    """The stored answers with those of one page in place of what the page said before."""
    of_page = {item.code for item in section.items}
    kept = {code: answer for code, answer in stored.items() if code not in of_page}
    return kept | {code: _plain(given[code]) for code in of_page if is_answered(given.get(code))}


def merged(
    section: Section, base: Given | None, mine: Given, theirs: Given
) -> tuple[dict[str, Any], tuple[AnswerDifference, ...]]:
    """The page's answers of two people, and where they contradict each other.

    base: what my page showed when it was opened; without it every difference counts as a contradiction.
    A question that only one of them changed is no contradiction.
    """
    together: dict[str, Any] = {}
    differences = []
    for item in section.items:
        ours, others = _value(mine, item.code), _value(theirs, item.code)
        before = _value(base, item.code) if base is not None else None
        if ours != others and base is not None and before in (ours, others):
            together[item.code] = others if before == ours else ours
            continue
        together[item.code] = ours
        if ours != others:
            differences.append(AnswerDifference(item.code, ours, others))
    return {code: value for code, value in together.items() if value is not None}, tuple(differences)


def _value(answers: Given, code: str) -> object:
    answer = answers.get(code)
    return _plain(answer) if is_answered(answer) and answer is not None else None


def problems(questionnaire: Questionnaire, answers: Given, only: Collection[str] | None = None) -> tuple[Problem, ...]:
    """What cannot be kept as it is: what the definition says, and codes that the platform's lists do not hold."""
    found = [problem for problem in validate(questionnaire, answers) if only is None or problem.item in only]
    bad = {problem.item for problem in found}
    for item in questionnaire.items():
        answer = answers.get(item.code)
        if item.kind in _CHOOSING and answer is not None and item.code not in bad and not is_choice(item, answer):
            found.append(Problem(item.code, Sentence(N_("Choose from the list, or leave this question out."))))
    return tuple(found)
