# SPDX-License-Identifier: Apache-2.0
"""One contact or situation, as its page shows it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import require_visible, visible, visible_parts
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.selectors import shown_name_of
from quatrefoil.foundation.messages import safe_contact
from quatrefoil.foundation.messages.selectors import told
from quatrefoil.foundation.records import selectors as records
from quatrefoil.foundation.records.models import FileLink, LinkKind
from quatrefoil.foundation.records.selectors import FileHeader, file_header, header_of, member_names
from quatrefoil.foundation.registers.selectors import language_name, region_names
from quatrefoil.foundation.ui import pieces
from quatrefoil.foundation.ui.dates import age_of, day, moment
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.workflow.selectors import running_clocks
from quatrefoil.protection.hotline import codes
from quatrefoil.protection.hotline.codes import ContactState
from quatrefoil.protection.hotline.desk_selectors import clock_chip, danger_piece
from quatrefoil.protection.hotline.entry import CHANGEABLE
from quatrefoil.protection.hotline.models import Contact, ContactWords, Danger, Hold, OpenedCase
from quatrefoil.standards.ages import band_label

CHILD = frozenset({"yes", "not_sure"})
FILE = ("file__organisation", "file__owner", "file__team")


@dataclass(frozen=True, slots=True)
class DangerRow:
    """One danger: who marked it, who answered, what was done. `is_open` until something was done."""

    id: UUID
    reason: str
    marked: str
    age: str
    answered: str
    acted: str
    is_answered: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class WordsRow:
    """What was said, opened (an audited read)."""

    words: str
    translation: str
    language: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A contact kept without agreement."""

    id: UUID
    until: str
    days_left: int
    is_last_days: bool


