# SPDX-License-Identifier: Apache-2.0
"""What passes from hand to hand and what guards it, walked by the people of the demo: shifts, cover, holds, second persons."""

import re

from tests.e2e.country import Demo, at, fill, press, send
from tests.e2e.test_around_a_case import TOLD, new_case, new_contact, status_of

AGREES = {"told": TOLD, "agreed": "yes", "language": "en", "how": "spoken"}


def test_an_exclusion_by_name_beats_the_role_until_it_is_lifted(demo: Demo, work_as):
    amina, chidi = work_as("Amina Sarr"), work_as("Chidi Obi")
    case = new_case(amina, demo)
    assert status_of(chidi, demo, f"/cases/{case}/") == 200
    fill(amina, demo, f"/records/{case}/exclusions/", holder="Chidi Obi")
    assert status_of(chidi, demo, f"/cases/{case}/") == 404
    assert "Chidi Obi" in at(amina, demo, f"/records/{case}/exclusions/")


def test_a_colleague_covers_an_absence_and_the_file_opens_for_that_time(demo: Demo, work_as):
    amina, bela, chidi = work_as("Amina Sarr"), work_as("Bela Novak"), work_as("Chidi Obi")
    case = new_case(amina, demo)
    assert status_of(bela, demo, f"/cases/{case}/") == 404
    said = fill(chidi, demo, "/records/cover/", absent="Amina Sarr", by="Bela Novak", until="2030-01-02")
    assert "Amina Sarr" in said
    assert status_of(bela, demo, f"/cases/{case}/") == 200
    press(chidi, chidi.get_by_role("button", name="Amina Sarr is back"))
    assert status_of(bela, demo, f"/cases/{case}/") == 404


def test_a_shift_leaves_its_contacts_to_the_next_and_the_next_takes_them(demo: Demo, work_as):
    hana, iben = work_as("Hana Kim"), work_as("Iben Holm")
    contact = new_contact(hana, demo)
    name = hana.inner_text("h1")
    at(hana, demo, "/hotline/hand-over/")
    step = hana.locator(f"main select[name='step-{contact.split('/')[-2]}']")
    step.select_option("call_back")
    press(hana, hana.get_by_role("button", name="Leave these to the next shift"))
    left = at(iben, demo, "/hotline/")
    assert name in left
    take = iben.locator("main form[action*='/hotline/hand-over/']").filter(has=iben.locator("button")).last
    press(iben, take.locator("button").first)
    assert "with Iben Holm" in at(iben, demo, contact)


def test_two_contacts_become_one_situation_and_part_again(demo: Demo, work_as):
    hana = work_as("Hana Kim")
    first, second = new_contact(hana, demo), new_contact(hana, demo)
    fill(hana, demo, f"{first}join/", to=f"contact:{second.split('/')[-2]}")
    said = at(hana, demo, first)
    assert "Situation" in said
    leave = hana.locator("main form[action*='/leave/'] button").first
    if not leave.count():
        hana.locator("main a[href*='/hotline/situations/']").first.click()
        leave = hana.locator("main form[action*='/leave/'] button").first
    press(hana, leave)
    assert not hana.locator("main .govuk-error-summary").count()


def test_a_contact_becomes_a_case_only_with_who_agreed_or_is_held_with_an_end(demo: Demo, work_as):
    hana = work_as("Hana Kim")
    contact = new_contact(hana, demo)
    at(hana, demo, f"{contact}case/")
    held = send(hana, agreed="nobody_yet")
    assert re.search("held|Held|hold", held), held
    assert re.search("[Hh]eld|[Hh]old", at(hana, demo, contact))
    agreed = new_contact(hana, demo)
    at(hana, demo, f"{agreed}case/")
    assert "A case was opened with what was known." in send(hana, agreed="person")
    assert "/cases/" in hana.url


