# SPDX-License-Identifier: Apache-2.0
"""Working days: a value, and two pure functions over it."""

import datetime
from dataclasses import dataclass

from quatrefoil.foundation.registers.models import Holiday, RestDay

SATURDAY_AND_SUNDAY = frozenset({5, 6})
ONE_DAY = datetime.timedelta(days=1)
DAYS_IN_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Days of rest and holidays of one place."""

    rest_days: frozenset[int] = SATURDAY_AND_SUNDAY
    holidays: frozenset[datetime.date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.rest_days) >= DAYS_IN_A_WEEK:
            raise ValueError("a week without a working day has no clocks")

    def is_working_day(self, day: datetime.date) -> bool:
        """Is this neither a day of rest nor a holiday?"""
        return day.weekday() not in self.rest_days and day not in self.holidays


def add_working_days(start: datetime.date, days: int, calendar: WorkingCalendar) -> datetime.date:
    """The day that lies `days` working days after `start` (0: the first working day from `start` on)."""
    if days < 0:
        raise ValueError("working days are counted forwards")
    day = start
    while not days and not calendar.is_working_day(day):
        day += ONE_DAY
    for _each in range(days):
        day += ONE_DAY
        while not calendar.is_working_day(day):
            day += ONE_DAY
    return day


def working_days_between(start: datetime.date, end: datetime.date, calendar: WorkingCalendar) -> int:
    """How many working days lie after `start`, up to and with `end`; 0 when `end` is not later."""
    span = max(0, (end - start).days)
    return sum(calendar.is_working_day(start + n * ONE_DAY) for n in range(1, span + 1))


def working_calendar(region: str = "") -> WorkingCalendar:
    """The calendar of a region: its holidays and those of the whole country (2 queries)."""
    places = {"", region}
    rest = frozenset(RestDay.objects.values_list("weekday", flat=True))
    days = frozenset(Holiday.objects.filter(region__in=places).values_list("on", flat=True))
    return WorkingCalendar(rest or SATURDAY_AND_SUNDAY, days)
