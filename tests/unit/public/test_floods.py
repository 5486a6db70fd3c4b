# SPDX-License-Identifier: Apache-2.0
"""Thresholds count the last minute and nothing about anybody."""

import time

import pytest

from quatrefoil.public import floods
from quatrefoil.public.floods import Pace, lasting


def test_a_pace_is_over_when_the_last_minute_holds_more_than_its_threshold(monkeypatch: pytest.MonkeyPatch):
    clock = [1000.0]
    monkeypatch.setattr(floods.time, "monotonic", lambda: clock[0])
    pace = Pace(3)
    assert [pace.is_over() for _each in range(4)] == [False, False, False, True]
    clock[0] += 61
    assert not pace.is_over()
    assert pace.is_over(3)


def test_what_lasts_ends_no_sooner_even_when_it_fails():
    start = time.monotonic()
    with pytest.raises(KeyError), lasting(0.05):
        raise KeyError
    assert time.monotonic() - start >= 0.05
