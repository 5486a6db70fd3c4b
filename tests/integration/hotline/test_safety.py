# SPDX-License-Identifier: Apache-2.0
"""The rules of SAFETY.md that the desk touches, each by its number."""

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from quatrefoil.foundation.access.actions import grant
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.exchange.actions import answer as answer_report
from quatrefoil.foundation.exchange.letterbox import is_on_duty
from quatrefoil.foundation.messages import gate, safe_contact
from quatrefoil.foundation.records import openers
from quatrefoil.foundation.records.emergency import declare_conflict
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.records.selectors import file_header, timeline
from quatrefoil.foundation.requests.actions import ask, withdraw
from quatrefoil.foundation.requests.models import Request
from quatrefoil.foundation.requests.selectors import open_request, to_answer
from quatrefoil.foundation.vault.part_keys import KeyMissing
from quatrefoil.protection.hotline import (
    case_actions,
    codes,
    contact_actions,
    contact_selectors,
    exposure_selectors,
    interpreter_actions,
    report_actions,
    rota_actions,
    ticks,
)
from quatrefoil.protection.hotline.entry import ContactEntry
from quatrefoil.protection.hotline.models import Contact, Danger, Hold, InterpreterBooking
from quatrefoil.protection.hotline.recognising import earlier_contacts
from tests.integration.hotline.conftest import Log, Put
from tests.people import People

PHONE = "+44 20 7946 0123"
CALLABLE = {"phone": PHONE, "safe_to_call_back": "yes", "reach": "text", "phone_state": "own"}


class TestRule3AKnownPhoneIsNotAKnownPerson:
    @pytest.fixture
    def earlier(self, people: People, log: Log):
        return log(people.iben, **CALLABLE, safe_word="lemon", duress_word="weather")

    @pytest.fixture
    def now(self, people: People, log: Log, earlier):
        return log(people.hana, phone=PHONE)

    def test_before_a_word_nothing_is_shown(self, people: People, acting, now) -> None:
        with acting(people.hana), pytest.raises(Refused) as refusal:
            earlier_contacts(people.hana, now)
        assert refusal.value.code == "no_word"

    def test_a_wrong_word_shows_the_same_as_no_earlier_contact(self, people: People, acting, log: Log, now) -> None:
        stranger = log(people.hana, phone="+44 20 7946 0999")
        with acting(people.hana):
            assert earlier_contacts(people.hana, now, "apple") == ()
            assert earlier_contacts(people.hana, stranger, "lemon") == ()

    def test_the_safe_word_shows_the_earlier_contact(self, people: People, acting, now, earlier) -> None:
        with acting(people.hana):
            (row,) = earlier_contacts(people.hana, now, " Lemon ")
            assert not Danger.objects.exists()
        assert row.file_id == earlier and row.only_phone

    def test_the_word_for_danger_shows_the_same_and_tells_the_desk(self, people: People, acting, now, earlier) -> None:
        with acting(people.hana):
            (row,) = earlier_contacts(people.hana, now, "weather")
            marked = set(Danger.objects.values_list("file_id", "reason"))
            on_timeline = [
                event.sentence for event in timeline(people.hana, earlier) if "word was checked" in event.sentence
            ]
        assert row.file_id == earlier
        assert marked == {(now, "duress_word"), (earlier, "duress_word")}
        assert len(on_timeline) == 1

    def test_the_page_of_the_word_for_danger_is_the_same_to_the_letter(
        self, people: People, browsing, log: Log, now, earlier
    ) -> None:
        def page(word: str) -> str:
            answer = browsing(people.hana).post(f"/hotline/contacts/{now}/before/", {"word": word})
            assert answer.status_code == 200
            return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", answer.content.decode())

        assert page("lemon") == page("weather") != page("apple")

    def test_after_the_contact_is_over_the_desk_may_look_without_a_word(
        self, people: People, acting, now, earlier
    ) -> None:
        with acting(people.hana):
            contact_actions.finish(people.hana, now, "listened")
            assert [row.file_id for row in earlier_contacts(people.hana, now)] == [earlier]

    def test_when_the_phone_is_taken_nothing_goes_out_whatever_was_agreed(
        self, people: People, acting, earlier, monkeypatch
    ) -> None:
        monkeypatch.setitem(gate.CARRIERS, "text", lambda _file, _text: True)
        with acting(people.iben):
            assert gate.send(people.iben, earlier, "please_call_back", "text").may_go
            contact_actions.mark_phone_taken(people.iben, earlier)
            stopped = gate.send(people.iben, earlier, "please_call_back", "text")
            assert contact_selectors.contact_page(people.iben, earlier).is_phone_taken
            # The words stay, so that the person can come back another way.
            assert safe_contact.check_word(people.iben, earlier, "lemon") == "safe"
        assert not stopped.may_go and stopped.reason == "phone_taken"

    @pytest.mark.parametrize(("channel", "is_stopped"), [("none", True), ("thread", False)])
    def test_the_desk_does_not_answer_into_a_thread_that_a_taken_phone_may_open(
        self, people: People, acting, report, channel: str, is_stopped: bool
    ) -> None:
        arrived = report(own_words="hello")
        with acting(people.hana):
            report_actions.claim_report(people.hana, arrived)
            contact = report_actions.contact_from_report(people.hana, arrived)
            known = safe_contact.SafeContactInput(phone_state="taken", channel=channel)
            safe_contact.record_safe_contact(people.hana, contact, known)
            if is_stopped:
                with pytest.raises(Refused) as refusal:
                    answer_report(people.hana, arrived, "We are here.")
                assert refusal.value.code == "phone_taken"
            else:
                answer_report(people.hana, arrived, "We are here.")
            assert len(report_actions.read(people.hana, arrived).letters) == (0 if is_stopped else 1)


