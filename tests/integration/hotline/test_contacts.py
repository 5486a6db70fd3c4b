# SPDX-License-Identifier: Apache-2.0
"""Contacts at the desk: logged once, counted without a file where they are about something else, claimed by one."""

import datetime
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.records.models import File, History
from quatrefoil.foundation.vault.models import Part
from quatrefoil.foundation.workflow import clocks
from quatrefoil.foundation.workflow.models import Clock
from quatrefoil.foundation.workflow.selectors import handovers
from quatrefoil.protection.hotline import contact_actions, contact_selectors, desk_selectors, draft_actions, ticks
from quatrefoil.protection.hotline.entry import ContactEntry
from quatrefoil.protection.hotline.models import Contact, DraftContact, TallyContact
from tests.integration.hotline.conftest import Log
from tests.people import People


def test_a_contact_is_logged_with_two_answers_and_sent_twice_it_is_one(people: People, acting) -> None:
    contact_id = uuid4()
    with acting(people.hana):
        for _time in range(2):
            logged = contact_actions.log_contact(people.hana, ContactEntry("phone", "tip"), contact_id=contact_id)
        assert logged.file_id == contact_id
        assert Contact.objects.count() == 1
        assert File.objects.get(id=contact_id).owner_id == people.hana.member_id
        codes = History.objects.get(file_id=contact_id, event="contact.logged").codes
    assert codes["channel"] == "phone" and codes["kind"] == "tip" and codes["danger"] == "not_known"


def test_what_was_said_is_sealed_and_opening_it_is_read_back_with_its_translation(
    people: People, acting, log: Log
) -> None:
    file_id = log(people.hana, words="Ayudame por favor", translation="Please help me", language="es")
    with acting(people.hana):
        (row,) = contact_selectors.words(people.hana, file_id)
        stored = bytes(contact_selectors.ContactWords.objects.get().words.data)
    assert (row.words, row.translation) == ("Ayudame por favor", "Please help me")
    assert b"Ayudame" not in stored
    assert issubclass(contact_selectors.ContactWords, Part)


def test_a_contact_about_something_else_is_counted_and_no_file_is_opened(people: People, acting) -> None:
    entry = ContactEntry("phone", "wrong_number", language="fr", words="my name is Alba", phone="+44 20 7946 0000")
    with acting(people.hana):
        logged = contact_actions.log_contact(people.hana, entry, contact_id=(counted := uuid4()))
        contact_actions.log_contact(people.hana, entry, contact_id=counted)
        assert logged.file_id is None
        assert not File.objects.exists() and not Contact.objects.exists()
    row = TallyContact.objects.get()
    assert (row.kind, row.language, row.pointed_to) == ("wrong_number", "fr", "")


def test_danger_cannot_vanish_in_a_count(people: People, acting) -> None:
    with acting(people.hana), pytest.raises(Refused) as refusal:
        contact_actions.log_contact(people.hana, ContactEntry("phone", "no_answer", danger="high"))
    assert refusal.value.code == "danger_without_file"
    assert not TallyContact.objects.exists()


def test_of_two_advocates_who_claim_the_same_contact_the_second_is_told_who_has_it(
    people: People, acting, log: Log
) -> None:
    file_id = log(people.juma, then="desk")
    with acting(people.hana):
        contact_actions.claim(people.hana, file_id)
    with acting(people.iben), pytest.raises(Refused) as refusal:
        contact_actions.claim(people.iben, file_id)
    assert refusal.value.code == "claimed" and "Hana Kim" in str(refusal.value.message)
    with acting(people.iben):
        assert Contact.objects.get().claimed_by == people.hana.member_id


def test_a_waiting_contact_has_a_clock_that_ends_when_it_is_claimed_and_starts_again_when_put_back(
    people: People, acting, log: Log
) -> None:
    file_id = log(people.juma, channel="email", then="desk")
    with acting(people.hana):
        assert Clock.objects.filter(record=file_id, ended_at__isnull=True).count() == 1
        contact_actions.claim(people.hana, file_id)
        assert Contact.objects.get().first_answer_at is not None
        assert not Clock.objects.filter(record=file_id, ended_at__isnull=True).exists()
        contact_actions.put_back(people.hana, file_id)
        assert Clock.objects.filter(record=file_id, ended_at__isnull=True).exists()
        assert Contact.objects.get().claimed_by is None


def test_a_first_answer_that_is_late_is_told_to_the_supervisor(people: People, acting, log: Log) -> None:
    from quatrefoil.foundation.identity.actors import system_actor
    from quatrefoil.foundation.messages.selectors import notices

    log(people.hana, channel="email", then="desk")
    clock = system_actor("a clock", everywhere=frozenset({"core"}))
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=5)):
        with acting(clock):
            clocks.escalate_due(clock)
        with acting(people.juma):
            sentences = [row.sentence for row in notices(people.juma)]
    assert "A contact has waited too long for its first answer." in sentences


def test_another_team_sees_no_contact_and_no_queue_of_it(people: People, acting, log: Log) -> None:
    file_id = log(people.hana, words="secret")
    with acting(people.amina), pytest.raises(NotVisible):
        contact_selectors.contact_page(people.amina, file_id)
    with acting(people.chidi):
        assert desk_selectors.queue(people.chidi) == ()


def test_the_queue_has_danger_first_then_what_nobody_has_then_the_oldest(
    people: People, acting, log: Log, report
) -> None:
    mine = log(people.hana)
    free = log(people.hana, then="desk")
    soon = log(people.hana, danger="some")
    now = log(people.hana, danger="high")
    arrived = report(danger="soon", own_words="please")
    with acting(people.hana):
        rows = desk_selectors.queue(people.hana)
        narrowed = desk_selectors.narrowed(rows, desk_selectors.QueueFilter(whose="mine"))
    assert [row.id for row in rows] == [now, arrived, soon, free, mine]
    assert {row.id for row in narrowed} == {mine, soon, now}


