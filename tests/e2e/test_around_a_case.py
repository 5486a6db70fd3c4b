# SPDX-License-Identifier: Apache-2.0
"""What the people of the demo do around a contact and a case, in the browser, one errand after the other."""

import re
from uuid import UUID

from playwright.sync_api import Page

from tests.e2e.country import Demo, at, fill, press, send

ADULT = {"danger": "low", "agreed_by": "person", "under_18": "no"}


def new_case(page: Page, demo: Demo, **known: str) -> UUID:
    fill(page, demo, "/cases/new/", **{**ADULT, **known})
    return UUID(page.url.rstrip("/").rpartition("/")[2])


def status_of(page: Page, demo: Demo, path: str) -> int:
    answered = page.goto(demo.staff + path)
    assert answered is not None
    return answered.status


def new_contact(page: Page, demo: Demo) -> str:
    fill(page, demo, "/hotline/log/", danger="some", kind="help_request", under_18="no", words="She asks for a doctor.")
    assert "/hotline/contacts/" in page.url
    return page.url.removeprefix(demo.staff)


def test_danger_now_is_marked_told_and_answered_and_all_of_it_stays_visible(demo, work_as):
    hana, iben = work_as("Hana Kim"), work_as("Iben Holm")
    contact = new_contact(hana, demo)
    assert "nobody has answered yet" in fill(hana, demo, f"{contact}danger/", reason="locked_in")
    at(iben, demo, contact)
    press(iben, iben.get_by_role("button", name="I am on it"))
    told = at(hana, demo, f"{contact}told/")
    assert "I am on it: Iben Holm" in told


def test_a_declared_conflict_closes_a_case(demo, work_as):
    amina, chidi = work_as("Amina Sarr"), work_as("Chidi Obi")
    case = new_case(amina, demo)
    assert status_of(chidi, demo, f"/cases/{case}/") == 200
    fill(chidi, demo, f"/records/{case}/conflict/")
    assert status_of(chidi, demo, f"/cases/{case}/") == 404
    assert status_of(amina, demo, f"/cases/{case}/") == 200


def test_break_glass_gives_a_reason_ends_and_is_reviewed_by_somebody_independent(demo, work_as):
    amina, bela, dana = work_as("Amina Sarr"), work_as("Bela Novak"), work_as("Dana Levi")
    case = new_case(amina, demo)
    name = amina.inner_text("h1")
    assert status_of(bela, demo, f"/cases/{case}/") == 404
    fill(bela, demo, "/records/break-glass/", reference=name, reason="danger_to_life", hours="1")
    assert status_of(bela, demo, f"/cases/{case}/") == 200
    assert "Bela Novak" in at(dana, demo, "/records/break-glass/review/")
    assert "Bela Novak" in at(dana, demo, f"/audit/records/{case}/")
    assert status_of(dana, demo, f"/cases/{case}/") == 404


def test_a_case_goes_through_needs_danger_notes_and_a_task(demo, work_as):
    amina = work_as("Amina Sarr")
    case = new_case(amina, demo)
    assert "Medical" in fill(amina, demo, f"/cases/{case}/needs/new/", need="medical", level="soon")
    assert "Danger now: high" in fill(amina, demo, f"/cases/{case}/danger/", danger="high", reason="threats")
    fill(amina, demo, f"/cases/{case}/notes/new/", body="She came with her sister.")
    assert "She came with her sister." in at(amina, demo, f"/cases/{case}/notes/")
    fill(amina, demo, f"/requests/ask/task/{case}/", subject="call", due_on="2030-01-02")
    assert re.search("Danger now", at(amina, demo, f"/cases/{case}/timeline/"))


def test_without_consent_a_sheet_carries_nothing_and_says_why(demo, work_as):
    amina = work_as("Amina Sarr")
    case = new_case(amina, demo)
    said = fill(amina, demo, f"/sharing/files/{case}/refer/", purpose="medical", where="Port Clinic")
    assert "No consent carries this. Ask the person" in said
    assert "Where somebody stays never leaves" in said
    assert "Nothing on this sheet may leave" in said
    assert not amina.get_by_role("button", name=re.compile("^Send")).count()


TOLD = "told_interview|told_purpose|told_use|told_research|told_rights|told_storage|told_withdrawal"


def referred(amina: Page, demo: Demo) -> tuple[UUID, str]:
    """A case with a consent for the clinic's health check, referred there; the path of what was sent."""
    case = new_case(amina, demo)
    agree = {"told": TOLD, "agreed": "yes", "language": "en", "how": "spoken"}
    share = {"kind": "share", "where": "Port Clinic", "purpose": "medical", "parts": "health"}
    fill(amina, demo, f"/sharing/files/{case}/consent/ask/", **share, **agree)
    fill(amina, demo, f"/sharing/files/{case}/refer/", purpose="medical", where="Port Clinic")
    press(amina, amina.get_by_role("button", name=re.compile("^Send")).first)
    sent = amina.locator("main a[href^='/sharing/sent/']").filter(has_text=re.compile(r"\d{4}")).first
    return case, sent.get_attribute("href") or ""


