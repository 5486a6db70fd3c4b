# SPDX-License-Identifier: Apache-2.0
"""A running staff side for the browser (named localhost: browsers make passkeys for names only), and the demo."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, CDPSession, Page

from tests.e2e.country import Demo, running_country, sign_in_by_one_click
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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo as `make demo` runs it; one for all tests, each of which makes the files it needs."""
    yield from running_country(tmp_path_factory.mktemp("demo") / "home")


@pytest.fixture
def work_as(browser: Browser, demo: Demo) -> Iterator[Callable[[str], Page]]:
    """`work_as("Hana Kim")` or `work_as("Port Clinic")`: signed in with the demo's one click as one who works there."""
    contexts = []

    def begin(name: str) -> Page:
        contexts.append(browser.new_context())
        page: Page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        sign_in_by_one_click(page, demo, name)
        return page

    yield begin
    for context in contexts:
        context.close()


def sign_in(page: Page, address: str, email: str, password: str = PASSWORD) -> None:
    """Write e-mail address and password, and send them."""
    page.goto(f"{address}/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
