# SPDX-License-Identifier: Apache-2.0
"""Clocks that count in working days."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.foundation.registers.calendar import WorkingCalendar, add_working_days, working_days_between

FRIDAY = datetime.date(2026, 5, 1)
SATURDAY = datetime.date(2026, 5, 2)
MONDAY = datetime.date(2026, 5, 4)
TUESDAY = datetime.date(2026, 5, 5)


def test_five_working_days_from_friday_are_the_next_friday() -> None:
    assert add_working_days(FRIDAY, 5, WorkingCalendar()) == datetime.date(2026, 5, 8)


def test_what_comes_in_on_saturday_is_due_on_monday_after_one_working_day() -> None:
    assert add_working_days(SATURDAY, 1, WorkingCalendar()) == MONDAY


def test_a_holiday_is_skipped() -> None:
    assert add_working_days(FRIDAY, 1, WorkingCalendar(holidays=frozenset({MONDAY}))) == TUESDAY


def test_no_days_from_a_day_of_rest_are_the_first_working_day() -> None:
    assert add_working_days(SATURDAY, 0, WorkingCalendar()) == MONDAY
    assert add_working_days(MONDAY, 0, WorkingCalendar()) == MONDAY


def test_where_friday_and_saturday_are_rest_sunday_counts() -> None:
    there = WorkingCalendar(rest_days=frozenset({4, 5}))
    assert add_working_days(datetime.date(2026, 4, 30), 1, there) == datetime.date(2026, 5, 3)


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="no clocks"):
        WorkingCalendar(rest_days=frozenset(range(7)))


def test_working_days_are_counted_forwards_only() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(MONDAY, -1, WorkingCalendar())


@given(
    start=st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)),
    days=st.integers(0, 60),
    rest=st.frozensets(st.integers(0, 6), max_size=5),
    holidays=st.frozensets(st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)), max_size=10),
)
def test_adding_and_counting_agree_and_always_end_on_a_working_day(
    start: datetime.date, days: int, rest: frozenset[int], holidays: frozenset[datetime.date]
) -> None:
    calendar = WorkingCalendar(rest, holidays)
    end = add_working_days(start, days, calendar)
    assert calendar.is_working_day(end)
    if days:
        assert working_days_between(start, end, calendar) == days
