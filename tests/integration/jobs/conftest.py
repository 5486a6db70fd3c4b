# SPDX-License-Identifier: Apache-2.0
"""Jobs that tests declare, and the queue in the database instead of running at once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django_tasks_db.management.commands import db_worker

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs import actions, kinds, worker
from quatrefoil.foundation.jobs.models import Job

Declare = Callable[..., str]


@pytest.fixture
def queue(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Jobs wait in the database; calling this runs those that wait."""
    # The worker drops old connections; here that would drop the transaction of the test.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return worker.run_waiting


@pytest.fixture
def declare() -> Iterator[Declare]:
    """Declare a kind of job for one test."""
    known = dict(kinds.KINDS)

    def add(function: Callable[..., None], **more: Any) -> str:
        return kinds.declare("test.kind", function, "A test", **more).key

    yield add
    kinds.KINDS.clear()
    kinds.KINDS.update(known)


def ask(actor: Actor, kind: str, **codes: Any) -> Job:
    """Ask for a job as this member."""
    with acting_as(actor, "a test"):
        job_id = actions.enqueue(actor, kind, **codes)
    return Job.objects.get(id=job_id)
