# SPDX-License-Identifier: Apache-2.0
"""A referral leaves on consent, is read and answered, and is taken back the moment the person says so."""

import datetime

import pytest

from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.models import Reach
from quatrefoil.foundation.access.selectors import may_see
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.roles import ACCOUNT, CORE, HEALTH, IDENTITY, STAY
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.sharing import actions, answer_actions, delivery, disclosure_actions, parts
from quatrefoil.foundation.sharing import disclosure_selectors as rows
from quatrefoil.foundation.sharing.codes import ConsentKind, Purpose
from quatrefoil.foundation.sharing.models import Disclosure, Sending
from quatrefoil.foundation.sharing.parts import Line
from quatrefoil.foundation.sharing.sheets import preview
from tests.integration.sharing.conftest import SAID, TODAY

DAY = datetime.timedelta(days=1)


@pytest.fixture
def sent(world, agree, acting):
    """A medical referral that Port Clinic has received."""
    agree(expires_on=TODAY + 30 * DAY)
    with acting(world.people.amina) as amina:
        return disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH))


def test_the_sheet_shows_what_leaves_and_why_the_rest_stays(world, agree, acting):
    agree(expires_on=TODAY + 30 * DAY)
    with acting(world.people.amina) as amina:
        sheet = preview(amina, world.file_id, world.chosen())
    reasons = {choice.value: (choice.allowed, choice.reason) for choice in sheet.choices}
    assert reasons[CORE][1].startswith("needed for any referral; consent: sharing with Port Clinic, until")
    assert reasons[HEALTH][0]
    assert reasons[IDENTITY] == (False, "The consent to share with Port Clinic does not list this. Ask the person.")
    assert reasons[STAY] == (False, "Where somebody stays never leaves. The safe place arranges the way there.")
    assert reasons[ACCOUNT] == (False, "Not needed for this purpose.")
    text = repr(sheet.paper)
    assert f"{sheet.reference}, woman, 25 to 29" in text
    assert "Pain in lower back" in text
    for kept in (IDENTITY, ACCOUNT, STAY):
        assert SAID[kept].text not in text
    assert "may be withdrawn any time" in text


def test_the_preview_is_exactly_what_the_other_side_reads(world, agree, acting):
    agree()
    with acting(world.people.amina) as amina:
        seen = preview(amina, world.file_id, world.chosen(HEALTH))
        sent = disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH), seen=seen.seal)
        kept = rows.sent_one(amina, sent)
    with acting(world.people.karim) as karim:
        read = rows.received_one(karim, sent)
    assert read.paper.pairs == seen.paper.pairs == kept.paper.pairs
    assert (read.paper.title, read.paper.opening) == (seen.paper.title, seen.paper.opening)


def test_each_recipient_sees_another_reference_name(world, sent, acting):
    with acting(world.people.karim) as karim:
        (row,) = rows.received(karim)
    with acting(world.people.amina) as amina:
        (mine,) = rows.sent(amina)
        other = preview(amina, world.file_id, world.chosen(where=world.police, purpose=Purpose.INVESTIGATION)).reference
    assert len({row.reference, mine.reference, other}) == 3


def test_the_recipient_reaches_the_package_and_nothing_of_the_file(world, sent, acting):
    with acting(world.people.karim) as karim:
        assert may_see(karim, sent, "package")
        assert not any(may_see(karim, world.file_id, part) for part in ("core", "package", HEALTH))
        assert set(Reach.objects.filter(holder=karim.organisation_id).values_list("record", flat=True)) == {sent}
    with acting(world.people.emre) as emre:
        assert rows.received(emre) == ()
        with pytest.raises(NotVisible):
            rows.received_one(emre, sent)


def test_what_a_sender_asks_for_without_consent_is_refused_by_name(world, agree, acting):
    agree()
    with acting(world.people.amina) as amina:
        for part, code in ((IDENTITY, "stays_not_listed"), (ACCOUNT, "stays_not_needed"), (STAY, "stays_never_leaves")):
            with pytest.raises(Refused) as refused:
                disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH, part))
            assert refused.value.code == code
        assert not Sending.objects.exists() and not Disclosure.objects.exists()


def test_without_any_consent_nothing_leaves(world, acting):
    with acting(world.people.amina) as amina, pytest.raises(Refused) as refused:
        disclosure_actions.send(amina, world.file_id, world.chosen())
    assert refused.value.code == "nothing_carried"


def test_a_sheet_that_changed_since_it_was_seen_is_not_sent(world, agree, acting):
    agree()
    with acting(world.people.amina) as amina:
        seen = preview(amina, world.file_id, world.chosen(HEALTH)).seal
        parts.register(HEALTH, lambda _actor, _file: [Line("health.need", "Need", "Something else")])
        with pytest.raises(Stale):
            disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH), seen=seen)


