# SPDX-License-Identifier: Apache-2.0
"""A report arrives without an account, the desk opens and answers it, and nobody else can."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.exchange import actions, arrivals, letterbox, selectors
from quatrefoil.foundation.exchange.models import InboxAttachment, InboxMessage, InboxReport
from quatrefoil.foundation.exchange.sealed_forms import MessageForm, OriginalFile
from tests.integration.exchange.conftest import COMMITTED, all_of, drop, receipt_of

pytestmark = COMMITTED
ONE, TWO = b"1" * 16, b"2" * 16


def test_a_report_reaches_the_desk_and_shows_only_outside_facts(people, acting, outside):
    with outside():
        drop(ONE, "the words of a person", danger="now")
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
    assert (row.danger.words, row.state, row.channel) == ("Danger now", "waiting", "Public site")
    assert "words of a person" not in repr(row)


@pytest.mark.parametrize("name", ["amina", "emre", "karim", "lena", "dana", "mio", "farah"])
def test_only_the_desk_reaches_a_report(people, acting, outside, name):
    with outside():
        drop(ONE)
    arrivals.take_in()
    someone = getattr(people, name)
    (stored,) = all_of(InboxReport)
    with acting(someone), pytest.raises((NotVisible, Refused)):
        selectors.open_report(someone, stored.id, "curious")


def test_opening_is_an_audited_read_and_gives_the_words(people, acting, outside):
    with outside():
        drop(ONE, "the words of a person", danger="now")
    arrivals.take_in()
    (stored,) = all_of(InboxReport)
    with acting(people.hana) as hana:
        opened = selectors.open_report(hana, stored.id, "triage")
    assert opened.answers["own_words"] == "the words of a person"
    assert [pair.value for pair in opened.pairs] == ["Yes, now", "the words of a person"]
    assert not opened.outside_was_changed
    event = AuditEvent.objects.get(act="report.open")
    assert (event.record, event.purpose, event.actor) == (stored.id, "triage", people.hana.member_id)


def test_facts_that_were_changed_outside_the_seal_are_noticed(people, acting, outside):
    with outside():
        drop(ONE, danger="now")
    arrivals.take_in()
    (stored,) = all_of(InboxReport)
    with acting_as(arrivals.INBOX, "attack"):
        InboxReport.objects.update(danger="no")
    with acting(people.hana) as hana:
        assert selectors.open_report(hana, stored.id, "triage").outside_was_changed


def test_the_same_form_twice_is_one_report_with_the_same_receipt(people, acting, outside):
    with outside():
        assert drop(ONE) == drop(ONE) == drop(ONE)
    arrivals.take_in()
    assert len(all_of(InboxReport)) == 1
    assert all_of(InboxMessage) == []


def test_a_form_that_was_changed_and_sent_again_loses_no_words(people, acting, outside):
    with outside():
        assert drop(ONE, "first") == drop(ONE, "first and second")
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
        opened = selectors.open_report(hana, row.id, "triage")
    assert opened.answers["own_words"] == "first"
    assert "first and second" in opened.letters[0].text
    assert row.messages == 1


def test_danger_now_comes_first_and_a_flood_comes_last(people, acting, outside):
    with outside():
        drop(ONE, danger="no")
        drop(TWO, danger="now")
        drop(b"3" * 16, danger="soon")
    with acting(people.hana) as hana:
        rows = selectors.waiting_reports(hana)
    assert [row.danger_code for row in rows] == ["now", "soon", "no"]


def test_the_answer_is_read_with_the_receipt_and_bears_no_name(people, acting, outside):
    with outside():
        receipt = drop(ONE)
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
        actions.claim(hana, row.id, row.revision)
        actions.answer(hana, row.id, "We are here.")
    with outside():
        (answer,) = letterbox.answers_for(receipt)
        assert letterbox.answers_for(receipt_of(TWO)) == ()
    assert answer.text == "We are here."
    assert "Hana" not in repr(answer)


def test_an_answer_sent_twice_is_one_answer(people, acting, outside):
    with outside():
        receipt = drop(ONE)
    reply = uuid4()
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
        actions.claim(hana, row.id, row.revision)
        assert actions.answer(hana, row.id, "We are here.", reply_id=reply) == reply
        assert actions.answer(hana, row.id, "We are here.", reply_id=reply) == reply
    with outside():
        assert len(letterbox.answers_for(receipt)) == 1


def test_an_answer_moved_to_another_thread_is_not_shown(people, acting, outside):
    with outside():
        drop(ONE)
        other = drop(TWO)
    with acting(people.hana) as hana:
        for row in selectors.waiting_reports(hana):
            actions.claim(hana, row.id, row.revision)
            actions.answer(hana, row.id, f"For {row.id}")
    with acting_as(arrivals.INBOX, "attack"):
        from quatrefoil.foundation.exchange.models import Reply

        target = letterbox.report_id(other)
        Reply.objects.exclude(report=target).update(locator=Reply.objects.get(report=target).locator)
    with outside():
        assert [answer.text for answer in letterbox.answers_for(other)] == [f"For {target}"]


def test_two_advocates_do_not_work_on_the_same_report_unknowingly(people, acting, outside):
    with outside():
        drop(ONE)
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
        actions.claim(hana, row.id, row.revision)
    with acting(people.iben) as iben, pytest.raises(Refused):
        actions.claim(iben, row.id, row.revision)
    with acting(people.iben) as iben, pytest.raises(Refused, match="Take it over first"):
        actions.answer(iben, row.id, "Also me")
    with acting(people.iben) as iben:
        actions.take_over(iben, row.id, row.revision + 1)
        assert selectors.report_row(iben, row.id).is_mine
    with acting(people.hana) as hana, pytest.raises(Stale):
        actions.take_over(hana, row.id, row.revision + 1)


def test_a_later_message_opens_an_answered_report_again(people, acting, outside):
    with outside():
        receipt = drop(ONE)
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
        actions.claim(hana, row.id, row.revision)
        actions.answer(hana, row.id, "We are here.")
    message = uuid4()
    with outside():
        letterbox.put_message(receipt, MessageForm("en", "One more thing"), message)
        letterbox.put_message(receipt, MessageForm("en", "One more thing"), message)
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
        opened = selectors.open_report(hana, row.id, "triage")
    assert row.state == "waiting"
    assert [(letter.mine, letter.text) for letter in opened.letters] == [
        (True, "We are here."),
        (False, "One more thing"),
    ]


def test_a_file_is_sealed_at_once_and_opened_by_the_desk_only(people, acting, outside):
    with outside():
        receipt = receipt_of(ONE)
        first = letterbox.put_file(receipt, OriginalFile("a.txt", b"what a photo shows"), 0, ONE)
        again = letterbox.put_file(receipt, OriginalFile("a.txt", b"what a photo shows"), 0, ONE)
        drop(ONE)
    assert first == again
    (stored,) = all_of(InboxAttachment)
    assert b"what a photo shows" not in bytes(stored.sealed)
    arrivals.take_in()
    with acting(people.hana) as hana:
        original = selectors.open_attachment(hana, stored.report, stored.id, "triage")
    assert (original.name, original.data) == ("a.txt", b"what a photo shows")


def test_a_file_chosen_by_mistake_can_be_taken_back_until_it_is_sent(people, outside):
    with outside():
        receipt = receipt_of(ONE)
        mistake = letterbox.put_file(receipt, OriginalFile("a.txt", b"a mistake"), 0, ONE)
        kept = letterbox.put_file(receipt, OriginalFile("b.txt", b"meant"), 1, ONE)
        letterbox.take_back_file(receipt, mistake)
        drop(ONE)
        letterbox.take_back_file(receipt, kept)
    assert [row.id for row in all_of(InboxAttachment)] == [kept]


def test_files_that_were_never_sent_are_gone_after_an_hour(people, outside):
    with outside():
        letterbox.put_file(receipt_of(ONE), OriginalFile("a.txt", b"not sent"), 0, ONE)
        letterbox.put_file(receipt_of(TWO), OriginalFile("a.txt", b"sent"), 0, TWO)
        drop(TWO)
        letterbox.put_message(receipt_of(b"3" * 16), MessageForm("en", "to nobody"), uuid4())
    assert arrivals.sweep() == 0
    assert arrivals.sweep(timezone.now() + timedelta(minutes=61)) == 1
    assert arrivals.sweep(timezone.now() + timedelta(days=8)) == 1
    assert len(all_of(InboxAttachment)) == 1


def test_a_row_that_breaks_a_rule_raises_instead_of_vanishing(people, outside):
    from django.db import IntegrityError

    with outside(), pytest.raises(IntegrityError):
        letterbox.put_file(receipt_of(ONE), OriginalFile("a.txt", b"one too many"), 10, ONE)


def test_nobody_is_promised_on_duty_without_a_true_rota(people, outside):
    with outside():
        assert not letterbox.is_on_duty()
    actions.promise_duty(timezone.now() + timedelta(hours=2))
    with outside():
        assert letterbox.is_on_duty()
        assert not letterbox.is_on_duty(timezone.now() + timedelta(hours=3))


def test_safety_5_the_rota_itself_carries_the_promise_and_it_runs_out_alone(people, acting, outside):
    from quatrefoil.foundation.exchange import ticks
    from quatrefoil.foundation.workflow.rota import add_shift

    with acting_as(arrivals.INBOX, "tick"):
        ticks.promise_what_the_rota_carries(arrivals.INBOX)
    with outside():
        assert not letterbox.is_on_duty()
    now = timezone.now()
    with acting(people.juma) as juma:
        (desk,) = people.hana.team_ids
        add_shift(juma, desk, people.hana.member_id, "desk", now - timedelta(hours=1), now + timedelta(hours=7))
    with acting_as(arrivals.INBOX, "tick"):
        ticks.promise_what_the_rota_carries(arrivals.INBOX)
    with outside():
        assert letterbox.is_on_duty()
        assert not letterbox.is_on_duty(now + timedelta(minutes=4))


def test_the_gate_answers_through_the_number_of_the_report(people, acting, outside):
    from quatrefoil.foundation.messages import gate

    with outside():
        receipt = drop(ONE)
    contact = uuid4()
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
        actions.link_contact(hana, row.id, contact)
        assert gate.CARRIERS["thread"](contact, "There is an answer.")
        assert not gate.CARRIERS["thread"](uuid4(), "There is an answer.")
    with outside():
        assert [answer.text for answer in letterbox.answers_for(receipt)] == ["There is an answer."]


def test_on_postgresql_the_public_role_can_do_nothing_else(people, outside):
    from django.apps import apps
    from django.db import ProgrammingError

    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles; make test-postgres runs this")
    readable = {"exchange_deskduty", "registers_region", "registers_region_neighbours", "registers_service",
                "registers_body", "registers_servicelanguage", "registers_openinghours", "registers_service_regions"}  # fmt: skip
    insertable = {"exchange_inboxreport", "exchange_inboxmessage", "exchange_inboxattachment"}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with outside(), connection.cursor() as cursor:
        drop(ONE)
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = current_user"
        )
        granted = set(cursor.fetchall())
        for verb in ("SELECT id FROM", "DELETE FROM", "UPDATE"):
            change = " SET state = 'closed'" if verb == "UPDATE" else ""
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute(f"{verb} exchange_inboxreport{change}")
        with pytest.raises(ProgrammingError, match="row-level security"):
            cursor.execute(
                "INSERT INTO exchange_inboxreport (id, channel, language, danger, region, received_at, is_queued, sealed,"
                " locator, mark, schema_version, state, revision)"
                " VALUES (gen_random_uuid(), 'web', '', '', '', now(), false, '', '', '', 1, 'closed', 1)"
            )
    assert {pair for pair in granted if pair[0] in tables} == (
        {(table, "SELECT") for table in readable} | {(table, "INSERT") for table in insertable}
    )
