# SPDX-License-Identifier: Apache-2.0
"""Logging, claiming, changing and ending contacts; joining them to situations; handing them over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused, Stale
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import NOBODY, Actor
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.messages import safe_contact
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.messages.models import PhoneState
from quatrefoil.foundation.messages.safe_contact import SafeContactInput
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.models import FileKind, FileLink, LinkKind
from quatrefoil.foundation.vault import sealing, search
from quatrefoil.foundation.workflow import clocks, rota
from quatrefoil.protection.hotline.codes import HANDOVER_STEPS, RESPONSES, ContactState
from quatrefoil.protection.hotline.entry import CHANGEABLE, SPOKEN, ContactEntry
from quatrefoil.protection.hotline.escalation import FIRST_ANSWER, open_danger
from quatrefoil.protection.hotline.models import Contact, ContactWords, TallyContact


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of an entry: a file, or a count and nothing more."""

    file_id: UUID | None
    tally_id: UUID | None = None


@action("contact.log")
def log_contact(actor: Actor, entry: ContactEntry, *, contact_id: UUID | None = None) -> Logged:
    """Write a contact down. Kinds that are only counted leave no file. Idempotent on `contact_id`."""
    entry.check()
    contact_id = contact_id or uuid4()
    if not entry.opens_file:
        return Logged(None, _count(actor, entry, contact_id))
    if visible(Contact.objects.filter(file_id=contact_id), actor).exists():
        return Logged(contact_id)
    contact = _open(actor, entry, contact_id)
    _write_words(actor, contact, entry)
    _note_safe_contact(actor, contact, entry)
    if entry.is_danger:
        open_danger(actor, contact, entry.danger_reason, steps_shown=True)
    elif contact.state == ContactState.WAITING:
        clocks.start(contact.file_id, "contact", FIRST_ANSWER.code, contact.team)
    return Logged(contact.file_id)


def _count(actor: Actor, entry: ContactEntry, tally_id: UUID) -> UUID:
    row = TallyContact(id=tally_id, organisation=actor.organisation_id, channel=entry.channel, kind=entry.kind)
    row.language, row.region, row.heard_of_us = entry.language, entry.region, entry.heard_of_us
    if not TallyContact.objects.filter(id=tally_id).exists():
        row.save(force_insert=True)
        trail.wrote("contact.count", detail=entry.kind)
    return tally_id


def _open(actor: Actor, entry: ContactEntry, contact_id: UUID) -> Contact:
    team, is_mine = desk_team(actor), entry.then != "desk"
    owner = actor.member_id if is_mine else None
    file = records.open_file(
        actor, FileKind.CONTACT, team_id=team, owner_id=owner, region=entry.region, file_id=contact_id
    )
    now = timezone.now()
    contact = Contact(
        file_id=file.id,
        channel=entry.channel,
        team=team,
        report=entry.report,
        logged_by=actor.member_id,
        danger="high" if entry.is_danger else entry.danger,
        priority=entry.priority,
        outcome=entry.outcome,
        started_at=entry.started_at or now,
        counted_minutes=entry.counted_minutes,
        state=ContactState.CLAIMED if is_mine else ContactState.WAITING,
        claimed_by=owner,
        claimed_at=now if is_mine else None,
        **{name: getattr(entry, name) for name in CHANGEABLE},
    )
    if entry.channel in SPOKEN:
        contact.first_answer_at = contact.started_at
    if entry.then == "done":
        contact.state, contact.ended_at = ContactState.DONE, now
    contact.save(force_insert=True)
    history.record(file, "protection", "contact.logged", entry.codes)
    trail.wrote("contact.log", file.id, detail=entry.kind)
    return contact


def desk_team(actor: Actor) -> UUID:
    """The team whose desk the actor works at; Refused for somebody without a team."""
    if not actor.team_ids:
        raise Refused(
            _("You belong to no team, so nobody else would see the contact. Ask your administrator."), code="team"
        )
    return min(actor.team_ids)


def _write_words(actor: Actor, contact: Contact, entry: ContactEntry) -> None:
    if not (entry.words.strip() or entry.translation.strip()):
        return
    row = ContactWords(file_id=contact.file_id, language=entry.language, written_by=actor.member_id)
    for name in ("words", "translation"):
        if getattr(entry, name).strip():
            setattr(row, name, sealing.seal(row, name, getattr(entry, name)))
    row.save(force_insert=True)
    trail.wrote("contact.words", contact.file_id, "report")