class TestRule4OneGateForEverythingThatGoesOut:
    def test_the_default_is_silence(self, people: People, acting, log: Log, monkeypatch) -> None:
        monkeypatch.setitem(gate.CARRIERS, "text", lambda _file, _text: True)
        nothing_noted = log(people.hana)
        not_asked = log(people.hana, phone=PHONE, reach="text", phone_state="own")
        with acting(people.hana):
            verdicts = [gate.send(people.hana, each, "please_call_back", "text") for each in (nothing_noted, not_asked)]
        assert [verdict.reason for verdict in verdicts] == ["no_instructions", "silence"]

    def test_a_canned_text_reaches_the_reporter_through_the_receipt(self, people: People, acting, report) -> None:
        arrived = report(danger="no", own_words="hello", channel="receipt")
        with acting(people.hana):
            report_actions.claim_report(people.hana, arrived)
            file_id = report_actions.contact_from_report(people.hana, arrived)
            assert gate.send(people.hana, file_id, "please_call_back", "thread").may_go
            letters = report_actions.read(people.hana, arrived).letters
        assert [letter.mine for letter in letters] == [True]


class TestRule5NoPromiseTheLawCanBreak:
    def test_the_public_site_says_somebody_is_on_duty_only_while_the_rota_carries_it(
        self, people: People, acting, put_on_duty: Put
    ) -> None:
        tick = _tick("hotline.promise_on_duty")

        def promised(hours: float) -> bool:
            with time_machine.travel(timezone.now() + datetime.timedelta(hours=hours)):
                return bool(is_on_duty())

        with acting(tick):
            ticks.promise_on_duty(tick)
        assert not promised(0)
        put_on_duty(people.iben, "on_call")
        put_on_duty(people.hana, "desk", hours=2)
        with acting(tick):
            ticks.promise_on_duty(tick)
        assert promised(0) and promised(1.5) and not promised(2.5)

    def test_taking_the_shift_off_takes_the_promise_back_at_once(self, people: People, acting) -> None:
        from quatrefoil.foundation.workflow.models import Shift

        start = timezone.now() - datetime.timedelta(minutes=1)
        (team,) = people.juma.team_ids
        with acting(people.juma):
            rota_actions.add_shifts(
                people.juma,
                team,
                people.hana.member_id,
                "desk",
                starts_at=start,
                ends_at=start + datetime.timedelta(hours=3),
            )
            assert is_on_duty()
            rota_actions.remove_shift(people.juma, Shift.objects.get().id)
            assert not is_on_duty()

    def test_the_steps_say_that_the_police_may_come_and_what_must_be_passed_on_about_a_child(self) -> None:
        steps = " ".join(codes.steps())
        assert "they may come with the police" in steps and "what you must pass on" in steps
        assert "within" not in str(codes.CHILD_FIRST)


