# SPDX-License-Identifier: Apache-2.0
"""Who may know who saw a record, what stands there, and that reading it is written down too."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.models import Exclusion, ExclusionGround
from quatrefoil.foundation.audit import selectors
from quatrefoil.foundation.audit.filters import Filters, from_query
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.audit.selectors import SeenPage
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.records.actions import open_file
from tests.people import People

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


@pytest.fixture
def file_id(people: People) -> UUID:
    """Amina's case, which her team and so her supervisor reach."""
    (team,) = people.amina.team_ids
    with acting_as(people.amina, "page cases:new"), transaction.atomic():
        return open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=team).id


@pytest.fixture
def saw(file_id: UUID) -> Callable[..., AuditEvent]:
    """An event on Amina's case."""

    def make(actor: Actor, act: str = "part.open", **columns: object) -> AuditEvent:
        given = {"part": "health", "purpose": "plan_review", "record": file_id, **columns}
        return AuditEvent.objects.create(actor=actor.member_id, organisation=actor.organisation_id, act=act, **given)

    return make


def seen_by(actor: Actor, record: UUID, filters: Filters | None = None, **more: str) -> SeenPage:
    with acting_as(actor, "page audit:record"):
        return selectors.who_saw(actor, record, filters, **more)


def test_the_owner_reads_who_opened_what_and_why(people: People, file_id: UUID, saw: Callable[..., AuditEvent]):
    saw(people.chidi)
    row = seen_by(people.amina, file_id).rows[0]
    assert (row.sentence, row.reason, row.refused) == ("Chidi Obi opened health", "plan review", False)


@pytest.mark.parametrize("reader", ["amina", "chidi", "dana"])
def test_owner_supervisor_and_auditor_may_read(people: People, file_id: UUID, reader: str):
    assert seen_by(getattr(people, reader), file_id).rows


@pytest.mark.parametrize("reader", ["bela", "juma", "karim", "emre", "farah", "mio", "hana", "lena"])
def test_for_whoever_does_not_reach_the_record_it_does_not_exist(people: People, file_id: UUID, reader: str):
    actor = getattr(people, reader)
    with pytest.raises(NotVisible):
        seen_by(actor, file_id)
    refusal = AuditEvent.objects.get(outcome="refused")
    assert (refusal.actor, refusal.record, refusal.act) == (actor.member_id, file_id, "record.see")


def test_a_record_that_does_not_exist_answers_the_same(people: People):
    with pytest.raises(NotVisible):
        seen_by(people.chidi, uuid4())


def test_a_colleague_who_reaches_it_but_does_not_own_it_is_told_whom_to_ask(people: People, file_id: UUID):
    with acting_as(people.amina, "test"):
        access.grant(people.bela.member_id, file_id, "case", ground="team")
    with pytest.raises(Refused, match="supervisor"):
        seen_by(people.bela, file_id)


def test_an_excluded_supervisor_does_not_read_it(people: People, file_id: UUID):
    Exclusion.objects.create(
        holder=people.chidi.member_id, record=file_id, ground=ExclusionGround.NAMED, declared_by=people.amina.member_id
    )
    with pytest.raises(NotVisible):
        seen_by(people.chidi, file_id)


def test_reading_who_saw_it_is_written_down(people: People, file_id: UUID):
    seen_by(people.chidi, file_id, Filters(act="read"))
    event = AuditEvent.objects.get(act="audit.read")
    assert (event.actor, event.record) == (people.chidi.member_id, file_id)
    assert "act=read" in event.detail
    assert seen_by(people.amina, file_id).rows[0].sentence == "Chidi Obi read who saw this"


def test_people_of_another_organisation_stand_as_their_organisation(
    people: People, file_id: UUID, saw: Callable[..., AuditEvent]
):
    saw(people.karim)
    assert seen_by(people.amina, file_id).rows[0].sentence == "Somebody at Port Clinic opened health"
    assert seen_by(people.dana, file_id).rows[1].sentence == "Karim Haddad opened health"


def test_a_part_of_the_system_stands_as_the_system(people: People, file_id: UUID, saw: Callable[..., AuditEvent]):
    saw(system_actor("clock"), "clock.escalate")
    assert seen_by(people.amina, file_id).rows[0].who == "Quatrefoil itself"