@dataclass(frozen=True, slots=True)
class SituationOf:
    """The situation that a contact belongs to."""

    url: str
    reference: str
    link_id: UUID


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Everything on the page of a contact except what is sealed."""

    header: FileHeader
    channel: str
    kind: str
    state: str
    state_label: str
    danger: pieces.Danger
    clock: pieces.Chip | None
    is_mine: bool
    is_free: bool
    is_done: bool
    who: str
    is_child: bool
    is_phone_taken: bool
    safe: pieces.SafeContact | None
    facts: tuple[pieces.Pair, ...]
    dangers: tuple[DangerRow, ...]
    hold: HoldRow | None
    situation: SituationOf | None
    case_url: str
    case: UUID | None
    report: UUID | None
    language: str
    revision: int
    timeline: tuple[pieces.Event, ...]
    parts: frozenset[str]

    @property
    def open_danger(self) -> DangerRow | None:
        """The danger that nobody has ended."""
        return next((danger for danger in self.dangers if danger.is_open), None)


def contact_page(actor: Actor, file_id: UUID) -> ContactPage:
    """One contact; NotVisible without reach."""
    row = contact_row(actor, file_id)
    header, parts = header_of(actor, row.file), visible_parts(actor, file_id)
    clock = next(iter(running_clocks(actor, record=file_id)), None)
    box = safe_contact.safe_contact(actor, file_id)
    opened = visible(OpenedCase.objects.filter(file_id=file_id), actor).first()
    return ContactPage(
        header=header,
        channel=codes.channel_label(row.channel),
        kind=codes.kind_label(row.kind),
        state=row.state,
        state_label=str(ContactState(row.state).label),
        danger=danger_piece(row.danger),
        clock=clock_chip(clock),
        is_mine=row.claimed_by == actor.member_id,
        is_free=row.claimed_by is None,
        is_done=row.state == ContactState.DONE,
        who=row.claimer or "",  # type: ignore[attr-defined]
        is_child=row.under_18 in CHILD,
        is_phone_taken=bool(box and box.is_phone_taken),
        safe=safe_piece(file_id, box),
        facts=_facts(header, row),
        dangers=dangers(actor, file_id),
        hold=hold(actor, file_id),
        situation=situation_of(actor, file_id),
        case_url=_case_page(opened),
        case=opened.case if opened else None,
        report=row.report,
        language=row.language,
        revision=row.revision,
        timeline=events(actor, file_id, parts=parts),
        parts=parts,
    )


def contact_row(actor: Actor, file_id: UUID) -> Contact:
    """The contact itself with its file, for sheets and rules; NotVisible without reach."""
    found = visible(Contact.objects.filter(file_id=file_id), actor).select_related(*FILE)
    row = found.annotate(
        claimer=shown_name_of(actor, "claimed_by"), logger=shown_name_of(actor, "logged_by")
    ).first()  # fmt: skip
    if row is None:
        require_visible(actor, file_id)
        raise NotVisible
    return row


def changeable(actor: Actor, file_id: UUID) -> dict[str, object]:
    """The codes of a contact for the form that corrects them, with the revision they were read at."""
    row = contact_row(actor, file_id)
    return {name: getattr(row, name) for name in CHANGEABLE} | {"revision": row.revision}


def _case_page(opened: OpenedCase | None) -> str:
    from quatrefoil.foundation.messages.selectors import address_of

    return address_of("case", opened.case) if opened else ""


def safe_piece(file_id: UUID, row: safe_contact.SafeContactRow | None) -> pieces.SafeContact | None:
    """The box that stands before everything else."""
    if row is None:
        return None
    head = _("Safe contact (checked %(day)s): %(how)s") % {"day": row.checked, "how": row.headline}
    if row.is_phone_taken:
        head = _("Phone taken: nothing goes out")
    show = pieces.Hidden(_("shown after a reason"), reverse("correspondence:open_contact", args=[file_id]), _("Show"))
    after = _("These instructions are old: ask again.") if row.is_stale else ""
    phone = show if row.has_address else ""
    return pieces.SafeContact(
        head, _("Phone: %(state)s.") % {"state": row.phone}, phone, after, _word_action(file_id, row)
    )


def _word_action(file_id: UUID, row: safe_contact.SafeContactRow) -> pieces.Action | None:
    if not row.has_safe_word:
        return None
    return pieces.Action(_("Compare the word the caller said"), reverse("correspondence:word", args=[file_id]))


def _facts(header: FileHeader, row: Contact) -> tuple[pieces.Pair, ...]:
    region = region_names().get(header.region, header.region) if header.region else ""
    language = language_name(row.language) if row.language else ""
    if row.needs_interpreter:
        language = _("%(language)s (interpreter needed)") % {"language": language or _("not noted")}
    shown = (
        (_("Number"), header.number),
        (_("How it came"), codes.channel_label(row.channel)),
        (_("Kind"), codes.kind_label(row.kind)),
        (_("Who made contact"), codes.label(codes.CALLERS, row.caller)),
        (_("Age"), band_label(row.age_band).render(_) if row.age_band else ""),
        (_("Under 18"), {"yes": _("Yes"), "no": _("No"), "not_sure": _("Not sure")}.get(row.under_18, "")),
        (_("Language"), language),
        (_("Region"), region),
        (_("Safe to call back"), codes.label(codes.SAFE_TO_CALL_BACK, row.safe_to_call_back)),
        (_("Heard of us"), codes.label(codes.HEARD_OF_US, row.heard_of_us)),
        (_("What was done"), codes.label(codes.RESPONSES, row.outcome)),
        (_("Minutes"), str(row.counted_minutes) if row.counted_minutes is not None else ""),
        (_("Began"), moment(row.started_at)),
        (_("Written down by"), row.logger or ""),  # type: ignore[attr-defined]
    )
    return tuple(pieces.Pair(label, value) for label, value in shown if value)


def dangers(actor: Actor, file_id: UUID) -> tuple[DangerRow, ...]:
    """Dangers of a file, newest first."""
    found = visible(Danger.objects.filter(file_id=file_id), actor).annotate(
        marker=shown_name_of(actor, "marked_by"),
        answerer=shown_name_of(actor, "answered_by"),
        actor=shown_name_of(actor, "acted_by"),
    )
    return tuple(_danger_row(row) for row in found.order_by("-marked_at"))


def _danger_row(row: Any) -> DangerRow:
    def by(member: UUID | None, name: str | None, at: object, words: str) -> str:
        if member is None:
            return ""
        who = {"who": name or "", "when": moment(at), "what": words}  # type: ignore[arg-type]
        return _("%(what)s: %(who)s, %(when)s") % who

    return DangerRow(
        id=row.id,
        reason=str(codes.DANGER_REASONS.get(row.reason, row.reason)),
        marked=by(row.marked_by, row.marker, row.marked_at, _("Marked")),
        age=age_of(row.marked_at),
        answered=by(
            row.answered_by, row.answerer, row.answered_at, str(codes.DANGER_ANSWERS.get(row.answer, row.answer))
        ),
        acted=by(row.acted_by, row.actor, row.acted_at, str(codes.DANGER_ACTS.get(row.act, row.act))),
        is_answered=row.answered_at is not None,
        is_open=row.acted_at is None,
    )


def hold(actor: Actor, file_id: UUID) -> HoldRow | None:
    """The hold that stands on a file."""
    row = visible(Hold.objects.filter(file_id=file_id, ended_at__isnull=True), actor).first()
    if row is None:
        return None
    left = max(0, (row.until - timezone.now()).days)
    return HoldRow(row.id, day(timezone.localdate(row.until)), left, left < 4)  # noqa: PLR2004 - days in which the desk is warned


def situation_of(actor: Actor, file_id: UUID) -> SituationOf | None:
    """The situation that a contact belongs to, if the actor sees it (1 query)."""
    links = FileLink.objects.filter(right_id=file_id, kind=LinkKind.SUBJECT, undone_at__isnull=True)
    link = visible(links, actor).select_related("left").first()
    if link is None:
        return None
    return SituationOf(reverse("hotline:situation", args=[link.left_id]), str(link.left), link.id)


def words(actor: Actor, file_id: UUID) -> tuple[WordsRow, ...]:
    """What was said, opened: an audited read of the part "report"."""
    require_visible(actor, file_id, "report")
    found = list(visible(ContactWords.objects.filter(file_id=file_id), actor).order_by("recorded_at"))
    opened = sealing.open_rows(found, ("words", "translation"), purpose="read what was said") if found else []
    names = member_names(actor, {row.written_by for row in found})
    return tuple(
        WordsRow(
            text["words"],
            text["translation"],
            language_name(row.language) if row.language else "",
            names.get(row.written_by, ""),
            moment(row.recorded_at),
        )
        for row, text in zip(found, opened, strict=True)
    )


def events(
    actor: Actor, file_id: UUID, limit: int = 30, parts: frozenset[str] | None = None
) -> tuple[pieces.Event, ...]:
    """The timeline of a file, of the parts that the actor sees (asked for where they are not known yet)."""
    rows = records.timeline(actor, file_id, limit, parts)
    return tuple(pieces.Event(f"{row.at} {row.entered}".strip(), row.sentence, "protection", row.by) for row in rows)


def told_table(actor: Actor, record: UUID) -> pieces.Table:
    """Who was told about this, when, and who has seen it."""
    columns = (
        pieces.Column(_("What")),
        pieces.Column(_("Whom"), narrow=True),
        pieces.Column(_("When"), narrow=True),
        pieces.Column(_("Seen by")),
    )
    rows = [(sentence, whom, when, seen or _("nobody yet")) for sentence, whom, when, seen in told(actor, record)]
    empty = pieces.Empty(_("Nobody was told"), _("Whoever is told about danger, holds and answers stands here."))
    return pieces.Table(_("Who was told"), columns, rows, empty)


@dataclass(frozen=True, slots=True)
class MemberOfSituation:
    """One contact of a situation."""

    url: str
    reference: str
    kind: str
    danger: pieces.Danger
    state: str
    leave: pieces.Action


@dataclass(frozen=True, slots=True)
class SituationPage:
    """A situation and the contacts that belong to it."""

    header: FileHeader
    contacts: tuple[MemberOfSituation, ...]
    case_url: str
    case: UUID | None
    timeline: tuple[pieces.Event, ...]


def situation_page(actor: Actor, file_id: UUID) -> SituationPage:
    """One situation; NotVisible without reach. Contacts that the actor does not reach are not shown."""
    header = file_header(actor, file_id)
    links = FileLink.objects.filter(left_id=file_id, kind=LinkKind.SUBJECT, undone_at__isnull=True)
    by_contact = {link.right_id: link.id for link in links}
    rows = visible(Contact.objects.filter(file_id__in=by_contact), actor).select_related("file").order_by("started_at")
    opened = visible(OpenedCase.objects.filter(file_id=file_id), actor).first()
    return SituationPage(
        header=header,
        contacts=tuple(_member(row, by_contact[row.file_id]) for row in rows),
        case_url=_case_page(opened),
        case=opened.case if opened else None,
        timeline=events(actor, file_id),
    )


def _member(row: Contact, link_id: UUID) -> MemberOfSituation:
    return MemberOfSituation(
        url=reverse("hotline:contact", args=[row.file_id]),
        reference=str(row.file),
        kind=codes.kind_label(row.kind),
        danger=danger_piece(row.danger),
        state=str(ContactState(row.state).label),
        leave=pieces.Action(_("Take out"), reverse("hotline:leave", args=[row.file_id, link_id]), posts=True),
    )


def joinable(actor: Actor, file_id: UUID) -> tuple[tuple[str, str], ...]:
    """What a contact can be joined to: open contacts and situations that the actor sees; value and label."""
    contacts = (
        visible(Contact.objects.filter(~Q(file_id=file_id)), actor).select_related("file").order_by("-started_at")
    )
    situations = records.page_of_files(actor, "situation", size=30).ids
    names = records.file_references(actor, set(situations))
    rows = [
        (f"situation:{each}", _("Situation %(name)s") % {"name": names[each]}) for each in situations if each in names
    ]
    rows += [(f"contact:{row.file_id}", f"{row.file}, {codes.kind_label(row.kind)}") for row in contacts[:30]]
    return tuple(rows)
