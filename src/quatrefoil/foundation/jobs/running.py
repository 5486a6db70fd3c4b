# SPDX-License-Identifier: Apache-2.0
"""Runs one job as the member who asked, with the rights of the moment; whatever happens, the job ends in a state."""

import datetime
import logging
from typing import Final
from uuid import UUID

from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django_tasks import task

from quatrefoil.foundation.access.errors import NO_RIGHT, Refused
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.identity.selectors import actor_for
from quatrefoil.foundation.jobs.codes import decode
from quatrefoil.foundation.jobs.faults import place_of
from quatrefoil.foundation.jobs.kinds import Kind, UnknownKind, kind_of
from quatrefoil.foundation.jobs.models import Job, JobState
from quatrefoil.foundation.jobs.work import Stopped, Work

logger = logging.getLogger(__name__)

WAITS: Final = tuple(datetime.timedelta(seconds=seconds) for seconds in (10, 60, 300))  # before each further attempt


@task()
def run_job(job_id: str) -> None:
    """What the queue holds: nothing but the id of a job."""
    run(UUID(job_id))


def hand_over(job: Job, after: datetime.timedelta | None = None) -> None:
    """Give a job to the queue, now or after a while."""
    backend = run_job.get_backend()
    deferred = run_job.using(run_after=timezone.now() + after) if after and backend.supports_defer else run_job
    deferred.enqueue(str(job.id))


def run(job_id: UUID) -> None:
    """Run a job that waits; one that is running, ended or stopped is left alone."""
    now = timezone.now()
    claimed = Job.objects.filter(id=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING, started_at=now, seen_at=now, attempts=F("attempts") + 1
    )
    if claimed:
        job = Job.objects.get(id=job_id)
        try:
            kind = kind_of(job.kind)
            actor = _asker(job, kind)
        except (UnknownKind, Refused, Member.DoesNotExist) as fault:
            _end(job, JobState.FAILED, _code_of(fault))
        else:
            _work(job, kind, actor)


def _asker(job: Job, kind: Kind) -> Actor:
    """Who asked, as they are now: whoever left, or lost the right, runs nothing."""
    actor = actor_for(job.member)
    if kind.right and not actor.may(kind.right):
        raise Refused("The right was taken back since the job was asked for.", code=NO_RIGHT)
    return actor


def _work(job: Job, kind: Kind, actor: Actor) -> None:
    try:
        with Work(job, actor) as work:
            kind.function(actor, work, **decode(job.codes))
    except Stopped:
        _end(job, JobState.STOPPED, "")
    except kind.transient as fault:
        _once_more(job, fault)
    except (Refused, Http404) as answer:
        _end(job, JobState.FAILED, _code_of(answer))
    except Exception as fault:  # noqa: BLE001 - the one place that may: a job that ends in no state waits for ever
        _log(job, fault)
        _end(job, JobState.FAILED, "fault")
    else:
        _end(job, JobState.DONE, "")


def _once_more(job: Job, fault: Exception) -> None:
    _log(job, fault)
    if job.attempts > len(WAITS):
        _end(job, JobState.FAILED, "gave_up")
        return
    Job.objects.filter(id=job.id).update(state=JobState.QUEUED, seen_at=timezone.now())
    hand_over(job, after=WAITS[job.attempts - 1])


def _end(job: Job, state: JobState, error: str) -> None:
    now = timezone.now()
    Job.objects.filter(id=job.id).update(state=state, error=error, result=job.result, seen_at=now, ended_at=now)


def _code_of(fault: Exception) -> str:
    if isinstance(fault, Refused):
        return fault.code[:40]
    return {UnknownKind: "unknown_kind", Member.DoesNotExist: "not_at_work"}.get(type(fault), "not_visible")


def _log(job: Job, fault: Exception) -> None:
    message = f"job {job.kind} {job.id}: {place_of(fault)}"
    logger.error(message)
