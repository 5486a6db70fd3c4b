# SPDX-License-Identifier: Apache-2.0
"""The pages of background work."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Account
from quatrefoil.foundation.jobs.models import Job, JobState, TickRun
from quatrefoil.foundation.jobs.work import Work
from tests.integration.jobs.conftest import Declare, ask
from tests.people import People

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


def nothing(_actor: Actor, _work: Work) -> None:
    """A job that has nothing to do."""


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(members__id=actor.member_id))
    return client


def test_i_see_how_far_my_job_is_and_can_stop_it(people: People, declare: Declare, queue: Callable[[], None]):
    job = ask(people.amina, declare(nothing))
    Job.objects.filter(id=job.id).update(state=JobState.RUNNING, done=40, total=100)
    client = signed_in(people.amina)
    for path in ("/jobs/", f"/jobs/{job.id}/"):
        text = client.get(path).content.decode()
        assert "40 of 100 done" in text
        assert f'action="/jobs/{job.id}/stop/"' in text
    client.post(f"/jobs/{job.id}/stop/")
    assert "It stops after the step it is in." in client.get("/jobs/").content.decode()


def test_a_job_that_failed_says_what_to_do(people: People, declare: Declare, queue: Callable[[], None]):
    def broken(_actor: Actor, _work: Work) -> None:
        raise ValueError("Nour")

    job = ask(people.amina, declare(broken))
    queue()
    text = signed_in(people.amina).get(f"/jobs/{job.id}/").content.decode()
    assert "Please ask for it again" in text
    assert "Nour" not in text


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", "stop/"), ("post", "file/")])
def test_a_job_of_somebody_else_is_not_there(
    people: People, declare: Declare, queue: Callable[[], None], method: str, path: str
):
    job = ask(people.amina, declare(nothing))
    client = signed_in(people.bela)
    assert getattr(client, method)(f"/jobs/{job.id}/{path}").status_code == 404
    assert "A test" not in client.get("/jobs/").content.decode()


def test_who_watches_sees_kinds_and_states_of_everybody_and_no_outcome(
    people: People, declare: Declare, queue: Callable[[], None]
):
    def tell(_actor: Actor, work: Work) -> None:
        work.tell(rows=3)

    def words(codes: dict[str, Any]) -> str:
        return f"{codes['rows']} secret rows"

    ask(people.amina, declare(tell, tells=words))
    queue()
    TickRun.objects.create(name="audit.sweep", failures=2, error="KeyError in x.py:1")
    text = signed_in(people.mio).get("/jobs/").content.decode()
    assert "A test" in text
    assert "Lighthouse" in text
    assert "secret rows" not in text
    assert "KeyError in x.py:1" in text
    mine = signed_in(people.amina).get("/jobs/").content.decode()
    assert "3 secret rows" in mine
    assert "Regular tasks" not in mine


def test_a_file_is_not_taken_by_following_a_link(people: People, declare: Declare, queue: Callable[[], None]):
    job = ask(people.amina, declare(nothing))
    assert signed_in(people.amina).get(f"/jobs/{job.id}/file/").status_code == 405
