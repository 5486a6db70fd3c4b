# SPDX-License-Identifier: Apache-2.0
"""SAFETY 3 and 4: the word before anything is confirmed; one gate out whose default is silence."""

import datetime

import pytest
from django.test import Client

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.models import Account
from quatrefoil.foundation.messages import gate, safe_contact, selectors
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.messages.models import Outgoing
from quatrefoil.foundation.messages.safe_contact import SafeContactInput
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.records.models import History

NOON = datetime.datetime(2026, 3, 4, 11, 0, tzinfo=datetime.UTC)  # a Wednesday


@pytest.fixture
def file_id(people, acting):
    with acting(people.amina):
        return open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=min(people.amina.team_ids)).id


@pytest.fixture
def as_person(people):
    def client_of(name: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(email=f"{name}@example.org"))
        return client

    return client_of


def record(people, file_id, **known):
    return safe_contact.record_safe_contact(people.amina, file_id, SafeContactInput(**known))


def test_nothing_goes_out_when_nobody_wrote_down_how(people, acting, file_id):
    with acting(people.amina):
        said = gate.send(people.amina, file_id, "please_call_back", "text")
    assert (said.may_go, said.reason) == (False, "no_instructions")


@pytest.mark.parametrize(
    ("known", "channel", "reason"),
    [
        ({"channel": "text", "may_write": True, "phone_state": "taken"}, "text", "phone_taken"),
        ({"channel": "none"}, "text", "silence"),
        ({"channel": "call"}, "text", "wrong_channel"),
        ({"channel": "text"}, "text", "may_not_write"),
        ({"channel": "text", "may_write": True, "from_hour": 14, "to_hour": 16}, "text", "outside_hours"),
        ({"channel": "text", "may_write": True, "good_until": datetime.date(2026, 3, 3)}, "text", "out_of_date"),
        ({"channel": "text", "may_write": True, "from_hour": 10, "to_hour": 12}, "text", ""),
        ({"channel": "text", "may_write": True, "from_hour": 22, "to_hour": 12}, "text", ""),
        ({"channel": "text", "may_write": True, "good_until": datetime.date(2026, 3, 4)}, "text", ""),
        ({"channel": "text", "may_write": True, "weekdays_only": True}, "text", ""),
        ({"channel": "thread", "from_hour": 14, "to_hour": 16}, "thread", ""),
        ({"channel": "thread", "phone_state": "taken"}, "thread", ""),
    ],
)
def test_the_gate_knows_the_dated_instructions(people, acting, file_id, known, channel, reason):
    with acting(people.amina):
        record(people, file_id, **known)
        assert gate.verdict(safe_contact.current(file_id), channel, NOON).reason == reason


def test_a_weekend_is_silent_for_somebody_who_said_weekdays(people, acting, file_id):
    with acting(people.amina):
        record(people, file_id, channel="text", may_write=True, weekdays_only=True)
        saturday = NOON + datetime.timedelta(days=3)
        assert gate.verdict(safe_contact.current(file_id), "text", saturday).reason == "outside_hours"
        record(people, file_id, channel="text", may_write=True)
        assert gate.verdict(safe_contact.current(file_id), "text", saturday).may_go


def test_what_the_gate_stopped_is_kept_with_its_reason(people, acting, file_id):
    with acting(people.amina):
        record(people, file_id, channel="none")
        gate.send(people.amina, file_id, "how_was_it", "text")
        kept = Outgoing.objects.get(file_id=file_id)
    assert (kept.state, kept.reason) == ("stopped", "silence")


def test_what_went_out_stands_in_the_history_and_the_audit(people, acting, file_id, monkeypatch):
    carried: list[str] = []
    monkeypatch.setitem(gate.CARRIERS, "text", lambda _file, text: carried.append(text) or True)
    with acting(people.amina):
        record(people, file_id, channel="text", may_write=True)
        assert gate.send(people.amina, file_id, "please_call_back", "text").may_go
        kept = Outgoing.objects.get(file_id=file_id)
        codes = History.objects.get(file_id=file_id, event="outgoing.asked").codes
    assert (kept.state, kept.reason, kept.asked_by) == ("sent", "", people.amina.member_id)
    assert (codes["template"], codes["state"]) == ("please_call_back", "sent")
    assert AuditEvent.objects.get(act="message.send").detail.startswith("please_call_back sent")
    assert carried == ["Hello, please call back when it suits you."]


@pytest.mark.parametrize(
    ("channel", "carriers"),
    [
        ("email", {}),  # nothing carries it
        ("text", {"text": lambda _file, _text: False}),  # what carries it did not take it
        ("call", {"call": lambda _file, _text: True}),  # a text is not read out
    ],
)
def test_a_text_that_nothing_carried_is_not_called_sent(people, acting, file_id, monkeypatch, channel, carriers):
    for name, carrier in carriers.items():
        monkeypatch.setitem(gate.CARRIERS, name, carrier)
    with acting(people.amina):
        record(people, file_id, channel=channel, may_write=True)
        said = gate.send(people.amina, file_id, "please_call_back", channel)
        kept = Outgoing.objects.get(file_id=file_id)
    assert (said.may_go, said.reason) == (False, "no_channel")
    assert (kept.state, kept.reason) == ("stopped", "no_channel")


