# SPDX-License-Identifier: Apache-2.0
"""Components as people meet them: in a browser, in both directions, wide and narrow, with and without scripts."""

import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page

from tests.unit.ui.room import PAGES, only_this_room

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OUT = Path(__file__).parent / "out"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The gallery on a port of its own."""
    with only_this_room(), make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/ui/gallery"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1360, 390], ids=["wide", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    page: Page, address: str, name: str, width: int, language: str
):
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/{name}/?lang={language}")
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"{name}-{language}-{width}.png", full_page=True)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_enlarged_to_twice_its_size_needs_no_sideways_scrolling(page: Page, address: str, name: str):
    page.set_viewport_size({"width": 640, "height": 450})  # what 1,280 pixels are at 200 %
    page.goto(f"{address}/{name}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_a_slash_goes_to_the_search_but_not_while_typing(page: Page, address: str):
    page.goto(f"{address}/case/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("a/b")
    assert page.input_value("#search") == "a/b"


def test_the_first_tab_reaches_the_exit_and_three_shifts_take_it(page: Page, address: str):
    page.goto(f"{address}/question/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hasAttribute('data-exit')")
    left: list[str] = []
    page.on("request", lambda request: left.append(request.url) if request.is_navigation_request() else None)
    for _ in range(2):
        page.keyboard.press("Shift")
    assert "once more" in page.inner_text("[data-exit-status]")
    assert left == []
    page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert left == ["https://example.org/"]


def test_other_keys_between_the_shifts_do_not_exit(page: Page, address: str):
    page.goto(f"{address}/question/")
    for key in ("Shift", "Shift", "a", "Shift"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url == f"{address}/question/"


def test_leaving_replaces_the_page_in_the_history(page: Page, address: str):
    page.route("https://example.org/", lambda route: route.fulfill(body="news", content_type="text/html"))
    page.goto(f"{address}/front/")
    page.goto(f"{address}/question/")
    page.click("[data-exit]")
    page.wait_for_url("https://example.org/")
    page.go_back()
    assert "/question/" not in page.url


def test_without_scripts_a_choice_shows_what_belongs_to_it(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/form/")
    assert not page.is_visible("#id_number")
    page.check("#id_reach_1")
    assert page.is_visible("#id_number")
    context.close()


def test_a_dialog_opens_and_closes_and_without_scripts_its_link_leads_to_a_page(page: Page, address: str):
    page.goto(f"{address}/components/")
    page.click("[data-dialog]")
    assert page.is_visible("#ask")
    page.click("#ask [data-close]")
    assert not page.is_visible("#ask")
    assert page.get_attribute("[data-dialog]", "href") == "/ui/gallery/confirm/"


def test_an_error_in_the_summary_leads_to_its_field(page: Page, address: str):
    page.goto(f"{address}/components/")
    page.click(".govuk-error-summary a[href='#id_languages_0']")
    assert page.evaluate("document.activeElement.id") == "id_languages_0"


def test_a_draft_is_sent_after_a_change_and_says_so(page: Page, address: str):
    sent: list[str] = []

    def keep(route: object) -> None:
        sent.append(route.request.post_data)  # type: ignore[attr-defined]
        route.fulfill(status=204)  # type: ignore[attr-defined]

    page.clock.install()
    page.goto(f"{address}/components/")
    page.route("**/components/", keep)
    page.fill("#id_words", "There are four of us.")
    page.clock.run_for(9_000)
    assert sent == []
    page.clock.run_for(2_000)
    page.wait_for_function("document.querySelector('[data-draft-status]').textContent.startsWith('Kept')")
    assert len(sent) == 1 and "There are four of us." in sent[0]


def test_after_the_idle_minutes_the_prompt_page_opens(page: Page, address: str):
    page.clock.install()
    page.goto(f"{address}/home/")
    went: list[str] = []
    page.on("request", lambda request: went.append(request.url) if request.is_navigation_request() else None)
    page.clock.run_for(14 * 60_000)
    assert went == []
    page.clock.run_for(61_000)
    page.wait_for_timeout(200)
    assert went and "/ui/gallery/sign-in/?next=" in went[0]


def test_a_menu_closes_with_escape_and_gives_the_focus_back(page: Page, address: str):
    page.goto(f"{address}/home/")
    page.click("details.q-me summary")
    assert page.is_visible(".q-me__menu")
    page.keyboard.press("Escape")
    assert not page.is_visible(".q-me__menu")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
