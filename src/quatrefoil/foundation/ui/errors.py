# SPDX-License-Identifier: Apache-2.0
"""Error pages: calm, without detail; the same page for what does not exist and what is not for you."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for everything that is not there for this person."""
    return render(request, "ui/error.html", {"code": 404}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """500 without any detail."""
    return render(request, "ui/error.html", {"code": 500}, status=500)


def refused(request: HttpRequest, message: str | Promise) -> HttpResponse:
    """409: not allowed now, in words that say what to do."""
    return render(request, "ui/error.html", {"code": 409, "message": message}, status=409)
