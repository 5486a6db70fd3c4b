# SPDX-License-Identifier: Apache-2.0
"""Background work over the API: what I asked for, how far it is, stop, and the file it left."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router, Schema, Status

from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.jobs import actions, selectors
from quatrefoil.foundation.ui.answers import WRONG

router = Router(tags=["jobs"])


class JobOut(Schema):
    """One job: its state, progress, and what came of it."""

    id: UUID
    label: str
    state: str
    is_open: bool
    done: int
    total: int
    progress: str
    outcome: str
    asked: str
    ended: str
    file_name: str
    file_until: str


@router.get("", response={200: list[JobOut], **WRONG})
def jobs(request: HttpRequest) -> list[selectors.JobRow]:
    """The newest jobs that the caller asked for."""
    return list(selectors.jobs(actor_of_request(request)))


@router.get("/{job_id}", response={200: JobOut, **WRONG})
def job(request: HttpRequest, job_id: UUID) -> selectors.JobRow:
    """One job of the caller."""
    return selectors.job(actor_of_request(request), job_id)


@router.post("/{job_id}/stop", response={204: None, **WRONG})
def stop(request: HttpRequest, job_id: UUID) -> Status[None]:
    """Ask a job to stop: at once when it waits, else after the step it is in."""
    actions.stop(actor_of_request(request), job_id)
    return Status(204, None)


@router.post("/{job_id}/file", response={200: bytes, **WRONG})
def take(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The file that a job left, as bytes; it can be taken once and is gone afterwards."""
    file = actions.take_result(actor_of_request(request), job_id)
    disposition = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(file.data, content_type=file.media_type, headers=headers)
