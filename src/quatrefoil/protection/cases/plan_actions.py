# SPDX-License-Identifier: Apache-2.0
"""Needs, goals, stays and follow-ups: the rows of the plan."""

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.selectors import require_visible, visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records import history
from quatrefoil.foundation.registers import selectors as registers
from quatrefoil.foundation.vault.models import Part
from quatrefoil.foundation.vault.parts import digests_of, save_part
from quatrefoil.foundation.workflow import clocks
from quatrefoil.protection.cases import codes
from quatrefoil.protection.cases.actions import WING, as_codes, case_of, end_of, refuse_closed, refuse_held, start_clock
from quatrefoil.protection.cases.models import FollowUp, Need, PlanGoal, Stay
from quatrefoil.standards import care

P = TypeVar("P", bound=Part)


@action("part.edit")
def save_need(
    actor: Actor,
    /,
    file_id: UUID,
    need_id: UUID | None,
    texts: Mapping[str, str],
    seen_revision: int = 0,
    **fields: Any,
) -> Need:
    """Add a need, or change one. `fields`: need, level, state, service. Idempotent on a new `need_id`."""
    _check_need(actor, file_id, fields)
    row = _row(actor, Need, file_id, need_id)
    before = 0 if row._state.adding else row.revision  # noqa: SLF001 - Django's own way to ask
    saved = save_part(row, texts, seen_revision=seen_revision, **fields)
    if saved.revision != before:
        said = as_codes(need=saved.need, level=saved.level, state=saved.state)
        history.record(file_id, WING, "case.need", said, part="plan")
        records.touch(file_id)
    return saved


def _check_need(actor: Actor, file_id: UUID, fields: Mapping[str, Any]) -> None:
    case = case_of(actor, file_id)
    refuse_held(case)
    refuse_closed(case)
    if fields.get("need") not in care.NEEDS or fields.get("level") not in codes.Level.values:
        raise Refused(_("Choose the need, and how soon it must be met."), code="need")
    if fields.get("state", "open") not in care.NEED_STATES:
        raise Refused(_("Say how it stands."), code="need_state")
    if fields.get("service"):
        registers.place(fields["service"])


@action("part.edit")
def remove_need(actor: Actor, file_id: UUID, need_id: UUID, seen_revision: int) -> None:
    """Take back a need that was written down by mistake; what was offered and not wanted is a state instead."""
    row = _row(actor, Need, file_id, need_id)
    if row._state.adding:  # noqa: SLF001 - Django's own way to ask
        raise NotVisible
    if row.revision != seen_revision or row.state != "open" or row.service is not None:
        raise Refused(_("This need has been worked on. Say how it stands instead of removing it."), code="in_use")
    history.record(file_id, WING, "case.need_removed", {"need": row.need}, part="plan")
    trail.wrote("case.need_removed", file_id, "plan", detail=row.need)
    row.delete()


@action("part.edit")
def save_goal(
    actor: Actor,
    /,
    file_id: UUID,
    goal_id: UUID | None,
    texts: Mapping[str, str],
    seen_revision: int = 0,
    **fields: Any,
) -> PlanGoal:
    """Add a goal that the person chose, or change one. `fields`: type, state, planned_end, review_on."""
    case = case_of(actor, file_id)
    refuse_held(case)
    refuse_closed(case)
    if fields.get("type") not in dict(codes.goal_type_choices()):
        raise Refused(_("Choose what the goal is about."), code="goal_type")
    if not texts.get("objective", "").strip():
        raise Refused(_("Write down the goal in the words of the person."), code="objective")
    row = _row(actor, PlanGoal, file_id, goal_id)
    ended = None if fields.get("state", "open") == codes.GoalState.OPEN else row.ended_on or timezone.localdate()
    saved = save_part(row, texts, seen_revision=seen_revision, **{**fields, "ended_on": ended})
    said: history.Codes = {"type": saved.type, "state": saved.state, "revision": saved.revision, **digests_of(saved)}
    history.record(file_id, WING, "case.goal", said, part="plan")
    records.touch(file_id)
    return saved


