# SPDX-License-Identifier: Apache-2.0
"""A report becomes help: the demo as `make demo` runs it, walked by its people on both sides.

A reader reports in French without JavaScript; Hana answers, opens a contact and a case, screens, writes down consent
and refers; the clinic accepts; the person takes the consent back and the clinic reads no more; the auditor and the
rapporteur see what they may.
"""

import re
from datetime import date, timedelta

from playwright.sync_api import Page

from tests.e2e.country import Demo, press


def report(reader: Page, demo: Demo) -> str:
    """The shortest way: danger, how to answer, Send; the number is shown once."""
    reader.goto(f"{demo.public}/fr/tell/")
    reader.check("input[value=now]")
    reader.click("main button[value=next]")
    reader.check("input[value=receipt]")
    reader.click("main button[value=send]")
    return reader.inner_text(".q-said-number")


def newest_report(hana: Page, demo: Demo) -> str:
    """Path of the French report that nobody has taken and that has just arrived."""
    hana.goto(f"{demo.staff}/hotline/")
    links = hana.locator("main li, main tr").filter(has_text="French").filter(has_text=re.compile(r"\b0 min"))
    return links.locator("a[href*='/hotline/reports/']").first.get_attribute("href") or ""


def read_answer(reader: Page, demo: Demo, number: str) -> str:
    reader.goto(f"{demo.public}/fr/number/")
    reader.fill("#id_number", number)
    reader.click("main .govuk-button")
    return reader.inner_text("main")


def open_contact(hana: Page, demo: Demo, path: str) -> str:
    """Nothing is typed twice: the log comes filled from the report."""
    hana.goto(f"{demo.staff}{path}contact/")
    hana.check("input[name=danger][value=some]")
    hana.check("input[name=kind][value=help_request]")
    hana.check("input[name=under_18][value=no]")
    hana.check("input[name=then][value=mine]")
    hana.fill("textarea[name=words]", "Elle demande un médecin.")
    press(hana, hana.locator("main form[action='/hotline/log/'] button:not([name])").first)
    hana.goto(f"{demo.staff}/hotline/?whose=mine")
    mine = hana.locator("main li, main tr").filter(has_text=re.compile(r"\b0 min"))
    return mine.locator("a[href*='/hotline/contacts/']").first.get_attribute("href") or ""


def open_case(hana: Page, demo: Demo, contact: str) -> str:
    hana.goto(f"{demo.staff}{contact}case/")
    hana.check("input[name=agreed][value=person]")
    press(hana, hana.locator("main form:has(input[name=agreed]) button").first)
    hana.wait_for_url("**/cases/*/")
    return hana.url.rstrip("/").rpartition("/")[2]


def screen(hana: Page, demo: Demo, file: str) -> str:
    """A few answers of the adult instrument on the first page, then stop: the result says what it is not."""
    hana.goto(f"{demo.staff}/screening/file/{file}/start/")
    hana.check("input[name=instrument][value=delphi_labour_adult]")
    hana.check("input[name=manner][value=with_person]")
    press(hana, hana.locator("main form button").first)
    hana.wait_for_url("**/page/**")
    for number in range(3):
        hana.locator("main input[type=radio][value=yes]").nth(number).check()
    while "/page/" in hana.url:
        before = hana.url
        press(hana, hana.locator("main form button").first)
        hana.wait_for_load_state()
        if hana.url == before:
            break
    return hana.inner_text("main")


def agree(hana: Page, demo: Demo, file: str, kind: str, where: str = "") -> None:
    hana.goto(f"{demo.staff}/sharing/files/{file}/consent/ask/")
    hana.check(f"input[name=kind][value={kind}]")
    if where:
        hana.locator("select[name=where]").select_option(
            label=hana.locator("select[name=where] option").filter(has_text=where).first.inner_text()
        )
        hana.select_option("select[name=purpose]", "medical")
        hana.check("input[name=parts][value=health]")
    for box in hana.locator("input[name=told]").all():
        box.check()
    hana.check("input[name=agreed][value=yes]")
    hana.select_option("select[name=language]", "fr")
    hana.check("input[name=how][value=spoken]")
    hana.fill("input[name=expires_on]", (date.today() + timedelta(days=90)).isoformat())
    press(hana, hana.locator("main form:has(input[name=agreed]) button").first)
    hana.wait_for_url("**/consent/**")


def refer(hana: Page, demo: Demo, file: str) -> None:
    hana.goto(f"{demo.staff}/sharing/files/{file}/refer/")
    hana.check("input[name=purpose][value=medical]")
    option = hana.locator("select[name=where] option").filter(has_text="Port Clinic").first
    hana.locator("select[name=where]").select_option(label=option.inner_text())
    press(hana, hana.locator("main form:has(select[name=where]) button").first)
    hana.wait_for_url("**/refer/sheet/**")
    press(hana, hana.get_by_role("button", name=re.compile("^Send")).first)
    hana.wait_for_url("**/sharing/sent/**")


def test_a_report_becomes_help_and_the_person_keeps_the_last_word(browser, demo, work_as):
    bare = browser.new_context(java_script_enabled=False)
    reader = bare.new_page()
    number = report(reader, demo)
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", number)

    hana = work_as("Hana Kim")
    path = newest_report(hana, demo)
    press(hana, hana.locator(f"form[action='{path}claim/'] button").first)
    hana.goto(f"{demo.staff}{path}")
    hana.fill(f"form[action='{path}answer/'] textarea", "Vous n'êtes pas seule.")
    press(hana, hana.locator(f"form[action='{path}answer/'] button").first)
    assert "Vous n'êtes pas seule." in read_answer(reader, demo, number)
    assert "Vous n'êtes pas seule." not in read_answer(reader, demo, "1234 5678 9012 3456")
    bare.close()

    contact = open_contact(hana, demo, path)
    file = open_case(hana, demo, contact)
    assert "not a decision" in screen(hana, demo, file)

    agree(hana, demo, file, "services")
    agree(hana, demo, file, "share", "Port Clinic")
    refer(hana, demo, file)
    _the_clinic_answers(demo, work_as, hana, file)


def _the_clinic_answers(demo: Demo, work_as, hana: Page, file: str) -> None:
    clinic = work_as("Port Clinic")
    clinic.goto(f"{demo.staff}/sharing/received/")
    # The newest stands first in the list.
    package = clinic.locator("main table a[href^='/sharing/received/']").first.get_attribute("href") or ""
    clinic.goto(f"{demo.staff}{package}")
    press(clinic, clinic.get_by_role("button", name=re.compile("Accept")).first)
    assert clinic.goto(f"{demo.staff}{package}").status == 200

    hana.goto(f"{demo.staff}/sharing/files/{file}/consent/")
    press(hana, hana.locator("a[href*='/take-back/']").last)
    hana.locator("main form input[name=asker]").first.check()
    hana.locator("main form input[name=how]").first.check()
    press(hana, hana.locator("main form button").first)
    hana.wait_for_load_state()
    assert clinic.goto(f"{demo.staff}{package}").status == 404, "a withdrawn consent takes the package back at once"
    assert clinic.goto(f"{demo.staff}/cases/{file}/").status == 404

    auditor = work_as("Oversight Board")
    assert "Hana Kim" in auditor.goto(f"{demo.staff}/audit/records/{file}/").text() or "Open line" in auditor.content()
    assert auditor.goto(f"{demo.staff}/cases/{file}/").status == 404
    rapporteur = work_as("National Rapporteur")
    assert rapporteur.goto(f"{demo.staff}/country/").status == 200
    assert rapporteur.goto(f"{demo.staff}/cases/{file}/").status == 404
