# SPDX-License-Identifier: Apache-2.0
"""Opening what the public side sealed. Only the two doors of this room call this, after reach, right and audit."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quatrefoil.foundation.exchange import sealed_forms
from quatrefoil.foundation.exchange.models import InboxAttachment, InboxMessage, InboxReport, Reply
from quatrefoil.foundation.exchange.sealed_forms import MessageForm, OriginalFile, ReportForm
from quatrefoil.foundation.registers.selectors import language_name, region_names
from quatrefoil.foundation.ui.dates import moment
from quatrefoil.foundation.ui.pieces import Letter, Pair
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.methods.receipts import ReplyKey, UnreadableReply
from quatrefoil.methods.sealed_envelope import CannotOpen, SealingPrivateKey
from quatrefoil.standards.ages import band_label
from quatrefoil.standards.instruments.answering import visible_items
from quatrefoil.standards.instruments.catalogue import questionnaire
from quatrefoil.standards.instruments.definition import Item, Questionnaire
from quatrefoil.standards.instruments.public_report import DANGER, REGION, may_be_told

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with the messages and answers of its thread."""

    report: InboxReport
    form: ReportForm
    messages: tuple[tuple[InboxMessage, MessageForm | ReportForm], ...]
    answers: tuple[tuple[Reply, str], ...]

    @property
    def title(self) -> str:
        """The name of the questionnaire."""
        return _(_definition(self.form).title)

    @property
    def outside_was_changed(self) -> bool:
        """Do the facts outside the seal differ from those inside? Then somebody changed the database: believe the inside."""
        inside = (self.form.answers.get(DANGER, ""), self.form.answers.get(REGION, ""))
        return inside != (self.report.danger, self.report.region)

    def may_be_told(self, item: str) -> bool:
        """Did the reporter plainly say yes to this? The newest version of the report counts."""
        versions = [self.form, *(form for _row, form in self.messages if isinstance(form, ReportForm))]
        return may_be_told(versions[-1].answers, item)

    def pairs(self) -> tuple[Pair, ...]:
        """Questions and answers in words."""
        return _pairs(self.form)

    def letters(self) -> tuple[Letter, ...]:
        """What came later and what was answered, oldest first."""
        reporter, desk = _("Reporter"), _("The desk")
        theirs = [
            (row.received_at, Letter(reporter, moment(row.received_at), _words(form))) for row, form in self.messages
        ]
        ours = [(row.sent_at, Letter(desk, moment(row.sent_at), text, mine=True)) for row, text in self.answers]
        return tuple(letter for _at, letter in sorted(theirs + ours, key=lambda pair: pair[0]))


def whole(report: InboxReport) -> Opened:
    """Open a report, its messages, and the desk's own answers."""
    form = with_desk_key(lambda key: sealed_forms.open_report(key, report.id, bytes(report.sealed)))
    messages = InboxMessage.objects.filter(report=report.id).order_by("received_at", "id")
    opened = tuple((row, _message(row)) for row in messages)
    replies = Reply.objects.filter(report=report.id).order_by("sent_at", "id")
    return Opened(report, form, opened, tuple((row, _answer(form, row)) for row in replies))


def original(row: InboxAttachment) -> OriginalFile:
    """A file as it came."""
    return with_desk_key(lambda key: sealed_forms.open_file(key, row.report, row.id, bytes(row.sealed)))


def reply_key_of(report: InboxReport) -> ReplyKey:
    """The key to which answers of this thread are sealed."""
    return with_desk_key(lambda key: sealed_forms.open_report(key, report.id, bytes(report.sealed))).reply_key


def with_desk_key(opens: Callable[[SealingPrivateKey], T]) -> T:
    """Open something with the desk's key, or with an older one that is not retired yet."""
    *first, last = instance_keys.desk_private_keys()
    for key in first:
        with suppress(CannotOpen):
            return opens(key)
    return opens(last)


def _message(row: InboxMessage) -> MessageForm | ReportForm:
    return with_desk_key(lambda key: sealed_forms.open_message(key, row.report, row.id, bytes(row.sealed)))


def _answer(form: ReportForm, row: Reply) -> str:
    try:
        return sealed_forms.open_answer(form.reply_key, row.report, row.id, bytes(row.sealed))
    except UnreadableReply:
        return _("This answer was altered and cannot be read. Tell your security officer now.")


def _definition(form: ReportForm) -> Questionnaire:
    return questionnaire(form.questionnaire, form.version)


def _words(form: MessageForm | ReportForm) -> str:
    if isinstance(form, MessageForm):
        return form.text
    lines = (f"{pair.label} {pair.value}" for pair in _pairs(form))
    return "\n".join([_("The report was changed and sent again:"), *lines])


def _pairs(form: ReportForm) -> tuple[Pair, ...]:
    shown = visible_items(_definition(form), form.answers)
    return tuple(
        Pair(_(item.text), _said(item, form.answers[item.code])) for item in shown if item.code in form.answers
    )


def _said(item: Item, answer: str | list[str]) -> str:
    if not item.choices and not item.choices_from:
        return str(answer)
    named = {choice.code: _(choice.text) for choice in item.choices}
    codes = answer if isinstance(answer, list) else [answer]
    other = partial(_listed, item.choices_from)
    return ", ".join(named.get(code) or other(code) for code in codes)


def _listed(source: str, code: str) -> str:
    if source == "regions":
        return region_names().get(code, code)
    if source == "languages":
        return language_name(code, get_language() or "en")
    if source == "age_bands":
        try:
            return band_label(code).render(_)
        except KeyError:
            return code
    return code
