# SPDX-License-Identifier: Apache-2.0
"""Idle time locks, more of it ends, twelve hours end in any case; what was typed is not lost."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from quatrefoil.config.urls_staff import urlpatterns as staff
from quatrefoil.foundation.identity.gates import requires_recent_sign_in
from tests.people import PASSWORD


def _echo(request):
    return HttpResponse(f"{request.method} {request.POST.get('note', '')}")


urlpatterns = [path("echo/", _echo, name="echo"), path("risky/", requires_recent_sign_in(_echo), name="risky"), *staff]
pytestmark = pytest.mark.usefixtures("_own_urls")


@pytest.fixture
def _own_urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def amina_at_work(people, sign_in) -> Client:
    return sign_in("amina@example.org")


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', page))


def test_fourteen_minutes_are_not_idle(amina_at_work, later):
    later(minutes=14)
    assert amina_at_work.get("/echo/").status_code == 200


def test_sixteen_minutes_ask_who_sits_there_and_lead_back(amina_at_work, later):
    later(minutes=16)
    asked = amina_at_work.get("/echo/?page=2")
    assert asked.url == "/confirm/?next=%2Fecho%2F%3Fpage%3D2"
    page = amina_at_work.get(asked.url).content.decode()
    assert "Locked" in page
    assert "Amina" not in page and "Lighthouse" not in page, "a locked screen says nothing about who sat there"
    back = amina_at_work.post("/confirm/", {"way": "password", "password": PASSWORD, "next": "/echo/?page=2"})
    assert back.url == "/echo/?page=2"
    assert amina_at_work.get("/echo/").status_code == 200


def test_a_wrong_password_keeps_it_locked_and_counts(amina_at_work, later):
    later(minutes=16)
    for _try in range(4):
        wrong = amina_at_work.post("/confirm/", {"way": "password", "password": "wrong horse battery"})
        assert "That is not your password." in wrong.content.decode()
    assert amina_at_work.post("/confirm/", {"way": "password", "password": "wrong horse battery"}).status_code == 429
    assert amina_at_work.get("/echo/").url.startswith("/confirm/")


def test_while_locked_no_page_opens_even_within_seconds(amina_at_work):
    amina_at_work.get("/lock/?next=/echo/")
    for page in ("/", "/echo/", "/me/", "/me/second-factors/", "/me/work-as/"):
        assert amina_at_work.get(page).url.startswith("/confirm/"), page


def test_a_form_sent_after_idle_time_comes_back_sealed_and_can_be_sent_after_the_confirmation(amina_at_work, later):
    later(minutes=16)
    asked = amina_at_work.post("/echo/", {"note": "she called <b>twice</b>", "note2": "x"})
    page = asked.content.decode()
    assert asked.status_code == 403, "a script that keeps drafts must not read this as saved"
    assert "twice" not in page, "whoever sits there does not see what was typed"
    confirmed = amina_at_work.post(
        "/confirm/", {"way": "password", "password": PASSWORD, "draft": hidden(page)["draft"]}
    )
    again = confirmed.content.decode()
    assert 'action="/echo/"' in again
    assert hidden(again)["note"] == "she called &lt;b&gt;twice&lt;/b&gt;"
    assert amina_at_work.post("/echo/", {"note": "she called <b>twice</b>"}).content == b"POST she called <b>twice</b>"


def test_a_draft_of_another_session_or_a_changed_one_is_not_opened(amina_at_work, people, sign_in, later):
    bela = sign_in("bela@example.org")
    later(minutes=16)
    draft = hidden(amina_at_work.post("/echo/", {"note": "secret"}).content.decode())["draft"]
    for client, sealed in ((bela, draft), (amina_at_work, draft[:-4] + "AAA="), (amina_at_work, "no draft at all")):
        answer = client.post("/confirm/", {"way": "password", "password": PASSWORD, "draft": sealed})
        assert answer.status_code == 302


def test_after_the_grace_the_session_is_over(amina_at_work, later):
    later(minutes=21)
    assert amina_at_work.get("/echo/").url.startswith("/sign-in/")
    assert "nobody used this page for a while" in amina_at_work.get("/sign-in/").content.decode()
    assert amina_at_work.get("/confirm/").url.startswith("/sign-in/")


def test_twelve_hours_of_work_end_too(amina_at_work, later):
    for _step in range(12 * 6 - 1):
        later(minutes=10)
        assert amina_at_work.get("/echo/").status_code == 200
    later(minutes=11)
    assert amina_at_work.get("/echo/").url.startswith("/sign-in/")


def test_pages_that_reload_by_themselves_do_not_keep_a_session_awake(amina_at_work, later):
    later(minutes=10)
    assert amina_at_work.get("/echo/", headers={"X-Background": "1"}).status_code == 200
    later(minutes=6)
    assert amina_at_work.get("/echo/").url.startswith("/confirm/")


def test_a_piece_of_a_page_sends_the_whole_page_to_the_prompt(amina_at_work, later):
    later(minutes=16)
    answer = amina_at_work.get("/echo/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/confirm/")


def test_a_risky_act_needs_a_confirmation_ten_minutes_after_the_sign_in(amina_at_work, later):
    assert amina_at_work.post("/risky/", {"note": "now"}).content == b"POST now"
    later(minutes=11)
    assert amina_at_work.get("/echo/").status_code == 200
    assert amina_at_work.get("/risky/").url == "/confirm/?next=%2Frisky%2F"
    assert amina_at_work.post("/risky/", {"note": "later"}).status_code == 403
    amina_at_work.post("/confirm/", {"way": "password", "password": PASSWORD, "next": "/risky/"})
    assert amina_at_work.post("/risky/", {"note": "later"}).content == b"POST later"


def test_nothing_leads_off_this_site_after_a_confirmation(amina_at_work):
    away = amina_at_work.post("/confirm/", {"way": "password", "password": PASSWORD, "next": "https://evil.example/"})
    assert away.url == "/"


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(people, amina_at_work, sign_in):
    other = sign_in("amina@example.org")
    new = "purple cloud ladder spoon"
    changed = amina_at_work.post("/me/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert changed.url == "/me/"
    assert amina_at_work.get("/echo/").status_code == 200
    assert other.get("/echo/").status_code == 302


@pytest.mark.parametrize("weak", ["short", "password1234"])
def test_a_weak_password_is_refused(amina_at_work, weak):
    page = amina_at_work.post("/me/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert page.status_code == 200
    assert 'class="govuk-error-message"' in page.content.decode()


def test_locks_and_unlocks_are_events(amina_at_work, heard):
    amina_at_work.get("/lock/")
    amina_at_work.get("/lock/")
    amina_at_work.post("/confirm/", {"way": "password", "password": PASSWORD})
    amina_at_work.post("/confirm/", {"way": "password", "password": PASSWORD})
    assert [event.act for event in heard] == ["session.locked", "session.unlocked", "sign_in.confirmed"]


def test_a_page_that_its_own_script_loads_again_does_not_keep_a_session_awake(amina_at_work, later):
    later(minutes=10)
    by_script = {"Sec-Fetch-Mode": "navigate"}
    assert amina_at_work.get("/echo/", headers=by_script).status_code == 200
    later(minutes=6)
    assert amina_at_work.get("/echo/", headers=by_script | {"Sec-Fetch-User": "?1"}).url.startswith("/confirm/")


def test_a_click_counts(amina_at_work, later):
    clicked = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1"}
    later(minutes=10)
    amina_at_work.get("/echo/", headers=clicked)
    later(minutes=10)
    assert amina_at_work.get("/echo/", headers=clicked).status_code == 200


def test_knowing_who_asks_costs_two_queries(amina_at_work):
    amina_at_work.get("/echo/")
    with CaptureQueriesContext(connection) as asked:
        amina_at_work.get("/echo/")
    # PostgreSQL is also told who acts; those statements read no table.
    reads = [query["sql"] for query in asked.captured_queries if query["sql"].startswith('SELECT "')]
    assert len(reads) == 2, reads  # session; account with member, roles and teams
