# SPDX-License-Identifier: Apache-2.0
"""Error pages: calm, without detail; the same page for what does not exist and what is not for you."""

from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
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
TOO_LARGE = Trouble(
    _("This is too large to be sent at once"),
    _(
        "Nothing was saved. Your browser may still have what you wrote: go back one page, shorten it, and send it again."
    ),
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
    is_unreadable = isinstance(exception, BadRequest | SuspiciousOperation)
    if request.path_info.startswith("/api/"):
        words = TOO_LARGE.text if isinstance(exception, RequestDataTooBig) else NOT_UNDERSTOOD.text
        detail = str(words) if is_unreadable else "Not Found"
        return JsonResponse({"detail": detail}, status=400 if is_unreadable else 404)
    if isinstance(exception, RequestDataTooBig):
        return trouble(request, TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if is_unreadable:
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
