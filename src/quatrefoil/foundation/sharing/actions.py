# SPDX-License-Identifier: Apache-2.0
"""Recording and taking back consent, what becomes of services after it, agreements, and compelled disclosure."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.roles import CONSENT
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.selectors import same_person_files
from quatrefoil.foundation.sharing import delivery, hooks
from quatrefoil.foundation.sharing.codes import Check, ConsentKind, RevokeReason, SupportConfirmation
from quatrefoil.foundation.sharing.models import Agreement, Compelled, Consent, ConsentPart
from quatrefoil.foundation.sharing.selectors import ROOM

# SAFETY 2: whoever takes back the consent to services also stops all sharing; being reached stays, or nobody could ask.
STOPPED_WITH_SERVICES = (ConsentKind.SERVICES, ConsentKind.SHARE, ConsentKind.POLICE)
PROTECTION = frozenset({ConsentKind.SERVICES, ConsentKind.SHARE, ConsentKind.POLICE})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered, how, and what was explained before."""

    kind: str
    agreed: bool
    language: str
    how: str
    given_on: datetime.date
    told: frozenset[str] = frozenset()
    told_irreversible: bool = False
    recipient: UUID | None = None
    recipient_label: str = ""
    purpose: str = ""
    parts: frozenset[str] = field(default_factory=frozenset)
    expires_on: datetime.date | None = None
    interpreter_used: bool = False
    document: UUID | None = None


@action("consent.record")
def record_consent(actor: Actor, file_id: UUID, answer: Answer, *, consent_id: UUID | None = None) -> UUID:
    """Write down one answer of a person. Raises Refused naming what was not explained, or that no consent is asked.

    Idempotent on `consent_id`. `answer.given_on` is the date on the paper when it is entered later.
    """
    require_visible(actor, file_id, CONSENT)
    if consent_id and visible(Consent.objects.filter(id=consent_id), actor).exists():
        return consent_id
    _refuse_child(file_id, answer.kind)
    _refuse_incomplete(answer)
    _refuse_dates(answer)
    consent = _consent(actor, file_id, answer, consent_id or uuid4())
    consent.save(force_insert=True)
    for part in sorted(answer.parts):
        ConsentPart(consent=consent, file_id=file_id, part=part).save(force_insert=True)
    if not answer.agreed:
        _stop_sharing_on_refusal(actor, consent)
    until = answer.expires_on.isoformat() if answer.expires_on else ""
    codes = {
        "kind": answer.kind, "answer": "yes" if answer.agreed else "no", "purpose": answer.purpose, "until": until
    }  # fmt: skip
    history.record(file_id, "sharing", "consent.recorded", codes, valid_on=answer.given_on, part=CONSENT)
    trail.wrote("consent.record", file_id, CONSENT, detail=f"{answer.kind} {answer.agreed}")
    return consent.id


@action("consent.record")
def keep_signed_sheet(actor: Actor, consent_id: UUID, document: UUID) -> None:
    """Keep the scan of the signed sheet or thumbprint with the answer it belongs to; only once."""
    consent = visible(Consent.objects.filter(id=consent_id), actor).first()
    if consent is None:
        raise NotVisible
    if consent.document is not None:
        raise Refused(_("A signed sheet is kept with this answer already."), code="has_sheet")
    consent.document = document
    consent.save(update_fields=["document"])
    history.record(consent.file_id, "sharing", "consent.sheet", {"kind": consent.kind}, part=CONSENT)
    trail.wrote("consent.sheet", consent.file_id, CONSENT, detail=str(document))


def _consent(actor: Actor, file_id: UUID, answer: Answer, consent_id: UUID) -> Consent:
    return Consent(
        id=consent_id,
        file_id=file_id,
        kind=answer.kind,
        agreed=answer.agreed,
        recipient=answer.recipient,
        recipient_label=answer.recipient_label,
        purpose=answer.purpose,
        language=answer.language,
        interpreter_used=answer.interpreter_used,
        how=answer.how,
        given_on=answer.given_on,
        collected_by=actor.member_id,
        expires_on=answer.expires_on,
        document=answer.document,
        told_irreversible=answer.told_irreversible,
        **{check: check in answer.told for check in Check.values},
    )


def _refuse_child(file_id: UUID, kind: str) -> None:
    if kind in PROTECTION and hooks.is_child(file_id):
        raise Refused(
            _("Under 18, or the age is unsure: no consent is asked for protection. Record the duty to notify instead."),
            code="child_path",
        )


