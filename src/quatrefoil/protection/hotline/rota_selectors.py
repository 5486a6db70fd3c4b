# SPDX-License-Identifier: Apache-2.0
"""The rota of a week, opening hours, and until when the rota carries the promise that a person is on duty."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member, Team
from quatrefoil.foundation.registers.kinds import Weekday
from quatrefoil.foundation.ui.dates import day
from quatrefoil.foundation.workflow.models import Duty, Shift
from quatrefoil.protection.hotline.models import OpeningHours

WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ShiftPiece:
    """One shift on a day."""

    id: UUID
    who: str
    duty: str
    hours: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class DayColumn:
    """One day of the week."""

    label: str
    open_hours: str
    is_today: bool
    shifts: tuple[ShiftPiece, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday."""

    days: tuple[DayColumn, ...]
    title: str
    before: str
    after: str
    on_duty: str


def monday_of(on: datetime.date) -> datetime.date:
    """The Monday of a day's week."""
    return on - datetime.timedelta(days=on.weekday())


def week(actor: Actor, start: datetime.date) -> Week:
    """The rota of the actor's organisation in one week (4 queries)."""
    begin = timezone.make_aware(datetime.datetime.combine(start, datetime.time()))
    teams = list(Team.objects.filter(organisation_id=actor.organisation_id).values_list("id", flat=True))
    found = list(
        Shift.objects.filter(team__in=teams, starts_at__lt=begin + WEEK, ends_at__gt=begin).order_by("starts_at")
    )
    names = dict(Member.objects.filter(id__in={row.member for row in found}).values_list("id", "name"))
    hours = opening_hours(actor)
    days = tuple(_day(start + datetime.timedelta(days=index), found, names, hours) for index in range(7))
    last = start + datetime.timedelta(days=6)
    return Week(
        days,
        _("%(first)s to %(last)s") % {"first": day(start), "last": day(last)},
        (start - WEEK).isoformat(),
        (start + WEEK).isoformat(),
        _on_duty_words(found, names),
    )


def _day(on: datetime.date, shifts: list[Shift], names: dict[UUID, str], hours: dict[int, str]) -> DayColumn:
    now = timezone.now()
    rows = tuple(
        ShiftPiece(
            row.id,
            names.get(row.member, ""),
            str(Duty(row.duty).label),
            f"{timezone.localtime(row.starts_at):%H:%M}–{timezone.localtime(row.ends_at):%H:%M}",
            row.starts_at <= now < row.ends_at,
        )
        for row in shifts
        if timezone.localdate(row.starts_at) == on
    )
    label = _("%(weekday)s %(day)s") % {"weekday": Weekday(on.weekday()).label, "day": day(on)}
    return DayColumn(label, hours.get(on.weekday(), ""), on == timezone.localdate(), rows)


def _on_duty_words(shifts: list[Shift], names: dict[UUID, str]) -> str:
    now = timezone.now()
    at_work = [
        names.get(row.member, "") for row in shifts if row.starts_at <= now < row.ends_at and row.duty == Duty.DESK
    ]
    if not at_work:
        return _("Nobody is at the desk now, and the public site promises nobody.")
    return _("At the desk now: %(names)s.") % {"names": ", ".join(at_work)}


def opening_hours(actor: Actor) -> dict[int, str]:
    """Hours in words by weekday (Monday is 0)."""
    rows = OpeningHours.objects.filter(organisation=actor.organisation_id)
    return {row.weekday: f"{row.opens:%H:%M}–{row.closes:%H:%M}" for row in rows}


def opening_times(actor: Actor) -> dict[str, datetime.time]:
    """Hours for the form: opens_0, closes_0, …"""
    rows = OpeningHours.objects.filter(organisation=actor.organisation_id)
    pairs = [(f"{name}_{row.weekday}", getattr(row, name)) for row in rows for name in ("opens", "closes")]
    return dict(pairs)


def covered_until(teams: tuple[UUID, ...], now: datetime.datetime) -> datetime.datetime:
    """Until when somebody is at the desk without a gap; `now` itself when nobody is."""
    shifts = Shift.objects.filter(
        team__in=teams, duty=Duty.DESK, ends_at__gt=now, starts_at__lt=now + datetime.timedelta(days=1)
    )
    end = now
    for starts, ends in sorted(shifts.values_list("starts_at", "ends_at")):
        if starts > end:
            break
        end = max(end, ends)
    return end


def team_choices(actor: Actor) -> list[tuple[str, str]]:
    """Teams that the actor's organisation has."""
    rows = Team.objects.filter(organisation_id=actor.organisation_id).order_by("name")
    return [(str(row.id), row.name) for row in rows]


def member_choices(actor: Actor) -> list[tuple[str, str]]:
    """Colleagues at work, by name."""
    today = timezone.localdate()
    rows = Member.objects.filter(organisation_id=actor.organisation_id, is_active=True).exclude(ends_on__lt=today)
    return [(str(row.id), row.name) for row in rows.order_by("name")]
