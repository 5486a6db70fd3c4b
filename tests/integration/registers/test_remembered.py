# SPDX-License-Identifier: Apache-2.0
"""Regions are kept in the process for half a minute, and read again at once after a change."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from quatrefoil.foundation.registers import actions, remembered, selectors


def test_a_region_is_read_once_and_again_after_a_change(people, acting):
    with acting(people.mio) as mio:
        actions.save_region(mio, "north", {"name_en": "North"})
        assert selectors.region_names() == {"north": "North"}
        with CaptureQueriesContext(connection) as asked:
            selectors.region_names()
        assert len(asked) == 0
        actions.save_region(mio, "north", {"name_en": "The North"})
        assert selectors.region_names() == {"north": "The North"}


def test_after_half_a_minute_it_is_read_again(people, monkeypatch):
    selectors.region_names()
    now = remembered.time.monotonic()
    monkeypatch.setattr(remembered.time, "monotonic", lambda: now + remembered.SECONDS + 1)
    with CaptureQueriesContext(connection) as asked:
        selectors.region_names()
    assert len(asked) >= 1
