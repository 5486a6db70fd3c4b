# SPDX-License-Identifier: Apache-2.0
"""Sharing without consent: a named law, its words, a second person from another team, and never the place of stay."""

import pytest

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.selectors import may_see
from quatrefoil.foundation.identity.models import Member, MemberRole, Team
from quatrefoil.foundation.identity.roles import ACCOUNT, CORE, HEALTH, STAY
from quatrefoil.foundation.identity.selectors import actor_of
from quatrefoil.foundation.records.actions import open_file
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.foundation.sharing import actions, answer_actions, compelled, disclosure_actions, hooks, selectors
from quatrefoil.foundation.sharing import disclosure_selectors as rows
from quatrefoil.foundation.sharing.codes import Purpose
from quatrefoil.foundation.sharing.models import Disclosure
from tests.integration.sharing.conftest import SAID, TODAY


@pytest.fixture
def to_police(world):
    return world.chosen(ACCOUNT, where=world.police, purpose=Purpose.INVESTIGATION, duty_id=world.law)


@pytest.fixture
def ruth(world):
    """Supervisor of Lighthouse's team B only: independent of Amina."""
    lighthouse = world.people.bela.organisation_id
    member = Member.objects.create(name="Ruth Adeyemi", organisation_id=lighthouse)
    member.teams.set(Team.objects.filter(organisation_id=lighthouse, name="Team B"))
    MemberRole.objects.create(member=member, role="supervisor")
    return actor_of(member)


@pytest.fixture
def proposed(world, ruth, to_police, acting):
    with acting(world.people.amina) as amina:
        (choice,) = selectors.approvers_for(amina, next(iter(amina.team_ids)), world.police_id)
        return disclosure_actions.propose_without_consent(
            amina, world.file_id, to_police, approver=choice.holder, person_told=False, why_not_told="danger"
        )


def test_safety_11_a_duty_alone_sends_nothing(world, to_police, acting):
    with acting(world.people.amina) as amina, pytest.raises(Refused) as refused:
        disclosure_actions.send(amina, world.file_id, to_police)
    assert refused.value.code == "second_approver"


def test_safety_11_the_second_person_reads_the_law_and_the_sheet_and_not_the_file(world, proposed, ruth, acting):
    with acting(world.people.emre) as emre:
        assert rows.received(emre) == ()
    with acting(ruth):
        (row,) = rows.approvals(ruth)
        detail = rows.approval(ruth, proposed)
        assert not may_see(ruth, world.file_id)
    assert (row.duty, row.told) == ("Safety Act, s. 7", "Telling now would put somebody in danger")
    assert detail.duty_text == "Who learns of danger to life tells the police."
    assert SAID[ACCOUNT].text in repr(detail.paper)


def test_safety_11_after_approval_it_is_sent_and_the_second_person_sees_it_no_more(
    world, proposed, ruth, acting, notices
):
    with acting(ruth):
        disclosure_actions.approve(ruth, proposed)
        assert not may_see(ruth, proposed, "package")
        assert rows.approvals(ruth) == ()
    with acting(world.people.emre) as emre:
        assert SAID[ACCOUNT].text in repr(rows.received_one(emre, proposed).paper)
    assert [code for _holder, code, _record in notices] == ["disclosure.received", "disclosure.approved"]


def test_safety_11_when_it_is_not_approved_nothing_leaves(world, proposed, ruth, acting):
    with acting(ruth):
        disclosure_actions.not_approve(ruth, proposed)
    with acting(world.people.emre) as emre:
        assert rows.received(emre) == ()
    with acting(world.people.amina) as amina:
        assert rows.sent(amina)[0].state == "not_approved"


def test_safety_11_nobody_approves_their_own_and_no_supervisor_of_the_same_team(world, proposed, acting):
    for person in (world.people.amina, world.people.chidi, world.people.bela):
        with acting(person), pytest.raises((Refused, NotVisible)):
            disclosure_actions.approve(person, proposed)
    with acting(world.people.amina) as amina:
        assert rows.sent(amina)[0].state == "proposed"