def test_sending_twice_with_the_same_id_sends_once(world, agree, acting, notices):
    agree()
    with acting(world.people.amina) as amina:
        first = disclosure_actions.save_draft(amina, world.file_id, world.chosen(HEALTH))
        for _again in range(2):
            disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH), sending_id=first)
        assert Sending.objects.count() == 1
    assert [code for _holder, code, _record in notices] == ["disclosure.received"]


def test_a_draft_leaves_nothing(world, agree, acting):
    agree()
    with acting(world.people.amina) as amina:
        draft = disclosure_actions.save_draft(amina, world.file_id, world.chosen(HEALTH))
        assert rows.sent_one(amina, draft).row.state == "draft"
    with acting(world.people.karim) as karim:
        assert rows.received(karim) == ()


def test_opening_a_package_is_audited_and_the_sender_sees_it(world, sent, acting):
    with acting(world.people.amina) as amina:
        assert rows.sent(amina)[0].opened == "not opened yet"
    with acting(world.people.karim) as karim:
        rows.received(karim)
    with acting(world.people.amina) as amina:
        assert rows.sent(amina)[0].opened == "not opened yet"
    with acting(world.people.karim) as karim:
        rows.received_one(karim, sent)
    with acting(world.people.amina) as amina:
        assert rows.sent(amina)[0].opened.startswith("opened today")
    read = AuditEvent.objects.get(record=sent, act="part.open", actor=world.people.karim.member_id)
    assert read.purpose == "read a referral"


def test_accept_then_done_with_feedback_reaches_the_sender(world, sent, acting, notices):
    with acting(world.people.karim) as karim:
        answer_actions.accept(karim, sent)
        answer_actions.finish(karim, sent, "helped", "She has a follow-up in May.")
        with pytest.raises(Refused):
            answer_actions.accept(karim, sent)
    with acting(world.people.amina) as amina:
        detail = rows.sent_one(amina, sent)
        events = list(History.objects.filter(file_id=world.file_id).values_list("event", flat=True))
    assert (detail.row.state, detail.row.answer) == ("done", "The person was helped")
    assert [letter.text for letter in detail.letters] == ["She has a follow-up in May."]
    assert {"disclosure.sent", "disclosure.accepted", "disclosure.done"} <= set(events)
    told = [(holder, code) for holder, code, _record in notices]
    assert told == [
        (world.people.amina.member_id, "disclosure.accepted"),
        (world.people.amina.member_id, "disclosure.done"),
    ]


def test_declining_needs_a_reason_and_closes_the_package(world, sent, acting):
    with acting(world.people.karim) as karim:
        with pytest.raises(Refused) as refused:
            answer_actions.decline(karim, sent, "")
        assert refused.value.code == "reason_missing"
        answer_actions.decline(karim, sent, "full")
        with pytest.raises(NotVisible):
            rows.received_one(karim, sent)
    with acting(world.people.amina) as amina:
        assert rows.sent(amina)[0].answer == "No place free"


def test_questions_go_both_ways_sealed_on_both_sides(world, sent, acting):
    with acting(world.people.karim) as karim:
        answer_actions.ask(karim, sent, "Does she need a woman doctor?")
    with acting(world.people.amina) as amina:
        answer_actions.reply(amina, sent, "Yes, please.")
    with acting(world.people.karim) as karim:
        there = rows.received_one(karim, sent).letters
    with acting(world.people.amina) as amina:
        here = rows.sent_one(amina, sent).letters
    assert (
        [each.text for each in here]
        == [each.text for each in there]
        == ["Does she need a woman doctor?", "Yes, please."]
    )
    assert [each.mine for each in here] == [False, True]


def test_revoking_takes_the_reach_back_and_says_so(world, sent, acting, notices):
    with acting(world.people.amina) as amina:
        disclosure_actions.revoke(amina, sent, "mistake")
    with acting(world.people.karim) as karim, pytest.raises(NotVisible):
        rows.received_one(karim, sent)
    assert notices[-1] == (world.clinic_id, "disclosure.revoked", sent)


def test_safety_2_withdrawing_consent_closes_the_package_in_the_same_transaction(world, agree, acting, notices):
    consent = agree()
    with acting(world.people.amina) as amina:
        sent = disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH))
    with acting(world.people.karim) as karim:
        answer_actions.accept(karim, sent)
    with acting(world.people.amina) as amina:
        actions.withdraw_consent(amina, consent, asker="person", how="phone")
        row = rows.sent(amina)[0]
    assert (row.state, row.answer) == ("revoked", "The person took the consent back")
    with acting(world.people.karim) as karim:
        assert not may_see(karim, sent, "package")
        with pytest.raises(NotVisible):
            answer_actions.finish(karim, sent, "helped")
    assert notices[-1] == (world.clinic_id, "disclosure.revoked", sent)


