# SPDX-License-Identifier: Apache-2.0
"""Answers of an invented person to an instrument, for a truth that the product never reads."""

import random
from collections.abc import Collection, Iterator
from typing import Final

from quatrefoil.standards.instruments.answering import kept_answers
from quatrefoil.standards.instruments.conditions import Answer
from quatrefoil.standards.instruments.definition import (
    NO,
    UNKNOWN,
    YES,
    Item,
    ItemKind,
    Questionnaire,
    Rule,
    Section,
    Strength,
)
from quatrefoil.standards.instruments.general_indicators import MAY_BE_A_CHILD
from quatrefoil.standards.instruments.scoring import area_shows_signs

# How often a question that need not be yes is answered otherwise: people skip, and often nobody knows.
OTHERWISE: Final = {NO: 0.55, UNKNOWN: 0.2, "": 0.25}
ONE_MORE_SIGN: Final = 0.2
CHILD_PAGES: Final = frozenset({"child", "around"})


def simulate_answers(questionnaire: Questionnaire, rng: random.Random, signs: Collection[str]) -> dict[str, Answer]:
    """Answers in which exactly the areas named in `signs` show signs; everything else is by chance.

    signs: codes of sections. For a list without areas a named section has at least one sign, the others none.
    Raises KeyError for a section that the questionnaire does not have.
    """
    unknown = set(signs) - {section.code for section in questionnaire.sections}
    if unknown:
        raise KeyError(f"{questionnaire.code} has no section {sorted(unknown)}")
    answers: dict[str, Answer] = {}
    for section in questionnaire.sections:
        yes = set(_signs(section, rng, shows=section.code in signs, has_rule=questionnaire.rule is not Rule.SIGNS_ONLY))
        for item in section.items:
            answer = _answer(item, rng, yes, signs)
            if answer:
                answers[item.code] = answer
    return kept_answers(questionnaire, answers)


def _signs(section: Section, rng: random.Random, *, shows: bool, has_rule: bool) -> Iterator[str]:
    """The items of an area that are answered with yes."""
    items = [item for item in section.items if item.kind is ItemKind.YES_NO_UNKNOWN]
    rng.shuffle(items)
    if not items or (not shows and (not has_rule or items[0].strength is None)):
        return
    chosen: list[Item] = []
    for item in items:
        enough = _shows(chosen, has_rule=has_rule) if shows else _shows([*chosen, item], has_rule=has_rule)
        if (shows and not enough) or (not (enough and not shows) and rng.random() < ONE_MORE_SIGN):
            chosen.append(item)
    yield from (item.code for item in chosen)


def _shows(items: list[Item], *, has_rule: bool) -> bool:
    strengths = [item.strength for item in items]
    if not has_rule or (strengths and strengths[0] is None):
        return bool(items)
    return area_shows_signs(*(strengths.count(strength) for strength in Strength))


def _answer(item: Item, rng: random.Random, yes: Collection[str], signs: Collection[str]) -> str:
    if item.code == MAY_BE_A_CHILD:
        return YES if CHILD_PAGES & set(signs) else NO
    if item.kind is not ItemKind.YES_NO_UNKNOWN:
        return ""
    if item.code in yes:
        return YES
    return rng.choices(list(OTHERWISE), list(OTHERWISE.values()))[0]