def test_safety_11_where_no_other_team_has_a_supervisor_another_organisation_decides(world, to_police, acting):
    with acting(world.people.amina) as amina:
        choices = selectors.approvers_for(amina, next(iter(amina.team_ids)), world.police_id)
        assert [choice.label for choice in choices] == ["Open line"]
        with pytest.raises(Refused) as refused:
            disclosure_actions.propose_without_consent(
                amina, world.file_id, to_police, approver=amina.organisation_id, person_told=True
            )
        assert refused.value.code == "no_approver"
        sent = disclosure_actions.propose_without_consent(
            amina, world.file_id, to_police, approver=choices[0].holder, person_told=True
        )
    with acting(world.people.juma) as juma:
        disclosure_actions.approve(juma, sent)
    with acting(world.people.emre) as emre:
        assert len(rows.received(emre)) == 1


def test_safety_11_13_not_even_a_law_carries_the_place_where_somebody_stays(world, ruth, acting):
    chosen = world.chosen(ACCOUNT, STAY, where=world.police, purpose=Purpose.INVESTIGATION, duty_id=world.law)
    with acting(world.people.amina) as amina, pytest.raises(Refused) as refused:
        disclosure_actions.propose_without_consent(
            amina, world.file_id, chosen, approver=next(iter(ruth.team_ids)), person_told=True
        )
    assert refused.value.code == "stays_never_leaves"


def test_what_the_law_does_not_name_stays(world, ruth, acting):
    chosen = world.chosen("identity", where=world.police, purpose=Purpose.INVESTIGATION, duty_id=world.law)
    with acting(world.people.amina) as amina, pytest.raises(Refused) as refused:
        disclosure_actions.propose_without_consent(
            amina, world.file_id, chosen, approver=next(iter(ruth.team_ids)), person_told=True
        )
    assert refused.value.code == "stays_duty_does_not_name"


def test_safety_5_the_person_is_told_or_the_reason_is_written_down(world, ruth, to_police, acting):
    with acting(world.people.amina) as amina, pytest.raises(Refused) as refused:
        disclosure_actions.propose_without_consent(
            amina, world.file_id, to_police, approver=next(iter(ruth.team_ids)), person_told=False
        )
    assert refused.value.code == "not_told"


def test_the_rules_are_checked_again_when_it_is_approved(world, proposed, ruth, acting):
    with acting(world.people.mio) as mio:
        newer = {"text": "Repealed.", "recipient_kinds": ["health"], "parts": [CORE], "statute": "Safety Act"}
        more = {"jurisdiction": "XX", "provision": "s. 7", "in_force_from": TODAY}
        registers.save_duty(mio, {**newer, **more}, replaces=world.law)
        from quatrefoil.foundation.registers.models import LegalDuty

        LegalDuty.objects.filter(id=world.law).update(recipient_kinds=["health"])
    with acting(ruth), pytest.raises(Refused) as refused:
        disclosure_actions.approve(ruth, proposed)
    assert refused.value.code == "stays_duty_does_not_bind"


def test_a_child_is_protected_without_consent_on_the_duty_for_children(world, ruth, acting):
    hooks.register_age_group(lambda _file: hooks.UNSURE)
    with acting(world.people.mio) as mio:
        law = registers.save_duty(
            mio,
            {
                "jurisdiction": "XX",
                "statute": "Child Act",
                "provision": "s. 12",
                "text": "Who learns of a child in danger tells child protection.",
                "recipient_kinds": ["competent_authority"],
                "parts": [CORE, ACCOUNT],
                "applies_to": "children",
            },
        )
    office = f"organisation:{world.people.lena.organisation_id}"
    chosen = world.chosen(ACCOUNT, where=office, purpose=Purpose.CHILD_PROTECTION, duty_id=law.id)
    with acting(world.people.amina) as amina:
        with pytest.raises(Refused) as refused:
            disclosure_actions.send(amina, world.file_id, world.chosen(HEALTH))
        assert refused.value.code == "stays_child_path"
        sent = disclosure_actions.propose_without_consent(
            amina, world.file_id, chosen, approver=next(iter(ruth.team_ids)), person_told=True
        )
    with acting(ruth):
        disclosure_actions.approve(ruth, sent)
    with acting(world.people.lena) as lena:
        answer_actions.accept(lena, sent)
        assert Disclosure.objects.get(id=sent).ground == "child_protection"


