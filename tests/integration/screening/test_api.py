# SPDX-License-Identifier: Apache-2.0
"""Screening over the API goes through the same doors."""

from typing import Any
from uuid import uuid4

import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.protection.screening.api import router
from tests.integration.screening.conftest import ADULT, AREAS


@pytest.fixture(scope="module")
def api() -> TestClient:
    """The router as `config.api` mounts it: a refusal is 409, what is not visible 404."""
    made = NinjaAPI(urls_namespace="screening-test")
    made.add_router("/screening", router)
    made.exception_handler(Refused)(
        lambda request, fault: made.create_response(request, {"detail": fault.code}, status=409)
    )
    return TestClient(made)


@pytest.fixture
def call(people: Any, acting: Any, api: TestClient) -> Any:
    """call(actor, "post", path, body)."""

    def ask(actor: Any, method: str, path: str, body: Any = None) -> Any:
        with acting(actor):
            return getattr(api, method)(f"/screening{path}", json=body, actor=actor)

    return ask


def test_a_screening_from_instrument_to_result(people, call, case):
    listed = call(people.amina, "get", "/instruments").json()
    assert {each["code"] for each in listed} >= {ADULT, "general_indicators"}
    definition = call(people.amina, "get", f"/instruments/{ADULT}/2009-09").json()
    assert len(definition["sections"]) == 6
    me = str(uuid4())
    begun = [
        call(people.amina, "post", f"/files/{case.id}", {"instrument": ADULT, "response_id": me}) for _ in range(2)
    ]
    assert [each.status_code for each in begun] == [201, 201]
    assert {each.json()["id"] for each in begun} == {me}
    page = {"answers": {"d5_01": "yes", "d5_02": "yes"}, "revision": 1}
    assert call(people.amina, "put", f"/{me}/pages/{AREAS[4]}", page).json()["revision"] == 2
    assert call(people.amina, "get", f"/{me}/answers").json() == page["answers"]
    result = call(people.amina, "post", f"/{me}/complete").json()
    assert (result["signs_in"], result["of"]) == (1, 6)
    assert call(people.amina, "get", f"/{me}/result").json() == result
    (row,) = call(people.amina, "get", f"/files/{case.id}").json()
    assert (row["state"], row["instrument"]) == ("completed", ADULT)
    newer = call(people.amina, "post", f"/{me}/go-on").json()
    assert newer["previous"] == me
    assert call(people.amina, "post", f"/{newer['id']}/stop", {"reason": "no_time"}).json()["state"] == "stopped"


def test_a_stale_page_that_contradicts_is_refused(people, call, begun):
    page = {"answers": {"d1_01": "yes"}, "revision": 1, "base": {}}
    assert call(people.amina, "put", f"/{begun.id}/pages/{AREAS[0]}", page).status_code == 200
    other = page | {"answers": {"d1_01": "no"}}
    assert call(people.chidi, "put", f"/{begun.id}/pages/{AREAS[0]}", other).status_code == 409


@pytest.mark.parametrize("who", ["bela", "karim", "mio"])
def test_who_may_not_gets_nothing(people, call, signs_in_three, who: str):
    actor = getattr(people, who)
    assert call(actor, "get", f"/{signs_in_three.id}/answers").status_code == 404
    assert call(actor, "get", f"/{signs_in_three.id}/result").status_code == 404
    assert call(actor, "post", f"/{signs_in_three.id}/go-on").status_code in {404, 409}
    assert call(actor, "get", f"/files/{signs_in_three.file_id}").json() == []
