# SPDX-License-Identifier: Apache-2.0
"""What may leave and what carries it: the rules of SAFETY.md as examples, then as properties of any world."""

import dataclasses
import datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.foundation.identity.roles import (
    ACCOUNT,
    ALL_PARTS,
    CORE,
    HEALTH,
    IDENTITY,
    SAFE_CONTACT,
    SCREENING,
    STAY,
)
from quatrefoil.foundation.sharing.codes import LANGUAGE, NEEDED, Carrier, Check, ConsentKind, Purpose
from quatrefoil.foundation.sharing.policy import (
    AgreementTerms,
    Carries,
    ConsentTerms,
    DutyTerms,
    Recipient,
    Refusal,
    may_leave,
    stance,
)

NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
FILE, LINKED = uuid4(), uuid4()
CLINIC = Recipient(uuid4(), "Port Clinic", "health")
LAWYER = Recipient(uuid4(), "Legal Aid", "legal")
POLICE = Recipient(uuid4(), "Harbour Police", "police", is_law_enforcement=True)
COUNCIL = Recipient(uuid4(), "Child Council", "child_protection")


def consent(kind=ConsentKind.SHARE, **terms) -> ConsentTerms:
    known = {"recipient": CLINIC.id, "purpose": Purpose.MEDICAL, "parts": frozenset({HEALTH})}
    if kind != ConsentKind.SHARE:
        known = {}
    fixed = {"id": uuid4(), "file": FILE, "agreed": True, "given_on": TODAY - DAY, "recorded_at": NOW - DAY}
    return ConsentTerms(kind=kind, **{**fixed, **known, **terms})


def police(**terms) -> ConsentTerms:
    return consent(ConsentKind.POLICE, **{"parts": frozenset({ACCOUNT, IDENTITY}), "told_irreversible": True, **terms})


def duty(**terms) -> DutyTerms:
    known = {"parts": frozenset({CORE, IDENTITY}), "applies_to": "everybody", "in_force_from": TODAY - 900 * DAY}
    kinds = frozenset({"police", "child_protection"})
    return DutyTerms(
        **{"id": uuid4(), "title": "Act, s. 1", "text": "Tell.", "recipient_kinds": kinds, **known, **terms}
    )


def ask(part, *consents, purpose=Purpose.MEDICAL, recipient=CLINIC, duties=(), agreement=None, child=False):
    return may_leave(part, purpose, recipient, consents, duties, agreement, child, NOW)


def code(*args, **kwargs) -> str:
    answer = ask(*args, **kwargs)
    return answer.code if isinstance(answer, Refusal) else "carries"


def test_consent_to_share_with_that_body_for_that_purpose_carries_the_parts_it_lists():
    given = consent(expires_on=TODAY + 180 * DAY)
    answer = ask(HEALTH, given)
    assert isinstance(answer, Carries)
    assert (answer.carrier, answer.sources, answer.until) == (Carrier.CONSENT, (given.id,), TODAY + 180 * DAY)
    assert answer.words == "consent: sharing with Port Clinic"
    assert not answer.needs_second_approver


def test_what_consent_does_not_list_stays_and_says_what_to_do():
    assert code(IDENTITY, consent()) == "not_listed"
    assert code(HEALTH) == "no_consent"
    assert "can register the reference name" in ask(HEALTH).words
    to_police = ask(ACCOUNT, recipient=POLICE, purpose=Purpose.INVESTIGATION)
    assert "Help does not depend on it" in to_police.words
    assert "was taken back" in ask(HEALTH, consent(withdrawn=True)).words
    assert "does not list this" in ask(IDENTITY, consent()).words


def test_the_code_name_and_the_language_go_with_every_consented_referral():
    assert code(CORE, consent()) == code(LANGUAGE, consent()) == "carries"
    assert code(CORE) == "no_consent"
    assert ask(CORE, consent()).words == "needed for any referral; consent: sharing with Port Clinic"


def test_consent_for_another_body_or_another_purpose_carries_nothing():
    assert code(HEALTH, consent(recipient=LAWYER.id)) == "no_consent"
    assert code(HEALTH, consent(purpose=Purpose.LEGAL)) == "no_consent"


def test_what_a_purpose_does_not_need_stays_even_with_consent():
    assert code(ACCOUNT, consent(parts=frozenset({ACCOUNT}))) == "not_needed"


def test_an_ended_consent_is_asked_again():
    assert code(HEALTH, consent(expires_on=TODAY)) == "carries"
    assert code(HEALTH, consent(expires_on=TODAY - DAY)) == "ended"


