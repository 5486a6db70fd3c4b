# SPDX-License-Identifier: Apache-2.0
"""The desk in a real browser: axe, both directions, wide and narrow; the page that keeps itself; danger by keyboard."""

from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.identity.models import Account
from quatrefoil.protection.hotline import (
    case_actions,
    contact_actions,
    draft_actions,
    interpreter_actions,
    report_actions,
)
from quatrefoil.protection.hotline.models import DraftContact
from tests.integration.hotline import conftest as room

log, put_on_duty, report = room.log, room.put_on_duty, room.report
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OUT = Path(__file__).parent / "out"
pytestmark = pytest.mark.django_db(databases=["default", "keyring"], transaction=True)


@pytest.fixture
def sign_in(page, live_server):
    def sign_in(name: str, language: str = "en") -> None:
        client = Client()
        client.force_login(Account.objects.get(email=f"{name}@example.org"))
        session = client.session
        session["language"] = language
        session.save()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.clear_cookies()
        page.context.add_cookies([cookie])

    return sign_in


@pytest.fixture
def desk(people, log, report, put_on_duty) -> dict[str, UUID]:
    """A desk on a busy day."""
    put_on_duty(people.hana)
    put_on_duty(people.iben, "backup")
    reach = {"phone": "+44 20 7946 0123", "reach": "text", "safe_to_call_back": "at_times", "safe_word": "lemon"}
    made = {
        "danger": log(people.hana, kind="crisis", language="am", needs_interpreter=True, under_18="not_sure", **reach),
        "waiting": log(people.juma, channel="email", then="desk", danger="some"),
        "said": log(people.hana, words="Ellos tienen mis papeles", translation="They have my papers", language="es"),
        "other": log(people.hana, caller="neighbour", kind="tip"),
        "report": report(danger="soon", own_words="They keep my papers", channel="receipt", language="fr"),
        "arrived": report(danger="now", own_words="please"),
    }
    with acting_as(people.juma, "a test"):
        interpreter_actions.list_interpreter(people.juma, people.iben.member_id, "am")
    with acting_as(people.hana, "a test"):
        made["situation"] = contact_actions.join_two(people.hana, made["other"], made["said"])
        case_actions.place_hold(people.hana, made["other"])
        draft_actions.keep_draft(people.hana, UUID(int=7), {"channel": "phone", "contact_id": str(UUID(int=7))})
        contact_actions.hand_over(people.hana, {made["said"]: "call_back"})
        report_actions.claim_report(people.hana, made["report"])
    return made


def pages(desk: dict[str, UUID]) -> dict[str, dict[str, str]]:
    def of(view: str, key: str) -> str:
        return reverse(f"hotline:{view}", args=[desk[key]])

    return {
        "hana": {
            "home": "/",
            "desk": "/hotline/",
            "log": "/hotline/log/",
            "draft": f"/hotline/log/?draft={UUID(int=7)}",
            "contact": of("contact", "danger"),
            "held": of("contact", "other"),
            "said": of("said", "said"),
            "notes": of("notes", "said"),
            "told": of("told", "danger"),
            "mark": of("danger", "other"),
            "case": of("to_case", "danger"),
            "change": of("change", "danger"),
            "finish": of("finish", "danger"),
            "join": of("join", "danger"),
            "interpreter": of("interpreter", "danger"),
            "situation": of("situation", "situation"),
            "report": of("report", "report"),
            "closed-report": of("report", "arrived"),
            "hand-over": "/hotline/hand-over/",
            "refer-on": "/hotline/refer-on/?need=legal",
            "rota": "/hotline/rota/",
        },
        "juma": {
            "supervisor": "/",
            "rota-edit": "/hotline/rota/",
            "shift": "/hotline/rota/add/",
            "hours": "/hotline/rota/hours/",
            "reading": "/hotline/rota/reading/",
            "interpreters": "/hotline/rota/interpreters/",
        },
    }


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_the_pages_of_the_desk(desk, page, live_server, sign_in, language):
    faults = []
    OUT.mkdir(exist_ok=True)
    for name, paths in pages(desk).items():
        sign_in(name, language)
        for shown, path in paths.items():
            for width in (1360, 390):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(live_server.url + path)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    faults.append((shown, width, "runs off the page", ""))
                page.screenshot(path=OUT / f"hotline-{shown}-{language}-{width}.png", full_page=True)
            # Once a page, on the phone, where things are narrow.
            found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
            faults += [(shown, fault["id"], fault["nodes"][0]["html"]) for fault in found]
    assert faults == []


def test_the_page_for_a_contact_keeps_itself_while_somebody_talks(people, page, live_server, sign_in, acting):
    sign_in("hana")
    page.goto(f"{live_server.url}/hotline/log/")
    page.get_by_label("In their own words").fill("She spoke quietly")
    with page.expect_response("**/hotline/log/keep/", timeout=20_000) as kept:
        pass
    assert kept.value.status == 204
    page.get_by_text("Kept as a draft").wait_for()
    page.goto(f"{live_server.url}/hotline/")
    page.get_by_role("link", name="Contact begun").click()
    assert page.get_by_label("In their own words").input_value() == "She spoke quietly"
    page.get_by_label("Tells of a situation, no danger now").check()
    page.get_by_role("button", name="Save the contact").click()
    page.get_by_role("link", name="What was said").wait_for()
    with acting(people.hana):
        assert not DraftContact.objects.exists()


def test_the_queue_is_walked_by_keyboard_and_danger_is_answered(desk, page, live_server, sign_in):
    sign_in("iben")
    page.goto(f"{live_server.url}/hotline/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    names = page.locator(".h-queue__name")
    assert names.nth(0).evaluate("each => each === document.activeElement")
    page.goto(live_server.url + reverse("hotline:contact", args=[desk["danger"]]))
    page.get_by_role("button", name="I am on it").press("Enter")
    page.get_by_text("I am on it: Iben Holm").wait_for()
