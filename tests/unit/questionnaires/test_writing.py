# SPDX-License-Identifier: Apache-2.0
"""A definition as data is the same definition."""

import dataclasses

import pytest

from quatrefoil.foundation.questionnaires import writing
from quatrefoil.standards.instruments.catalogue import QUESTIONNAIRES
from quatrefoil.standards.instruments.definition import Questionnaire
from quatrefoil.standards.instruments.delphi_labour import DELPHI_LABOUR_ADULT


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda each: each.code)
def test_every_questionnaire_of_the_platform_comes_back_as_it_went(questionnaire: Questionnaire):
    assert writing.from_dict(writing.to_dict(questionnaire)) == questionnaire


def test_the_digest_changes_with_one_word_and_with_nothing_else():
    copy = writing.from_dict(writing.to_dict(DELPHI_LABOUR_ADULT))
    assert writing.digest(copy) == writing.digest(DELPHI_LABOUR_ADULT)
    first = DELPHI_LABOUR_ADULT.sections[0]
    changed = dataclasses.replace(first, items=(dataclasses.replace(first.items[0], text="Other"), *first.items[1:]))
    other = dataclasses.replace(DELPHI_LABOUR_ADULT, sections=(changed, *DELPHI_LABOUR_ADULT.sections[1:]))
    assert writing.digest(other) != writing.digest(DELPHI_LABOUR_ADULT)


@pytest.mark.parametrize(
    "broken",
    [{}, {"code": "a"}, {"code": "a", "version": "1", "title": "", "sections": [{"code": "s"}]},
     {"code": "a", "version": "1", "title": "", "sections": [], "rule": "magic"}],
)  # fmt: skip
def test_data_that_are_no_definition_say_so(broken: dict):
    with pytest.raises(writing.NotADefinition):
        writing.from_dict(broken)
