# SPDX-License-Identifier: Apache-2.0
"""The desk's list of public reports (outside facts only), and the audited reading of one."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.exchange import arrivals, opening
from quatrefoil.foundation.exchange.models import (
    InboxAttachment,
    InboxMessage,
    InboxReport,
    ReportState,
)
from quatrefoil.foundation.exchange.sealed_forms import OriginalFile
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.selectors import name_of
from quatrefoil.foundation.registers.selectors import language_name, region_names
from quatrefoil.foundation.ui import pieces
from quatrefoil.foundation.ui.dates import age_of, moment

# Rank for sorting, bars, and words (SAFETY: "danger now: high", never "high risk").
DANGERS = {
    "now": (0, 3, gettext_lazy("Danger now")),
    "soon": (1, 2, gettext_lazy("Danger soon")),
    "do_not_know": (2, 0, gettext_lazy("Does not know")),
    "rather_not": (2, 0, gettext_lazy("Rather not said")),
    "": (2, 0, gettext_lazy("Not asked")),
    "no": (3, 1, gettext_lazy("No danger said")),
}
CHANNELS = {"web": gettext_lazy("Public site")}
OPEN = (ReportState.WAITING, ReportState.CLAIMED, ReportState.ANSWERED)


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report as the list shows it; nothing of its words."""

    id: UUID
    danger: pieces.Danger
    danger_code: str
    channel: str
    language: str
    region: str
    received: str
    age: str
    state: str
    state_label: str
    claimed_by: str
    is_mine: bool
    is_queued: bool
    messages: int
    attachments: int
    contact_id: UUID | None
    revision: int


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A sealed original."""

    id: UUID
    size: str
    received: str


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A report with its words. `answers` are by item code, for filling in a contact; `pairs` are for reading."""

    row: WaitingReport
    title: str
    questionnaire: str
    version: str
    pairs: tuple[pieces.Pair, ...] = field(repr=False)
    answers: dict[str, str | list[str]] = field(repr=False)
    letters: tuple[pieces.Letter, ...] = field(repr=False)
    attachments: tuple[AttachmentRow, ...]
    police_may_know: bool
    inspectors_may_know: bool
    outside_was_changed: bool


def waiting_reports(actor: Actor, *, states: tuple[str, ...] = OPEN, limit: int = 100) -> tuple[WaitingReport, ...]:
    """Reports of the desk, danger first, then those of no flood, then the oldest. Takes in what has arrived."""
    require_right(actor, "contact.claim")
    arrivals.take_in()
    rows = _ordered(visible(InboxReport.objects.filter(state__in=states), actor))[:limit]
    return _waiting(actor, list(rows))


def unclaimed(actor: Actor) -> "QuerySet[InboxReport]":
    """Reports that nobody works on yet, to be counted (for the rail and tiles)."""
    return visible(InboxReport.objects.filter(state=ReportState.WAITING), actor)


def report_row(actor: Actor, report_id: UUID) -> WaitingReport:
    """The outside facts of one report; NotVisible without reach."""
    require_visible(actor, report_id, "report")
    return _waiting(actor, list(_ordered(visible(InboxReport.objects.filter(id=report_id), actor))))[0]


def open_report(actor: Actor, report_id: UUID, purpose: str) -> OpenedReport:
    """The whole thread, opened with the desk's key. This is an audited read; staff side only."""
    require_right(actor, "part.open")
    row = report_row(actor, report_id)
    opened = opening.whole(visible(InboxReport.objects.all(), actor).get(id=report_id))
    trail.read("report.open", report_id, "report", purpose=purpose)
    return OpenedReport(
        row=row,
        title=opened.title,
        questionnaire=opened.form.questionnaire,
        version=opened.form.version,
        pairs=opened.pairs(),
        answers=dict(opened.form.answers),
        letters=opened.letters(),
        attachments=attachments(actor, report_id),
        police_may_know=opened.may_be_told("police_may_know"),
        inspectors_may_know=opened.may_be_told("inspectors_may_know"),
        outside_was_changed=opened.outside_was_changed,
    )


def attachments(actor: Actor, report_id: UUID) -> tuple[AttachmentRow, ...]:
    """The files of a report, unopened."""
    rows = (
        visible(InboxAttachment.objects.filter(report=report_id), actor)
        .defer("sealed")
        .order_by("received_at", "order")
    )
    return tuple(AttachmentRow(row.id, filesizeformat(row.size), moment(row.received_at)) for row in rows)


def open_attachment(actor: Actor, report_id: UUID, attachment_id: UUID, purpose: str) -> OriginalFile:
    """The original, for the documents room to seal, strip and quarantine; audited. Never send it to a browser as it is."""
    require_right(actor, "document.add")
    require_visible(actor, report_id, "report")
    row = visible(InboxAttachment.objects.filter(id=attachment_id, report=report_id), actor).first()
    if row is None:
        raise NotVisible
    trail.read("report.open_file", report_id, "report", purpose=purpose, detail=str(attachment_id))
    return opening.original(row)


def report_of_contact(actor: Actor, contact_id: UUID) -> UUID | None:
    """The report that a contact was opened from."""
    return visible(InboxReport.objects.filter(contact=contact_id), actor).values_list("id", flat=True).first()


def _ordered(rows: "QuerySet[InboxReport]") -> "QuerySet[InboxReport]":
    rank = Case(
        *(When(danger=code, then=Value(place)) for code, (place, _level, _words) in DANGERS.items()),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        rows.defer("sealed")
        .annotate(
            rank=rank, messages=_count(InboxMessage), files=_count(InboxAttachment), claimer=name_of("claimed_by")
        )
        .order_by("rank", "is_queued", "received_at")
    )


def _count(model: type[InboxMessage] | type[InboxAttachment]) -> Coalesce:
    own = model.objects.filter(report=OuterRef("id")).order_by().values("report").annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(own, output_field=IntegerField()), 0)


def _waiting(actor: Actor, rows: list[InboxReport]) -> tuple[WaitingReport, ...]:
    regions = region_names() if any(row.region for row in rows) else {}
    return tuple(_row(actor, row, regions) for row in rows)


def _row(actor: Actor, row: InboxReport, regions: dict[str, str]) -> WaitingReport:
    _rank, level, words = DANGERS.get(row.danger, DANGERS[""])
    return WaitingReport(
        id=row.id,
        danger=pieces.Danger(level, str(words)),
        danger_code=row.danger,
        channel=str(CHANNELS.get(row.channel, row.channel)),
        language=language_name(row.language) if row.language else _("Not said"),
        region=regions.get(row.region, "") or _("Not said"),
        received=moment(row.received_at),
        age=age_of(row.received_at),
        state=row.state,
        state_label=str(ReportState(row.state).label),
        claimed_by=row.claimer or "",  # type: ignore[attr-defined]
        is_mine=row.claimed_by == actor.member_id,
        is_queued=row.is_queued,
        messages=row.messages,  # type: ignore[attr-defined]
        attachments=row.files,  # type: ignore[attr-defined]
        contact_id=row.contact,
        revision=row.revision,
    )
