# SPDX-License-Identifier: Apache-2.0
"""SAFETY rule 15: screening supports help.

Worker-completed, skippable, stoppable; no word "negative"; a low score is never a reason to refuse and never leaves
with a person; answers stay in the file.
"""

import datetime
import random
import re
from uuid import uuid4

import pytest

from quatrefoil.demo.answers import simulate_answers
from quatrefoil.foundation.questionnaires import catalogue
from quatrefoil.foundation.questionnaires.forms import section_form
from quatrefoil.foundation.questionnaires.models import Response
from quatrefoil.foundation.records.models import File
from quatrefoil.foundation.sharing import hooks, parts, policy
from quatrefoil.foundation.sharing.codes import NEVER_LEAVES
from quatrefoil.protection.screening import actions, prevalence, selectors, steps
from quatrefoil.protection.screening.models import ScreeningResult
from tests.integration.screening.conftest import ADULT, AREAS

INSTRUMENTS = [each.code for each in catalogue.QUESTIONNAIRES if each.rule.value != "none"]
NEVER_SAID = re.compile(r"\b(negative|positive|high risk|victim|no risk|cleared|ruled out)\b", re.IGNORECASE)


@pytest.fixture
def finished(people, acting, case, answered):
    """Finish an instrument with signs in some areas, or none."""

    def finish(instrument: str, signs: set[str]) -> Response:
        answers = simulate_answers(catalogue.find(instrument), random.Random(5), signs)
        with acting(people.amina):
            response = answered(people.amina, case.id, answers, instrument)
            actions.complete(people.amina, response.id)
            return response

    return finish


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_rule_15_no_question_is_required(instrument: str):
    questionnaire = catalogue.find(instrument)
    for section in questionnaire.sections:
        form = section_form(questionnaire, section, {"may_be_a_child": "yes"}, data={})
        assert form.is_valid()
        assert form.answers() == {}
        assert not any(field.required for field in form.fields.values())


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_rule_15_a_screening_can_be_stopped_on_every_page(people, browsing, acting, case, instrument: str):
    with acting(people.amina):
        response = actions.start(people.amina, case.id, instrument)
    client = browsing(people.amina)
    first = client.get(f"/screening/{response.id}/", follow=True)
    assert f"/screening/{response.id}/stop/" in first.content.decode()
    stopped = client.post(f"/screening/{response.id}/stop/", {"reason": "person_wished"}, follow=True)
    assert "The person wished to stop" in stopped.content.decode()
    assert "What to do next" in stopped.content.decode()


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize("with_signs", [False, True])
def test_rule_15_no_page_says_negative_or_decides(people, browsing, finished, instrument: str, with_signs: bool):
    signs = {section.code for section in catalogue.find(instrument).sections if section.code != "age"}
    response = finished(instrument, signs if with_signs else set())
    client = browsing(people.amina)
    for page in ("result", "print"):
        text = client.get(f"/screening/{response.id}/{page}/").content.decode()
        assert NEVER_SAID.search(text) is None
        assert "not a decision" in text.lower()
    listed = client.get(f"/screening/file/{response.file_id}/").content.decode()
    assert NEVER_SAID.search(listed) is None


def test_rule_15_few_signs_offer_the_same_help_as_many(people, acting, finished):
    few, many = finished(ADULT, set()), finished(ADULT, set(AREAS))
    with acting(people.amina):
        offered = [
            steps.next_steps(
                people.amina, each.file_id, "contact", is_child=selectors.result(people.amina, each.id).is_child
            )
            for each in (few, many)
        ]
    assert offered[0] == offered[1]
    words = " ".join(step.text for step in offered[0])
    assert "danger" in words
    assert "refer" in words
    assert "case" in words


def test_rule_15_a_child_goes_the_child_path_whatever_was_answered(people, acting, finished):
    response = finished("delphi_labour_child", set())
    with acting(people.amina):
        found = selectors.result(people.amina, response.id)
        rows = steps.next_steps(people.amina, response.file_id, "case", is_child=found.is_child)
    assert any("child path" in row.text for row in rows)


def test_rule_15_no_sheet_can_carry_answers_or_result(people, acting, finished):
    """No wing declares how this part reads on a sheet, and sharing says that it never leaves."""
    response = finished(ADULT, set(AREAS))
    assert not [key for key in parts._renderers if key[1] == "screening"]
    assert "screening" in NEVER_LEAVES
    with acting(people.amina):
        for kind in ("case", "contact", "situation", "report"):
            assert parts.rendered(people.amina, "screening", response.file_id, kind) == ()
            assert "screening" not in parts.known(kind)


