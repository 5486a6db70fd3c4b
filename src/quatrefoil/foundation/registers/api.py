# SPDX-License-Identifier: Apache-2.0
"""The registers over the API: the directory, regions and legal duties. Nothing here is about a person."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from quatrefoil.foundation.registers import hsds, selectors
from quatrefoil.foundation.registers.views import actor_of

router = Router(tags=["registers"])


class WantedIn(Schema):
    """What somebody looks for; what is left out does not narrow."""

    need: str = ""
    region: str = ""
    language: str = ""
    sex: str = ""
    age_years: int | None = None
    words: str = ""
    refers: bool = False


class ServiceOut(Schema):
    """A service. A safe place has a cover name and a region, nothing else."""

    id: UUID
    name: str
    body: str
    need: str
    description: str
    who: str
    languages: str
    regions: str
    hours: list[str]
    phone: str
    address: str
    website: str
    status: str
    accepts_referrals: bool
    is_safe_place: bool
    answers_within_days: int


class RegionOut(Schema):
    """A region."""

    code: str
    name: str
    neighbours: list[str]


class DutyOut(Schema):
    """A legal duty in force."""

    id: UUID
    title: str
    text: str
    jurisdiction: str
    recipient_kinds: list[str]
    parts: list[str]
    applies_to: str


@router.get("/services", response=list[ServiceOut])
def list_services(request: HttpRequest, wanted: Query[WantedIn]) -> Any:
    """Services that fit what is wanted."""
    return selectors.find_services(actor_of(request), selectors.Wanted(**wanted.dict()))


@router.get("/services/hsds", response=list[dict[str, Any]])
def services_as_hsds(request: HttpRequest) -> Any:
    """The directory as HSDS 3.0."""
    return json.loads(hsds.export_services(actor_of(request)))


@router.get("/services/{uuid:service_id}", response=ServiceOut)
def one_service(request: HttpRequest, service_id: UUID) -> Any:
    """One service."""
    return selectors.service(actor_of(request), service_id)


@router.get("/regions", response=list[RegionOut])
def list_regions(request: HttpRequest) -> Any:
    """Regions in force."""
    actor_of(request)
    return selectors.regions()


@router.get("/legal-duties", response=list[DutyOut])
def list_duties(request: HttpRequest) -> Any:
    """Legal duties in force."""
    actor_of(request)
    return [
        {**{name: getattr(row, name) for name in ("id", "title", "text", "jurisdiction", "applies_to")},
         "recipient_kinds": sorted(row.recipient_kinds), "parts": sorted(row.parts)}
        for row in selectors.legal_duties()
    ]  # fmt: skip
