# SPDX-License-Identifier: Apache-2.0
"""The pages that only show: front, job offers, services, leaving, and the two files that machines ask for."""

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quatrefoil.foundation.registers.selectors import public_services, region_choices
from quatrefoil.foundation.ui.pieces import Door
from quatrefoil.public.middleware import language_of
from quatrefoil.public.pages import placed

CLEARED: Final = '"cache", "cookies", "storage"'


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the front page in the language that the browser asks for."""
    response = HttpResponseRedirect(f"/{language_of(request)}/")
    response.headers["Vary"] = "Accept-Language"
    return response


@require_safe
def front(request: HttpRequest, language: str) -> HttpResponse:
    """Few words and one strong door each."""
    at = f"/{language}/"
    doors = (
        Door(_("I need help"), _("For you or someone with you. In danger now? Start here."), f"{at}ask/", "protection"),
        Door(
            _("I want to report"),
            _("Something you saw or heard. You do not have to give your name."),
            f"{at}tell/",
            "prosecution",
        ),
        Door(
            _("Check a job offer"), _("Is the recruiter known? What to ask before you go."), f"{at}work/", "prevention"
        ),
        Door(_("Find a service"), _("Shelter, doctor, lawyer, counsellor near you."), f"{at}places/", "partnership"),
    )
    return placed(request, "front", doors=doors, promises=promises(), helpline=helpline_words(), at=at)


@require_safe
def work(request: HttpRequest, language: str) -> HttpResponse:
    """What to ask before one goes."""
    return placed(request, "work", at=f"/{language}/")


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, language: str) -> HttpResponse:
    """The public directory. What is looked for travels in the body, so it stays out of the browser's history."""
    chosen = {"region": request.POST.get("region", ""), "need": request.POST.get("need", "")}
    everything = public_services(language)
    found = public_services(language, chosen["region"], chosen["need"]) if any(chosen.values()) else everything
    return placed(
        request,
        "places",
        services=found,
        regions=region_choices(),
        needs=sorted({(each.need, each.need_label) for each in everything}, key=lambda pair: pair[1]),
        chosen=chosen,
        at=f"/{language}/",
    )


def leave(_request: HttpRequest) -> HttpResponse:
    """Away from here, by way of an answer that asks the browser to clear what this site left in its cache."""
    response = HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": settings.OPTIONS.exit_url})
    response.headers["Clear-Site-Data"] = CLEARED
    return response


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines are kept out unless the operator wants to be found."""
    rule = "Allow: /" if settings.OPTIONS.public_indexed else "Disallow: /"
    return HttpResponse(f"User-agent: *\n{rule}\n", content_type="text/plain")


@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    """RFC 9116, where the operator named a contact for security reports."""
    options = settings.OPTIONS
    if not options.security_contact:
        raise Http404
    lines = (f"Contact: {options.security_contact}", f"Expires: {options.security_expires}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def promises() -> tuple[str, ...]:
    """The three promises, each true under the law."""
    return (
        _("You need no account and no name."),
        _(
            "We ask you first before anybody else is told. If a law forces us, for example for a child in danger, we try to"
            " tell you first."
        ),
        _("You get a number. With it you can read our answer and add more. It opens nothing else."),
    )


def helpline_words() -> str:
    """What the operator says beside the number (when, in which languages), and what to do after a call."""
    said = settings.OPTIONS.helpline_note.get(get_language() or "en", "")
    after = _("Delete the call from your call log afterwards.")
    return f"{said} {after}".strip()