@pytest.mark.parametrize("purpose", [*policy.NEEDED])
def test_rule_15_sharing_refuses_the_part_even_where_consent_lists_it(purpose: str):
    recipient = policy.Recipient(uuid4(), "Port Clinic")
    now = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)
    agreed = policy.ConsentTerms(
        id=uuid4(), file=uuid4(), kind="share", agreed=True, given_on=datetime.date(2026, 1, 1), recorded_at=now,
        recipient=recipient.id, purpose=purpose, parts=frozenset({"screening"}),
    )  # fmt: skip
    duty = policy.DutyTerms(
        id=uuid4(), title="A law", text="All of it.", recipient_kinds=frozenset({""}), parts=frozenset({"screening"}),
        applies_to="everybody", in_force_from=datetime.date(2020, 1, 1),
    )  # fmt: skip
    answer = policy.may_leave("screening", purpose, recipient, [agreed], [duty], None, False, now)
    assert answer == policy.Refusal("screening", "never_leaves", str(NEVER_LEAVES["screening"]))


def test_rule_15_the_copy_on_paper_says_that_it_stays(people, browsing, finished):
    response = finished(ADULT, {AREAS[3]})
    text = browsing(people.amina).get(f"/screening/{response.id}/print/").content.decode()
    assert "Stays in the file: not for the person, not for another body." in text


@pytest.mark.parametrize("who", ["karim", "lena", "emre", "farah", "dana", "mio", "bela"])
def test_rule_15_only_the_workers_of_the_file_read_it(people, browsing, finished, who: str):
    response = finished(ADULT, set())
    client = browsing(getattr(people, who))
    for page in ("", "result/", "print/", "stop/", f"page/{AREAS[0]}/", f"compare/{response.id}/"):
        assert client.get(f"/screening/{response.id}/{page}").status_code == 404
    assert client.get(f"/screening/file/{response.file_id}/").status_code == 404


def test_rule_15_how_often_signs_are_right_is_unknown_until_somebody_publishes_it(people, acting, finished):
    response = finished(ADULT, set(AREAS))
    with acting(people.amina):
        assert "unknown" in selectors.result(people.amina, response.id).predictive


def test_rule_15_a_few_screenings_give_no_prevalence(people, acting, finished, monkeypatch):
    finished(ADULT, set(AREAS))
    monkeypatch.setitem(prevalence.about.OUTCOMES, "screening.completed", lambda codes: True)
    monkeypatch.setitem(prevalence.PUBLISHED, ADULT, prevalence.PUBLISHED["raft"])
    with acting(people.amina):
        assert prevalence.prevalence(people.amina.organisation_id) is None
        assert "not known here" in prevalence.sentence(people.amina, ADULT)


def test_rule_15_the_programme_s_own_prevalence_counts_people_identified_later(people, acting, finished, monkeypatch):
    finished(ADULT, set(AREAS))
    monkeypatch.setattr(prevalence, "FEWEST_SCREENED", 1)
    monkeypatch.setattr(prevalence, "FEWEST_IDENTIFIED", 1)
    monkeypatch.setitem(prevalence.PUBLISHED, ADULT, prevalence.PUBLISHED["raft"])
    monkeypatch.setitem(prevalence.about.OUTCOMES, "screening.completed", lambda codes: codes["signs_in"] == 6)
    with acting(people.amina):
        assert prevalence.prevalence(people.amina.organisation_id) == 1.0
        assert "1,000" in prevalence.sentence(people.amina, ADULT)
        assert prevalence.prevalence(people.hana.organisation_id) is None


@pytest.mark.parametrize(
    ("said", "left_out"), [("child", ADULT), ("unsure", ADULT), ("adult", "delphi_labour_child"), ("", "")]
)
def test_the_list_follows_the_child_path(people, acting, case: File, monkeypatch, said: str, left_out: str):
    monkeypatch.setattr(hooks, "AGE_GROUPS", [lambda _file: said])
    codes = {each.code for each in selectors.offered(selectors.age_group(case.id))}
    assert codes == {ADULT, "delphi_labour_child", "general_indicators"} - {left_out}


def test_the_result_keeps_open_what_open_questions_could_change(people, acting, case, answered):
    with acting(people.amina):
        response = answered(people.amina, case.id, {"d5_01": "yes"})
        actions.complete(people.amina, response.id)
        area = selectors.result(people.amina, response.id).areas[4]
    assert not area.shows
    assert area.state == "may still change"
    assert area.still_open == "Not asked: 14; not known: 0."
    assert ScreeningResult.objects.model.part_kind == "screening"
