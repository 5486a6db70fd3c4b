# SPDX-License-Identifier: Apache-2.0
"""Danger now: the clock, the chain of people who are told, and what is seen of it afterwards."""

import datetime
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from quatrefoil.foundation.access.errors import Refused, Stale
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.messages.models import Notice
from quatrefoil.foundation.messages.selectors import told
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.hotline import contact_selectors, danger_actions, escalation
from quatrefoil.protection.hotline.models import Contact, Danger
from quatrefoil.protection.hotline.report_actions import claim_report, contact_from_report
from tests.integration.hotline.conftest import Log, Put
from tests.people import People

CLOCK = system_actor("a clock", everywhere=frozenset({"core", "@holder"}))


def told_since(acting, record: UUID) -> list[UUID]:
    with acting(CLOCK):
        return list(Notice.objects.filter(record=record).order_by("made_at").values_list("holder", flat=True))


def pass_minutes(acting, start: datetime.datetime, minutes: int) -> None:
    with time_machine.travel(start + datetime.timedelta(minutes=minutes, seconds=1)), acting(CLOCK):
        clocks.escalate_due(CLOCK)


def test_danger_goes_to_the_desk_then_the_second_line_then_on_call_then_the_supervisors(
    people: People, acting, log: Log, put_on_duty: Put
) -> None:
    put_on_duty(people.hana, "desk")
    put_on_duty(people.iben, "backup")
    other = _another_member(people)
    put_on_duty(other, "on_call")
    start = timezone.now()
    file_id = log(people.hana, danger="high")
    expected = [people.hana.member_id]
    assert told_since(acting, file_id) == expected
    pass_minutes(acting, start, 4)
    assert told_since(acting, file_id) == expected
    for minutes, member in ((5, people.iben), (10, other), (15, people.juma)):
        pass_minutes(acting, start, minutes)
        expected.append(member.member_id)
        assert told_since(acting, file_id) == expected
    pass_minutes(acting, start, 20)
    assert told_since(acting, file_id)[-1] in people.juma.team_ids
    pass_minutes(acting, start, 60)
    assert len(told_since(acting, file_id)) == 5
    with acting(people.juma):
        events = History.objects.filter(file_id=file_id, event="danger.escalated")
        assert [entry.codes["step"] for entry in events.order_by("recorded_at")] == [1, 2, 3, 4]


def _another_member(people: People) -> Actor:
    from quatrefoil.foundation.identity.models import Member, MemberRole
    from quatrefoil.foundation.identity.selectors import actor_of

    member = Member.objects.create(name="Nala Roy", organisation_id=people.hana.organisation_id)
    member.teams.set(people.hana.team_ids)
    MemberRole.objects.create(member=member, role="advocate")
    return actor_of(member)


def test_with_an_empty_rota_the_whole_team_is_told_and_then_the_supervisors(people: People, acting, log: Log) -> None:
    (team,) = people.hana.team_ids
    assert escalation.chain(team) == ((team,), (people.juma.member_id,))


def test_an_answer_stops_the_clock_and_stays_visible_with_who_and_when(people: People, acting, log: Log) -> None:
    start = timezone.now()
    file_id = log(people.hana, danger="high")
    with acting(people.iben):
        danger = contact_selectors.contact_page(people.iben, file_id).open_danger
        assert danger is not None and not danger.is_answered
        danger_actions.answer_danger(people.iben, danger.id)
    pass_minutes(acting, start, 30)
    with acting(people.juma):
        row = contact_selectors.contact_page(people.juma, file_id).open_danger
        sentences = [sentence for sentence, _whom, _when, _seen in told(people.juma, file_id)]
    assert row is not None and "Iben Holm" in row.answered
    assert sentences.count("Danger now. Somebody must answer.") == 1
    assert "Somebody has answered to the danger you marked." in sentences


def test_of_two_who_answer_the_second_is_told(people: People, acting, log: Log) -> None:
    file_id = log(people.juma, danger="high")
    with acting(people.hana):
        danger = Danger.objects.get(file_id=file_id)
        danger_actions.answer_danger(people.hana, danger.id)
    with acting(people.iben), pytest.raises(Stale):
        danger_actions.answer_danger(people.iben, danger.id)
    with acting(people.iben):
        assert Danger.objects.get().answered_by == people.hana.member_id


def test_danger_ends_with_what_made_the_person_safer_and_may_be_marked_again(people: People, acting, log: Log) -> None:
    file_id = log(people.hana, danger="high")
    with acting(people.hana):
        first = Danger.objects.get(file_id=file_id).id
        assert danger_actions.mark_danger(people.hana, file_id, "hurt") == first
        danger_actions.act_on_danger(people.hana, first, "safe_place")
        assert Contact.objects.get().danger == "some"
        assert danger_actions.mark_danger(people.hana, file_id, "hurt") != first
        with pytest.raises(Refused):
            danger_actions.mark_danger(people.hana, file_id, "because")


def test_a_crisis_starts_the_clock_even_when_danger_was_not_marked(people: People, acting, log: Log) -> None:
    file_id = log(people.hana, kind="crisis")
    with acting(people.hana):
        assert Danger.objects.filter(file_id=file_id).exists()


def test_a_report_that_says_danger_now_is_told_at_once_and_escalates_until_somebody_takes_it(
    people: People, acting, report, put_on_duty: Put
) -> None:
    put_on_duty(people.hana, "desk")
    put_on_duty(people.iben, "backup")
    start = timezone.now()
    arrived = report(danger="now", own_words="please come")
    assert told_since(acting, arrived) == [people.hana.member_id]
    pass_minutes(acting, start, 6)
    assert told_since(acting, arrived) == [people.hana.member_id, people.iben.member_id]
    with acting(people.iben):
        claim_report(people.iben, arrived)
    pass_minutes(acting, start, 30)
    assert len(told_since(acting, arrived)) == 2


def test_one_click_on_a_report_opens_a_contact_with_what_was_written_and_marks_the_danger(
    people: People, acting, report
) -> None:
    arrived = report(
        danger="now",
        own_words="please come",
        channel="phone",
        address="+44 20 7946 0001",
        whose_phone="shared",
        safe_word="lemon",
        under_18="not_sure",
    )
    with acting(people.hana):
        claim_report(people.hana, arrived)
        file_id = contact_from_report(people.hana, arrived, danger_reason="written")
        assert contact_from_report(people.hana, arrived) == file_id
        page = contact_selectors.contact_page(people.hana, file_id)
    assert page.open_danger is not None and page.is_child and page.report == arrived
    assert page.safe is not None and page.safe.action is not None


def test_the_tick_escalates_by_itself(people: People, acting, log: Log, put_on_duty: Put) -> None:
    from quatrefoil.foundation.jobs.ticks import TICKS

    put_on_duty(people.hana, "desk")
    put_on_duty(people.iben, "backup")
    file_id, start, tick = log(people.hana, danger="high"), timezone.now(), TICKS["workflow.escalate"]
    assert tick.every == datetime.timedelta(minutes=1)
    with time_machine.travel(start + datetime.timedelta(minutes=6)), acting(tick.actor):
        tick.function(tick.actor)
    assert told_since(acting, file_id) == [people.hana.member_id, people.iben.member_id]
