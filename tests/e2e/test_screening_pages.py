# SPDX-License-Identifier: Apache-2.0
"""A screening in a real browser: axe in both directions, wide and narrow; with the keyboard alone; kept while answering."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from quatrefoil.protection.screening import actions
from tests.integration.screening import conftest as room

case, begun, answered, signs_in_three = room.case, room.begun, room.answered, room.signs_in_three
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = pytest.mark.django_db(databases=["default", "keyring"], transaction=True)


@pytest.fixture
def as_amina(people, page, live_server, browsing):
    def sign_in(language: str = "en") -> str:
        client = browsing(people.amina)
        session = client.session
        session["language"] = language
        session.save()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return str(live_server.url)

    return sign_in


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_the_pages_of_screening(people, acting, case, signs_in_three, page, as_amina, language):
    with acting(people.amina):
        later = actions.go_on(people.amina, signs_in_three.id)
        actions.complete(people.amina, later.id)
        begun = actions.start(people.amina, case.id, "general_indicators")
    address = as_amina(language)
    paths = [
        f"/screening/file/{case.id}/",
        f"/screening/file/{case.id}/start/",
        f"/screening/{begun.id}/page/age/",
        f"/screening/{begun.id}/page/work/",
        f"/screening/{begun.id}/stop/",
        f"/screening/{signs_in_three.id}/result/",
        f"/screening/{signs_in_three.id}/print/",
        f"/screening/{signs_in_three.id}/compare/{later.id}/",
        "/screening/",
        "/questionnaires/general_indicators/2026-04/",
    ]
    faults = []
    for path in paths:
        for width in (1360, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address + path)
            found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
            faults += [(path, width, fault["id"], fault["nodes"][0]["html"]) for fault in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append((path, width, "runs off the page", ""))
    assert faults == []


def test_an_area_is_answered_with_the_keyboard_alone(begun, page, as_amina):
    page.goto(f"{as_amina()}/screening/{begun.id}/page/{room.AREAS[0]}/")
    page.locator("[name=a-d1_01]:checked").focus()
    page.keyboard.press("ArrowRight")  # from "Not asked" around to "Yes"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")  # from "Not asked" back to "Not known"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/page/{room.AREAS[1]}/")
    page.go_back()
    page.reload()
    chosen = [page.locator(f"[name=a-{code}]:checked").get_attribute("value") for code in ("d1_01", "d1_02", "d1_03")]
    assert chosen == ["yes", "unknown", ""]


def test_what_was_answered_is_kept_when_one_goes_to_another_page(begun, page, as_amina):
    page.goto(f"{as_amina()}/screening/{begun.id}/page/{room.AREAS[0]}/")
    page.locator("label", has_text="Yes").first.click()
    with page.expect_response("**/keep/") as kept:
        page.evaluate("""() => {
            Object.defineProperty(document, "hidden", {value: true, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""")
    assert kept.value.status == 204
    page.goto(f"{as_amina()}/screening/{begun.id}/page/{room.AREAS[0]}/")
    assert page.locator("[name=a-d1_01]:checked").get_attribute("value") == "yes"


def test_after_a_draft_the_page_still_saves_without_a_contradiction(begun, page, as_amina):
    """The draft sends the new revision back; the field that carries it has a prefix."""
    page.goto(f"{as_amina()}/screening/{begun.id}/page/{room.AREAS[0]}/")
    page.locator("label", has_text="Yes").first.click()
    with page.expect_response("**/keep/"):
        page.evaluate("""() => {
            Object.defineProperty(document, "hidden", {value: true, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""")
    page.wait_for_selector("[data-draft-status]:not(:empty)")
    page.locator("label", has_text="No").first.click()
    page.get_by_role("button", name="Save and go on", exact=True).click()
    page.wait_for_url(f"**/page/{room.AREAS[1]}/")
