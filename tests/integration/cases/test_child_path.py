# SPDX-License-Identifier: Apache-2.0
"""The child path: duty with its law, a guardian who never stands in the way, relatives after a check (SAFETY 5, 14)."""

import pytest

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.foundation.requests.actions import answer
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.workflow.models import Clock
from quatrefoil.protection.cases.actions import Core, save_core, set_danger
from quatrefoil.protection.cases.child_actions import ChildFacts, save_child_record
from quatrefoil.protection.cases.models import Case, ChildRecord
from quatrefoil.protection.cases.plan_actions import save_goal, save_need
from quatrefoil.protection.cases.stage_actions import ask_approval, move

from .conftest import CHILD


@pytest.fixture
def child(opened):
    return opened(core=CHILD, agreed_by="child_path")


@pytest.fixture
def law(people, acting):
    with acting(people.mio) as mio:
        return registers.save_duty(
            mio,
            {"jurisdiction": "XX", "statute": "Children Act", "provision": "s. 4", "text": "Who learns …", "applies_to": "children",
             "recipient_kinds": ["child_protection"], "parts": ["core"]},
        ).id  # fmt: skip


def test_urgent_help_never_waits_for_a_guardian(people, acting, child):
    """From new to services with no guardian, no notification and no child record at all."""
    with acting(people.amina) as amina:
        save_need(amina, child, None, {"detail": ""}, need="place_to_stay", level="urgent", state="in_plan")
        set_danger(amina, child, "high", "watched")
        move(amina, child, "assess", "new")
        save_goal(amina, child, None, {"objective": "To sleep without fear"}, type="SocialCare")
    for event, stage in (("plan", "assessment"), ("serve", "plan")):
        with acting(people.amina) as amina:
            asked = ask_approval(amina, child, event, people.chidi.member_id, "", stage)
        with acting(people.chidi) as chidi:
            answer(chidi, asked, "approved")
    with acting(people.amina):
        assert Case.objects.get(file_id=child).stage == "services"
        assert not ChildRecord.objects.filter(file_id=child).exists()


def test_notified_names_the_law_and_the_day(people, acting, child, law, today):
    with acting(people.amina) as amina:
        with pytest.raises(Refused, match="Name the law"):
            save_child_record(amina, child, ChildFacts(notified="done"), {}, 0)
        save_child_record(
            amina, child, ChildFacts(notified="done", duty=law, notified_on=today, child_was_told=True), {}, 0
        )
        assert not Clock.objects.filter(record=child, kind="case.child_notice", ended_at=None).exists()


def test_a_law_about_adults_is_no_ground_for_a_child(people, acting, child, today):
    with acting(people.mio) as mio:
        other = registers.save_duty(
            mio, {"jurisdiction": "XX", "statute": "Care Act", "provision": "s. 1", "text": "…", "applies_to": "adults",
                  "recipient_kinds": ["health"], "parts": ["core"]},
        )  # fmt: skip
    with acting(people.amina), pytest.raises(Refused, match="about adults"):
        save_child_record(people.amina, child, ChildFacts(notified="done", duty=other.id, notified_on=today), {}, 0)


@pytest.mark.parametrize("check", ["not_done", "not_safe"])
def test_a_relative_takes_part_only_after_a_risk_check(people, acting, child, check):
    with acting(people.amina), pytest.raises(Refused, match="risk check"):
        save_child_record(people.amina, child, ChildFacts(guardian="relative", relatives=check), {}, 0)


def test_an_independent_guardian_is_what_is_sought_without_anybody_choosing_it():
    assert ChildFacts().guardian == "sought" and ChildFacts().relatives == "not_done"


def test_the_childs_own_view_is_kept_sealed(people, acting, child):
    with acting(people.amina) as amina:
        save_child_record(amina, child, ChildFacts(), {"own_view": "I want to go to school"}, 0)
        row = ChildRecord.objects.get(file_id=child)
        assert b"school" not in row.own_view.data
        assert sealing.open_text(row, "own_view") == "I want to go to school"


def test_an_adult_has_no_child_record(people, acting, opened):
    with acting(people.amina), pytest.raises(Refused, match="not on the child path"):
        save_child_record(people.amina, opened(), ChildFacts(), {}, 0)


def test_being_shown_to_be_an_adult_ends_the_clock(people, acting, opened):
    file_id = opened(core=Core(under_18="not_sure"), agreed_by="child_path")
    with acting(people.amina) as amina:
        assert Clock.objects.filter(record=file_id, kind="case.child_notice", ended_at=None).exists()
        save_core(amina, file_id, Core(age_band="21-24", under_18="no"), "", 1)
        assert not Case.objects.get(file_id=file_id).is_child_path
        assert not Clock.objects.filter(record=file_id, kind="case.child_notice", ended_at=None).exists()
