# SPDX-License-Identifier: Apache-2.0
"""The working calendar that an administrator keeps."""

import datetime

import pytest

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.registers import actions
from quatrefoil.foundation.registers.calendar import working_calendar
from tests.people import People

DAY = datetime.date(2026, 5, 4)


def test_a_holiday_of_one_region_does_not_stop_the_clocks_of_another(people: People, acting) -> None:
    with acting(people.mio) as mio:
        actions.save_holiday(mio, DAY, "Founders", region="N")
    assert not working_calendar("N").is_working_day(DAY)
    assert working_calendar("S").is_working_day(DAY)
    with acting(people.mio) as mio:
        actions.remove_holiday(mio, DAY, region="N")
    assert working_calendar("N").is_working_day(DAY)


def test_days_of_rest_are_those_of_the_country(people: People, acting) -> None:
    assert not working_calendar().is_working_day(datetime.date(2026, 5, 3))
    with acting(people.mio) as mio:
        actions.save_rest_days(mio, {4, 5})
        with pytest.raises(Refused):
            actions.save_rest_days(mio, range(7))
    assert working_calendar().is_working_day(datetime.date(2026, 5, 3))
    assert not working_calendar().is_working_day(datetime.date(2026, 5, 1))
