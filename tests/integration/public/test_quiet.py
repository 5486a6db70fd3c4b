# SPDX-License-Identifier: Apache-2.0
"""Rule 7: nothing stays behind. No cookie, no cache, no address, neutral titles, and a way out that works everywhere."""

import re

import pytest

from quatrefoil.foundation.registers.kinds import Need
from tests.integration.exchange.conftest import COMMITTED

pytestmark = COMMITTED
PATHS = [
    "/en/",
    "/fr/",
    "/ar/",
    "/en/ask/",
    "/en/tell/",
    "/ar/tell/",
    "/en/number/",
    "/en/places/",
    "/en/work/",
    "/en/nowhere/",
]
TELLING = re.compile(r"traffick|victim|report|exploit|slavery|police|abuse|hotline|help", re.IGNORECASE)
BROKEN_PROMISES = re.compile(
    r"never share|we never|confidential|anonymous|guarantee|within \d+ minutes|does not show on|victim|high risk",
    re.IGNORECASE,
)


@pytest.fixture(params=PATHS)
def shown(request, visiting, people):
    with visiting() as visitor:
        yield visitor.opens(request.param)


def test_safety_7_no_page_sets_a_cookie_or_may_be_cached(shown):
    assert not shown.response.cookies
    assert "Set-Cookie" not in shown.response.headers
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert shown.response.headers["Referrer-Policy"] == "no-referrer"
    policy = shown.response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_safety_7_titles_and_addresses_say_nothing(shown):
    title = re.search(r"<title>(.*?)</title>", shown.page, re.DOTALL)[1]
    assert not TELLING.search(title)
    assert not TELLING.search(shown.address)


def test_safety_7_exit_this_page_is_the_first_thing_to_reach(shown):
    reachable = re.findall(r"<(?:a|button|input|select|textarea)\b[^>]*>", shown.page)
    first = next(tag for tag in reachable if 'tabindex="-1"' not in tag and 'type="hidden"' not in tag)
    assert "data-exit" in first


def test_safety_5_no_page_promises_what_the_law_can_break(shown):
    assert not BROKEN_PROMISES.search(shown.text)


def test_no_page_runs_a_script_or_style_of_its_own(shown):
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", shown.page)


def test_a_page_of_html_stays_small(shown):
    assert len(shown.page.encode()) < 25_000


def test_safety_7_leaving_asks_the_browser_to_clear_what_it_kept(visiting):
    with visiting() as visitor:
        answer = visitor.client.get("/leave/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "https://www.wikipedia.org/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_safety_7_the_receipt_page_says_how_to_clear_history_and_the_call_log(visiting):
    with visiting() as visitor:
        words = visitor.opens("/en/ask/").presses("send").text
    assert "choose History" in words
    assert "delete the call from the call log" in words
    assert "Write it down where only you look" in words


def test_the_first_address_leads_to_the_language_of_the_browser(visiting):
    with visiting() as visitor:
        assert visitor.client.get("/", HTTP_ACCEPT_LANGUAGE="ar,en;q=0.5").headers["Location"] == "/ar/"
        assert visitor.client.get("/", HTTP_ACCEPT_LANGUAGE="de").headers["Location"] == "/en/"


def test_an_address_that_does_not_exist_answers_in_its_language(visiting):
    with visiting() as visitor:
        answer = visitor.client.get("/ar/nothing/")
    assert answer.status_code == 404
    assert 'lang="ar" dir="rtl"' in answer.content.decode()


def test_no_view_can_see_who_asks(visiting, monkeypatch):
    seen = {}

    def look(request, **_kept):
        seen.update(request.META)
        from django.http import HttpResponse

        return HttpResponse("")

    from quatrefoil.public import urls

    (home,) = [pattern for pattern in urls.urlpatterns if pattern.name == "home"]
    monkeypatch.setattr(home, "callback", look)
    with visiting() as visitor:
        visitor.client.get(
            "/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_USER_AGENT="Phone 5"
        )
    assert "203.0.113.9" not in seen.values() and "Phone 5" not in seen.values()


def test_search_engines_are_kept_out_unless_the_operator_wants_them(visiting):
    with visiting() as visitor:
        assert "Disallow: /" in visitor.client.get("/robots.txt").content.decode()
        assert 'content="noindex"' in visitor.opens("/en/").page
        assert visitor.client.get("/.well-known/security.txt").status_code == 404


def test_the_directory_shows_public_services_and_no_safe_place(visiting, people):
    from quatrefoil.foundation.registers.models import Body, Service

    body = Body.objects.create(name="Port Clinic")
    Service.objects.create(body=body, need=Need.MEDICAL, name_en="Open clinic", is_public=True)
    Service.objects.create(
        body=body, need=Need.SHELTER, name_en="Real name", is_safe_place=True, cover_name="Safe place A"
    )
    Service.objects.create(body=body, need=Need.LEGAL, name_en="Internal desk", is_public=False)
    with visiting() as visitor:
        words = visitor.opens("/en/places/").text
        assert "Open clinic" in words
        assert "Safe place A" not in words and "Real name" not in words and "Internal desk" not in words
        assert "Nothing fits this" in visitor.presses("", need="legal").text
        assert "?" not in visitor.address
