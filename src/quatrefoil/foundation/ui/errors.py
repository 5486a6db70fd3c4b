# SPDX-License-Identifier: Apache-2.0
"""Error pages: calm, without detail; the same page for what does not exist and what is not for you."""

from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.ui.context import site_of

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Trouble:
    """A heading and what to do next."""

    title: Words
    text: Words


NOT_FOUND = Trouble(
    _("This page is not here"),
    _("It may have moved, or it may not be open to you. Nothing you entered elsewhere is lost."),
)
NOT_UNDERSTOOD = Trouble(
    _("We could not read that"),
    _("Part of what was sent did not arrive whole. Please go back and try once more."),
)
TOO_OLD = Trouble(
    _("This page had been open for a long time"),
    _("Nothing was sent, to keep your work safe. Go back, load the page again, and send it once more."),
)
REFUSED_TITLE = _("This cannot be done now")
FAILED = Trouble(
    _("Something went wrong on our side"),
    _("It is not your fault. Please wait a minute and try again. What was saved before is safe."),
)


def not_found(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """The same answer for what does not exist and for what this person may not see."""
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": "Not Found"}, status=404)
    if isinstance(exception, BadRequest | SuspiciousOperation):
        return trouble(request, NOT_UNDERSTOOD, HTTPStatus.BAD_REQUEST)
    return trouble(request, NOT_FOUND, HTTPStatus.NOT_FOUND)


def refused(request: HttpRequest, message: Words) -> HttpResponse:
    """409: an act that is not allowed now; the message says why and what to do."""
    return trouble(request, Trouble(REFUSED_TITLE, message), HTTPStatus.CONFLICT)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A form whose security mark had expired (setting CSRF_FAILURE_VIEW)."""
    return trouble(request, TOO_OLD, HTTPStatus.FORBIDDEN)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of ours; written without sessions, messages or frame, which may be what failed."""
    page = render_to_string("ui/error.html", {"trouble": FAILED, "site": site_of(request)})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def trouble(request: HttpRequest, words: Trouble, status: HTTPStatus) -> HttpResponse:
    """The page, whatever the trouble."""
    return render(request, "ui/error.html", {"trouble": words}, status=status)
