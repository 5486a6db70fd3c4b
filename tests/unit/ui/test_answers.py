# SPDX-License-Identifier: Apache-2.0
"""Errors and the language switch."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from django.test import RequestFactory

from quatrefoil.foundation.ui import errors
from quatrefoil.foundation.ui.languages import SESSION_KEY, choose_language
from tests.unit.ui.reading import Page
from tests.unit.ui.room import only_this_room

SECRET = "Amber 4821 is at the clinic"


@pytest.mark.parametrize("side", ["staff", "public"])
def test_no_error_page_tells_what_went_wrong_inside(side: str):
    with only_this_room(side=side):
        request = RequestFactory().get("/en/cases/4821/")
        answers = [
            errors.not_found(request, Http404(SECRET)),
            errors.not_found(request, SuspiciousOperation(SECRET)),
            errors.stale_form(request, SECRET),
            errors.failed(request),
        ]
    assert [answer.status_code for answer in answers] == [404, 400, 403, 500]
    for answer in answers:
        html = answer.content.decode()
        assert SECRET not in html and "4821" not in html
        assert Page(html).everything_wrong() == []


def test_what_is_not_there_and_what_is_not_for_you_look_the_same(room: None):
    request = RequestFactory().get("/x/")
    assert errors.not_found(request, Http404("a")).content == errors.not_found(request, PermissionError("b")).content


def test_a_refusal_says_what_to_do(room: None):
    answer = errors.refused(RequestFactory().get("/"), "Ask Chidi to approve the plan first.")
    assert answer.status_code == 409
    assert "Ask Chidi to approve the plan first." in answer.content.decode()


def test_public_error_pages_can_be_left_at_once():
    with only_this_room(side="public"):
        answer = errors.not_found(RequestFactory().get("/en/x/"))
    assert "data-exit" in answer.content.decode()


@pytest.mark.parametrize(
    ("back", "goes_to"),
    [
        ("/cases/", "/cases/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_choosing_a_language_goes_back_to_our_own_pages_only(back: str, goes_to: str):
    request = RequestFactory().post("/ui/language/", {"language": "ar", "next": back})
    request.session = {}  # type: ignore[assignment]
    assert choose_language(request).headers["Location"] == goes_to
    assert request.session == {SESSION_KEY: "ar"}


def test_a_language_that_we_do_not_speak_changes_nothing():
    request = RequestFactory().post("/ui/language/", {"language": "xx"})
    request.session = {}  # type: ignore[assignment]
    choose_language(request)
    assert request.session == {}
