# SPDX-License-Identifier: Apache-2.0
"""However somebody answers, the pages hold every visible question once, and no page changes under the reader's eyes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.public.walking import walk
from quatrefoil.standards.instruments.answering import visible_items
from quatrefoil.standards.instruments.conditions import items_named
from quatrefoil.standards.instruments.definition import ItemKind, Questionnaire
from quatrefoil.standards.instruments.public_report import CHANNEL, PUBLIC_HELP, PUBLIC_REPORT

BOTH = pytest.mark.parametrize("questionnaire", [PUBLIC_HELP, PUBLIC_REPORT], ids=["help", "report"])
CODES = sorted({choice.code for item in PUBLIC_REPORT.items() for choice in item.choices} | {"", "en", "north"})
ANSWERS = st.dictionaries(st.sampled_from([item.code for item in PUBLIC_HELP.items()]), st.sampled_from(CODES))


@BOTH
@given(answers=ANSWERS)
def test_every_visible_question_stands_on_one_page_in_its_order(questionnaire: Questionnaire, answers: dict[str, str]):
    pages = walk(questionnaire, answers, "").pages
    shown = [item.code for page in pages for item in page.items]
    assert shown == [item.code for item in visible_items(questionnaire, answers)]
    assert len({page.key for page in pages}) == len(pages)


@BOTH
@given(answers=ANSWERS)
def test_no_question_is_opened_by_another_on_its_own_page(questionnaire: Questionnaire, answers: dict[str, str]):
    for page in walk(questionnaire, answers, "").pages:
        assert not any(page.codes & set(items_named(item.show_if)) for item in page.items if item.show_if)


@BOTH
@given(answers=ANSWERS)
def test_at_most_one_question_with_choices_stands_on_a_page(questionnaire: Questionnaire, answers: dict[str, str]):
    for page in walk(questionnaire, answers, "").pages:
        assert sum(item.kind in {ItemKind.SINGLE, ItemKind.MULTI} for item in page.items) <= 1


@BOTH
def test_somebody_stays_where_they_are_while_later_pages_come_and_go(questionnaire: Questionnaire):
    at = walk(questionnaire, {}, CHANNEL)
    opened = walk(questionnaire, {CHANNEL: "phone"}, CHANNEL)
    assert at.page.key == opened.page.key == CHANNEL
    assert opened.moved(1).page.key == "address"
    assert at.moved(-5).is_first and at.moved(50).is_last
