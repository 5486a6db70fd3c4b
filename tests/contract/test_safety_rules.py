# SPDX-License-Identifier: Apache-2.0
"""SAFETY.md as one who wants to get round it would try: each attempt by the number of the rule that stops it.

docs/reference/safety_rules.md names the tests of every rule; here stand those that cross several rooms.
"""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.models import Organisation
from quatrefoil.foundation.messages import gate, safe_contact, selectors
from quatrefoil.foundation.messages.safe_contact import SafeContactInput
from quatrefoil.foundation.records.actions import link_same_person, open_file
from quatrefoil.foundation.sharing import parts
from quatrefoil.foundation.sharing.models import Agreement
from quatrefoil.foundation.vault import search
from quatrefoil.foundation.vault.models import Asked, LookUp
from tests.people import People

PHONE = "+44 20 7946 0123"
TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"')


@pytest.fixture
def case(people: People, acting) -> Callable[..., UUID]:
    """A case of Amina's with safe-contact instructions."""

    def opened(**known: object) -> UUID:
        with acting(people.amina):
            file = open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=min(people.amina.team_ids))
            given = {"channel": "text", "may_write": True, "address": PHONE, "phone_state": "own", **known}
            safe_contact.record_safe_contact(people.amina, file.id, SafeContactInput(**given))
        return file.id

    return opened


@pytest.fixture(autouse=True)
def _a_carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(gate.CARRIERS, "text", lambda _file, _text: True)


def without_tokens(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return TOKENS.sub("", answer.content.decode())


class TestRule3:
    def test_safety_3_the_page_of_the_duress_word_is_the_page_of_the_right_word_letter_for_letter(
        self, people: People, browsing, acting, case
    ) -> None:
        file_id = case(safe_word="lemon", duress_word="weather")
        client, address = browsing(people.amina), f"/messages/safe-contact/{file_id}/word/"
        pages = {said: without_tokens(client.post(address, {"word": said})) for said in ("lemon", "weather", "apple")}
        assert pages["lemon"] == pages["weather"]
        assert pages["lemon"] != pages["apple"]
        assert "The word is right" in pages["weather"]

    def test_safety_3_the_desk_sees_the_duress_word_among_its_notices_with_the_way_to_the_file(
        self, people: People, browsing, acting, case
    ) -> None:
        file_id = case(safe_word="lemon", duress_word="weather")
        browsing(people.amina).post(f"/messages/safe-contact/{file_id}/word/", {"word": "lemon"})
        with acting(people.amina):
            assert selectors.notices(people.amina) == ()
        browsing(people.amina).post(f"/messages/safe-contact/{file_id}/word/", {"word": "weather"})
        for colleague in (people.amina, people.chidi):
            with acting(colleague):
                found = [row for row in selectors.notices(colleague) if "act now" in row.sentence]
            assert found and all(row.is_urgent and str(file_id) in row.url for row in found)

    def test_safety_3_a_phone_that_one_desk_knows_to_be_taken_is_taken_for_the_other_files_of_the_person(
        self, people: People, acting, case
    ) -> None:
        mine, other = case(), case()
        with acting(people.amina):
            assert gate.send(people.amina, mine, "please_call_back", "text").may_go
            link_same_person(people.amina, mine, other, "person_said")
            safe_contact.record_safe_contact(people.amina, other, SafeContactInput(phone_state="taken"))
            assert gate.send(people.amina, mine, "please_call_back", "text").reason == "phone_taken"
            said = [line.text for line in parts.rendered(people.amina, "safe_contact", mine, "case")]
            # Back another way: the newest instructions count again.
            known = SafeContactInput(channel="text", may_write=True, phone_state="own", address=PHONE)
            safe_contact.record_safe_contact(people.amina, mine, known)
            assert gate.send(people.amina, mine, "please_call_back", "text").may_go
        assert said == ["Phone taken: nothing goes out"]

    def test_safety_3_only_a_taken_phone_stops_the_other_files_and_the_own_file_decides_for_itself(
        self, people: People, acting, case, monkeypatch
    ) -> None:
        monkeypatch.setitem(gate.CARRIERS, "thread", lambda _file, _text: True)
        mine, other = case(), case()
        with acting(people.amina):
            link_same_person(people.amina, mine, other, "person_said")
            safe_contact.record_safe_contact(people.amina, other, SafeContactInput(phone_state="watched"))
            assert gate.send(people.amina, mine, "please_call_back", "text").may_go
            known = SafeContactInput(phone_state="taken", channel="thread")  # said by the person, phone gone
            safe_contact.record_safe_contact(people.amina, mine, known)
            assert gate.send(people.amina, mine, "please_call_back", "thread").may_go

    def test_safety_3_what_one_desk_knows_reaches_the_gate_of_a_colleague_who_does_not_see_that_file(
        self, people: People, acting, case
    ) -> None:
        mine = case()
        with acting(people.bela):
            hers = open_file(people.bela, "case", owner_id=people.bela.member_id, team_id=min(people.bela.team_ids))
            safe_contact.record_safe_contact(people.bela, hers.id, SafeContactInput(phone_state="taken"))
        with acting(people.chidi):
            link_same_person(people.chidi, mine, hers.id, "person_said")
        with acting(people.amina):
            assert gate.send(people.amina, mine, "please_call_back", "text").reason == "phone_taken"


@pytest.fixture
def known(people: People, acting) -> UUID:
    """Somebody whom Amina's organisation knows; Hana's and Amina's organisations agreed that they may be asked."""
    first, second = Organisation.objects.filter(id__in=(people.amina.organisation_id, people.hana.organisation_id))
    Agreement.objects.create(
        title="Asking", first=first, second=second, matching_allowed=True, made_by=people.mio.member_id
    )
    with acting(people.amina):
        file = open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=min(people.amina.team_ids))
        search.index(file.id, ["Selam Tesfaye"], 1999, [PHONE])
    return file.id


