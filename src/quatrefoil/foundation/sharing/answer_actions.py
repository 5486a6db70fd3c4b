# SPDX-License-Identifier: Apache-2.0
"""What a recipient answers: accept, decline, done, a question, taking a case over; and answers entered by hand."""

import secrets
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import PACKAGE
from quatrefoil.foundation.sharing import delivery, hooks
from quatrefoil.foundation.sharing.codes import DeclineReason, Outcome
from quatrefoil.foundation.sharing.disclosure_actions import own_sending
from quatrefoil.foundation.sharing.models import Disclosure, Kind, Letter, LetterKind, Sending
from quatrefoil.foundation.sharing.selectors import ROOM
from quatrefoil.foundation.sharing.sheets import from_text
from quatrefoil.foundation.sharing.states import OPEN, Event, State
from quatrefoil.foundation.vault import sealing


def _received(actor: Actor, disclosure_id: UUID) -> tuple[Disclosure, Sending]:
    """A package of the actor's organisation, with its sender's record for the rules."""
    disclosure = visible(Disclosure.objects.filter(id=disclosure_id, recipient=actor.organisation_id), actor).first()
    if disclosure is None:
        require_visible(actor, disclosure_id, PACKAGE)
        raise NotVisible
    return disclosure, delivery.sending_of(disclosure_id)


def _answer(actor: Actor, sending: Sending, event: str, name: str, codes: dict[str, Any], **changes: Any) -> None:
    delivery.move(sending, event, answered_at=timezone.now(), **changes)
    delivery.told(actor, sending, name, codes)
    if actor.member_id != sending.made_by:
        hooks.notify(sending.made_by, name, sending.id)


@action("disclosure.answer")
def accept(actor: Actor, disclosure_id: UUID) -> None:
    """Take a referral."""
    _disclosure, sending = _received(actor, disclosure_id)
    _accept(actor, sending)


def _accept(actor: Actor, sending: Sending) -> None:
    if sending.kind == Kind.TRANSFER:
        raise Refused(_("This offers the whole case: take it over, or decline it."), code="is_transfer")
    _answer(actor, sending, Event.ACCEPT, "disclosure.accepted", {})


@action("disclosure.answer")
def decline(actor: Actor, disclosure_id: UUID, reason: str) -> None:
    """Do not take a referral; a reason is needed, so that the person can be sent elsewhere."""
    _disclosure, sending = _received(actor, disclosure_id)
    _decline(actor, sending, reason)


def _decline(actor: Actor, sending: Sending, reason: str) -> None:
    if reason not in DeclineReason.values:
        raise Refused(_("Say why, so that another place can be found."), code="reason_missing")
    _answer(actor, sending, Event.DECLINE, "disclosure.declined", {"reason": reason}, decline_reason=reason)
    # Declined is not read any longer: the recipient has no more need to know.
    access.revoke(sending.id, source=sending.id)


@action("disclosure.answer")
def finish(actor: Actor, disclosure_id: UUID, outcome: str, feedback: str = "") -> None:
    """Say what became of it; the words go sealed into the thread."""
    _disclosure, sending = _received(actor, disclosure_id)
    _finish(actor, sending, outcome, feedback)


def _finish(actor: Actor, sending: Sending, outcome: str, feedback: str) -> None:
    if outcome not in Outcome.values:
        raise Refused(_("Say what became of it."), code="outcome_missing")
    _answer(actor, sending, Event.FINISH, "disclosure.done", {"outcome": outcome}, outcome=outcome)
    if feedback.strip():
        _letter(actor, sending, LetterKind.FEEDBACK, feedback)


@action("disclosure.answer")
def ask(actor: Actor, disclosure_id: UUID, question: str) -> UUID:
    """Ask the sender something; the person's consent decides what the answer may hold."""
    _disclosure, sending = _received(actor, disclosure_id)
    letter = _letter(actor, sending, LetterKind.QUESTION, question)
    delivery.told(actor, sending, "disclosure.asked")
    hooks.notify(sending.made_by, "disclosure.asked", sending.id)
    return letter


@action("disclosure.send")
def reply(actor: Actor, sending_id: UUID, text: str) -> UUID:
    """Answer in the thread. Facts about the person go as news, so that consent is checked for them."""
    sending = own_sending(actor, sending_id)
    letter = _letter(actor, sending, LetterKind.ANSWER, text)
    delivery.told(actor, sending, "disclosure.replied")
    if sending.recipient_works_here:
        hooks.notify(sending.recipient, "disclosure.replied", sending.id)
    return letter


def _letter(actor: Actor, sending: Sending, kind: str, text: str) -> UUID:
    """One line, sealed twice: the file's copy and the package's copy, each with its own key."""
    if not text.strip():
        raise Refused(_("Write something first."), code="empty")
    if sending.state not in {*OPEN, State.DONE}:
        raise Refused(_("This referral is closed. Nothing can be written to it."), code="closed")
    now, ids = timezone.now(), []
    for record in (sending.id, sending.file_id):
        letter = Letter(
            record=record,
            disclosure=sending.id,
            kind=kind,
            organisation=actor.organisation_id,
            written_by=actor.member_id,
            written_at=now,
        )
        letter.body = sealing.seal(letter, "body", text)
        letter.save(force_insert=True)
        ids.append(letter.id)
    return ids[0]


@action("disclosure.transfer")
def take_over(actor: Actor, disclosure_id: UUID) -> UUID:
    """Take a case over: our own file opens, the sender's closes. Returns the new file."""
    disclosure, sending = _received(actor, disclosure_id)
    if sending.kind != Kind.TRANSFER:
        raise Refused(_("This is a referral, not a case to take over."), code="not_a_transfer")
    opens, closes = hooks.transfer()
    payload = from_text(sealing.open_text(disclosure, "payload", purpose="take over the case"))
    new_file = opens(actor, disclosure.id, payload)
    _answer(actor, sending, Event.TAKE_OVER, "disclosure.taken_over", {})
    with as_system(ROOM):
        closes(actor, sending.file_id, sending.id)
    return new_file


@action("disclosure.send")
def answer_by_hand(
    actor: Actor, sending_id: UUID, event: str, *, code: str, reason: str = "", outcome: str = "", words: str = ""
) -> None:
    """Enter the answer of a recipient without an account, who names the code on the printed sheet."""
    sending = own_sending(actor, sending_id)
    if sending.recipient_works_here or not secrets.compare_digest(sending.print_code, code.replace(" ", "")):
        raise Refused(_("The code does not belong to this sheet. Ask for it again."), code="wrong_code")
    if event == Event.ACCEPT:
        _accept(actor, sending)
    elif event == Event.DECLINE:
        _decline(actor, sending, reason)
    elif event == Event.FINISH:
        _finish(actor, sending, outcome, words)
    else:
        raise Refused(_("Choose what they answered."), code="event")
