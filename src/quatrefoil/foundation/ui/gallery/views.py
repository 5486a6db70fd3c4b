# SPDX-License-Identifier: Apache-2.0
"""The gallery; only routed in demo, development and test."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi

from quatrefoil.foundation.ui.gallery import drawings, rows, samples

Build = Callable[[bool], Mapping[str, Any]]


def _components(rtl: bool) -> Mapping[str, Any]:  # noqa: FBT001 - shared by all builders
    return {**rows.components(), **drawings.all_charts(rtl=rtl), "form": samples.checked_form()}


PAGES: Final[dict[str, Build]] = {
    "components": _components,
    "home": lambda _rtl: rows.home(),
    "case": lambda _rtl: rows.case(),
    "disclosure": lambda _rtl: rows.disclosure(),
    "country": lambda rtl: {**rows.country(), **drawings.all_charts(rtl=rtl)},
    "form": lambda _rtl: {"form": samples.ContactForm()},
    "confirm": lambda _rtl: {},
    "sign-in": lambda _rtl: {"form": samples.SignInForm()},
    "print": lambda _rtl: rows.disclosure(),
    "front": lambda _rtl: rows.front(),
    "question": lambda _rtl: {"form": samples.DangerForm({"danger": "now"})},
    "receipt": lambda _rtl: rows.components(),
}


def gallery(request: HttpRequest, page: str = "components") -> HttpResponse:
    """One page of the gallery; the index shows every component."""
    if page not in PAGES:
        raise Http404
    context = dict(PAGES[page](get_language_bidi()))
    context["gallery_pages"] = tuple(PAGES)
    context.setdefault("frame", rows.frame_at("/ui/gallery/" if page == "components" else f"/ui/gallery/{page}/"))
    name = "ui/gallery.html" if page == "components" else f"ui/gallery/{page}.html"
    return render(request, name, context)
