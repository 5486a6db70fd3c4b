# SPDX-License-Identifier: Apache-2.0
"""The national page: from prepared totals, through the disclosure rule, for who may read numbers."""

import datetime

import pytest
from django.utils import timezone

from quatrefoil.evaluation.indicators import selectors
from quatrefoil.foundation.facts import kinds
from quatrefoil.foundation.facts.kinds import FactKind
from quatrefoil.foundation.facts.models import Total
from tests.page_queries import page_queries

NOW = timezone.now()


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(kinds, "KINDS", {})
    monkeypatch.setattr(selectors, "KINDS", kinds.KINDS)
    from quatrefoil.evaluation.indicators import views

    monkeypatch.setattr(views, "KINDS", kinds.KINDS)
    kinds.declare(FactKind("things", "Things counted", "cases", "test.national", headline=1))


def totals(numbers):
    period = selectors.period_to()
    for place, number in enumerate(numbers):
        month = selectors.months_back(period.start, -place)
        Total.objects.create(kind="things", month=month, number=number, known_at=NOW)
    return period


def test_the_page_shows_totals_and_hides_small_ones(people, browsing):
    totals([40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 7])
    answer = browsing(people.farah).get("/country/table/things/").content.decode()
    assert ">49<" in answer
    assert ">7<" not in answer and ">40<" not in answer  # the small one, and the next smallest with it


def test_the_csv_hides_the_same_cells(people, browsing):
    totals([40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 7])
    lines = browsing(people.farah).get("/country/table/things/?format=csv").content.decode().splitlines()
    assert [line.rpartition(",")[2] for line in lines[1:]].count("withheld") == 2


def test_who_sees_people_does_not_see_the_country_and_the_rapporteur_sees_no_people(people, browsing):
    assert browsing(people.amina).get("/country/").status_code == 404
    assert browsing(people.farah).get("/country/").status_code == 200


def test_the_page_reads_snapshots_in_few_queries(people, browsing):
    totals([20] * 12)
    assert len(page_queries(browsing(people.farah), "/country/")) <= 6


def test_a_period_is_twelve_whole_months():
    period = selectors.period_to(datetime.date(2026, 2, 1))
    assert (period.start, period.end) == (datetime.date(2025, 3, 1), datetime.date(2026, 3, 1))
    assert period.before == (datetime.date(2024, 3, 1), datetime.date(2025, 3, 1))
