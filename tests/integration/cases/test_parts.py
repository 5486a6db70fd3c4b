# SPDX-License-Identifier: Apache-2.0
"""Parts: sealed, counted, compared before they are saved over somebody else's words."""

import pytest

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.foundation.vault import sealing
from quatrefoil.foundation.vault.parts import PartConflict
from quatrefoil.protection.cases.actions import Core, save_core
from quatrefoil.protection.cases.models import Account, Case, Health, Identity, Need, PlanGoal, SafetyPlan, Stay
from quatrefoil.protection.cases.part_actions import save_account, save_health, save_identity, save_safety_plan
from quatrefoil.protection.cases.plan_actions import begin_stay, end_stay, remove_need, save_goal, save_need

from .conftest import ADULT


@pytest.fixture
def shelter(people, acting):
    with acting(people.mio) as mio:
        body = registers.save_body(mio, {"name": "Hill House Trust", "organisation_id": people.amina.organisation_id})
        service = {"body_id": body.id, "need": "shelter", "name_en": "Hill House", "is_safe_place": True}
        return registers.save_service(mio, {**service, "cover_name": "Safe place A"})


@pytest.mark.parametrize(
    ("save", "model", "field"),
    [(save_identity, Identity, "full_name"), (save_health, Health, "needs_now"), (save_account, Account, "what_happened"),
     (save_safety_plan, SafetyPlan, "way_out")],
)  # fmt: skip
def test_every_part_is_sealed_and_stands_in_the_history_without_content(people, acting, opened, save, model, field):
    file_id, words = opened(), "Only Selam knows this"
    with acting(people.amina) as amina:
        save(amina, file_id, {field: words}, 0)
        row = model.objects.get(file_id=file_id)
        assert words.encode() not in getattr(row, field).data
        assert sealing.open_text(row, field) == words
        entry = History.objects.get(file_id=file_id, event=f"case.{model.__name__.lower()}")
        assert entry.part == model.part_kind and "Selam" not in str(entry.codes)
        assert entry.codes["revision"] == 1


def test_the_second_editor_sees_the_difference_and_loses_nothing(people, acting, opened):
    file_id = opened()
    with acting(people.amina) as amina:
        save_health(amina, file_id, {"needs_now": "Back pain", "allergies": ""}, 0)
        save_health(amina, file_id, {"needs_now": "Back pain", "allergies": "Penicillin"}, 1)
        with pytest.raises(PartConflict) as conflict:
            save_health(amina, file_id, {"needs_now": "Back pain since July", "allergies": ""}, 1)
        found = {each.field: (each.mine, each.theirs) for each in conflict.value.differences}
        assert found == {"needs_now": ("Back pain since July", "Back pain"), "allergies": ("", "Penicillin")}
        assert sealing.open_text(Health.objects.get(file_id=file_id), "allergies") == "Penicillin"
        save_health(
            amina, file_id, {"needs_now": "Back pain since July", "allergies": "Penicillin"}, conflict.value.revision
        )


def test_two_first_versions_are_compared_too(people, acting, opened):
    file_id = opened()
    with acting(people.amina) as amina:
        save_health(amina, file_id, {"needs_now": "Rest"}, 0)
        with pytest.raises(PartConflict):
            save_health(amina, file_id, {"needs_now": "A doctor"}, 0)


def test_saving_the_same_again_changes_nothing(people, acting, opened):
    file_id = opened()
    with acting(people.amina) as amina:
        save_health(amina, file_id, {"needs_now": "Rest"}, 0)
        assert save_health(amina, file_id, {"needs_now": "Rest"}, 0).revision == 1
        assert History.objects.filter(file_id=file_id, event="case.health").count() == 1


def test_the_open_facts_know_conflicts_as_well(people, acting, opened):
    file_id = opened()
    with acting(people.amina) as amina:
        save_core(amina, file_id, Core("Feminine", "30-34", "no", "am"), "south", 1)
        with pytest.raises(PartConflict) as conflict:
            save_core(amina, file_id, ADULT, "north", 1)
    assert ("age_band", "25-29", "30-34") in [(d.field, d.mine, d.theirs) for d in conflict.value.differences]


def test_codes_that_no_list_knows_are_refused(people, acting, opened):
    file_id = opened()
    for wrong in (Core(sex="x"), Core(age_band="26"), Core(under_18="maybe"), Core(language="Amharic!")):
        with acting(people.amina), pytest.raises(Refused):
            save_core(people.amina, file_id, wrong, "", 1)


def test_a_birth_date_says_the_band_and_turns_on_the_child_path(people, acting, opened, today):
    file_id = opened()
    with acting(people.amina) as amina:
        save_identity(amina, file_id, {"full_name": "Selam Tesfaye", "birth_date": f"{today.year - 15}-01-01"}, 0)
        case = Case.objects.get(file_id=file_id)
        assert (case.age_band, case.is_child_path) == ("14-15", True)


def test_a_year_alone_is_read_as_the_younger_age(people, acting, opened, today):
    file_id = opened(core=Core(under_18="no"))
    with acting(people.amina) as amina:
        save_identity(amina, file_id, {"birth_date": str(today.year - 18)}, 0)
        assert Case.objects.get(file_id=file_id).age_band == "16-17"


@pytest.mark.parametrize("text", ["yesterday", "2001-13-40", "14.3.2001"])
def test_what_is_no_date_of_birth_is_said_so(people, acting, opened, text):
    file_id = opened()
    with acting(people.amina), pytest.raises(Refused, match="date"):
        save_identity(people.amina, file_id, {"birth_date": text}, 0)


