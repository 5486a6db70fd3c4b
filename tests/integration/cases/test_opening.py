# SPDX-License-Identifier: Apache-2.0
"""Contact to case asks who agreed; without it the case is held, with an end (SAFETY 16)."""

import datetime
from uuid import uuid4

import pytest

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.records import openers
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.vault.models import ErasureCertificate
from quatrefoil.foundation.vault.part_keys import erased_digest
from quatrefoil.foundation.workflow.models import Clock
from quatrefoil.protection.cases.actions import Core, set_danger
from quatrefoil.protection.cases.models import Case, Identity
from quatrefoil.protection.cases.opening import NewCase, let_holds_end, open_case, record_agreement
from quatrefoil.protection.cases.part_actions import save_identity

from .conftest import ADULT, CHILD

NIGHT = system_actor("test night", rights=frozenset({"retention.run"}), everywhere=frozenset({"core"}))


def test_a_case_that_the_person_agreed_to_is_open_and_its_assessment_has_a_clock(people, acting, opened):
    file_id = opened()
    with acting(people.amina):
        case = Case.objects.select_related("file").get(file_id=file_id)
        clocks = set(Clock.objects.filter(record=file_id).values_list("kind", flat=True))
    assert (case.stage, case.agreed_by, case.is_held, case.is_child_path) == ("new", "person", False, False)
    assert case.file.reference_name and case.file.owner_id == people.amina.member_id
    assert clocks == {"case.assessment"}


def test_without_agreement_a_case_is_held_with_an_end(acting, people, opened, today):
    file_id = opened(agreed_by="nobody")
    with acting(people.amina):
        case = Case.objects.get(file_id=file_id)
        assert case.is_held
        assert case.hold_until == today + datetime.timedelta(days=14)
        assert Clock.objects.get(record=file_id).kind == "case.hold"


def test_who_agreed_must_be_said(people, acting):
    with acting(people.amina), pytest.raises(Refused, match="who agreed"):
        open_case(people.amina, NewCase(agreed_by=""))


def test_a_held_case_takes_no_name(people, acting, opened):
    with acting(people.amina), pytest.raises(Refused, match="Nobody has agreed"):
        open_case(people.amina, NewCase(agreed_by="nobody", core=ADULT, identity={"full_name": "Selam Tesfaye"}))
    file_id = opened(agreed_by="nobody")
    with acting(people.amina):
        with pytest.raises(Refused, match="Nobody has agreed"):
            save_identity(people.amina, file_id, {"full_name": "Selam Tesfaye"}, 0)
        assert not Identity.objects.filter(file_id=file_id).exists()


def test_danger_may_be_noted_before_anybody_agreed(people, acting, opened):
    file_id = opened(agreed_by="nobody")
    with acting(people.amina):
        set_danger(people.amina, file_id, "high", "threats")
        assert Case.objects.get(file_id=file_id).danger == "high"


def test_a_hold_that_nobody_agreed_to_ends_in_erasure(people, acting, opened, today):
    held, agreed = opened(agreed_by="nobody"), opened()
    with acting(people.amina):
        note = uuid4()
        from quatrefoil.foundation.records.actions import write_note

        write_note(people.amina, held, "Called from a neighbour's phone", note_id=note)
    with acting(NIGHT):
        assert let_holds_end(NIGHT, today + datetime.timedelta(days=14)) == 0
        assert let_holds_end(NIGHT, today + datetime.timedelta(days=15)) == 1
        assert ErasureCertificate.objects.filter(file_digest=erased_digest(held)).exists()
        assert Case.objects.get(file_id=held).closure_reason == "hold_ended"
        assert Case.objects.get(file_id=agreed).stage == "new"
        assert let_holds_end(NIGHT, today + datetime.timedelta(days=15)) == 0


def test_an_agreement_that_comes_later_keeps_the_case(people, acting, opened, today):
    file_id = opened(agreed_by="nobody")
    with acting(people.amina):
        record_agreement(people.amina, file_id, "person", today, 1)
        case = Case.objects.get(file_id=file_id)
        running = set(Clock.objects.filter(record=file_id, ended_at=None).values_list("kind", flat=True))
    assert (case.is_held, case.hold_until, case.agreed_on) == (False, None, today)
    assert running == {"case.assessment"}


