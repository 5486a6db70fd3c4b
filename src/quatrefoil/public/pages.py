# SPDX-License-Identifier: Apache-2.0
"""Placing a public page, and reading a body that may be far too large."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.ui.context import site_of
from quatrefoil.foundation.ui.errors import Trouble, trouble
from quatrefoil.public.floods import LARGE_BODIES, LARGE_BODY

LEAVE: Final = "/leave/"
LARGEST_BODY: Final = 100 * 1024 * 1024  # beyond this nothing is read at all
TOO_LARGE: Final = Trouble(
    _("This is too large to be sent at once"),
    _(
        "Nothing was sent. Your browser may still have what you wrote: go back one page, shorten it or leave out files,"
        " and send again. The rest can follow with your number."
    ),
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def placed(request: HttpRequest, template: str, status: HTTPStatus = HTTPStatus.OK, **context: Any) -> HttpResponse:
    """A page of the public side. The way out goes through our own address, which clears what the browser cached."""
    site = replace(site_of(request), exit_url=LEAVE)
    robots = getattr(settings.OPTIONS, "public_indexed", False)
    return render(request, f"public/{template}.html", {"site": site, "indexed": robots, **context}, status=status)


def limited(view: View[P]) -> View[P]:
    """Read a body before the view does: a few large ones at a time, and a clear page for what is too large."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        size = body_size(request)
        if size > LARGEST_BODY:
            return trouble(request, TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if size <= LARGE_BODY:
            return _served(view, request, *args, **kwargs)
        with LARGE_BODIES:
            return _served(view, request, *args, **kwargs)

    return guarded


def body_size(request: HttpRequest) -> int:
    """What the browser says it sends, in bytes."""
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isascii() and said.isdigit() else 0


def _served(view: View[P], request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
    try:
        if request.method == "POST":
            len(request.POST)  # parses the body, which is where the limits are
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return trouble(request, TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return view(request, *args, **kwargs)
