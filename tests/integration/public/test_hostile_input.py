# SPDX-License-Identifier: Apache-2.0
"""Hostile and unlucky input: a clear message, nothing lost, nothing twice, no trace."""

import logging
from urllib.parse import quote

import pytest
from django.db import OperationalError

from quatrefoil.foundation.exchange import letterbox
from quatrefoil.foundation.exchange.models import InboxMessage, InboxReport
from quatrefoil.public import floods, tokens
from quatrefoil.standards.instruments.answering import LONGEST_TEXT
from tests.integration.exchange.conftest import COMMITTED, all_of
from tests.integration.public.test_reporting import opened

pytestmark = COMMITTED
NAMES = {
    "latin": "Zoë Ñandú", "arabic": "فاطمة الزهراء", "hebrew": "אֵלִיָּהוּ", "cyrillic": "Оксана Їжак", "greek": "Ἀθηνᾶ",
    "devanagari": "क्षितिज", "bengali": "মৌসুমী", "tamil": "தமிழ்", "thai": "กัญญา", "chinese": "歐陽娜娜", "korean": "김하나",
    "ethiopic": "አበበ ቢቂላ",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(floods, "LOOK_UP_SECONDS", 0.0)


def at_words(visitor):
    return visitor.opens("/en/tell/").presses("next").presses("next", a_channel="receipt").presses("next")


def test_names_in_twelve_scripts_arrive_as_they_were_written(visiting, people, acting):
    words = "\n".join(NAMES.values())
    with visiting() as visitor:
        at_words(visitor).presses("next", a_own_words=words)
        assert visitor.fields["a-own_words"] == words
        visitor.presses("send")
    import unicodedata

    assert opened(people, acting).answers["own_words"] == unicodedata.normalize("NFC", words)


def test_marks_that_turn_or_hide_text_are_written_out(visiting, people, acting):
    with visiting() as visitor:
        at_words(visitor).presses("send", a_own_words="pay \u202egnihton\u202c and\u200b more\x00\x07")
    assert opened(people, acting).answers["own_words"] == "pay ⟦U+202E⟧gnihton⟦U+202C⟧ and⟦U+200B⟧ more"


def test_markup_is_shown_as_text(visiting):
    with visiting() as visitor:
        at_words(visitor).presses("back", a_own_words='"><script>alert(1)</script>').presses("next")
        assert "<script>alert" not in visitor.page
        assert visitor.fields["a-own_words"] == '"><script>alert(1)</script>'


def test_ten_megabytes_of_text_are_told_the_limit_and_kept_as_far_as_they_fit(visiting, people):
    with visiting() as visitor:
        at_words(visitor).presses("send", a_own_words="word " * 2_097_152)
        assert "longer than 15,000 characters" in visitor.text
        assert len(visitor.fields["a-own_words"]) == LONGEST_TEXT
        assert not visitor.receipt
        assert visitor.presses("send").receipt


def test_a_long_text_on_a_page_before_leads_back_to_that_page(visiting):
    with visiting() as visitor:
        at_words(visitor).presses("next", a_own_words="short")
        visitor.presses("send", a_own_words="x" * 20_000)
        assert visitor.heading == "What is happening"
        assert "longer than 15,000 characters" in visitor.text


def test_a_body_beyond_every_limit_is_refused_unread(visiting):
    with visiting() as visitor:
        visitor.opens("/en/tell/")
        answer = visitor.client.generic(
            "POST", "/en/tell/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**12)
        )
        assert answer.status_code == 413
        assert "too large to be sent at once" in answer.content.decode()


@pytest.mark.parametrize("token", ["", "x", "A" * 51, "….", "=" * 60, "../../etc/passwd", "\x00"])
def test_a_forged_form_sends_nothing_and_loses_nothing(visiting, people, token):
    with visiting() as visitor:
        at_words(visitor).presses("send", token=token, a_own_words="my words")
        assert "Nothing was sent. What you wrote is still here" in visitor.text
        assert visitor.fields["a-own_words"] == "my words"
        assert all_of(InboxReport) == []
        assert visitor.presses("send").receipt


def test_a_token_of_another_form_does_not_count(visiting, people):
    with visiting() as visitor:
        other = visitor.opens("/en/ask/").fields["token"]
        at_words(visitor).presses("send", token=other)
        assert not visitor.receipt


def test_a_form_that_was_open_for_more_than_a_day_asks_to_press_once_more(visiting, monkeypatch):
    with visiting() as visitor:
        at_words(visitor)
        now = tokens.time.time
        monkeypatch.setattr(tokens.time, "time", lambda: now() + 25 * 60 * 60)
        visitor.presses("send", a_own_words="my words")
        assert "open for a long time" in visitor.text
        assert visitor.presses("send").receipt


def test_a_list_of_files_cannot_be_forged(visiting, people, acting):
    with visiting() as visitor:
        at_words(visitor)
        other = tokens.new("public_report")
        forged = tokens.written_files(other, [tokens.KeptFile(letterbox.report_id("0" * 16), 1, "x")])
        visitor.presses("next", files_kept=forged)
        assert "files_kept" not in visitor.fields
        visitor.presses("next", files_kept="WzFd")
        assert "files_kept" not in visitor.fields


def test_a_replayed_form_is_the_same_report_and_the_same_number(visiting, people):
    with visiting() as visitor:
        at_words(visitor)
        form = {**visitor.fields, "do": "send", "a-own_words": "once"}
        receipts = set()
        for _each in range(5):
            visitor._took(visitor.client.post("/en/tell/", form), "/en/tell/")
            receipts.add(visitor.receipt)
    from quatrefoil.foundation.exchange import arrivals

    arrivals.take_in()
    assert len(receipts) == 1
    assert len(all_of(InboxReport)) == 1
    assert all_of(InboxMessage) == []


def test_unknown_codes_and_fields_are_left_out(visiting, people, acting):
    with visiting() as visitor:
        at_words(visitor).presses(
            "send", **{"a-region": "'; DROP TABLE", "a-themes": ["debt", "x"], "a-danger": "<b>", "a-nothing": "x"}
        )
    report = opened(people, acting)
    assert report.answers == {"channel": "receipt", "themes": ["debt"]}
    assert (report.row.danger_code, report.row.region) == ("", "Not said")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "cv\u202egpj.exe", "con", "=cmd|' /C calc'!A0", "a\x00b.jpg", "\u202e"]
)
def test_the_name_of_a_file_is_only_a_name(visiting, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    with visiting() as visitor:
        at_words(visitor).presses("upload", files=[SimpleUploadedFile(name, b"data")])
        assert visitor.response.status_code == 200
        assert "passwd" not in visitor.page or "../" not in visitor.page
        assert "\u202e" not in visitor.page
        assert visitor.presses("send").receipt


def test_when_the_database_does_not_take_it_no_number_is_shown_and_no_word_is_lost(visiting, monkeypatch):
    def broken(*_given, **_more):
        raise OperationalError("database is locked")

    with visiting() as visitor:
        at_words(visitor)
        with monkeypatch.context() as patch:
            patch.setattr(letterbox, "put_report", broken)
            visitor.presses("send", a_own_words="my words")
        assert visitor.response.status_code == 503
        assert "could not be kept just now" in visitor.text
        assert not visitor.receipt
        assert visitor.fields["a-own_words"] == "my words"
        assert visitor.presses("send").receipt


def test_no_trace_of_content_number_or_address_in_logs(visiting, people, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    with visiting() as visitor:
        at_words(visitor).presses("send", a_own_words="a planted sentence")
        receipt = visitor.receipt
        visitor.client.post("/en/number/", {"number": receipt, "do": "read"}, REMOTE_ADDR="203.0.113.9")
        visitor.client.get("/en/nowhere/planted/", REMOTE_ADDR="203.0.113.9")
    said = caplog.text + "".join(capsys.readouterr())
    inserts = [line for line in said.splitlines() if "django.db.backends" not in line]
    assert not any(word in "\n".join(inserts) for word in ("planted sentence", receipt, "203.0.113.9"))


def test_a_path_that_says_something_is_not_repeated_on_the_page(visiting):
    with visiting() as visitor:
        answer = visitor.client.get(f"/en/{quote('<script>')}/")
        assert answer.status_code == 404
        assert "script&gt;" not in answer.content.decode()
