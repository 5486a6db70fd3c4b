# SPDX-License-Identifier: Apache-2.0
"""The hours that a person said are safe, to the hour: at every other hour the gate is silent (SAFETY 4)."""

import datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from quatrefoil.foundation.messages import gate
from quatrefoil.foundation.messages.models import SafeContact

MONDAY = datetime.datetime(2026, 3, 2, tzinfo=timezone.get_default_timezone())


def hours_open(start: int | None, end: int | None) -> set[int]:
    row = SafeContact(file_id=uuid4(), channel="text", may_write=True, phone_state="own", from_hour=start, to_hour=end)
    return {hour for hour in range(24) if gate.verdict(row, "text", MONDAY + datetime.timedelta(hours=hour)).may_go}


@pytest.mark.parametrize(
    ("start", "end", "is_open"),
    [
        (None, None, set(range(24))),
        (10, 12, {10, 11}),
        (22, 2, {22, 23, 0, 1}),
        (14, None, set(range(14, 24))),
        (None, 9, set(range(9))),
        (10, 10, set()),
        (0, 24, set(range(24))),
    ],
)
def test_the_gate_is_open_in_the_hours_that_were_said_and_in_no_other(start, end, is_open):
    assert hours_open(start, end) == is_open


def test_weekdays_only_means_monday_to_friday():
    row = SafeContact(file_id=uuid4(), channel="text", may_write=True, phone_state="own", weekdays_only=True)
    days = [MONDAY + datetime.timedelta(days=number, hours=11) for number in range(7)]
    assert [gate.verdict(row, "text", day).may_go for day in days] == [True] * 5 + [False] * 2
