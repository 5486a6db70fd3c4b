# SPDX-License-Identifier: Apache-2.0
"""Consent as it is asked, given, refused and taken back."""

import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.records import actions as records
from quatrefoil.foundation.records.models import History
from quatrefoil.foundation.sharing import actions, hooks, selectors
from quatrefoil.foundation.sharing.codes import Check, ConsentKind, How, SupportConfirmation
from quatrefoil.foundation.sharing.models import Consent
from tests.integration.sharing.conftest import ALL_TOLD, TODAY, answer


def test_each_kind_is_asked_on_its_own_and_reads_back_in_words(world, agree, acting):
    agree(ConsentKind.SERVICES)
    agree(expires_on=TODAY + datetime.timedelta(days=90), interpreter_used=True)
    with acting(world.people.amina) as amina:
        rows = {row.kind: row for row in selectors.consents_of(amina, world.file_id)}
        agreed = selectors.what_is_agreed(amina, world.file_id)
    assert rows["share"].title == "Sharing with Port Clinic"
    assert rows["share"].parts == "Health needs, own words"
    assert rows["share"].language == "Amharic, with an interpreter"
    assert rows["services"].state == "Agreed"
    assert agreed.words == "Agreed: services, sharing with Port Clinic. Not shared with police"


def test_safety_6_the_mark_for_police_is_neutral_whatever_the_answer(world, agree, acting):
    with acting(world.people.amina) as amina:
        before = selectors.what_is_agreed(amina, world.file_id)
    agree(ConsentKind.POLICE)
    with acting(world.people.amina) as amina:
        after = selectors.what_is_agreed(amina, world.file_id)
    assert before.chips[-1].text == "Not shared with police"
    assert after.chips[-1].text == "Agreed to share with police"
    assert {chip.kind for chip in (*before.chips, *after.chips)} == {"neutral"}


def test_all_seven_checks_are_needed_and_the_missing_ones_are_named(world, acting):
    told = ALL_TOLD - {Check.STORAGE, Check.RIGHTS}
    with acting(world.people.amina) as amina, pytest.raises(Refused) as refused:
        actions.record_consent(amina, world.file_id, answer(ConsentKind.SERVICES, told=told))
    assert refused.value.code == "checks_missing"
    assert "how long it is kept" in str(refused.value)
    assert "the right to see one's own data" in str(refused.value)
    with acting(world.people.amina) as amina:
        no = answer(ConsentKind.SERVICES, agreed=False, told=frozenset())
        assert actions.record_consent(amina, world.file_id, no)


def test_safety_6_what_cannot_be_taken_back_is_said_before_a_yes_to_police(world, acting):
    with acting(world.people.amina) as amina:
        with pytest.raises(Refused) as refused:
            actions.record_consent(amina, world.file_id, answer(ConsentKind.POLICE))
        assert "cannot be taken back once the defence holds it" in str(refused.value)
        untold = {"file_id": world.file_id, "language": "en", "how": How.SPOKEN, "collected_by": amina.member_id}
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent(kind=ConsentKind.POLICE, agreed=True, **untold).save(force_insert=True)


def test_sharing_names_a_body_and_a_purpose(world, acting):
    for scope in ({"recipient": world.clinic_id}, {"purpose": "medical"}):
        with acting(world.people.amina) as amina, pytest.raises(Refused) as refused:
            actions.record_consent(amina, world.file_id, answer(**scope))
        assert refused.value.code == "scope_missing"


def test_the_signed_sheet_is_kept_once_with_its_answer(world, agree, acting):
    consent, scan = agree(ConsentKind.SERVICES, how=How.THUMBPRINT), uuid4()
    with acting(world.people.amina) as amina:
        actions.keep_signed_sheet(amina, consent, scan)
        with pytest.raises(Refused):
            actions.keep_signed_sheet(amina, consent, uuid4())
        (row,) = selectors.consents_of(amina, world.file_id)
    assert row.document == scan


def test_a_paper_consent_keeps_its_own_day_and_a_future_day_is_refused(world, agree, acting):
    paper = agree(ConsentKind.SERVICES, given_on=datetime.date(2024, 3, 1), how=How.THUMBPRINT)
    with acting(world.people.amina) as amina:
        kept = Consent.objects.get(id=paper)
        assert (kept.given_on, kept.recorded_at.date()) == (datetime.date(2024, 3, 1), TODAY)
        assert History.objects.get(file_id=world.file_id, event="consent.recorded").valid_on == kept.given_on
        tomorrow = TODAY + datetime.timedelta(days=2)
        with pytest.raises(Refused):
            actions.record_consent(amina, world.file_id, answer(ConsentKind.SERVICES, given_on=tomorrow))


