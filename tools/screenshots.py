# SPDX-License-Identifier: Apache-2.0
"""Pictures of the documentation, taken from the demo country: `PYTHONPATH=src:. python tools/screenshots.py`.

Runs the demo in a temporary folder, or uses one that runs already: `--public ADDRESS --staff ADDRESS`.
"""

import argparse
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser import find_browser, open_browser

OUT = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDE, PHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
PUBLIC_PORT, STAFF_PORT = 8790, 8791
MOST_BYTES = 120_000
OF_A_CASE = re.compile(r"/cases/([0-9a-f-]{36})/")


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description="Pictures for docs/images.")
    parser.add_argument("--public", default="")
    parser.add_argument("--staff", default="")
    given = parser.parse_args()
    path = find_browser()
    if path is None:
        sys.exit("No browser: install chromium, or name one in QUATREFOIL_CHROMIUM.")
    OUT.mkdir(exist_ok=True)
    with demo(given.public, given.staff) as (public, staff), open_browser(path) as browser:
        of_the_public_side(browser, public)
        of_the_desk(browser, staff)
        of_a_case(browser, staff)
        of_the_country(browser, staff)


@contextmanager
def demo(public: str, staff: str) -> Iterator[tuple[str, str]]:
    """Addresses of a running demo."""
    if public and staff:
        yield public, staff
        return
    with tempfile.TemporaryDirectory() as folder:
        ports = ["--public-port", str(PUBLIC_PORT), "--staff-port", str(STAFF_PORT)]
        words = ["demo", "--scale", "60", "--home", f"{folder}/home", *ports]
        running = subprocess.Popen([sys.executable, "-m", "quatrefoil", *words], start_new_session=True)  # noqa: S603
        try:
            addresses = f"http://127.0.0.1:{PUBLIC_PORT}", f"http://127.0.0.1:{STAFF_PORT}"
            for address in addresses:
                _wait(address)
            yield addresses
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait(20)


def _wait(address: str) -> None:
    for _attempt in range(300):
        try:
            urllib.request.urlopen(f"{address}/", timeout=5).close()  # noqa: S310
        except OSError:
            time.sleep(1)
        else:
            return
    sys.exit(f"{address} did not answer.")


def of_the_public_side(browser: Browser, public: str) -> None:
    """The front page in two directions, and the first question."""
    page = browser.new_page(viewport=WIDE)
    for name, path in (("public-front", "en/"), ("public-front-ar", "ar/"), ("public-question", "en/tell/")):
        show(page, f"{public}/{path}")
        take(page, name)


def of_the_desk(browser: Browser, staff: str) -> None:
    """Home and queue of an advocate."""
    page = work_as(browser, staff, "Hana Kim")
    take(page, "staff-home")
    show(page, f"{staff}/hotline/")
    take(page, "desk")


def of_a_case(browser: Browser, staff: str) -> None:
    """A case, wide and on a phone, the sheet of a referral, and who saw the record."""
    page = work_as(browser, staff, "Amina Sarr")
    show(page, f"{staff}/cases/")
    links = page.locator("main table a[href^='/cases/']")
    found = (OF_A_CASE.match(path) for path in links.evaluate_all("all => all.map(each => each.getAttribute('href'))"))
    case = next(match[1] for match in found if match)
    show(page, f"{staff}/cases/{case}/")
    take(page, "case")
    page.set_viewport_size(PHONE)
    take(page, "case-phone")
    page.set_viewport_size(WIDE)
    show(page, f"{staff}/sharing/files/{case}/refer/")
    page.get_by_label("Medical check").check()
    clinic = page.get_by_label("Where", exact=True).locator("option", has_text="Port Clinic").first
    page.get_by_label("Where", exact=True).select_option(label=clinic.inner_text())
    page.get_by_role("button", name="See the sheet").click()
    page.wait_for_url("**/refer/sheet/**")
    take(page, "refer")
    show(page, f"{staff}/audit/records/{case}/")
    take(page, "who-saw")


def of_the_country(browser: Browser, staff: str) -> None:
    """The national page of a rapporteur."""
    page = work_as(browser, staff, "Farah Idris")
    show(page, f"{staff}/country/")
    take(page, "national")


def work_as(browser: Browser, staff: str, name: str) -> Page:
    """A page of its own, signed in with the demo's one click."""
    page = browser.new_page(viewport=WIDE)
    show(page, f"{staff}/sign-in/")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.locator("form", has_text=name).get_by_role("button").first.click()
    page.wait_for_url(f"{staff}/")
    return page


def show(page: Page, address: str) -> None:
    """Open a page; one that is not there ends the tool, so that no refusal becomes a picture."""
    answered = page.goto(address)
    if answered is None or not answered.ok:
        sys.exit(f"{address} does not open")


def take(page: Page, name: str) -> None:
    """One picture, small enough for a repository."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(96)
    path = OUT / f"{name}.png"
    picture.save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        sys.exit(f"{path} is too large: {path.stat().st_size} bytes")
    print(f"{name}: {path.stat().st_size} bytes, {page.title()}")


if __name__ == "__main__":
    main()
