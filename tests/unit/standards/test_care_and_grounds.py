# SPDX-License-Identifier: Apache-2.0
"""Consent, legal grounds, referral to the authority, and the lists of the case."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.standards import nrm
from quatrefoil.standards.ages import Under18
from quatrefoil.standards.care import (
    CARE_LISTS,
    DANGER_LEVELS,
    FOLLOW_UP_OUTCOMES,
    REFERRAL_MOVES,
    REFERRAL_STATES,
    follow_up_days,
    next_referral_state,
)
from quatrefoil.standards.legal_bases import (
    CHILD_PATH_NOT_ASKED,
    CONSENT_KINDS,
    CONSENT_STATES,
    LEGAL_BASES,
    LEGAL_DUTIES,
    WHO_AGREED,
    WITHDRAWAL_WAYS,
    WITHHELD_FROM,
    allows_sharing,
    can_be_taken_back,
    needs_second_approver,
)

LISTS = (
    *CARE_LISTS,
    CONSENT_KINDS,
    CONSENT_STATES,
    LEGAL_BASES,
    LEGAL_DUTIES,
    WHO_AGREED,
    WITHDRAWAL_WAYS,
    WITHHELD_FROM,
)


@pytest.mark.parametrize("under_18", ["yes", "not_sure"])
@pytest.mark.parametrize("agrees", [True, False, None])
def test_under_18_or_not_sure_is_referred_whatever_is_agreed_and_is_not_asked(
    under_18: str, agrees: bool | None
) -> None:
    way = nrm.route(under_18, agrees=agrees)
    assert way is nrm.Route.AUTOMATIC
    assert not nrm.asks_consent(way)
    assert nrm.required_fields(way) == nrm.LOCAL_AUTHORITY_FIELDS
    assert not nrm.may_leave(way, "does-pv-need-support")


@pytest.mark.parametrize(
    ("agrees", "cooperates", "way"),
    [
        (True, None, nrm.Route.REFERRAL),
        (True, False, nrm.Route.REFERRAL),
        (False, True, nrm.Route.DUTY_TO_NOTIFY_NAMED),
        (False, False, nrm.Route.DUTY_TO_NOTIFY),
        (False, None, nrm.Route.DUTY_TO_NOTIFY),
        (None, True, nrm.Route.NOT_YET),
    ],
)
def test_an_adult_decides_which_way_the_form_goes(agrees: bool | None, cooperates: bool | None, way: nrm.Route) -> None:
    assert nrm.route(Under18.NO, agrees=agrees, cooperates=cooperates) is way
    assert nrm.asks_consent(way)


def test_a_notification_without_agreement_carries_gender_and_nationality_and_no_name() -> None:
    way = nrm.Route.DUTY_TO_NOTIFY
    assert nrm.required_fields(way) == ("pv-gender", "pv-nationality")
    assert nrm.may_leave(way, "refuse-nrm")
    for field in (*nrm.NAME_FIELDS, "pv-name-nickname", "pv-dob", "current-pv-location-uk-city"):
        assert not nrm.may_leave(way, field)


@pytest.mark.parametrize("way", nrm.Route)
def test_what_a_way_requires_may_leave_on_it(way: nrm.Route) -> None:
    assert all(nrm.may_leave(way, field) for field in nrm.required_fields(way))


def test_nothing_leaves_before_an_adult_was_asked() -> None:
    assert not nrm.may_leave(nrm.Route.NOT_YET, "pv-gender")


def test_that_police_cannot_forget_is_said_where_it_is_asked_and_help_does_not_depend_on_it() -> None:
    assert "cannot be taken back" in CONSENT_KINDS["police"].guidance
    assert "Help does not depend on it" in CONSENT_KINDS["police"].guidance
    assert [kind for kind in CONSENT_KINDS.values() if not can_be_taken_back(kind)] == ["police"]


def test_protection_of_a_child_is_the_only_thing_not_asked() -> None:
    assert {"services"} == CHILD_PATH_NOT_ASKED


@pytest.mark.parametrize("state", CONSENT_STATES.values())
def test_only_consent_that_holds_now_carries_a_sharing(state: str) -> None:
    assert allows_sharing("consent", state) == (state == "given")


@pytest.mark.parametrize("basis", LEGAL_BASES.values())
def test_without_consent_only_a_legal_duty_carries_a_sharing_and_always_with_a_second_approver(basis: str) -> None:
    assert allows_sharing(basis, "declined") == (basis == "legal_obligation")
    assert needs_second_approver(basis) == (basis != "consent")


def test_an_unknown_ground_is_an_error_and_not_a_yes() -> None:
    with pytest.raises(KeyError):
        allows_sharing("because", "given")
    with pytest.raises(KeyError):
        needs_second_approver("because")


@pytest.mark.parametrize(
    ("state", "event", "after"),
    [("in_progress", "accept", "accepted"), ("accepted", "finish", "done"), ("accepted", "revoke", "revoked")],
)
def test_a_referral_moves_by_its_table(state: str, event: str, after: str) -> None:
    assert next_referral_state(state, event) == after


@pytest.mark.parametrize("state", ["done", "declined", "revoked", "expired"])
def test_a_referral_that_has_ended_moves_no_more(state: str) -> None:
    for _, event, _ in REFERRAL_MOVES:
        with pytest.raises(ValueError, match=state):
            next_referral_state(state, event)


def test_every_state_of_a_referral_can_be_reached() -> None:
    assert {"in_progress"} | {after for _, _, after in REFERRAL_MOVES} == set(REFERRAL_STATES.values())


def test_follow_ups_come_at_1_3_6_12_and_24_months_and_a_short_month_ends_on_its_last_day() -> None:
    assert follow_up_days(date(2026, 1, 31)) == (
        date(2026, 2, 28),
        date(2026, 4, 30),
        date(2026, 7, 31),
        date(2027, 1, 31),
        date(2028, 1, 31),
    )
    assert follow_up_days(date(2023, 11, 30), (3,)) == (date(2024, 2, 29),)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_follow_ups_come_one_after_another_and_after_the_closing(day: date) -> None:
    days = (day, *follow_up_days(day))
    assert list(days) == sorted(set(days))


def test_the_words_are_those_that_were_agreed() -> None:
    assert DANGER_LEVELS.label("high") == "Danger now: high"
    assert FOLLOW_UP_OUTCOMES.label("not_reached") == "Not reached"
    assert LEGAL_BASES.label("legal_obligation") == "Share without consent: legal duty"


@pytest.mark.parametrize("known", LISTS, ids=lambda known: known.name)
def test_every_list_has_distinct_codes_and_calm_labels(known) -> None:
    assert len(set(known.values())) == len(known) > 1
    for code in known:
        words = f"{code.label} {code.guidance}".lower()
        assert code.label
        for word in ("victim", "override", "high risk", "lost to follow", "turn-away", "sealed", "negative"):
            assert word not in words, code
