# SPDX-License-Identifier: Apache-2.0
"""Wraps every staff request in acting_as, rendering included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.ui.errors import refused


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
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refusals are answers."""
        return refused(request, exception.message) if isinstance(exception, Refused) else None


def purpose_of(request: HttpRequest) -> str:
    """The purpose that stands in the audit: a token's own, else the named page; opening a part sets a finer one."""
    if getattr(request, "purpose", ""):
        return f"api {request.purpose}"  # type: ignore[attr-defined]
    try:
        return f"page {resolve(request.path_info).view_name}"
    except Resolver404:
        return "page unknown"
