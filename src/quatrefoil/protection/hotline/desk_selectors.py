# SPDX-License-Identifier: Apache-2.0
"""The queue of the desk: public reports and contacts in one list, danger first; drafts and handovers beside it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.exchange.selectors import WaitingReport, unclaimed, waiting_reports
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import OrganisationKind
from quatrefoil.foundation.identity.selectors import name_of
from quatrefoil.foundation.registers.selectors import language_name, region_names
from quatrefoil.foundation.ui.counting import counted
from quatrefoil.foundation.ui.dates import age_of, moment
from quatrefoil.foundation.ui.pieces import Action, Chip, Danger
from quatrefoil.foundation.workflow.selectors import ClockRow, clocks_of, handovers, left_behind, running
from quatrefoil.protection.hotline import codes
from quatrefoil.protection.hotline.codes import ContactState
from quatrefoil.protection.hotline.models import Contact, DraftContact
from quatrefoil.protection.hotline.models import Danger as DangerNow

LEVELS = {"high": 3, "some": 2, "low": 1}
OPEN = (ContactState.WAITING, ContactState.CLAIMED)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One thing that waits, as the list shows it: nothing of what was said."""

    id: UUID
    kind: str
    url: str
    title: str
    second: str
    danger: Danger
    channel: str
    language: str
    region: str
    age: str
    clock: Chip | None
    state: str
    state_label: str
    who: str
    is_mine: bool
    claim: Action | None
    rank: tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the list is narrowed to. Empty means everything."""

    danger: str = ""
    channel: str = ""
    language: str = ""
    region: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class LeftRow:
    """Something the shift before left."""

    url: str
    reference: str
    step: str
    by: str
    given: str
    take: Action


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A page that one began and did not finish."""

    url: str
    since: str
    saved: str


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """What stands on the tiles and in the menu."""

    danger: int
    waiting: int
    mine: int
    late: int
    handovers: int


def works_at_desk(actor: Actor) -> bool:
    """Is this somebody of a hotline? Supervisors elsewhere have the same rights but no desk."""
    at_hotline = "advocate" in actor.role_keys or actor.organisation_kind == OrganisationKind.HOTLINE
    return at_hotline and actor.may("contact.claim")


def queue(actor: Actor) -> tuple[QueueRow, ...]:
    """Everything that is open at the desk: danger first, then what nobody has, then the oldest."""
    contacts = _open_contacts(actor)
    reports = [row for row in waiting_reports(actor) if row.contact_id is None]
    shown = [*(row.file_id for row in contacts), *(row.id for row in reports)]
    clocks = clocks_of(actor, shown, leave_out=("hold_ends",)) if shown else {}
    rows = [*_contact_rows(actor, contacts, clocks), *(_report_row(row, clocks.get(row.id)) for row in reports)]
    return tuple(sorted(rows, key=lambda row: row.rank))


def narrowed(rows: tuple[QueueRow, ...], wanted: QueueFilter) -> tuple[QueueRow, ...]:
    """Those rows that fit what is wanted."""
    return tuple(row for row in rows if _fits(row, wanted))


def is_contact(actor: Actor, record: UUID) -> bool:
    """Is this a contact that the actor sees (rather than a report)?"""
    return visible(Contact.objects.filter(file_id=record), actor).exists()


def _fits(row: QueueRow, wanted: QueueFilter) -> bool:
    asked = ((wanted.channel, row.channel), (wanted.language, row.language), (wanted.region, row.region))
    if any(value and value != has for value, has in asked):
        return False
    if wanted.danger.isdigit() and row.danger.level < int(wanted.danger):
        return False
    return not wanted.whose or (row.is_mine if wanted.whose == "mine" else not row.who)


def _open_contacts(actor: Actor) -> list[Contact]:
    return list(
        visible(Contact.objects.filter(state__in=OPEN), actor)
        .select_related("file")
        .annotate(claimer=name_of("claimed_by"))
        .order_by("-priority", "started_at")[:200]
    )


def _contact_rows(actor: Actor, found: list[Contact], clocks: dict[UUID, ClockRow]) -> list[QueueRow]:
    regions = region_names() if any(row.file.region for row in found) else {}
    return [_contact_row(actor, row, clocks.get(row.file_id), regions) for row in found]


def _contact_row(actor: Actor, row: Contact, clock: ClockRow | None, regions: dict[str, str]) -> QueueRow:
    is_free = row.claimed_by is None
    return QueueRow(
        id=row.file_id,
        kind="contact",
        url=reverse("hotline:contact", args=[row.file_id]),
        title=str(row.file),
        second=codes.kind_label(row.kind),
        danger=danger_piece(row.danger),
        channel=codes.channel_label(row.channel),
        language=language_name(row.language) if row.language else _("Not said"),
        region=regions.get(row.file.region, row.file.region) or _("Not said"),
        age=age_of(row.started_at),
        clock=clock_chip(clock),
        state=row.state,
        state_label=str(ContactState(row.state).label),
        who=row.claimer or "",  # type: ignore[attr-defined]
        is_mine=row.claimed_by == actor.member_id,
        claim=Action(_("Take it"), reverse("hotline:claim", args=[row.file_id]), posts=True) if is_free else None,
        rank=(-row.priority, 0 if is_free else 1, row.started_at.timestamp()),
    )


