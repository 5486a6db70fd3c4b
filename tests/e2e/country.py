# SPDX-License-Identifier: Apache-2.0
"""The demo as `make demo` runs it, and the few moves by which its people get about."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 300
SENDS = "button:not([name=language]):not([type=button])"


@dataclass(frozen=True, slots=True)
class Demo:
    """Addresses of the running demo, and the folder it keeps its data in."""

    public: str
    staff: str
    home: Path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment() -> dict[str, str]:
    """Of the machine, without the settings of this test run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QUATREFOIL_", "DJANGO_"))}
    return kept | {"PYTHONPATH": str(ROOT / "src")}


def running_country(home: Path) -> Iterator[Demo]:
    """A small country that has been made and serves both sides, until the generator is closed."""
    ports = (free_port(), free_port())
    command = [
        sys.executable, "-m", "quatrefoil", "demo", "--scale", "30", "--home", str(home),
        "--public-port", str(ports[0]), "--staff-port", str(ports[1]),
    ]  # fmt: skip
    running = subprocess.Popen(command, cwd=ROOT, env=environment(), start_new_session=True)
    try:
        for port in ports:
            wait_for(f"http://127.0.0.1:{port}/")
        yield Demo(f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}", home)
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(20)


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except OSError:
        return False
    return True


def wait_for(address: str) -> None:
    for _attempt in range(SECONDS_TO_START):
        if answers(address):
            return
        time.sleep(1)
    raise AssertionError(f"{address} did not answer in {SECONDS_TO_START} seconds")


def sign_in_by_one_click(page: Page, demo: Demo, name: str) -> None:
    """`name` of a person or of an organisation: then as the first of those who work there."""
    page.goto(f"{demo.staff}/sign-in/")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    person = page.locator("form", has_text=name)
    somebody_there = page.locator("details", has_text=name)
    (person if person.count() else somebody_there).locator("button").first.click()
    page.wait_for_url(f"{demo.staff}/")


def press(page: Page, button: Locator) -> None:
    """Click and wait for the page that comes."""
    with page.expect_navigation():
        button.click()


def answer(form: Locator, name: str, value: str) -> None:
    """One question of a form, whatever it looks like: chosen, picked from a list, or written."""
    field = form.locator(f"[name={name}]")
    kind = field.first.evaluate("each => each.type || each.tagName.toLowerCase()")
    if kind in {"radio", "checkbox"}:
        form.locator(f"[name={name}][value='{value}']").check()
    elif kind == "select-one":
        option = field.locator("option", has_text=value).first if not _has_value(field, value) else None
        field.select_option(value if option is None else option.get_attribute("value"))
    elif kind == "file":
        field.set_input_files(value)
    else:
        field.fill(value)


def _has_value(field: Locator, value: str) -> bool:
    return field.locator(f"option[value='{value}']").count() > 0


def send(page: Page, button: str = "", **answered: str) -> str:
    """Answer the questions of the form on the open page and send it; the words of the page that comes.

    button: words on the button, where the form has several.
    """
    first = next(iter(answered), None)
    form = page.locator(f"main form:has([name={first}])" if first else "main form").first
    for name, value in answered.items():
        for each in value.split("|"):
            answer(form, name, each)
    buttons = form.get_by_role("button", name=button) if button else form.locator(SENDS)
    press(page, buttons.first)
    return page.inner_text("main")


def at(page: Page, demo: Demo, path: str) -> str:
    """Open a page of the staff side that must be there; its words."""
    answered = page.goto(demo.staff + path)
    assert answered is not None and answered.status == 200, f"{path} answered {answered and answered.status}"
    return page.inner_text("main")


def fill(page: Page, demo: Demo, path: str, button: str = "", **answered: str) -> str:
    """Open a page, answer its form, send it; the words of the page that comes, which must not name a fault."""
    at(page, demo, path)
    said = send(page, button, **answered)
    faults = page.locator("main .govuk-error-summary")
    assert not faults.count(), f"{path}: {faults.first.inner_text()}"
    return said