@pytest.fixture
def transfers(declared):
    closed = []

    def opens(actor, _disclosure, payload):
        return (
            open_file(actor, "case", owner_id=actor.member_id, region="").id if payload["kind"] == "transfer" else None
        )

    hooks.register_transfer(opens, lambda _actor, file_id, _disclosure: closed.append(file_id))
    return closed


def test_a_transfer_opens_the_recipients_own_file_and_closes_the_senders(world, agree, acting, transfers):
    there = world.people.juma.organisation_id
    agree(recipient=there, recipient_label="Open line", purpose="transfer", parts=frozenset({HEALTH, ACCOUNT}))
    chosen = world.chosen(HEALTH, where=f"organisation:{there}", purpose=Purpose.TRANSFER, kind="transfer")
    with acting(world.people.amina) as amina:
        sent = disclosure_actions.offer_transfer(amina, world.file_id, chosen)
    assert transfers == []
    with acting(world.people.juma) as juma:
        with pytest.raises(Refused):
            answer_actions.accept(juma, sent)
        new_file = answer_actions.take_over(juma, sent)
        assert may_see(juma, new_file)
        assert not may_see(juma, world.file_id)
    assert transfers == [world.file_id]
    with acting(world.people.amina) as amina:
        assert rows.sent(amina)[0].state == "transferred"
        assert not may_see(amina, new_file)


def test_a_recipient_without_an_account_gets_paper_and_its_answer_is_entered_by_hand(world, acting):
    with acting(world.people.mio) as mio:
        body = registers.save_body(mio, {"name": "Village lawyer"})
        service = registers.save_service(mio, {"body_id": body.id, "need": "legal", "name_en": "Free advice"})
    scope = {"recipient": body.id, "recipient_label": "Free advice", "purpose": "legal", "parts": frozenset({ACCOUNT})}
    from tests.integration.sharing.conftest import answer

    with acting(world.people.amina) as amina:
        actions.record_consent(amina, world.file_id, answer(**scope))
        chosen = world.chosen(ACCOUNT, where=f"service:{service.id}", purpose=Purpose.LEGAL)
        sent = disclosure_actions.send(amina, world.file_id, chosen)
        detail = rows.sent_one(amina, sent)
        assert not detail.works_here
        with pytest.raises(Refused) as refused:
            answer_actions.answer_by_hand(amina, sent, "accept", code="00000000x")
        assert refused.value.code == "wrong_code"
        answer_actions.answer_by_hand(amina, sent, "accept", code=detail.print_code)
        assert rows.sent(amina)[0].state == "accepted"


def test_safety_21_a_demand_is_reviewed_by_counsel_and_the_person_told_before_it_is_answered(world, acting):
    with acting(world.people.chidi) as chidi:
        demand = actions.record_demand(chidi, world.file_id, "court_order", "District court", received_on=TODAY)
        complied = actions.CompelledStep(outcome="complied", closed_on=TODAY)
        with pytest.raises(Refused) as refused:
            actions.update_demand(chidi, demand, complied, seen_revision=1)
        assert refused.value.code == "no_review"
        reviewed = actions.CompelledStep(counsel_reviewed_on=TODAY, counsel_advice="narrow", narrowed=True)
        actions.update_demand(chidi, demand, reviewed, seen_revision=1)
        with pytest.raises(Refused) as refused:
            actions.update_demand(chidi, demand, complied, seen_revision=2)
        assert refused.value.code == "not_told"
        told = actions.CompelledStep(person_told_on=TODAY, outcome="narrowed", closed_on=TODAY)
        actions.update_demand(chidi, demand, told, seen_revision=2)
        (row,) = compelled.demands(chidi)
    assert (row.outcome, row.narrowed, row.is_open) == ("Less was given than demanded", "Yes", False)
    with acting(world.people.bela) as bela:
        assert compelled.demands(bela) == ()