def _refuse_incomplete(answer: Answer) -> None:
    if not answer.agreed:
        return
    if answer.kind == ConsentKind.POLICE and not answer.told_irreversible:
        raise Refused(
            _("Say first that this cannot be taken back once the defence holds it. Then ask again."), code="not_told"
        )
    missing = [str(check.label) for check in Check if check.value not in answer.told]
    if missing:
        raise Refused(_("Still to explain: %(list)s.") % {"list": "; ".join(missing)}, code="checks_missing")
    if answer.kind == ConsentKind.SHARE and not (answer.recipient and answer.purpose):
        raise Refused(_("Name the body and the purpose."), code="scope_missing")


def _refuse_dates(answer: Answer) -> None:
    if answer.given_on > timezone.localdate():
        raise Refused(_("The day on which it was given cannot lie in the future."), code="future")
    if answer.expires_on is not None and answer.expires_on < answer.given_on:
        raise Refused(_("It cannot end before it was given."), code="ends_before")


def _stop_sharing_on_refusal(actor: Actor, refusal: Consent) -> None:
    """A later no takes back what an earlier yes for the same body and purpose carries."""
    for consent in _standing(refusal.file_id, (refusal.kind,)):
        same_body = refusal.recipient in (None, consent.recipient)
        same_purpose = refusal.purpose in ("", consent.purpose)
        if (
            same_body
            and same_purpose
            and (consent.given_on, consent.recorded_at) <= (refusal.given_on, refusal.recorded_at)
        ):
            delivery.stop_what_stands_on(actor, consent.id, RevokeReason.WITHDRAWN)


@action("consent.withdraw")
def withdraw_consent(
    actor: Actor, consent_id: UUID, *, asker: str, how: str, asked_at: datetime.datetime | None = None
) -> None:
    """Take a consent back: sharing stops at once, in this transaction; services go on until a private conversation.

    The same consent on linked files of the person is taken back with it (SAFETY 12).
    """
    consent = visible(Consent.objects.filter(id=consent_id), actor).first()
    if consent is None:
        raise NotVisible
    if consent.withdrawn_at is not None or not consent.agreed:
        raise Refused(_("This was not agreed, or was taken back already."), code="not_standing")
    now = timezone.now()
    at = min(asked_at or now, now)
    for each in _taken_back_with(consent):
        _withdraw(actor, each, asker, how, at)
    if consent.kind == ConsentKind.SERVICES:
        with as_system(ROOM):
            Consent.objects.filter(id=consent.id).update(support_confirmation=SupportConfirmation.PENDING)


def _taken_back_with(consent: Consent) -> list[Consent]:
    if consent.kind == ConsentKind.SERVICES:
        return _standing(consent.file_id, STOPPED_WITH_SERVICES)
    standing = _standing(consent.file_id, (consent.kind,))
    return [each for each in standing if (each.recipient, each.purpose) == (consent.recipient, consent.purpose)]


def _standing(file_id: UUID, kinds: Sequence[str]) -> list[Consent]:
    """Yeses that were not taken back, on all files linked as this person."""
    with as_system(ROOM):
        found = Consent.objects.filter(
            file_id__in=same_person_files(file_id), kind__in=kinds, agreed=True, withdrawn_at__isnull=True
        )
        return list(found)


def _withdraw(actor: Actor, consent: Consent, asker: str, how: str, at: datetime.datetime) -> None:
    with as_system(ROOM):
        Consent.objects.filter(id=consent.id).update(
            withdrawn_at=at,
            withdrawn_recorded_at=timezone.now(),
            withdrawn_by=actor.member_id,
            withdrawn_asker=asker,
            withdrawn_how=how,
        )
    delivery.stop_what_stands_on(actor, consent.id, RevokeReason.WITHDRAWN)
    codes = {"kind": consent.kind, "asker": asker, "how": how, "purpose": consent.purpose}
    history.record(
        consent.file_id, "sharing", "consent.withdrawn", codes, valid_on=timezone.localtime(at).date(), part=CONSENT
    )
    trail.wrote("consent.withdraw", consent.file_id, CONSENT, detail=f"{consent.kind} {asker} {how}")


@action("services.end")
def confirm_support(actor: Actor, consent_id: UUID, *, wants_to_end: bool, place: str, in_private: bool) -> None:
    """Write down the private conversation after consent to services was taken back; only then may services end."""
    consent = visible(Consent.objects.filter(id=consent_id), actor).first()
    if consent is None:
        raise NotVisible
    if consent.support_confirmation != SupportConfirmation.PENDING:
        raise Refused(_("No conversation about services is waited for."), code="not_pending")
    if not in_private:
        raise Refused(
            _(
                "Talk in private first: the caller may not be alone, or may not be the person. Until then services go on."
            ),
            code="not_private",
        )
    outcome = SupportConfirmation.END if wants_to_end else SupportConfirmation.CONTINUE
    consent.support_confirmation = outcome
    consent.support_place = place
    consent.support_confirmed_at = timezone.now()
    consent.support_confirmed_by = actor.member_id
    consent.save(
        update_fields=["support_confirmation", "support_place", "support_confirmed_at", "support_confirmed_by"]
    )
    history.record(consent.file_id, "sharing", "services.confirmed", {"outcome": outcome.value}, part=CONSENT)
    trail.wrote("services.confirm", consent.file_id, CONSENT, detail=outcome.value)
    if wants_to_end:
        hooks.services_end(actor, consent.file_id)


