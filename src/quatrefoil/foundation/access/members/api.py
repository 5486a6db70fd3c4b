# SPDX-License-Identifier: Apache-2.0
"""Members of the caller's own organisation over the API, for its administrators: invite, change, close, teams."""

import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from quatrefoil.foundation.access.members import actions, selectors
from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.ui.answers import WRONG, Made

router = Router(tags=["members"])


class MemberOut(Schema):
    """A member and what that person may do here."""

    id: UUID
    name: str
    is_open: bool
    roles: dict[str, datetime.date | None]
    team_ids: list[UUID]
    task: str
    ends_on: datetime.date | None
    revision: int


class Work(Schema):
    """What somebody does here: roles (each with an end or none), teams; for volunteers and interpreters task and end."""

    name: str = Field(min_length=1, max_length=120)
    roles: dict[str, datetime.date | None] = Field(min_length=1)
    team_ids: list[UUID] = []
    task: str = Field("", max_length=120)
    ends_on: datetime.date | None = None

    def as_work(self) -> actions.Work:
        """As the actions take it."""
        return actions.Work(self.name, self.roles, frozenset(self.team_ids), self.task, self.ends_on)


class Invite(Work):
    """A new member. The link comes back once; nobody is invited by e-mail."""

    email: str = Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class Change(Work):
    """A change, with the revision it was read at."""

    revision: int = Field(ge=1, le=1_000_000)


class InvitedOut(Schema):
    """The new member, and the path of the one-time link; empty when the person has an account already."""

    id: UUID
    link: str


class Team(Schema):
    """A team of one's own organisation."""

    name: str = Field(min_length=1, max_length=120)


@router.get("", response={200: list[MemberOut], **WRONG})
def members(request: HttpRequest) -> list[dict[str, object]]:
    """Everybody of the caller's organisation, those at work first."""
    return [_out(member_id, request) for member_id in selectors.member_ids(actor_of_request(request))]


@router.get("/{uuid:member_id}", response={200: MemberOut, **WRONG})
def member(request: HttpRequest, member_id: UUID) -> dict[str, object]:
    """One member."""
    return _out(member_id, request)


def _out(member_id: UUID, request: HttpRequest) -> dict[str, object]:
    actor = actor_of_request(request)
    values = selectors.member_values(actor, member_id)
    is_open = selectors.managed_member(actor, member_id).is_active
    return {
        "id": member_id, "name": values.name, "is_open": is_open, "roles": values.roles, "team_ids": values.team_ids,
        "task": values.task, "ends_on": values.ends_on, "revision": values.revision,
    }  # fmt: skip


@router.post("", response={201: InvitedOut, **WRONG})
def invite(request: HttpRequest, body: Invite) -> Status[dict[str, object]]:
    """Add a member."""
    made = actions.invite(actor_of_request(request), body.email, body.as_work())
    return Status(201, {"id": made.member_id, "link": made.link})


@router.put("/{uuid:member_id}", response={204: None, **WRONG})
def change(request: HttpRequest, member_id: UUID, body: Change) -> Status[None]:
    """Change name, roles, teams, task and end."""
    actions.change(actor_of_request(request), member_id, body.revision, body.as_work())
    return Status(204, None)


@router.post("/{uuid:member_id}/close", response={204: None, **WRONG})
def close(request: HttpRequest, member_id: UUID) -> Status[None]:
    """End somebody's work here; sessions and tokens end with it."""
    actions.close(actor_of_request(request), member_id)
    return Status(204, None)


@router.post("/{uuid:member_id}/reopen", response={204: None, **WRONG})
def reopen(request: HttpRequest, member_id: UUID) -> Status[None]:
    """Let somebody in again, with the roles of before."""
    actions.reopen(actor_of_request(request), member_id)
    return Status(204, None)


@router.post("/teams", response={201: Made, **WRONG})
def add_team(request: HttpRequest, body: Team) -> Status[dict[str, UUID]]:
    """A new team."""
    return Status(201, {"id": actions.add_team(actor_of_request(request), body.name)})
