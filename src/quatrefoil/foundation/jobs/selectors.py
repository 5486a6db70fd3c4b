# SPDX-License-Identifier: Apache-2.0
"""What somebody may see of background work: one's own in full; who watches over jobs sees kinds and states."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Organisation
from quatrefoil.foundation.jobs.codes import decode
from quatrefoil.foundation.jobs.kinds import KINDS
from quatrefoil.foundation.jobs.models import Job, JobResult, JobState, TickRun
from quatrefoil.foundation.ui.dates import moment

SIZE: Final = 50
ERRORS: Final[dict[str, str | Promise]] = {
    "fault": gettext_lazy(
        "Something went wrong on our side. Please ask for it again; if it fails again, tell your administrator."
    ),
    "lost": gettext_lazy("The program was interrupted while it worked on this. Please ask for it again."),
    "gave_up": gettext_lazy("The system was too busy, also after several attempts. Please ask for it again later."),
    "not_at_work": gettext_lazy("Whoever asked for this does not work here any more."),
    "no_right": gettext_lazy("Your role does not include this any more."),
    "not_visible": gettext_lazy("The record is not open to you any more."),
    "unknown_kind": gettext_lazy("This kind of work does not exist any more since the last upgrade."),
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in words."""

    id: UUID
    label: str
    state: str
    state_label: str
    is_open: bool
    done: int
    total: int
    progress: str
    outcome: str
    asked: str
    ended: str
    organisation: str
    file_name: str
    file_until: str


@dataclass(frozen=True, slots=True)
class TickRow:
    """A regular task in words."""

    name: str
    ran: str
    failures: int
    error: str


def jobs(actor: Actor, size: int = SIZE) -> tuple[JobRow, ...]:
    """The newest jobs that this member asked for (2 queries)."""
    return _rows(Job.objects.filter(member=actor.member_id).order_by("-created_at")[:size])


def job(actor: Actor, job_id: UUID) -> JobRow:
    """One job of this member; raises NotVisible for anybody else's."""
    found = Job.objects.filter(member=actor.member_id, id=job_id)
    if not found:
        raise NotVisible
    return _rows(found)[0]


def all_jobs(actor: Actor, size: int = SIZE) -> tuple[JobRow, ...]:
    """The newest jobs of everybody: kind, organisation and state, without what they were given or left."""
    require_right(actor, "jobs.watch")
    found = list(Job.objects.order_by("-created_at")[:size])
    names = dict(Organisation.objects.filter(id__in={row.organisation for row in found}).values_list("id", "name"))
    return tuple(_row(row, None, names.get(row.organisation, "")) for row in found)


def ticks(actor: Actor) -> tuple[TickRow, ...]:
    """When each regular task last ran."""
    require_right(actor, "jobs.watch")
    return tuple(
        TickRow(row.name, moment(row.ended_at), row.failures, row.error) for row in TickRun.objects.order_by("name")
    )


def _rows(found: Iterable[Job]) -> tuple[JobRow, ...]:
    found = list(found)
    files = JobResult.objects.filter(job__in=found, expires_at__gt=timezone.now()).defer("data")
    by_job = {file.job_id: file for file in files}
    return tuple(_row(row, by_job.get(row.id), "") for row in found)


def _row(row: Job, file: JobResult | None, organisation: str) -> JobRow:
    kind = KINDS.get(row.kind)
    return JobRow(
        id=row.id,
        label=str(kind.label) if kind else row.kind,
        state=row.state,
        state_label=str(JobState(row.state).label),
        is_open=row.state in {JobState.QUEUED, JobState.RUNNING},
        done=row.done,
        total=row.total,
        progress=_progress(row),
        outcome="" if organisation else _outcome(row),
        asked=moment(row.created_at),
        ended=moment(row.ended_at),
        organisation=organisation,
        file_name=file.name if file else "",
        file_until=moment(file.expires_at) if file else "",
    )


def _progress(row: Job) -> str:
    if row.state == JobState.QUEUED:
        return _("It waits for its turn.")
    if row.stop_asked_at and row.state == JobState.RUNNING:
        return _("It stops after the step it is in.")
    if not row.total:
        return _("It has begun.")
    return _("%(done)s of %(total)s done") % {"done": f"{row.done:,}", "total": f"{row.total:,}"}


def _outcome(row: Job) -> str:
    if row.state == JobState.FAILED:
        return str(ERRORS.get(row.error) or _("It was refused: %(code)s.") % {"code": row.error.replace("_", " ")})
    if row.state == JobState.STOPPED:
        return _("It was stopped. What was finished before stays.")
    kind = KINDS.get(row.kind)
    return kind.tells(decode(row.result)) if kind and row.state == JobState.DONE else ""
