# SPDX-License-Identifier: Apache-2.0
"""The desk's key and the pepper are turned while reports and receipts of before still work; closed threads have an end."""

from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.exchange import actions, arrivals, ending, letterbox, opening, selectors
from quatrefoil.foundation.exchange.models import InboxAttachment, InboxMessage, InboxReport, Reply
from quatrefoil.foundation.exchange.sealed_forms import MessageForm, OriginalFile
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.methods.receipts import Receipt
from tests.integration.exchange.conftest import COMMITTED, all_of, as_role, drop, receipt_of
from tests.postgres import APP

pytestmark = COMMITTED
ONE, TWO = b"1" * 16, b"2" * 16
YEAR = timedelta(days=367)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setattr(settings.OPTIONS, "home", tmp_path)
    instance_keys.forget()
    yield
    instance_keys.forget()


def keys(act: str) -> str:
    out = StringIO()
    call_command("keys", act, stdout=out)
    return out.getvalue()


def arrived(acting, people, receipt_nonce: bytes) -> UUID:
    arrivals.take_in()
    report = letterbox.report_id(receipt_of(receipt_nonce))
    with acting(people.hana) as hana:
        actions.claim(hana, report, 1)
        actions.answer(hana, report, "We are here.")
    return report


def words_at_the_desk(acting, people, report: UUID) -> str:
    with acting(people.hana) as hana:
        opened = selectors.open_report(hana, report, "a test")
        return " ".join([str(opened.answers), *(letter.text for letter in opened.letters)])


class TestTheDesksKey:
    def test_a_report_sealed_to_the_older_key_still_opens_and_new_ones_use_the_new_key(self, people, acting, outside):
        with outside():
            drop(ONE, "before")
        first = arrived(acting, people, ONE)
        before = instance_keys.desk_public_key()
        assert "desk-private-key-1" in keys("turn-desk")
        assert instance_keys.desk_public_key() != before
        with outside():
            drop(TWO, "after")
        second = arrived(acting, people, TWO)
        assert "before" in words_at_the_desk(acting, people, first)
        assert "after" in words_at_the_desk(acting, people, second)

    def test_retiring_seals_again_what_needs_the_older_key_and_then_destroys_it(self, people, acting, outside):
        with outside():
            receipt = drop(ONE, "before")
            file = letterbox.put_file(receipt, OriginalFile("a.txt", b"kept"), 0, ONE)
            letterbox.put_message(receipt, MessageForm("en", "more words", (file,)), UUID(int=7))
        report = arrived(acting, people, ONE)
        keys("turn-desk")
        age(timedelta(days=2))
        assert "desk-private-key-1" in keys("retire-desk")
        assert len(instance_keys.desk_private_keys()) == 1
        said = words_at_the_desk(acting, people, report)
        assert "before" in said and "more words" in said
        with as_role(APP), acting_as(arrivals.INBOX, "a test"):
            assert opening.original(InboxAttachment.objects.get(id=file)).data == b"kept"

    def test_the_older_key_stays_while_the_public_side_still_seals_to_it(self, people, acting, outside):
        with outside():
            drop(ONE, "just now")
        keys("turn-desk")
        with pytest.raises(CommandError, match="Copy desk-public-key to the public side"):
            keys("retire-desk")
        assert len(instance_keys.desk_private_keys()) == 2
        arrivals.take_in()
        assert "just now" in words_at_the_desk(acting, people, claimed(acting, people, ONE))

    def test_a_turn_that_was_killed_between_its_two_halves_is_finished_by_the_next(self, people):
        keys("turn-desk")
        public = instance_keys.public_folder() / instance_keys.DESK_PUBLIC
        half = public.read_bytes()
        instance_keys.replace_file(public, b"\0" * len(half))  # as if the new public half had not been written
        keys("turn-desk")
        assert public.read_bytes() == half
        assert len(instance_keys.desk_private_keys()) == 2

    def test_another_process_reads_a_key_that_was_turned(self, people):
        before = instance_keys.desk_public_key(), instance_keys.receipt_pepper()
        remembered = dict(instance_keys._read), dict(instance_keys._stamps)
        keys("turn-desk")
        keys("turn-pepper")
        instance_keys._read.clear()
        instance_keys._read.update(remembered[0])
        instance_keys._stamps.clear()
        instance_keys._stamps.update(remembered[1])
        assert (instance_keys.desk_public_key(), instance_keys.receipt_pepper()) != before
        assert instance_keys.receipt_pepper() != before[1]


def claimed(acting, people, nonce: bytes) -> UUID:
    report = letterbox.report_id(receipt_of(nonce))
    with acting(people.hana) as hana:
        actions.claim(hana, report, 1)
    return report


