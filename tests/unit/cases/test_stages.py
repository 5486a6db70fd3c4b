# SPDX-License-Identifier: Apache-2.0
"""The stages of a case as a table: what must hold, who approves, and the picture of it."""

from pathlib import Path

import pytest

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.identity.roles import CaseManager, Supervisor
from quatrefoil.foundation.workflow.clocks import KINDS
from quatrefoil.foundation.workflow.machine import diagram
from quatrefoil.protection.cases.stages import CASE, CLOSED, ENDS, STARTS, STEPS

READY = {
    "is_held": False, "danger": "some", "danger_reason": "threats", "needs": 2, "urgent_open": 0, "goals": 1,
    "has_closure": True,
}  # fmt: skip


def test_assessment_plan_and_closure_need_a_second_person_and_nothing_else_does():
    approved = {step.event for step in CASE.transitions if step.needs_approval}
    assert approved == {"plan", "serve", "close"}


def test_every_step_names_a_right_that_a_case_manager_has():
    assert {step.right for step in CASE.transitions} <= CaseManager.rights
    assert "case.approve" in Supervisor.rights and "case.approve" not in CaseManager.rights


@pytest.mark.parametrize(
    ("stage", "event", "missing", "words"),
    [
        ("new", "assess", {"is_held": True}, "Nobody has agreed"),
        ("assessment", "plan", {"danger": "not_known", "danger_reason": ""}, "danger first"),
        ("assessment", "plan", {"needs": 0}, "at least one need"),
        ("plan", "serve", {"goals": 0}, "at least one goal"),
        ("services", "follow", {"urgent_open": 1}, "urgent need"),
        ("follow_up", "close", {"has_closure": False}, "Say why"),
    ],
)
def test_a_step_says_in_words_what_is_missing(stage, event, missing, words):
    assert CASE.step(stage, event, READY)
    with pytest.raises(Refused, match=words):
        CASE.step(stage, event, {**READY, **missing})


def test_an_assessment_may_finish_when_it_was_not_safe_to_ask_about_danger():
    assert CASE.step("assessment", "plan", {**READY, "danger": "not_known", "danger_reason": "not_asked"})


def test_no_step_looks_at_a_guardian_or_at_the_police():
    """SAFETY 2 and 14: help waits for neither. The guards see these facts and no others."""
    seen = set()

    class Watched(dict):
        def __getitem__(self, name):
            seen.add(name)
            return super().__getitem__(name)

    for step in CASE.transitions:
        if step.guard:
            step.guard(Watched(READY))
    assert seen <= set(READY)


def test_a_closed_case_can_only_be_opened_again():
    assert [step.event for step in CASE.leaving(CLOSED)] == ["reopen"]
    with pytest.raises(Refused):
        CASE.step(CLOSED, "assess", READY)


def test_every_stage_but_closed_can_be_closed_from():
    closing = {step.source for step in CASE.transitions if step.event == "close"}
    assert closing == {state.code for state in CASE.states} - {CLOSED}


def test_the_diagram_is_drawn_from_the_table():
    drawn = diagram(CASE)
    assert "assessment --> plan: Finish the assessment (second person)" in drawn
    assert "closed --> reopened: Open again" in drawn
    assert drawn.count("-->") == len(CASE.transitions) + 2
    assert set(STEPS) < {state.code for state in CASE.states}


def test_every_clock_that_a_stage_starts_or_ends_is_declared():
    named = {*STARTS.values(), *(kind for kinds in ENDS.values() for kind in kinds)}
    assert named <= set(KINDS)
    assert (KINDS["case.assessment"].amount, KINDS["case.assessment"].unit) == (3, "working_days")
    assert (KINDS["case.plan"].amount, KINDS["case.plan"].unit) == (10, "working_days")


def test_the_documentation_shows_the_table():
    document = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "cases.md"
    assert diagram(CASE) in document.read_text()