@pytest.mark.parametrize("age_group", [hooks.CHILD, hooks.UNSURE])
@pytest.mark.parametrize("kind", [ConsentKind.SERVICES, ConsentKind.SHARE, ConsentKind.POLICE])
def test_under_18_or_unsure_no_consent_is_asked_for_protection(world, agree, acting, age_group, kind):
    hooks.register_age_group(lambda _file: age_group)
    with pytest.raises(Refused) as refused:
        agree(kind)
    assert refused.value.code == "child_path"
    with acting(world.people.amina) as amina:
        words = selectors.what_is_agreed(amina, world.file_id).words
    assert words.startswith("Child: no consent asked for protection")
    assert agree(ConsentKind.CONTACT)


def test_a_case_manager_of_another_team_reads_and_writes_no_consent(world, agree, acting):
    consent = agree()
    with acting(world.people.bela) as bela:
        with pytest.raises(NotVisible):
            selectors.consents_of(bela, world.file_id)
        with pytest.raises(NotVisible):
            actions.record_consent(bela, world.file_id, answer(ConsentKind.SERVICES))
        with pytest.raises(NotVisible):
            actions.withdraw_consent(bela, consent, asker="person", how="phone")


def test_safety_2_taking_back_services_stops_all_sharing_but_not_help(world, agree, acting):
    ended = []
    hooks.register_services_end(lambda _actor, file_id: ended.append(file_id))
    services = agree(ConsentKind.SERVICES)
    agree(), agree(ConsentKind.POLICE), agree(ConsentKind.CONTACT)
    with acting(world.people.amina) as amina:
        actions.withdraw_consent(amina, services, asker="unsure", how="phone")
        rows = {row.kind: row for row in selectors.consents_of(amina, world.file_id)}
        assert not rows["services"].stands and not rows["share"].stands and not rows["police"].stands
        assert rows["contact"].stands
        assert rows["services"].confirmation == SupportConfirmation.PENDING
        assert ended == []
        with pytest.raises(Refused) as refused:
            actions.confirm_support(amina, services, wants_to_end=True, place="phone", in_private=False)
        assert refused.value.code == "not_private"
        assert ended == []
        actions.confirm_support(amina, services, wants_to_end=True, place="in_person", in_private=True)
    assert ended == [world.file_id]


def test_safety_2_the_person_may_want_the_services_to_go_on(world, agree, acting):
    ended = []
    hooks.register_services_end(lambda _actor, file_id: ended.append(file_id))
    services = agree(ConsentKind.SERVICES)
    with acting(world.people.amina) as amina:
        actions.withdraw_consent(amina, services, asker="person", how="message")
        actions.confirm_support(amina, services, wants_to_end=False, place="in_person", in_private=True)
        with pytest.raises(Refused):
            actions.confirm_support(amina, services, wants_to_end=True, place="in_person", in_private=True)
    assert ended == []


def test_safety_12_taking_back_holds_for_all_linked_files_and_the_strictest_wins(world, agree, acting):
    with acting(world.people.amina) as amina:
        other = records.open_file(amina, "case", team_id=next(iter(amina.team_ids)), owner_id=amina.member_id)
        records.link_same_person(amina, world.file_id, other.id, "documents")
    here, there = agree(), agree(file_id=other.id)
    with acting(world.people.amina) as amina:
        assert selectors.agrees(other.id, "share", world.clinic_id, "medical")
        actions.withdraw_consent(amina, here, asker="person", how="in_person")
        assert not selectors.agrees(other.id, "share", world.clinic_id, "medical")
        assert Consent.objects.get(id=there).withdrawn_at is not None


def test_what_was_taken_back_cannot_be_taken_back_twice(world, agree, acting):
    consent = agree()
    with acting(world.people.amina) as amina:
        actions.withdraw_consent(amina, consent, asker="person", how="phone")
        with pytest.raises(Refused):
            actions.withdraw_consent(amina, consent, asker="person", how="phone")
        assert History.objects.filter(file_id=world.file_id, event="consent.withdrawn").count() == 1
