# SPDX-License-Identifier: Apache-2.0
"""The pages of the directory and of its keeping, and the HSDS file out and in."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quatrefoil.foundation.identity.models import Account
from quatrefoil.foundation.registers import actions, hsds, selectors
from quatrefoil.foundation.registers.models import LegalDuty, Service
from quatrefoil.foundation.registers.selectors import Wanted

FORM = {
    "need": "medical",
    "status": "active",
    "name_en": "Open clinic",
    "answers_within_days": "1",
    "serves_women": "on",
}


@pytest.fixture
def as_person(people):
    def client_of(name: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(email=f"{name}@example.org"))
        return client

    return client_of


@pytest.fixture
def body(people, acting):
    with acting(people.mio) as mio:
        actions.save_region(mio, "N", {"name_en": "North"})
        return actions.save_body(mio, {"name": "Port Clinic", "organisation_id": people.karim.organisation_id})


@pytest.fixture
def house(people, acting, body):
    with acting(people.mio) as mio:
        values = {"need": "shelter", "name_en": "Hill Street", "is_safe_place": True, "cover_name": "Safe place A"}
        return actions.save_service(mio, {**values, "body_id": body.id}, regions=["N"])


def test_an_administrator_makes_a_service_and_everybody_finds_it(body, as_person, people):
    mio = as_person("mio")
    sent = {**FORM, "body": body.id, "languages": "en am", "regions": ["N"], "hours": "mo 09:00-17:00\ntu 9:00 - 12:30"}
    answer = mio.post("/registers/services/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    page = as_person("amina").get(answer["Location"]).content.decode()
    assert "Open clinic" in page and "Monday 09:00 to 17:00; Tuesday 09:00 to 12:30" in page
    assert "/change/" not in page
    listed = as_person("karim").get("/registers/services/?need=medical&region=N&language=am&sex=woman").content.decode()
    assert "Open clinic" in listed
    assert "No service fits" in as_person("karim").get("/registers/services/?need=legal").content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"hours": "monday nine"}, "Write hours like this"),
        ({"hours": "mo 17:00-09:00"}, "closes before it opens"),
        ({"hours": "mo 25:00-26:00"}, "no time of the day"),
        ({"is_safe_place": "on"}, "cover name"),
        ({"is_safe_place": "on", "cover_name": "Safe place B", "phone": "555"}, "nothing that leads to a safe place"),
        ({"minimum_age": "40", "maximum_age": "20"}, "ages_in_order"),
    ],
)
def test_what_cannot_be_saved_says_what_to_mend(body, as_person, wrong, says):
    answer = as_person("mio").post("/registers/services/new/", {**FORM, "body": body.id, **wrong})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Service.objects.exists()


def test_who_may_not_edit_is_told_so(body, as_person):
    for page in (
        "services/new/",
        "keeping/",
        "bodies/new/",
        "duties/new/",
        "holidays/new/",
        "rest-days/",
        "services/import/",
    ):
        answer = as_person("amina").get(f"/registers/{page}")
        assert answer.status_code == 409, page
        assert "Your role does not include this" in answer.content.decode()


def test_keeping_shows_what_there_is(body, as_person, people, acting):
    mio = as_person("mio")
    law = {
        "jurisdiction": "XX",
        "statute": "Safety Act",
        "provision": "s. 7",
        "text": "Tell.",
        "recipient_kinds": ["police"],
    }
    sent = {**law, "parts": ["core"], "applies_to": "everybody", "in_force_from": "2020-01-01"}
    assert mio.post("/registers/duties/new/", sent).status_code == 302
    assert mio.post("/registers/holidays/new/", {"on": "2099-05-01", "name": "Spring"}).status_code == 302
    assert mio.post("/registers/rest-days/", {"weekdays": ["4", "5"]}).status_code == 302
    page = mio.get("/registers/keeping/").content.decode()
    for said in ("Safety Act, s. 7", "Tell.", "Spring", "Port Clinic"):
        assert said in page
    first = LegalDuty.objects.get()
    changed = {**sent, "text": "Tell at once.", "in_force_from": "2026-01-01"}
    assert mio.post(f"/registers/duties/{first.id}/", changed).status_code == 302
    assert {duty.text for duty in LegalDuty.objects.all()} == {"Tell.", "Tell at once."}
    assert mio.post(f"/registers/bodies/{body.id}/", {"name": "Harbour Clinic"}).status_code == 302
    assert "Harbour Clinic" in mio.get("/registers/keeping/").content.decode()


def test_safety_13_no_page_and_no_file_says_where_a_safe_place_is_or_who_runs_it(house, as_person):
    for name in ("amina", "hana", "emre"):
        client = as_person(name)
        for address in ("/registers/services/", f"/registers/services/{house.id}/", "/registers/services/export/"):
            said = client.get(address).content.decode()
            assert "Safe place A" in said
            assert "Hill Street" not in said
            assert "Port Clinic" not in said


def test_the_hsds_file_goes_out_and_comes_back_the_same(body, house, as_person, people, acting):
    with acting(people.mio) as mio:
        made = actions.save_service(
            mio, {**{k: v for k, v in FORM.items() if k in ("need", "name_en")}, "body_id": body.id, "phone": "555 0100"},
            languages=["am"], regions=["N"],
        )  # fmt: skip
        text = hsds.export_services(mio)
        before = selectors.find_services(mio, Wanted())
        entries = json.loads(text)
        assert all({"id", "name", "status", "organization"} <= set(entry) for entry in entries)
        Service.objects.filter(id=made.id).delete()
        preview = hsds.import_services(mio, text)
        after = selectors.find_services(mio, Wanted())
    assert sorted(line.does for line in preview.lines) == ["Changes an entry", "New entry"]
    assert [(row.name, row.need, row.phone, row.languages, row.regions) for row in before] == [
        (row.name, row.need, row.phone, row.languages, row.regions) for row in after
    ]


def test_an_import_is_looked_at_first_and_names_what_is_wrong(as_person, people):
    good = {"id": "8f3ab1f2-2c1f-4f52-9d51-1f3a86b9c001", "name": "=Advice", "status": "active"}
    owner = {"id": "8f3ab1f2-2c1f-4f52-9d51-1f3a86b9c002", "name": "Law shop", "description": "Law"}
    entries = [{**good, "organization": owner}, {"id": "nope", "name": "=Bad", "status": "open", "organization": owner}]
    mio = as_person("mio")

    def send(**also):
        file = SimpleUploadedFile("services.json", json.dumps(entries).encode())
        return mio.post("/registers/services/import/", {"file": file, **also})

    page = send().content.decode()
    assert "New entry" in page and "Left out" in page and "Give a UUID here." in page
    assert not Service.objects.exists()
    errors = send(errors="1")
    assert errors["Content-Type"].startswith("text/csv")
    assert '"\'=Bad"' in errors.content.decode()
    send(write="1")
    assert [(service.name_en, service.is_public) for service in Service.objects.all()] == [("=Advice", False)]


def test_a_file_that_is_no_list_is_refused_in_words(as_person):
    for content, says in ((b"{", "not a JSON file"), (b"{}", "list of services"), (b"\xff\xfe", "not in UTF-8")):
        answer = as_person("mio").post("/registers/services/import/", {"file": SimpleUploadedFile("x.json", content)})
        assert answer.status_code == 422
        assert says in answer.content.decode()


def test_the_directory_reads_from_right_to_left_in_arabic(body, house, as_person):
    client = as_person("amina")
    session = client.session
    session["language"] = "ar"
    session.save()
    answer = client.get("/registers/services/")
    assert answer.status_code == 200
    assert 'dir="rtl"' in answer.content.decode()
