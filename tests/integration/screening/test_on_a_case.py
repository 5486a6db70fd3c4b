# SPDX-License-Identifier: Apache-2.0
"""A screening on a case knows what the case knows, without one wing importing the other."""

from quatrefoil.foundation.facts.models import Fact
from quatrefoil.foundation.records.models import History
from quatrefoil.protection.screening import actions, selectors, steps
from tests.integration.cases import conftest as cases

opened = cases.opened


def test_the_age_of_the_case_chooses_the_list_and_the_screening_is_counted(people, acting, opened):
    file_id = opened(people.amina, cases.CHILD)
    with acting(people.amina):
        assert selectors.age_group(file_id) == "child"
        first = selectors.offered("child")[0]
        assert first.code == "delphi_labour_child"
        begun = actions.start(people.amina, file_id, first.code)
        actions.complete(people.amina, begun.id)
        codes = History.objects.get(event="screening.completed").codes
    assert (codes["age_band"], codes["region"], codes["is_child"]) == ("14-15", "north", True)
    fact = Fact.objects.get(kind="screened")
    assert (fact.age_band, fact.region) == ("", "north")  # counted; without a yes to statistics it knows nobody


def test_danger_and_referral_lead_to_the_pages_where_they_are_done(people, acting, opened):
    file_id = opened(people.amina)
    with acting(people.amina):
        urls = [step.url for step in steps.next_steps(people.amina, file_id, "case", is_child=False)]
    assert urls == [f"/cases/{file_id}/danger/", f"/sharing/files/{file_id}/refer/"]


def test_a_case_has_the_tab_of_its_screenings(people, browsing, opened):
    file_id = opened(people.amina)
    assert f"/screening/file/{file_id}/" in browsing(people.amina).get(f"/cases/{file_id}/").content.decode()