class TestRule8DangerFirst:
    def test_the_page_for_a_contact_asks_danger_first_and_needs_two_answers(self) -> None:
        from quatrefoil.protection.hotline.forms import LogForm

        assert LogForm.layout[0].fields == ("danger",)
        form = LogForm({"contact_id": "9a4a2f0e-7d0f-4b52-b5a7-60ca6d2d3d24", "channel": "phone", "kind": "tip"})
        needed = {name for name, field in form.fields.items() if field.required and field.initial is None}
        assert needed == {"contact_id", "kind"}


class TestRule16ContactToCaseAsksWhoAgreed:
    @pytest.fixture
    def opened(self, monkeypatch):
        asked: list[dict[str, object]] = []

        def opener(actor, **known):
            from quatrefoil.foundation.records.actions import open_file

            asked.append(known)
            return open_file(actor, "case", team_id=known["team_id"], owner_id=actor.member_id).id

        monkeypatch.setitem(openers.OPENERS, "case", opener)
        return asked

    def test_who_agreed_opens_a_case_with_what_is_known_and_once(
        self, people: People, acting, log: Log, opened
    ) -> None:
        file_id = log(people.hana, **CALLABLE, language="am", age_band="25-29", danger="some", safe_word="lemon")
        with acting(people.hana):
            case = case_actions.to_case(people.hana, file_id, "person")
            assert case_actions.to_case(people.hana, file_id, "person") == case
            assert safe_contact.check_word(people.hana, case, "lemon") == "safe"
            assert safe_contact.open_safe_contact(people.hana, case, "call_now")["address"] == PHONE
        (known,) = opened
        assert known["agreed_by"] == "person" and known["came_from"] == file_id
        assert (known["language"], known["age_band"], known["danger"]) == ("am", "25-29", "some")

    def test_the_case_of_this_installation_takes_what_the_contact_knows(self, people: People, acting, log: Log) -> None:
        file_id = log(people.hana, **CALLABLE, kind="crisis", language="am", age_band="14-15", region="north")
        with acting(people.hana):
            case = case_actions.to_case(people.hana, file_id, "child_path")
            assert case is not None
            page = contact_selectors.contact_page(people.hana, file_id)
            header = file_header(people.hana, case)
        assert header.kind == "case" and header.region == "north"
        assert page.case == case and str(case) in page.case_url

    def test_an_unknown_answer_opens_nothing(self, people: People, acting, log: Log, opened) -> None:
        file_id = log(people.hana)
        with acting(people.hana), pytest.raises(Refused):
            case_actions.to_case(people.hana, file_id, "somebody")
        assert not opened

    def test_without_agreement_the_contact_is_held_and_erased_at_the_end(
        self, people: People, acting, log: Log, opened
    ) -> None:
        file_id = log(people.hana, **CALLABLE, words="my name is Alba", caller="self")
        with acting(people.hana):
            assert case_actions.to_case(people.hana, file_id, "nobody_yet") is None
            hold = contact_selectors.hold(people.hana, file_id)
        assert hold is not None and hold.days_left == 13 and not opened
        tick = _tick("hotline.end_holds_in_time")
        for days, is_erased in ((13, False), (15, True)):
            with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
                with acting(tick):
                    ticks.end_holds_in_time(tick)
                with acting(tick):
                    assert (File.objects.get(id=file_id).erased_at is not None) is is_erased
        with acting(people.hana), pytest.raises(NotVisible):
            contact_selectors.words(people.hana, file_id)
        with acting(people.hana):  # even for somebody who reaches it again
            grant(people.hana.member_id, file_id, "contact", ground="owner")
        with acting(people.hana):
            assert contact_selectors.words(people.hana, file_id) == ()
            assert Contact.objects.get().caller == ""
            with pytest.raises(KeyMissing):
                safe_contact.open_safe_contact(people.hana, file_id, "call_now")

    def test_an_agreement_ends_the_hold(self, people: People, acting, log: Log, opened) -> None:
        file_id = log(people.hana)
        with acting(people.hana):
            case_actions.to_case(people.hana, file_id, "nobody_yet")
            case_actions.to_case(people.hana, file_id, "guardian")
            assert Hold.objects.get().state == "agreed"
        tick = _tick("hotline.end_holds_in_time")
        with time_machine.travel(timezone.now() + datetime.timedelta(days=30)), acting(tick):
            ticks.end_holds_in_time(tick)
        with acting(people.hana):
            assert File.objects.get(id=file_id).erased_at is None

    def test_a_hold_is_prolonged_at_most_twice(self, people: People, acting, log: Log) -> None:
        file_id = log(people.hana)
        with acting(people.hana):
            case_actions.place_hold(people.hana, file_id)
            case_actions.prolong_hold(people.hana, file_id)
            case_actions.prolong_hold(people.hana, file_id)
            with pytest.raises(Refused):
                case_actions.prolong_hold(people.hana, file_id)

    def test_another_hold_stops_the_erasure_and_the_desk_is_told(self, people: People, acting, log: Log) -> None:
        from quatrefoil.foundation.messages.selectors import told

        file_id = log(people.hana)
        with acting(people.hana):
            case_actions.place_hold(people.hana, file_id)
            File.objects.filter(id=file_id).update(hold_reason="court")
        tick = _tick("hotline.end_holds_in_time")
        with time_machine.travel(timezone.now() + datetime.timedelta(days=15)):
            with acting(tick):
                ticks.end_holds_in_time(tick)
            with acting(people.hana):
                assert File.objects.get(id=file_id).erased_at is None
                assert any("another hold" in row[0] for row in told(people.hana, file_id))


