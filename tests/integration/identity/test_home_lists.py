# SPDX-License-Identifier: Apache-2.0
"""Each role's home page shows the lists behind its numbers."""

import pytest

from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.records.emergency import break_glass
from quatrefoil.foundation.requests.actions import ask
from quatrefoil.protection.hotline import desk_selectors


@pytest.fixture
def home(browsing):
    """The home page of somebody as text."""
    return lambda actor: browsing(actor).get("/").content.decode()


def test_who_answers_referrals_finds_what_waits_and_what_is_with_them(people, home):
    for actor in (people.karim, people.lena):
        page = home(actor)
        assert "Wait for your answer" in page
        assert "With you, not done yet" in page
        assert "Tasks and questions for you" in page


def test_an_auditor_finds_the_break_glass_that_waits_and_the_refusals(people, acting, home):
    with acting(people.amina) as amina:
        number = open_file(amina, "case", owner_id=amina.member_id).number
    with acting(people.bela) as bela:
        break_glass(bela, number, "danger_to_life", 1)
    page = home(people.dana)
    assert "Break-glass to review" in page and number in page
    assert "Refusals of this week" in page


def test_a_case_manager_finds_their_tasks_on_the_home_page(people, acting, home):
    assert "Tasks and questions for you" not in home(people.amina)
    with acting(people.amina) as amina:
        file = open_file(amina, "case", team_id=next(iter(amina.team_ids)), owner_id=amina.member_id)
        ask(amina, "task", amina.member_id, record=file.id, record_kind="case", subject="call")
    assert "Tasks and questions for you" in home(people.amina)


def test_who_leads_a_helpline_finds_danger_the_queue_and_the_rota_and_an_advocate_their_own(people, home):
    leads = home(people.juma)
    for heading in ("Danger that nobody has answered", "Waits for somebody", "Rota of today", "What colleagues read"):
        assert heading in leads, heading
    assert "My cases" not in leads
    works = home(people.hana)
    assert "Danger now, and what is with me" in works
    assert "Rota of today" not in works
    assert desk_selectors.works_at_desk(people.juma)
