# SPDX-License-Identifier: Apache-2.0
"""Jobs run as who asked, with the rights of the moment, can be stopped, and always end in a state."""

import datetime
import logging
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django_tasks_db.models import DBTaskResult

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.actors import Actor, NoActor, current, system_actor
from quatrefoil.foundation.identity.models import Member, MemberRole
from quatrefoil.foundation.jobs import actions, keeping, running
from quatrefoil.foundation.jobs.codes import NotACode
from quatrefoil.foundation.jobs.kinds import UnknownKind
from quatrefoil.foundation.jobs.models import Job, JobState
from quatrefoil.foundation.jobs.work import Work
from tests.integration.jobs.conftest import Declare, ask
from tests.people import People

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
Queue = Callable[[], None]


def nothing(_actor: Actor, _work: Work, **_codes: Any) -> None:
    """A job that has nothing to do."""


def test_a_job_waits_then_runs_as_who_asked_with_the_codes_it_was_given(people: People, declare: Declare, queue: Queue):
    seen: list[Any] = []
    kind = declare(lambda actor, work, **codes: seen.append((actor, current(), codes)))
    file_id, day = uuid.uuid4(), datetime.date(2026, 3, 1)
    job = ask(people.amina, kind, file=file_id, since=day, act="part.open")
    assert (job.state, seen) == (JobState.QUEUED, [])
    queue()
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.ended_at is not None
    assert seen == [
        (people.amina, (people.amina, "job test.kind"), {"file": file_id, "since": day, "act": "part.open"})
    ]


def test_the_queue_itself_holds_nothing_but_the_id_of_the_job(people: People, declare: Declare, queue: Queue):
    job = ask(people.amina, declare(nothing), file=uuid.uuid4())
    assert DBTaskResult.objects.get().args_kwargs == {"args": [str(job.id)], "kwargs": {}}


def test_asking_for_a_job_is_audited(people: People, declare: Declare, queue: Queue):
    job = ask(people.amina, declare(nothing))
    event = AuditEvent.objects.get(act="job.ask")
    assert (event.actor, event.record, event.detail) == (people.amina.member_id, job.id, "test.kind")


def test_a_name_cannot_be_written_down_with_a_job(people: People, declare: Declare):
    with pytest.raises(NotACode):
        ask(people.amina, declare(nothing), person="Nour")
    assert not Job.objects.exists()


def test_a_kind_that_nobody_declared_is_refused(people: People):
    with pytest.raises(UnknownKind):
        ask(people.amina, "no.such")


def test_who_lacks_the_right_cannot_ask(people: People, declare: Declare):
    with pytest.raises(Refused):
        ask(people.amina, declare(nothing, right="audit.verify"))
    assert AuditEvent.objects.get(outcome="refused").act == "audit.verify"


def test_nobody_asks_in_the_name_of_another(people: People, declare: Declare):
    kind = declare(nothing)
    with acting_as(people.amina, "a test"), pytest.raises(NoActor):
        actions.enqueue(people.bela, kind)


def test_a_part_of_the_system_cannot_ask(declare: Declare):
    kind = declare(nothing)
    with pytest.raises(NoActor):
        ask(system_actor("clock"), kind)


def leave_the_organisation(people: People) -> None:
    Member.objects.filter(id=people.dana.member_id).update(is_active=False)


def lose_the_role(people: People) -> None:
    MemberRole.objects.filter(member_id=people.dana.member_id).delete()


@pytest.mark.parametrize(("event", "error"), [(leave_the_organisation, "not_at_work"), (lose_the_role, "no_right")])
def test_who_left_or_lost_the_right_meanwhile_runs_nothing(
    people: People, declare: Declare, queue: Queue, event: Callable[[People], None], error: str
):
    ran: list[int] = []
    kind = declare(lambda actor, work: ran.append(1), right="audit.verify")
    job = ask(people.dana, kind)
    event(people)
    queue()
    job.refresh_from_db()
    assert (job.state, job.error, ran) == (JobState.FAILED, error, [])


def test_a_kind_that_is_gone_after_an_upgrade_ends_as_failed(people: People, declare: Declare, queue: Queue):
    job = ask(people.amina, declare(nothing))
    Job.objects.filter(id=job.id).update(kind="test.gone")
    queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "unknown_kind")


def test_progress_is_written_at_each_step(people: People, declare: Declare, queue: Queue):
    seen: list[tuple[int, int]] = []

    def count(_actor: Actor, work: Work) -> None:
        for done in (1, 2, 3):
            work.step(done, 3)
            seen.append(Job.objects.values_list("done", "total").get(id=work.job.id))
        work.tell(rows=3)

    job = ask(people.amina, declare(count))
    queue()
    job.refresh_from_db()
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert (job.state, job.result) == (JobState.DONE, {"rows": 3})


def test_a_job_stops_after_the_step_it_is_in(people: People, declare: Declare, queue: Queue):
    ran: list[int] = []

    def slow(actor: Actor, work: Work) -> None:
        for done in range(1, 100):
            if done == 3:
                actions.stop(actor, work.job.id)
            ran.append(done)
            work.step(done, 100)

    job = ask(people.amina, declare(slow))
    queue()
    job.refresh_from_db()
    assert (job.state, ran) == (JobState.STOPPED, [1, 2, 3])