class TestRule17Interpreters:
    @pytest.fixture
    def listed(self, people: People, acting):
        with acting(people.juma):
            interpreter_actions.list_interpreter(people.juma, people.karim.member_id, "am")

    def test_the_question_names_the_language_and_nothing_else(self, people: People, acting, log: Log, listed) -> None:
        file_id = log(people.hana, language="am", region="north")
        with acting(people.hana):
            interpreter_actions.book_interpreter(people.hana, file_id, people.karim.member_id, "am")
        with acting(people.karim):
            (row,) = to_answer(people.karim)
            detail = open_request(people.karim, row.id)
            stored = Request.objects.get(id=row.id)
            with pytest.raises(NotVisible):
                contact_selectors.contact_page(people.karim, file_id)
        assert (row.subject, row.record, row.reference, detail.question) == ("am", None, "", "")
        assert stored.record is None and stored.question is None

    def test_no_other_page_can_put_a_name_or_a_file_into_the_question(self, people: People, acting, log: Log) -> None:
        file_id = log(people.hana)
        with acting(people.hana):
            for more in ({"record": file_id, "record_kind": "contact"}, {"question": "for Alba, Harbour street 3"}):
                with pytest.raises(Refused) as refusal:
                    ask(people.hana, "interpreter", people.karim.member_id, subject="am", **more)
                assert refusal.value.code == "names_nobody"

    def test_an_interpreter_with_a_declared_conflict_is_not_asked(
        self, people: People, acting, log: Log, listed
    ) -> None:
        file_id = log(people.hana)
        with acting(people.karim):
            declare_conflict(people.karim, file_id)
        with acting(people.hana), pytest.raises(Refused) as refusal:
            interpreter_actions.book_interpreter(people.hana, file_id, people.karim.member_id, "am")
        assert refusal.value.code == "conflict"

    def test_the_person_may_refuse_an_interpreter_who_is_then_not_asked_again(
        self, people: People, acting, log: Log, listed
    ) -> None:
        file_id = log(people.hana)
        with acting(people.hana):
            booking = interpreter_actions.book_interpreter(people.hana, file_id, people.karim.member_id, "am")
            interpreter_actions.veto_interpreter(people.hana, booking)
            assert InterpreterBooking.objects.get().vetoed_at is not None
            with pytest.raises(Refused):
                interpreter_actions.book_interpreter(people.hana, file_id, people.karim.member_id, "am")
            with pytest.raises(Refused):
                withdraw(people.hana, InterpreterBooking.objects.get().request)