def age(by: timedelta) -> None:
    """Everything arrived, and was closed, that much earlier."""
    with as_role(APP), acting_as(arrivals.INBOX, "a test"):
        for model in (InboxReport, InboxMessage, InboxAttachment):
            model.objects.update(received_at=timezone.now() - by)
        InboxReport.objects.filter(closed_at__isnull=False).update(closed_at=timezone.now() - by)


class TestThePepper:
    def test_an_older_receipt_reads_answers_writes_and_adds_files_until_it_is_retired(self, people, acting, outside):
        with outside():
            old = drop(ONE, "before")
        report = arrived(acting, people, ONE)
        assert "receipt-pepper-1" in keys("turn-pepper")
        with outside():
            assert [answer.text for answer in letterbox.answers_for(old)] == ["We are here."]
            file = letterbox.put_file(old, OriginalFile("a.txt", b"later"), 0, TWO)
            letterbox.put_message(old, MessageForm("en", "it is me again", (file,)), UUID(int=9))
            letterbox.put_message(old, MessageForm("en", "it is me again", (file,)), UUID(int=9))
        arrivals.take_in()
        assert words_at_the_desk(acting, people, report).count("it is me again") == 1
        with acting(people.hana) as hana:
            (attachment,) = selectors.attachments(hana, report)
            assert selectors.open_attachment(hana, report, attachment.id, "a test").data == b"later"
        assert "receipt-pepper-1" in keys("retire-pepper")
        with outside():
            assert letterbox.answers_for(old) == ()

    def test_a_receipt_of_the_new_pepper_works_beside_the_older_ones(self, people, acting, outside):
        keys("turn-pepper")
        keys("turn-pepper")
        assert len(instance_keys.receipt_peppers()) == 3
        with outside():
            receipt = drop(TWO, "after")
        report = arrived(acting, people, TWO)
        with outside():
            letterbox.put_message(receipt, MessageForm("en", "hello"), UUID(int=5))
            assert [answer.text for answer in letterbox.answers_for(receipt)] == ["We are here."]
        arrivals.take_in()
        assert words_at_the_desk(acting, people, report).count("hello") == 1

    def test_what_was_kept_under_the_wrong_pepper_is_swept(self, people, outside):
        keys("turn-pepper")
        with outside():
            letterbox.put_message(Receipt("1234567890123455"), MessageForm("en", "hello"), UUID(int=5))
        assert len(all_of(InboxMessage)) == 2
        age(timedelta(days=8))
        arrivals.sweep()
        assert all_of(InboxMessage) == []


class TestTheEndOfAThread:
    @pytest.fixture
    def closed(self, people, acting, outside):
        with outside():
            receipt = drop(ONE, "before")
            file = letterbox.put_file(receipt, OriginalFile("a.txt", b"kept"), 0, ONE)
            letterbox.put_message(receipt, MessageForm("en", "more", (file,)), UUID(int=7))
        report = arrived(acting, people, ONE)
        with acting(people.hana) as hana:
            actions.close(hana, report, 3)
        return receipt, report

    def test_it_is_kept_for_its_period_and_then_gone_with_everything_in_it(self, people, acting, outside, closed):
        receipt, _report = closed
        assert ending.erase_closed() == 0
        age(timedelta(days=360))
        assert ending.erase_closed() == 0
        with outside():
            assert len(letterbox.answers_for(receipt)) == 1
        age(YEAR)
        assert ending.erase_closed() == 1
        assert [all_of(model) for model in (InboxReport, InboxMessage, InboxAttachment, Reply)] == [[], [], [], []]
        with outside():
            assert letterbox.answers_for(receipt) == ()
        with acting(people.hana) as hana:
            assert selectors.waiting_reports(hana, states=("closed",)) == ()

    def test_an_open_thread_has_no_end_and_news_begin_the_time_anew(self, people, outside, closed):
        receipt, _report = closed
        age(YEAR)
        with outside():
            letterbox.put_message(receipt, MessageForm("en", "are you there?"), UUID(int=8))
        assert ending.erase_closed() == 0  # not taken in yet
        arrivals.take_in()
        (row,) = all_of(InboxReport)
        assert (row.state, row.closed_at) == ("waiting", None)
        assert ending.erase_closed() == 0

    def test_a_hold_on_the_contact_keeps_the_thread(self, people, acting, closed):
        _receipt, report = closed
        with acting(people.hana) as hana:
            contact = open_file(hana, "contact", owner_id=hana.member_id, team_id=min(hana.team_ids))
            InboxReport.objects.filter(id=report).update(contact=contact.id)
            File.objects.filter(id=contact.id).update(hold_reason="court_order")
        age(YEAR)
        assert ending.erase_closed() == 0
        with acting(people.hana):
            File.objects.filter(id=contact.id).update(hold_reason="")
        assert ending.erase_closed() == 1

    def test_the_night_does_it(self):
        from quatrefoil.foundation.jobs.ticks import TICKS

        assert TICKS["exchange.erase_closed"].at_hour == 3