def _note_safe_contact(actor: Actor, contact: Contact, entry: ContactEntry) -> None:
    known = entry.safe_contact()
    if known is None:
        return
    safe_contact.record_safe_contact(actor, contact.file_id, known)
    if entry.phone:
        search.index(contact.file_id, phones=[entry.phone])


def contact_of(actor: Actor, file_id: UUID) -> Contact:
    """The contact of a file that the actor reaches; for actions of this room."""
    require_visible(actor, file_id)
    found = visible(Contact.objects.filter(file_id=file_id), actor).first()
    if found is None:
        raise NotVisible
    return found


@action("contact.claim")
def claim(actor: Actor, file_id: UUID) -> None:
    """Take a waiting contact. Of two who try at once the second is told who has it."""
    contact = contact_of(actor, file_id)
    now = timezone.now()
    free = Contact.objects.filter(file_id=file_id, claimed_by__isnull=True)
    taken = free.update(
        claimed_by=actor.member_id, claimed_at=now, state=ContactState.CLAIMED, revision=F("revision") + 1
    )
    if not taken:
        raise Refused(_taken_by(actor, Contact.objects.get(file_id=file_id)), code="claimed")
    if contact.first_answer_at is None:
        Contact.objects.filter(file_id=file_id).update(first_answer_at=now)
    clocks.end(file_id, FIRST_ANSWER.code, "answered")
    records.assign(actor, file_id, owner_id=actor.member_id, team_id=contact.team)
    history.record(file_id, "protection", "contact.claimed")
    trail.wrote("contact.claim", file_id)


def _taken_by(actor: Actor, contact: Contact) -> str:
    if contact.claimed_by == actor.member_id:
        return _("You have taken this already.")
    name = Member.objects.filter(id=contact.claimed_by or NOBODY).values_list("name", flat=True).first() or ""
    return _("%(name)s has taken this a moment ago. Ask, or take it over at the hand-over.") % {"name": name}


@action("contact.claim")
def put_back(actor: Actor, file_id: UUID) -> None:
    """Give a contact back to the desk; it waits again with its clock."""
    contact = contact_of(actor, file_id)
    if contact.claimed_by != actor.member_id:
        raise Refused(_("Only who has the contact can put it back."), code="not_mine")
    Contact.objects.filter(file_id=file_id).update(
        claimed_by=None, claimed_at=None, state=ContactState.WAITING, revision=F("revision") + 1
    )
    clocks.start(file_id, "contact", FIRST_ANSWER.code, contact.team)
    history.record(file_id, "protection", "contact.put_back")
    trail.wrote("contact.put_back", file_id)
    # Reach last: the one who gives it back still reaches it through the team.
    records.assign(actor, file_id, owner_id=None, team_id=contact.team)


@action("contact.log")
def change_contact(actor: Actor, file_id: UUID, values: Mapping[str, object], *, seen_revision: int) -> None:
    """Correct what was noted in codes; raises Stale when a colleague changed it first."""
    contact_of(actor, file_id)
    kept = {name: value for name, value in values.items() if name in CHANGEABLE}
    changed = Contact.objects.filter(file_id=file_id, revision=seen_revision)
    if not changed.update(**kept, revision=seen_revision + 1):
        raise Stale(
            _("A colleague changed this contact while you were writing. Look at it again and save."), code="stale"
        )
    codes = {name: value for name, value in kept.items() if isinstance(value, str | bool)}
    history.record(file_id, "protection", "contact.changed", codes)
    trail.wrote("contact.change", file_id)


@action("contact.log")
def finish(actor: Actor, file_id: UUID, outcome: str, counted_minutes: int | None = None) -> None:
    """The contact is over: what was done, and how long it took."""
    contact = contact_of(actor, file_id)
    if outcome not in RESPONSES:
        raise Refused(_("Choose what was done."), code="outcome")
    now = timezone.now()
    minutes = contact.counted_minutes if counted_minutes is None else counted_minutes
    Contact.objects.filter(file_id=file_id).update(
        state=ContactState.DONE,
        ended_at=now,
        outcome=outcome,
        counted_minutes=minutes,
        first_answer_at=contact.first_answer_at or now,
        revision=F("revision") + 1,
    )
    clocks.end(file_id, FIRST_ANSWER.code, "answered")
    history.record(file_id, "protection", "contact.finished", {"outcome": outcome})
    trail.wrote("contact.finish", file_id, detail=outcome)