def test_a_safety_plan_is_written_and_stands_in_the_plan(demo: Demo, work_as):
    amina = work_as("Amina Sarr")
    case = new_case(amina, demo)
    plan = {
        "warning_signs": "A grey van.",
        "what_helps": "Music.",
        "people": "A friend.",
        "way_out": "Through the yard.",
    }
    fill(amina, demo, f"/cases/{case}/edit/safety/", **plan)
    shown = at(amina, demo, f"/cases/{case}/plan/")
    assert all(words in shown for words in plan.values()), shown


def test_a_paper_case_is_entered_later_with_its_own_dates(demo: Demo, work_as):
    amina = work_as("Amina Sarr")
    at(amina, demo, "/cases/new/")
    amina.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    case = new_case(amina, demo, is_paper="on", opened_on="2024-03-05", agreed_on="2024-03-05")
    assert "2024" in at(amina, demo, f"/cases/{case}/timeline/")


def test_a_duty_needs_a_second_person_who_reads_the_law_and_the_sheet_and_not_the_file(demo: Demo, work_as):
    amina, juma, office = work_as("Amina Sarr"), work_as("Juma Otieno"), work_as("Identification Office")
    case = new_case(amina, demo)
    fill(amina, demo, f"/sharing/files/{case}/refer/", purpose="identification", where="Identification Office")
    press(amina, amina.get_by_role("link", name="Share without consent"))
    press(amina, amina.get_by_role("link", name="Name this law"))
    before = at(office, demo, "/sharing/received/")
    said = send(amina, "Ask the second person", told="yes", approver="Open line")
    assert "Open line" in said or "second person" in said
    assert at(office, demo, "/sharing/received/") == before
    at(juma, demo, "/sharing/approvals/")
    press(juma, juma.locator("main table a[href^='/sharing/approvals/']").first)
    assert "shall notify the Identification Office" in juma.inner_text("main")
    assert status_of(juma, demo, f"/cases/{case}/") == 404
    juma.go_back()
    press(juma, juma.get_by_role("button", name=re.compile("^Approve")).first)
    assert at(office, demo, "/sharing/received/") != before


def test_services_end_only_after_a_private_talk(demo: Demo, work_as):
    amina = work_as("Amina Sarr")
    case = new_case(amina, demo)
    fill(amina, demo, f"/sharing/files/{case}/consent/ask/", kind="services", **AGREES)
    at(amina, demo, f"/sharing/files/{case}/consent/")
    press(amina, amina.locator("main a[href*='/take-back/']").first)
    send(amina, asker="person", how="phone")
    assert "services go on" in at(amina, demo, f"/sharing/files/{case}/consent/")
    press(amina, amina.get_by_role("link", name="Talk in private about services"))
    talk = amina.url.removeprefix(demo.staff)
    assert "in_private" in amina.content()
    send(amina, place="in_person", wants="end")
    assert amina.locator("main .govuk-error-summary").count()  # not without the privacy
    at(amina, demo, talk)
    send(amina, in_private="on", place="in_person", wants="end")
    assert "services end" in at(amina, demo, f"/sharing/files/{case}/consent/")


def test_the_independent_reviewer_says_whether_the_reason_held(demo: Demo, work_as):
    amina, bela, dana = work_as("Amina Sarr"), work_as("Bela Novak"), work_as("Dana Levi")
    new_case(amina, demo)
    fill(bela, demo, "/records/break-glass/", reference=amina.inner_text("h1"), reason="danger_to_life", hours="1")
    at(dana, demo, "/records/break-glass/review/")
    before = dana.get_by_role("button", name="The reason held").count()
    press(dana, dana.get_by_role("button", name="The reason held").first)
    at(dana, demo, "/records/break-glass/review/")
    assert dana.get_by_role("button", name="The reason held").count() == before - 1


def test_an_offered_case_is_taken_over_and_becomes_a_case_of_its_own(demo: Demo, work_as):
    amina = work_as("Amina Sarr")
    at(amina, demo, "/sharing/received/")
    offer = amina.locator("main tr").filter(has_text="Taking over the case").filter(has_text="New").first
    press(amina, offer.locator("a").first)
    press(amina, amina.get_by_role("button", name="Take the case over"))
    assert "Taken over" in at(amina, demo, "/sharing/received/")
