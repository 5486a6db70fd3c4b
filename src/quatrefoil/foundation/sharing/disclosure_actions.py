# SPDX-License-Identifier: Apache-2.0
"""Sending, proposing without consent, answering, taking back and taking over: what may happen to a disclosure."""

import datetime
import hashlib
import secrets
from typing import Final
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.models import Ground
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import PACKAGE
from quatrefoil.foundation.registers.calendar import add_working_days, working_calendar
from quatrefoil.foundation.sharing import delivery, hooks, parts, policy
from quatrefoil.foundation.sharing.codes import Carrier, Purpose, RevokeReason, WhyNotTold
from quatrefoil.foundation.sharing.models import Approval, Carried, Disclosure, Kind, Sending
from quatrefoil.foundation.sharing.selectors import (
    ROOM,
    agreement_terms,
    approvers_for,
    consent_terms,
    duty_terms,
    file_team,
    may_approve,
    target,
)
from quatrefoil.foundation.sharing.sheets import SCHEMA, Chosen, Sheet, preview, to_text
from quatrefoil.foundation.sharing.states import Event, State
from quatrefoil.foundation.vault import sealing

READABLE_DAYS: Final = 180  # how long a recipient can open a package when no consent ends earlier


@action("disclosure.send")
def save_draft(actor: Actor, file_id: UUID, chosen: Chosen, *, sending_id: UUID | None = None) -> UUID:
    """Keep a choice without sending anything."""
    require_visible(actor, file_id, PACKAGE)
    sending = _draft(actor, file_id, chosen, sending_id)
    Carried.objects.filter(sending=sending).delete()
    for part in sorted(chosen.parts or ()):
        Carried(sending=sending, file_id=file_id, part=part).save(force_insert=True)
    return sending.id


@action("disclosure.send")
def send(
    actor: Actor,
    file_id: UUID,
    chosen: Chosen,
    *,
    sending_id: UUID | None = None,
    previous: UUID | None = None,
    seen: str = "",
) -> UUID:
    """Send what consent carries. Raises Refused naming the part that may not leave, or that a second person must approve.

    `seen` is the seal of the sheet that the sender looked at; Stale when the file says something else by now.
    Idempotent on `sending_id`. With `previous` it is news in the same thread.
    """
    return _send(actor, file_id, chosen, sending_id, previous, seen)


@action("disclosure.transfer")
def offer_transfer(
    actor: Actor, file_id: UUID, chosen: Chosen, *, sending_id: UUID | None = None, seen: str = ""
) -> UUID:
    """Offer the case itself: only when the other side takes it over does its own file open and ours close."""
    if chosen.purpose != Purpose.TRANSFER or not chosen.target.works_here:
        raise Refused(_("A case can be taken over only by an organisation that works here."), code="not_a_transfer")
    hooks.transfer()
    return _send(actor, file_id, chosen, sending_id, None, seen)


def _send(
    actor: Actor, file_id: UUID, chosen: Chosen, sending_id: UUID | None, previous: UUID | None, seen: str
) -> UUID:
    if _is_sent(actor, sending_id):
        return sending_id or uuid4()
    sheet = _sheet(actor, file_id, chosen, seen)
    if sheet.needs_second_approver:
        raise Refused(
            _("Something on this sheet leaves without consent. A second person from another team must approve it."),
            code="second_approver",
        )
    sending = _draft(actor, file_id, chosen, sending_id, previous)
    disclosure = _pack(actor, sending, sheet)
    _deliver(actor, sending, disclosure)
    return sending.id


@action("disclosure.send")
def propose_without_consent(
    actor: Actor,
    file_id: UUID,
    chosen: Chosen,
    *,
    approver: UUID,
    person_told: bool,
    why_not_told: str = "",
    sending_id: UUID | None = None,
    seen: str = "",
) -> UUID:
    """Ask a second person from another team to approve sharing on a named legal duty (SAFETY 11).

    approver: the team or organisation chosen from `approvers_for`. Nothing leaves before it is approved.
    """
    if _is_sent(actor, sending_id):
        return sending_id or uuid4()
    if chosen.duty_id is None:
        raise Refused(_("Name the legal duty and the provision."), code="duty_missing")
    if not person_told and why_not_told not in WhyNotTold.values:
        raise Refused(_("Tell the person first, or say why not."), code="not_told")
    sheet = _sheet(actor, file_id, chosen, seen)
    if not sheet.needs_second_approver:
        raise Refused(_("Consent carries all of this: send it without a second person."), code="consent_carries")
    sending = _draft(actor, file_id, chosen, sending_id)
    sending.person_told, sending.why_not_told = person_told, "" if person_told else why_not_told
    sending.save(update_fields=["person_told", "why_not_told"])
    disclosure = _pack(actor, sending, sheet)
    _ask_approver(actor, sending, disclosure, approver)
    return sending.id