def test_who_does_not_reach_the_file_sends_nothing(people, acting, file_id):
    with acting(people.amina):
        record(people, file_id, channel="text", may_write=True)
    with acting(people.bela), pytest.raises(NotVisible):
        gate.send(people.bela, file_id, "please_call_back", "text")


def test_no_canned_text_names_a_programme():
    spoken = " ".join(str(template.text) for template in gate.TEMPLATES.values()).lower()
    assert not [
        word for word in ("quatrefoil", "lighthouse", "shelter", "trafficking", "police", "case") if word in spoken
    ]


def test_a_safe_word_is_told_from_a_duress_word_and_from_a_guess(people, acting, file_id):
    with acting(people.amina):
        assert safe_contact.check_word(people.amina, file_id, "anything") == "unset"
        record(people, file_id, channel="call", safe_word="Blue Door", duress_word="red door")
        answers = [safe_contact.check_word(people.amina, file_id, said) for said in ("blue door ", "Red Door", "door")]
    assert answers == ["safe", "duress", "wrong"]


def test_words_are_kept_when_the_instructions_are_renewed(people, acting, file_id):
    with acting(people.amina):
        record(people, file_id, channel="call", safe_word="blue door")
        record(people, file_id, channel="text", may_write=True)
        assert safe_contact.check_word(people.amina, file_id, "blue door") == "safe"


def test_the_box_shows_no_address(people, acting, file_id):
    with acting(people.amina):
        record(people, file_id, channel="call", address="+15550100200", hours="evenings")
        row = safe_contact.safe_contact(people.amina, file_id)
    assert row is not None and "555" not in repr(row) and row.has_address and "evenings" in row.headline


def test_a_notice_reaches_its_holder_only_and_who_was_told_stays_visible(people, acting, file_id):
    with acting(people.amina):
        notify(people.chidi.member_id, "request.task", file_id, "case", is_urgent=True)
        assert selectors.unseen_count(people.amina) == 0
    with acting(people.bela):
        assert selectors.notices(people.bela) == ()
    with acting(people.chidi):
        assert selectors.unseen_count(people.chidi) == 1
    with acting(people.amina):
        assert [told[1] for told in selectors.told(people.amina, file_id)] == ["Chidi Obi"]


def test_the_page_of_the_gate_says_why_it_stopped(people, acting, file_id, browsing):
    client = browsing(people.amina)
    answer = client.post(f"/messages/send/{file_id}/", {"template": "please_call_back", "channel": "text"})
    assert answer.status_code == 200
    assert "until then nothing goes out" in answer.content.decode()


def test_who_has_not_read_that_the_phone_is_taken_cannot_write_over_it(people, acting, file_id, as_person):
    address = f"/messages/safe-contact/{file_id}/"
    client = as_person("amina")
    with acting(people.amina):
        first = record(people, file_id, channel="text", address="+44 7700 900123", phone_state="own", may_write=True)
    assert f'value="{first}"' in client.get(address).content.decode()
    with acting(people.amina):
        record(people, file_id, channel="none", phone_state="taken")
    mine = {"seen": str(first), "channel": "text", "phone_state": "own", "may_write": "on", "hours": "after dark"}
    stopped = client.post(address, mine)
    said = stopped.content.decode()
    assert stopped.status_code == 422 and "Phone taken" in said and "after dark" in said and "Save my version" in said
    with acting(people.amina):
        newest = safe_contact.current(file_id)
        assert newest is not None and newest.phone_state == "taken"
    assert client.post(address, mine | {"seen": str(newest.id)}).status_code == 302
    with acting(people.amina):
        assert safe_contact.current(file_id).hours == "after dark"


def test_what_is_sealed_and_left_empty_stays_for_the_same_way_and_goes_with_another(people, acting, file_id, as_person):
    address, client = f"/messages/safe-contact/{file_id}/", as_person("amina")
    with acting(people.amina):
        first = record(people, file_id, channel="text", address="+44 7700 900123", phone_state="own")
    assert client.post(address, {"seen": str(first), "channel": "text", "phone_state": "own"}).status_code == 302
    with acting(people.amina):
        kept = safe_contact.current(file_id)
        assert safe_contact.open_safe_contact(people.amina, file_id, "call_now") == {"address": "+44 7700 900123"}
    assert client.post(address, {"seen": str(kept.id), "channel": "call", "phone_state": "own"}).status_code == 302
    with acting(people.amina):
        assert safe_contact.open_safe_contact(people.amina, file_id, "call_now") == {}
