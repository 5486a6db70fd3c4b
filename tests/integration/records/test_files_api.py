# SPDX-License-Identifier: Apache-2.0
"""Files over the API: the same doors and the same answers as the pages."""

import json
import time

import pytest
from django.test import Client

from quatrefoil.foundation.access.selectors import may_see
from quatrefoil.foundation.records import actions


@pytest.fixture
def call(browsing):
    def ask(who, path, body=None, method=""):
        client: Client = browsing(who)
        method = method or ("post" if body is not None else "get")
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return getattr(client, method)(f"/api/files/{path}", **sent)

    return ask


def test_a_file_reads_and_takes_a_note(people, call, file_id):
    assert call(people.amina, file_id).json()["owner"] == "Amina Sarr"
    made = call(people.amina, f"{file_id}/notes", {"body": "called today"})
    assert made.status_code == 201
    assert [note["body"] for note in call(people.amina, f"{file_id}/notes").json()] == ["called today"]
    assert call(people.amina, f"{file_id}/timeline").json()[0]["sentence"] == "Work note written."


@pytest.mark.parametrize("path", ["", "/timeline", "/notes", "/exclusions"])
def test_what_one_does_not_reach_is_not_there(people, call, file_id, path):
    assert call(people.bela, f"{file_id}{path}").status_code == 404


def test_an_exclusion_is_made_and_lifted(people, call, file_id):
    assert call(people.amina, f"{file_id}/exclusions", {"holder": str(people.bela.member_id)}).status_code == 204
    (row,) = call(people.amina, f"{file_id}/exclusions").json()
    assert row["who"] == "Bela Novak"
    assert call(people.amina, f"{file_id}/exclusions/{row['id']}", method="delete").status_code == 204
    assert call(people.amina, f"{file_id}/exclusions").json() == []


def test_break_glass_opens_and_ends(people, acting, call, file_id):
    with acting(people.amina):
        number = actions.File.objects.get(id=file_id).number
    asked = {"reference": number, "reason": "danger_to_life", "hours": 2}
    assert call(people.bela, "break-glass", asked).json() == {"file_id": str(file_id)}
    with acting(people.bela):
        assert may_see(people.bela, file_id)
    assert call(people.bela, f"{file_id}/break-glass/end", {}).status_code == 204
    with acting(people.bela):
        assert not may_see(people.bela, file_id)


def test_break_glass_from_an_old_session_asks_who_sits_there(people, browsing, file_id):
    bela = browsing(people.bela)
    session = bela.session
    session["signed_in_at"] = time.time() - 3600
    session["account_authentication_methods"] = []
    session.save()
    asked = {"reference": "2026-0001", "reason": "danger_to_life"}
    answer = bela.post("/api/files/break-glass", json.dumps(asked), content_type="application/json")
    assert answer.status_code == 409 and answer.json()["code"] == "confirm"
