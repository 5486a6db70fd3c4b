# SPDX-License-Identifier: Apache-2.0
"""Queries of the desk's pages stay within their budgets (DESIGN 10): a list at most 10, a record page at most 14."""

import pytest

from quatrefoil.foundation.exchange import arrivals
from quatrefoil.foundation.records.actions import raise_flag
from quatrefoil.protection.hotline import contact_actions
from tests.page_queries import page_queries

DESK, CONTACT, HOME = 10, 14, 13


@pytest.fixture
def busy(people, acting, log, report):
    """Contacts and reports, free, claimed and left to the next shift, one in danger."""
    ids = [log(people.hana, language="am", region="north") for _ in range(4)]
    for _ in range(3):
        report(danger="soon", region="north")
    with acting(people.hana) as hana:
        contact_actions.hand_over(hana, {ids[1]: "call_back"}, {ids[1]: "contact"})
        raise_flag(hana, ids[0], "asked_for_woman")
    return ids


def test_the_pages_of_the_desk_keep_their_budgets_of_queries(people, busy, log, browsing):
    hana = browsing(people.hana)
    few = page_queries(hana, "/hotline/")
    for _more in range(6):
        log(people.iben, language="fr")
    many = page_queries(hana, "/hotline/")
    assert len(few) == len(many) <= DESK, many
    assert len(page_queries(hana, f"/hotline/contacts/{busy[0]}/")) <= CONTACT
    assert len(page_queries(hana, "/")) <= HOME


def test_a_report_that_has_just_arrived_stands_at_the_desk_at_once(people, report, browsing):
    hana = browsing(people.hana)
    assert not arrivals.has_arrived()
    report(danger="now")
    assert "Danger now" in hana.get("/hotline/").content.decode()