@action("contact.refer_on")
def refer_on(actor: Actor, entry: ContactEntry, need: str, *, tally_id: UUID | None = None) -> UUID:
    """The caller asks for something else: pointed to a kind of service, counted, and no file is opened."""
    tally = _count(actor, replace(entry, kind="out_of_scope"), tally_id or uuid4())
    TallyContact.objects.filter(id=tally).update(pointed_to=need[:30])
    return tally


@action("note.write")
def mark_phone_taken(actor: Actor, file_id: UUID) -> None:
    """The phone is in other hands: from now on nothing goes out, whatever was agreed (SAFETY 3)."""
    contact_of(actor, file_id)
    opened = safe_contact.open_safe_contact(actor, file_id, "phone taken")
    known = SafeContactInput(
        phone_state=PhoneState.TAKEN,
        address=opened.get("address", ""),
        instructions=opened.get("instructions", ""),
    )
    safe_contact.record_safe_contact(actor, file_id, known)
    history.record(file_id, "protection", "contact.phone_taken")


@action("contact.join")
def join(actor: Actor, contacts: tuple[UUID, ...], situation: UUID | None = None) -> UUID:
    """Join contacts to one situation, or to a new one. Nothing moves: each contact keeps its own file and reach."""
    if situation is None:
        first = contact_of(actor, contacts[0])
        situation = records.open_file(actor, FileKind.SITUATION, team_id=first.team, owner_id=actor.member_id).id
        history.record(situation, "protection", "situation.opened")
    for file_id in contacts:
        contact_of(actor, file_id)
        _link(actor, situation, file_id)
    return situation


@action("contact.join")
def join_two(actor: Actor, contact: UUID, other: UUID) -> UUID:
    """Join a contact to another: into the other's situation, or both into a new one."""
    contact_of(actor, other)
    standing = FileLink.objects.filter(kind=LinkKind.SUBJECT, right_id=other, undone_at__isnull=True).first()
    if standing is not None:
        return join(actor, (contact,), standing.left_id)
    return join(actor, (contact, other))


def _link(actor: Actor, situation: UUID, contact: UUID) -> None:
    standing = FileLink.objects.filter(kind=LinkKind.SUBJECT, right_id=contact, undone_at__isnull=True)
    if standing.exists():
        raise Refused(_("This contact belongs to a situation already. Take it out there first."), code="joined")
    records.link_files(actor, LinkKind.SUBJECT, situation, contact, "desk")
    history.record(contact, "protection", "contact.joined")


@action("contact.join")
def leave(actor: Actor, contact: UUID, link_id: UUID) -> None:
    """Take a contact out of its situation again."""
    contact_of(actor, contact)
    link = FileLink.objects.filter(id=link_id, right_id=contact, undone_at__isnull=True).first()
    if link is None:
        raise NotVisible
    records.unlink_files(actor, link.id)
    history.record(contact, "protection", "contact.left")


@action("contact.hand_over")
def hand_over(actor: Actor, steps: Mapping[UUID, str], kinds: Mapping[UUID, str] | None = None) -> int:
    """Leave one's open contacts and reports to the next shift, each with its next step."""
    unknown = [step for step in steps.values() if step not in HANDOVER_STEPS]
    if unknown or not steps:
        raise Refused(_("Choose at least one contact and its next step."), code="next_step")
    team, kinds = desk_team(actor), kinds or {}
    rows = tuple((record, kinds.get(record, "contact"), step) for record, step in steps.items())
    count = rota.hand_over(actor, rows, team)
    for record, kind, step in rows:
        if kind == "contact":
            history.record(record, "protection", "contact.handed_over", {"step": step})
    notify(team, "hotline.handed_over")
    return count


@action("contact.hand_over")
def take_over(actor: Actor, handover_id: UUID) -> UUID:
    """Take what the shift before left; a contact is then one's own."""
    record = rota.take_over(actor, handover_id)
    contact = visible(Contact.objects.filter(file_id=record), actor).first()
    if contact is None:
        return record
    Contact.objects.filter(file_id=record).update(
        claimed_by=actor.member_id, claimed_at=timezone.now(), state=ContactState.CLAIMED, revision=F("revision") + 1
    )
    records.assign(actor, record, owner_id=actor.member_id, team_id=contact.team)
    history.record(record, "protection", "contact.taken_over")
    return record
