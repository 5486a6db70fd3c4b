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
        if actor in {people.dana, people.mio}:  # they make no tokens, and call from their own sessions
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
    assert call(people.amina, "audit").status_code == 403
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
    assert call(people.amina, "audit/checks", {}).status_code == 403


def test_the_inbox_is_the_desks(people, call):
    assert call(people.hana, "exchange/reports").json() == []
    assert call(people.amina, "exchange/reports").status_code == 403
    for act, body in (
        ("claim", {"revision": 1}), ("take-over", {"revision": 1}), ("release", {"revision": 1}), ("close", {"revision": 1}),
        ("answer", {"text": "We read this."}), ("open", {"purpose": "first reading"}),
    ):  # fmt: skip
        assert call(people.hana, f"exchange/reports/{uuid4()}/{act}", body).status_code == 404


def test_appointments_are_planned_and_settled_once(people, case, call):
    at = (timezone.now() + datetime.timedelta(days=2)).isoformat()
    made = call(people.amina, f"workflow/files/{case}/appointments", {"kind": "visit", "at": at})
    assert made.status_code == 201
    (row,) = call(people.amina, "workflow/appointments?mine=true").json()
    assert (row["id"], row["state"], row["with_member"]) == (made.json()["id"], "planned", "Amina Sarr")
    settle = f"workflow/appointments/{row['id']}/settle"
    assert call(people.amina, settle, {"state": "kept", "revision": row["revision"]}).status_code == 204
    assert call(people.amina, settle, {"state": "missed", "revision": row["revision"]}).json()["code"] == "stale"
    assert call(people.bela, f"workflow/files/{case}/appointments").json() == []
    assert call(people.bela, f"workflow/files/{case}/appointments", {"kind": "visit", "at": at}).status_code == 404
    naive = call(people.amina, f"workflow/files/{case}/appointments", {"kind": "visit", "at": "2030-01-01T10:00:00"})
    assert naive.status_code == 422


def test_the_rota_is_the_supervisors_and_read_by_the_team(people, call):
    (team,) = people.hana.team_ids
    begins = timezone.now() - datetime.timedelta(hours=1)
    shift = {
        "team_id": str(team), "member_id": str(people.hana.member_id), "duty": "desk",
        "starts_at": begins.isoformat(), "ends_at": (begins + datetime.timedelta(hours=8)).isoformat(),
    }  # fmt: skip
    assert call(people.hana, "workflow/rota", shift).status_code == 403
    assert call(people.juma, "workflow/rota", shift).status_code == 201
    (row,) = call(people.hana, "workflow/rota").json()
    assert (row["member"], row["is_now"]) == ("Hana Kim", True)
    assert call(people.hana, "workflow/clocks").json() == []
    assert call(people.hana, "workflow/handovers").json() == []
    assert call(people.hana, f"workflow/handovers/{uuid4()}/take", {}).status_code == 409


def test_an_administrator_invites_changes_and_closes_members_and_others_do_not_exist(people, call):
    invited = call(
        people.mio, "members", {"name": "Nina Roy", "email": "nina@example.org", "roles": {"case_manager": None}}
    )  # fmt: skip
    assert invited.status_code == 201
    made = invited.json()
    assert made["link"]
    member = call(people.mio, f"members/{made['id']}").json()
    assert (member["name"], member["roles"], member["is_open"]) == ("Nina Roy", {"case_manager": None}, True)
    assert made["id"] in {row["id"] for row in call(people.mio, "members").json()}
    assert call(people.mio, f"members/{made['id']}/close", {}).status_code == 204
    assert call(people.mio, f"members/{made['id']}").json()["is_open"] is False
    assert call(people.mio, f"members/{made['id']}/reopen", {}).status_code == 204
    assert call(people.mio, "members/teams", {"name": "Night team"}).status_code == 201
    assert call(people.mio, f"members/{people.karim.member_id}").status_code == 404
    assert call(people.amina, "members").status_code == 404
    unknown = call(people.mio, "members", {"name": "X", "email": "x@example.org", "roles": {"superuser": None}})
    assert unknown.status_code == 409
