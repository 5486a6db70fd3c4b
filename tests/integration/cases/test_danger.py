# SPDX-License-Identifier: Apache-2.0
"""Danger now has a reason, a clock, and somebody who is told until somebody answers."""

import datetime

import pytest
from django.utils import timezone

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.messages.models import Notice
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.workflow import clocks, rota
from quatrefoil.foundation.workflow.models import Clock
from quatrefoil.protection.cases.actions import answer_danger, set_danger
from quatrefoil.protection.cases.models import Case
from quatrefoil.protection.cases.part_actions import save_safety_plan

TICK = system_actor("test tick", everywhere=frozenset({"core", "@holder"}))


def running(file_id) -> set[str]:
    return set(Clock.objects.filter(record=file_id, ended_at=None).values_list("kind", flat=True))


def told(code: str) -> set:
    return set(Notice.objects.filter(code=code).values_list("holder", flat=True))


def test_danger_needs_a_reason(people, acting, opened):
    file_id = opened()
    with acting(people.amina), pytest.raises(Refused, match="why"):
        set_danger(people.amina, file_id, "high", "")


def test_high_starts_the_danger_clock_and_tells_at_once(people, acting, opened):
    file_id = opened()
    with acting(people.amina):
        set_danger(people.amina, file_id, "high", "threats")
        assert {"case.danger", "case.safety_plan"} <= running(file_id)
    with acting(TICK):
        (team,) = people.amina.team_ids
        assert told("case.danger_high") == {people.amina.member_id, team}


def test_lower_danger_ends_the_clock(people, acting, opened):
    file_id = opened()
    with acting(people.amina):
        set_danger(people.amina, file_id, "high", "threats")
        set_danger(people.amina, file_id, "low", "in_safe_place")
        assert "case.danger" not in running(file_id)


def test_answering_says_what_was_done_and_ends_the_clock(people, acting, opened):
    file_id = opened()
    with acting(people.amina):
        set_danger(people.amina, file_id, "high", "threats")
        answer_danger(people.amina, file_id, "moved")
        assert "case.danger" not in running(file_id)
        assert History.objects.get(file_id=file_id, event="case.danger_answered").codes["answer"] == "moved"
        with pytest.raises(Refused, match="No danger clock"):
            answer_danger(people.amina, file_id, "moved")


def test_not_reached_keeps_the_clock_going(people, acting, opened):
    file_id = opened()
    with acting(people.amina):
        set_danger(people.amina, file_id, "high", "threats")
        answer_danger(people.amina, file_id, "not_reached")
        assert "case.danger" in running(file_id)


def test_nobody_answering_tells_the_next_line_of_the_rota(people, acting, opened):
    file_id = opened()
    (team,) = people.amina.team_ids
    now = timezone.now()
    with acting(people.chidi) as chidi:
        for member, duty in ((people.amina, "desk"), (people.chidi, "backup")):
            rota.add_shift(
                chidi,
                team,
                member.member_id,
                duty,
                now - datetime.timedelta(hours=1),
                now + datetime.timedelta(hours=8),
            )
    with acting(people.amina):
        set_danger(people.amina, file_id, "high", "watched")
    with acting(TICK):
        assert clocks.escalate_due(TICK, now + datetime.timedelta(minutes=10)) == 0
        clocks.escalate_due(TICK, now + datetime.timedelta(minutes=31))
        assert told("case.danger_waits") == {people.chidi.member_id}
        assert Notice.objects.get(code="case.danger_waits").is_urgent


def test_a_safety_plan_ends_its_clock_and_starts_the_review(people, acting, opened, today):
    file_id = opened()
    with acting(people.amina):
        set_danger(people.amina, file_id, "some", "place_known")
        save_safety_plan(people.amina, file_id, {"way_out": "Back door"}, 0)
        assert "case.safety_plan" not in running(file_id)
        review = Clock.objects.get(record=file_id, kind="case.safety_review")
        assert timezone.localtime(review.due_at).date() == today + datetime.timedelta(days=30)


def test_judging_danger_makes_no_conflict_for_who_edits(people, acting, opened):
    file_id = opened()
    with acting(people.amina):
        before = Case.objects.get(file_id=file_id).revision
        set_danger(people.amina, file_id, "some", "person_says")
        assert Case.objects.get(file_id=file_id).revision == before