def test_safety_2_when_the_withdrawal_fails_nothing_is_half_done(world, agree, acting, monkeypatch):
    consent = agree()
    with acting(world.people.amina) as amina:
        sent = disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH))

        def broken(*_args, **_codes):
            raise RuntimeError

        monkeypatch.setattr(actions.history, "record", broken)
        with pytest.raises(RuntimeError):
            actions.withdraw_consent(amina, consent, asker="person", how="phone")
    with acting(world.people.karim) as karim:
        assert may_see(karim, sent, "package")


def test_a_later_no_closes_what_an_earlier_yes_opened(world, agree, sent, acting):
    agree(agreed=False)
    with acting(world.people.karim) as karim:
        assert not may_see(karim, sent, "package")


def test_safety_12_withdrawing_on_a_linked_file_closes_the_package_too(world, agree, sent, acting):
    with acting(world.people.amina) as amina:
        other = records.open_file(amina, "case", team_id=next(iter(amina.team_ids)), owner_id=amina.member_id)
        records.link_same_person(amina, world.file_id, other.id, "documents")
    there = agree(file_id=other.id)
    with acting(world.people.amina) as amina:
        actions.withdraw_consent(amina, there, asker="person", how="phone")
    with acting(world.people.karim) as karim:
        assert not may_see(karim, sent, "package")


def test_reading_ends_with_the_consent_without_anybody_doing_anything(world, sent, acting):
    grant = Reach.objects.get(record=sent)
    assert grant.until.date() - DAY <= TODAY + 30 * DAY <= grant.until.date()
    Reach.objects.filter(record=sent).update(until=grant.until - 60 * DAY)
    with acting(world.people.karim) as karim, pytest.raises(NotVisible):
        rows.received_one(karim, sent)


def test_the_tick_marks_what_has_ended(world, sent, acting):
    later = Reach.objects.get(record=sent).until + DAY
    with acting(delivery.COURIER) as courier:
        assert delivery.expire_overdue(courier, later) == 1
        assert delivery.expire_overdue(courier, later) == 0
    with acting(world.people.amina) as amina:
        assert rows.sent(amina)[0].state == "expired"


def test_safety_6_a_share_consent_opens_nothing_to_police_and_their_own_consent_does(world, agree, acting):
    agree(
        recipient=world.police_id, recipient_label="Harbour Police", purpose="investigation", parts=frozenset({ACCOUNT})
    )
    chosen = world.chosen(ACCOUNT, where=world.police, purpose=Purpose.INVESTIGATION)
    with acting(world.people.amina) as amina, pytest.raises(Refused):
        disclosure_actions.send(amina, world.file_id, chosen)
    agree(ConsentKind.POLICE)
    with acting(world.people.amina) as amina:
        sent = disclosure_actions.send(amina, world.file_id, chosen)
    with acting(world.people.emre) as emre:
        assert SAID[ACCOUNT].text in repr(rows.received_one(emre, sent).paper)


def test_a_part_the_sender_does_not_see_cannot_be_sent(world, agree, acting):
    agree()
    with acting(world.people.hana) as hana, pytest.raises(NotVisible):
        preview(hana, world.file_id, world.chosen(HEALTH))


def test_an_agreement_that_ended_stops_the_referral(world, agree, acting):
    agree()
    with acting(world.people.mio) as mio:
        terms = {"purposes": ["medical"], "parts": [HEALTH], "valid_from": TODAY - 9 * DAY}
        agreement = actions.save_agreement(mio, "Clinic", mio.organisation_id, world.clinic_id, **terms)
    with acting(world.people.amina) as amina:
        assert preview(amina, world.file_id, world.chosen(HEALTH)).agreement == agreement
    with acting(world.people.mio) as mio:
        actions.end_agreement(mio, agreement)
    with acting(world.people.amina) as amina, pytest.raises(Refused) as refused:
        disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH))
    assert refused.value.code == "stays_agreement_ended"


def test_a_stolen_table_of_packages_shows_nothing(world, sent, acting):
    with acting(world.people.karim):
        package = Disclosure.objects.get(id=sent)
    with acting(world.people.amina):
        record = Sending.objects.get(id=sent)
    for stored in (package.payload.data, record.sheet.data):
        assert b"Pain" not in stored and b"Amharic" not in stored
    assert package.payload.data != record.sheet.data


def test_news_is_a_new_package_in_the_same_thread(world, sent, acting):
    with acting(world.people.amina) as amina:
        news = disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH), previous=sent)
    with acting(world.people.karim) as karim:
        newer, older = rows.received(karim)
        assert (newer.id, newer.kind, older.id) == (news, "news", sent)
        assert Disclosure.objects.get(id=news).thread == Disclosure.objects.get(id=sent).thread
