# SPDX-License-Identifier: Apache-2.0
"""Thresholds count the last minute and nothing about anybody."""

import datetime
import time

import pytest
from django.utils import timezone

from quatrefoil.public.floods import Pace, lasting


def test_a_pace_is_over_when_the_last_minute_holds_more_than_its_threshold():
    asked: list[datetime.datetime] = []
    pace = Pace(3, lambda since: asked.append(since) or 2)
    assert [pace.is_over(more) for more in (0, 1, 2)] == [False, False, True]
    assert all(timezone.now() - since < datetime.timedelta(seconds=61) for since in asked)


def test_what_lasts_ends_no_sooner_even_when_it_fails():
    start = time.monotonic()
    with pytest.raises(KeyError), lasting(0.05):
        raise KeyError
    assert time.monotonic() - start >= 0.05
