# SPDX-License-Identifier: Apache-2.0
"""The service directory: found by what a person needs, edited by an administrator, silent about safe places."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.registers import actions, selectors
from quatrefoil.foundation.registers.models import Body, Change, Service
from quatrefoil.foundation.registers.selectors import Wanted
from tests.people import People

CLINIC = {
    "need": "medical",
    "name_en": "Open clinic",
    "name_fr": "Clinique ouverte",
    "phone": "555 0100",
    "is_public": True,
}
HOUSE = {"need": "shelter", "name_en": "House on Hill Street", "is_safe_place": True, "cover_name": "Safe place A"}


@pytest.fixture
def body(people: People, acting) -> Body:
    with acting(people.mio) as mio:
        for code, name in (("N", "North"), ("S", "South")):
            actions.save_region(mio, code, {"name_en": name}, neighbours=["N"], kilometres={"N": 120})
        return actions.save_body(mio, {"name": "Port Clinic", "organisation_id": people.karim.organisation_id})


@pytest.fixture
def clinic(body: Body, people: People, acting) -> Service:
    with acting(people.mio) as mio:
        opening = actions.Opening(0, datetime.time(9), datetime.time(17))
        return actions.save_service(
            mio,
            {**CLINIC, "body_id": body.id, "minimum_age": 18},
            languages=["am", "en"],
            regions=["N"],
            hours=[opening],
        )


def test_a_service_is_found_by_need_region_language_and_age(clinic: Service, people: People, acting) -> None:
    with acting(people.amina) as amina:
        hit = Wanted(need="medical", region="N", language="am", sex="woman", age_years=25)
        assert [row.name for row in selectors.find_services(amina, hit)] == ["Open clinic"]
        for miss in (
            Wanted(need="legal"),
            Wanted(region="S"),
            Wanted(language="fa"),
            Wanted(age_years=17),
            Wanted(words="elsewhere"),
        ):
            assert selectors.find_services(amina, miss) == ()


def test_a_service_says_who_it_is_for_and_when_it_is_open(clinic: Service, people: People, acting) -> None:
    with acting(people.amina) as amina:
        row = selectors.service(amina, clinic.id)
    assert row.who == "Everybody, from 18 years"
    assert row.hours == ("Monday 09:00 to 17:00",)
    assert row.languages == "Amharic, English"
    assert row.regions == "North"


def test_safety_13_a_safe_place_is_only_its_cover_name_and_its_region(body: Body, people: People, acting) -> None:
    with acting(people.mio) as mio:
        house = actions.save_service(mio, {**HOUSE, "body_id": body.id}, regions=["S"])
    with acting(people.amina) as amina:
        row = selectors.service(amina, house.id)
        assert (row.name, row.body, row.description, row.address, row.phone) == ("Safe place A", "", "", "", "")
        assert "Hill Street" not in repr(row)
        assert selectors.find_services(amina, Wanted(words="Hill")) == ()
        assert selectors.find_services(amina, Wanted(words="Port Clinic")) == ()


def test_safety_13_the_database_refuses_the_place_of_a_safe_place(body: Body, people: People, acting) -> None:
    with acting(people.mio) as mio:
        for wrong in ({"address": "1 Hill Street"}, {"phone": "555 0101"}, {"is_public": True}):
            with pytest.raises(Refused):
                actions.save_service(mio, {**HOUSE, **wrong, "body_id": body.id})
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(body=body, **HOUSE, address="1 Hill Street")


def test_safety_13_distances_are_region_to_region(body: Body) -> None:
    assert selectors.kilometres_between("S", "N") == selectors.kilometres_between("N", "S") == 120
    assert selectors.kilometres_between("N", "X") is None


def test_the_public_site_sees_public_services_in_its_language_without_an_actor(
    clinic: Service, body: Body, people: People, acting
) -> None:
    with acting(people.mio) as mio:
        actions.save_service(mio, {**HOUSE, "body_id": body.id})
        actions.save_service(mio, {**CLINIC, "name_en": "Staff clinic", "is_public": False, "body_id": body.id})
    shown = selectors.public_services("fr", "N", "medical")
    assert [row.name for row in shown] == ["Clinique ouverte"]
    assert selectors.public_services("en", "S") == ()
    assert [row.name for row in selectors.public_services("ar")] == ["Open clinic"]


def test_only_an_administrator_edits_and_what_stood_before_is_kept(clinic: Service, people: People, acting) -> None:
    with acting(people.amina) as amina, pytest.raises(Refused):
        actions.save_service(amina, {"name_en": "Mine"}, service_id=clinic.id)
    with acting(people.mio) as mio:
        actions.save_service(mio, {"name_en": "New name"}, service_id=clinic.id, seen_version=1)
        with pytest.raises(Stale):
            actions.save_service(mio, {"name_en": "Other name"}, service_id=clinic.id, seen_version=1)
    kept = Change.objects.get(register="service", row=clinic.id)
    assert (kept.version, kept.before["name_en"], kept.changed_by) == (1, "Open clinic", people.mio.member_id)
    assert Service.objects.get(id=clinic.id).version == 2


def test_a_changed_law_is_a_new_row_and_the_old_words_stay(people: People, acting) -> None:
    law = {
        "jurisdiction": "XX",
        "statute": "Child Act",
        "provision": "s. 12",
        "recipient_kinds": ["child_protection"],
        "parts": ["core"],
        "applies_to": "children",
    }
    with acting(people.mio) as mio:
        old = actions.save_duty(mio, {**law, "text": "Tell.", "in_force_from": datetime.date(2020, 1, 1)})
        new = actions.save_duty(
            mio, {**law, "text": "Tell at once.", "in_force_from": datetime.date(2026, 1, 1)}, replaces=old.id
        )
    in_2021 = selectors.legal_duties(datetime.date(2021, 6, 1), recipient_kind="child_protection", child=True)
    assert [row.text for row in in_2021] == ["Tell."]
    assert [row.id for row in selectors.legal_duties(datetime.date(2026, 6, 1))] == [new.id]
    assert selectors.legal_duties(datetime.date(2026, 6, 1), child=False) == ()
    assert selectors.legal_duties(datetime.date(2026, 6, 1), recipient_kind="police") == ()


def test_a_closed_service_takes_no_referral(clinic: Service, people: People, acting) -> None:
    assert selectors.place(clinic.id).organisation_id == people.karim.organisation_id
    with acting(people.mio) as mio:
        actions.save_service(mio, {"status": "inactive"}, service_id=clinic.id)
    with pytest.raises(NotVisible):
        selectors.place(clinic.id)