def test_the_latest_answer_counts_in_whatever_order_the_answers_come():
    earlier = consent(given_on=TODAY - 9 * DAY, agreed=False)
    later, corrected = consent(), consent(recorded_at=NOW, parts=frozenset({ACCOUNT}))
    for order in ((earlier, later), (later, earlier)):
        assert code(HEALTH, *order) == "carries"
    for order in ((later, corrected), (corrected, later)):  # of one day, what was written down last
        assert code(HEALTH, *order) == "not_listed"
    newest = consent()
    assert stance((later, newest), ConsentKind.SHARE, TODAY, CLINIC.id, Purpose.MEDICAL).id == newest.id


def test_safety_12_of_several_yeses_only_what_all_of_them_list_leaves_until_the_first_of_them_ends():
    wide = consent(parts=frozenset({HEALTH, IDENTITY}), expires_on=TODAY + 90 * DAY)
    narrow = consent(file=LINKED, parts=frozenset({HEALTH}), expires_on=TODAY + 30 * DAY)
    for order in ((wide, narrow), (narrow, wide)):
        answer = ask(HEALTH, *order)
        assert isinstance(answer, Carries)
        assert answer.until == TODAY + 30 * DAY
        assert code(IDENTITY, *order) == "not_listed"


def test_safety_11_what_consent_carries_needs_no_law_and_no_second_person_though_one_was_named():
    answer = ask(HEALTH, consent(), duties=(duty(parts=frozenset({HEALTH}), recipient_kinds=frozenset({"health"})),))
    assert isinstance(answer, Carries)
    assert (answer.carrier, answer.needs_second_approver) == (Carrier.CONSENT, False)


def test_a_consent_without_all_seven_checks_names_the_missing_ones():
    answer = ask(HEALTH, consent(missing=(Check.STORAGE.value, Check.WITHDRAWAL.value)))
    assert answer.code == "incomplete"
    assert "how long it is kept" in answer.words
    assert "how to take the consent back" in answer.words


def test_safety_2_a_withdrawn_consent_carries_nothing_from_that_moment():
    assert code(HEALTH, consent(withdrawn=True)) == "withdrawn"
    assert code(HEALTH, consent(), consent(ConsentKind.SERVICES, withdrawn=True)) == "services_withdrawn"
    assert code(HEALTH, consent(), consent(ConsentKind.SERVICES)) == "carries"


def test_safety_6_police_need_the_police_consent_with_what_cannot_be_undone_told_first():
    to_police = {"recipient": POLICE, "purpose": Purpose.INVESTIGATION}
    share = consent(recipient=POLICE.id, purpose=Purpose.INVESTIGATION, parts=frozenset({ACCOUNT}))
    assert code(ACCOUNT, share, **to_police) == "no_consent"
    assert code(ACCOUNT, police(), **to_police) == "carries"
    untold = ask(ACCOUNT, police(told_irreversible=False), **to_police)
    assert untold.code == "incomplete"
    assert "cannot be taken back once the defence holds it" in untold.words


def test_safety_6_consent_to_police_says_nothing_about_a_clinic_and_refusing_police_costs_no_help():
    assert code(HEALTH, police(parts=frozenset({HEALTH}))) == "no_consent"
    assert code(HEALTH, consent(), police(agreed=False)) == "carries"


def test_how_to_reach_somebody_safely_also_needs_the_consent_to_be_contacted():
    assert code(SAFE_CONTACT, consent()) == "no_contact_consent"
    share, contact = consent(), consent(ConsentKind.CONTACT, expires_on=TODAY + DAY)
    answer = ask(SAFE_CONTACT, share, contact)
    assert (answer.sources, answer.until) == ((share.id, contact.id), TODAY + DAY)
    for no in ({"agreed": False}, {"withdrawn": True}, {"expires_on": TODAY - DAY}, {"missing": (Check.RIGHTS.value,)}):
        assert code(SAFE_CONTACT, share, consent(ConsentKind.CONTACT, **no)) == "no_contact_consent"


@pytest.mark.parametrize("part", [STAY, SCREENING])
def test_safety_11_13_15_where_somebody_stays_and_screening_answers_never_leave(part):
    everything = frozenset(ALL_PARTS)
    named = duty(parts=everything, recipient_kinds=frozenset({"police"}))
    answer = ask(part, police(parts=everything), recipient=POLICE, purpose=Purpose.INVESTIGATION, duties=(named,))
    assert answer.code == "never_leaves"


