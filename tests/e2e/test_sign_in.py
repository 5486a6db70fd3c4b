# SPDX-License-Identifier: Apache-2.0
"""Signing in as people do it: passkey, authenticator app, lock-out, idle lock, the demo; in both directions."""

import re
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from quatrefoil.foundation.identity.models import Account
from tests.e2e.conftest import sign_in
from tests.people import PASSWORD, make_people

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keyring"]),
    pytest.mark.second_factor,
]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OUT = Path(__file__).parent / "out"


@pytest.fixture(autouse=True)
def _people(transactional_db):
    cache.clear()
    make_people()


def axe_finds_nothing(page: Page, picture: str = "") -> None:
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
    if picture:
        OUT.mkdir(exist_ok=True)
        page.screenshot(path=OUT / f"{picture}.png", full_page=True)


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def add_passkey(page: Page) -> None:
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("my phone")
    axe_finds_nothing(page, "passkey-add")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def move_session_back(minutes: int) -> None:
    """As if nobody had touched the page for so long."""
    row = Session.objects.get()
    data = row.get_decoded()
    data["seen_at"] -= minutes * 60
    row.session_data = Session.objects.encode(data)
    row.save()


def test_amina_adds_a_passkey_at_her_first_sign_in_and_signs_in_with_it_alone(page: Page, staff: str, passkeys):
    sign_in(page, staff, "amina@example.org")
    expect(page.get_by_role("heading", name="One more step before you begin")).to_be_visible()
    axe_finds_nothing(page, "second-factor-needed")
    add_passkey(page)
    axe_finds_nothing(page, "recovery-codes")
    page.get_by_role("button", name="I have written them down").click()
    expect(page.get_by_role("heading", name=re.compile("Amina"))).to_be_visible()
    page.goto(f"{staff}/me/")
    assert "my phone" in page.inner_text("main")
    axe_finds_nothing(page, "my-account")
    page.context.clear_cookies()
    page.goto(f"{staff}/sign-in/?next=/me/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_a_passkey_is_a_second_step_too_and_opens_a_closed_account(page: Page, staff: str, passkeys):
    sign_in(page, staff, "amina@example.org")
    add_passkey(page)
    page.context.clear_cookies()
    sign_in(page, staff, "amina@example.org")
    axe_finds_nothing(page, "second-step")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name=re.compile("Amina"))).to_be_visible()
    page.context.clear_cookies()
    for _try in range(5):
        sign_in(page, staff, "amina@example.org", "wrong horse battery")
    expect(page.get_by_role("heading", name="This account is closed for now")).to_be_visible()
    page.goto(f"{staff}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name=re.compile("Amina"))).to_be_visible()


def test_a_device_that_refuses_is_told_in_words(page: Page, staff: str, passkeys):
    page.goto(f"{staff}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey did not answer.")).to_be_visible()
    axe_finds_nothing(page)


def test_bela_adds_an_app_and_signs_in_with_its_codes_without_javascript(browser: Browser, staff: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, staff, "bela@example.org")
    page.get_by_role("link", name="Add an authenticator app").click()
    secret = page.inner_text("#authenticator_secret")
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Add the app").click()
    first = page.inner_text("#recovery-codes li >> nth=0")
    context.clear_cookies()
    sign_in(page, staff, "bela@example.org")
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Sign in").click()
    assert page.inner_text("h1").endswith(", Bela")
    context.clear_cookies()
    sign_in(page, staff, "bela@example.org")
    page.get_by_label("Code").fill(first)
    page.get_by_role("button", name="Sign in").click()
    assert page.inner_text("h1").endswith(", Bela")
    context.close()


def test_five_failures_close_the_account_and_the_page_says_until_when(page: Page, staff: str):
    for _try in range(5):
        sign_in(page, staff, "farah@example.org", "wrong horse battery")
    expect(page.get_by_role("heading", name="This account is closed for now")).to_be_visible()
    assert "Try again after today" in page.inner_text("main")
    axe_finds_nothing(page, "closed-for-now")
    sign_in(page, staff, "farah@example.org")
    expect(page.get_by_role("heading", name="This account is closed for now")).to_be_visible()


def test_an_idle_page_locks_by_itself_and_leads_back(page: Page, staff: str):
    page.clock.install()
    sign_in(page, staff, "farah@example.org")
    page.goto(f"{staff}/me/")
    page.clock.fast_forward("15:30")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    axe_finds_nothing(page, "locked")
    assert "Farah" not in page.content()
    page.goto(f"{staff}/")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.goto(f"{staff}/me/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_what_was_typed_before_the_lock_is_sent_after_it(page: Page, staff: str):
    sign_in(page, staff, "farah@example.org")
    page.goto(f"{staff}/me/")
    page.get_by_label("Français").check()
    move_session_back(minutes=16)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.get_by_text("What you typed is kept in this page")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    axe_finds_nothing(page, "resume")
    page.get_by_role("button", name="Send it now").click()
    page.wait_for_url(f"{staff}/me/")
    assert Account.objects.get(email="farah@example.org").language == "fr"


def test_a_passkey_unlocks(page: Page, staff: str, passkeys):
    sign_in(page, staff, "amina@example.org")
    add_passkey(page)
    page.goto(f"{staff}/lock/?next=/me/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_the_demo_signs_in_with_one_click_in_both_directions(page: Page, staff: str, monkeypatch):
    monkeypatch.setattr(settings.OPTIONS, "mode", "demo")
    page.goto(f"{staff}/sign-in/")
    axe_finds_nothing(page, "demo-sign-in-en")
    page.get_by_role("button", name="العربيّة").click()
    assert page.get_attribute("html", "dir") == "rtl"
    axe_finds_nothing(page, "demo-sign-in-ar")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Sign in as Dana Levi").first.click()
    expect(page.get_by_role("heading", name=re.compile("Dana"))).to_be_visible()


@pytest.mark.parametrize(
    "path", ["/access/members/", "/access/members/invite/", "/access/members/roles/", "/me/second-factors/"]
)
def test_axe_finds_nothing_on_the_administrators_pages(page: Page, staff: str, monkeypatch, path: str):
    monkeypatch.setattr(settings.OPTIONS, "mode", "demo")
    page.goto(f"{staff}/sign-in/")
    page.get_by_role("button", name="Sign in as Mio Sato").first.click()
    for width in (1360, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{staff}{path}")
        axe_finds_nothing(page, f"{path.strip('/').replace('/', '-')}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