def by_page(client: Client, phone: str) -> str:
    return without_tokens(client.post("/search/", {"reason": "returned", "phone": phone}))


def by_api(client: Client, phone: str) -> str:
    body = {"reason": "returned", "phones": [phone]}
    answer = client.post("/api/people/search", body, content_type="application/json")
    assert answer.status_code == 200
    return answer.content.decode()


class TestRule9:
    @pytest.mark.parametrize("look", [by_page, by_api])
    def test_safety_9_from_the_search_to_the_holders_yes_the_asker_learns_nothing_before_the_holder(
        self, people: People, browsing, acting, known: UUID, look: Callable[[Client, str], str]
    ) -> None:
        hana, amina = browsing(people.hana), browsing(people.amina)
        assert look(hana, PHONE) == look(hana, "+44 20 7946 0999")  # known or not: the same to the letter
        assert hana.get("/api/requests").json() == []
        search.tell_holders()
        (question,) = amina.get("/api/requests").json()
        assert "Open line" in amina.get(f"/api/requests/{question['id']}").json()["question"]
        for address in (f"/api/requests/{question['id']}", f"/requests/{question['id']}/", f"/cases/{known}/"):
            assert hana.get(address).status_code == 404
        with acting(people.hana):
            assert selectors.notices(people.hana) == ()
        answered = {"code": "yes", "text": "Call Amina.", "revision": question["revision"]}
        sent = amina.post(f"/api/requests/{question['id']}/answer", answered, content_type="application/json")
        assert sent.status_code == 204
        told = hana.get(f"/api/requests/{question['id']}").json()
        assert told["answer"] == "Call Amina." and told["record"] is None
        assert hana.get(f"/cases/{known}/").status_code == 404

    @pytest.mark.parametrize("code", ["no", "later"])
    def test_safety_9_a_holder_who_does_not_say_yes_leaves_no_trace_with_the_asker(
        self, people: People, browsing, acting, known: UUID, code: str
    ) -> None:
        hana, amina = browsing(people.hana), browsing(people.amina)
        by_api(hana, PHONE)
        search.tell_holders()
        (question,) = amina.get("/api/requests").json()
        answered = {"code": code, "text": "not now", "revision": question["revision"]}
        amina.post(f"/api/requests/{question['id']}/answer", answered, content_type="application/json")
        assert hana.get(f"/api/requests/{question['id']}").status_code == 404
        with acting(people.hana):
            assert selectors.notices(people.hana) == ()

    def test_safety_9_every_kind_of_look_up_is_limited_and_audited(
        self, people: People, browsing, acting, known: UUID, monkeypatch
    ) -> None:
        monkeypatch.setattr(search, "SEARCHES_AN_HOUR", 2)
        monkeypatch.setattr(search, "INTAKES_AN_HOUR", 1)
        hana = browsing(people.hana)
        by_page(hana, PHONE)
        by_api(hana, PHONE)
        body = {"reason": "returned", "phones": [PHONE]}
        third = hana.post("/api/people/search", body, content_type="application/json")
        assert (third.status_code, third.json()["code"]) == (409, "too_many")
        with acting(people.hana):
            search.possible_duplicates(people.hana, ["Selam Tesfaye"], 1999)
            with pytest.raises(Refused) as refusal:
                search.possible_duplicates(people.hana, ["Selam Tesfaye"], 1999)
        assert refusal.value.code == "too_many"
        lines = AuditEvent.objects.filter(act="person.search", actor=people.hana.member_id)
        assert [row.outcome for row in lines.order_by("at")] == ["done", "done", "refused", "done", "refused"]
        assert PHONE not in repr(list(AuditEvent.objects.values()))

    def test_safety_9_police_get_the_same_refusal_on_the_page_and_over_the_api(
        self, people: People, browsing, known: UUID
    ) -> None:
        emre = browsing(people.emre)
        body = {"reason": "danger", "phones": [PHONE]}
        refused = emre.post("/api/people/search", body, content_type="application/json")
        assert refused.status_code == 403
        assert LookUp.objects.count() == 0 and Asked.objects.count() == 0

    def test_safety_9_without_a_reason_the_api_does_not_search(self, people: People, browsing, known: UUID) -> None:
        body = {"phones": [PHONE]}
        refused = browsing(people.hana).post("/api/people/search", body, content_type="application/json")
        assert refused.status_code == 422
        assert Asked.objects.count() == 0