def _is_sent(actor: Actor, sending_id: UUID | None) -> bool:
    known = visible(Sending.objects.filter(id=sending_id), actor) if sending_id else Sending.objects.none()
    return known.exclude(state=State.DRAFT).exists()


def _sheet(actor: Actor, file_id: UUID, chosen: Chosen, seen: str) -> Sheet:
    require_visible(actor, file_id, PACKAGE)
    sheet = preview(actor, file_id, chosen)
    if sheet.refused:
        first = sheet.refused[0]
        words = _("%(part)s stays: %(reason)s") % {"part": parts.label(first.part), "reason": first.words}
        raise Refused(words, code=f"stays_{first.code}")
    if not sheet.carried:
        raise Refused(_("Nothing on this sheet may leave. Ask the person for consent first."), code="nothing_carried")
    if seen and not secrets.compare_digest(seen, sheet.seal):
        raise Stale(
            _("The file changed since you looked at the sheet. Look at it again before you send it."), code="stale"
        )
    return sheet


def _draft(
    actor: Actor, file_id: UUID, chosen: Chosen, sending_id: UUID | None, previous: UUID | None = None
) -> Sending:
    new_id = sending_id or uuid4()
    sending = visible(Sending.objects.filter(id=new_id, file_id=file_id), actor).first()
    is_new = sending is None
    if sending is None:
        sending = Sending(id=new_id, file_id=file_id, thread=_thread(actor, previous, new_id), previous=previous)
    recipient = chosen.target.recipient
    sending.kind = Kind.NEWS if previous else chosen.kind
    sending.organisation, sending.made_by = actor.organisation_id, actor.member_id
    sending.recipient, sending.recipient_label = recipient.id, recipient.name
    sending.recipient_works_here, sending.service = chosen.target.works_here, chosen.target.service_id
    sending.purpose, sending.duty_id = chosen.purpose, chosen.duty_id
    sending.save(force_insert=is_new)
    return sending


def _thread(actor: Actor, previous: UUID | None, new_id: UUID) -> UUID:
    if previous is None:
        return new_id
    return own_sending(actor, previous).thread


def _pack(actor: Actor, sending: Sending, sheet: Sheet) -> Disclosure:
    """Write what leaves, once, sealed for each side with its own key."""
    sending.ground = _ground(sheet)
    sending.expires_at = _expires(sheet)
    sending.answer_by = _answer_by(sheet)
    text = to_text({**sheet.payload, "kind": str(sending.kind)})
    sending.sheet = sealing.seal(sending, "sheet", text)
    sending.print_code = "" if sending.recipient_works_here else f"{secrets.randbelow(10**8):08d}"
    sending.save(update_fields=["ground", "expires_at", "answer_by", "sheet", "print_code"])
    Carried.objects.filter(sending=sending).delete()
    for each in sheet.carried:
        source, also = (*each.sources, None)[:2]
        Carried(
            sending=sending, file_id=sending.file_id, part=each.part, carrier=each.carrier, source=source, also=also
        ).save(force_insert=True)
    return _package(actor, sending, sheet, text)


def _package(actor: Actor, sending: Sending, sheet: Sheet, text: str) -> Disclosure:
    word, _space, digits = sheet.reference.rpartition(" ")
    disclosure = Disclosure(
        id=sending.id,
        kind=sending.kind,
        thread=sending.thread,
        previous=sending.previous,
        schema=SCHEMA,
        sender=actor.organisation_id,
        recipient=sending.recipient if sending.recipient_works_here else None,
        recipient_label=sending.recipient_label,
        service=sending.service,
        reference_word=word,
        reference_digits=digits,
        purpose=sending.purpose,
        ground=sending.ground,
        agreement=sheet.agreement,
        state=sending.state,
        expires_at=sending.expires_at,
        answer_by=sending.answer_by,
    )
    sealed = sealing.seal(disclosure, "payload", text)
    disclosure.payload, disclosure.digest = sealed, hashlib.sha256(sealed.data).hexdigest()
    disclosure.save(force_insert=True)
    return disclosure


def _ground(sheet: Sheet) -> str:
    carriers = {each.carrier for each in sheet.carried}
    return next((each for each in (Carrier.CHILD_PROTECTION, Carrier.LEGAL_DUTY) if each in carriers), Carrier.CONSENT)


