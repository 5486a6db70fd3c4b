# SPDX-License-Identifier: Apache-2.0
"""The API: documented answers only, tokens narrower than their member, the same refusals as the pages."""

import datetime

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi import checks

from quatrefoil.config.wsgi import application
from quatrefoil.foundation.access import tokens
from quatrefoil.foundation.access.errors import Refused

NEXT_WEEK = timezone.localdate() + datetime.timedelta(days=7)
# These guess what a server ought to make of a header, an empty form or a repeated parameter; what it answers is checked.
GUESSES = [checks.ignored_auth, checks.negative_data_rejection, checks.positive_data_acceptance]
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture
def token(people, acting):
    def make(actor, *rights):
        with acting(actor):
            return tokens.make_token(actor, "a test", frozenset(rights) or actor.rights, NEXT_WEEK)[1]

    return make


def call(token, path, method="get", **more):
    return getattr(Client(), method)(f"/api/{path}", headers={"authorization": f"Bearer {token}"}, **more)


def test_without_a_token_or_a_session_nothing_answers(people):
    assert Client().get("/api/requests").status_code == 401
    assert call("qf_wrong", "requests").status_code == 401


def test_a_token_acts_as_its_member(people, token):
    assert call(token(people.amina), "requests").json() == []


def test_a_token_carries_no_right_that_was_not_given(people, token):
    assert call(token(people.amina, "note.write"), "requests").status_code == 403


def test_nobody_makes_a_token_with_more_than_their_own_rights(people, acting):
    with acting(people.amina), pytest.raises(Refused, match="never more"):
        tokens.make_token(people.amina, "a test", frozenset({"audit.read"}), NEXT_WEEK)


def test_an_ended_token_opens_nothing(people, acting, token):
    made = token(people.amina)
    with acting(people.amina):
        (row,) = tokens.tokens_of(people.amina)
        tokens.end_token(people.amina, row.id)
    assert call(made, "requests").status_code == 401


def test_a_token_of_a_member_who_left_opens_nothing(people, token):
    from quatrefoil.foundation.identity.models import Member

    made = token(people.amina)
    Member.objects.filter(id=people.amina.member_id).update(is_active=False)
    assert call(made, "requests").status_code == 401


def test_a_session_without_its_csrf_proof_changes_nothing(people, browsing):
    client = browsing(people.amina)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    body = {"kind": "task", "holder": str(people.amina.member_id), "subject": "call"}
    assert strict.post("/api/requests", body, content_type="application/json").status_code in {401, 403}


def test_what_is_not_yours_answers_like_what_is_not_there(people, token):
    from uuid import uuid4

    missing = call(token(people.amina), f"requests/{uuid4()}")
    assert (missing.status_code, missing.json()) == (404, {"detail": "Not Found"})


def test_the_token_is_not_kept(people, token):
    from quatrefoil.foundation.access.models import ApiToken

    made = token(people.amina)
    assert made not in repr(list(ApiToken.objects.values()))


@pytest.fixture
def one_connection():
    """The server's end-of-request handlers would close the connection of the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db(databases=["default", "keyring"])
@pytest.mark.usefixtures("one_connection")
@schema.parametrize()
@settings(max_examples=8, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_answer_is_a_documented_one(case, people, acting):
    with acting(people.chidi):
        made = tokens.make_token(people.chidi, "schemathesis", people.chidi.rights, NEXT_WEEK)[1]
    case.call_and_validate(headers={"authorization": f"Bearer {made}"}, excluded_checks=GUESSES)
