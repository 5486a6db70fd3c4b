# SPDX-License-Identifier: Apache-2.0
"""Every answer of the public side: no cookie, no address, nothing kept, the language of the address."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from quatrefoil.public.startup import refuse_wrong_role

# What tells who asks. It is taken out before anything can write it down.
ADDRESSES: Final = (
    "REMOTE_ADDR",
    "REMOTE_PORT",
    "REMOTE_HOST",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_CLIENT_IP",
    "HTTP_COOKIE",
    "HTTP_REFERER",
    "HTTP_USER_AGENT",
)
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


class QuietMiddleware:
    """Sits innermost, so that what it takes out no view can use, and what it sets no view can forget."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        if settings.IS_PUBLIC:
            refuse_wrong_role(connection)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request in the language of its address."""
        for name in ADDRESSES:
            request.META.pop(name, None)
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        response.cookies.clear()
        for name, value in HEADERS.items():
            response.headers[name] = value
        if getattr(settings.OPTIONS, "public_indexed", False):
            del response.headers["X-Robots-Tag"]
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """The language that the address names; for other addresses the one that the browser asks for."""
    first = request.path_info.removeprefix("/").partition("/")[0]
    known = {code for code, _name in settings.LANGUAGES}
    return first if first in known else translation.get_language_from_request(request)