def _report_row(row: WaitingReport, clock: ClockRow | None) -> QueueRow:
    is_free = row.state == "waiting"
    priority = {3: 3, 2: 2}.get(row.danger.level, 1)
    news = _("%(count)s new messages") % {"count": row.messages} if row.messages else ""
    return QueueRow(
        id=row.id,
        kind="report",
        url=reverse("hotline:report", args=[row.id]),
        title=_("Public report"),
        second=news or (_("came in a flood") if row.is_queued else row.received),
        danger=row.danger,
        channel=row.channel,
        language=row.language,
        region=row.region,
        age=row.age,
        clock=clock_chip(clock),
        state=row.state,
        state_label=row.state_label,
        who=row.claimed_by,
        is_mine=row.is_mine,
        claim=Action(_("Take it"), reverse("hotline:claim_report", args=[row.id]), posts=True) if is_free else None,
        rank=(-priority, (0 if is_free else 1) + (2 if row.is_queued else 0), 0.0),
    )


def danger_piece(code: str) -> Danger:
    """Danger as bars and words."""
    return Danger(LEVELS.get(code, 0), codes.danger_label(code))


def clock_chip(clock: ClockRow | None) -> Chip | None:
    """A running clock as a chip: what is due, and when."""
    if clock is None:
        return None
    words = _("%(what)s %(when)s") % {"what": clock.label, "when": clock.when}
    return Chip(words, clock.tone)  # type: ignore[arg-type]


def drafts(actor: Actor) -> tuple[DraftRow, ...]:
    """Pages that the actor began and did not finish; not opened."""
    rows = (
        visible(DraftContact.objects.filter(member=actor.member_id), actor).defer("content").order_by("-saved_at")[:10]
    )
    log = reverse("hotline:log")
    return tuple(DraftRow(f"{log}?draft={row.id}", moment(row.started_at), age_of(row.saved_at)) for row in rows)


def left_for_us(actor: Actor, listed: tuple[QueueRow, ...] = ()) -> tuple[LeftRow, ...]:
    """What the shift before left and nobody has taken yet (1 query, 2 where something is not in `listed`)."""
    rows = handovers(actor)
    known = {row.id: row.title for row in listed if row.kind == "contact"}
    missing = {row.record for row in rows if row.record_kind == "contact"} - known.keys()
    if missing:
        contacts = visible(Contact.objects.filter(file_id__in=missing), actor).select_related("file")
        known |= {row.file_id: str(row.file) for row in contacts}
    return tuple(
        LeftRow(
            url=reverse("hotline:contact" if row.record in known else "hotline:report", args=[row.record]),
            reference=known.get(row.record, _("Public report")),
            step=str(codes.HANDOVER_STEPS.get(row.next_step, row.next_step)),
            by=row.given_by,
            given=row.given,
            take=Action(_("Take over"), reverse("hotline:take_over", args=[row.id]), posts=True),
        )
        for row in rows
        if row.record_kind in {"contact", "report"}
    )


def counts(actor: Actor) -> DeskCounts:
    """Numbers for the tiles (1 query)."""
    mine = Contact.objects.filter(state__in=OPEN, claimed_by=actor.member_id)
    clocks = running(actor)
    danger, dangers_of_reports, contacts, reports, with_me, late, left = counted(
        [
            visible(DangerNow.objects.filter(acted_at__isnull=True), actor),
            clocks.filter(kind="danger_now", record_kind="report"),
            *waiting(actor),
            visible(mine, actor),
            clocks.filter(kind="first_answer", due_at__lt=timezone.now()),
            left_behind(actor),
        ]
    )
    return DeskCounts(danger + dangers_of_reports, contacts + reports, with_me, late, left)


def waiting(actor: Actor) -> "tuple[QuerySet[Any], ...]":
    """What waits for somebody, to be counted for the rail: contacts and reports."""
    return visible(Contact.objects.filter(state=ContactState.WAITING), actor), unclaimed(actor)


def unanswered(actor: Actor, rows: tuple[QueueRow, ...]) -> tuple[QueueRow, ...]:
    """Rows of the queue in danger now to which nobody has answered yet (1 query)."""
    open_ones = DangerNow.objects.filter(answered_at__isnull=True, acted_at__isnull=True)
    contacts = set(visible(open_ones, actor).values_list("file_id", flat=True))
    high = LEVELS["high"]
    return tuple(
        row for row in rows
        if row.id in contacts or (row.kind == "report" and row.danger.level == high and not row.who)
    )  # fmt: skip


def in_danger(rows: tuple[QueueRow, ...]) -> int:
    """How many rows of the queue say danger now."""
    return sum(1 for row in rows if row.danger.level == LEVELS["high"])
