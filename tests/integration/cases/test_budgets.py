# SPDX-License-Identifier: Apache-2.0
"""Queries stay few, and do not grow with cases (DESIGN 10): list pages at most 10, the record page at most 14."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quatrefoil.foundation.records.actions import write_note
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.foundation.requests.actions import ask
from quatrefoil.foundation.sharing import actions as consents
from quatrefoil.foundation.sharing.codes import Check, ConsentKind, How
from quatrefoil.foundation.workflow.actions import plan_appointment
from quatrefoil.protection.cases import homes, lists, record
from quatrefoil.protection.cases.actions import set_danger
from quatrefoil.protection.cases.lists import Wanted
from quatrefoil.protection.cases.plan_actions import save_need
from tests.page_queries import page_queries

LIST, RECORD = 10, 14


@pytest.fixture
def busy(people, acting, opened):
    """Six cases with needs, services, consents, danger, tasks and appointments."""
    with acting(people.mio) as mio:
        body = registers.save_body(mio, {"name": "Port Clinic", "organisation_id": people.karim.organisation_id})
        service = registers.save_service(mio, {"body_id": body.id, "need": "medical", "name_en": "Open clinic"})
    ids = [opened() for _ in range(6)]
    for file_id in ids:
        with acting(people.amina) as amina:
            save_need(amina, file_id, None, {"detail": "Pain"}, need="medical", level="soon", service=service.id)
            save_need(amina, file_id, None, {"detail": ""}, need="work", level="later")
            set_danger(amina, file_id, "high", "threats")
            plan_appointment(amina, file_id, "doctor", timezone.now() + timezone.timedelta(days=2))
            ask(amina, "task", amina.member_id, record=file_id, record_kind="case", subject="call")
            write_note(amina, file_id, "Called")
            told = frozenset(Check.values)
            yes = consents.Answer(ConsentKind.SERVICES, agreed=True, language="am", how=How.SPOKEN,
                                  given_on=timezone.localdate(), told=told)  # fmt: skip
            consents.record_consent(amina, file_id, yes)
    return ids


def queries(function: Any, *arguments: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        function(*arguments)
    return len(
        [
            query
            for query in seen.captured_queries
            if "SAVEPOINT" not in query["sql"] and "set_config" not in query["sql"]
        ]
    )


@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(view="team"), Wanted(view="overdue"), Wanted(view="team", need="medical", late=True)]
)
def test_a_list_makes_at_most_ten_queries_however_many_cases(people, acting, busy, opened, wanted):
    with acting(people.amina) as amina:
        few = queries(lists.cases, amina, wanted)
    for _ in range(6):
        opened()
    with acting(people.amina) as amina:
        many = queries(lists.cases, amina, wanted)
    assert few == many <= LIST


def test_the_record_page_makes_at_most_fourteen_queries(people, acting, busy):
    with acting(people.amina) as amina:
        assert queries(record.case_page, amina, busy[0]) <= RECORD


# What a whole page makes today: session, actor, rail, audit and all. A list may make 10, a record page 14 (DESIGN 10).
CASE_LIST, TEAM_LIST, CASE_PAGE, HOME, SUPERVISORS_HOME = 9, 10, 14, 21, 20


def test_the_pages_of_cases_keep_their_budgets_of_queries(people, acting, busy, opened, signed_in):
    amina, chidi = signed_in(people.amina), signed_in(people.chidi)
    for _more in range(6):  # what makes one query for each row shows
        opened()
    assert len(page_queries(amina, "/cases/")) <= CASE_LIST <= LIST
    assert len(page_queries(chidi, "/cases/?view=team")) <= TEAM_LIST <= LIST
    seen = page_queries(amina, f"/cases/{busy[0]}/")
    assert len(seen) <= CASE_PAGE <= RECORD, seen
    assert len(page_queries(amina, "/")) <= HOME
    assert len(page_queries(chidi, "/")) <= SUPERVISORS_HOME


def test_the_homes_stay_few_too(people, acting, busy):
    with acting(people.amina) as amina:
        assert queries(homes.my_day, amina) <= 3
    with acting(people.chidi) as chidi:
        assert queries(homes.caseload, chidi) <= 3
