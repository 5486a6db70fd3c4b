# SPDX-License-Identifier: Apache-2.0
"""The public site in a browser: with the keyboard alone, without JavaScript, in both directions, wide and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page

from tests.public_server import Installation, PublicServer

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OUT = Path(__file__).parent / "out"
BUDGET = 60_000  # bytes that a page and what it needs may weigh on the way (LOOK.md, type)
# Bytes of each body as it travelled, whether or not it came from the cache, and 500 for its headers.
WEIGHTS = "['navigation', 'resource'].flatMap(t => performance.getEntriesByType(t)).map(e => e.encodedBodySize + 500)"
STEPS = (
    "front", "danger", "reach", "address", "themes", "words", "receipt", "number", "mistyped", "thread", "written", "work",
    "places", "missing",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    server = PublicServer(
        Installation(tmp_path_factory.mktemp("public")), exit_url="/robots.txt", helpline_number="0808 157 0142"
    )
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    """A page that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def go(page: Page, address: str, language: str, step: str) -> None:
    """Walk to a page as somebody would."""
    places = {
        "front": "",
        "number": "number/",
        "mistyped": "number/",
        "work": "work/",
        "places": "places/",
        "missing": "nothing/",
    }
    page.goto(f"{address}/{language}/{places.get(step, 'tell/')}")
    if step == "mistyped":
        page.fill("#id_number", "1234")
        page.click("main .govuk-button")
    if step not in places and step != "danger":
        _on(page, step)


def _on(page: Page, step: str) -> None:
    page.check("input[value=now]")
    press(page, "next")
    if step == "reach":
        return
    page.check("input[value=phone]" if step == "address" else "input[value=receipt]")
    press(page, "send" if step in {"address", "receipt", "thread", "written"} else "next")
    if step == "words":
        press(page, "next")
    if step in {"thread", "written"}:
        _come_back(page, step)


def _come_back(page: Page, step: str) -> None:
    number = page.inner_text(".q-said-number")
    page.click("main a:last-of-type")
    page.fill("#id_number", number)
    page.click("main .govuk-button")
    if step == "written":
        page.fill("#id_text", "One more thing")
        press(page, "write")


def press(page: Page, do: str) -> None:
    page.click(f"main button[value={do}]")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "phone"])
@pytest.mark.parametrize("step", STEPS)
def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    page: Page, address: str, step: str, width: int, language: str
):
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" and "404" not in line.text else None)
    page.set_viewport_size({"width": width, "height": 860})
    go(page, address, language, step)
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    assert said == []
    picture(page, f"public-{step}-{language}-{width}.png")


def picture(page: Page, name: str) -> None:
    OUT.mkdir(exist_ok=True)
    for _attempt in range(3):
        try:
            page.screenshot(path=OUT / name)
        except Error:
            page.wait_for_timeout(200)  # the compositor of a headless browser is not always ready
        else:
            return


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("step", ["front", "danger", "words", "receipt", "thread"])
def test_a_page_with_all_it_needs_weighs_at_most_60_kilobytes(page: Page, address: str, step: str, language: str):
    go(page, address, language, step)
    page.wait_for_load_state("networkidle")
    weights = page.evaluate(WEIGHTS)
    assert len(weights) >= 5
    assert 10_000 < sum(weights) <= BUDGET


def test_the_shortest_report_needs_the_keyboard_only_and_no_script(bare: Page, address: str):
    bare.goto(f"{address}/en/")
    assert tab_to(bare, "I want to report")
    bare.keyboard.press("Enter")
    bare.wait_for_url("**/tell/")
    assert tab_until(bare, "now")
    bare.keyboard.press("Space")
    bare.keyboard.press("Enter")  # goes on; it does not change the language, whose buttons stand first
    bare.wait_for_selector("text=How may we answer?")
    assert bare.url.endswith("/en/tell/")
    assert tab_until(bare, "receipt")
    bare.keyboard.press("Space")
    assert tab_to(bare, "Send now")
    bare.keyboard.press("Enter")
    bare.wait_for_selector(".q-said-number")
    assert len(bare.inner_text(".q-said-number").replace(" ", "")) == 16


