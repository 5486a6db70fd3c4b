# SPDX-License-Identifier: Apache-2.0
"""The API of sharing and of the registers goes through the same doors as the pages."""

import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.identity.roles import ACCOUNT, HEALTH
from quatrefoil.foundation.registers.api import router as registers
from quatrefoil.foundation.sharing.api import router as sharing
from quatrefoil.foundation.sharing.codes import Check
from tests.integration.sharing.conftest import SAID, TODAY


@pytest.fixture(scope="module")
def api():
    made = NinjaAPI(urls_namespace="sharing-under-test")
    made.add_router("/sharing", sharing)
    made.add_router("/registers", registers)
    made.add_exception_handler(
        Refused, lambda request, refusal: made.create_response(request, {"said": str(refusal)}, status=409)
    )
    made.add_exception_handler(NotVisible, lambda request, _: made.create_response(request, {}, status=404))
    return made


@pytest.fixture
def call(api):
    """`call(actor, method, path, json)`: as the lead's wiring does, around acting_as."""
    client = TestClient(api)

    def call(actor, method: str, path: str, json=None):
        request: dict[str, object] = {"actor": actor}
        with acting_as(actor, "api"):
            return client.request(method, path, json=json, **request)

    return call


def test_consent_sheet_send_read_answer_over_the_api(world, call):
    amina, karim = world.people.amina, world.people.karim
    consent = {
        "kind": "share", "agreed": True, "language": "am", "how": "spoken", "given_on": TODAY.isoformat(),
        "told": list(Check.values), "where": world.clinic, "purpose": "medical", "parts": [HEALTH],
    }  # fmt: skip
    made = call(amina, "POST", f"/sharing/files/{world.file_id}/consents", consent)
    assert made.status_code == 201
    (row,) = call(amina, "GET", f"/sharing/files/{world.file_id}/consents").json()
    assert row["title"] == "Sharing with Port Clinic"
    choice = {"where": world.clinic, "purpose": "medical", "parts": [HEALTH]}
    sheet = call(amina, "POST", f"/sharing/files/{world.file_id}/sheet", choice).json()
    assert {part["part"]: part["code"] for part in sheet["parts"]}["stay"] == "never_leaves"
    sent = call(amina, "POST", f"/sharing/files/{world.file_id}/disclosures", {**choice, "seen": sheet["seen"]})
    assert sent.status_code == 201
    package = call(karim, "GET", f"/sharing/received/{sent.json()['id']}").json()
    assert package["lines"] == sheet["lines"]
    assert SAID[HEALTH].text in str(package)
    assert call(karim, "POST", f"/sharing/received/{sent.json()['id']}/acceptance").status_code == 204
    assert call(amina, "GET", "/sharing/sent").json()[0]["state"] == "accepted"
    taken = call(amina, "POST", f"/sharing/consents/{row['id']}/withdrawal", {"asker": "person", "how": "phone"})
    assert taken.status_code == 204
    assert call(karim, "GET", f"/sharing/received/{sent.json()['id']}").status_code == 404


def test_refusals_come_over_the_api_in_words(world, call):
    choice = {"where": world.police, "purpose": "investigation", "parts": [ACCOUNT]}
    refused = call(world.people.amina, "POST", f"/sharing/files/{world.file_id}/disclosures", choice)
    assert refused.status_code == 409
    assert "No consent to share with police" in refused.json()["said"]
    assert call(world.people.bela, "POST", f"/sharing/files/{world.file_id}/sheet", choice).status_code == 404
    unknown = call(world.people.amina, "POST", f"/sharing/files/{world.file_id}/sheet", {**choice, "purpose": "x"})
    assert unknown.status_code == 422


def test_the_directory_over_the_api(world, call):
    rows = call(world.people.karim, "GET", "/registers/services?need=medical").json()
    assert [row["name"] for row in rows] == ["Open clinic"]
    assert call(world.people.karim, "GET", f"/registers/services/{rows[0]['id']}").json()["body"] == "Port Clinic"
    assert call(world.people.karim, "GET", "/registers/services/hsds").json()[0]["name"] == "Open clinic"
    assert call(world.people.karim, "GET", "/registers/regions").json() == []
    (law,) = call(world.people.karim, "GET", "/registers/legal-duties").json()
    assert law["title"] == "Safety Act, s. 7"
