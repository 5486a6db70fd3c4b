# SPDX-License-Identifier: Apache-2.0
"""Facts are a reading of history: rebuilding gives the same ledger, also after an erasure, and holds no person."""

import datetime
from uuid import uuid5

import pytest

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.facts import kinds, ledger, selectors, totals
from quatrefoil.foundation.facts.kinds import FactKind
from quatrefoil.foundation.facts.models import Fact
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.identity.roles import ALL_PARTS
from quatrefoil.foundation.records import history
from quatrefoil.foundation.records.actions import link_same_person, open_file, undo_same_person
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.sharing import actions as sharing
from quatrefoil.foundation.sharing.codes import Check, ConsentKind, How
from quatrefoil.foundation.vault import erasure

FACTS = system_actor("facts", rights=frozenset({"facts.rebuild"}), everywhere=ALL_PARTS)
TODAY = datetime.date.today()
MARCH, MAY = datetime.date(2026, 3, 1), datetime.date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(kinds, "KINDS", {})
    monkeypatch.setattr(kinds, "_BY_EVENT", {})
    monkeypatch.setattr(totals, "KINDS", kinds.KINDS)
    kinds.declare(FactKind("thing_done", "Things", "cases", "test.thing", dimensions={"form": "form", "reason": "why"}))
    kinds.declare(FactKind("person_seen", "People", "people", "test.thing", counts_people=True))
    kinds.declare(FactKind("rare", "Rare", "cases", "test.thing", when=lambda codes: codes.get("form") == "rare"))


def happened(people, acting, *, region, form, on, times=1, agrees=True):
    with acting(people.amina):
        (team,) = people.amina.team_ids
        file = open_file(people.amina, "case", owner_id=people.amina.member_id, team_id=team, region=region)
        if agrees:
            say(people.amina, file.id)
        for _time in range(times):
            history.record(file, "protection", "test.thing", {"form": form, "why": "asked"}, valid_on=on)
    return file.id


def say(actor, file_id, *, agreed=True, **more):
    said = {"language": "am", "how": How.SPOKEN, "given_on": TODAY, "told": frozenset(Check.values), **more}
    return sharing.record_consent(actor, file_id, sharing.Answer(ConsentKind.STATISTICS, agreed=agreed, **said))


def known(file_id):
    """What the facts of a file's events know of the person: (subject, form, reason) of the things done."""
    ids = [uuid5(ledger.NAMESPACE, f"{entry}:thing_done") for entry in entries_of(file_id)]
    return [
        (subject is not None, form, reason)
        for subject, form, reason in Fact.objects.filter(id__in=ids).values_list("subject", "form", "reason")
    ]


def entries_of(file_id):
    with acting_as(FACTS, "look"):
        return list(History.objects.filter(file_id=file_id, event="test.thing").values_list("id", flat=True))


def rebuilt():
    with acting_as(FACTS, "rebuild"):
        ledger.rebuild(FACTS)
        return snapshot()


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


def test_without_a_yes_an_event_counts_and_knows_nobody(people, acting):
    silent = happened(people, acting, region="north", form="work", on=datetime.date(2026, 3, 5), agrees=False)
    assert known(silent) == [(False, "", "asked")]
    with acting_as(FACTS, "count"):
        totals.refresh(FACTS)
    with acting(people.farah):
        found = selectors.months(people.farah, ("thing_done", "person_seen"), MARCH, MAY)
    assert [row.number for rows in found.values() for row in rows] == [1, 1]
    assert rebuilt() == snapshot()


def test_a_yes_given_later_covers_what_happened_before_and_taking_it_back_takes_it_away(people, acting):
    file = happened(people, acting, region="north", form="work", on=datetime.date(2026, 3, 5), agrees=False)
    with acting(people.amina):
        consent = say(people.amina, file)
    assert known(file) == [(True, "work", "asked")]
    assert rebuilt() == snapshot()
    with acting(people.amina):
        sharing.withdraw_consent(people.amina, consent, asker="person", how="phone")
    assert known(file) == [(False, "", "asked")]
    assert rebuilt() == snapshot()


def test_a_yes_covers_no_day_after_its_end(people, acting):
    tomorrow = TODAY + datetime.timedelta(days=1)
    file = happened(people, acting, region="north", form="work", on=tomorrow, agrees=False)
    with acting(people.amina):
        say(people.amina, file, expires_on=TODAY)
    assert known(file) == [(False, "", "asked")]
    assert rebuilt() == snapshot()


def test_safety_12_the_strictest_answer_of_a_person_holds_for_all_their_files(people, acting):
    yes = happened(people, acting, region="north", form="work", on=datetime.date(2026, 3, 5))
    no = happened(people, acting, region="north", form="rare", on=datetime.date(2026, 3, 6), agrees=False)
    with acting(people.amina):
        say(people.amina, no, agreed=False)
    assert known(yes) == [(True, "work", "asked")]
    with acting(people.chidi):
        link = link_same_person(people.chidi, yes, no, "document")
    assert known(yes) == known(no) == [(False, "", "asked")]
    assert rebuilt() == snapshot()
    with acting(people.chidi):
        undo_same_person(people.chidi, link)
    assert known(yes) == [(True, "work", "asked")]
    assert rebuilt() == snapshot()
