# SPDX-License-Identifier: Apache-2.0
"""Consents as people read them and as the policy reads them; recipients, agreements, and who may approve."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import may_see, require_visible, visible
from quatrefoil.foundation.audit.models import AuditEvent, Outcome
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.identity.roles import CONSENT, CORE, PACKAGE, ROLES
from quatrefoil.foundation.identity.selectors import open_organisations
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.records.selectors import member_names, same_person_files
from quatrefoil.foundation.registers.kinds import Need
from quatrefoil.foundation.registers.selectors import Place, language_name, legal_duty
from quatrefoil.foundation.registers.selectors import place as place_of_service
from quatrefoil.foundation.sharing import hooks, parts
from quatrefoil.foundation.sharing.agreed import Agreed, agreed_words, stands
from quatrefoil.foundation.sharing.codes import Check, ConsentKind, How, Purpose, SupportConfirmation
from quatrefoil.foundation.sharing.models import Agreement, Consent
from quatrefoil.foundation.sharing.policy import AgreementTerms, ConsentTerms, DutyTerms, Recipient, stance
from quatrefoil.foundation.ui.dates import day, moment

# What the room itself must see to keep the rules: consents of linked files, and both sides of a disclosure.
ROOM = system_actor("sharing", everywhere=frozenset({CONSENT, CORE, PACKAGE}))
LAW_ENFORCEMENT_NEEDS = frozenset({Need.POLICE})


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One answer of a person, in ready strings."""

    id: UUID
    kind: str
    title: str
    answer: str
    state: str
    scope: str
    parts: str
    given: str
    ends: str
    language: str
    by: str
    missing: str
    withdrawn: str
    stands: bool
    confirmation: str
    confirmation_label: str
    document: UUID | None


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement between two organisations, in ready strings."""

    id: UUID
    title: str
    others: str
    purposes: str
    parts: str
    term: str
    law_enforcement: str
    matching: str
    state: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class ApproverChoice:
    """A team or organisation whose supervisors may decide on sharing without consent."""

    holder: UUID
    label: str
    members: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a disclosure goes: the recipient as the policy sees it, and how it is reached."""

    recipient: Recipient
    service_id: UUID | None
    works_here: bool
    answers_within_days: int


# Recipients -----------------------------------------------------------------------------------------


def target(actor: Actor, choice: str) -> Target:
    """What "service:<id>" or "organisation:<id>" means; NotVisible when it takes no referrals or is the actor's own."""
    kind, _colon, text = choice.partition(":")
    try:
        chosen = UUID(text)
    except ValueError:
        raise NotVisible from None
    found = _service_target(place_of_service(chosen)) if kind == "service" else _organisation_target(chosen)
    if found.recipient.id == actor.organisation_id:
        raise NotVisible
    return found


def _service_target(place: Place) -> Target:
    organisation = open_organisations().filter(id=place.organisation_id).first() if place.organisation_id else None
    if organisation is None:
        police = place.need in LAW_ENFORCEMENT_NEEDS
        recipient = Recipient(place.body_id, place.name, "police" if police else "", is_law_enforcement=police)
        return Target(recipient, place.service_id, works_here=False, answers_within_days=place.answers_within_days)
    label = place.name if place.is_safe_place else organisation.name
    recipient = Recipient(organisation.id, label, organisation.kind, organisation.is_law_enforcement)
    return Target(recipient, place.service_id, works_here=True, answers_within_days=place.answers_within_days)


def _organisation_target(organisation_id: UUID) -> Target:
    found = open_organisations().filter(id=organisation_id).first()
    if found is None:
        raise NotVisible
    recipient = Recipient(found.id, found.name, found.kind, found.is_law_enforcement)
    return Target(recipient, None, works_here=True, answers_within_days=1)


