# SPDX-License-Identifier: Apache-2.0
"""What is planted is in the story, and the same seed tells the same story."""

import datetime
from collections import Counter
from statistics import mean

import numpy as np
import pytest

from quatrefoil.demo.geography import make_places
from quatrefoil.demo.people import IS_IDENTIFIED, IS_MISSED, make_population
from quatrefoil.demo.story import DAYS, NIGHT, Story

TODAY = datetime.date(2026, 11, 25)
SCALE = 6_000
PLACES = make_places(np.random.default_rng(11))


@pytest.fixture(scope="module")
def people():
    return make_population(11, SCALE, PLACES)


@pytest.fixture(scope="module")
def journeys(people):
    return list(Story(11, people, PLACES, TODAY).journeys())


def test_there_are_about_as_many_cases_as_were_asked_for(journeys):
    assert sum(each.case is not None for each in journeys) == pytest.approx(SCALE, rel=0.08)


def test_one_region_identifies_few_of_those_whom_it_screens(people):
    share = {
        region: people.identified[of].sum() / people.screened[of].sum()
        for region in range(len(PLACES))
        if (of := (people.region == region) & people.exploited).any()
    }
    missed = share.pop(people.missed_region)
    assert missed == pytest.approx(IS_MISSED, abs=0.08)
    assert min(share.values()) > missed + 0.3
    assert mean(share.values()) == pytest.approx(IS_IDENTIFIED, abs=0.03)


def test_most_of_the_exploited_are_hidden(people):
    hidden = people.exploited & ~people.identified
    assert hidden.sum() > 0.5 * people.exploited.sum()


def test_who_calls_at_night_waits_longer_for_a_case(journeys):
    waited = {True: [], False: []}
    for each in journeys:
        if each.case:
            night = each.contacts[0].at.hour in NIGHT
            waited[night].append((each.case.opened_at - each.contacts[0].at).total_seconds())
    assert mean(waited[True]) > 2 * mean(waited[False])


def test_the_harvest_and_the_years_bring_more(journeys):
    months = Counter(each.contacts[0].at.month for each in journeys)
    assert months[9] > 1.5 * months[1]
    first, last = (
        sum(low <= (each.contacts[0].at.date() - TODAY).days + DAYS < low + 365 for each in journeys)
        for low in (0, DAYS - 365)
    )
    assert last > 1.3 * first


def test_nothing_happens_after_today(journeys):
    for each in journeys:
        assert all(contact.at.date() < TODAY for contact in each.contacts)
        if each.case:
            assert each.case.opened_at.date() < TODAY
            assert [day for _stage, day in each.case.stages] == sorted(day for _stage, day in each.case.stages)
            assert each.case.stages[-1][1] <= TODAY
            assert bool(each.case.closure) == (each.case.stage == "closed")


def test_the_same_seed_tells_the_same_story_and_another_another(people, journeys):
    again = list(Story(11, make_population(11, SCALE, PLACES), PLACES, TODAY).journeys())
    assert again == journeys
    assert list(Story(12, make_population(12, SCALE, PLACES), PLACES, TODAY).journeys()) != journeys


def test_the_clock_of_the_builder_does_not_go_outside_the_demo(monkeypatch):
    from django.conf import settings
    from django.utils import timezone

    from quatrefoil.demo.clock import OnlyInTheDemo, another_time

    before = timezone.now
    monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update={"mode": "production"}))
    with pytest.raises(OnlyInTheDemo), another_time():
        pass
    assert timezone.now is before


def test_the_clock_of_the_builder_goes_back_and_never_ahead():
    from django.utils import timezone

    from quatrefoil.demo.clock import another_time
    from quatrefoil.foundation.records.models import File

    before = timezone.now
    with another_time() as clock:
        clock.set(datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC))
        assert File(kind="case").recorded_at.date() == datetime.date(2024, 2, 29)
        assert timezone.localdate() == datetime.date(2024, 2, 29)
        clock.set(before() + datetime.timedelta(days=3))
        assert timezone.now() <= before()
    assert timezone.now is before
    assert File(kind="case").recorded_at.year >= 2026