def test_safety_11_a_legal_duty_carries_only_what_the_law_names_to_whom_it_names_with_a_second_approver():
    to_police = {"recipient": POLICE, "purpose": Purpose.INVESTIGATION}
    answer = ask(IDENTITY, duties=(duty(),), **to_police)
    assert (answer.carrier, answer.needs_second_approver) == (Carrier.LEGAL_DUTY, True)
    assert code(ACCOUNT, duties=(duty(),), **to_police) == "duty_does_not_name"
    assert code(IDENTITY, duties=(duty(recipient_kinds=frozenset({"health"})),), **to_police) == "duty_does_not_bind"
    assert code(IDENTITY, duties=(duty(text=" "),), **to_police) == "duty_does_not_bind"
    today_only = duty(in_force_from=TODAY, in_force_until=TODAY)
    assert code(IDENTITY, duties=(today_only,), **to_police) == "carries"
    assert code(IDENTITY, duties=(duty(in_force_from=TODAY + DAY),), **to_police) == "duty_does_not_bind"
    assert code(IDENTITY, duties=(duty(in_force_until=TODAY - DAY),), **to_police) == "duty_does_not_bind"
    assert code(IDENTITY, duties=(duty(applies_to="children"),), **to_police) == "duty_does_not_bind"


def test_a_child_is_not_asked_for_consent_and_the_duty_that_protects_children_carries():
    to_council = {"recipient": COUNCIL, "purpose": Purpose.CHILD_PROTECTION, "child": True}
    given = consent(recipient=COUNCIL.id, purpose=Purpose.CHILD_PROTECTION, parts=frozenset({IDENTITY}))
    assert code(IDENTITY, given, **to_council) == "child_path"
    answer = ask(IDENTITY, duties=(duty(applies_to="children"),), **to_council)
    assert (answer.carrier, answer.needs_second_approver) == (Carrier.CHILD_PROTECTION, True)
    assert code(IDENTITY, duties=(duty(applies_to="adults"),), **to_council) == "duty_does_not_bind"


def test_an_agreement_narrows_what_consent_carries_and_an_ended_one_stops_it():
    terms = AgreementTerms(uuid4(), frozenset({Purpose.MEDICAL}), frozenset({HEALTH}), TODAY - DAY)
    both = consent(parts=frozenset({HEALTH, IDENTITY}))
    assert code(HEALTH, both, agreement=terms) == "carries"
    assert code(CORE, both, agreement=terms) == "carries"
    assert code(IDENTITY, both, agreement=terms) == "agreement_part"
    assert (
        code(HEALTH, both, agreement=dataclasses.replace(terms, purposes=frozenset({"legal"}))) == "agreement_purpose"
    )
    assert code(HEALTH, both, agreement=dataclasses.replace(terms, valid_until=TODAY - DAY)) == "agreement_ended"
    assert code(HEALTH, both, agreement=dataclasses.replace(terms, valid_from=TODAY, valid_until=TODAY)) == "carries"
    assert code(HEALTH, both, agreement=dataclasses.replace(terms, valid_from=TODAY + DAY)) == "agreement_ended"
    assert code(HEALTH, agreement=terms) == "no_consent"
    to_police = {"recipient": POLICE, "purpose": Purpose.INVESTIGATION, "agreement": terms}
    named = dataclasses.replace(terms, purposes=frozenset({Purpose.INVESTIGATION}), parts=frozenset({ACCOUNT}))
    assert code(ACCOUNT, police(), **{**to_police, "agreement": named}) == "agreement_purpose"
    allowed = dataclasses.replace(named, law_enforcement=True)
    assert code(ACCOUNT, police(), **{**to_police, "agreement": allowed}) == "carries"


def test_safety_12_across_linked_files_the_strictest_answer_wins():
    here, there = consent(parts=frozenset({HEALTH, IDENTITY})), consent(file=LINKED, expires_on=TODAY + DAY)
    both = stance((here, there), ConsentKind.SHARE, TODAY, CLINIC.id, Purpose.MEDICAL)
    assert (both.parts, both.expires_on) == (frozenset({HEALTH}), TODAY + DAY)
    assert code(IDENTITY, here, there) == "not_listed"
    assert code(HEALTH, here, consent(file=LINKED, withdrawn=True)) == "withdrawn"
    assert code(HEALTH, here, consent(file=LINKED, agreed=False)) == "refused"


def test_on_one_file_the_latest_answer_counts_and_a_no_to_all_police_counts_for_each():
    to_police = {"recipient": POLICE, "purpose": Purpose.INVESTIGATION}
    yes = police(recipient=POLICE.id, given_on=TODAY - 3 * DAY)
    assert code(ACCOUNT, yes, police(agreed=False, given_on=TODAY - DAY), **to_police) == "refused"
    assert code(ACCOUNT, police(agreed=False, given_on=TODAY - 9 * DAY), yes, **to_police) == "carries"