def _expires(sheet: Sheet) -> datetime.datetime:
    """The end of the day on which the first consent ends, at the latest after half a year."""
    latest = timezone.localdate() + datetime.timedelta(days=READABLE_DAYS)
    last_day = min(sheet.until or latest, latest)
    midnight = datetime.datetime.combine(last_day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(midnight)


def _answer_by(sheet: Sheet) -> datetime.date:
    calendar = working_calendar(sheet.file.region)
    return add_working_days(timezone.localdate(), sheet.chosen.target.answers_within_days, calendar)


def _deliver(actor: Actor, sending: Sending, disclosure: Disclosure, event: str = Event.SEND) -> None:
    delivery.move(sending, event, sent_at=timezone.now())
    delivery.told(actor, sending, "disclosure.sent", {"ground": sending.ground})
    delivery.let_recipient_read(disclosure)
    if sending.recipient_works_here:
        hooks.notify(sending.recipient, "disclosure.received", sending.id)


def _ask_approver(actor: Actor, sending: Sending, disclosure: Disclosure, approver: UUID) -> None:
    choices = approvers_for(actor, file_team(sending.file_id), sending.recipient)
    chosen = next((each for each in choices if each.holder == approver), None)
    if chosen is None:
        raise Refused(
            _("Nobody independent of this file can approve here, so this cannot be shared without consent."),
            code="no_approver",
        )
    Approval(
        disclosure=disclosure.id,
        duty=sending.duty,
        asked_by=actor.member_id,
        asked_organisation=actor.organisation_id,
        person_told=bool(sending.person_told),
        why_not_told=sending.why_not_told,
    ).save(force_insert=True)
    delivery.move(sending, Event.PROPOSE)
    delivery.told(actor, sending, "disclosure.proposed", {"ground": sending.ground})
    for member in chosen.members:
        access.grant(
            member, disclosure.id, "approval", ground=Ground.REQUEST, part=PACKAGE, source=disclosure.id,
            until=sending.expires_at,
        )  # fmt: skip
        hooks.notify(member, "disclosure.approve", disclosure.id)


@action("disclosure.second_approve")
def approve(actor: Actor, disclosure_id: UUID) -> None:
    """Approve sharing without consent: the rules are checked again, then it is sent."""
    approval, disclosure, sending = _waiting(actor, disclosure_id)
    _check_again(actor, sending)
    _decide(actor, approval, approved=True)
    _deliver(actor, sending, disclosure, Event.APPROVE)
    access.revoke(disclosure_id, ground=Ground.REQUEST)
    hooks.notify(sending.made_by, "disclosure.approved", sending.id)


@action("disclosure.second_approve")
def not_approve(actor: Actor, disclosure_id: UUID) -> None:
    """Do not approve: nothing leaves."""
    approval, _disclosure, sending = _waiting(actor, disclosure_id)
    _decide(actor, approval, approved=False)
    delivery.move(sending, Event.NOT_APPROVE)
    delivery.told(actor, sending, "disclosure.not_approved")
    access.revoke(disclosure_id, ground=Ground.REQUEST)
    hooks.notify(sending.made_by, "disclosure.not_approved", sending.id)


def _waiting(actor: Actor, disclosure_id: UUID) -> tuple[Approval, Disclosure, Sending]:
    approval = visible(Approval.objects.filter(disclosure=disclosure_id, approved__isnull=True), actor).first()
    disclosure = visible(Disclosure.objects.filter(id=disclosure_id), actor).first()
    if approval is None or disclosure is None:
        raise NotVisible
    sending = delivery.sending_of(disclosure_id)
    if not may_approve(actor, approval.asked_by, file_team(sending.file_id)):
        raise Refused(
            _("The second person must come from another team than the first, and not from the team of the file."),
            code="same_team",
        )
    return approval, disclosure, sending


def _check_again(actor: Actor, sending: Sending) -> None:
    """Time has passed since it was proposed: every part must still be carried."""
    choice = f"service:{sending.service}" if sending.service else f"organisation:{sending.recipient}"
    recipient = target(actor, choice).recipient
    consents, duties = consent_terms(sending.file_id), duty_terms(sending.duty_id)
    agreement = agreement_terms(sending.organisation, recipient.id)
    child, now = hooks.is_child(sending.file_id), timezone.localtime()
    with as_system(ROOM):
        chosen = list(Carried.objects.filter(sending=sending).values_list("part", flat=True))
    for part in chosen:
        answer = policy.may_leave(part, sending.purpose, recipient, consents, duties, agreement, child, now)
        if isinstance(answer, policy.Refusal):
            raise Refused(answer.words, code=f"stays_{answer.code}")


def _decide(actor: Actor, approval: Approval, *, approved: bool) -> None:
    approval.approved, approval.decided_by, approval.decided_at = approved, actor.member_id, timezone.now()
    approval.save(update_fields=["approved", "decided_by", "decided_at"])


@action("disclosure.revoke")
def revoke(actor: Actor, sending_id: UUID, reason: str = RevokeReason.NOT_NEEDED) -> None:
    """Take a disclosure back: the other side can open it no more. What was read is not unread."""
    sending = own_sending(actor, sending_id)
    if reason not in RevokeReason.values:
        raise Refused(_("Say why it is taken back."), code="reason_missing")
    delivery.take_back(actor, sending, reason)


def own_sending(actor: Actor, sending_id: UUID) -> Sending:
    """A disclosure that the actor reaches as its sender; NotVisible otherwise."""
    sending: Sending | None = visible(Sending.objects.filter(id=sending_id), actor).first()
    if sending is None:
        raise NotVisible
    return sending
