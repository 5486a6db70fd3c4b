# SPDX-License-Identifier: Apache-2.0
"""Wraps every staff request in acting_as, rendering included."""

import re
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.ui.errors import refused
from quatrefoil.methods.safe_files import plain_text

# First bytes, in UTF-8, of the marks that plain_text writes out: most pages hold none and are not taken apart.
TURNS_OR_HIDES: Final = re.compile(
    rb"\xe2\x80[\x8b\xaa-\xae]|\xe2\x81[\xa0-\xa9]|\xc2\xad|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb]|\xf3\xa0"
)


class ActingMiddleware:
    """Nothing is rendered outside the actor's transaction; a refusal becomes a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request as its actor."""
        actor = getattr(request, "actor", None)
        if actor is None:
            return self.get_response(request)
        with acting_as(actor, purpose_of(request)):
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
            _write_out_hidden_marks(response)
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refusals are answers."""
        return refused(request, exception.message) if isinstance(exception, Refused) else None


def _write_out_hidden_marks(response: HttpResponse) -> None:
    """What turns or hides text is shown, whoever wrote it and on whichever page; what is stored stays as it was written."""
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    if TURNS_OR_HIDES.search(response.content):
        response.content = plain_text.written_out(response.content.decode()).encode()


def purpose_of(request: HttpRequest) -> str:
    """The purpose that stands in the audit: a token's own, else the named page; opening a part sets a finer one."""
    if getattr(request, "purpose", ""):
        return f"api {request.purpose}"  # type: ignore[attr-defined]
    try:
        return f"page {resolve(request.path_info).view_name}"
    except Resolver404:
        return "page unknown"