RECIPIENTS = (CLINIC, LAWYER, POLICE, COUNCIL)
parts_of_anything = st.frozensets(st.sampled_from(sorted(ALL_PARTS | {LANGUAGE})))
days = st.integers(-400, 400).map(lambda n: TODAY + n * DAY)


@st.composite
def consents(draw) -> ConsentTerms:
    return ConsentTerms(
        id=draw(st.uuids()),
        file=draw(st.sampled_from((FILE, LINKED))),
        kind=draw(st.sampled_from(ConsentKind.values)),
        agreed=draw(st.booleans()),
        given_on=draw(days),
        recorded_at=NOW,
        recipient=draw(st.sampled_from((None, *(each.id for each in RECIPIENTS)))),
        purpose=draw(st.sampled_from(("", *Purpose.values))),
        parts=draw(parts_of_anything),
        expires_on=draw(st.none() | days),
        withdrawn=draw(st.booleans()),
        missing=draw(st.sampled_from(((), (), (Check.RIGHTS.value,)))),
        told_irreversible=draw(st.booleans()),
    )


@st.composite
def duties_named(draw) -> DutyTerms:
    return duty(
        id=draw(st.uuids()),
        text=draw(st.sampled_from(("Tell.", ""))),
        recipient_kinds=draw(st.frozensets(st.sampled_from([each.kind for each in RECIPIENTS]))),
        parts=draw(parts_of_anything),
        applies_to=draw(st.sampled_from(("everybody", "children", "adults"))),
        in_force_from=draw(days),
        in_force_until=draw(st.none() | days),
    )


worlds = {
    "part": st.sampled_from(sorted(ALL_PARTS | {LANGUAGE})),
    "purpose": st.sampled_from(Purpose.values),
    "recipient": st.sampled_from(RECIPIENTS),
    "given_consents": st.lists(consents(), max_size=5),
    "duties": st.lists(duties_named(), max_size=3),
    "child": st.booleans(),
}


@given(**worlds)
def test_whatever_leaves_is_needed_and_stands_on_a_named_ground(
    part, purpose, recipient, given_consents, duties, child
):
    answer = ask(part, *given_consents, purpose=purpose, recipient=recipient, duties=duties, child=child)
    assert answer.part == part
    if isinstance(answer, Refusal):
        assert answer.words.strip()
        return
    assert part in NEEDED[purpose]
    assert part not in {STAY, SCREENING, "notes"}
    by_id: dict[UUID, object] = {each.id: each for each in (*given_consents, *duties)}
    grounds = [by_id[source] for source in answer.sources]
    assert grounds
    for ground in grounds:
        if isinstance(ground, DutyTerms):
            assert (
                answer.needs_second_approver
                and ground.text
                and part in ground.parts
                and recipient.kind in ground.recipient_kinds
            )
        else:
            assert not child and ground.agreed and not ground.withdrawn and not ground.missing
            assert ground.kind == ConsentKind.CONTACT or ground.recipient in (None, recipient.id)
            assert ground.kind != ConsentKind.POLICE or ground.told_irreversible
            assert (
                ground.kind == ConsentKind.POLICE
            ) == recipient.is_law_enforcement or ground.kind == ConsentKind.CONTACT


@given(**worlds, data=st.data())
def test_safety_2_withdrawing_or_refusing_never_lets_more_leave(
    part, purpose, recipient, given_consents, duties, child, data
):
    before = ask(part, *given_consents, purpose=purpose, recipient=recipient, duties=duties, child=child)
    stricter = [
        dataclasses.replace(each, withdrawn=True) if data.draw(st.booleans()) else each for each in given_consents
    ]
    after = ask(part, *stricter, purpose=purpose, recipient=recipient, duties=duties, child=child)
    if isinstance(before, Refusal):
        assert isinstance(after, Refusal)


@given(**worlds, other=st.lists(consents(), max_size=3))
def test_safety_12_linking_another_file_never_widens_a_standing_consent(
    part, purpose, recipient, given_consents, duties, child, other
):
    mine = [dataclasses.replace(each, file=FILE) for each in given_consents]
    linked = [dataclasses.replace(each, file=LINKED) for each in other]
    kind = ConsentKind.POLICE if recipient.is_law_enforcement else ConsentKind.SHARE
    if stance(mine, kind, TODAY, recipient.id, purpose) is None or stance(mine, ConsentKind.CONTACT, TODAY) is None:
        return  # nothing stands here yet that a link could widen
    alone = ask(part, *mine, purpose=purpose, recipient=recipient, duties=(), child=child)
    together = ask(part, *mine, *linked, purpose=purpose, recipient=recipient, duties=(), child=child)
    if isinstance(alone, Refusal):
        assert isinstance(together, Refusal)
