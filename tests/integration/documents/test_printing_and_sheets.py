# SPDX-License-Identifier: Apache-2.0
"""The print menu, the signed sheet scanned back, and the API."""

import datetime
import io

import pytest
from django.urls import reverse

from quatrefoil.foundation.documents.models import Document
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.sharing import actions as sharing
from quatrefoil.foundation.sharing.codes import Check, ConsentKind, How
from quatrefoil.foundation.sharing.models import Consent
from tests.unit.methods import hostile_files as hostile


def url(name, *arguments):
    return reverse(f"documents:{name}", args=arguments)


@pytest.fixture
def amina(people, browsing):
    return browsing(people.amina)


@pytest.fixture
def consent(people, acting, file_id):
    answer = sharing.Answer(
        kind=ConsentKind.SERVICES,
        agreed=True,
        language="en",
        how=How.WRITTEN,
        given_on=datetime.date.today(),
        told=frozenset(Check.values),
    )
    with acting(people.amina) as amina:
        return sharing.record_consent(amina, file_id, answer)


def test_the_consent_form_is_printed_and_that_stands_in_the_history(people, acting, amina, file_id):
    page = amina.get(url("print_menu", file_id)).content.decode()
    assert "Consent form" in page
    answer = amina.post(url("print_menu", file_id), {"sheet": "consent", "language": "en"})
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="sheet.pdf"'
    with acting(people.amina):
        assert History.objects.get(event="document.printed").codes["sheet"] == "consent"


def test_who_does_not_record_consent_prints_no_form(people, browsing, file_id):
    assert browsing(people.bela).get(url("print_menu", file_id)).status_code == 404


def test_a_signed_sheet_is_scanned_back_to_the_answer_it_belongs_to(people, acting, amina, file_id, consent):
    assert "Add a signed sheet" in amina.get(url("files", file_id)).content.decode()
    scan = io.BytesIO(hostile.picture())
    scan.name = "thumb.jpg"
    sent = {"consent": str(consent), "uploads": [scan]}
    assert amina.post(url("add_sheet", file_id), sent).status_code == 302
    with acting(people.amina):
        document = Document.objects.get()
        assert Consent.objects.get(id=consent).document == document.id
        assert (document.consent, document.category) == (consent, "consent_form")
    assert "Add a signed sheet" not in amina.get(url("files", file_id)).content.decode()


def test_a_sheet_cannot_be_kept_with_an_answer_of_somebody_else(people, acting, amina, file_id, consent):
    from quatrefoil.foundation.records.actions import open_file

    with acting(people.amina) as actor:
        other = open_file(actor, "case", owner_id=actor.member_id).id
    scan = io.BytesIO(hostile.picture())
    scan.name = "thumb.jpg"
    answer = amina.post(url("add_sheet", other), {"consent": str(consent), "uploads": [scan]})
    assert answer.status_code == 422
    with acting(people.amina):
        assert not Document.objects.exists()


def test_the_api_lists_adds_and_opens_with_the_same_refusals(people, browsing, amina, file_id):
    scan = io.BytesIO(hostile.picture())
    scan.name = "scar.jpg"
    made = amina.post(f"/api/documents/of/{file_id}", {"category": "photo", "title": "Scar", "upload": scan})
    assert made.status_code == 201, made.content
    (row,) = amina.get(f"/api/documents/of/{file_id}").json()
    assert (row["id"], row["state"], row["title"]) == (made.json()["id"], "quarantine", "Scar")
    copy = f"/api/documents/{row['id']}/copy"
    assert amina.post(copy, {"reason": ""}, content_type="application/json").status_code == 409
    opened = amina.post(copy, {"reason": "to describe it"}, content_type="application/json")
    assert opened.content.startswith(b"\xff\xd8\xff")
    assert opened["X-Content-Type-Options"] == "nosniff"
    bela = browsing(people.bela)
    assert bela.get(f"/api/documents/of/{file_id}").status_code == 404
    assert bela.get(f"/api/documents/{row['id']}").status_code == 404
