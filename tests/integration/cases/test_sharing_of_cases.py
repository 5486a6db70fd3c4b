# SPDX-License-Identifier: Apache-2.0
"""How a case reads on a sheet, what never stands there, and how a transfer becomes the recipient's own case."""

import pytest

from quatrefoil.foundation.messages.safe_contact import SafeContactInput, record_safe_contact
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.foundation.sharing import hooks, parts
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.workflow.models import Clock
from quatrefoil.protection.cases import sheets
from quatrefoil.protection.cases.models import Account, Case, Health, Identity, Stay
from quatrefoil.protection.cases.part_actions import save_account, save_health, save_identity
from quatrefoil.protection.cases.plan_actions import begin_stay, save_need

from .conftest import CHILD


@pytest.fixture
def full(people, acting, opened, today):
    """A case with every part, and a stay in a safe place."""
    file_id = opened()
    with acting(people.mio) as mio:
        body = registers.save_body(mio, {"name": "Hill House Trust", "organisation_id": people.amina.organisation_id})
        shelter = registers.save_service(
            mio,
            {
                "body_id": body.id,
                "need": "shelter",
                "name_en": "Hill House",
                "is_safe_place": True,
                "cover_name": "Safe place A",
            },
        )
    with acting(people.amina) as amina:
        save_identity(amina, file_id, {"full_name": "Selam Tesfaye", "birth_date": "1998-03-14"}, 0)
        save_health(amina, file_id, {"needs_now": "Back pain since July"}, 0)
        save_account(amina, file_id, {"what_happened": "Twelve hours a day"}, 0, exploitation="ForcedLabour")
        save_need(
            amina,
            file_id,
            None,
            {"detail": ""},
            need="place_to_stay",
            level="urgent",
            service=shelter.id,
            state="in_plan",
        )
        begin_stay(amina, file_id, shelter.id, today)
        known = SafeContactInput(
            channel="text", address="+44 7700 900123", instructions="Say clinic reminder", safe_word="river"
        )
        record_safe_contact(amina, file_id, known)
    return file_id


def lines(actor, file_id) -> dict[str, str]:
    found = {}
    for part in parts.known("case"):
        for line in parts.rendered(actor, part, file_id, "case"):
            found[line.code] = line.text
    return found


def test_a_sheet_says_each_part_in_words(people, acting, full):
    with acting(people.amina) as amina:
        said = lines(amina, full)
    assert said["about:Feminine:25-29:no:north"] == "Woman, 25 to 29"
    assert said["language:am:ar:1"] == "Amharic, some Arabic (interpreter needed)"
    assert said["identity.full_name"] == "Selam Tesfaye"
    assert said["health.needs_now"] == "Back pain since July"
    assert said["account.what_happened"] == "Twelve hours a day"
    assert "A place to stay (Urgent)" in said.values()
    assert said["contact.instructions"] == "Say clinic reminder"


def test_where_the_person_stays_stands_on_no_sheet_in_no_part(people, acting, full):
    with acting(people.amina) as amina:
        everything = str(lines(amina, full))
        assert not parts.rendered(amina, "stay", full, "case")
    for secret in ("Safe place A", "Hill House", "river"):
        assert secret not in everything


def test_a_taken_phone_leaves_no_number_on_a_sheet(people, acting, full):
    with acting(people.amina) as amina:
        record_safe_contact(
            amina, full, SafeContactInput(channel="text", address="+44 7700 900123", phone_state="taken")
        )
        assert "7700" not in str(parts.rendered(amina, "safe_contact", full, "case"))


def test_the_rules_of_sharing_know_who_is_a_child(people, acting, opened, full):
    child, unsure = (
        opened(core=CHILD, agreed_by="child_path"),
        opened(core=type(CHILD)(under_18="not_sure"), agreed_by="child_path"),
    )
    with acting(people.bela):  # does not reach these files, as a second approver from another team
        assert (sheets.age_group(child), sheets.age_group(unsure), sheets.age_group(full)) == (
            "child",
            "unsure",
            "adult",
        )
        assert hooks.is_child(child) and not hooks.is_child(full)


def test_a_transfer_opens_the_recipients_own_case_and_closes_ours(people, acting, full, today):
    with acting(people.amina) as amina:
        sections = [
            {"part": part, "lines": [{"code": line.code, "label": line.label, "text": line.text} for line in parts.rendered(amina, part, full, "case")]}
            for part in ("core", "language", "identity", "health", "account")
        ]  # fmt: skip
    with acting(people.juma) as juma:
        new = sheets.take_over(juma, full, {"reference": "Linden 0357", "parts": sections})
        sheets.hand_over(juma, full, new)
        case = Case.objects.select_related("file").get(file_id=new)
        assert (case.sex, case.age_band, case.language, case.second_language, case.needs_interpreter) == (
            "Feminine", "25-29", "am", "ar", True,
        )  # fmt: skip
        assert case.file.organisation_id == juma.organisation_id and case.source == "transfer"
        assert sealing.open_text(Identity.objects.get(file_id=new), "full_name") == "Selam Tesfaye"
        assert sealing.open_text(Health.objects.get(file_id=new), "needs_now") == "Back pain since July"
        assert Account.objects.get(file_id=new).exploitation == "ForcedLabour"
        assert not Stay.objects.filter(file_id=new).exists()
    with acting(people.amina):
        ours = Case.objects.select_related("file").get(file_id=full)
        assert (ours.stage, ours.closure_reason, ours.file.closed_on) == ("closed", "transferred", today)
        assert not Clock.objects.filter(record=full, ended_at=None).exists()


def test_services_that_end_after_a_private_confirmation_end_the_stay(people, acting, full):
    with acting(people.amina) as amina:
        hooks.services_end(amina, full)
        assert not Stay.objects.filter(file_id=full, until=None).exists()
