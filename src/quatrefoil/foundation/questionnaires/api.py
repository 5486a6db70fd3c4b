# SPDX-License-Identifier: Apache-2.0
"""Questionnaires over the API: read them, take them away as XLSForm, bring others in, withdraw them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.questionnaires import keeping, writing, xlsform, xlsform_reading
from quatrefoil.foundation.ui.answers import WRONG

router = Router(tags=["questionnaires"])


class DefinitionOut(Schema):
    """A questionnaire that may be started now."""

    code: str
    version: str
    title: str
    source: str
    pages: int
    questions: int
    is_ours: bool


class TroubleOut(Schema):
    """What cannot be read in a workbook, and where."""

    sheet: str
    row: int
    sentence: str


class SeenOut(Schema):
    """What was found in a workbook; with `kept` it may be started from now on."""

    kept: bool
    code: str = ""
    version: str = ""
    troubles: list[TroubleOut]


@router.get("", response={200: list[DefinitionOut], **WRONG})
def definitions(request: HttpRequest) -> list[keeping.DefinitionRow]:
    """Every questionnaire that may be started now."""
    return list(keeping.definitions(actor_of_request(request)))


@router.post("", response={200: SeenOut, **WRONG})
def bring_in(request: HttpRequest, upload: File[UploadedFile], *, only_look: bool = False) -> SeenOut:
    """Read an XLSForm workbook of at most 2 MB and keep it when nothing speaks against it, or only look at it."""
    actor = actor_of_request(request)
    require_right(actor, keeping.RIGHT)
    data = upload.read(xlsform_reading.LARGEST_BYTES + 1)
    seen = xlsform_reading.preview(data) if only_look else keeping.bring_in(actor, data)
    found = seen.questionnaire
    return SeenOut(
        kept=not only_look and seen.can_be_kept,
        code=found.code if found else "",
        version=found.version if found else "",
        troubles=[TroubleOut(sheet=each.sheet, row=each.row, sentence=each.sentence) for each in seen.troubles],
    )


@router.get("/{code}/{version}", response={200: dict[str, Any], **WRONG})
def definition(request: HttpRequest, code: str, version: str) -> dict[str, Any]:
    """The whole definition: pages, questions, skip logic."""
    return writing.to_dict(keeping.definition(actor_of_request(request), code, version))


@router.get("/{code}/{version}/xlsform", response={200: bytes, **WRONG})
def workbook(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """The definition as an XLSForm workbook."""
    found = keeping.definition(actor_of_request(request), code, version)
    return HttpResponse(xlsform.export(found), content_type=xlsform.EXCEL)


@router.post("/{code}/{version}/withdraw", response={204: None, **WRONG})
def withdraw(request: HttpRequest, code: str, version: str) -> Status[None]:
    """Offer a version brought in here no longer; what was answered with it stays readable."""
    keeping.withdraw(actor_of_request(request), code, version)
    return Status(204, None)
