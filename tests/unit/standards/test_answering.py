# SPDX-License-Identifier: Apache-2.0
"""Questions appear by skip logic, answers are checked, and leaving out is never wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.standards.instruments.answering import (
    LONGEST_TEXT,
    definition_problems,
    kept_answers,
    validate,
    visible_items,
    visible_sections,
)
from quatrefoil.standards.instruments.catalogue import QUESTIONNAIRES, questionnaire
from quatrefoil.standards.instruments.conditions import All, Any_, AnyOf, Condition, Equals, Not, holds, items_named
from quatrefoil.standards.instruments.definition import Choice, Item, ItemKind, Questionnaire, Section

COLOURS = (Choice("red", "Red"), Choice("blue", "Blue"))


def form(*items: Item) -> Questionnaire:
    return Questionnaire("form", "1", "Form", "", "", tuple(Section(item.code, "", "", (item,)) for item in items))


CHAIN = form(
    Item("a", "A?", ItemKind.YES_NO_UNKNOWN),
    Item("b", "B?", ItemKind.YES_NO_UNKNOWN, show_if=Equals("a", "yes")),
    Item("c", "C?", ItemKind.TEXT, show_if=Equals("b", "yes")),
)


def shown(answers: dict[str, object]) -> list[str]:
    return [item.code for item in visible_items(CHAIN, answers)]  # type: ignore[arg-type]


def test_a_question_appears_when_the_one_before_it_opens_it() -> None:
    assert shown({}) == ["a"]
    assert shown({"a": "yes"}) == ["a", "b"]
    assert shown({"a": "yes", "b": "yes"}) == ["a", "b", "c"]


def test_an_answer_to_a_hidden_question_opens_nothing_and_is_dropped() -> None:
    answers = {"a": "no", "b": "yes", "c": "text"}
    assert shown(answers) == ["a"]
    assert kept_answers(CHAIN, answers) == {"a": "no"}


def test_a_page_without_a_visible_question_is_left_out() -> None:
    assert [page.code for page in visible_sections(CHAIN, {"a": "yes"})] == ["a", "b"]


def test_an_empty_field_is_not_an_answer_but_unknown_is_one() -> None:
    assert kept_answers(CHAIN, {"a": "  "}) == {}
    assert kept_answers(CHAIN, {"a": "unknown"}) == {"a": "unknown"}


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (Equals("a", "yes"), {"a": "yes"}, True),
        (Equals("a", "yes"), {}, False),
        (Equals("a", "red"), {"a": ("red", "blue")}, True),
        (AnyOf("a", ("red", "green")), {"a": ("blue",)}, False),
        (AnyOf("a", ("red", "blue")), {"a": ["blue"]}, True),
        (All((Equals("a", "1"), Equals("b", "2"))), {"a": "1"}, False),
        (All((Equals("a", "1"), Equals("b", "2"))), {"a": 1, "b": "2"}, True),
        (Any_((Equals("a", "1"), Equals("b", "2"))), {"b": "2"}, True),
        (Not(Equals("a", "yes")), {}, True),
        (Not(Equals("a", "yes")), {"a": "yes"}, False),
    ],
)
def test_a_condition_reads_single_answers_and_several_choices(
    condition: Condition, answers: dict[str, object], expected: bool
) -> None:
    assert holds(condition, answers) is expected  # type: ignore[arg-type]


leaves = st.builds(Equals, st.sampled_from("abc"), st.sampled_from(["yes", "no"]))
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.tuples(inner, inner)),
        st.builds(Any_, st.tuples(inner, inner)),
    ),
)
given_answers = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["yes", "no"]))


@given(conditions, conditions, given_answers)
def test_neither_nor_is_both_not(one: Condition, other: Condition, answers: dict[str, str]) -> None:
    assert holds(Not(Any_((one, other))), answers) == holds(All((Not(one), Not(other))), answers)


@given(conditions, given_answers)
def test_a_condition_depends_only_on_the_items_it_names(condition: Condition, answers: dict[str, str]) -> None:
    named = set(items_named(condition))
    assert holds(condition, answers) == holds(condition, {item: answers[item] for item in answers if item in named})


MANY = form(
    Item("yes_no", "?", ItemKind.YES_NO_UNKNOWN),
    Item("one", "?", ItemKind.SINGLE, choices=COLOURS),
    Item("some", "?", ItemKind.MULTI, choices=COLOURS),
    Item("region", "?", ItemKind.SINGLE, choices_from="regions"),
    Item("words", "?", ItemKind.TEXT),
    Item("number", "?", ItemKind.NUMBER),
    Item("day", "?", ItemKind.DATE),
)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("yes_no", "unknown"),
        ("one", "red"),
        ("some", ("red", "blue")),
        ("region", "any code the platform holds"),
        ("words", "x" * LONGEST_TEXT),
        ("number", " 3 "),
        ("number", 2.5),
        ("day", "2026-02-28"),
        ("day", date(2026, 2, 28)),
        ("day", ""),
        ("some", ()),
    ],
)
def test_an_answer_that_fits_is_no_problem(code: str, answer: object) -> None:
    assert validate(MANY, {code: answer}) == ()  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("yes_no", "maybe"),
        ("one", "green"),
        ("one", ("red", "blue")),
        ("some", ("red", "green")),
        ("region", ("north", "south")),
        ("words", "x" * (LONGEST_TEXT + 1)),
        ("number", "three"),
        ("number", "nan"),
        ("number", "-1"),
        ("day", "2026-02-30"),
        ("not_there", "x"),
    ],
)
def test_an_answer_that_does_not_fit_is_named_with_what_to_do_and_without_repeating_it(
    code: str, answer: object
) -> None:
    (problem,) = validate(MANY, {code: answer})  # type: ignore[dict-item]
    assert problem.item == code
    assert str(problem.sentence)
    if isinstance(answer, str) and len(answer) > 1:
        assert answer not in str(problem.sentence)


def test_leaving_everything_out_is_no_problem_in_any_questionnaire() -> None:
    for known in QUESTIONNAIRES:
        assert validate(known, {}) == ()


def test_a_definition_that_looks_ahead_repeats_a_code_or_offers_no_choice_is_found() -> None:
    wrong = form(
        Item("a", "?", ItemKind.TEXT, show_if=Equals("b", "yes")),
        Item("b", "?", ItemKind.SINGLE),
        Item("b", "?", ItemKind.TEXT),
    )
    assert list(definition_problems(wrong)) == [
        "a: shown by b, which does not come before it",
        "b: has nothing to choose from",
        "b: this code is used twice",
    ]


def test_every_questionnaire_in_the_catalogue_is_sound_and_found_by_its_code() -> None:
    for known in QUESTIONNAIRES:
        assert list(definition_problems(known)) == []
        assert questionnaire(known.code, known.version) is known
        assert questionnaire(known.code) is known
    with pytest.raises(KeyError, match="no questionnaire 'other'"):
        questionnaire("other")
