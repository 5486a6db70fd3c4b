# SPDX-License-Identifier: Apache-2.0
"""E-mail and password, lock-out, sign-out; nothing about an address or a device is kept."""

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.test import Client

from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity import lockout
from quatrefoil.foundation.identity.models import Account, SignIn

TRACES = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "TracesBrowser/1", "HTTP_ACCEPT": "text/traces"}


def test_a_page_asks_for_a_sign_in_and_leads_back_to_itself(people):
    response = Client().get("/me/")
    assert response.status_code == 302
    assert response.url == "/sign-in/?next=%2Fme%2F"


def test_amina_signs_in_and_comes_home(people, sign_in):
    client = sign_in("amina@example.org")
    assert client.last.url == "/"
    page = client.get("/").content.decode()
    assert ", Amina" in page  # the greeting follows the hour


def test_she_is_led_to_the_page_she_wanted_but_never_off_this_site(people, sign_in):
    client = Client()
    assert (
        client.post(
            "/sign-in/?next=/me/", {"login": "amina@example.org", "password": "x" * 12, "next": "/me/"}
        ).status_code
        == 200
    )
    sign_in("amina@example.org", client=client)
    away = Client().post(
        "/sign-in/",
        {"login": "bela@example.org", "password": "correct horse battery staple", "next": "https://evil.example/"},
    )
    assert away.url == "/"


def test_there_is_no_way_to_make_an_account(people, client):
    assert client.get("/signup/").status_code == 404
    assert client.get("/sign-up/").status_code == 404


def test_a_wrong_password_says_so_without_saying_which_part_is_wrong(people, sign_in):
    known = sign_in("amina@example.org", "wrong horse battery").last.content.decode()
    unknown = sign_in("nobody@example.org", "wrong horse battery").last.content.decode()
    words = "The e-mail address and the password do not belong together."
    assert words in known and words in unknown


def test_the_fifth_failure_closes_the_account_and_says_when_it_opens(people, sign_in, later):
    for _try in range(4):
        assert sign_in("amina@example.org", "wrong horse battery").last.status_code == 200
    fifth = sign_in("amina@example.org", "wrong horse battery").last
    assert fifth.status_code == 429
    assert "Try again after today" in fifth.content.decode()
    assert sign_in("amina@example.org").last.status_code == 429, "the right password does not open it either"
    later(minutes=16)
    assert sign_in("amina@example.org").last.url == "/"


def test_a_strangers_tries_during_the_lock_do_not_move_the_time_told(people, sign_in, later):
    for _try in range(5):
        sign_in("amina@example.org", "wrong horse battery")
    told = lockout.closed_until("amina@example.org")
    later(minutes=5)
    sign_in("amina@example.org", "wrong horse battery")
    assert lockout.closed_until("amina@example.org") == told


def test_the_account_is_closed_not_the_address(people, sign_in):
    for _try in range(5):
        sign_in("amina@example.org", "wrong horse battery")
    assert sign_in("bela@example.org").last.url == "/"


def test_an_account_that_does_not_exist_is_closed_all_the_same(people, sign_in):
    for _try in range(5):
        answer = sign_in("nobody@example.org", "wrong horse battery").last
    assert answer.status_code == 429


def test_a_success_forgets_the_failures_before_it(people, sign_in):
    for _round in range(2):
        for _try in range(4):
            sign_in("amina@example.org", "wrong horse battery")
        assert sign_in("amina@example.org").last.url == "/"


def test_no_address_no_device_and_no_typed_text_is_stored(people):
    traced = Client(**TRACES)
    for password in ("wrong horse one", "wrong horse two"):
        traced.post(
            "/sign-in/?next=/secret-page/",
            {"login": "amina@example.org", "password": password, "next": "/secret-page/"},
        )
    traced.post("/sign-in/", {"login": "my-password-typed-in-the-wrong-box@x.org", "password": "wrong horse three"})
    traced.post("/sign-in/", {"login": "bela@example.org", "password": "correct horse battery staple"})
    kept = [
        *AccessAttempt.objects.all(),
        *AccessLog.objects.all(),
        *AccessFailureLog.objects.all(),
        *SignIn.objects.all(),
    ]
    kept += [*AuditEvent.objects.all()]
    text = repr([row.__dict__ for row in kept]) + repr([row.get_decoded() for row in Session.objects.all()])
    attempts = AccessAttempt.objects.values_list(
        "ip_address", "user_agent", "post_data", "get_data", "http_accept", "path_info"
    )
    separator = "-\n"  # axes puts a line between the (empty) texts of two tries
    assert [tuple(text.strip(separator) for text in row) for row in attempts] == [("0.0.0.0", "", "", "", "", "")] * 2
    for trace in (
        "203.0.113.77",
        "TracesBrowser",
        "text/traces",
        "secret-page",
        "wrong horse",
        "typed-in-the-wrong-box",
    ):
        assert trace not in text
    assert "amina@example.org" not in repr([row.__dict__ for row in kept])


def test_signing_out_needs_a_click_and_ends_the_session(people, sign_in):
    client = sign_in("amina@example.org")
    assert "Sign out?" in client.get("/sign-out/").content.decode()
    assert client.post("/sign-out/").url == "/sign-in/"
    assert client.get("/me/").status_code == 302


def test_a_closed_account_is_told_so(people, sign_in):
    Account.objects.filter(email="amina@example.org").update(is_active=False)
    client = sign_in("amina@example.org")
    assert "closed by an administrator" in client.get(client.last.url).content.decode()


def test_sign_ins_failures_and_sign_outs_are_events(people, amina, sign_in, heard):
    sign_in("amina@example.org", "wrong horse battery")
    client = sign_in("amina@example.org")
    client.post("/sign-out/")
    assert [(event.act, event.detail, event.is_refusal) for event in heard] == [
        ("sign_in.failed", "password", True),
        ("sign_in.done", "password", False),
        ("sign_out.done", "", False),
    ]
    assert {event.account_id for event in heard} == {amina.pk}
    assert heard[0].actor.name == "sign-in" and heard[0].actor.organisation_id == people.amina.organisation_id
    assert heard[1].actor == people.amina


def test_the_audit_holds_them_without_names_or_addresses(people, amina, sign_in):
    sign_in("amina@example.org", "wrong horse battery")
    sign_in("amina@example.org")
    rows = list(AuditEvent.objects.filter(record=amina.pk).order_by("at").values_list("act", "outcome", "actor"))
    assert rows[0][:2] == ("sign_in.failed", "refused")
    assert rows[1] == ("sign_in.done", "done", people.amina.member_id)


@pytest.mark.parametrize(
    "path", ["/", "/me/", "/me/password/", "/me/second-factors/", "/lock/", "/confirm/", "/ui/gallery/"]
)
def test_no_page_opens_without_a_sign_in(people, client, path):
    assert client.get(path).url.startswith("/sign-in/")


def test_a_form_sent_after_the_session_ended_says_where_the_text_is(people, client):
    answer = client.post("/me/", {"language": "fr"})
    assert answer.status_code == 403
    assert "go back one page" in answer.content.decode()


def test_a_browser_may_say_from_which_page_a_form_comes_or_every_form_is_refused(people, client):
    page = client.get("/sign-in/")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert '<meta name="referrer" content="same-origin">' in page.content.decode()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"login": "amina@example.org", "password": "x"}, headers={"Origin": "null"})
    assert answer.status_code == 403 and "load the page again" in answer.content.decode()