def organisation_choices(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Other organisations that work here, by name."""
    others = open_organisations().exclude(id=actor.organisation_id).order_by("name")
    return tuple((f"organisation:{each.id}", each.name) for each in others)


# Consent as the policy reads it ---------------------------------------------------------------------


def consent_terms(file_id: UUID) -> tuple[ConsentTerms, ...]:
    """Answers on all files linked as the same person (SAFETY 12); for rules, not for showing."""
    files = same_person_files(file_id)
    with as_system(ROOM):
        found = list(Consent.objects.filter(file_id__in=files).prefetch_related("parts"))
    return tuple(terms_of(consent) for consent in found)


def terms_of(consent: Consent, parts_listed: frozenset[str] | None = None) -> ConsentTerms:
    """One answer as the policy reads it; its parts are best prefetched, or given where they do not matter."""
    if parts_listed is None:
        parts_listed = frozenset(each.part for each in consent.parts.all())
    return ConsentTerms(
        id=consent.id,
        file=consent.file_id,
        kind=consent.kind,
        agreed=consent.agreed,
        given_on=consent.given_on,
        recorded_at=consent.recorded_at,
        recipient=consent.recipient,
        purpose=consent.purpose,
        parts=parts_listed,
        expires_on=consent.expires_on,
        withdrawn=consent.withdrawn_at is not None,
        missing=consent.missing,
        told_irreversible=consent.told_irreversible,
    )


def duty_terms(duty_id: UUID | None) -> tuple[DutyTerms, ...]:
    """The legal duty that somebody named, as the policy reads it."""
    if duty_id is None:
        return ()
    row = legal_duty(duty_id)
    return (
        DutyTerms(
            row.id, row.title, row.text, row.recipient_kinds, row.parts, row.applies_to, row.in_force_from, row.in_force_until
        ),
    )  # fmt: skip


def agreement_terms(one: UUID, other: UUID, today: datetime.date | None = None) -> AgreementTerms | None:
    """The agreement between two organisations: the one in force, else the last that was; None when there never was one."""
    now = today or timezone.localdate()
    both = Q(first_id=one, second_id=other) | Q(first_id=other, second_id=one)
    rows = [_agreement_terms(each) for each in Agreement.objects.filter(both).order_by("-valid_from", "-made_at")]
    in_force = (each for each in rows if each.valid_from <= now <= (each.valid_until or now))
    return next(in_force, rows[0] if rows else None)


def _agreement_terms(row: Agreement) -> AgreementTerms:
    ends = row.valid_until
    if row.ended_at is not None:
        ended = timezone.localtime(row.ended_at).date() - datetime.timedelta(days=1)
        ends = min(ended, ends) if ends else ended
    return AgreementTerms(
        row.id, frozenset(row.purposes), frozenset(row.parts), row.valid_from, ends, row.law_enforcement
    )  # fmt: skip


def agrees(file_id: UUID, kind: str, recipient: UUID | None = None, purpose: str = "") -> bool:
    """Does the person agree now, on all linked files? For rules such as the gate for outgoing messages."""
    today = timezone.localdate()
    found = stance(consent_terms(file_id), kind, today, recipient, purpose)
    return found is not None and stands(found, today)


# Consent as people read it --------------------------------------------------------------------------


def consents_of(actor: Actor, file_id: UUID) -> tuple[ConsentRow, ...]:
    """Every answer on a file, newest first."""
    require_visible(actor, file_id, CONSENT)
    rows = visible(Consent.objects.filter(file_id=file_id), actor).prefetch_related("parts")
    found = list(rows.order_by("-given_on", "-recorded_at"))
    names = member_names(actor, {row.collected_by for row in found})
    return tuple(_consent_row(row, names) for row in found)


def consent(actor: Actor, consent_id: UUID) -> tuple[UUID, ConsentRow]:
    """One answer with the file it is on; NotVisible when the actor does not reach it."""
    found = visible(Consent.objects.filter(id=consent_id), actor).prefetch_related("parts").first()
    if found is None:
        raise NotVisible
    return found.file_id, _consent_row(found, member_names(actor, {found.collected_by}))


def without_sheet(actor: Actor, file_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Written answers of a file whose signed sheet is not kept yet: id and words."""
    if CONSENT not in actor.parts:
        return ()
    rows = consents_of(actor, file_id) if may_see(actor, file_id, CONSENT) else ()
    return tuple((row.id, f"{row.title}: {row.answer}. {row.given}") for row in rows if row.document is None)


def _consent_row(row: Consent, names: dict[UUID, str]) -> ConsentRow:
    checks = {check.value: str(check.label) for check in Check}
    return ConsentRow(
        id=row.id,
        kind=row.kind,
        title=title_of(row.kind, row.recipient_label),
        answer=_("Yes") if row.agreed else _("No"),
        state=_state_of(row),
        scope=str(Purpose(row.purpose).label) if row.purpose else "",
        parts=", ".join(parts.label(each.part) for each in row.parts.all()),
        given=_("%(day)s, %(how)s") % {"day": day(row.given_on), "how": How(row.how).label},
        ends=day(row.expires_on),
        language=language_name(row.language) + (_(", with an interpreter") if row.interpreter_used else ""),
        by=names.get(row.collected_by, ""),
        missing=", ".join(checks[each] for each in row.missing),
        withdrawn=moment(row.withdrawn_at),
        stands=row.agreed and row.withdrawn_at is None and not (row.expires_on and row.expires_on < timezone.localdate()),
        confirmation=row.support_confirmation,
        confirmation_label=str(SupportConfirmation(row.support_confirmation).label) if row.support_confirmation else "",
        document=row.document,
    )  # fmt: skip


def title_of(kind: str, recipient_label: str) -> str:
    """What a consent is about, in words."""
    if kind == ConsentKind.SHARE:
        return _("Sharing with %(name)s") % {"name": recipient_label}
    if kind == ConsentKind.POLICE and recipient_label:
        return _("Sharing with police: %(name)s") % {"name": recipient_label}
    return str(ConsentKind(kind).label)


def _state_of(row: Consent) -> str:
    if not row.agreed:
        return _("The person said no")
    if row.withdrawn_at is not None:
        return _("Taken back %(when)s") % {"when": moment(row.withdrawn_at)}
    if row.expires_on is not None and row.expires_on < timezone.localdate():
        return _("Ended %(day)s") % {"day": day(row.expires_on)}
    return _("Not complete: not everything was explained") if row.missing else _("Agreed")


def what_is_agreed(actor: Actor, file_id: UUID) -> Agreed:
    """What the person agrees to now, strictest over linked files; neutral words and neutral chips (SAFETY 6)."""
    require_visible(actor, file_id, CONSENT)
    return agreed_words(consent_terms(file_id), labels_of(actor, file_id), child=hooks.is_child(file_id))


def labels_of(actor: Actor, file_id: UUID) -> dict[UUID, str]:
    """Names of the bodies that the consents of a file mention."""
    rows = visible(Consent.objects.filter(file_id=file_id, recipient__isnull=False), actor)
    return {
        body: label for body, label in rows.order_by("recorded_at").values_list("recipient", "recipient_label") if body
    }


# Agreements and approvers ---------------------------------------------------------------------------


def agreements(actor: Actor) -> tuple[AgreementRow, ...]:
    """Agreements of the actor's organisation; an administrator sees all."""
    found: QuerySet[Agreement] = Agreement.objects.select_related("first", "second").order_by("-valid_from", "title")
    if not actor.may("registers.edit"):
        found = found.filter(Q(first_id=actor.organisation_id) | Q(second_id=actor.organisation_id))
    return tuple(_agreement_row(row) for row in found)


def _agreement_row(row: Agreement) -> AgreementRow:
    terms, today = _agreement_terms(row), timezone.localdate()
    in_force = terms.valid_from <= today <= (terms.valid_until or today)
    return AgreementRow(
        id=row.id,
        title=row.title,
        others=f"{row.first.name}, {row.second.name}",
        purposes=", ".join(str(Purpose(each).label) for each in row.purposes if each in Purpose.values),
        parts=", ".join(parts.label(each) for each in row.parts),
        term=_("from %(day)s") % {"day": day(row.valid_from)}
        + (_(" until %(day)s") % {"day": day(row.valid_until)} if row.valid_until else ""),
        law_enforcement=_("Includes law enforcement") if row.law_enforcement else _("Not for law enforcement"),
        matching=_("Each may ask whether the other knows somebody") if row.matching_allowed else _("No matching"),
        state=_("In force") if in_force else _("Not in force"),
        in_force=in_force,
    )


def approvers_for(actor: Actor, file_team: UUID | None, recipient: UUID | None = None) -> tuple[ApproverChoice, ...]:
    """Who may decide on sharing without consent: supervisors who share no team with the sender or the file (SAFETY 11).

    Other teams of the organisation first; where it has none, other organisations that are neither the recipient nor
    law enforcement; where there are none either, nobody, and the act is not available.
    """
    own = _by_team(actor, file_team)
    return own or _by_organisation(actor, recipient)


def _supervisors() -> QuerySet[Member]:
    roles = [key for key, role in ROLES.items() if "disclosure.second_approve" in role.rights]
    today = timezone.localdate()
    current = Q(roles__ends_on__isnull=True) | Q(roles__ends_on__gte=today)
    at_work = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return Member.objects.filter(current, at_work, roles__role__in=roles, is_active=True).distinct()


def _by_team(actor: Actor, file_team: UUID | None) -> tuple[ApproverChoice, ...]:
    closed = actor.team_ids | ({file_team} if file_team else set())
    found: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    candidates = _supervisors().filter(organisation_id=actor.organisation_id).exclude(id=actor.member_id)
    for member in candidates.prefetch_related("teams"):
        teams = list(member.teams.all())
        if teams and not closed & {team.id for team in teams}:
            for team in teams:
                found[team.id, team.name].append(member.id)
    return tuple(ApproverChoice(team, name, tuple(ids)) for (team, name), ids in sorted(found.items(), key=str))


def _by_organisation(actor: Actor, recipient: UUID | None) -> tuple[ApproverChoice, ...]:
    found: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    others = _supervisors().exclude(organisation_id__in=[each for each in (actor.organisation_id, recipient) if each])
    for member in others.filter(organisation__is_active=True).select_related("organisation"):
        if not member.organisation.is_law_enforcement:
            found[member.organisation_id, member.organisation.name].append(member.id)
    return tuple(
        ApproverChoice(each, name, tuple(ids)) for (each, name), ids in sorted(found.items(), key=lambda p: p[0][1])
    )


def may_approve(actor: Actor, asked_by: UUID, file_team: UUID | None) -> bool:
    """Is the actor independent of who asked: another person who shares no team with the sender or the file?"""
    asker = Member.objects.prefetch_related("teams").filter(id=asked_by).first()
    if asker is None or asked_by == actor.member_id:
        return False
    closed = {team.id for team in asker.teams.all()} | ({file_team} if file_team else set())
    return not closed & actor.team_ids


def file_team(file_id: UUID) -> UUID | None:
    """The team that works on a file; for rules, not for showing."""
    with as_system(ROOM):
        found: UUID | None = File.objects.values_list("team_id", flat=True).get(id=file_id)
    return found


def first_opened(disclosures: dict[UUID, UUID]) -> dict[UUID, datetime.datetime]:
    """When each package was first opened by its recipient organisation ({disclosure: organisation}); read from the audit."""
    opened = AuditEvent.objects.filter(record__in=disclosures, act="part.open", outcome=Outcome.DONE)
    rows = opened.order_by("-at").values_list("record", "organisation", "at")
    # Newest first, so that the earliest stays.
    return {record: at for record, organisation, at in rows if record and disclosures.get(record) == organisation}