@action("registers.edit")
def save_agreement(
    actor: Actor,
    title: str,
    first: UUID,
    second: UUID,
    *,
    purposes: Sequence[str],
    parts: Sequence[str],
    valid_from: datetime.date,
    valid_until: datetime.date | None = None,
    law_enforcement: bool = False,
    matching_allowed: bool = False,
    signed_by: str = "",
) -> UUID:
    """Record an agreement between two organisations; from now on the system refuses what it does not name."""
    if first == second:
        raise Refused(_("An agreement is between two organisations."), code="same_organisation")
    if valid_until is not None and valid_until < valid_from:
        raise Refused(_("It cannot end before it begins."), code="ends_before")
    row = Agreement(
        title=title,
        first_id=first,
        second_id=second,
        purposes=sorted(purposes),
        parts=sorted(parts),
        valid_from=valid_from,
        valid_until=valid_until,
        law_enforcement=law_enforcement,
        matching_allowed=matching_allowed,
        signed_by=signed_by,
        made_by=actor.member_id,
    )
    row.save(force_insert=True)
    trail.wrote("agreement.save", row.id)
    return row.id


@action("registers.edit")
def end_agreement(actor: Actor, agreement_id: UUID) -> None:
    """End an agreement today: what rests on it can no longer be sent."""
    del actor
    ended = Agreement.objects.filter(id=agreement_id, ended_at__isnull=True).update(ended_at=timezone.now())
    if not ended:
        raise NotVisible
    trail.wrote("agreement.end", agreement_id)


@dataclass(frozen=True, slots=True)
class CompelledStep:
    """What is known now about a demand; only what is given is written."""

    counsel_reviewed_on: datetime.date | None = None
    counsel_advice: str = ""
    narrowed: bool | None = None
    privileged_kept_apart: bool | None = None
    person_told_on: datetime.date | None = None
    why_not_told: str = ""
    outcome: str = ""
    closed_on: datetime.date | None = None


@action("disclosure.revoke")
def record_demand(
    actor: Actor,
    file_id: UUID,
    demand: str,
    authority: str,
    *,
    received_on: datetime.date,
    answer_by: datetime.date | None = None,
    file_mark: str = "",
) -> UUID:
    """Enter a court order, warrant or immigration demand in the register of compelled disclosure (SAFETY 21)."""
    require_visible(actor, file_id, CONSENT)
    if not authority.strip():
        raise Refused(_("Name the court or office."), code="authority_missing")
    row = Compelled(
        file_id=file_id,
        demand=demand,
        authority=authority.strip(),
        file_mark=file_mark,
        received_on=received_on,
        answer_by=answer_by,
        recorded_by=actor.member_id,
    )
    row.save(force_insert=True)
    history.record(file_id, "sharing", "demand.received", {"demand": demand}, valid_on=received_on, part=CONSENT)
    trail.wrote("demand.record", file_id, CONSENT, detail=demand)
    return row.id


@action("disclosure.revoke")
def update_demand(actor: Actor, demand_id: UUID, step: CompelledStep, *, seen_revision: int) -> None:
    """Write down the next step; nothing is closed before counsel reviewed it and the person was told or why not."""
    row = visible(Compelled.objects.filter(id=demand_id), actor).first()
    if row is None:
        raise NotVisible
    known = {name: getattr(step, name) for name in step.__slots__ if getattr(step, name) not in (None, "")}
    for name, value in known.items():
        setattr(row, name, value)
    if row.outcome and row.counsel_reviewed_on is None:
        raise Refused(_("Counsel reviews the demand before anything is given."), code="no_review")
    if row.outcome and row.person_told_on is None and not row.why_not_told:
        raise Refused(_("Say when the person was told, or why not."), code="not_told")
    changed = Compelled.objects.filter(id=demand_id, revision=seen_revision).update(**known, revision=F("revision") + 1)
    if not changed:
        raise Stale(_("Somebody else changed this entry while you were writing. Compare and save again."), code="stale")
    history.record(row.file_id, "sharing", "demand.step", {"outcome": row.outcome}, part=CONSENT)
    trail.wrote("demand.step", row.file_id, CONSENT, detail=" ".join(sorted(known)))
