# SPDX-License-Identifier: Apache-2.0
"""Two people on one page: nobody's answer is lost, and only a contradiction asks a person."""

from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.foundation.questionnaires.answers import AnswerDifference, from_text, merged, put_together, to_text
from quatrefoil.standards.instruments.delphi_labour import DELPHI_LABOUR_ADULT

SECTION = DELPHI_LABOUR_ADULT.sections[0]
CODES = [item.code for item in SECTION.items]
page = st.dictionaries(st.sampled_from(CODES), st.sampled_from(["yes", "no", "unknown"]))


def test_two_people_who_answered_different_questions_do_not_contradict_each_other():
    together, differences = merged(SECTION, {}, {"d1_01": "yes"}, {"d1_02": "no"})
    assert together == {"d1_01": "yes", "d1_02": "no"}
    assert differences == ()


def test_the_same_question_answered_differently_is_a_contradiction():
    _together, differences = merged(SECTION, {}, {"d1_01": "yes"}, {"d1_01": "no"})
    assert differences == (AnswerDifference("d1_01", "yes", "no"),)


def test_taking_an_answer_back_is_a_change_like_any_other():
    together, differences = merged(SECTION, {"d1_01": "yes"}, {}, {"d1_01": "yes"})
    assert together == {}
    assert differences == ()
    _both, differences = merged(SECTION, {"d1_01": "yes"}, {}, {"d1_01": "no"})
    assert differences == (AnswerDifference("d1_01", None, "no"),)


def test_without_knowing_what_was_there_every_difference_is_shown():
    _together, differences = merged(SECTION, None, {"d1_01": "yes"}, {"d1_02": "no"})
    assert {each.item for each in differences} == {"d1_01", "d1_02"}


@given(page, page, page)
def test_every_answer_of_the_merged_page_was_given_by_somebody(base, mine, theirs):
    together, differences = merged(SECTION, base, mine, theirs)
    contradicted = {each.item for each in differences}
    for code in CODES:
        assert together.get(code) in (mine.get(code), theirs.get(code))
        if code not in contradicted and mine.get(code) != base.get(code):
            assert together.get(code) == mine.get(code)
        if code not in contradicted and theirs.get(code) != base.get(code):
            assert together.get(code) == theirs.get(code)


@given(page)
def test_what_is_sealed_comes_back(answers):
    assert from_text(to_text(answers)) == answers


def test_a_page_replaces_only_its_own_answers():
    assert put_together({"d1_01": "yes", "d2_01": "no"}, SECTION, {"d1_02": "no"}) == {"d2_01": "no", "d1_02": "no"}


def test_several_choices_are_kept_in_one_order():
    assert to_text({"a": ["b", "a"]}) == to_text({"a": ("a", "b")}) == '{"a":["a","b"]}'
