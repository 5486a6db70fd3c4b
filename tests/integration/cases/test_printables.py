# SPDX-License-Identifier: Apache-2.0
"""Sheets of a case for the person, in the print menu: reference name only, in the person's language, never while held."""

import unicodedata

import pypdfium2 as pdfium
import pytest

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.documents import sheets
from quatrefoil.foundation.questionnaires import about
from quatrefoil.foundation.records.selectors import file_header
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.protection.cases.part_actions import save_identity, save_safety_plan
from quatrefoil.protection.cases.plan_actions import save_need
from quatrefoil.protection.hotline.contact_actions import log_contact
from quatrefoil.protection.hotline.entry import ContactEntry

PLAN = {"warning_signs": "He drinks", "what_helps": "Loud music", "people": "The baker", "way_out": "Back door"}


def words_of(pdf: bytes) -> str:
    text = " ".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf))
    return " ".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture
def planned(people, acting, opened):
    file_id = opened()
    with acting(people.amina):
        save_safety_plan(people.amina, file_id, PLAN, 0)
    return file_id


def test_the_print_menu_of_a_case_offers_consent_form_safety_plan_and_summary(people, acting, planned):
    with acting(people.amina):
        assert {each.key for each in sheets.offered(people.amina, planned)} == {"consent", "safety_plan", "summary"}


def test_the_safety_plan_is_printed_in_the_language_asked_for_under_the_reference_name(people, acting, planned):
    with acting(people.amina):
        english = words_of(sheets.print_sheet(people.amina, planned, "safety_plan", "en").data)
        french = words_of(sheets.print_sheet(people.amina, planned, "safety_plan", "fr").data)
    for said in (*PLAN.values(), "Signs that danger comes nearer"):
        assert said in english
    assert "Back door" in french and "Signs that danger comes nearer" not in french


def test_a_summary_names_no_person_and_no_service(people, acting, planned):
    directory = {"name": "House on the hill"}
    with acting(people.mio):
        body = registers.save_body(people.mio, directory)
        service = registers.save_service(people.mio, {"body_id": body.id, "need": "legal", "name_en": "Free advice"})
    with acting(people.amina):
        save_identity(people.amina, planned, {"full_name": "Selam Tesfaye"}, 0)
        save_need(people.amina, planned, None, {}, need="legal", level="urgent", service=service.id)
        printed = words_of(sheets.print_sheet(people.amina, planned, "summary", "en").data)
        name = file_header(people.amina, planned).reference_name
    assert name in printed and "Needs" in printed
    for hidden in ("Selam", "Tesfaye", "House on the hill", "Free advice"):
        assert hidden not in printed


def test_there_is_no_sheet_without_a_plan_nor_while_the_case_is_held(people, acting, opened):
    for file_id, key, code in (
        (opened(), "safety_plan", "no_plan"),
        (opened(agreed_by="nobody"), "summary", "held"),
    ):
        with acting(people.amina):
            with pytest.raises(Refused) as refusal:
                sheets.print_sheet(people.amina, file_id, key, "en")
            assert refusal.value.code == code


def test_who_does_not_see_the_plan_prints_none(people, acting, planned):
    with acting(people.bela), pytest.raises(NotVisible):
        sheets.print_sheet(people.bela, planned, "safety_plan", "en")


def test_screenings_of_a_contact_are_counted_by_the_age_band_of_the_contact(people, acting):
    with acting(people.hana):
        entry = ContactEntry(channel="phone", kind="help_request", age_band="14-15")
        assert about.age_band(log_contact(people.hana, entry).file_id) == "14-15"