def _row(actor: Actor, model: type[P], file_id: UUID, row_id: UUID | None) -> P:
    require_visible(actor, file_id, model.part_kind)
    found: P | None = model.objects.filter(id=row_id, file_id=file_id).first() if row_id else None
    return found or model(id=row_id or uuid4(), file_id=file_id)


# Where the person stays ------------------------------------------------------------------------------


@action("part.edit")
def begin_stay(actor: Actor, file_id: UUID, service_id: UUID, since: datetime.date) -> Stay:
    """The person stays in a safe place from a day on; an earlier stay ends. Only the cover name is kept (SAFETY 13)."""
    case = case_of(actor, file_id)
    refuse_held(case)
    require_visible(actor, file_id, Stay.part_kind)
    place = registers.place(service_id)
    if not place.is_safe_place:
        raise Refused(_("Choose a safe place of the directory."), code="no_safe_place")
    _end_stays(actor, file_id, since)
    stay = save_part(Stay(file_id=file_id), {}, service=service_id, cover_name=place.name, since=since)
    # Not even the cover name: history is read by more people than the stay.
    history.record(file_id, WING, "case.stay_began", valid_on=since, part="stay")
    records.touch(file_id)
    return stay


@action("part.edit")
def end_stay(actor: Actor, file_id: UUID, until: datetime.date) -> None:
    """The person left."""
    require_visible(actor, file_id, Stay.part_kind)
    if _end_stays(actor, file_id, until):
        history.record(file_id, WING, "case.stay_ended", valid_on=until, part="stay")
        records.touch(file_id)


def _end_stays(actor: Actor, file_id: UUID, until: datetime.date) -> int:
    rows = list(visible(Stay.objects.filter(file_id=file_id, until__isnull=True), actor))
    for stay in rows:
        save_part(stay, {}, seen_revision=stay.revision, until=max(until, stay.since))
    return len(rows)


# Follow-up -------------------------------------------------------------------------------------------


def plan_follow_ups(file_id: UUID, since: datetime.date) -> None:
    """Plan follow-ups 1, 3, 6, 12 and 24 months after services ended; those planned before and not done fall away."""
    cancel_follow_ups(file_id)
    for months, due_on in zip(care.FOLLOW_UP_MONTHS, care.follow_up_days(since), strict=True):
        save_part(FollowUp(file_id=file_id), {}, months=months, due_on=due_on)


def cancel_follow_ups(file_id: UUID) -> None:
    """Follow-ups that are not done fall away."""
    FollowUp.objects.filter(file_id=file_id, done_on__isnull=True).update(is_cancelled=True)


def watch_follow_ups(actor: Actor, file_id: UUID) -> None:
    """Let the clock of follow-up run for the next one."""
    clocks.end(file_id, "case.follow_up")
    waiting = FollowUp.objects.filter(file_id=file_id, done_on__isnull=True, is_cancelled=False)
    following = waiting.order_by("due_on").first()
    if following is not None:
        start_clock(case_of(actor, file_id).file, "case.follow_up", due_at=end_of(following.due_on))


@action("part.edit")
def settle_follow_up(
    actor: Actor, follow_up_id: UUID, outcome: str, text: str, done_on: datetime.date, seen_revision: int
) -> None:
    """Say what a follow-up found. Nothing but the outcome must be filled."""
    row = visible(FollowUp.objects.filter(id=follow_up_id), actor).first()
    if row is None:
        raise NotVisible
    if outcome not in care.FOLLOW_UP_OUTCOMES:
        raise Refused(_("Say how it went."), code="outcome")
    if done_on > timezone.localdate():
        raise Refused(_("The date lies in the future."), code="future")
    found = {"outcome": outcome, "done_on": done_on, "member": actor.member_id}
    save_part(row, {"words": text}, seen_revision=seen_revision, **found)
    said = {"outcome": outcome, "months": row.months}
    history.record(row.file_id, WING, "case.followed_up", said, valid_on=done_on, part="plan")
    if outcome == "declined":
        cancel_follow_ups(row.file_id)
    watch_follow_ups(actor, row.file_id)
    records.touch(row.file_id)