def test_a_job_that_waits_is_stopped_at_once_and_never_runs(people: People, declare: Declare, queue: Queue):
    ran: list[int] = []
    job = ask(people.amina, declare(lambda actor, work: ran.append(1)))
    with acting_as(people.amina, "a test"):
        actions.stop(people.amina, job.id)
    queue()
    job.refresh_from_db()
    assert (job.state, ran) == (JobState.STOPPED, [])


def test_a_job_that_ended_cannot_be_stopped(people: People, declare: Declare, queue: Queue):
    job = ask(people.amina, declare(nothing))
    queue()
    with acting_as(people.amina, "a test"), pytest.raises(Refused):
        actions.stop(people.amina, job.id)


def test_a_job_of_somebody_else_does_not_exist_for_me(people: People, declare: Declare, queue: Queue):
    job = ask(people.amina, declare(nothing))
    with acting_as(people.bela, "a test"):
        with pytest.raises(NotVisible):
            actions.stop(people.bela, job.id)
        with pytest.raises(NotVisible):
            actions.take_result(people.bela, job.id)


def test_an_administrator_can_stop_any_job(people: People, declare: Declare, queue: Queue):
    job = ask(people.amina, declare(nothing))
    with acting_as(people.mio, "a test"):
        actions.stop(people.mio, job.id)
    job.refresh_from_db()
    assert job.state == JobState.STOPPED


def test_a_fault_ends_the_job_and_tells_the_log_where_but_not_what(
    people: People, declare: Declare, queue: Queue, caplog: pytest.LogCaptureFixture
):
    def broken(_actor: Actor, _work: Work) -> None:
        raise ValueError("Nour, +2547001122")

    job = ask(people.amina, declare(broken))
    with caplog.at_level(logging.ERROR):
        queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "fault")
    assert "ValueError in test_running_jobs.py" in caplog.text
    assert "Nour" not in caplog.text
    assert not DBTaskResult.objects.exclude(traceback="").exists()


def test_a_refusal_inside_the_job_ends_it_with_its_code(people: People, declare: Declare, queue: Queue):
    def refused(_actor: Actor, _work: Work) -> None:
        raise Refused("Ask first.", code="no_consent")

    job = ask(people.amina, declare(refused))
    queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "no_consent")


def test_a_passing_fault_is_tried_again_and_waits_in_between(people: People, declare: Declare, queue: Queue):
    tries: list[int] = []

    def busy(_actor: Actor, _work: Work) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("locked")

    job = ask(people.amina, declare(busy, transient=(OperationalError,)))
    queue()
    job.refresh_from_db()
    assert (job.state, job.attempts, len(tries)) == (JobState.QUEUED, 1, 1)
    waiting = DBTaskResult.objects.get(status="READY")
    assert waiting.run_after - waiting.enqueued_at >= running.WAITS[0] - datetime.timedelta(seconds=1)
    for _attempt in range(2):
        DBTaskResult.objects.update(run_after=job.created_at)
        queue()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 3)


def test_after_three_more_attempts_a_passing_fault_is_given_up(people: People, declare: Declare, queue: Queue):
    tries: list[int] = []

    def busy(_actor: Actor, _work: Work) -> None:
        tries.append(1)
        raise OperationalError("locked")

    job = ask(people.amina, declare(busy, transient=(OperationalError,)))
    for _attempt in range(6):
        queue()
        DBTaskResult.objects.update(run_after=job.created_at)
    job.refresh_from_db()
    assert (job.state, job.error, len(tries)) == (JobState.FAILED, "gave_up", 4)


def test_a_step_inside_a_transaction_is_a_fault_of_ours(people: People, declare: Declare, queue: Queue):
    def wrong(_actor: Actor, work: Work) -> None:
        with transaction.atomic():
            work.step(1, 2)

    job = ask(people.amina, declare(wrong))
    queue()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "fault")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite every action commits by itself")
def test_what_finished_steps_did_stays_and_the_broken_one_is_undone(people: People, declare: Declare, queue: Queue):
    def half(actor: Actor, work: Work) -> None:
        Member.objects.filter(id=actor.member_id).update(task="first")
        work.step(1, 2)
        Member.objects.filter(id=actor.member_id).update(task="second")
        raise ValueError("broken")

    ask(people.amina, declare(half))
    queue()
    assert Member.objects.get(id=people.amina.member_id).task == "first"


def test_a_job_runs_once_however_often_the_queue_names_it(people: People, declare: Declare, queue: Queue):
    ran: list[int] = []
    job = ask(people.amina, declare(lambda actor, work: ran.append(1)))
    running.run(job.id)
    running.run(job.id)
    queue()
    assert ran == [1]


def test_a_job_whose_worker_died_ends_as_failed(people: People, declare: Declare, queue: Queue):
    job = ask(people.amina, declare(nothing))
    long_ago = job.created_at - datetime.timedelta(hours=1)
    Job.objects.filter(id=job.id).update(state=JobState.RUNNING, seen_at=long_ago)
    assert keeping.end_lost_jobs() == 1
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "lost")
