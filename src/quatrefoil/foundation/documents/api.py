# SPDX-License-Identifier: Apache-2.0
"""Documents over the API: the same selectors and actions as the pages, so the same refusals."""

import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.documents import actions, opening, selectors
from quatrefoil.foundation.documents.actions import About
from quatrefoil.foundation.documents.codes import Category
from quatrefoil.foundation.documents.serving import serve
from quatrefoil.foundation.ui.answers import Made

router = Router(tags=["documents"])


class DocumentOut(Schema):
    """One document; its bytes are fetched apart, with a reason."""

    id: UUID
    label: str
    category: str
    title: str
    state: str
    reasons: list[str]
    size: str
    added: str
    by: str
    is_distressing: bool
    is_reported: bool
    may_open: bool
    needs_reason: bool


class AddIn(Schema):
    """What is known of a file. `document_id`: sending the same one again keeps one document."""

    category: Category = Category.OTHER
    title: str = Field("", max_length=200)
    # A form has no null: what is not known is left out.
    happened_on: datetime.date = Field(default_factory=timezone.localdate)
    document_id: UUID = Field(default_factory=uuid4)


class OpenIn(Schema):
    """Why a document is opened."""

    reason: str = Field("", max_length=150)


@router.get("/of/{uuid:file_id}", response=list[DocumentOut])
def list_documents(request: HttpRequest, file_id: UUID) -> Any:
    """The documents of a file, newest first."""
    return selectors.documents_of(actor_of_request(request), file_id)


@router.post("/of/{uuid:file_id}", response={201: Made})
def add_document(request: HttpRequest, file_id: UUID, about: Form[AddIn], upload: File[UploadedFile]) -> Any:
    """Seal a file as it came; it is checked in the background."""
    known = About(about.category, about.title, about.happened_on)
    name, data = upload.name or "", upload.read()
    made = actions.attach(actor_of_request(request), file_id, name, data, known, document_id=about.document_id)
    return Status(201, Made(id=made))


@router.get("/{uuid:document_id}", response=DocumentOut)
def one_document(request: HttpRequest, document_id: UUID) -> Any:
    """One document."""
    return selectors.document(actor_of_request(request), document_id)


@router.post("/{uuid:document_id}/copy", response={200: bytes})
def open_copy(request: HttpRequest, document_id: UUID, asked: OpenIn) -> HttpResponse:
    """The stripped copy, audited with its reason. The original does not leave over the API."""
    return serve(opening.open_copy(actor_of_request(request), document_id, asked.reason))