def test_an_agreement_cannot_lie_in_the_future(people, acting, opened, today):
    file_id = opened(agreed_by="nobody")
    with acting(people.amina), pytest.raises(Refused, match="future"):
        record_agreement(people.amina, file_id, "person", today + datetime.timedelta(days=1), 1)


def test_of_a_child_nobody_is_asked_for_consent_to_protection(people, acting, opened):
    file_id = opened(core=CHILD, agreed_by="nobody")
    with acting(people.amina):
        case = Case.objects.get(file_id=file_id)
        kinds = set(Clock.objects.filter(record=file_id).values_list("kind", flat=True))
    assert (case.is_child_path, case.is_held, case.agreed_by) == (True, False, "child_path")
    assert kinds == {"case.assessment", "case.child_notice"}


def test_not_sure_counts_as_under_18(people, acting, opened):
    file_id = opened(core=Core(under_18="not_sure"), agreed_by="child_path")
    with acting(people.amina):
        assert Case.objects.get(file_id=file_id).is_child_path


def test_the_child_path_is_not_a_way_around_asking_an_adult(people, acting):
    with acting(people.amina), pytest.raises(Refused, match="adult"):
        open_case(people.amina, NewCase(agreed_by="child_path", core=ADULT))


def test_a_paper_case_keeps_its_own_date_and_says_when_it_was_entered(people, acting, opened, today):
    then = today - datetime.timedelta(days=90)
    file_id = opened(opened_on=then, is_paper=True)
    with acting(people.amina):
        case = Case.objects.select_related("file").get(file_id=file_id)
        first = History.objects.get(file_id=file_id, event="case.opened")
    assert case.file.opened_on == then == first.valid_on
    assert case.file.is_paper and case.file.recorded_at.date() != then
    assert case.agreed_on == then


def test_an_advocate_does_not_enter_paper(people, acting):
    earlier = datetime.date(2020, 1, 5)
    with acting(people.hana), pytest.raises(Refused):
        open_case(people.hana, NewCase(agreed_by="person", core=ADULT, opened_on=earlier))


def test_opening_twice_with_the_same_id_opens_once(people, acting, opened):
    same = uuid4()
    assert opened(file_id=same) == opened(file_id=same) == same
    with acting(people.amina):
        assert Case.objects.filter(file_id=same).count() == 1


def test_another_team_does_not_see_the_case(people, acting, opened):
    file_id = opened()
    with acting(people.bela), pytest.raises(NotVisible):
        set_danger(people.bela, file_id, "high", "threats")


def test_somebody_in_two_teams_says_which(people, acting):
    with acting(people.chidi), pytest.raises(Refused, match="several teams"):
        open_case(people.chidi, NewCase(agreed_by="person", core=ADULT))


def test_another_wing_opens_a_case_without_knowing_this_one(people, acting):
    with acting(people.hana):
        known = {"agreed_by": "person", "sex": "Masculine", "age_band": "30-34", "under_18": "no", "source": "hotline"}
        file_id = openers.open_record("case", people.hana, source_number="2026-1043", **known)
        case = Case.objects.get(file_id=file_id)
    assert (case.sex, case.source_number, case.agreed_by) == ("Masculine", "2026-1043", "person")


def test_the_history_holds_codes_that_can_be_counted(people, acting, opened):
    file_id = opened()
    with acting(people.amina):
        codes = History.objects.get(file_id=file_id, event="case.opened").codes
    assert codes == {
        "danger": "not_known", "source": "hotline", "agreed": "person", "held": False, "sex": "Feminine",
        "age_band": "25-29", "child": False, "language": "am", "region": "north",
    }  # fmt: skip


def test_a_name_at_opening_makes_the_case_findable_and_stands_in_no_open_column(people, acting, opened):
    file_id = opened(identity={"full_name": "Selam Tesfaye", "birth_date": "1998", "phones": "+44 7700 900123"})
    with acting(people.amina):
        row = Identity.objects.get(file_id=file_id)
        assert b"Selam" not in row.full_name.data
        from quatrefoil.foundation.vault.search import possible_duplicates

        assert [hit.file_id for hit in possible_duplicates(people.amina, ["Tesfaye Selam"], 1998)] == [file_id]
