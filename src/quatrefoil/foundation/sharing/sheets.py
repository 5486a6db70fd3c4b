# SPDX-License-Identifier: Apache-2.0
"""The sheet: what may leave, each part with what carries it or why it stays, and the package exactly as it will be read.

Preview, package and the recipient's page are one: the preview is drawn from the payload that would be sealed.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.selectors import visible_parts
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.actions import recipient_name
from quatrefoil.foundation.records.selectors import FileHeader, file_header
from quatrefoil.foundation.registers.selectors import language_name
from quatrefoil.foundation.sharing import hooks, parts, policy
from quatrefoil.foundation.sharing.codes import (
    ALWAYS_NEEDED,
    HANDLING,
    HANDLING_OTHERWISE,
    Carrier,
    Purpose,
)
from quatrefoil.foundation.sharing.models import Consent, Kind
from quatrefoil.foundation.sharing.policy import Carries, Refusal
from quatrefoil.foundation.sharing.selectors import ROOM, Target, agreement_terms, consent_terms, duty_terms
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.ui.pieces import Pair, Paper, PartChoice
from quatrefoil.methods.canonical import canonical_json, parse_canonical

SCHEMA: Final = 1
TITLES: Final = {
    Kind.REFERRAL: lambda name: _("Referral to %(name)s") % {"name": name},
    Kind.NOTIFICATION: lambda name: _("Notification to %(name)s") % {"name": name},
    Kind.TRANSFER: lambda name: _("Transfer to %(name)s") % {"name": name},
    Kind.NEWS: lambda name: _("News for %(name)s") % {"name": name},
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a sender chose. `parts` None: everything that is carried. `duty_id`: the law named for sharing without consent."""

    target: Target
    purpose: str
    parts: frozenset[str] | None = None
    duty_id: UUID | None = None
    kind: str = Kind.REFERRAL


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a sender needs to see before anything leaves."""

    file: FileHeader
    chosen: Chosen
    reference: str
    answers: tuple[policy.Answer, ...]
    carried: tuple[Carries, ...]
    refused: tuple[Refusal, ...]
    choices: tuple[PartChoice, ...]
    paper: Paper
    payload: dict[str, Any]
    agreement: UUID | None

    @property
    def needs_second_approver(self) -> bool:
        """Does anything on it leave without consent?"""
        return any(each.needs_second_approver for each in self.carried)

    @property
    def seal(self) -> str:
        """What the sender saw: sending anything else is refused."""
        said = {name: value for name, value in self.payload.items() if name != "made_on"}
        return salted_hmac("quatrefoil sheet", canonical_json(said)).hexdigest()

    @property
    def until(self) -> datetime.date | None:
        """The day on which the first consent that carries something ends."""
        return min((each.until for each in self.carried if each.until), default=None)


def preview(actor: Actor, file_id: UUID, chosen: Chosen) -> Sheet:
    """The sheet for a choice. Opens (and audits) exactly the parts that would leave."""
    file = file_header(actor, file_id)
    agreement = agreement_terms(actor.organisation_id, chosen.target.recipient.id)
    answers = _answers(actor, file, chosen, agreement)
    wanted = _wanted(answers, chosen)
    carried = tuple(each for each in answers if isinstance(each, Carries) and each.part in wanted)
    refused = tuple(each for each in answers if isinstance(each, Refusal) and each.part in wanted)
    reference = recipient_name(file_id, chosen.target.recipient.id)
    payload = _payload(actor, file, chosen, carried, reference)
    return Sheet(
        file=file,
        chosen=chosen,
        reference=reference,
        answers=answers,
        carried=carried,
        refused=refused,
        choices=tuple(_choice(each, wanted) for each in answers),
        paper=_preview_paper(payload, chosen, len(carried), len(answers), reference),
        payload=payload,
        agreement=agreement.id if agreement else None,
    )


def _answers(
    actor: Actor, file: FileHeader, chosen: Chosen, agreement: policy.AgreementTerms | None
) -> tuple[policy.Answer, ...]:
    seen = visible_parts(actor, file.id)
    consents, duties = consent_terms(file.id), duty_terms(chosen.duty_id)
    child, now = hooks.is_child(file.id), timezone.localtime()
    recipient = chosen.target.recipient
    return tuple(
        policy.may_leave(part, chosen.purpose, recipient, consents, duties, agreement, child, now)
        if parts.seen_as(part) in seen
        else Refusal(part, "not_seen", _("You do not see this part yourself."))
        for part in parts.known(file.kind)
    )


def _wanted(answers: Sequence[policy.Answer], chosen: Chosen) -> frozenset[str]:
    carried = frozenset(each.part for each in answers if isinstance(each, Carries))
    # The reference name and the language go with every sheet that may carry them.
    return carried if chosen.parts is None else chosen.parts | (carried & ALWAYS_NEEDED)


def _choice(answer: policy.Answer, wanted: frozenset[str]) -> PartChoice:
    if isinstance(answer, Refusal):
        return PartChoice(answer.part, parts.label(answer.part), answer.words, allowed=False)
    reason = answer.words
    if answer.until is not None:
        reason = _("%(reason)s, until %(day)s") % {"reason": reason, "day": day(answer.until)}
    needed = answer.part in ALWAYS_NEEDED
    return PartChoice(answer.part, parts.label(answer.part), reason, chosen=answer.part in wanted, needed=needed)


def _payload(
    actor: Actor, file: FileHeader, chosen: Chosen, carried: Sequence[Carries], reference: str
) -> dict[str, Any]:
    sections = []
    for each in carried:
        lines = parts.rendered(actor, each.part, file.id, file.kind)
        said = [{"code": line.code, "label": line.label, "text": line.text} for line in lines]
        sections.append({"part": each.part, "lines": said})
    return {
        "schema": SCHEMA,
        "kind": str(chosen.kind),
        "from": actor.organisation_name,
        "to": chosen.target.recipient.name,
        "reference": reference,
        "purpose": str(chosen.purpose),
        "parts": sections,
        "basis": _basis(carried, chosen),
        "made_on": timezone.localdate().isoformat(),
    }


def _basis(carried: Sequence[Carries], chosen: Chosen) -> list[dict[str, str]]:
    """Which consent or law carries what is on the sheet, in words."""
    consents = {each.sources[0] for each in carried if each.carrier == Carrier.CONSENT}
    with as_system(ROOM):
        given = Consent.objects.filter(id__in=consents).order_by("given_on", "id")
        said = [{"carrier": str(Carrier.CONSENT), "words": _consent_words(each)} for each in given]
    by_duty = any(each.needs_second_approver for each in carried)
    for duty in duty_terms(chosen.duty_id) if by_duty else ():
        words = _("Legal duty: %(title)s. “%(text)s” A second person approved.") % {
            "title": duty.title,
            "text": duty.text,
        }
        said.append({"carrier": str(Carrier.LEGAL_DUTY), "words": words})
    return said


def _consent_words(consent: Consent) -> str:
    said = {"day": day(consent.given_on), "language": language_name(consent.language), "end": day(consent.expires_on)}
    if consent.expires_on is None:
        return _("Consent given %(day)s in %(language)s, may be withdrawn any time") % said
    return _("Consent given %(day)s in %(language)s, ends %(end)s, may be withdrawn any time") % said


def paper_of(payload: Mapping[str, Any], *, stamp: str = "", closing: str = "") -> Paper:
    """The sheet of paper for a payload: what the recipient reads, and what the sender saw before sending."""
    handling = HANDLING.get(payload["purpose"], HANDLING_OTHERWISE)
    opening = _("From %(sender)s, %(day)s. Purpose: %(purpose)s. Handling: %(handling)s.") % {
        "sender": payload["from"],
        "day": day(datetime.date.fromisoformat(payload["made_on"])),
        "purpose": Purpose(payload["purpose"]).label,
        "handling": handling,
    }
    title = TITLES[Kind(payload["kind"])](payload["to"])
    return Paper(title=title, stamp=stamp, opening=opening, pairs=_pairs(payload), closing=closing)


def _pairs(payload: Mapping[str, Any]) -> tuple[Pair, ...]:
    lines = [line for section in payload["parts"] for line in section["lines"]]
    about = [line["text"] for line in lines if _is_about(line)]
    person = Pair(_("Person"), ", ".join([payload["reference"], *about]))
    rest = [Pair(line["label"], line["text"]) for line in lines if not _is_about(line)]
    basis = [Pair(_("Basis"), each["words"]) for each in payload["basis"]]
    return (person, *rest, *basis)


def _is_about(line: Mapping[str, str]) -> bool:
    """Does this line belong to the reference name? After a colon a code may carry what a machine needs."""
    return line["code"].partition(":")[0] == "about"


def _preview_paper(payload: Mapping[str, Any], chosen: Chosen, count: int, total: int, reference: str) -> Paper:
    leaves = ngettext("%(count)s part of %(total)s.", "%(count)s parts of %(total)s.", count)
    words = _(
        "Sealed for %(name)s. %(reference)s is the name they see. You can take it back; what was read stays read, "
        "and you see that it was opened."
    )
    said = {"count": count, "total": total, "name": chosen.target.recipient.name, "reference": reference}
    return paper_of(payload, stamp=_("As it will leave"), closing=f"{leaves % said} {words % said}")


def to_text(payload: Mapping[str, Any]) -> str:
    """The canonical bytes that are sealed, as text."""
    return canonical_json(payload).decode()


def from_text(text: str) -> dict[str, Any]:
    """The payload that was sealed; Refused by the vault before if it was altered."""
    return parse_canonical(text.encode())
