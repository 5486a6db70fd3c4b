# SPDX-License-Identifier: Apache-2.0
"""Reads the answers to an instrument: which signs, in which areas, and what the published rule says of them.

The result supports help. It is never a decision, an open question never counts as no, and a person for whom few signs
show is not refused anything because of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quatrefoil.standards.instruments.answering import is_answered, visible_items
from quatrefoil.standards.instruments.conditions import Answers
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
from quatrefoil.standards.instruments.delphi_labour import (
    ACT,
    DECEPTION,
    EXPLOITATION,
    FORCE_AT_RECRUITMENT,
    FORCE_AT_WORK,
    WEAK_POSITION_AT_RECRUITMENT,
)
from quatrefoil.standards.text import N_, Sentence

_RECRUITMENT: Final = frozenset({DECEPTION, FORCE_AT_RECRUITMENT, WEAK_POSITION_AT_RECRUITMENT})


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign that was answered with yes. `text` is English and marked for translation."""

    item: str
    text: str
    strength: Strength | None


@dataclass(frozen=True, slots=True)
class AreaResult:
    """One area: how many signs of each strength, whether together they meet the published rule, and why.

    positive: the area counts as showing signs; pages say "signs" and never this word. may_change: it does not yet, but
    would if the open questions were answered with yes.
    """

    code: str
    title: str
    positive: bool
    strong: int
    medium: int
    weak: int
    reasons: tuple[Reason, ...]
    unanswered: int
    unknown: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class Overall:
    """What the published rule says of the areas together: a code to store and a sentence to show."""

    code: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """What the answers show. Instrument and version belong to it and are stored with it.

    signs_in, of: areas with signs, of so many areas; for a list without areas `of` is 0 and signs_in counts the signs.
    unanswered, unknown: questions left open, and questions answered with "unknown".
    """

    instrument: str
    version: str
    areas: tuple[AreaResult, ...]
    signs: tuple[Reason, ...]
    signs_in: int
    of: int
    headline: Sentence
    overall: Overall
    is_child: bool
    unanswered: int
    unknown: int
    explanation: tuple[Sentence, ...]


_OVERALL: Final = {
    "none_shown": N_(
        "So far the answers do not show the published pattern. That is no finding that nothing happened, and no reason to"
        " refuse help."
    ),
    "exploited": N_("Signs of exploitation at work. Labour rights and the labour inspection may help; not a decision."),
    "deceived_and_exploited": N_("Signs of false promises and of exploitation at work; not a decision."),
    "all_elements": N_(
        "Signs in each of the three elements of the published rule for trafficking for forced labour: recruitment,"
        " exploitation, and force or pressure at work. Not a decision: the competent body decides."
    ),
    "no_published_combination": N_(
        "The published rule names no result for this combination of areas. National law decides what it means; the signs are"
        " below."
    ),
    "child_all_elements": N_(
        "Signs in both elements of the published rule for a child: somebody brought the child into it, and there is"
        " exploitation. For a child nothing else has to be shown. Not a decision: follow the child path now."
    ),
    "child_exploited": N_(
        "Signs that a child is exploited. Whether somebody recruited, moved, housed or received the child is not shown by"
        " the answers. Follow the child path now; this need not wait."
    ),
    "child_signs_outside_work": N_(
        "Signs in some areas, not in working and living conditions. Follow the child path: a child does not have to wait for"
        " more answers."
    ),
    "child_none_shown": N_(
        "So far the answers do not show the published pattern. That is no finding that nothing happened. The child path"
        " applies to every child."
    ),
    "signs_listed": N_(
        "A sign neither proves nor disproves anything, and a person without any may still need help. Ask further, or refer,"
        " with the person's agreement; not a decision."
    ),
    "no_signs_listed": N_(
        "No sign was noted so far. That neither proves nor disproves anything, and is no reason to refuse help."
    ),
}

_AREA_RULE: Final = N_(
    "An area shows signs when two strong signs were noted in it, or a strong one with any other, or three medium ones, or two"
    " medium ones with a weak one."
)
_ADULT_RULE: Final = N_(
    "The published rule then reads three things together: recruitment, exploitation, and force or pressure at work. A weak"
    " position used at recruitment can stand for force or lies. National law decides."
)
_CHILD_RULE: Final = N_(
    "For a child it is enough that somebody brought the child into it and that there is exploitation. The other areas only"
    " add weight."
)
_OPEN: Final = N_(
    "Questions left open: %(unanswered)d; answered with unknown: %(unknown)d. An open question does not count as no."
)
_MAY_CHANGE: Final = N_("Areas that could still show signs when open questions are answered: %(areas)d.")


def area_shows_signs(strong: int, medium: int, weak: int) -> bool:
    """Whether an area shows signs by the published rule.

    At least one of: two strong; one strong with one medium or weak; three medium; two medium with one weak.
    Source: ILO/EC operational indicators 2009, as in reference 5.1.
    """
    return strong >= 2 or (strong == 1 and medium + weak >= 1) or medium >= 3 or (medium == 2 and weak >= 1)


def score(questionnaire: Questionnaire, answers: Answers) -> ScreeningResult:
    """The result of any instrument. Raises ValueError for a questionnaire that has no rule."""
    match questionnaire.rule:
        case Rule.DELPHI_ADULT | Rule.DELPHI_CHILD:
            return score_delphi(questionnaire, answers)
        case Rule.SIGNS_ONLY:
            return list_signs(questionnaire, answers)
        case Rule.NONE:
            raise ValueError(f"{questionnaire.code} is not a screening instrument; choose one that has a rule")


