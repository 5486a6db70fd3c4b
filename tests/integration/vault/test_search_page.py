# SPDX-License-Identifier: Apache-2.0
"""The search page: a reference opens at once, everything else needs a reason, and no address holds a query."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.vault import search, selectors
from quatrefoil.foundation.vault.forms import PersonSearchForm, guessed
from quatrefoil.foundation.vault.views import search_page
from tests.people import People

PHONE = "+33 6 39 98 45 67"


@pytest.fixture
def hers(people: People, acting: Any, file_for: Any) -> File:
    """Amina's file, found by its phone."""
    file = file_for(people.amina)
    with acting(people.amina):
        search.index(file.id, ["Selam Tesfaye"], 1999, [PHONE])
    return file


def post(actor: Actor, **fields: str) -> HttpResponse:
    """The page as the actor sees it."""
    request = RequestFactory().post("/search/", fields)
    request.actor = actor  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    request._messages = []  # type: ignore[attr-defined]
    with acting_as(actor, "test"):
        return search_page(request)


def words_of(answer: HttpResponse) -> str:
    """The page without the tokens that differ each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_one_file_with_that_reference_name_opens_at_once(
    people: People, hers: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "page_of", lambda kind, file_id: f"/{kind}/{file_id}/")
    answer = post(people.amina, query=hers.reference_name)
    assert (answer.status_code, answer["Location"]) == (302, f"/case/{hers.id}/")


def test_a_reference_name_of_another_team_is_not_there(people: People, hers: File) -> None:
    known, unknown = (words_of(post(people.bela, query=name)) for name in (hers.reference_name, "Walnut 0000"))
    assert "No file that you can see" in known
    assert known == unknown


def test_anything_else_asks_for_the_reason_first_and_searches_nothing(people: People, hers: File) -> None:
    answer = post(people.amina, query=PHONE)
    assert b"say first why" in answer.content
    assert hers.reference_name.encode() not in answer.content
    assert b'name="reason"' in answer.content


def test_with_a_reason_the_asker_sees_the_own_file_and_the_sentence(people: People, hers: File) -> None:
    answer = post(people.amina, reason="returned", phone=PHONE)
    assert hers.reference_name in answer.content.decode()
    assert "it has been told that you asked" in answer.content.decode()


def test_the_page_is_the_same_whether_or_not_somebody_elsewhere_knows(people: People, hers: File) -> None:
    known = post(people.hana, reason="returned", phone=PHONE)
    unknown = post(people.hana, reason="returned", phone="+33 6 39 98 00 01")
    assert words_of(known) == words_of(unknown)


def test_a_form_without_a_reason_says_so(people: People, hers: File) -> None:
    answer = post(people.amina, phone=PHONE)
    assert answer.status_code == 422
    assert "Say why you are looking" in answer.content.decode()


def test_a_name_without_a_year_is_sent_back_with_what_is_missing(people: People, hers: File) -> None:
    answer = post(people.amina, reason="intake", name="Selam Tesfaye")
    assert answer.status_code == 422
    assert "two names with the year of birth" in answer.content.decode()


def test_police_and_who_has_no_right_get_words_instead_of_a_form(people: People, hers: File) -> None:
    assert "legal duty" in post(people.emre, query=PHONE).content.decode()
    assert "reference name or number only" in post(people.karim, query=PHONE).content.decode()


def test_an_address_with_a_query_is_not_answered_with_a_search(people: People, hers: File) -> None:
    request = RequestFactory().get("/search/", {"q": PHONE, "query": hers.reference_name})
    request.actor = people.amina  # type: ignore[attr-defined]
    with acting_as(people.amina, "test"):
        answer = search_page(request).content.decode()
    assert PHONE not in answer
    assert hers.reference_name not in answer


def test_who_is_not_signed_in_finds_no_page() -> None:
    with pytest.raises(NotVisible):
        search_page(RequestFactory().get("/search/"))


def test_the_page_works_through_the_whole_house(people: People, hers: File, client: Client) -> None:
    account = Member.objects.select_related("account").get(id=people.amina.member_id).account
    client.force_login(account)
    answer = client.post("/search/", {"reason": "returned", "phone": PHONE})
    assert answer.status_code in {200, 302}  # a second factor may be asked for first
    if answer.status_code == 200:
        assert hers.reference_name in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("+33 6 39 98 45 67", "phone"),
        ("0639984567", "phone"),
        ("QX8203941", "document_number"),
        ("Selam Tesfaye", "name"),
    ],
)
def test_what_was_typed_in_the_bar_begins_the_right_field(text: str, field: str) -> None:
    assert guessed(text) == {field: text}


def test_a_birth_year_in_the_future_is_refused() -> None:
    form = PersonSearchForm({"reason": "intake", "name": "Selam Tesfaye", "birth_year": "2999"})
    assert not form.is_valid()
    assert "birth_year" in form.errors
