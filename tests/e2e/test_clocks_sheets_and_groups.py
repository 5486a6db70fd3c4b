# SPDX-License-Identifier: Apache-2.0
"""What time does by itself, what comes back on paper, what is said of several people, and two who write at once."""

import sqlite3
import time

from playwright.sync_api import Page

from tests.e2e.country import Demo, at, fill, press, send
from tests.e2e.test_around_a_case import TOLD, new_case, new_contact, status_of

SECONDS_FOR_A_ROUND = 90  # of the clocks, on a machine that does other things too


def let_time_pass(demo: Demo, record: str) -> None:
    """The clocks of a record are due, as if nobody had answered for a while."""
    with sqlite3.connect(demo.home / "data.sqlite3", timeout=30) as database:
        moved = database.execute(
            "UPDATE workflow_clock SET due_at = '2026-01-01 00:00:00' WHERE record = ? AND ended_at IS NULL",
            [record.replace("-", "")],
        )
        assert moved.rowcount == 1
    database.close()


def words_that_come(page: Page, demo: Demo, path: str, wanted: str) -> str:
    deadline = time.monotonic() + SECONDS_FOR_A_ROUND
    while wanted not in (said := at(page, demo, path)) and time.monotonic() < deadline:
        time.sleep(2)
    return said


def test_danger_that_nobody_answers_is_told_to_the_next_line_by_itself(demo: Demo, work_as):
    hana = work_as("Hana Kim")
    contact = new_contact(hana, demo)
    fill(hana, demo, f"{contact}danger/", reason="locked_in")
    told_before = at(hana, demo, f"{contact}told/").count("Danger now")
    let_time_pass(demo, contact.split("/")[-2])
    said = words_that_come(hana, demo, contact, "Nobody had answered")
    assert "Nobody had answered to the danger; more people were told (step 1)." in said
    assert at(hana, demo, f"{contact}told/").count("Danger now") > told_before


def test_a_signed_sheet_comes_back_as_a_photograph_to_the_answer_it_belongs_to(demo: Demo, work_as, tmp_path):
    from PIL import Image

    amina = work_as("Amina Sarr")
    case = new_case(amina, demo)
    agree = {"told": TOLD, "agreed": "yes", "language": "en", "how": "spoken"}
    fill(amina, demo, f"/sharing/files/{case}/consent/ask/", kind="services", **agree)
    sheet = tmp_path / "sheet.jpg"
    Image.new("RGB", (600, 800), "white").save(sheet)
    at(amina, demo, f"/documents/of/{case}/sheet/")
    answered = amina.locator("main [name=consent]").first.get_attribute("value") or ""
    said = send(amina, consent=answered, uploads=str(sheet))
    assert not amina.locator("main .govuk-error-summary").count(), said
    waits = words_that_come(amina, demo, f"/documents/of/{case}/", "In quarantine")
    assert "Signed consent form" in waits and "In quarantine" in waits
    assert "signed sheet kept" in at(amina, demo, f"/sharing/files/{case}/consent/")
    at(amina, demo, f"/documents/of/{case}/")
    amina.locator("main a", has_text="Signed consent form").first.click()
    press(amina, amina.get_by_role("button", name="I looked: let it out of quarantine"))
    assert "In quarantine" not in at(amina, demo, f"/documents/of/{case}/")


def test_a_group_note_stands_on_each_file_of_the_situation_by_itself(demo: Demo, work_as):
    hana = work_as("Hana Kim")
    first, second = new_contact(hana, demo), new_contact(hana, demo)
    one, other = (path.split("/")[-2] for path in (first, second))
    fill(hana, demo, f"{first}join/", to=f"contact:{other}")
    fill(hana, demo, f"/records/{one}/notes/", body="Both came from the same farm.", also_on=other)
    for each in (one, other):
        assert "Both came from the same farm." in at(hana, demo, f"/records/{each}/notes/")


def test_of_two_who_write_how_to_reach_a_person_the_second_reads_the_first_and_loses_nothing(demo: Demo, work_as):
    amina, chidi = work_as("Amina Sarr"), work_as("Chidi Obi")
    case = new_case(amina, demo)
    path = f"/messages/safe-contact/{case}/"
    assert status_of(chidi, demo, path) == 200
    at(amina, demo, path)
    fill(chidi, demo, path, channel="none", phone_state="taken")
    said = send(amina, channel="text", phone_state="own", hours="after dark")
    assert "Phone taken" in said
    assert amina.locator("[name=hours]").input_value() == "after dark"
    press(amina, amina.get_by_role("button", name="Save my version"))
    assert "after dark" in at(amina, demo, f"/cases/{case}/")
