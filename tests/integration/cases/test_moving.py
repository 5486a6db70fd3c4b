# SPDX-License-Identifier: Apache-2.0
"""Steps with and without a second person, closing, opening again, and who works on a case."""

import datetime

import pytest

from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.requests.actions import answer
from quatrefoil.foundation.requests.models import Request, RequestState
from quatrefoil.foundation.workflow.models import Clock
from quatrefoil.protection.cases.actions import assign, set_danger
from quatrefoil.protection.cases.models import Case, Closure, FollowUp
from quatrefoil.protection.cases.plan_actions import save_goal, save_need, settle_follow_up
from quatrefoil.protection.cases.stage_actions import Closing, ask_approval, ask_to_close, move, reopen


@pytest.fixture
def ready(people, acting, opened):
    """A case in assessment with what its steps ask for."""
    file_id = opened()
    with acting(people.amina) as amina:
        set_danger(amina, file_id, "low", "in_safe_place")
        save_need(amina, file_id, None, {"detail": ""}, need="medical", level="soon")
        move(amina, file_id, "assess", "new")
    return file_id


@pytest.fixture
def approve(people, acting):
    """Amina asks Chidi; Chidi answers."""

    def ask_and_answer(file_id, event, code="approved", text=""):
        with acting(people.amina) as amina:
            stage = Case.objects.get(file_id=file_id).stage
            request = ask_approval(amina, file_id, event, people.chidi.member_id, "", stage)
        with acting(people.chidi) as chidi:
            answer(chidi, request, code, text)
        return request

    return ask_and_answer


def stage_of(acting, people, file_id) -> str:
    with acting(people.amina):
        return Case.objects.get(file_id=file_id).stage


def test_a_step_that_needs_a_second_person_is_not_taken_alone(people, acting, ready):
    with acting(people.amina), pytest.raises(Refused, match="second person"):
        move(people.amina, ready, "plan", "assessment")


def test_the_second_person_moves_the_case_by_answering(people, acting, ready, approve):
    approve(ready, "plan")
    assert stage_of(acting, people, ready) == "plan"
    with acting(people.amina):
        running = set(Clock.objects.filter(record=ready, ended_at=None).values_list("kind", flat=True))
        events = list(History.objects.filter(file_id=ready).values_list("event", flat=True))
    assert "case.plan" in running and "case.assessment" not in running
    assert "case.approved" in events and "case.stage" in events


def test_a_returned_step_changes_nothing_and_has_a_reason(people, acting, ready, approve):
    with pytest.raises(Refused, match="Say why"):
        approve(ready, "plan", "returned")
    approve(ready, "plan", "returned", "Ask about the children first.")
    assert stage_of(acting, people, ready) == "assessment"


def test_nobody_is_asked_to_approve_their_own(people, acting, ready):
    with acting(people.amina), pytest.raises(Refused, match="supervisor"):
        ask_approval(people.amina, ready, "plan", people.amina.member_id, "", "assessment")
    with acting(people.amina), pytest.raises(Refused, match="supervisor"):
        ask_approval(people.amina, ready, "plan", people.bela.member_id, "", "assessment")


def test_a_supervisor_does_not_approve_the_case_that_they_own(people, acting, ready):
    with acting(people.amina):
        asked = ask_approval(people.amina, ready, "plan", people.chidi.member_id, "", "assessment")
    with acting(people.chidi):
        assign(people.chidi, ready, owner_id=people.chidi.member_id, team_id=next(iter(people.amina.team_ids)))
        with pytest.raises(Refused, match="own case"):
            answer(people.chidi, asked, "approved")
        assert Case.objects.get(file_id=ready).stage == "assessment"
        assert Request.objects.get(id=asked).state == RequestState.OPEN


def test_a_case_manager_cannot_answer_an_approval(people, acting, ready):
    with acting(people.amina):
        asked = ask_approval(people.amina, ready, "plan", people.chidi.member_id, "", "assessment")
        with pytest.raises(Refused):
            answer(people.amina, asked, "approved")
    assert stage_of(acting, people, ready) == "assessment"


def test_what_was_approved_is_checked_again(people, acting, ready):
    """Between asking and answering the need was taken back: the step may not be taken any more."""
    from quatrefoil.protection.cases.models import Need
    from quatrefoil.protection.cases.plan_actions import remove_need

    with acting(people.amina) as amina:
        asked = ask_approval(amina, ready, "plan", people.chidi.member_id, "", "assessment")
        need = Need.objects.get(file_id=ready)
        remove_need(amina, ready, need.id, need.revision)
    with acting(people.chidi), pytest.raises(Refused, match="at least one need"):
        answer(people.chidi, asked, "approved")
    assert stage_of(acting, people, ready) == "assessment"


