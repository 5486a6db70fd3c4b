# SPDX-License-Identifier: Apache-2.0
"""Whether a part may leave, and what carries it: a pure function. No database, no clock, no request.

Consent to share with that body, for that purpose, listing the part; or a named legal duty with a second approver from
another team; for a child no consent is asked and the duty must be one that protects children. Where somebody stays
never leaves, whatever is agreed or ordered.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.roles import SAFE_CONTACT
from quatrefoil.foundation.sharing.codes import ALWAYS_NEEDED, NEEDED, NEVER_LEAVES, Carrier, Check, ConsentKind


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who would read it: an organisation of this platform, or a body of the directory."""

    id: UUID
    name: str
    kind: str = ""
    is_law_enforcement: bool = False


@dataclass(frozen=True, slots=True)
class ConsentTerms:
    """One answer of a person: yes or no, to whom, for what, listing which parts."""

    id: UUID
    file: UUID
    kind: str
    agreed: bool
    given_on: datetime.date
    recorded_at: datetime.datetime
    recipient: UUID | None = None
    purpose: str = ""
    parts: frozenset[str] = frozenset()
    expires_on: datetime.date | None = None
    withdrawn: bool = False
    missing: tuple[str, ...] = ()
    told_irreversible: bool = False


@dataclass(frozen=True, slots=True)
class DutyTerms:
    """A legal duty that somebody named."""

    id: UUID
    title: str
    text: str
    recipient_kinds: frozenset[str]
    parts: frozenset[str]
    applies_to: str
    in_force_from: datetime.date
    in_force_until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """What two organisations agreed: it narrows what consent carries, and widens nothing."""

    id: UUID
    purposes: frozenset[str]
    parts: frozenset[str]
    valid_from: datetime.date
    valid_until: datetime.date | None = None
    law_enforcement: bool = False


@dataclass(frozen=True, slots=True)
class Carries:
    """The part may leave, and why."""

    part: str
    carrier: str
    sources: tuple[UUID, ...]
    words: str
    until: datetime.date | None = None
    needs_second_approver: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """The part stays, and why, in words that say what to do."""

    part: str
    code: str
    words: str


Answer = Carries | Refusal


def may_leave(
    part: str,
    purpose: str,
    recipient: Recipient,
    consents: Sequence[ConsentTerms],
    duties: Sequence[DutyTerms],
    agreement: AgreementTerms | None,
    child: bool,  # noqa: FBT001 - one of the facts the answer depends on
    now: datetime.datetime,
) -> Answer:
    """Decide for one part.

    consents: of all files linked as the same person; the strictest of them wins.
    duties: only those that the sender named for this disclosure.
    child: under 18, or the age is unsure. now: with the time zone whose calendar counts.
    """
    if part in NEVER_LEAVES:
        return Refusal(part, "never_leaves", str(NEVER_LEAVES[part]))
    if part not in NEEDED.get(purpose, frozenset()):
        return Refusal(part, "not_needed", _("Not needed for this purpose."))
    by_consent = _no_consent_asked(part) if child else _by_consent(part, purpose, recipient, consents, agreement, now)
    if isinstance(by_consent, Carries) or not duties:
        return by_consent
    return _by_duty(part, recipient, duties, child=child, today=now.date())


def stance(
    consents: Sequence[ConsentTerms], kind: str, today: datetime.date, recipient: UUID | None = None, purpose: str = ""
) -> ConsentTerms | None:
    """What the person says now about one kind, body and purpose; None when nobody asked.

    On each linked file the latest answer counts; between files the strictest: a no before an ended or incomplete yes,
    that before a yes, and of several yeses only the parts that all of them list, until the first of them ends.
    """
    latest: dict[UUID, ConsentTerms] = {}
    for each in consents:
        if each.kind == kind and _covers(each, recipient, purpose):
            before = latest.get(each.file)
            if before is None or _order(before) <= _order(each):
                latest[each.file] = each
    answers = sorted(latest.values(), key=lambda each: (_strictness(each, today), str(each.id)))
    if not answers:
        return None
    return answers[0] if _strictness(answers[0], today) < YES else _narrowest(answers)