def test_break_glass_and_searches_stand_with_the_reason_that_was_given(
    people: People, file_id: UUID, saw: Callable[..., AuditEvent]
):
    saw(people.chidi, "access.break_glass", detail="danger_to_life", purpose="page access:break_glass")
    saw(people.chidi, "person.search", purpose="search: danger", at=timezone.now() - datetime.timedelta(minutes=1))
    rows = seen_by(people.amina, file_id, Filters()).rows
    reasons = {row.act: row.reason for row in rows}
    assert reasons["access.break_glass"] == "Danger to life or health"
    assert reasons["person.search"] == "Danger now"


def test_filtering_by_member_does_not_name_people_of_other_organisations(
    people: People, file_id: UUID, saw: Callable[..., AuditEvent]
):
    saw(people.karim)
    everything = len(seen_by(people.amina, file_id).rows)
    assert len(seen_by(people.amina, file_id, Filters(member=people.karim.member_id)).rows) == everything + 1
    assert len(seen_by(people.dana, file_id, Filters(member=people.karim.member_id)).rows) == 1


def test_filters_by_sort_act_and_time(people: People, file_id: UUID, saw: Callable[..., AuditEvent]):
    saw(people.chidi)
    saw(people.chidi, "note.write")
    saw(people.chidi, at=timezone.now() - datetime.timedelta(days=10))
    assert [row.act for row in seen_by(people.amina, file_id, Filters(act="read", days=7)).rows] == ["part.open"]
    assert [row.act for row in seen_by(people.amina, file_id, Filters(act="note.write")).rows] == ["note.write"]
    assert len(seen_by(people.amina, file_id, Filters(act="part.open")).rows) == 2


def test_only_events_of_this_record_are_shown(people: People, file_id: UUID, saw: Callable[..., AuditEvent]):
    saw(people.chidi, record=uuid4())
    assert {row.record for row in seen_by(people.amina, file_id).rows} == {file_id}
    assert {row.record for row in seen_by(people.dana, file_id, Filters(record=uuid4())).rows} == {file_id}


def test_pages_go_on_where_the_last_one_ended_in_both_directions(people: People, saw: Callable[..., AuditEvent]):
    at = timezone.now()
    events = [saw(people.chidi, at=at - datetime.timedelta(seconds=index // 2)) for index in range(7)]
    order = [event.id for event in sorted(events, key=lambda event: (event.at, event.id), reverse=True)]
    filters = Filters(act="part.open")
    with acting_as(people.dana, "test"):
        first = selectors.across(people.dana, filters, size=3)
        second = selectors.across(people.dana, filters, after=first.older, size=3)
        third = selectors.across(people.dana, filters, after=second.older, size=3)
        back = selectors.across(people.dana, filters, before=third.newer, size=3)
    assert [row.id for page in (first, second, third) for row in page.rows] == order
    assert (first.newer, third.older) == ("", "")
    assert [row.id for row in back.rows] == [row.id for row in second.rows]
    assert back.newer
    assert back.older


@pytest.mark.parametrize(
    "cursor", ["x", "~", "2026-01-01~x", "2026-13-01T00:00:00~" + "0" * 32, "'; DROP TABLE audit_auditevent"]
)
def test_a_cursor_that_means_nothing_shows_the_first_page(people: People, file_id: UUID, cursor: str):
    assert seen_by(people.amina, file_id, after=cursor).rows
    assert seen_by(people.amina, file_id, before=cursor).rows


@pytest.mark.parametrize("reader", ["amina", "bela", "chidi", "emre", "farah", "hana", "karim", "lena", "mio"])
def test_only_an_auditor_reads_across_records(people: People, reader: str):
    actor = getattr(people, reader)
    with acting_as(actor, "test"):
        with pytest.raises(Refused):
            selectors.across(actor, Filters())
        with pytest.raises(Refused):
            selectors.status(actor)


def test_the_auditor_sees_refusals(people: People, file_id: UUID):
    with pytest.raises(NotVisible):
        seen_by(people.bela, file_id)
    with acting_as(people.dana, "test"):
        rows = selectors.across(people.dana, Filters(outcome="refused")).rows
    assert [(row.sentence, row.refused) for row in rows] == [("Bela Novak tried to open this and was refused", True)]


def test_an_address_that_makes_no_sense_narrows_nothing():
    query = {"organisation": "x", "member": "1", "days": "9999999", "outcome": "maybe", "act": "<b>"}
    assert from_query(query) == Filters()


def test_an_actor_of_yesterday_is_not_the_one_at_work(people: People, file_id: UUID):
    stranger = replace(people.dana, role_keys=frozenset())
    with acting_as(stranger, "test"), pytest.raises(NotVisible):
        selectors.who_saw(stranger, file_id)
