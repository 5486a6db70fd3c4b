# SPDX-License-Identifier: Apache-2.0
"""What the pages of sharing have in common: who asks, the way back to the file, refusals inside a form."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.selectors import FileHeader, file_header
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.ui.pieces import Crumb
from quatrefoil.foundation.vault.selectors import page_of

NOT_MENDED = 422
R = TypeVar("R")


def actor_of(request: HttpRequest) -> Actor:
    """Who asks; a page without anybody at work does not exist."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise NotVisible
    return actor


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form; None when nothing was sent. An empty POST is still one."""
    return request.POST if request.method == "POST" else None


def crumbs_of(file: FileHeader, last: str) -> list[Crumb]:
    """The way back to the file."""
    return [Crumb(file.reference_name, file_page(file)), Crumb(last)]


def file_page(file: FileHeader) -> str:
    """The page of a file, or the consents on it where no wing has a page for files of this kind."""
    return page_of(file.kind, file.id) or reverse("sharing:consents", args=[file.id])


def file_of(request: HttpRequest, file_id: UUID) -> tuple[Actor, FileHeader]:
    """Who asks, and the file when they reach it."""
    actor = actor_of(request)
    return actor, file_header(actor, file_id)


def tried(form: Form, act: Callable[[], R]) -> "R | None":
    """What the act returns; a refusal becomes words in the form."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return None


def form_page(request: HttpRequest, form: Form, heading: str, **context: Any) -> HttpResponse:
    """A page with one form; 422 when something needs mending."""
    status = NOT_MENDED if form.is_bound and form.errors else 200
    shown = {"form": form, "heading": heading, "button": _("Save"), **context}
    return render(request, "sharing/form.html", shown, status=status)
