# SPDX-License-Identifier: Apache-2.0
"""Clocks as data: start, length in minutes, working or calendar days, pauses, escalation."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise

from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.registers.calendar import add_working_days, working_calendar
from quatrefoil.foundation.workflow.models import Clock, ClockSetting

MINUTES, CALENDAR_DAYS, WORKING_DAYS = "minutes", "calendar_days", "working_days"
END_OF_DAY = datetime.time(23, 59)


@dataclass(frozen=True, slots=True)
class ClockKind:
    """A clock as a wing declares it. `escalate` is called at each missed step with (clock, step)."""

    code: str
    label: str | Promise
    amount: int
    unit: str
    escalate: Callable[[Clock, int], None] | None = None
    escalate_every_minutes: int = 0
    most_steps: int = 1


KINDS: dict[str, ClockKind] = {}


def declare(kind: ClockKind) -> ClockKind:
    """Make a kind of clock known."""
    KINDS[kind.code] = kind
    return kind


def due_after(kind: str, start: datetime.datetime, jurisdiction: str = "") -> datetime.datetime:
    """When a clock that starts at `start` is due, by the jurisdiction's setting or the declared length."""
    declared = KINDS[kind]
    setting = (
        ClockSetting.objects.filter(kind=kind, jurisdiction__in=("", jurisdiction)).order_by("-jurisdiction").first()
    )
    amount, unit = (setting.amount, setting.unit) if setting else (declared.amount, declared.unit)
    if unit == MINUTES:
        return start + datetime.timedelta(minutes=amount)
    day = timezone.localtime(start).date()
    if unit == WORKING_DAYS:
        due = add_working_days(day, amount, working_calendar(jurisdiction))
    else:
        due = day + datetime.timedelta(days=amount)
    return timezone.make_aware(datetime.datetime.combine(due, END_OF_DAY))


def start(
    record: UUID,
    record_kind: str,
    kind: str,
    holder: UUID,
    *,
    at: datetime.datetime | None = None,
    due_at: datetime.datetime | None = None,
    jurisdiction: str = "",
) -> Clock:
    """Start a clock inside an action; one that runs already is kept."""
    running = Clock.objects.filter(record=record, kind=kind, ended_at__isnull=True).first()
    if running:
        return running
    begin = at or timezone.now()
    clock = Clock(record=record, record_kind=record_kind, kind=kind, holder=holder, started_at=begin)
    clock.due_at = due_at or due_after(kind, begin, jurisdiction)
    clock.save(force_insert=True)
    trail.wrote("clock.start", record, detail=kind)
    return clock


def end(record: UUID, kind: str, outcome: str = "done") -> bool:
    """End a running clock of a record; False when none runs."""
    now = timezone.now()
    ended = Clock.objects.filter(record=record, kind=kind, ended_at__isnull=True).update(ended_at=now, outcome=outcome)
    if ended:
        trail.wrote("clock.end", record, detail=f"{kind} {outcome}")
    return bool(ended)


def end_all(record: UUID, outcome: str) -> None:
    """End every clock of a record (it is closed, or given away)."""
    Clock.objects.filter(record=record, ended_at__isnull=True).update(ended_at=timezone.now(), outcome=outcome)


def pause(record: UUID, kind: str) -> None:
    """Stop the time of a clock until it is resumed."""
    Clock.objects.filter(record=record, kind=kind, ended_at__isnull=True, paused_at__isnull=True).update(
        paused_at=timezone.now()
    )


def resume(record: UUID, kind: str) -> None:
    """Let a paused clock run on; its due moment moves by the pause."""
    clock = Clock.objects.filter(record=record, kind=kind, ended_at__isnull=True, paused_at__isnull=False).first()
    if clock is None or clock.paused_at is None:
        return
    clock.due_at += timezone.now() - clock.paused_at
    clock.paused_at = None
    clock.save(update_fields=["due_at", "paused_at"])


def escalate_due(_actor: Actor, now: datetime.datetime | None = None) -> int:
    """Escalate every clock that is past its moment; run by the tick as a system actor. Returns how many."""
    now = now or timezone.now()
    late = Clock.objects.filter(ended_at__isnull=True, paused_at__isnull=True, due_at__lte=now).order_by("due_at")
    count = 0
    for clock in late:
        kind = KINDS.get(clock.kind)
        if kind is None or kind.escalate is None or clock.step >= kind.most_steps or not _is_due(clock, kind, now):
            continue
        clock.step += 1
        clock.save(update_fields=["step"])
        kind.escalate(clock, clock.step)
        trail.wrote("clock.escalate", clock.record, detail=f"{clock.kind} {clock.step}")
        count += 1
    return count


def _is_due(clock: Clock, kind: ClockKind, now: datetime.datetime) -> bool:
    wait = datetime.timedelta(minutes=kind.escalate_every_minutes * clock.step)
    return now >= clock.due_at + wait
