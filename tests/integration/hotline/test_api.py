# SPDX-License-Identifier: Apache-2.0
"""The desk over the API: the same refusals as the pages."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from quatrefoil.foundation.access import tokens
from quatrefoil.foundation.identity.actors import Actor
from tests.integration.hotline.conftest import Log
from tests.people import People

Call = Callable[..., Any]


@pytest.fixture
def call(people: People, acting) -> Call:
    made: dict[Actor, str] = {}
    until = timezone.localdate() + datetime.timedelta(days=7)

    def ask(actor: Actor, path: str, body: object = None) -> HttpResponse:
        if actor not in made:
            with acting(actor):
                made[actor] = tokens.make_token(actor, "a test", actor.rights, until)[1]
        headers = {"authorization": f"Bearer {made[actor]}"}
        if body is None:
            return Client().get(f"/api/hotline/{path}", headers=headers)
        return Client().post(f"/api/hotline/{path}", body, content_type="application/json", headers=headers)

    return ask


def test_a_contact_goes_from_the_log_to_its_end(people: People, call: Call) -> None:
    contact_id = str(uuid4())
    given = {"id": contact_id, "channel": "phone", "kind": "help_request", "then": "desk", "words": "quiet"}
    assert call(people.hana, "contacts", given).json() == {"file": contact_id, "counted": None}
    assert call(people.hana, "contacts", given).status_code == 201
    assert [row["id"] for row in call(people.hana, "queue").json()] == [contact_id]
    assert call(people.hana, f"contacts/{contact_id}/claim", {}).status_code == 204
    second = call(people.iben, f"contacts/{contact_id}/claim", {})
    assert second.status_code == 409 and "Hana Kim" in second.json()["detail"]
    danger = call(people.hana, f"contacts/{contact_id}/danger", {"code": "hurt"}).json()["id"]
    assert call(people.iben, f"dangers/{danger}/answer", {"code": "with_me"}).status_code == 204
    assert call(people.iben, f"dangers/{danger}/act", {"code": "safety_plan"}).status_code == 204
    assert call(people.hana, f"contacts/{contact_id}/case", {"code": "nobody_yet"}).json() == {"case": None}
    call(people.hana, f"contacts/{contact_id}/finish", {"code": "listened", "minutes": 7})
    found = call(people.hana, f"contacts/{contact_id}").json()
    assert found["state"] == "done" and found["held_until"] and not found["dangers"][0]["is_open"]
    assert "quiet" not in str(found)


def test_a_report_is_claimed_answered_and_becomes_a_contact(people: People, call: Call, report) -> None:
    arrived = report(own_words="please", danger="soon")
    assert call(people.hana, f"reports/{arrived}/contact", {}).status_code == 409
    assert call(people.hana, f"reports/{arrived}/claim", {}).status_code == 204
    reply = {"id": str(uuid4()), "text": "We are here."}
    assert call(people.hana, f"reports/{arrived}/answer", reply).status_code == 201
    assert call(people.hana, f"reports/{arrived}/answer", reply).status_code == 201
    contact = call(people.hana, f"reports/{arrived}/contact", {}).json()["id"]
    assert call(people.hana, f"contacts/{contact}").json()["report"] == str(arrived)


def test_who_has_no_desk_finds_nothing_there(people: People, call: Call, log: Log) -> None:
    file_id = log(people.hana)
    assert call(people.amina, f"contacts/{file_id}").status_code == 404
    assert call(people.amina, "queue").status_code == 403
    assert call(people.hana, "contacts", {"channel": "pigeon", "kind": "tip"}).status_code == 409
