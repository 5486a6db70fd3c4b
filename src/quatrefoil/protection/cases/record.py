# SPDX-License-Identifier: Apache-2.0
"""The page of one case in rows: what stands on its tabs. Few queries, each named where it is made."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages.safe_contact import SafeContactRow, safe_contact
from quatrefoil.foundation.records.selectors import TimelineRow, timeline
from quatrefoil.foundation.sharing.in_lists import agreed_on, referral_chips
from quatrefoil.foundation.ui.dates import day, due
from quatrefoil.foundation.ui.pieces import Chip
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.workflow.clocks import END_OF_DAY
from quatrefoil.protection.cases import codes, selectors, stages
from quatrefoil.protection.cases.lists import next_words
from quatrefoil.protection.cases.models import ChildRecord, Closure, FollowUp, Need, PlanGoal, SafetyPlan, Stay
from quatrefoil.protection.cases.selectors import CaseHeader
from quatrefoil.standards import care

EVENTS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need; its words stay sealed."""

    id: UUID
    need: str
    label: str
    level: str
    level_label: str
    level_bars: int
    service_id: UUID | None
    service: str
    state: str
    state_chip: Chip
    is_settled: bool
    revision: int


@dataclass(frozen=True, slots=True)
class NextRow:
    """What is due, as a chip and words. `request_id` where it is a question that somebody can open."""

    words: str
    tone: str
    text: str
    due_at: datetime.datetime
    request_id: UUID | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything on the first tab."""

    header: CaseHeader
    agreed: tuple[Chip, ...]
    safe: SafeContactRow | None
    needs: tuple[NeedRow, ...]
    next: tuple[NextRow, ...]
    events: tuple[TimelineRow, ...]


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal, opened for reading."""

    id: UUID
    type_label: str
    objective: str
    steps: str
    state: str
    state_label: str
    review: Chip | None
    planned: str
    revision: int


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One planned follow-up."""

    id: UUID
    file_id: UUID
    label: str
    due: Chip
    done: str
    outcome: str
    is_open: bool
    revision: int


@dataclass(frozen=True, slots=True)
class StayRow:
    """Where the person stays, by its cover name."""

    id: UUID
    cover_name: str
    since: str
    until: str


def case_page(actor: Actor, file_id: UUID) -> CasePage:
    """The first tab of a case (at most 12 queries)."""
    case = selectors.case_row(actor, file_id)
    parts = selectors.parts_reached(actor, file_id)
    header = selectors.header_for(actor, case, parts)
    return CasePage(
        header=header,
        agreed=agreed_on(file_id, is_child=case.is_child_path).chips if "consent" in parts else (),
        safe=safe_contact(actor, file_id) if "safe_contact" in parts else None,
        needs=needs_of(actor, file_id) if "plan" in parts else (),
        next=next_of(actor, file_id),
        events=timeline(actor, file_id, EVENTS_SHOWN, parts),
    )


def needs_of(actor: Actor, file_id: UUID) -> tuple[NeedRow, ...]:
    """Needs of a case, what waits first, most urgent first (3 queries, 1 where none has a service)."""
    rows = list(selectors.rows_of(actor, Need, file_id))
    services = {row.service for row in rows if row.service}
    names = selectors.service_names(services) if services else {}
    chips = referral_chips(actor, file_id) if services else {}
    order = list(codes.Level.values)
    rows.sort(key=lambda row: (row.state not in ("open", "in_plan"), order.index(row.level), row.recorded_at))
    return tuple(_need(row, names, chips) for row in rows)


def _need(row: Need, names: dict[UUID, str], chips: dict[UUID, Chip]) -> NeedRow:
    state = codes.words(care.NEED_STATES, row.state)
    own = Chip(state, "good" if row.state == "met" else "neutral")
    sent = chips.get(row.service) if row.service and row.state in ("open", "in_plan") else None
    return NeedRow(
        id=row.id,
        need=row.need,
        label=codes.need_words(row.need),
        level=row.level,
        level_label=str(codes.Level(row.level).label),
        level_bars=codes.LEVEL_BARS[codes.Level(row.level)],
        service_id=row.service,
        service=names.get(row.service, "") if row.service else "",
        state=row.state,
        state_chip=sent or own,
        is_settled=row.state not in ("open", "in_plan"),
        revision=row.revision,
    )


def next_of(actor: Actor, file_id: UUID) -> tuple[NextRow, ...]:
    """Clocks, appointments, tasks and approvals of a case, soonest first (1 query)."""
    found = selectors.what_is_next(actor, file_id)
    rows = [
        _asked(each) if isinstance(each, selectors.Question) else _next(each.text, each.at, each.kind) for each in found
    ]
    return tuple(sorted(rows, key=lambda row: row.due_at))


def _next(text: str, due_at: datetime.datetime, kind: str = "") -> NextRow:
    words, tone = next_words(due_at)
    return NextRow(words, tone, text, due_at, kind=kind)


def _asked(row: selectors.Question) -> NextRow:
    words, tone = due(row.due_on) if row.due_on else (_("waits"), "due")
    far = row.due_on or timezone.localdate()
    at = timezone.make_aware(datetime.datetime.combine(far, END_OF_DAY))
    return NextRow(words, tone, row.text, at, row.id)


# The plan tab ----------------------------------------------------------------------------------------


def goals_of(actor: Actor, file_id: UUID) -> tuple[GoalRow, ...]:
    """Goals of the plan, opened for reading (an audited read)."""
    rows: list[PlanGoal] = list(selectors.rows_of(actor, PlanGoal, file_id).order_by("recorded_at"))
    texts = sealing.open_rows(rows, ("objective", "steps"), purpose="plan") if rows else []
    types = dict(codes.goal_type_choices())
    return tuple(
        GoalRow(
            id=row.id,
            type_label=str(types.get(row.type, row.type)),
            objective=text["objective"],
            steps=text["steps"],
            state=row.state,
            state_label=str(codes.GoalState(row.state).label),
            review=Chip(*due(row.review_on)) if row.review_on and row.state == codes.GoalState.OPEN else None,  # type: ignore[arg-type]
            planned=day(row.planned_end),
            revision=row.revision,
        )
        for row, text in zip(rows, texts, strict=True)
    )


def safety_plan_of(actor: Actor, file_id: UUID) -> tuple[dict[str, str], str]:
    """The texts of the safety plan and the day of its review; empty where there is none (an audited read)."""
    row = selectors.single(actor, SafetyPlan, file_id)
    if row is None:
        return {}, ""
    names = ("warning_signs", "what_helps", "people", "way_out")
    return sealing.open_many(row, names, purpose="safety plan"), day(row.review_on)


def follow_ups_of(actor: Actor, file_id: UUID) -> tuple[FollowUpRow, ...]:
    """Follow-ups of a case, by the day on which they fall."""
    rows = list(selectors.rows_of(actor, FollowUp, file_id).order_by("due_on"))
    return tuple(follow_up_row(row) for row in rows if not row.is_cancelled)


def follow_up_of(actor: Actor, file_id: UUID, follow_up_id: UUID) -> FollowUpRow:
    """One follow-up of a case."""
    return follow_up_row(selectors.one_of(actor, FollowUp, file_id, follow_up_id))


def follow_ups_due(
    actor: Actor, until: datetime.date, *, mine: bool
) -> tuple[tuple[FollowUpRow, ...], dict[UUID, str]]:
    """Follow-ups that fall until a day, and the reference names of their files (1 query)."""
    rows = selectors.follow_ups_due(actor, until, mine=mine)
    names = {row.file_id: row.file.reference_name or row.file.number for row in rows}
    return tuple(follow_up_row(row) for row in rows), names


def follow_up_row(row: FollowUp) -> FollowUpRow:
    """One follow-up in words."""
    chip = Chip(day(row.due_on)) if row.done_on else Chip(*due(row.due_on))  # type: ignore[arg-type]
    return FollowUpRow(
        id=row.id,
        file_id=row.file_id,
        label=_("After %(months)s months") % {"months": row.months} if row.months > 1 else _("After 1 month"),
        due=chip,
        done=day(row.done_on),
        outcome=codes.words(care.FOLLOW_UP_OUTCOMES, row.outcome) if row.outcome else "",
        is_open=row.done_on is None and not row.is_cancelled,
        revision=row.revision,
    )


def stays_of(actor: Actor, file_id: UUID) -> tuple[StayRow, ...]:
    """Stays by their cover names, newest first; only for who sees this part."""
    rows = list(selectors.rows_of(actor, Stay, file_id).order_by("-since"))
    return tuple(StayRow(row.id, row.cover_name, day(row.since), day(row.until)) for row in rows)


def child_words(actor: Actor, file_id: UUID) -> tuple[tuple[str, str], ...]:
    """What stands on the child path, as labels and words; the child's view opens on its own page."""
    row = selectors.single(actor, ChildRecord, file_id)
    row = row or ChildRecord(file_id=file_id)
    notified = str(codes.Notified(row.notified).label)
    law = selectors.duty_title(row.duty) if row.duty else ""
    return (
        (_("Duty to notify"), ", ".join(filter(None, (notified, law, day(row.notified_on))))),
        (_("Guardian"), ", ".join(filter(None, (str(codes.Guardian(row.guardian).label), day(row.guardian_on))))),
        (_("Relatives"), str(codes.RelativesCheck(row.relatives).label)),
        (_("The child's own view"), _("written down") if row.own_view is not None else _("not written down yet")),
    )


def closing_words(actor: Actor, file_id: UUID) -> tuple[str, str]:
    """Why the case was closed last, and the note (an audited read); empty while it was never closed."""
    require_visible(actor, file_id, Closure.part_kind)
    row = selectors.rows_of(actor, Closure, file_id).filter(is_done=True).order_by("-closed_on").first()
    if row is None:
        return "", ""
    reason = codes.words(care.CLOSURE_REASONS, row.reason)
    return f"{reason}, {day(row.closed_on)}", sealing.open_text(row, "note", purpose="closure")


def steps_taken(stage: str) -> tuple[tuple[str, str], ...]:
    """The stages as a bar: label and state. A reopened case begins again."""
    at = stages.STEPS.index(stage) if stage in stages.STEPS else 0
    bar = []
    for index, code in enumerate(stages.STEPS):
        label = str(stages.CASE.state(stage if code == stages.NEW and stage == stages.REOPENED else code).label)
        bar.append((label, "done" if index < at else "current" if index == at else "todo"))
    return tuple(bar)