NO, ENDED, INCOMPLETE, YES = range(4)


def _covers(terms: ConsentTerms, recipient: UUID | None, purpose: str) -> bool:
    return terms.recipient in (None, recipient) and terms.purpose in ("", purpose)


def _order(terms: ConsentTerms) -> tuple[datetime.date, datetime.datetime]:
    return terms.given_on, terms.recorded_at


def _strictness(terms: ConsentTerms, today: datetime.date) -> int:
    if not terms.agreed or terms.withdrawn:
        return NO
    if terms.expires_on is not None and terms.expires_on < today:
        return ENDED
    return INCOMPLETE if missing_of(terms) else YES


def missing_of(terms: ConsentTerms) -> tuple[str, ...]:
    """What was not explained; for police also that it cannot be undone (SAFETY 6)."""
    untold = terms.kind == ConsentKind.POLICE and not terms.told_irreversible
    return (*terms.missing, *(("told_irreversible",) if untold else ()))


def _narrowest(answers: Sequence[ConsentTerms]) -> ConsentTerms:
    first, *others = answers
    ends = [each.expires_on for each in answers if each.expires_on is not None]
    parts = first.parts.intersection(*(each.parts for each in others))
    return ConsentTerms(
        id=first.id,
        file=first.file,
        kind=first.kind,
        agreed=True,
        given_on=first.given_on,
        recorded_at=first.recorded_at,
        recipient=first.recipient,
        purpose=first.purpose,
        parts=parts,
        expires_on=min(ends, default=None),
        told_irreversible=first.told_irreversible,
    )


def _no_consent_asked(part: str) -> Refusal:
    return Refusal(
        part, "child_path", _("For a child no consent is asked. Name the legal duty that protects children.")
    )


def _by_consent(
    part: str,
    purpose: str,
    recipient: Recipient,
    consents: Sequence[ConsentTerms],
    agreement: AgreementTerms | None,
    now: datetime.datetime,
) -> Answer:
    today = now.date()
    services = stance(consents, ConsentKind.SERVICES, today)
    if services is not None and services.withdrawn:
        return Refusal(
            part, "services_withdrawn", _("The consent to services was taken back, so nothing is shared on consent.")
        )
    kind = ConsentKind.POLICE if recipient.is_law_enforcement else ConsentKind.SHARE
    given = stance(consents, kind, today, recipient.id, purpose)
    refusal = _why_not(part, given, recipient, today) or _outside_agreement(part, purpose, recipient, agreement, today)
    if refusal or given is None:
        return refusal or _nobody_asked(part, recipient)
    if part == SAFE_CONTACT:
        return _with_contact(given, stance(consents, ConsentKind.CONTACT, today), recipient, today)
    return Carries(part, Carrier.CONSENT, (given.id,), _carried_by(part, recipient), given.expires_on)


def _why_not(part: str, given: ConsentTerms | None, recipient: Recipient, today: datetime.date) -> Refusal | None:
    if given is None:
        return _nobody_asked(part, recipient)
    code = _flaw(part, given, today)
    if not code:
        return None
    if code == "incomplete":
        return Refusal(part, code, _incomplete(missing_of(given)))
    words = {
        "withdrawn": _("The consent to share with %(name)s was taken back."),
        "refused": _("The person does not want to share this with %(name)s."),
        "ended": _("The consent to share with %(name)s has ended. Ask again."),
        "not_listed": _("The consent to share with %(name)s does not list this. Ask the person."),
    }
    return Refusal(part, code, words[code] % {"name": recipient.name})


