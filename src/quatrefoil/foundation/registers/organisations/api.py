# SPDX-License-Identifier: Apache-2.0
"""Organisations over the API: list, add, change, close, open again, and invite who manages one."""

import datetime
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.registers.organisations import actions, selectors
from quatrefoil.foundation.ui.answers import WRONG, Made

router = Router(tags=["organisations"])


class Wanted(Schema):
    """What narrows the list; `after` is the last id of the page before."""

    words: str = Field("", max_length=60)
    kind: str = Field("", max_length=30)
    after: UUID | None = None
    limit: int = Field(50, ge=1, le=200)


class AboutIn(Schema):
    """What is known of a body. `contact` is an office, never a person."""

    name: str = Field(min_length=1, max_length=200)
    kind: str = Field(max_length=30)
    region: str = Field("", max_length=20)
    contact: str = Field("", max_length=200)


class AddIn(AboutIn):
    """A further body with its teams."""

    teams: list[Annotated[str, Field(max_length=120)]] = Field(default_factory=list, max_length=50)


class ChangeIn(AboutIn):
    """The revision that the caller saw stands with the new values."""

    revision: int = Field(ge=1, le=1_000_000)


class CloseIn(Schema):
    """The last day on which its members get in."""

    last_day: datetime.date
    revision: int = Field(ge=1, le=1_000_000)


class SeenIn(Schema):
    """The revision that the caller saw."""

    revision: int = Field(ge=1, le=1_000_000)


class AdministratorIn(Schema):
    """Who manages its members from now on."""

    name: str = Field(min_length=1, max_length=120)
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")


class OrganisationOut(Schema):
    """A body; how many work there, and no name of them."""

    id: UUID
    name: str
    kind: str
    region: str
    contact: str
    teams: list[str]
    members: int
    has_administrator: bool
    last_day: datetime.date | None
    is_open: bool
    runs_installation: bool
    revision: int


class PageOut(Schema):
    """A page by name; `older` goes into `after` for the next, and is null at the end."""

    rows: list[OrganisationOut]
    older: UUID | None


class LinkOut(Schema):
    """A link that sets the first password: once, for 30 minutes. Empty when the person has an account."""

    link: str


@router.get("", response={200: PageOut, **WRONG})
def organisations(request: HttpRequest, wanted: Query[Wanted]) -> selectors.OrganisationPage:
    """Bodies by name. Only for administrators of the body that runs this installation."""
    actor = actor_of_request(request)
    return selectors.page_of_organisations(actor, wanted.words, wanted.kind, wanted.after, size=wanted.limit)


@router.post("", response={201: Made, **WRONG})
def add(request: HttpRequest, body: AddIn) -> Status[dict[str, UUID]]:
    """Add a body."""
    actor = actor_of_request(request)
    return Status(201, {"id": actions.add(actor, _about(body), tuple(body.teams))})


@router.get("/{organisation_id}", response={200: OrganisationOut, **WRONG})
def organisation(request: HttpRequest, organisation_id: UUID) -> selectors.OrganisationRow:
    """One body."""
    return selectors.organisation(actor_of_request(request), organisation_id)


@router.put("/{organisation_id}", response={204: None, **WRONG})
def change(request: HttpRequest, organisation_id: UUID, body: ChangeIn) -> Status[None]:
    """Change name, kind, region and contact."""
    actions.change(actor_of_request(request), organisation_id, body.revision, _about(body))
    return Status(204, None)


@router.post("/{organisation_id}/close", response={204: None, **WRONG})
def close(request: HttpRequest, organisation_id: UUID, body: CloseIn) -> Status[None]:
    """Set the last day."""
    actions.close(actor_of_request(request), organisation_id, body.revision, body.last_day)
    return Status(204, None)


@router.post("/{organisation_id}/reopen", response={204: None, **WRONG})
def reopen(request: HttpRequest, organisation_id: UUID, body: SeenIn) -> Status[None]:
    """Take the last day away."""
    actions.reopen(actor_of_request(request), organisation_id, body.revision)
    return Status(204, None)


@router.post("/{organisation_id}/administrator", response={201: LinkOut, **WRONG})
def invite_administrator(request: HttpRequest, organisation_id: UUID, body: AdministratorIn) -> Status[dict[str, str]]:
    """Invite who manages its members, where nobody does."""
    path = actions.invite_administrator(actor_of_request(request), organisation_id, body.email, body.name)
    return Status(201, {"link": f"{settings.OPTIONS.staff_url}{path}" if path else ""})


def _about(body: AboutIn) -> actions.About:
    return actions.About(body.name, body.kind, body.region, body.contact)
