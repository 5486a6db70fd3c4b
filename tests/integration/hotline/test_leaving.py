# SPDX-License-Identifier: Apache-2.0
"""What of a contact others may see: sheets, the age group for the child path, tabs, homes and facts."""

import pytest

from quatrefoil.foundation.documents import hooks as document_hooks
from quatrefoil.foundation.facts.models import Fact
from quatrefoil.foundation.identity import homes
from quatrefoil.foundation.records.tabs import tabs_for
from quatrefoil.foundation.sharing import hooks, parts
from quatrefoil.protection.hotline import home as hotline_home
from quatrefoil.protection.hotline import leaving, report_actions
from tests.integration.hotline.conftest import Log
from tests.people import People


def test_a_sheet_carries_the_parts_of_a_contact_and_never_the_safe_word(people: People, acting, log: Log) -> None:
    file_id = log(
        people.hana, words="Tienen mis papeles", translation="They have my papers", language="es", age_band="25-29",
        phone="+44 20 7946 0123", reach="text", safe_to_call_back="yes", safe_word="lemon", duress_word="weather",
    )  # fmt: skip
    with acting(people.hana):
        lines = {
            part: parts.rendered(people.hana, part, file_id, "contact")
            for part in ("core", "language", "report", "safe_contact")
        }
    texts = " ".join(line.text for found in lines.values() for line in found)
    assert "25 to 29" in texts and "Spanish" in texts and "They have my papers" in texts and "7946" in texts
    assert "lemon" not in texts and "weather" not in texts


def test_a_taken_phone_leaves_no_number_on_a_sheet(people: People, acting, log: Log) -> None:
    file_id = log(people.hana, phone="+44 20 7946 0123", reach="text", safe_to_call_back="yes", phone_state="taken")
    with acting(people.hana):
        texts = [line.text for line in parts.rendered(people.hana, "safe_contact", file_id, "contact")]
    assert texts == ["Phone taken: nothing goes out"]


@pytest.mark.parametrize(
    ("known", "group"),
    [
        ({"age_band": "14-15"}, hooks.CHILD),
        ({"under_18": "not_sure"}, hooks.UNSURE),
        ({"age_band": "25-29", "under_18": "not_sure"}, hooks.UNSURE),
        ({"age_band": "25-29"}, hooks.ADULT),
        ({"under_18": "no"}, hooks.ADULT),
        ({}, ""),
    ],
)
def test_the_child_path_is_known_to_sharing(
    people: People, acting, log: Log, known: dict[str, str], group: str
) -> None:
    file_id = log(people.hana, **known)
    with acting(people.hana):
        assert leaving.age_group(file_id) == group
        assert hooks.is_child(file_id) is (group in {hooks.CHILD, hooks.UNSURE})


def test_a_contact_has_its_tabs_and_a_case_keeps_its_own(people: People, acting, log: Log) -> None:
    file_id = log(people.hana)
    with acting(people.hana):
        rows = tabs_for(people.hana, file_id, "contact", people.hana.parts, "hotline:contact")
        of_case = [tab.label for tab in tabs_for(people.hana, file_id, "case", people.hana.parts, "")]
    labels = [tab.label for tab in rows]
    assert labels[0] == "Contact" and labels[-1] == "Who saw this" and rows[0].active
    assert {"What was said", "Notes", "Who was told", "Screening", "Files"} <= set(labels)
    assert "What was said" not in of_case and "Who saw this" in of_case


def test_a_supervisor_of_a_hotline_comes_to_the_desk_and_another_to_case_work(people: People, acting) -> None:
    with acting(people.juma):
        assert homes.home_of(people.juma) is hotline_home.home
    with acting(people.chidi):
        assert homes.home_of(people.chidi) is not hotline_home.home


def test_files_of_a_report_are_taken_over_when_a_contact_is_opened(people: People, acting, report, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(report_actions, "take_in_report_attachments", lambda _actor, *which: asked.append(which))
    arrived = report(own_words="please")
    with acting(people.hana):
        report_actions.claim_report(people.hana, arrived)
        file_id = report_actions.contact_from_report(people.hana, arrived)
    assert asked == [(arrived, file_id)] and document_hooks.REPORT_FILES


def test_contacts_and_dangers_are_counted_in_codes(people: People, acting, log: Log) -> None:
    log(people.hana, kind="crisis", region="north", age_band="25-29", words="my name is Alba")
    kinds = set(Fact.objects.values_list("kind", flat=True))
    assert {"contact_logged", "danger_marked"} <= kinds
    row = Fact.objects.get(kind="contact_logged")
    assert (row.region, row.age_band, row.channel, row.reason) == ("north", "", "phone", "crisis")
    assert row.subject is None  # nobody agreed to statistics: it counts, and knows nobody
