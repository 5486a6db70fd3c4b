# SPDX-License-Identifier: Apache-2.0
"""General signs are listed, never scored; a person who may be a child is asked the child's questions too."""

import pytest

from quatrefoil.standards.instruments.answering import visible_items
from quatrefoil.standards.instruments.general_indicators import GENERAL_INDICATORS, MAY_BE_A_CHILD
from quatrefoil.standards.instruments.scoring import score


def codes(answers: dict[str, str], prefix: str) -> list[str]:
    return [item.code for item in visible_items(GENERAL_INDICATORS, answers) if item.code.startswith(prefix)]


def test_there_are_36_general_signs_numbered_without_a_gap() -> None:
    assert codes({}, "general_") == [f"general_{number:02d}" for number in range(1, 37)]


@pytest.mark.parametrize("age", ["yes", "unknown"])
def test_the_signs_for_a_child_are_asked_when_the_person_is_under_18_or_nobody_is_sure(age: str) -> None:
    # 12 signs on the child and 5 around the child, as the toolkit of April 2026 prints them.
    assert codes({MAY_BE_A_CHILD: age}, "child_") == [f"child_{number:02d}" for number in range(1, 18)]
    assert score(GENERAL_INDICATORS, {MAY_BE_A_CHILD: age}).is_child


def test_the_signs_for_a_child_are_not_asked_of_an_adult() -> None:
    assert codes({MAY_BE_A_CHILD: "no"}, "child_") == []
    assert not score(GENERAL_INDICATORS, {MAY_BE_A_CHILD: "no"}).is_child


def test_the_result_lists_the_signs_that_were_noted_and_gives_no_area_and_no_level() -> None:
    result = score(
        GENERAL_INDICATORS, {"general_02": "yes", "general_25": "yes", "general_03": "no", "child_09": "yes"}
    )
    assert [sign.item for sign in result.signs] == ["general_02", "general_25"]
    assert (result.areas, result.of, result.signs_in) == ((), 0, 2)
    assert "neither proves nor disproves" in str(result.overall.sentence)


def test_no_sign_noted_is_no_reason_to_refuse_help() -> None:
    assert "no reason to refuse help" in str(score(GENERAL_INDICATORS, {}).overall.sentence)