def test_a_newer_question_takes_the_place_of_the_older(people, acting, ready):
    with acting(people.amina) as amina:
        first = ask_approval(amina, ready, "plan", people.chidi.member_id, "", "assessment")
        ask_approval(amina, ready, "plan", people.chidi.member_id, "", "assessment")
        assert Request.objects.get(id=first).state == RequestState.WITHDRAWN


def test_two_people_do_not_move_the_same_case_twice(people, acting, opened):
    file_id = opened()
    with acting(people.amina) as amina:
        move(amina, file_id, "assess", "new")
        with pytest.raises(Stale):
            move(amina, file_id, "assess", "new")


def test_the_whole_way_to_the_end_and_back(people, acting, ready, approve, today):
    approve(ready, "plan")
    with acting(people.amina) as amina:
        save_goal(amina, ready, None, {"objective": "A room of my own"}, type="SocialCare")
    approve(ready, "serve")
    with acting(people.amina) as amina:
        move(amina, ready, "follow", "services")
        planned = list(FollowUp.objects.filter(file_id=ready).order_by("due_on"))
        assert [row.months for row in planned] == [1, 3, 6, 12, 24]
        settle_follow_up(amina, planned[0].id, "well", "I work now", today, 1)
        asked = ask_to_close(
            amina, ready, Closing("plan_completed", "own_home", "All goals"), people.chidi.member_id, "follow_up"
        )
        assert Case.objects.get(file_id=ready).stage == "follow_up"
    with acting(people.chidi):
        answer(people.chidi, asked, "approved")
    with acting(people.amina) as amina:
        case = Case.objects.select_related("file").get(file_id=ready)
        assert (case.stage, case.closure_reason, case.file.closed_on) == ("closed", "plan_completed", today)
        assert Closure.objects.get(file_id=ready).is_done
        assert not Clock.objects.filter(record=ready, ended_at=None).exists()
        with pytest.raises(Refused, match="closed"):
            set_danger(amina, ready, "high", "threats")
        reopen(amina, ready, "returned")
        case = Case.objects.select_related("file").get(file_id=ready)
        assert (case.stage, case.file.closed_on, case.times_reopened) == ("reopened", None, 1)


def test_closing_needs_a_second_person_and_a_reason(people, acting, ready):
    with acting(people.amina) as amina:
        with pytest.raises(Refused, match="why"):
            ask_to_close(amina, ready, Closing(""), people.chidi.member_id, "assessment")
        ask_to_close(amina, ready, Closing("person_wishes"), people.chidi.member_id, "assessment")
    assert stage_of(acting, people, ready) == "assessment"


def test_the_note_of_a_closing_is_sealed(people, acting, ready):
    with acting(people.amina) as amina:
        ask_to_close(
            amina, ready, Closing("person_wishes", note="Goes home to Gondar"), people.chidi.member_id, "assessment"
        )
        assert b"Gondar" not in Closure.objects.get(file_id=ready).note.data


def test_assigning_takes_the_case_and_its_clocks_along(people, acting, ready):
    team_b = next(iter(people.bela.team_ids))
    with acting(people.chidi):
        assign(people.chidi, ready, owner_id=people.bela.member_id, team_id=team_b)
    with acting(people.bela):
        assert Case.objects.get(file_id=ready)
        assert set(Clock.objects.filter(record=ready, ended_at=None).values_list("holder", flat=True)) == {
            people.bela.member_id
        }
    with acting(people.amina), pytest.raises(NotVisible):
        move(people.amina, ready, "plan", "assessment")


def test_a_case_manager_does_not_assign(people, acting, ready):
    with acting(people.amina), pytest.raises(Refused):
        assign(people.amina, ready, owner_id=people.bela.member_id, team_id=next(iter(people.bela.team_ids)))


def test_a_case_goes_to_nobody_of_another_organisation(people, acting, ready):
    with acting(people.chidi), pytest.raises(Refused, match="works in that team"):
        assign(people.chidi, ready, owner_id=people.hana.member_id, team_id=next(iter(people.amina.team_ids)))
    with acting(people.chidi), pytest.raises(NotVisible):
        assign(people.chidi, ready, owner_id=None, team_id=next(iter(people.hana.team_ids)))


def test_who_wants_no_more_contact_is_left_in_peace(people, acting, ready, approve, today):
    approve(ready, "plan")
    with acting(people.amina) as amina:
        save_goal(amina, ready, None, {"objective": "Papers"}, type="Legal")
    approve(ready, "serve")
    with acting(people.amina) as amina:
        move(amina, ready, "follow", "services")
        first = FollowUp.objects.filter(file_id=ready).order_by("due_on").first()
        settle_follow_up(amina, first.id, "declined", "", today, 1)
        assert not FollowUp.objects.filter(file_id=ready, done_on=None, is_cancelled=False).exists()
        assert not Clock.objects.filter(record=ready, kind="case.follow_up", ended_at=None).exists()
        with pytest.raises(Refused, match="future"):
            settle_follow_up(amina, first.id, "well", "", today + datetime.timedelta(days=1), 2)
