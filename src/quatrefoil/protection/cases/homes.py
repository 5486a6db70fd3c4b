# SPDX-License-Identifier: Apache-2.0
"""What a case manager and a supervisor come to in the morning."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.records.selectors import file_references
from quatrefoil.foundation.requests.selectors import RequestRow, to_answer
from quatrefoil.foundation.ui.dates import age_of
from quatrefoil.foundation.workflow.selectors import appointments as planned
from quatrefoil.protection.cases import lists, selectors
from quatrefoil.protection.cases.lists import CaseListRow, Wanted
from quatrefoil.protection.cases.stage_actions import APPROVAL

ON_HOME = 12
TASKS_ON_HOME = 6
APPOINTMENT_DAYS = 14


@dataclass(frozen=True, slots=True)
class MyDay:
    """The numbers of one worker's day."""

    open: int
    danger: int
    overdue: int
    oldest: str
    today: int
    follow_ups: int


@dataclass(frozen=True, slots=True)
class LoadRow:
    """The caseload of one member."""

    member: UUID | None
    name: str
    open: int
    danger: int
    held: int
    late: int


@dataclass(frozen=True, slots=True)
class AppointmentOnHome:
    """An appointment with the name of the file, never with what was written about it."""

    file_id: UUID
    reference: str
    when: str
    what: str


def my_day(actor: Actor) -> MyDay:
    """Open cases, danger, what is late or due today, follow-ups of this month (3 queries)."""
    counts = selectors.own_counts(actor)
    now = timezone.now()
    dues = selectors.own_dues(actor, now + datetime.timedelta(days=1))
    late = [at for at in dues if at < now]
    today = timezone.localdate()
    due_today = [at for at in dues if at >= now and timezone.localtime(at).date() == today]
    oldest = _("oldest %(age)s") % {"age": age_of(late[0], now)} if late else ""
    month = today + datetime.timedelta(days=30)
    return MyDay(
        counts["open"], counts["danger"], len(late), oldest, len(due_today), selectors.own_follow_ups(actor, month)
    )


def cannot_wait(actor: Actor) -> str:
    """How many things cannot wait, in a sentence (2 queries)."""
    return waits(len(selectors.own_dues(actor, timezone.now())) + selectors.own_counts(actor)["danger"])


def waits(count: int) -> str:
    """How many things cannot wait, in a sentence."""
    if not count:
        return _("Nothing is overdue.")
    words = ngettext("%(count)s thing cannot wait.", "%(count)s things cannot wait.", count)
    return words % {"count": count}


def my_cases(actor: Actor) -> tuple[CaseListRow, ...]:
    """The first of my cases by what is due next (at most 7 queries)."""
    return lists.cases(actor, Wanted(), ON_HOME).rows


def tasks(actor: Actor) -> tuple[RequestRow, ...]:
    """Tasks and questions for me, what is due first (at most 3 queries)."""
    return to_answer(actor, most=TASKS_ON_HOME)


def appointments(actor: Actor) -> tuple[AppointmentOnHome, ...]:
    """My appointments of the next days, and those whose day has passed unanswered (at most 3 queries)."""
    rows = planned(actor, mine=True, until=timezone.now() + datetime.timedelta(days=APPOINTMENT_DAYS))[:TASKS_ON_HOME]
    names = file_references(actor, {row.file_id for row in rows}) if rows else {}
    return tuple(
        AppointmentOnHome(row.file_id, names[row.file_id], row.when, selectors.appointment_label(row.kind))
        for row in rows
        if row.file_id in names
    )


def caseload(actor: Actor) -> tuple[LoadRow, ...]:
    """Open cases of my teams by member (3 queries)."""
    loads, late = selectors.caseload(actor), selectors.late_by_holder(actor)
    names = dict(selectors.case_workers(actor, actor.team_ids))
    members: list[UUID | None] = [*names, *(each for each in loads if each not in names)]
    empty = {"open": 0, "danger": 0, "held": 0}
    return tuple(
        LoadRow(
            member=member,
            name=names.get(member, _("Somebody of another team")) if member else _("Nobody yet"),
            late=late.get(member, 0) if member else sum(late.get(team, 0) for team in actor.team_ids),
            **loads.get(member, empty),
        )
        for member in members
    )


def approvals(actor: Actor) -> tuple[RequestRow, ...]:
    """Steps of cases that wait for me as the second person (3 queries)."""
    return to_answer(actor, kinds=(APPROVAL,))


def overdue(actor: Actor) -> tuple[CaseListRow, ...]:
    """What is overdue in my teams, the oldest first (at most 7 queries)."""
    return lists.cases(actor, Wanted(view=lists.OVERDUE), ON_HOME).rows