class TestRule18ExposureIsCountedAndStaffNamesStayInside:
    def test_each_report_counts_once_and_a_break_is_suggested_at_the_limit(
        self, people: People, acting, report
    ) -> None:
        arrived = [report(own_words=f"report {number}") for number in range(2)]
        with acting(people.juma):
            rota_actions.set_desk(people.juma, most_opened_a_day=2, hold_days=14)
        for number, each in enumerate(arrived, start=1):
            with acting(people.hana):
                report_actions.claim_report(people.hana, each)
                report_actions.read(people.hana, each)
                report_actions.read(people.hana, each)
            with acting(people.hana):
                own = exposure_selectors.own_exposure(people.hana)
            assert (own.opened, own.is_over) == (number, number == 2)
        with acting(people.juma):
            (row,) = exposure_selectors.team_exposure(people.juma)
        assert (row.member, row.today, row.is_over) == ("Hana Kim", 2, True)

    def test_at_the_limit_no_further_report_is_taken_but_who_is_in_danger(self, people: People, acting, report) -> None:
        first, calm, danger = report(own_words="one"), report(own_words="two"), report(danger="now", own_words="three")
        with acting(people.juma):
            rota_actions.set_desk(people.juma, most_opened_a_day=1, hold_days=14)
        with acting(people.hana):
            report_actions.claim_report(people.hana, first)
            report_actions.read(people.hana, first)
        with acting(people.hana):
            with pytest.raises(Refused) as refusal:
                report_actions.claim_report(people.hana, calm)
            report_actions.claim_report(people.hana, danger)
        assert refusal.value.code == "enough_today"
        with acting(people.iben):
            report_actions.claim_report(people.iben, calm)

    def test_words_of_a_contact_count_and_drafts_of_ones_own_do_not(self, people: People, acting, log: Log) -> None:
        from uuid import uuid4

        from quatrefoil.protection.hotline.draft_actions import keep_draft, open_draft

        file_id, draft = log(people.iben, words="what happened"), uuid4()
        with acting(people.hana):
            keep_draft(people.hana, draft, {"words": "x"})
            open_draft(people.hana, draft)
        with acting(people.hana):
            assert exposure_selectors.own_exposure(people.hana).opened == 0
            contact_selectors.words(people.hana, file_id)
        with acting(people.hana):
            assert exposure_selectors.own_exposure(people.hana).opened == 1

    def test_only_supervisors_see_what_others_read(self, people: People, acting) -> None:
        with acting(people.hana), pytest.raises(Refused):
            exposure_selectors.team_exposure(people.hana)

    def test_an_answer_to_a_reporter_names_nobody(self, people: People, acting, report) -> None:
        arrived = report(own_words="hello")
        with acting(people.hana):
            report_actions.claim_report(people.hana, arrived)
            answer_report(people.hana, arrived, "We are here.")
            (letter,) = report_actions.read(people.hana, arrived).letters
        assert "Hana" not in letter.sender and letter.text == "We are here."


class TestReportsOpenAfterTheyAreTaken:
    def test_a_report_is_not_opened_before_somebody_took_it_nor_by_a_colleague(
        self, people: People, acting, report
    ) -> None:
        arrived = report(own_words="please")
        with acting(people.hana):
            assert report_actions.read(people.hana, arrived) is None
            report_actions.claim_report(people.hana, arrived)
            assert report_actions.read(people.hana, arrived) is not None
        with acting(people.iben):
            assert report_actions.read(people.iben, arrived) is None
            with pytest.raises(Refused):
                report_actions.contact_from_report(people.iben, arrived)
        assert set(AuditEvent.objects.filter(act="report.open").values_list("actor", flat=True)) == {
            people.hana.member_id
        }

    def test_of_two_who_claim_the_same_report_the_second_is_told_who_has_it(
        self, people: People, acting, report
    ) -> None:
        arrived = report(own_words="please")
        with acting(people.hana):
            report_actions.claim_report(people.hana, arrived, revision=1)
        with acting(people.iben), pytest.raises(Refused) as refusal:
            report_actions.claim_report(people.iben, arrived, revision=1)
        assert refusal.value.code == "claimed" and "Hana Kim" in str(refusal.value.message)

    def test_a_report_about_something_else_is_counted_and_closed_without_a_file(
        self, people: People, acting, report
    ) -> None:
        arrived = report(own_words="when do you open?")
        with acting(people.hana):
            report_actions.claim_report(people.hana, arrived)
            report_actions.count_and_close(people.hana, arrived, "general_information")
            assert not File.objects.exists()
            assert report_actions.report_row(people.hana, arrived).state == "closed"


def test_an_entry_takes_only_codes_from_the_lists() -> None:
    for wrong in ({"channel": "pigeon"}, {"kind": "rumour"}, {"danger": "very"}, {"heard_of_us": "a friend of mine"}):
        with pytest.raises(Refused):
            ContactEntry(**{"channel": "phone", "kind": "tip", **wrong}).check()


def _tick(name: str):
    from quatrefoil.foundation.jobs.ticks import TICKS

    return TICKS[name].actor
