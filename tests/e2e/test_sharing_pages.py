# SPDX-License-Identifier: Apache-2.0
"""The pages of sharing and of the directory in a real browser: axe, both directions, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from quatrefoil.foundation.identity.models import Account
from quatrefoil.foundation.identity.roles import HEALTH
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.foundation.sharing import disclosure_actions
from tests.integration.sharing import conftest as room

# The room's own world and renderers.
declared, world, agree = room.declared, room.world, room.agree
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = pytest.mark.django_db(databases=["default", "keyring"], transaction=True)


@pytest.fixture
def sign_in(page, live_server):
    def sign_in(name: str, language: str) -> None:
        client = Client()
        client.force_login(Account.objects.get(email=f"{name}@example.org"))
        session = client.session
        session["language"] = language
        session.save()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.clear_cookies()
        page.context.add_cookies([cookie])

    return sign_in


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_the_pages_of_sharing(world, agree, acting, page, live_server, sign_in, language):
    agree()
    with acting(world.people.mio) as mio:
        body = registers.save_body(mio, {"name": "Village nurse"})
        nurse = registers.save_service(mio, {"body_id": body.id, "need": "medical", "name_en": "Home visits"})
    agree(recipient=body.id, recipient_label="Village nurse")
    with acting(world.people.amina) as amina:
        sent = disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH))
        on_paper = disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH, where=f"service:{nurse.id}"))
    file = f"/sharing/files/{world.file_id}"
    addresses = {
        "amina": [
            f"{file}/consent/",
            f"{file}/consent/ask/",
            f"{file}/refer/",
            f"{file}/refer/sheet/?where={world.clinic}&purpose=medical",
            f"{file}/refer/duty/?where={world.police}&purpose=investigation",
            "/sharing/sent/",
            f"/sharing/sent/{sent}/",
            f"/sharing/sent/{on_paper}/",
            f"{file}/demands/new/",
            "/sharing/agreements/",
        ],
        "karim": ["/sharing/received/", f"/sharing/received/{sent}/", "/registers/services/"],
        "mio": [
            "/registers/keeping/",
            "/registers/services/new/",
            "/registers/services/import/",
            "/sharing/agreements/new/",
        ],
    }
    faults = []
    for name, paths in addresses.items():
        sign_in(name, language)
        for path in paths:
            for width in (1360, 390):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(live_server.url + path)
                found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
                faults += [(path, width, fault["id"], fault["nodes"][0]["html"]) for fault in found]
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    faults.append((path, width, "runs off the page", ""))
    assert faults == []


def test_a_referral_is_sent_by_keyboard_alone(world, agree, page, live_server, sign_in):
    agree()
    sign_in("amina", "en")
    page.goto(f"{live_server.url}/sharing/files/{world.file_id}/refer/sheet/?where={world.clinic}&purpose=medical")
    button = page.get_by_role("button", name="Send to Port Clinic")
    for _tab in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/sharing/sent/")
    assert page.get_by_text("Sent to Port Clinic.").is_visible()
