# SPDX-License-Identifier: Apache-2.0
"""The ILO/EC lists are read by the published rule: six areas, then what they mean together, with the child exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.standards.instruments import delphi_labour as delphi
from quatrefoil.standards.instruments.definition import NO, UNKNOWN, YES, Questionnaire, Rule, Strength
from quatrefoil.standards.instruments.general_indicators import GENERAL_INDICATORS
from quatrefoil.standards.instruments.scoring import (
    _OVERALL,
    AreaResult,
    ScreeningResult,
    area_shows_signs,
    score,
    score_delphi,
)

ADULT, CHILD = delphi.DELPHI_LABOUR_ADULT, delphi.DELPHI_LABOUR_CHILD
LISTS = pytest.mark.parametrize("questionnaire", [ADULT, CHILD], ids=["adult", "child"])

# Items that alone make their area show signs, by area, in the adult list.
TWO_LIES = ("d1_01", "d1_02")
FORCED_TO_COME = ("d2_01", "d2_02")
WEAK_POSITION = ("d3_01", "d3_02", "d3_03")
BAD_WORK = ("d4_01", "d4_02")
FORCED_TO_STAY = ("d5_01", "d5_02")
KEPT_WEAK = ("d6_01", "d6_02", "d6_03")


def yes(*groups: tuple[str, ...]) -> dict[str, str]:
    return {code: YES for group in groups for code in group}


def area(result: ScreeningResult, code: str) -> AreaResult:
    return next(each for each in result.areas if each.code == code)


def strengths(questionnaire: Questionnaire) -> dict[str, tuple[int, int, int]]:
    return {
        section.code[0]: tuple(
            sum(item.strength is strength for item in section.items)
            for strength in (Strength.STRONG, Strength.MEDIUM, Strength.WEAK)
        )
        for section in questionnaire.sections
        if any(item.strength for item in section.items)
    }


def test_the_adult_list_has_67_items_with_the_published_strengths_in_each_area() -> None:
    # Counts as published, reference 5.1.
    assert len(ADULT.scored_items()) == 67
    assert strengths(ADULT) == {
        "1": (1, 8, 1),
        "2": (1, 9, 0),
        "3": (0, 14, 2),
        "4": (1, 7, 1),
        "5": (4, 10, 1),
        "6": (0, 5, 2),
    }


def test_the_child_list_has_65_items_and_none_of_them_is_weak() -> None:
    assert len(CHILD.scored_items()) == 65
    assert strengths(CHILD) == {
        "1": (2, 8, 0),
        "2": (4, 6, 0),
        "3": (0, 15, 0),
        "4": (1, 7, 0),
        "5": (8, 7, 0),
        "6": (0, 7, 0),
    }


def test_the_child_list_leaves_out_the_two_items_that_the_adult_list_has_alone() -> None:
    of_adult = {item.code for item in ADULT.scored_items()}
    of_child = {item.code for item in CHILD.scored_items()}
    assert of_adult - of_child == {"d3_08", "d4_08"}
    assert of_child < of_adult


@pytest.mark.parametrize(
    ("strong", "medium", "weak", "shows"),
    [
        (0, 0, 0, False),
        (1, 0, 0, False),
        (2, 0, 0, True),
        (1, 1, 0, True),
        (1, 0, 1, True),
        (0, 2, 0, False),
        (0, 3, 0, True),
        (0, 2, 1, True),
        (0, 1, 2, False),
        (0, 0, 9, False),
        (0, 1, 9, False),
        (3, 0, 0, True),
    ],
)
def test_an_area_shows_signs_exactly_by_the_four_published_combinations(
    strong: int, medium: int, weak: int, shows: bool
) -> None:
    assert area_shows_signs(strong, medium, weak) is shows


@pytest.mark.parametrize(
    ("groups", "code", "signs_in"),
    [
        ((), "none_shown", 0),
        ((KEPT_WEAK,), "none_shown", 1),
        ((BAD_WORK,), "exploited", 1),
        ((BAD_WORK, KEPT_WEAK), "exploited", 2),
        ((TWO_LIES, BAD_WORK), "deceived_and_exploited", 2),
        ((TWO_LIES, BAD_WORK, FORCED_TO_STAY), "all_elements", 3),
        ((FORCED_TO_COME, BAD_WORK, FORCED_TO_STAY), "all_elements", 3),
        ((WEAK_POSITION, BAD_WORK, FORCED_TO_STAY), "all_elements", 3),
        ((TWO_LIES, FORCED_TO_COME, WEAK_POSITION, BAD_WORK, FORCED_TO_STAY, KEPT_WEAK), "all_elements", 6),
        ((TWO_LIES,), "no_published_combination", 1),
        ((FORCED_TO_COME, BAD_WORK), "no_published_combination", 2),
        ((TWO_LIES, WEAK_POSITION, BAD_WORK), "no_published_combination", 3),
        ((BAD_WORK, FORCED_TO_STAY), "no_published_combination", 2),
        ((FORCED_TO_STAY,), "no_published_combination", 1),
    ],
)
def test_the_areas_together_give_the_row_of_the_published_table_or_say_that_there_is_none(
    groups: tuple[tuple[str, ...], ...], code: str, signs_in: int
) -> None:
    result = score_delphi(ADULT, yes(*groups))
    assert (result.overall.code, result.signs_in, result.of) == (code, signs_in, 6)
    assert not result.is_child


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "child_none_shown"),
        ({delphi.ACT: YES}, "child_none_shown"),
        (yes(BAD_WORK), "child_exploited"),
        (yes(BAD_WORK) | {delphi.ACT: UNKNOWN}, "child_exploited"),
        (yes(BAD_WORK) | {delphi.ACT: YES}, "child_all_elements"),
        (yes(BAD_WORK, WEAK_POSITION), "child_all_elements"),
        (yes(TWO_LIES, FORCED_TO_STAY), "child_signs_outside_work"),
    ],
)
def test_for_a_child_an_act_and_exploitation_are_enough_without_force_or_lies(
    answers: dict[str, str], code: str
) -> None:
    result = score_delphi(CHILD, answers)
    assert result.overall.code == code
    assert result.is_child


def test_the_same_answers_weigh_more_for_a_child_where_the_list_says_so() -> None:
    threats_and_debt = yes(("d2_02", "d2_04"))
    assert area(score(CHILD, threats_and_debt), delphi.FORCE_AT_RECRUITMENT).positive
    assert not area(score(ADULT, threats_and_debt), delphi.FORCE_AT_RECRUITMENT).positive


def test_a_result_says_its_instrument_its_version_and_each_sign_that_led_to_it() -> None:
    result = score(ADULT, yes(BAD_WORK))
    assert (result.instrument, result.version) == ("delphi_labour_adult", "2009-09")
    assert [(sign.item, sign.strength) for sign in result.signs] == [
        ("d4_01", Strength.STRONG),
        ("d4_02", Strength.MEDIUM),
    ]
    assert area(result, delphi.EXPLOITATION).reasons == result.signs


def test_the_headline_counts_areas_and_says_that_it_is_no_decision() -> None:
    assert (
        str(score(ADULT, yes(TWO_LIES, BAD_WORK, FORCED_TO_STAY)).headline) == "Signs in 3 of 6 areas; not a decision."
    )


def test_questions_left_open_are_counted_and_an_area_says_that_they_could_change_it() -> None:
    exploitation = area(score(ADULT, {"d4_01": YES, "d4_02": UNKNOWN, "d4_03": NO}), delphi.EXPLOITATION)
    assert (exploitation.positive, exploitation.may_change) == (False, True)
    assert (exploitation.unanswered, exploitation.unknown) == (6, 1)


def test_an_area_answered_with_no_throughout_cannot_change() -> None:
    everything_no = {item.code: NO for item in ADULT.items()}
    result = score(ADULT, everything_no)
    assert not any(each.may_change for each in result.areas)
    assert (result.unanswered, result.unknown) == (0, 0)


def test_the_explanation_says_that_an_open_question_is_not_a_no() -> None:
    said = " ".join(map(str, score(ADULT, {"d4_01": YES, "d4_02": UNKNOWN}).explanation))
    assert "Questions left open: 65; answered with unknown: 1. An open question does not count as no." in said


def test_a_list_that_is_not_from_the_ilo_is_not_read_by_its_rule() -> None:
    with pytest.raises(ValueError, match="general_indicators"):
        score_delphi(GENERAL_INDICATORS, {})


answers_to = st.sampled_from([YES, NO, UNKNOWN, ""])
adult_answers = st.dictionaries(st.sampled_from([item.code for item in ADULT.items()]), answers_to)
child_answers = st.dictionaries(st.sampled_from([item.code for item in CHILD.items()]), answers_to)


@given(adult_answers, st.sampled_from([item.code for item in ADULT.items()]))
def test_one_more_yes_never_takes_a_sign_away(answers: dict[str, str], code: str) -> None:
    before, after = score(ADULT, answers), score(ADULT, answers | {code: YES})
    assert {each.code for each in before.areas if each.positive} <= {each.code for each in after.areas if each.positive}


@given(child_answers)
def test_a_child_is_never_given_an_adult_result(answers: dict[str, str]) -> None:
    assert score(CHILD, answers).overall.code.startswith("child_")


@given(adult_answers)
def test_an_area_that_cannot_change_keeps_its_result_whatever_is_answered_later(answers: dict[str, str]) -> None:
    result = score(ADULT, answers)
    all_yes = {item.code: YES for item in ADULT.items()} | {
        code: NO for code, answer in answers.items() if answer == NO
    }
    later = score(ADULT, all_yes)
    for now, then in zip(result.areas, later.areas, strict=True):
        assert then.positive == (now.positive or now.may_change)


@given(adult_answers)
def test_each_question_is_counted_once_as_sign_no_unknown_or_open(answers: dict[str, str]) -> None:
    result = score(ADULT, answers)
    said_no = sum(answer == NO for answer in answers.values())
    assert len(result.signs) + said_no + result.unknown + result.unanswered == 67


@LISTS
def test_no_sentence_of_a_result_uses_a_word_that_judges_the_person(questionnaire: Questionnaire) -> None:
    result = score(questionnaire, yes(BAD_WORK, FORCED_TO_STAY))
    sentences = [*_OVERALL.values(), str(result.headline), *map(str, result.explanation)]
    texts = [item.text for item in questionnaire.items()] + [section.title for section in questionnaire.sections]
    for text in [*sentences, *texts]:
        assert not {"negative", "positive", "victim", "victims", "high risk", "fail"} & set(text.lower().split()), text


@LISTS
def test_every_question_can_be_answered_unknown_and_none_has_to_be_answered(questionnaire: Questionnaire) -> None:
    assert all(item.kind == "yes_no_unknown" for item in questionnaire.items())
    assert score(questionnaire, {}).signs_in == 0


def test_every_result_the_rule_can_give_has_its_sentence() -> None:
    assert {Rule.DELPHI_ADULT, Rule.DELPHI_CHILD} == {ADULT.rule, CHILD.rule}
    assert all(text.endswith(".") for text in _OVERALL.values())
