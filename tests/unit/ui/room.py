# SPDX-License-Identifier: Apache-2.0
"""The ui room alone: its pages answer without sessions, accounts or a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.views import serve
from django.test import override_settings
from django.urls import include, path, re_path

urlpatterns = [
    path("ui/", include("quatrefoil.foundation.ui.urls")),
    re_path(r"^static/(?P<path>.*)$", serve, {"insecure": True}),
]
handler404 = "quatrefoil.foundation.ui.errors.not_found"
PAGES = (
    "components", "home", "case", "disclosure", "country", "form", "confirm", "sign-in", "print", "front", "question",
    "receipt",
)  # fmt: skip


class LanguageOfQuery:
    """?lang=ar instead of a session."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        from django.utils import translation

        with translation.override(request.GET.get("lang", "en")):
            return self.get_response(request)


@contextmanager
def only_this_room(**options: Any) -> Iterator[None]:
    """Settings in which nothing but the ui room stands."""
    given = {
        "mode": "demo",
        "side": "staff",
        "site_name": "Open line",
        "country_name": "Marenia",
        "helpline_number": "0808 157 0142",
        "exit_url": "https://example.org/",
        "staff_url": "http://127.0.0.1:8001",
        "public_url": "http://127.0.0.1:8000",
    }
    with override_settings(
        ROOT_URLCONF=__name__,
        OPTIONS=SimpleNamespace(**{**given, **options}),
        MIDDLEWARE=[
            "csp.middleware.CSPMiddleware",
            f"{__name__}.LanguageOfQuery",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
        TEMPLATES=[
            {
                **settings.TEMPLATES[0],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "quatrefoil.foundation.ui.context.frame",
                    ]
                },
            }
        ],
    ):
        yield
