# SPDX-License-Identifier: Apache-2.0
"""Facts are a reading of history: rebuilding gives the same ledger, also after an erasure, and holds no person."""

import datetime

import pytest

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.facts import kinds, ledger, selectors, totals
from quatrefoil.foundation.facts.kinds import FactKind
from quatrefoil.foundation.facts.models import Fact
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.identity.roles import ALL_PARTS
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.vault import erasure

FACTS = system_actor("facts", rights=frozenset({"facts.rebuild"}), everywhere=ALL_PARTS)
MARCH, MAY = datetime.date(2026, 3, 1), datetime.date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(kinds, "KINDS", {})
    monkeypatch.setattr(kinds, "_BY_EVENT", {})
    monkeypatch.setattr(totals, "KINDS", kinds.KINDS)
    kinds.declare(FactKind("thing_done", "Things", "cases", "test.thing", dimensions={"form": "form"}))
    kinds.declare(FactKind("person_seen", "People", "people", "test.thing", counts_people=True))
    kinds.declare(FactKind("rare", "Rare", "cases", "test.thing", when=lambda codes: codes.get("form") == "rare"))


def happened(people, acting, *, region, form, on, times=1):
    with acting(people.amina):
        file = open_file(people.amina, "case", owner_id=people.amina.member_id, region=region)
        for _time in range(times):
            history.record(file, "protection", "test.thing", {"form": form}, valid_on=on)
    return file.id


def snapshot():
    return sorted(Fact.objects.values_list("id", "kind", "subject", "valid_on", "recorded_at", "region", "form"))


def test_rebuilding_gives_the_same_ledger(people, acting):
    happened(people, acting, region="north", form="work", on=datetime.date(2026, 3, 5), times=2)
    happened(people, acting, region="south", form="rare", on=datetime.date(2026, 4, 6))
    before = snapshot()
    with acting_as(FACTS, "rebuild"):
        assert ledger.rebuild(FACTS) == len(before) == 7
        assert snapshot() == before


def test_an_erased_person_leaves_events_without_a_subject_and_rebuilding_agrees(people, acting):
    erased = happened(people, acting, region="north", form="work", on=datetime.date(2026, 3, 5))
    happened(people, acting, region="north", form="work", on=datetime.date(2026, 3, 6))
    with acting(people.mio):
        erasure.erase(people.mio, erased)
    after = snapshot()
    assert [row[2] is None for row in after].count(True) == 2
    with acting_as(FACTS, "rebuild"):
        ledger.rebuild(FACTS)
        assert snapshot() == after


def test_a_fact_points_to_no_file(people, acting):
    file_id = happened(people, acting, region="north", form="work", on=datetime.date(2026, 3, 5))
    assert str(file_id) not in repr(list(Fact.objects.values()))


def test_totals_count_events_or_people_by_month_and_apart_by_region(people, acting):
    happened(people, acting, region="north", form="work", on=datetime.date(2026, 3, 5), times=3)
    happened(people, acting, region="south", form="work", on=datetime.date(2026, 4, 6))
    with acting_as(FACTS, "count"):
        totals.refresh(FACTS)
    with acting(people.farah):
        found = selectors.months(people.farah, ("thing_done", "person_seen"), MARCH, MAY)
        assert [(row.month.month, row.number) for row in found["thing_done"]] == [(3, 3), (4, 1)]
        assert [(row.month.month, row.number) for row in found["person_seen"]] == [(3, 1), (4, 1)]
        regions = selectors.regions(people.farah, "thing_done", 2026)
        assert [(row.region, row.number) for row in regions] == [("north", 3), ("south", 1)]


def test_who_may_not_read_numbers_reads_none(people, acting):
    with acting(people.amina), pytest.raises(NotVisible):
        selectors.regions(people.amina, "thing_done", 2026)
