# SPDX-License-Identifier: Apache-2.0
"""The public side as its own process sees it: its addresses, its middleware, its options, and on PostgreSQL its role."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from quatrefoil.foundation.vault import instance_keys
from tests.integration.exchange.conftest import COMMITTED, as_role
from tests.postgres import PUBLIC

__all__ = ["COMMITTED", "Visitor", "public_settings"]
DIRECTIVES = {"default-src": ["'none'"], "style-src": ["'self'"], "script-src": ["'self'"], "img-src": ["'self'"]}


def public_settings(**options: Any) -> override_settings:
    """The settings of `QUATREFOIL_SIDE=public`, inside the process of the tests."""
    changes = {
        "side": "public",
        "site_name": "Open line",
        "country_name": "Marenia",
        "helpline_number": "0808 157 0142",
        **options,
    }
    policy = {"DIRECTIVES": {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], **DIRECTIVES}}
    return override_settings(
        ROOT_URLCONF="quatrefoil.config.urls_public",
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "csp.middleware.CSPMiddleware",
            "quatrefoil.public.middleware.QuietMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        OPTIONS=settings.OPTIONS.model_copy(update=changes),
        IS_PUBLIC=True,
        CONTENT_SECURITY_POLICY=policy,
        DATA_UPLOAD_MAX_MEMORY_SIZE=32 * 1024 * 1024,
    )


class Visitor:
    """Somebody without JavaScript: reads a page, changes fields, presses a button."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=True)
        self.response: Any = None
        self.fields: dict[str, Any] = {}

    def opens(self, address: str) -> "Visitor":
        return self._took(self.client.get(address), address)

    def presses(self, do: str, address: str = "", files: Any = (), **changes: Any) -> "Visitor":
        given = {name.replace("_", "-", 1) if name.startswith("a_") else name: value for name, value in changes.items()}
        sent = {**self.fields, **given, "do": do}
        if files:
            sent["files"] = files
        address = address or self.address
        return self._took(self.client.post(address, sent), address)

    def _took(self, response: Any, address: str) -> "Visitor":
        self.response, self.address = response, address
        self.fields = dict(_fields(self.page))
        return self

    @property
    def page(self) -> str:
        return self.response.content.decode()

    @property
    def text(self) -> str:
        """What is read, without markup and hidden fields."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.page)).split())

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""

    @property
    def receipt(self) -> str:
        found = re.search(r'q-said-number"[^>]*>([0-9 ]{19})<', self.page)
        return found[1].replace(" ", "") if found else ""


def _fields(page: str) -> Iterator[tuple[str, Any]]:
    """What a browser would send of the page as it stands: hidden fields, chosen radios and boxes, selects and texts."""
    several: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind, name = attributes.get("type", "text"), attributes.get("name", "")
        chosen = kind not in {"radio", "checkbox"} or re.search(r"\schecked[\s>]", tag)
        if name and chosen and kind not in {"file", "submit"}:
            several.setdefault(name, []).append(html.unescape(attributes.get("value", "")))
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        several.setdefault(name, []).append(html.unescape(text))
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        selected = re.search(r'<option value="([^"]*)" selected>', options)
        several.setdefault(name, []).append(html.unescape(selected[1]) if selected else "")
    for name, values in several.items():
        yield name, values if len(values) > 1 else values[0]


@contextmanager
def _public() -> Iterator[Visitor]:
    instance_keys.ensure_keys()
    with public_settings(), as_role(PUBLIC):
        yield Visitor()


@pytest.fixture
def visiting() -> Any:
    """`with visiting() as visitor:` is somebody at the public site."""
    return _public