def test_kinds_of_exploitation_stand_as_codes_for_counting(people, acting, opened):
    file_id = opened()
    with acting(people.amina) as amina:
        save_account(
            amina,
            file_id,
            {"what_happened": "Twelve hours a day"},
            0,
            exploitation="ForcedLabour Servitude",
            region="north",
        )
        entry = History.objects.get(file_id=file_id, event="case.exploitation")
        assert entry.codes == {"exploitation": ["ForcedLabour", "Servitude"], "region": "north"}
        assert entry.part == "account"


def test_an_advocate_opens_a_case_but_does_not_write_its_health(people, acting, opened):
    file_id = opened(people.hana)
    with acting(people.hana), pytest.raises(Refused):
        save_health(people.hana, file_id, {"needs_now": "Rest"}, 0)


def test_a_name_in_any_script_is_kept_as_it_was_written(people, acting, opened):
    names = ("ሰላም ተስፋዬ", "سلام تسفاي", "Селам Тесфайе", "சலாம்", "สลาม", "サラーム", "\u202eevil\u202c Selam")
    for name in names:
        file_id = opened()
        with acting(people.amina) as amina:
            save_identity(amina, file_id, {"full_name": name}, 0)
            assert sealing.open_text(Identity.objects.get(file_id=file_id), "full_name") == name


# Needs and goals ---------------------------------------------------------------------------------------


def test_a_need_is_open_in_codes_and_sealed_in_words(people, acting, opened):
    file_id = opened()
    with acting(people.amina) as amina:
        save_need(amina, file_id, None, {"detail": "Only a woman doctor"}, need="medical", level="urgent")
        row = Need.objects.get(file_id=file_id)
        assert b"woman" not in row.detail.data
        entry = History.objects.get(file_id=file_id, event="case.need")
        assert entry.codes.items() >= {"need": "medical", "level": "urgent", "state": "open"}.items()


@pytest.mark.parametrize(
    "wrong",
    [
        {"need": "x", "level": "urgent"},
        {"need": "medical", "level": "x"},
        {"need": "medical", "level": "soon", "state": "x"},
    ],
)
def test_a_need_that_no_list_knows_is_refused(people, acting, opened, wrong):
    file_id = opened()
    with acting(people.amina), pytest.raises(Refused):
        save_need(people.amina, file_id, None, {"detail": ""}, **wrong)


def test_a_need_that_was_worked_on_is_not_removed(people, acting, opened):
    file_id = opened()
    with acting(people.amina) as amina:
        row = save_need(amina, file_id, None, {"detail": ""}, need="medical", level="soon", state="met")
        with pytest.raises(Refused, match="worked on"):
            remove_need(amina, file_id, row.id, 1)


def test_a_goal_is_in_the_words_of_the_person(people, acting, opened, today):
    file_id = opened()
    with acting(people.amina) as amina:
        with pytest.raises(Refused, match="words of the person"):
            save_goal(amina, file_id, None, {"objective": " "}, type="Legal")
        goal = save_goal(amina, file_id, None, {"objective": "Papers", "steps": ""}, type="Legal")
        done = save_goal(
            amina, file_id, goal.id, {"objective": "Papers", "steps": ""}, 1, type="Legal", state="reached"
        )
        assert done.ended_on == today
        assert PlanGoal.objects.filter(file_id=file_id).count() == 1


# Where somebody stays (SAFETY 13) ----------------------------------------------------------------------


def test_a_stay_holds_a_cover_name_and_the_history_not_even_that(people, acting, opened, shelter, today):
    file_id = opened()
    with acting(people.amina) as amina:
        begin_stay(amina, file_id, shelter.id, today)
        stay = Stay.objects.get(file_id=file_id)
        assert stay.cover_name == "Safe place A"
        columns = {field.name for field in Stay._meta.concrete_fields}
        assert columns == {"id", "file", "revision", "recorded_at", "service", "cover_name", "since", "until"}
        for entry in History.objects.filter(file_id=file_id):
            assert "Safe place" not in str(entry.codes) and str(shelter.id) not in str(entry.codes)
        assert History.objects.get(file_id=file_id, event="case.stay_began").part == "stay"


def test_moving_ends_the_stay_before(people, acting, opened, shelter, today):
    file_id = opened()
    with acting(people.amina) as amina:
        begin_stay(amina, file_id, shelter.id, today)
        begin_stay(amina, file_id, shelter.id, today)
        assert Stay.objects.filter(file_id=file_id, until=None).count() == 1
        end_stay(amina, file_id, today)
        assert not Stay.objects.filter(file_id=file_id, until=None).exists()


def test_only_a_safe_place_of_the_directory_is_a_stay(people, acting, opened, today):
    file_id = opened()
    with acting(people.mio) as mio:
        body = registers.save_body(mio, {"name": "Port Clinic", "organisation_id": people.karim.organisation_id})
        clinic = registers.save_service(mio, {"body_id": body.id, "need": "medical", "name_en": "Open clinic"})
    with acting(people.amina), pytest.raises(Refused, match="safe place"):
        begin_stay(people.amina, file_id, clinic.id, today)


def test_somebody_without_that_part_sees_no_stay(people, acting, opened, shelter, today):
    """An advocate of the same organisation reaches the case, and neither the stay nor the plan."""
    from quatrefoil.protection.cases import selectors

    file_id = opened(people.hana)
    with acting(people.hana), pytest.raises(NotVisible):
        selectors.single(people.hana, Stay, file_id)