def test_every_question_can_be_answered_with_the_keyboard_and_read_back_by_number(bare: Page, address: str):
    bare.goto(f"{address}/en/ask/")
    for _page in range(20):
        if bare.query_selector("main button[value=next]") is None:
            break
        assert tab_to(bare, "Continue")
        with bare.expect_navigation():
            bare.keyboard.press("Enter")
    assert tab_to(bare, "Send")
    with bare.expect_navigation():
        bare.keyboard.press("Enter")
    number = bare.inner_text(".q-said-number")
    assert tab_to(bare, "Read my answer")
    bare.keyboard.press("Enter")
    bare.wait_for_selector("#id_number")
    assert number.replace(" ", "") not in bare.url + bare.content()
    bare.fill("#id_number", number)
    bare.keyboard.press("Enter")
    bare.wait_for_selector("text=There is no answer yet")
    assert "number/" in bare.url and number[:4] not in bare.url


@pytest.mark.parametrize("path", ["", "ask/", "tell/", "number/", "places/", "work/"])
def test_safety_7_the_first_tab_reaches_the_way_out(page: Page, address: str, path: str):
    page.goto(f"{address}/en/{path}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hasAttribute('data-exit')")


def test_safety_7_three_shifts_leave_and_the_way_back_does_not_lead_here(page: Page, address: str):
    page.goto(f"{address}/en/")
    page.goto(f"{address}/en/tell/")
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/robots.txt")
    page.go_back()
    assert "/tell/" not in page.url


def test_safety_7_the_way_out_works_without_script(bare: Page, address: str):
    bare.goto(f"{address}/en/tell/")
    bare.click("[data-exit]")
    bare.wait_for_url("**/robots.txt")


def test_safety_7_the_browser_holds_nothing_of_us(page: Page, address: str):
    go(page, address, "en", "words")
    page.fill("textarea", "something that must not stay")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.goto(f"{address}/en/")
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()
    page.wait_for_timeout(300)
    assert "must not stay" not in page.content()


def test_the_language_changes_on_the_way_and_keeps_what_was_typed(bare: Page, address: str):
    go(bare, address, "en", "words")
    bare.fill("textarea", "half a sentence")
    bare.click("header button[lang=ar]")
    bare.wait_for_url("**/ar/tell/")
    assert bare.input_value("textarea") == "half a sentence"
    bare.click("main button[value=back]")
    bare.click("main button[value=back]")
    assert bare.is_checked("input[value=receipt]")


def test_files_are_kept_over_pages_and_named_at_the_end(bare: Page, address: str):
    go(bare, address, "en", "words")
    bare.set_input_files(
        "input[type=file]", [{"name": "صورة.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8 picture"}]
    )
    press(bare, "next")
    press(bare, "send")
    assert "صورة.jpg" in bare.inner_text("main")


def focused(page: Page) -> tuple[str, str]:
    """Words and value of what has the focus; read through the browser, since the page runs no script."""
    cdp = page.context.new_cdp_session(page)
    tree = cdp.send("Accessibility.getFullAXTree")["nodes"]
    for node in tree:
        if any(each["name"] == "focused" and each["value"].get("value") for each in node.get("properties", [])):
            if node["role"]["value"] == "RootWebArea":
                continue
            html = cdp.send("DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]})["node"]
            attributes = dict(zip(html["attributes"][::2], html["attributes"][1::2], strict=True))
            return node.get("name", {}).get("value", ""), attributes.get("value", "")
    return "", ""


def tab_to(page: Page, words: str) -> bool:
    """Press Tab until something with these words has the focus."""
    return _tab(page, lambda name, _value: name.startswith(words))


def tab_until(page: Page, value: str) -> bool:
    """Press Tab, and the arrows within a group of radios, until this value has the focus."""
    if not _tab(page, lambda _name, found: bool(found) and found not in {"next", "send", "stay"}):
        return False
    for _press in range(20):
        if focused(page)[1] == value:
            return True
        page.keyboard.press("ArrowDown")
    return False


def _tab(page: Page, fits) -> bool:
    for _press in range(60):
        page.keyboard.press("Tab")
        if fits(*focused(page)):
            return True
    return False