def score_delphi(questionnaire: Questionnaire, answers: Answers) -> ScreeningResult:
    """The six areas and what the published rule says of them together, for the adult or the child list."""
    if questionnaire.rule not in {Rule.DELPHI_ADULT, Rule.DELPHI_CHILD}:
        raise ValueError(f"{questionnaire.code} is not one of the ILO/EC lists; use score()")
    is_child = questionnaire.rule is Rule.DELPHI_CHILD
    areas = tuple(_area(section, answers) for section in questionnaire.sections if _is_area(section))
    with_signs = {area.code for area in areas if area.positive}
    code = _child_code(with_signs, answers) if is_child else _adult_code(with_signs)
    return ScreeningResult(
        instrument=questionnaire.code,
        version=questionnaire.version,
        areas=areas,
        signs=tuple(reason for area in areas for reason in area.reasons),
        signs_in=len(with_signs),
        of=len(areas),
        headline=Sentence.of(
            N_("Signs in %(signs)d of %(areas)d areas; not a decision."), signs=len(with_signs), areas=len(areas)
        ),
        overall=Overall(code, Sentence(_OVERALL[code])),
        is_child=is_child,
        unanswered=sum(area.unanswered for area in areas),
        unknown=sum(area.unknown for area in areas),
        explanation=_explanation(areas, is_child=is_child),
    )


def list_signs(questionnaire: Questionnaire, answers: Answers) -> ScreeningResult:
    """The signs that were observed and nothing more, for lists that have no score."""
    items = tuple(item for item in visible_items(questionnaire, answers) if item.kind is ItemKind.YES_NO_UNKNOWN)
    signs = _reasons(items, answers)
    code = "signs_listed" if signs else "no_signs_listed"
    may_be_child = any(item.code.startswith("child_") for item in items)
    unanswered, unknown = _open(items, answers)
    return ScreeningResult(
        instrument=questionnaire.code,
        version=questionnaire.version,
        areas=(),
        signs=signs,
        signs_in=len(signs),
        of=0,
        headline=Sentence.of(N_("Signs noted: %(signs)d; not a decision."), signs=len(signs)),
        overall=Overall(code, Sentence(_OVERALL[code])),
        is_child=may_be_child,
        unanswered=unanswered,
        unknown=unknown,
        explanation=_still_open(unanswered, unknown),
    )


def _is_area(section: Section) -> bool:
    return any(item.strength is not None for item in section.items)


def _area(section: Section, answers: Answers) -> AreaResult:
    reasons = _reasons(section.items, answers)
    unanswered, unknown = _open(section.items, answers)
    counts = _counts(reason.strength for reason in reasons)
    shows = area_shows_signs(*counts)
    at_most = _counts(item.strength for item in section.items if answers.get(item.code) != NO)
    return AreaResult(
        section.code,
        section.title,
        shows,
        *counts,
        reasons=reasons,
        unanswered=unanswered,
        unknown=unknown,
        may_change=not shows and area_shows_signs(*at_most),
    )


def _reasons(items: tuple[Item, ...], answers: Answers) -> tuple[Reason, ...]:
    return tuple(Reason(item.code, item.text, item.strength) for item in items if answers.get(item.code) == YES)


def _open(items: tuple[Item, ...], answers: Answers) -> tuple[int, int]:
    given = [answers.get(item.code) for item in items]
    return sum(not is_answered(answer) for answer in given), given.count(UNKNOWN)


def _counts(strengths: Iterable[Strength | None]) -> tuple[int, int, int]:
    found = list(strengths)
    return found.count(Strength.STRONG), found.count(Strength.MEDIUM), found.count(Strength.WEAK)


def _adult_code(with_signs: set[str]) -> str:
    """The row of the published table; a combination that it does not list is said to be not listed.

    A dash in the first two rows is read as: no signs. A weak position at work only adds weight.
    """
    recruitment = with_signs & _RECRUITMENT
    exploited, forced = EXPLOITATION in with_signs, FORCE_AT_WORK in with_signs
    if recruitment and exploited and forced:
        return "all_elements"
    if recruitment == {DECEPTION} and exploited:
        return "deceived_and_exploited"
    if recruitment or forced:
        return "no_published_combination"
    return "exploited" if exploited else "none_shown"


def _child_code(with_signs: set[str], answers: Answers) -> str:
    """For a child the act and exploitation are enough; signs of how the child was recruited are signs of an act."""
    act = answers.get(ACT) == YES or bool(with_signs & _RECRUITMENT)
    if EXPLOITATION in with_signs:
        return "child_all_elements" if act else "child_exploited"
    return "child_signs_outside_work" if with_signs else "child_none_shown"


def _explanation(areas: tuple[AreaResult, ...], *, is_child: bool) -> tuple[Sentence, ...]:
    unanswered, unknown = sum(area.unanswered for area in areas), sum(area.unknown for area in areas)
    may_change = sum(area.may_change for area in areas)
    sentences = [
        Sentence(_AREA_RULE),
        Sentence(_CHILD_RULE if is_child else _ADULT_RULE),
        *_still_open(unanswered, unknown),
    ]
    if may_change:
        sentences.append(Sentence.of(_MAY_CHANGE, areas=may_change))
    return tuple(sentences)


def _still_open(unanswered: int, unknown: int) -> tuple[Sentence, ...]:
    if not unanswered and not unknown:
        return ()
    return (Sentence.of(_OPEN, unanswered=unanswered, unknown=unknown),)
