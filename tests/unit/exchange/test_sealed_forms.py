# SPDX-License-Identifier: Apache-2.0
"""Each seal of the inbox opens only in its own place."""

from uuid import UUID

import pytest

from quatrefoil.foundation.exchange import sealed_forms
from quatrefoil.foundation.exchange.sealed_forms import MessageForm, OriginalFile, ReportForm
from quatrefoil.methods.receipts import ReplyKey, UnreadableReply
from quatrefoil.methods.sealed_envelope import CannotOpen, generate_keypair

PAIR = generate_keypair()
KEY = ReplyKey(bytes(range(32)))
REPORT, OTHER, MESSAGE = UUID(int=1), UUID(int=2), UUID(int=3)
FORM = ReportForm("public_report", "1", "ar", {"own_words": "كلمات", "themes": ["debt", "threats"]}, KEY, (MESSAGE,))


def test_a_report_comes_back_as_it_was_answered():
    sealed = sealed_forms.seal_report(PAIR.public, REPORT, sealed_forms.report_bytes(FORM))
    assert sealed_forms.open_report(PAIR.private, REPORT, sealed) == FORM


def test_the_words_do_not_show_in_a_repr():
    assert "كلمات" not in repr(FORM) and "0001" not in repr(FORM)
    assert "secret" not in repr(MessageForm("en", "secret")) + repr(OriginalFile("secret.txt", b"secret"))


def test_a_seal_opens_in_no_other_place():
    report = sealed_forms.seal_report(PAIR.public, REPORT, sealed_forms.report_bytes(FORM))
    message = sealed_forms.seal_message(
        PAIR.public, REPORT, MESSAGE, sealed_forms.message_bytes(MessageForm("en", "x"))
    )
    file = sealed_forms.seal_file(PAIR.public, REPORT, MESSAGE, OriginalFile("a", b"x"))
    for opens in (
        lambda: sealed_forms.open_report(PAIR.private, OTHER, report),
        lambda: sealed_forms.open_report(PAIR.private, REPORT, message),
        lambda: sealed_forms.open_message(PAIR.private, REPORT, OTHER, message),
        lambda: sealed_forms.open_message(PAIR.private, REPORT, MESSAGE, file),
        lambda: sealed_forms.open_file(PAIR.private, OTHER, MESSAGE, file),
    ):
        with pytest.raises(CannotOpen):
            opens()


def test_an_answer_opens_with_its_own_thread_and_id_only():
    sealed = sealed_forms.seal_answer(KEY, REPORT, MESSAGE, "We are here.")
    assert sealed_forms.open_answer(KEY, REPORT, MESSAGE, sealed) == "We are here."
    for key, report, reply in ((ReplyKey(bytes(32)), REPORT, MESSAGE), (KEY, OTHER, MESSAGE), (KEY, REPORT, OTHER)):
        with pytest.raises(UnreadableReply):
            sealed_forms.open_answer(key, report, reply, sealed)


def test_a_file_keeps_its_name_and_every_byte():
    original = OriginalFile("صورة.jpg", bytes(range(256)) * 100)
    sealed = sealed_forms.seal_file(PAIR.public, REPORT, MESSAGE, original)
    assert sealed_forms.open_file(PAIR.private, REPORT, MESSAGE, sealed) == original
