# SPDX-License-Identifier: Apache-2.0
"""A running staff side for the browser. Its name is localhost: browsers make passkeys for names only."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import CDPSession, Page

from tests.people import PASSWORD


@pytest.fixture
def staff(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of the staff side."""
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost", "127.0.0.1"])
    return str(live_server.url)


@pytest.fixture
def passkeys(page: Page) -> Iterator[CDPSession]:
    """A device in the browser that makes passkeys and always says yes."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield device
    device.detach()


def sign_in(page: Page, address: str, email: str, password: str = PASSWORD) -> None:
    """Write e-mail address and password, and send them."""
    page.goto(f"{address}/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
