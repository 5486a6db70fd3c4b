# SPDX-License-Identifier: Apache-2.0
"""Notices, the gate, background work, the audit and the inbox over the API: the doors of the pages, and their refusals."""

import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from quatrefoil.foundation.access import tokens
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.messages import actions as messages
from quatrefoil.foundation.records.actions import open_file

NEXT_WEEK = timezone.localdate() + datetime.timedelta(days=7)


@pytest.fixture
def call(people, acting, browsing):
    def make(actor, path, body=None):
        client, headers = Client(), {}
        if actor == people.dana:  # an auditor makes no tokens, and calls from her own session
            client = browsing(actor)
        else:
            with acting(actor):
                token = tokens.make_token(actor, "a test", actor.rights, NEXT_WEEK)[1]
            headers = {"authorization": f"Bearer {token}"}
        if body is None:
            return client.get(f"/api/{path}", headers=headers)
        return client.post(f"/api/{path}", body, content_type="application/json", headers=headers)

    return make


@pytest.fixture
def case(people, acting):
    with acting(people.amina) as amina:
        (team,) = amina.team_ids
        return open_file(amina, "case", team_id=team, owner_id=amina.member_id).id


def test_a_notice_is_listed_and_seen_once(people, acting, call):
    with acting(people.mio):
        notice = messages.notify(people.amina.member_id, "disclosure.received")
    (row,) = call(people.amina, "messages/notices").json()
    assert (row["id"], row["is_seen"]) == (str(notice), False)
    assert call(people.bela, f"messages/notices/{notice}/seen", {}).status_code == 404
    assert call(people.amina, f"messages/notices/{notice}/seen", {}).status_code == 204
    assert call(people.amina, "messages/notices?unseen=true").json() == []
    assert call(people.amina, "messages/notices/seen", {}).json() == {"count": 0}


def test_safe_contact_is_written_shown_closed_and_opened_for_a_reason(people, case, call):
    assert call(people.amina, f"messages/safe-contact/{case}").status_code == 404
    body = {
        "channel": "text",
        "address": "+999 5550100",
        "may_write": True,
        "safe_word": "river",
        "duress_word": "stone",
    }
    assert call(people.amina, f"messages/safe-contact/{case}", body).status_code == 201
    shown = call(people.amina, f"messages/safe-contact/{case}").json()
    assert shown["has_address"]
    assert "5550100" not in str(shown)
    opened = call(people.amina, f"messages/safe-contact/{case}/open", {"reason": "call_now"}).json()
    assert opened["address"] == "+999 5550100"
    assert call(people.amina, f"messages/safe-contact/{case}/open", {"reason": "curious"}).status_code == 422
    for word, answer in (("River", "safe"), ("stone", "duress"), ("lake", "wrong")):
        assert call(people.amina, f"messages/safe-contact/{case}/word", {"word": word}).json() == {"answer": answer}
    assert call(people.bela, f"messages/safe-contact/{case}").status_code == 404


def test_the_gate_is_silent_by_default_over_the_api_too(people, case, call):
    (first, *_others) = call(people.amina, "messages/texts").json()
    answer = call(people.amina, f"messages/texts/{case}", {"template": first, "channel": "text"}).json()
    assert answer["went_out"] is False
    assert answer["words"]
    assert call(people.amina, f"messages/texts/{case}", {"template": "no_such", "channel": "text"}).status_code == 404


def test_who_was_told_needs_reach_on_the_record(people, acting, case, call):
    with acting(people.amina):
        messages.notify(people.chidi.member_id, "disclosure.received", case, "case")
    (row,) = call(people.amina, f"messages/told/{case}").json()
    assert row["who"] == "Chidi Obi"
    assert call(people.hana, f"messages/told/{case}").status_code == 404


def test_the_audit_is_read_by_whom_its_page_serves(people, case, call):
    assert call(people.dana, "audit").json()["rows"]
    assert call(people.amina, "audit").status_code == 409
    assert call(people.amina, f"audit/records/{case}").status_code == 200
    assert call(people.hana, f"audit/records/{case}").status_code == 404
    assert set(call(people.dana, "audit/status").json()) == {"holds", "sealed", "checked", "waiting"}
    assert AuditEvent.objects.filter(act="audit.read", actor=people.dana.member_id).exists()


def test_a_check_and_a_proof_are_jobs_that_can_be_followed_and_stopped(people, case, call):
    asked = call(people.dana, "audit/checks", {})
    assert asked.status_code == 202
    job = asked.json()["job"]
    assert call(people.dana, f"jobs/{job}").json()["id"] == job
    assert call(people.amina, f"jobs/{job}").status_code == 404
    assert [row["id"] for row in call(people.dana, "jobs").json()] == [job]
    stopped = call(people.dana, f"jobs/{job}/stop", {})
    assert stopped.status_code in {204, 409}
    assert call(people.dana, f"jobs/{job}/file", {}).status_code == 409
    assert call(people.dana, "audit/proofs", {}).status_code == 202
    assert call(people.dana, f"audit/records/{case}/proofs", {}).status_code == 202
    assert call(people.amina, "audit/checks", {}).status_code == 409


def test_the_inbox_is_the_desks(people, call):
    assert call(people.hana, "exchange/reports").json() == []
    assert call(people.amina, "exchange/reports").status_code == 409
    for act, body in (
        ("claim", {"revision": 1}), ("take-over", {"revision": 1}), ("release", {"revision": 1}), ("close", {"revision": 1}),
        ("answer", {"text": "We read this."}), ("open", {"purpose": "first reading"}),
    ):  # fmt: skip
        assert call(people.hana, f"exchange/reports/{uuid4()}/{act}", body).status_code == 404
