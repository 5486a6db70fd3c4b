# SPDX-License-Identifier: Apache-2.0
"""Typed questions: asked once, answered by whom they were asked of, a second person for approvals."""

from uuid import uuid4

import pytest

from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.requests import actions, selectors
from quatrefoil.foundation.requests.models import Request


@pytest.fixture
def file_id(people, acting):
    with acting(people.amina):
        return open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=min(people.amina.team_ids)).id


def ask(people, acting, kind, holder, file_id=None, **more):
    with acting(people.amina):
        return actions.ask(people.amina, kind, holder, record=file_id, record_kind="case" if file_id else "", **more)


def test_a_task_sent_twice_is_asked_once(people, acting, file_id):
    token = uuid4()
    for _time in range(2):
        ask(people, acting, "task", people.bela.member_id, file_id, subject="call", request_id=token)
    with acting(people.bela):
        assert len(selectors.to_answer(people.bela)) == 1


def test_a_question_opens_nothing_of_the_record_it_is_about(people, acting, file_id):
    ask(people, acting, "task", people.karim.member_id, file_id, subject="call", question="Please ring at noon")
    with acting(people.karim):
        (row,) = selectors.to_answer(people.karim)
        assert (row.record, row.reference, row.record_url) == (None, "", "")
        assert selectors.open_request(people.karim, row.id).question == "Please ring at noon"


def test_who_was_not_asked_does_not_see_the_question(people, acting, file_id):
    request_id = ask(people, acting, "question", people.bela.member_id, file_id, question="secret words")
    with acting(people.hana), pytest.raises(NotVisible):
        selectors.open_request(people.hana, request_id)


def test_an_approval_takes_a_second_person(people, acting, file_id):
    with acting(people.chidi):
        own = actions.ask(people.chidi, "approval", min(people.amina.team_ids), record=file_id, record_kind="case")
        with pytest.raises(Refused, match="second person"):
            actions.answer(people.chidi, own, "approved")
    request_id = ask(people, acting, "approval", min(people.amina.team_ids), file_id)
    with acting(people.amina), pytest.raises(Refused, match="role"):
        actions.answer(people.amina, request_id, "approved")
    with acting(people.chidi):
        actions.answer(people.chidi, request_id, "approved")
        assert Request.objects.get(id=request_id).answer_code == "approved"


def test_returning_an_approval_needs_a_reason(people, acting, file_id):
    request_id = ask(people, acting, "approval", min(people.amina.team_ids), file_id)
    with acting(people.chidi), pytest.raises(Refused, match="Say why"):
        actions.answer(people.chidi, request_id, "returned")


def test_the_second_answer_is_told_that_there_was_a_first(people, acting, file_id):
    request_id = ask(people, acting, "question", min(people.amina.team_ids), file_id)
    with acting(people.amina):
        actions.answer(people.amina, request_id, "yes")
    with acting(people.chidi), pytest.raises(Stale):
        actions.answer(people.chidi, request_id, "no")


def test_the_pages_walk_from_the_list_to_the_answer(people, acting, file_id, browsing):
    request_id = ask(people, acting, "task", people.bela.member_id, file_id, subject="call", question="Ring at noon")
    client = browsing(people.bela)
    assert "Call" in client.get("/requests/").content.decode()
    assert "Ring at noon" in client.get(f"/requests/{request_id}/").content.decode()
    assert client.post(f"/requests/{request_id}/", {"answer": "", "revision": 1}).status_code == 422
    assert client.post(f"/requests/{request_id}/", {"answer": "done", "revision": 1}).status_code == 302
    assert client.get("/requests/?show=overdue").status_code == 200