def _flaw(part: str, given: ConsentTerms, today: datetime.date) -> str:
    strictness = _strictness(given, today)
    if strictness == NO:
        return "withdrawn" if given.withdrawn else "refused"
    if strictness < YES:
        return "ended" if strictness == ENDED else "incomplete"
    return "" if part in ALWAYS_NEEDED or part == SAFE_CONTACT or part in given.parts else "not_listed"


def _nobody_asked(part: str, recipient: Recipient) -> Refusal:
    if recipient.is_law_enforcement:
        return Refusal(
            part, "no_consent", _("No consent to share with police carries this. Help does not depend on it.")
        )
    words = _("No consent carries this. Ask the person, or %(name)s can register the reference name.")
    return Refusal(part, "no_consent", words % {"name": recipient.name})


def _incomplete(missing: Sequence[str]) -> str:
    labels = {check.value: str(check.label) for check in Check}
    labels["told_irreversible"] = _("that it cannot be taken back once the defence holds it")
    return _("The consent is not complete. Still to explain: %(missing)s.") % {
        "missing": ", ".join(labels.get(each, each) for each in missing)
    }


def _outside_agreement(
    part: str, purpose: str, recipient: Recipient, agreement: AgreementTerms | None, today: datetime.date
) -> Refusal | None:
    if agreement is None:
        return None
    name = {"name": recipient.name}
    if not agreement.valid_from <= today <= (agreement.valid_until or today):
        return Refusal(part, "agreement_ended", _("The agreement with %(name)s is not in force.") % name)
    if purpose not in agreement.purposes or (recipient.is_law_enforcement and not agreement.law_enforcement):
        return Refusal(part, "agreement_purpose", _("The agreement with %(name)s does not name this purpose.") % name)
    if part not in agreement.parts | ALWAYS_NEEDED:
        return Refusal(part, "agreement_part", _("The agreement with %(name)s does not include this.") % name)
    return None


def _with_contact(
    given: ConsentTerms, contact: ConsentTerms | None, recipient: Recipient, today: datetime.date
) -> Answer:
    if contact is None or _strictness(contact, today) < YES:
        return Refusal(
            SAFE_CONTACT,
            "no_contact_consent",
            _("No consent to be contacted. %(name)s goes through us.") % {"name": recipient.name},
        )
    until = min((each for each in (given.expires_on, contact.expires_on) if each), default=None)
    return Carries(SAFE_CONTACT, Carrier.CONSENT, (given.id, contact.id), _("consent: contact"), until)


def _carried_by(part: str, recipient: Recipient) -> str:
    if part in ALWAYS_NEEDED:
        return _("needed for any referral; consent: sharing with %(name)s") % {"name": recipient.name}
    return _("consent: sharing with %(name)s") % {"name": recipient.name}


def _by_duty(
    part: str, recipient: Recipient, duties: Sequence[DutyTerms], *, child: bool, today: datetime.date
) -> Answer:
    fitting = [duty for duty in duties if _binds(duty, recipient, child=child, today=today)]
    if not fitting:
        words = _("The law that was named does not oblige anybody to tell %(name)s.") % {"name": recipient.name}
        return Refusal(part, "duty_does_not_bind", words)
    for duty in fitting:
        if part in duty.parts:
            carrier = Carrier.CHILD_PROTECTION if child else Carrier.LEGAL_DUTY
            words = _("legal duty: %(title)s; a second person approves") % {"title": duty.title}
            return Carries(part, carrier, (duty.id,), words, needs_second_approver=True)
    return Refusal(part, "duty_does_not_name", _("%(title)s does not name this.") % {"title": fitting[0].title})


def _binds(duty: DutyTerms, recipient: Recipient, *, child: bool, today: datetime.date) -> bool:
    about = {"everybody", "children" if child else "adults"}
    in_force = duty.in_force_from <= today <= (duty.in_force_until or today)
    return in_force and bool(duty.text.strip()) and duty.applies_to in about and recipient.kind in duty.recipient_kinds
