# SPDX-License-Identifier: Apache-2.0
"""The pages of documents in a real browser: axe, both directions, wide and narrow; a picture that shows only when asked."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from quatrefoil.foundation.documents import actions
from quatrefoil.foundation.identity.models import Account
from tests.integration.documents import conftest as room
from tests.unit.methods import hostile_files as hostile

file_id, attach = room.file_id, room.attach
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("QUATREFOIL_PICTURES", "")
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


@pytest.fixture
def documents(people, acting, attach):
    """A photograph, a distressing one, a reported one, a letter, and a file that cannot be shown."""
    photo = attach("scar.jpg", hostile.picture(size=(900, 600)), "photo", title="Scar on the left arm")
    harsh, closed = (attach(name, hostile.picture(size=(600, 900)), "photo") for name in ("a.jpg", "b.jpg"))
    letter = attach("letter.txt", b"Words.", "letter", title="From the landlord")
    program = attach("holiday.jpg", b"MZ" + bytes(200))
    with acting(people.amina) as amina:
        actions.mark_distressing(amina, harsh.id)
        actions.report_abuse_material(amina, closed.id)
    return {"photo": photo, "harsh": harsh, "closed": closed, "letter": letter, "program": program}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_the_pages_of_documents(documents, file_id, page, live_server, sign_in, language):
    of = f"/documents/of/{file_id}"
    paths = {"files": f"{of}/", "add": f"{of}/add/", "print": f"{of}/print/", "sheet": f"{of}/sheet/"}
    paths |= {name: f"/documents/{each.id}/" for name, each in documents.items()}
    paths |= {"report": f"/documents/{documents['photo'].id}/report/"}
    paths |= {"discard": f"/documents/{documents['photo'].id}/discard/"}
    paths |= {"original": f"/documents/{documents['photo'].id}/original/"}
    sign_in("chidi", language)
    faults = []
    for name, path in paths.items():
        for width in (1360, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(live_server.url + path)
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{name}-{language}-{width}.png", full_page=True)
            found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
            faults += [(name, width, fault["id"], fault["nodes"][0]["html"]) for fault in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append((name, width, "runs off the page", ""))
    assert faults == []


def test_a_picture_shows_after_a_reason_in_a_window_of_its_own(documents, page, live_server, sign_in):
    sign_in("amina", "en")
    page.goto(f"{live_server.url}/documents/{documents['photo'].id}/")
    page.get_by_label("Why do you open this?").fill("to describe it")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Show the picture").click()
    window = opened.value
    window.wait_for_load_state()
    assert window.evaluate("document.images[0].naturalWidth") == 900
    assert window.evaluate("self.origin") == "null"  # the sandbox: it could do nothing, were it a page