def newest_at(clinic: Page, demo: Demo) -> str:
    at(clinic, demo, "/sharing/received/")
    return clinic.locator("main table a[href^='/sharing/received/']").first.get_attribute("href") or ""


def test_a_clinic_accepts_marks_done_and_the_sender_reads_what_became_of_it(demo, work_as):
    amina, clinic = work_as("Amina Sarr"), work_as("Port Clinic")
    _case, sent = referred(amina, demo)
    at(clinic, demo, newest_at(clinic, demo))
    press(clinic, clinic.get_by_role("button", name="Accept"))
    send(clinic, "Mark as done", outcome="helped", feedback="Seen twice, all is well.")
    said = at(amina, demo, sent)
    assert "Seen twice, all is well." in said and "The person was helped" in said


def test_a_clinic_declines_with_a_reason_and_a_sender_takes_another_back(demo, work_as):
    amina, clinic = work_as("Amina Sarr"), work_as("Port Clinic")
    _case, sent = referred(amina, demo)
    at(clinic, demo, newest_at(clinic, demo))
    send(clinic, "Decline", reason="full")
    assert "No place free" in at(amina, demo, sent)
    _other, again = referred(amina, demo)
    package = newest_at(clinic, demo)
    assert status_of(clinic, demo, package) == 200
    at(amina, demo, again)
    send(amina, "Take it back now", reason="mistake")
    assert status_of(clinic, demo, package) == 404


def test_a_child_follows_the_child_path(demo, work_as):
    amina = work_as("Amina Sarr")
    case = new_case(amina, demo, agreed_by="child_path", under_18="yes", age_band="14-15")
    assert "Child path" in at(amina, demo, f"/cases/{case}/")
    assert status_of(amina, demo, f"/cases/{case}/edit/child/") == 200


def test_a_canned_text_meets_the_gate_and_a_caller_is_referred_on_without_a_file(demo, work_as):
    hana = work_as("Hana Kim")
    contact = new_contact(hana, demo)
    at(hana, demo, f"/messages/send/{contact.split('/')[-2]}/")
    said = send(hana, template="please_call_back", channel="text")
    assert re.search("not sent|nothing|silence|No safe", said, re.IGNORECASE)
    at(hana, demo, "/hotline/refer-on/?need=legal")
    press(hana, hana.get_by_role("button", name="Count it without a service"))
    assert status_of(hana, demo, "/hotline/") == 200


def test_a_reporter_comes_back_with_the_number_writes_and_adds_a_file_without_scripts(browser, demo, work_as):
    reader = browser.new_context(java_script_enabled=False).new_page()
    reader.goto(f"{demo.public}/en/tell/")
    reader.check("input[value=soon]")
    reader.click("main button[value=next]")
    reader.check("input[value=receipt]")
    reader.click("main button[value=send]")
    number = reader.inner_text(".q-said-number")
    reader.goto(f"{demo.public}/en/number/")
    reader.fill("#id_number", number)
    reader.click("main .govuk-button")
    reader.locator("main textarea").first.fill("They moved us to another farm.")
    files = reader.locator("main input[type=file]")
    files.first.set_input_files({"name": "note.txt", "mimeType": "text/plain", "buffer": b"a list"})
    reader.locator("main form:has(textarea) .govuk-button").first.click()
    assert "If the number is right, we have your message." in reader.inner_text("main")
    reader.context.close()

    hana = work_as("Hana Kim")
    at(hana, demo, "/hotline/")
    waiting = hana.locator("main li, main tr").filter(has_text="English").filter(has_text=re.compile(r"\b0 min"))
    path = waiting.locator("a[href*='/hotline/reports/']").first.get_attribute("href") or ""
    press(hana, hana.locator(f"form[action='{path}claim/'] button").first)
    read = at(hana, demo, path)
    assert "They moved us to another farm." in read and "1 file came with it" in read


def test_a_case_is_closed_only_after_its_supervisor_agreed(demo, work_as):
    amina, chidi = work_as("Amina Sarr"), work_as("Chidi Obi")
    case = new_case(amina, demo)
    at(amina, demo, f"/cases/{case}/close/")
    approver = amina.locator("[name=approver]").first.get_attribute("value") or ""
    send(amina, reason="person_wishes", approver=approver)
    assert amina.url.rstrip("/").endswith(str(case)), amina.inner_text("main")
    at(chidi, demo, f"/cases/{case}/")
    ask = chidi.locator("main a[href^='/requests/']").first.get_attribute("href") or ""
    at(chidi, demo, ask)
    send(chidi, answer="approved")
    assert "Open again" in at(amina, demo, f"/cases/{case}/")
