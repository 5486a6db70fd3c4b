# SPDX-License-Identifier: Apache-2.0
"""What this room declares at start: sentences of its events and notices, its clocks, and where its files are shown."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.exchange import arrivals
from quatrefoil.foundation.messages import safe_contact
from quatrefoil.foundation.messages.selectors import describe as describe_notice
from quatrefoil.foundation.messages.selectors import page_for
from quatrefoil.foundation.records.history import describe
from quatrefoil.foundation.registers.selectors import language_name
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.vault.selectors import pages
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.hotline import codes, escalation
from quatrefoil.standards.codes import CodeList

WING = "protection"


class _Labels(Mapping[str, str | Promise]):
    """A code list as words, translated when a timeline is read."""

    def __init__(self, codes_of: CodeList) -> None:
        self.codes_of = codes_of

    def __getitem__(self, code: str) -> str:
        return codes.label(self.codes_of, code)

    def __iter__(self) -> Iterator[str]:
        return iter(self.codes_of.values())

    def __len__(self) -> int:
        return len(self.codes_of)


class _Days(dict[str, str]):
    """Days of history entries as people say them."""

    def get(self, code: str, default: object = None) -> str:
        """The day in words."""
        del default
        return day(date.fromisoformat(code))


class _Languages(dict[str, str]):
    """Languages by code."""

    def get(self, code: str, default: object = None) -> str:
        """The language in the reader's language."""
        del default
        return language_name(code)


CHANNEL, KIND, DONE = _Labels(codes.CHANNELS), _Labels(codes.KINDS), _Labels(codes.RESPONSES)
AGREED = _Labels(codes.AGREED)


def declare() -> None:
    """Say everything, once."""
    _contacts()
    _danger_and_holds()
    _notices()
    for kind, view in (("contact", "contact"), ("situation", "situation"), ("report", "report")):
        page_for(kind, _page(view))
    pages.update(contact="hotline:contact", situation="hotline:situation")
    for clock in (escalation.DANGER_NOW, escalation.FIRST_ANSWER, escalation.HOLD_ENDS):
        clocks.declare(clock)
    if escalation.report_arrived not in arrivals.ON_ARRIVAL:
        arrivals.ON_ARRIVAL.append(escalation.report_arrived)
    if escalation.duress_word_said not in safe_contact.ON_DURESS:
        safe_contact.ON_DURESS.append(escalation.duress_word_said)


def _page(view: str) -> Callable[[UUID], str]:
    return lambda record: reverse(f"hotline:{view}", args=[record])


def _contacts() -> None:
    describe("contact.logged", _("Contact: %(channel)s. %(kind)s."), words={"channel": CHANNEL, "kind": KIND})
    describe("contact.changed", _("What was noted about the contact was changed."))
    describe("contact.claimed", _("Somebody took the contact."))
    describe("contact.put_back", _("The contact was put back for the desk."))
    describe("contact.handed_over", _("Left to the next shift: %(step)s."), words={"step": codes.HANDOVER_STEPS})
    describe("contact.taken_over", _("Taken over by the next shift."))
    describe("contact.finished", _("The contact ended: %(outcome)s."), words={"outcome": DONE})
    describe("contact.joined", _("Joined to one situation."))
    describe("contact.left", _("No longer part of the situation."))
    describe("contact.phone_taken", _("Phone taken: nothing goes out any more."), tone="danger")
    describe("situation.opened", _("A situation was opened for contacts that belong together."))
    describe("interpreter.asked", _("An interpreter was asked for (%(language)s)."), words={"language": _Languages()})
    describe("interpreter.vetoed", _("The person does not want an interpreter who was asked."))


def _danger_and_holds() -> None:
    reasons, acts, until = {"reason": codes.DANGER_REASONS}, {"act": codes.DANGER_ACTS}, {"until": _Days()}
    describe("danger.marked", _("Danger now: %(reason)s."), tone="danger", words=reasons)
    describe(
        "danger.escalated",
        _("Nobody had answered to the danger; more people were told (step %(step)s)."),
        tone="danger",
    )
    describe(
        "danger.answered", _("Somebody answered to the danger: %(answer)s."), words={"answer": codes.DANGER_ANSWERS}
    )
    describe("danger.acted", _("Danger: %(act)s."), words=acts)
    describe("hold.placed", _("Held without agreement until %(until)s; then it is erased."), tone="warn", words=until)
    describe("hold.prolonged", _("The hold was prolonged until %(until)s."), tone="warn", words=until)
    describe("hold.agreed", _("The hold ended: %(agreed)s agreed."), words={"agreed": AGREED})
    describe("hold.erased", _("Nobody agreed in time: erased."))
    describe("contact.to_case", _("A case was opened. Agreed by: %(agreed)s."), words={"agreed": AGREED})


def _notices() -> None:
    describe_notice("hotline.danger_now", _("Danger now. Somebody must answer."))
    describe_notice("hotline.danger_answered", _("Somebody has answered to the danger you marked."))
    describe_notice("hotline.danger_report", _("A report says: danger now."))
    describe_notice("hotline.danger_not_on_it", _("Danger was answered, but nothing was done yet."))
    describe_notice("hotline.answer_late", _("A contact has waited too long for its first answer."))
    describe_notice("hotline.report_news", _("A reporter has written again."))
    describe_notice("hotline.duress_word", _("A word was said that means: act now."))
    describe_notice("hotline.hold_ends", _("A contact is held without agreement and will be erased soon."))
    describe_notice(
        "hotline.hold_refused", _("A hold has run out, but another hold stops the erasure. Decide what happens.")
    )
    describe_notice("hotline.handed_over", _("The shift before you left you something."))
