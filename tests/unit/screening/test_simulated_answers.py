# SPDX-License-Identifier: Apache-2.0
"""An invented person answers so that exactly the planted areas show signs."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.demo.answers import simulate_answers
from quatrefoil.standards.instruments import scoring
from quatrefoil.standards.instruments.answering import validate
from quatrefoil.standards.instruments.delphi_labour import DELPHI_LABOUR_ADULT, DELPHI_LABOUR_CHILD
from quatrefoil.standards.instruments.general_indicators import GENERAL_INDICATORS

AREAS = [section.code for section in DELPHI_LABOUR_ADULT.sections]


@given(st.sets(st.sampled_from(AREAS)), st.integers(0, 10_000), st.booleans())
def test_exactly_the_planted_areas_show_signs(signs, seed, child):
    instrument = DELPHI_LABOUR_CHILD if child else DELPHI_LABOUR_ADULT
    answers = simulate_answers(instrument, random.Random(seed), signs)
    assert validate(instrument, answers) == ()
    assert {area.code for area in scoring.score(instrument, answers).areas if area.positive} == signs


@given(st.sets(st.sampled_from([s.code for s in GENERAL_INDICATORS.sections if s.code != "age"])), st.integers(0, 999))
def test_a_list_without_areas_has_signs_on_exactly_the_planted_pages(signs, seed):
    answers = simulate_answers(GENERAL_INDICATORS, random.Random(seed), signs)
    noted = {sign.item for sign in scoring.score(GENERAL_INDICATORS, answers).signs}
    pages = {s.code for s in GENERAL_INDICATORS.sections if noted & {item.code for item in s.items}}
    assert pages == signs


def test_the_same_seed_gives_the_same_person():
    twice = [simulate_answers(DELPHI_LABOUR_ADULT, random.Random(7), AREAS[:2]) for _ in range(2)]
    assert twice[0] == twice[1]


def test_an_area_that_does_not_exist_is_a_mistake():
    with pytest.raises(KeyError):
        simulate_answers(DELPHI_LABOUR_ADULT, random.Random(1), {"7_magic"})
