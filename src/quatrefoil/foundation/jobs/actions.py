# SPDX-License-Identifier: Apache-2.0
"""Asking for background work, stopping it, and taking what it left."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor, NoActor, current_actor
from quatrefoil.foundation.jobs import results, running
from quatrefoil.foundation.jobs.codes import Code, encode
from quatrefoil.foundation.jobs.kinds import kind_of
from quatrefoil.foundation.jobs.models import Job, JobState
from quatrefoil.foundation.jobs.results import ResultFile


def enqueue(actor: Actor, kind: str, /, **codes: Code | list[Code] | tuple[Code, ...]) -> UUID:
    """Ask for a job; it runs as this member. Returns its id.

    codes: ids, codes, dates and numbers only. Raises NotACode, UnknownKind, or Refused when no role allows it.
    """
    declared = kind_of(kind)
    _require_person(actor)
    if declared.right:
        require_right(actor, declared.right)
    job = Job(kind=kind, member=actor.member_id, organisation=actor.organisation_id, codes=encode(codes))
    with transaction.atomic():
        job.save(force_insert=True)
        trail.wrote("job.ask", job.id, detail=kind)
        running.hand_over(job)
    return job.id


def stop(actor: Actor, job_id: UUID) -> None:
    """Ask a job to stop: at once when it waits, else after the step it is in. One's own, or any with jobs.watch."""
    _require_person(actor)
    with transaction.atomic():
        job = _own_or_watched(actor, job_id)
        now = timezone.now()
        waiting = Job.objects.filter(id=job.id, state=JobState.QUEUED)
        if not waiting.update(state=JobState.STOPPED, stop_asked_at=now, ended_at=now):
            asked = Job.objects.filter(id=job.id, state=JobState.RUNNING).update(stop_asked_at=now)
            if not asked:
                raise Refused(_("This has already ended. There is nothing to stop."), code="ended")
        trail.wrote("job.stop", job.id, detail=job.kind)


def take_result(actor: Actor, job_id: UUID) -> ResultFile:
    """The file a job left for this member; it is gone afterwards, here and in the database."""
    _require_person(actor)
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(id=job_id, member=actor.member_id).first()
        if job is None:
            raise NotVisible
        found = results.take(job)
        if found is None:
            raise Refused(
                _("This file is no longer here. Files are kept for one day and can be taken once: run it again."),
                code="gone",
            )
        trail.read("job.take_result", job.id, detail=job.kind)
    return found


def _require_person(actor: Actor) -> None:
    if actor != current_actor():
        raise NoActor("The action was called for another actor than the one at work.")
    if actor.is_system:
        raise NoActor("Jobs are asked for by people; a part of the system works in its tick.")


def _own_or_watched(actor: Actor, job_id: UUID) -> Job:
    mine = Q() if actor.may("jobs.watch") else Q(member=actor.member_id)
    job = Job.objects.filter(mine, id=job_id).first()
    if job is None:
        raise NotVisible
    return job
