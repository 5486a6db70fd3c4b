# SPDX-License-Identifier: Apache-2.0
"""The pages of the audit, as people walk through them."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.audit import batches, keys
from quatrefoil.foundation.audit.models import AuditCheck, AuditEvent
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Account
from quatrefoil.foundation.jobs.models import Job, JobResult
from quatrefoil.foundation.records.actions import open_file
from tests.integration.audit.conftest import KEY
from tests.people import People

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])
SignedIn = Callable[[Actor], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(members__id=actor.member_id))
        return client

    return sign_in


@pytest.fixture(autouse=True)
def ours(heads_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "signing_key", lambda: KEY)


@pytest.fixture
def file_id(people: People) -> UUID:
    (team,) = people.amina.team_ids
    with acting_as(people.amina, "page cases:new"), transaction.atomic():
        return open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=team).id


def test_the_owner_reads_the_page_of_a_record(people: People, signed_in: SignedIn, file_id: UUID):
    page = signed_in(people.amina).get(f"/audit/records/{file_id}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Amina Sarr opened the file for the first time" in text
    assert "reason: case work" in text
    assert str(file_id.hex[:8]) in text


def test_the_page_of_a_record_is_not_there_for_a_stranger(people: People, signed_in: SignedIn, file_id: UUID):
    client = signed_in(people.karim)
    assert client.get(f"/audit/records/{file_id}/").status_code == 404
    assert client.post(f"/audit/records/{file_id}/list/").status_code == 404
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", ["amina", "chidi", "karim", "farah", "mio"])
@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", "check/"), ("post", "proof/"), ("post", "list/")])
def test_the_page_across_records_is_for_auditors(
    people: People, signed_in: SignedIn, name: str, method: str, path: str
):
    answer = getattr(signed_in(getattr(people, name)), method)(f"/audit/{path}")
    assert answer.status_code == 409
    assert not Job.objects.exists()


def test_an_auditor_reads_across_records_and_filters(people: People, signed_in: SignedIn, file_id: UUID):
    client = signed_in(people.dana)
    text = client.get("/audit/").content.decode()
    assert "Amina Sarr opened the file for the first time" in text
    assert f"/audit/records/{file_id}/" in text
    assert "The chain has not been checked yet." in text
    narrowed = client.get("/audit/", {"organisation": str(people.karim.organisation_id), "days": "7"}).content.decode()
    assert "Nothing here" in narrowed
    assert "Karim Haddad" in narrowed  # people can be chosen once their organisation is
    assert "Show all" in narrowed


def test_a_refusal_is_marked_in_words(people: People, signed_in: SignedIn, file_id: UUID):
    signed_in(people.karim).get(f"/audit/records/{file_id}/")
    text = signed_in(people.dana).get("/audit/?outcome=refused").content.decode()
    assert "Karim Haddad tried to open this and was refused" in text
    assert "Refused" in text


def test_the_auditor_checks_the_chain_and_reads_how_far_it_was_verified(
    people: People, signed_in: SignedIn, file_id: UUID
):
    batches.close_all(KEY)
    batches.keep_heads()
    client = signed_in(people.dana)
    answer = client.post("/audit/check/")
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.id}/"
    assert AuditCheck.objects.get().faults == 0
    assert "as they were sealed" in client.get(f"/jobs/{job.id}/").content.decode()
    assert "Chain verified up to" in client.get("/audit/").content.decode()


def test_a_fault_stands_on_top_of_the_auditors_page(
    people: People, signed_in: SignedIn, file_id: UUID, heads_file: Path
):
    batches.close_all(KEY)
    client = signed_in(people.dana)
    client.post("/audit/check/")  # the heads were not kept elsewhere
    text = client.get("/audit/").content.decode()
    assert "1 thing is not as it was sealed. Change nothing" in text
    assert "Does not hold" in text or "q-notice" in text


def test_a_list_is_taken_as_a_table_once(people: People, signed_in: SignedIn, file_id: UUID):
    AuditEvent.objects.create(
        actor=people.karim.member_id,
        organisation=people.karim.organisation_id,
        act="part.open",
        purpose="=1+1",
        record=file_id,
    )
    client = signed_in(people.amina)
    page = client.post(f"/audit/records/{file_id}/list/?act=part.open", follow=True)
    assert "The table has 1 row." in page.content.decode()
    job = Job.objects.get()
    assert "Take the file (once)" in page.content.decode()
    answer = client.post(f"/jobs/{job.id}/file/")
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-')
    assert answer["Cache-Control"] == "no-store"
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert row["who"] == "Somebody at Port Clinic"
    assert row["reason"] == "'=1+1"
    assert client.post(f"/jobs/{job.id}/file/").status_code == 409
    assert not JobResult.objects.exists()


def test_a_list_across_records_holds_what_the_page_shows(people: People, signed_in: SignedIn, file_id: UUID):
    client = signed_in(people.dana)
    client.post("/audit/list/?act=file.open")
    answer = client.post(f"/jobs/{Job.objects.get().id}/file/")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [(row["who"], row["organisation"], row["act"]) for row in rows] == [
        ("Amina Sarr", "Lighthouse", "file.open")
    ]


@pytest.mark.parametrize(
    ("path", "third"), [("/audit/proof/", "events.jsonl"), ("/audit/records/{}/proof/", "extract.jsonl")]
)
def test_the_proof_holds_what_the_stand_alone_verifier_reads(
    people: People, signed_in: SignedIn, file_id: UUID, path: str, third: str
):
    batches.close_all(KEY)
    client = signed_in(people.dana)
    client.post(path.format(file_id))
    answer = client.post(f"/jobs/{Job.objects.get().id}/file/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert set(packed.namelist()) == {"heads.jsonl", "keys.txt", third}
        assert str(file_id).encode() in packed.read(third)


def test_a_strange_address_is_answered_with_the_whole_list(people: People, signed_in: SignedIn, file_id: UUID):
    client = signed_in(people.dana)
    assert client.get("/audit/?act=<script>&after=x&member='").status_code == 200
    assert client.post("/audit/list/?act=<script>").status_code == 302


@pytest.mark.parametrize("path", ["/audit/", "/audit/records/{}/", "/jobs/"])
def test_every_page_reads_in_arabic(people: People, signed_in: SignedIn, file_id: UUID, path: str):
    client = signed_in(people.dana)
    with translation.override("ar"):
        session = client.session
        session["language"] = "ar"
        session.save()
        assert client.get(path.format(file_id)).status_code == 200


@pytest.mark.parametrize("path", ["/audit/check/", "/audit/proof/", "/audit/list/"])
def test_nothing_is_asked_for_by_following_a_link(people: People, signed_in: SignedIn, path: str):
    assert signed_in(people.dana).get(path).status_code == 405


def test_the_page_of_a_record_takes_few_queries(people: People, signed_in: SignedIn, file_id: UUID):
    client = signed_in(people.amina)
    client.get(f"/audit/records/{file_id}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/audit/records/{file_id}/")
    # On PostgreSQL the actor is told to the database as well, in the one transaction.
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT") and "quatrefoil." not in query["sql"]]
    assert len(read) <= 14, read
