# SPDX-License-Identifier: Apache-2.0
"""Answers are kept page by page, by one or by two people, and score the same as if given at once."""

import hypothesis
import pytest
from django.db import transaction
from hypothesis import strategies as st

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.questionnaires import answers as kept
from quatrefoil.foundation.questionnaires import catalogue, writing
from quatrefoil.foundation.questionnaires import selectors as questionnaires
from quatrefoil.foundation.questionnaires.actions import AnswerConflict
from quatrefoil.foundation.questionnaires.models import Response, State
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.vault import sealing
from quatrefoil.protection.screening import actions, selectors
from quatrefoil.protection.screening.models import ScreeningResult
from quatrefoil.standards.instruments.scoring import score
from tests.integration.screening.conftest import ADULT, AREAS


def test_nothing_has_to_be_answered(people, acting, begun):
    with acting(people.amina):
        result = actions.complete(people.amina, begun.id)
    assert (result.signs_in, result.of, result.unanswered) == (0, 6, 67)


def test_what_was_answered_is_there_on_return(people, acting, begun):
    with acting(people.amina):
        actions.save_page(people.amina, begun.id, AREAS[0], {"d1_01": "yes", "d1_02": "unknown"}, 1)
        assert questionnaires.answers_of(people.amina, begun.id, "test") == {"d1_01": "yes", "d1_02": "unknown"}
        actions.save_page(people.amina, begun.id, AREAS[1], {"d2_01": "no"}, 2)
        assert questionnaires.answers_of(people.amina, begun.id, "test").keys() == {"d1_01", "d1_02", "d2_01"}


def test_instrument_version_and_digest_are_stored_with_the_answers(begun):
    assert (begun.code, begun.version) == (ADULT, "2009-09")
    assert begun.digest == writing.digest(catalogue.find(ADULT))


def test_starting_twice_with_one_id_starts_once(people, acting, begun, case):
    with acting(people.amina):
        again = actions.start(people.amina, case.id, ADULT, response_id=begun.id)
        assert again.id == begun.id
        assert History.objects.filter(event="screening.started").count() == 1


@hypothesis.given(data=st.data())
@hypothesis.settings(
    max_examples=12, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture], derandomize=True
)
def test_any_answers_saved_page_by_page_in_any_order_score_as_if_given_at_once(people, acting, case, data):
    """Pages come in any order, some twice, some never; the last word of each page counts."""
    instrument = data.draw(st.sampled_from(catalogue.instruments()))
    items = tuple(instrument.items())
    answers = data.draw(
        st.dictionaries(st.sampled_from([item.code for item in items]), st.sampled_from(["yes", "no", "unknown"]))
    )
    order = data.draw(st.permutations(instrument.sections))
    with acting(people.amina), transaction.atomic():
        response = actions.start(people.amina, case.id, instrument.code)
        for section in [*order[:2], *order]:
            given = {item.code: answers[item.code] for item in section.items if item.code in answers}
            seen = Response.objects.get(id=response.id).revision
            actions.save_page(people.amina, response.id, section.code, given, seen)
        stored = actions.complete(people.amina, response.id)
        pure = score(instrument, answers)
        assert (stored.signs_in, stored.of, stored.overall) == (pure.signs_in, pure.of, pure.overall.code)
        assert (stored.unanswered, stored.unknown, stored.is_child) == (pure.unanswered, pure.unknown, pure.is_child)
        assert stored.areas == tuple(area.positive for area in pure.areas)
        assert sealing.open_text(stored, "reasons") == actions.reasons_text(pure)


def test_two_workers_at_once_see_the_difference_and_lose_nothing(people, acting, begun):
    with acting(people.amina):
        actions.save_page(people.amina, begun.id, AREAS[0], {"d1_01": "yes"}, 1, {})
    with acting(people.chidi):
        with pytest.raises(AnswerConflict) as conflict:
            actions.save_page(people.chidi, begun.id, AREAS[0], {"d1_01": "no", "d1_03": "yes"}, 1, {})
        (difference,) = conflict.value.differences
        assert (difference.item, difference.mine, difference.theirs) == ("d1_01", "no", "yes")
        assert questionnaires.answers_of(people.chidi, begun.id, "test") == {"d1_01": "yes"}
        actions.save_page(people.chidi, begun.id, AREAS[0], conflict.value.together, conflict.value.revision)
        assert questionnaires.answers_of(people.chidi, begun.id, "test") == {"d1_01": "no", "d1_03": "yes"}


def test_two_workers_on_different_questions_are_put_together(people, acting, begun):
    with acting(people.amina):
        actions.save_page(people.amina, begun.id, AREAS[0], {"d1_01": "yes"}, 1, {})
    with acting(people.chidi):
        actions.save_page(people.chidi, begun.id, AREAS[1], {"d2_01": "yes"}, 1, {})
        actions.save_page(people.chidi, begun.id, AREAS[0], {"d1_02": "no"}, 1, {})
        expected = {"d1_01": "yes", "d1_02": "no", "d2_01": "yes"}
        assert questionnaires.answers_of(people.chidi, begun.id, "test") == expected


