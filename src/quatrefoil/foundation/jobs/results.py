# SPDX-License-Identifier: Apache-2.0
"""Files that jobs leave: sealed with a key of their own in the keyring, bound to the job and to who asked.

Taking the file deletes it and its key: a backup of the data alone never opens it again.
"""

import datetime
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from quatrefoil.foundation.jobs.models import Job, JobResult
from quatrefoil.foundation.vault import part_keys
from quatrefoil.methods import sealed_part
from quatrefoil.methods.sealed_part import Associated, PartKey

PART: Final = "job_result"
LIFETIME: Final = datetime.timedelta(hours=24)
SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file as it is handed over."""

    name: str
    media_type: str
    data: bytes


def leave(job: Job, name: str, media_type: str, data: bytes) -> None:
    """Seal a file for who asked for the job; another one of the same job is replaced."""
    key = part_keys.key_for_writing(job.id, PART)
    JobResult.objects.update_or_create(
        job=job,
        defaults={
            "name": name,
            "media_type": media_type,
            "data": sealed_part.seal_value(key, data, _place(job, key)),
            "expires_at": timezone.now() + LIFETIME,
        },
    )


def take(job: Job) -> ResultFile | None:
    """The file of a job, which is then gone; None when there is none (any more). Only `actions` calls this."""
    row = JobResult.objects.filter(job=job, expires_at__gt=timezone.now()).first()
    if row is None:
        return None
    key = part_keys.key_of(job.id, PART)
    data = sealed_part.open_value(key, bytes(row.data), _place(job, key))
    forget(job)
    return ResultFile(row.name, row.media_type, data)


def forget(job: Job) -> None:
    """Delete the file of a job and the key that opens it."""
    JobResult.objects.filter(job=job).delete()
    part_keys.rows().PartKey.objects.filter(file=job.id, part=PART).delete()


def forget_expired(now: datetime.datetime | None = None) -> int:
    """Delete every file whose day is over; returns how many."""
    old = Job.objects.filter(file__expires_at__lte=now or timezone.now())
    for job in old:
        forget(job)
    return len(old)


def _place(job: Job, key: PartKey) -> Associated:
    return Associated("jobs.JobResult", f"data for {job.member}", job.id, PART, key.key_id, SCHEMA)