def test_a_clock_at_the_desk_is_not_hidden_behind_hundreds_of_holds_that_end_sooner(
    people: People, acting, log: Log
) -> None:
    waiting = log(people.juma, channel="email", then="desk")
    yesterday = timezone.now() - datetime.timedelta(days=1)
    with acting(people.hana):
        held = [log(people.hana) for _number in range(3)]
        due = [yesterday - datetime.timedelta(minutes=number) for number in range(210)]
        Clock.objects.bulk_create(
            Clock(
                record=held[number % 3],
                record_kind="contact",
                kind=f"kind_{number}",
                holder=people.hana.member_id,
                due_at=at,
            )
            for number, at in enumerate(due)
        )
        (row,) = [row for row in desk_selectors.queue(people.hana) if row.id == waiting]
    assert row.clock is not None and "first answer" in row.clock.text.lower()


def test_two_people_who_correct_the_same_contact_lose_nothing(people: People, acting, log: Log) -> None:
    file_id = log(people.hana)
    with acting(people.hana):
        contact_actions.change_contact(people.hana, file_id, {"caller": "friend"}, seen_revision=1)
    with acting(people.iben), pytest.raises(Stale):
        contact_actions.change_contact(people.iben, file_id, {"caller": "family"}, seen_revision=1)
    with acting(people.iben):
        assert Contact.objects.get().caller == "friend"


def test_a_finished_contact_says_what_was_done_and_leaves_the_queue(people: People, acting, log: Log) -> None:
    file_id = log(people.hana)
    with acting(people.hana):
        contact_actions.finish(people.hana, file_id, "referral", 12)
        assert desk_selectors.queue(people.hana) == ()
        page = contact_selectors.contact_page(people.hana, file_id)
    assert page.is_done
    assert ("Minutes", "12") in [(pair.label, pair.value) for pair in page.facts]


def test_the_next_shift_takes_over_what_was_left_and_only_once(people: People, acting, log: Log) -> None:
    file_id = log(people.hana)
    with acting(people.hana):
        contact_actions.hand_over(people.hana, {file_id: "call_back"})
    with acting(people.iben):
        (left,) = handovers(people.iben)
        assert contact_actions.take_over(people.iben, left.id) == file_id
        assert Contact.objects.get().claimed_by == people.iben.member_id
        assert desk_selectors.left_for_us(people.iben) == ()
    with acting(people.juma), pytest.raises(Refused):
        contact_actions.take_over(people.juma, left.id)


def test_contacts_are_joined_to_one_situation_and_taken_out_again(people: People, acting, log: Log) -> None:
    first, second = log(people.hana), log(people.iben)
    with acting(people.hana):
        situation = contact_actions.join_two(people.hana, first, second)
        page = contact_selectors.situation_page(people.hana, situation)
        assert len(page.contacts) == 2
        with pytest.raises(Refused):
            contact_actions.join(people.hana, (first,))
        of = contact_selectors.situation_of(people.hana, first)
        assert of is not None
        contact_actions.leave(people.hana, first, of.link_id)
        assert len(contact_selectors.situation_page(people.hana, situation).contacts) == 1


def test_a_caller_about_something_else_is_pointed_on_and_only_counted(people: People, acting) -> None:
    with acting(people.hana):
        contact_actions.refer_on(people.hana, ContactEntry("phone", "tip", region="north"), "legal")
        assert not File.objects.exists()
    row = TallyContact.objects.get()
    assert (row.kind, row.pointed_to, row.region) == ("out_of_scope", "legal", "north")


class TestDrafts:
    def test_a_draft_is_sealed_and_only_its_member_opens_it(self, people: People, acting) -> None:
        draft = uuid4()
        with acting(people.hana):
            assert draft_actions.keep_draft(people.hana, draft, {"words": "a quiet voice"}) == 1
            assert draft_actions.keep_draft(people.hana, draft, {"words": "a quiet voice, then"}) == 2
            assert draft_actions.open_draft(people.hana, draft) == {"words": "a quiet voice, then"}
            assert b"quiet" not in bytes(DraftContact.objects.get().content.data)
        for other in (people.iben, people.juma):
            with acting(other), pytest.raises(NotVisible):
                draft_actions.open_draft(other, draft)

    def test_a_draft_is_gone_when_it_is_finished(self, people: People, acting) -> None:
        from quatrefoil.foundation.vault import part_keys

        draft = uuid4()
        with acting(people.hana):
            draft_actions.keep_draft(people.hana, draft, {"words": "x"})
            draft_actions.drop_draft(people.hana, draft)
            assert not DraftContact.objects.exists()
        assert not part_keys.rows().PartKey.objects.filter(file=draft).exists()

    def test_a_draft_is_gone_after_a_day(self, people: People, acting) -> None:
        draft = uuid4()
        with acting(people.hana):
            draft_actions.keep_draft(people.hana, draft, {"words": "x"})
        with time_machine.travel(timezone.now() + datetime.timedelta(hours=25)):
            with acting(people.hana), pytest.raises(NotVisible):
                draft_actions.open_draft(people.hana, draft)
            tick = _tick("hotline.drop_old_drafts")
            with acting(tick):
                ticks.drop_old_drafts(tick)
                assert not DraftContact.objects.exists()


def _tick(name: str):
    from quatrefoil.foundation.jobs.ticks import TICKS

    return TICKS[name].actor
