# SPDX-License-Identifier: Apache-2.0
"""Exit this page, with the bundle that public pages load: by click, by key, and with nothing to go back to."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

BUILT = Path(__file__).resolve().parents[2] / "src/quatrefoil/foundation/ui/static/built"
REPORT = """<!doctype html><html lang="en"><title>Report</title><link rel="stylesheet" href="/public.css">
<body class="govuk-template__body"><div class="govuk-exit-this-page" data-module="govuk-exit-this-page">
<a href="/elsewhere" class="govuk-button govuk-button--warning govuk-exit-this-page__button">Exit this page</a></div>
<form><label for="what">What happened</label><textarea id="what"></textarea></form>
<script src="/public.js" defer></script></body></html>"""
PLAIN = "<!doctype html><html lang='en'><title>{0}</title><h1>{0}</h1></html>"
PAGES = {"/before": PLAIN.format("Before"), "/report": REPORT, "/elsewhere": PLAIN.format("Weather")}


class Site(SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path not in PAGES:
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        return self.wfile.write(PAGES[self.path].encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=BUILT))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def report(page: Page, site: str) -> Page:
    page.goto(f"{site}/before")
    page.goto(f"{site}/report")
    page.wait_for_selector(".govuk-exit-this-page__indicator", state="attached")
    page.fill("#what", "something that must not stay")
    return page


def test_leaving_by_click_leaves_no_way_back(report: Page, site: str):
    report.click("text=Exit this page")
    report.wait_for_url(f"{site}/elsewhere")
    report.go_back()
    assert report.title() == "Before"


def test_pressing_shift_three_times_leaves(report: Page, site: str):
    for _ in range(3):
        report.keyboard.press("Shift")
    report.wait_for_url(f"{site}/elsewhere")


def test_typing_capital_letters_does_not_leave(report: Page, site: str):
    for letter in "ABCD":
        report.keyboard.press(f"Shift+{letter}")
    assert report.url == f"{site}/report"


def test_the_way_out_works_without_script(browser, site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/report")
    page.click("text=Exit this page")
    assert page.title() == "Weather"
    context.close()
