# SPDX-License-Identifier: Apache-2.0
"""A file that a job leaves: sealed to who asked, taken once, gone after a day."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs import actions, keeping, results
from quatrefoil.foundation.jobs.models import Job, JobResult
from quatrefoil.foundation.jobs.work import Work
from quatrefoil.foundation.vault.keyring.models import PartKey
from quatrefoil.methods.sealed_part import Tampered
from tests.integration.jobs.conftest import Declare, ask
from tests.people import People

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
WORDS = b"name;phone\nNour;+2547001122\n"


def leave(_actor: Actor, work: Work) -> None:
    work.leave_file("list.csv", "text/csv", WORDS)


@pytest.fixture
def job(people: People, declare: Declare, queue: Callable[[], None]) -> Job:
    asked = ask(people.amina, declare(leave))
    queue()
    return asked


def test_who_asked_takes_the_file_once_and_it_is_audited(people: People, job: Job):
    with acting_as(people.amina, "a test"):
        found = actions.take_result(people.amina, job.id)
        assert (found.name, found.media_type, found.data) == ("list.csv", "text/csv", WORDS)
        with pytest.raises(Refused):
            actions.take_result(people.amina, job.id)
    assert AuditEvent.objects.filter(act="job.take_result", record=job.id).count() == 1


def test_taking_the_file_deletes_its_key_too(people: People, job: Job):
    assert PartKey.objects.filter(file=job.id).exists()
    with acting_as(people.amina, "a test"):
        actions.take_result(people.amina, job.id)
    assert not PartKey.objects.filter(file=job.id).exists()
    assert not JobResult.objects.exists()


def test_the_database_does_not_show_what_is_in_the_file(job: Job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM jobs_jobresult")
        stored = bytes(cursor.fetchone()[0])
    assert b"Nour" not in stored
    assert b"2547001122" not in stored


def test_a_file_given_to_another_member_does_not_open(people: People, job: Job):
    Job.objects.filter(id=job.id).update(member=people.bela.member_id)
    with acting_as(people.bela, "a test"), pytest.raises(Tampered):
        actions.take_result(people.bela, job.id)


def test_a_file_is_gone_after_a_day(people: People, job: Job):
    JobResult.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    with acting_as(people.amina, "a test"), pytest.raises(Refused):
        actions.take_result(people.amina, job.id)
    assert keeping.forget_old() == 1
    assert not JobResult.objects.exists()
    assert not PartKey.objects.filter(file=job.id).exists()


def test_a_file_lives_for_a_day(job: Job):
    left = JobResult.objects.get().expires_at - timezone.now()
    assert datetime.timedelta(hours=23, minutes=59) < left <= results.LIFETIME


def test_an_ended_job_is_forgotten_after_a_month(job: Job):
    assert keeping.forget_old(timezone.now() + datetime.timedelta(days=29)) == 1
    assert Job.objects.filter(id=job.id).exists()
    keeping.forget_old(timezone.now() + datetime.timedelta(days=31))
    assert not Job.objects.filter(id=job.id).exists()