def test_an_answer_that_is_not_in_the_list_is_refused_and_nothing_changes(people, acting, begun):
    with acting(people.amina):
        for given in ({"d1_01": "perhaps"}, {"d1_01": ["yes", "no"]}):
            with pytest.raises(Refused):
                actions.save_page(people.amina, begun.id, AREAS[0], given, 1)
        assert questionnaires.response(people.amina, begun.id).revision == 1


def test_answers_to_questions_of_another_page_are_not_taken(people, acting, begun):
    with acting(people.amina):
        actions.save_page(people.amina, begun.id, AREAS[0], {"d2_01": "yes", "nothing": "yes"}, 1)
        assert questionnaires.answers_of(people.amina, begun.id, "test") == {}


def test_stopping_keeps_what_was_answered_and_writes_no_result(people, acting, begun):
    with acting(people.amina):
        actions.save_page(people.amina, begun.id, AREAS[0], {"d1_01": "yes"}, 1)
        with pytest.raises(Refused):
            actions.stop(people.amina, begun.id, "because")
        actions.stop(people.amina, begun.id, "distress")
        assert questionnaires.answers_of(people.amina, begun.id, "test") == {"d1_01": "yes"}
        assert not ScreeningResult.objects.exists()
        assert selectors.result(people.amina, begun.id).areas[0].reasons != ()


def test_an_ended_screening_is_never_overwritten(people, acting, signs_in_three):
    with acting(people.amina):
        before = questionnaires.answers_of(people.amina, signs_in_three.id, "test")
        with pytest.raises(Refused):
            actions.save_page(people.amina, signs_in_three.id, AREAS[0], {}, signs_in_three.revision)
        later = actions.go_on(people.amina, signs_in_three.id)
        assert later.previous == signs_in_three.id
        actions.save_page(people.amina, later.id, AREAS[0], {}, later.revision)
        actions.complete(people.amina, later.id)
        assert questionnaires.answers_of(people.amina, signs_in_three.id, "test") == before
        results = ScreeningResult.objects.order_by("scored_at")
        assert [row.signs_in for row in results] == [3, 2]


def test_two_results_of_a_file_are_compared_question_by_question(people, acting, signs_in_three):
    with acting(people.amina):
        later = actions.go_on(people.amina, signs_in_three.id)
        actions.save_page(people.amina, later.id, AREAS[0], {}, later.revision)
        with pytest.raises(NotVisible):
            selectors.compared(people.amina, signs_in_three.id, later.id)
        actions.complete(people.amina, later.id)
        found = selectors.compared(people.amina, later.id, signs_in_three.id)
    assert (found.earlier.signs_in, found.later.signs_in) == (3, 2)
    assert [changed for _title, _then, _now, changed in found.areas] == [True, *[False] * 5]
    assert all(after == "Not asked" for _text, _before, after in found.answers)


def test_who_does_not_reach_the_file_finds_no_screening(people, acting, begun, case):
    with acting(people.bela):
        for act in (
            lambda: actions.start(people.bela, case.id, ADULT),
            lambda: actions.save_page(people.bela, begun.id, AREAS[0], {"d1_01": "yes"}, 1),
            lambda: actions.complete(people.bela, begun.id),
            lambda: questionnaires.response(people.bela, begun.id),
        ):
            with pytest.raises(NotVisible):
                act()
        assert selectors.screenings(people.bela, case.id) == ()


def test_a_service_provider_cannot_screen(people, acting, begun):
    with acting(people.karim), pytest.raises(Refused) as refusal:
        actions.complete(people.karim, begun.id)
    assert refusal.value.code == "no_right"


def test_the_database_holds_no_answer_in_the_clear(people, acting, signs_in_three):
    with acting(people.amina):
        row = Response.objects.filter(id=signs_in_three.id).values("answers").get()
        assert b"d1_01" not in row["answers"].data
        assert kept.from_text(sealing.open_text(signs_in_three, "answers"))


def test_history_says_codes_and_never_which_signs(people, acting, signs_in_three):
    with acting(people.amina):
        entry = History.objects.get(event="screening.completed")
    assert entry.part == "screening"
    assert entry.codes["instrument"] == ADULT
    assert entry.codes["version"] == "2009-09"
    assert (entry.codes["signs_in"], entry.codes["is_child"], entry.codes["region"]) == (3, False, "north")
    assert not {"d1_01", "reasons", "signs"} & entry.codes.keys()
    assert signs_in_three.state == State.COMPLETED


@pytest.mark.parametrize("how", [{"place": "at Mary's, 3 High Street"}, {"language": "x" * 11}, {"manner": ""}])
def test_how_it_was_asked_is_a_code_and_never_content(people, acting, case, how):
    with acting(people.amina), pytest.raises(Refused):
        actions.start(people.amina, case.id, ADULT, **how)
