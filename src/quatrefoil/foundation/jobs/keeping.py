# SPDX-License-Identifier: Apache-2.0
"""Keeping the room tidy: jobs whose worker died, files whose day is over, entries nobody needs."""

import datetime
from typing import Final

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.jobs import results
from quatrefoil.foundation.jobs.models import Job, JobState
from quatrefoil.foundation.jobs.ticks import every

SILENT: Final = datetime.timedelta(minutes=30)
KEPT: Final = datetime.timedelta(days=30)
CHUNK: Final = 200
QUEUE_KEPT: Final = datetime.timedelta(days=7)


@every(minutes=5, rights=frozenset({"jobs.keep"}))
def keep_jobs_tidy(_actor: Actor) -> None:
    """The regular task of this room."""
    end_lost_jobs()
    forget_old()


def end_lost_jobs(now: datetime.datetime | None = None) -> int:
    """A job without a sign of life was in a worker that died: it ends as failed, so that nobody waits for it."""
    now = now or timezone.now()
    silent = Job.objects.filter(state=JobState.RUNNING, seen_at__lt=now - SILENT)
    return silent.update(state=JobState.FAILED, error="lost", ended_at=now)


def forget_old(now: datetime.datetime | None = None) -> int:
    """Delete files after a day, ended jobs after a month, and the queue's own entries after a week."""
    now = now or timezone.now()
    count = results.forget_expired(now)
    for job in Job.objects.filter(ended_at__lt=now - KEPT)[:CHUNK]:
        results.forget(job)
        job.delete()
    DBTaskResult.objects.filter(finished_at__lt=now - QUEUE_KEPT).delete()
    return count
