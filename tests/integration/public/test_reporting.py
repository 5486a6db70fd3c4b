# SPDX-License-Identifier: Apache-2.0
"""Somebody reports without an account and without JavaScript, and comes back with the number."""

import datetime
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from quatrefoil.foundation.exchange import actions, arrivals, letterbox, selectors
from quatrefoil.foundation.exchange.models import InboxAttachment, InboxMessage, InboxReport
from quatrefoil.foundation.exchange.sealed_forms import OriginalFile, ReportForm
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.methods.receipts import receipt_from_nonce
from quatrefoil.public import floods, tokens
from tests.integration.exchange.conftest import COMMITTED, all_of

pytestmark = COMMITTED


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Look-ups by number last as long as they need; one test measures the real length."""
    monkeypatch.setattr(floods, "LOOK_UP_SECONDS", 0.0)


def opened(people, acting):
    """The one report, as Hana reads it."""
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
        return selectors.open_report(hana, row.id, "triage")


# The way


def test_safety_8_danger_is_asked_first_then_a_safe_way_to_answer_then_send(visiting):
    with visiting() as visitor:
        visitor.opens("/en/tell/")
        assert visitor.heading == "Is somebody in danger?"
        visitor.presses("next", a_danger="soon")
        assert visitor.heading == "How may we answer?"
        visitor.presses("send", a_channel="receipt")
        assert len(visitor.receipt) == 16


@pytest.mark.parametrize("door", ["ask", "tell"])
def test_safety_8_it_can_be_sent_at_once_with_nothing_answered(visiting, people, acting, door):
    with visiting() as visitor:
        assert visitor.opens(f"/en/{door}/").presses("send").receipt
    assert opened(people, acting).answers == {}


@pytest.mark.parametrize("door", ["ask", "tell"])
def test_safety_8_every_page_can_be_skipped_and_every_page_can_send(visiting, door):
    with visiting() as visitor:
        visitor.opens(f"/en/{door}/")
        for _page in range(20):
            assert 'value="send"' in visitor.page
            if 'value="skip"' not in visitor.page:
                break
            visitor.presses("skip")
        assert visitor.presses("send").receipt


def test_safety_8_reporters_are_asked_about_police_and_inspectors(visiting, people, acting):
    with visiting() as visitor:
        visitor.opens("/en/tell/")
        while "May the police be told?" not in visitor.text:
            visitor.presses("next")
        assert "cannot be taken back" in visitor.text
        visitor.presses("send", a_police_may_know="yes", a_inspectors_may_know="rather_not")
    report = opened(people, acting)
    assert (report.police_may_know, report.inspectors_may_know) == (True, False)


def test_safety_5_what_must_be_passed_on_is_said_before_a_child_tells_it(visiting):
    for door in ("ask", "tell"):
        with visiting() as visitor:
            visitor.opens(f"/en/{door}/")
            while "Choose what fits" not in visitor.text:
                visitor.presses("next")
            assert visitor.text.index("If you are under 18") < visitor.text.index("Not being able to leave")
            visitor.presses("next")
            words = visitor.text
            assert words.index("oblige us to pass something on") < words.index("In your own words")


def test_safety_5_a_call_to_the_emergency_number_may_bring_police(visiting):
    with visiting() as visitor:
        visitor.opens("/en/ask/")
        assert "call 112. Police may come." in visitor.text
        visitor.presses("next", a_danger="now")
        assert "call 112. Police may come." in visitor.text
        visitor.presses("send", a_channel="receipt")
        assert "call 112. Police may come." in visitor.text


def test_safety_5_a_person_is_promised_on_duty_only_by_the_rota(visiting):
    with visiting() as visitor:
        assert "on duty" not in visitor.opens("/en/ask/").text
        assert "We cannot say when" in visitor.presses("send").text
    actions.promise_duty(timezone.now() + timezone.timedelta(hours=1))
    with visiting() as visitor:
        assert "A person is on duty now" in visitor.opens("/en/ask/").text
        assert "A person is on duty now" in visitor.presses("send").text


def test_somebody_who_wants_a_call_and_sends_at_once_is_asked_for_the_number_once(visiting, people, acting):
    with visiting() as visitor:
        visitor.opens("/en/ask/").presses("next", a_danger="now").presses("send", a_channel="phone")
        assert "How can we reach you there?" in visitor.text
        assert not visitor.receipt
        assert visitor.presses("send").receipt
    assert opened(people, acting).answers["channel"] == "phone"


def test_questions_that_an_answer_opens_come_next_and_vanish_with_it(visiting, people, acting):
    with visiting() as visitor:
        visitor.opens("/en/ask/").presses("next").presses("next", a_channel="text")
        assert visitor.heading == "Number, address or name"
        visitor.presses("next", a_address="+1 555 0100")
        assert visitor.heading == "Who can see or use this phone or account?"
        visitor.presses("next")
        assert visitor.heading == "When it is safe"
        visitor.presses("back").presses("back").presses("back").presses("next", a_channel="receipt")
        assert visitor.heading == "Choose what fits, as many as you like"
        visitor.presses("send")
    assert opened(people, acting).answers == {"channel": "receipt"}


def test_one_question_stands_on_a_page_with_the_few_words_that_belong_to_it(visiting):
    with visiting() as visitor:
        visitor.opens("/en/tell/")
        headings = [visitor.heading]
        while 'value="skip"' in visitor.page:
            headings.append(visitor.presses("next").heading)
            assert len(re.findall(r"<legend", visitor.page)) <= 1
    assert headings == [
        "Is somebody in danger?",
        "How may we answer?",
        "Choose what fits, as many as you like",
        "What is happening",
        "Where",
        "Who is it about?",
        "About how old is the person?",
        "Is anybody under 18 concerned?",
        "May the police be told?",
        "May labour inspectors be told?",
        "Which language do you want to speak?",
        "Language",
    ]


def test_back_keeps_what_was_typed(visiting):
    with visiting() as visitor:
        visitor.opens("/en/tell/").presses("next", a_danger="no").presses("next", a_channel="receipt").presses("next")
        visitor.presses("back", a_own_words="half a sentence").presses("next")
        assert visitor.fields["a-own_words"] == "half a sentence"


def test_the_language_changes_midway_without_losing_an_answer(visiting):
    with visiting() as visitor:
        visitor.opens("/en/tell/").presses("next", a_danger="soon").presses("next", a_channel="receipt").presses("next")
        visitor.presses("stay", "/ar/tell/", a_own_words="my words", a_themes=["debt", "threats"])
        assert 'lang="ar" dir="rtl"' in visitor.page
        assert visitor.fields["a-own_words"] == "my words"
        assert visitor.fields["a-themes"] == ["debt", "threats"]
        assert visitor.fields["a-danger"] == "soon"


def test_only_channel_language_danger_region_and_time_stand_outside_the_seal(visiting, people):
    with visiting() as visitor:
        visitor.opens("/fr/tell/").presses("next", a_danger="now").presses("next", a_channel="receipt")
        visitor.presses("send", a_own_words="Wort mot كلمة word")
    (row,) = all_of(InboxReport)
    assert (row.channel, row.language, row.danger, row.region) == ("web", "fr", "now", "")
    assert all(word.encode() not in bytes(row.sealed) for word in ("Wort", "mot", "كلمة", "word"))


# The number


def test_safety_1_the_number_opens_answers_and_nothing_else(visiting, people, acting):
    with visiting() as visitor:
        receipt = (
            visitor.opens("/en/tell/").presses("next", a_danger="now").presses("send", a_channel="receipt").receipt
        )
    with acting(people.hana) as hana:
        (row,) = selectors.waiting_reports(hana)
        actions.claim(hana, row.id, row.revision)
        actions.answer(hana, row.id, "We are here for you.")
    with visiting() as visitor:
        visitor.opens("/en/number/").presses("read", number=f"{receipt[:4]} {receipt[4:]}")
        assert "We are here for you." in visitor.text
        assert not any(word in visitor.text for word in ("Hana", "Kim", "danger", "claimed", "case", str(row.id)))


def test_safety_1_a_number_that_nobody_holds_gets_the_same_page_as_one_without_an_answer(visiting, people):
    from tests.integration.exchange.conftest import receipt_of

    with visiting() as visitor:
        known = visitor.opens("/en/tell/").presses("send").receipt
        pages = []
        for receipt in (known, receipt_of(b"never given out.")):
            visitor.opens("/en/number/").presses("read", number=receipt)
            pages.append(visitor.page.replace(receipt, "…").replace(visitor.fields["token"], "…"))
            visitor.presses("write", text="One more thing")
            pages.append(visitor.page.replace(receipt, "…").replace(visitor.fields["token"], "…"))
    assert pages[:2] == pages[2:]
    assert "There is no answer yet, or the number is not right." in pages[0]


def test_safety_1_every_look_up_lasts_the_same(visiting, people, monkeypatch):
    from tests.integration.exchange.conftest import receipt_of

    monkeypatch.setattr(floods, "LOOK_UP_SECONDS", 0.3)
    with visiting() as visitor:
        known = visitor.opens("/en/tell/").presses("send").receipt
        spent = []
        for receipt in (known, receipt_of(b"never given out.")):
            start = time.perf_counter()
            visitor.presses("read", "/en/number/", number=receipt)
            spent.append(time.perf_counter() - start)
    assert all(each >= 0.3 for each in spent)


@pytest.mark.parametrize("typed", ["", "1234", "x" * 16, "1234567812345678", "9" * 5000])
def test_a_mistyped_number_is_told_without_looking_it_up(visiting, people, typed, monkeypatch):
    monkeypatch.setattr(letterbox, "answers_for", None)
    with visiting() as visitor:
        visitor.opens("/en/number/").presses("read", number=typed)
        assert "Please look at the number again" in visitor.text


def test_the_number_can_be_typed_in_arabic_digits(visiting, people):
    with visiting() as visitor:
        receipt = visitor.opens("/en/tell/").presses("send").receipt
        arabic = receipt.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        assert "There is no answer yet" in visitor.opens("/en/number/").presses("read", number=arabic).text


def test_whoever_comes_back_writes_more_and_adds_files(visiting, people, acting):
    with visiting() as visitor:
        receipt = visitor.opens("/en/tell/").presses("send").receipt
        visitor.opens("/en/number/").presses("read", number=receipt)
        picture = SimpleUploadedFile("a.jpg", b"a picture")
        visitor.presses("write", text="More words", files=[picture])
        assert "we have your message" in visitor.text
    report = opened(people, acting)
    assert [letter.text for letter in report.letters] == ["More words"]
    assert len(report.attachments) == 1


def test_a_message_sent_twice_is_one_and_changed_words_are_another(visiting, people):
    with visiting() as visitor:
        receipt = visitor.opens("/en/tell/").presses("send").receipt
        visitor.opens("/en/number/").presses("read", number=receipt)
        form = dict(visitor.fields)
        for words in ("Once", "Once", "Once more"):
            visitor.client.post("/en/number/", {**form, "do": "write", "text": words})
    assert len(all_of(InboxMessage)) == 2


# Files


def test_safety_19_files_are_sealed_before_sending_and_kept_as_they_came(visiting, people, acting):
    data = b"\xff\xd8\xff the very bytes" + bytes(range(256))
    with visiting() as visitor:
        visitor.opens("/en/ask/").presses("next").presses("next", a_channel="receipt").presses("next")
        visitor.presses("upload", files=[SimpleUploadedFile("my photo.jpg", data)], a_own_words="and words")
        assert "my photo.jpg" in visitor.text
        (stored,) = all_of(InboxAttachment)
        assert b"the very bytes" not in bytes(stored.sealed)
        assert visitor.fields["a-own_words"] == "and words"
        visitor.presses("send")
    arrivals.take_in()
    with acting(people.hana) as hana:
        original = selectors.open_attachment(hana, stored.report, stored.id, "triage")
    assert (original.name, original.data) == ("my photo.jpg", data)


def test_a_file_can_be_taken_out_again(visiting, people):
    with visiting() as visitor:
        visitor.opens("/en/ask/").presses("next").presses("next", a_channel="receipt").presses("next")
        visitor.presses(
            "upload", files=[SimpleUploadedFile("wrong.jpg", b"wrong"), SimpleUploadedFile("b.jpg", b"right")]
        )
        (wrong, _right) = sorted(all_of(InboxAttachment), key=lambda row: row.order)
        visitor.presses("next", remove=str(wrong.id))
        assert "wrong.jpg" not in visitor.text and "b.jpg" in visitor.text
    assert len(all_of(InboxAttachment)) == 1


def test_files_that_do_not_fit_are_named_and_the_words_stay(visiting, people):
    big = SimpleUploadedFile("film.mp4", b"0" * 25_000_001)
    with visiting() as visitor:
        visitor.opens("/en/ask/").presses("next").presses("next", a_channel="receipt")
        visitor.presses("send", files=[big], a_own_words="kept words")
        assert "more than 25 MB together" in visitor.text
        assert visitor.fields["a-own_words"] == "kept words"
        huge = SimpleUploadedFile("film.mp4", b"0" * 27_000_000)
        visitor.presses("send", files=[huge], a_own_words="kept words")
        assert "more than 25 MB together" in visitor.text
        assert visitor.fields["a-own_words"] == "kept words"
        many = [SimpleUploadedFile(f"{n}.txt", b"%d" % n) for n in range(11)]
        visitor.presses("send", files=many)
        assert "10.txt was not added" in visitor.text
        assert visitor.presses("send").receipt
    assert len(all_of(InboxAttachment)) == 10


# Floods


def test_a_flood_is_kept_in_a_queue_below_what_came_before(visiting, people, acting, monkeypatch):
    monkeypatch.setattr(floods, "FASTEST_SECONDS", -1)
    monkeypatch.setattr(floods.REPORTS, "most", 2)
    with visiting() as visitor:
        for _each in range(4):
            assert visitor.opens("/en/tell/").presses("send", a_danger="soon").receipt
    with acting(people.hana) as hana:
        assert [row.is_queued for row in selectors.waiting_reports(hana)] == [False, False, True, True]


def test_what_other_processes_took_in_counts_towards_the_same_threshold(visiting, people, monkeypatch):
    monkeypatch.setattr(floods, "FASTEST_SECONDS", -1)
    monkeypatch.setattr(floods.REPORTS, "most", 2)
    monkeypatch.setattr(floods.UPLOAD_BYTES, "most", 100_000)
    monkeypatch.setattr(floods.LOOK_UPS, "most", 2)
    with visiting() as visitor:
        for each in (b"1" * 16, b"2" * 16):  # as another process would, with nothing in common but the database
            receipt = receipt_from_nonce(instance_keys.receipt_pepper(), each)
            form = ReportForm("public_help", "1", "en", {}, letterbox.reply_key_of(receipt))
            letterbox.put_report(receipt, letterbox.Outside("web"), form, each)
            letterbox.put_file(receipt, OriginalFile("a.txt", b"x" * 60_000), 0, each)
            letterbox.count_look_up(timezone.now())
        assert floods.REPORTS.is_over(1) and floods.UPLOAD_BYTES.is_over() and floods.LOOK_UPS.is_over()
        assert visitor.opens("/en/tell/").presses("send").receipt
        assert letterbox.reports_since(timezone.now()) == letterbox.bytes_since(timezone.now()) == 0
        assert letterbox.count_look_up(timezone.now() + datetime.timedelta(minutes=2)) == 1
    assert sorted(row.is_queued for row in all_of(InboxReport)) == [False, False, True]


def test_a_form_that_comes_faster_than_a_person_types_waits_behind(visiting, people, monkeypatch):
    with visiting() as visitor:
        visitor.opens("/en/tell/").presses("send")
        visitor.opens("/en/tell/")
        monkeypatch.setattr(tokens.time, "time", lambda now=time.time: now() + 10)
        visitor.presses("send")
    assert sorted(row.is_queued for row in all_of(InboxReport)) == [False, True]
