# SPDX-License-Identifier: Apache-2.0
"""The lists of the hotline desk, and the two rules that hang on them."""

import pytest

from quatrefoil.standards.instruments.contact_log import (
    CONTACT_LISTS,
    KINDS,
    KINDS_WITH_CLOCK,
    KINDS_WITHOUT_FILE,
    PHONE_STATES,
    SAFE_TO_CALL_BACK,
    may_send_to,
    opens_a_file,
)


def test_every_list_has_distinct_codes_and_a_label_for_each() -> None:
    for known in CONTACT_LISTS:
        assert len(set(known.values())) == len(known) > 1
        assert all(code.label and code.code.isidentifier() for code in known)


@pytest.mark.parametrize("kind", ["out_of_scope", "prank", "wrong_number", "general_information", "training_request"])
def test_a_contact_about_something_else_opens_no_file_about_a_person(kind: str) -> None:
    assert not opens_a_file(kind)


@pytest.mark.parametrize("kind", ["crisis", "tip", "help_request", "referral_request"])
def test_a_contact_about_a_situation_may_open_a_file(kind: str) -> None:
    assert opens_a_file(kind)


def test_the_kinds_with_a_rule_are_kinds_of_the_list() -> None:
    assert set(KINDS.values()) >= KINDS_WITHOUT_FILE | KINDS_WITH_CLOCK
    with pytest.raises(KeyError):
        opens_a_file("something else")


def test_nothing_goes_out_to_a_phone_that_was_taken() -> None:
    assert not any(may_send_to("taken", safe) for safe in SAFE_TO_CALL_BACK.values())


def test_silence_is_the_default_when_nobody_asked_whether_it_is_safe() -> None:
    assert not any(may_send_to(state, "not_asked") for state in PHONE_STATES.values())
    assert not may_send_to("own", "no")
    assert may_send_to("own", "at_times")
