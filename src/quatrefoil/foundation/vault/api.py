# SPDX-License-Identifier: Apache-2.0
"""Looking for a person over the API: the same reason, limit, audit line and silence as on the page (SAFETY 9)."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.vault import search

router = Router(tags=["people"])


class DocumentIn(Schema):
    """An identity document as printed."""

    country: str = Field(pattern=r"^[A-Za-z]{2}$")
    kind: str = Field("passport", max_length=20, pattern=r"^[a-z_]+$")
    number: str = Field(min_length=3, max_length=40)


class LookingFor(Schema):
    """Whom one looks for, and why. It travels in the body only."""

    reason: Literal["intake", "returned", "danger", "referral", "correction"]
    names: list[str] = Field(default_factory=list, max_length=5)
    birth_year: int | None = Field(None, ge=1900, le=2100)
    phones: list[str] = Field(default_factory=list, max_length=5)
    documents: list[DocumentIn] = Field(default_factory=list, max_length=3)


class FoundOut(Schema):
    """A file that the caller reaches, identity included."""

    file_id: UUID
    reference: str
    number: str
    kind: str
    organisation: str
    shared: list[str]
    only_phone: bool


class AnswerOut(Schema):
    """The caller's own hits, and sentences that are the same whoever else may know the person."""

    rows: list[FoundOut]
    elsewhere: str
    too_common: str


@router.post("/search", response=AnswerOut)
def find(request: HttpRequest, body: LookingFor) -> AnswerOut:
    """Look for a person. What another organisation holds is never in the answer; it is asked, and named who asked."""
    found = search.find(
        actor_of_request(request),
        body.reason,
        names=body.names,
        birth_year=body.birth_year,
        phones=body.phones,
        documents=[search.IdentityDocument(each.country.upper(), each.kind, each.number) for each in body.documents],
    )
    rows = [FoundOut.from_orm(row) for row in found.rows]
    return AnswerOut(rows=rows, elsewhere=str(found.elsewhere), too_common=str(found.too_common))
