# SPDX-License-Identifier: Apache-2.0
"""The table of states: no dead end by accident, and the documentation shows the same table."""

from pathlib import Path

import pytest

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.sharing.diagram import ENDS, states_as_mermaid
from quatrefoil.foundation.sharing.states import READABLE, TRANSITIONS, Event, State, next_state

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "sharing.md"


def test_the_documentation_shows_the_table():
    assert states_as_mermaid() in DOCUMENT.read_text()


def test_every_state_is_reached_and_left_or_is_an_end():
    reached = {State.DRAFT.value} | {str(after) for after in TRANSITIONS.values()}
    left = {str(before) for before, _event in TRANSITIONS}
    assert reached == set(State.values)
    assert set(State.values) - left == {str(each) for each in ENDS}
    assert {event for _before, event in TRANSITIONS} == set(Event.values)


def test_safety_2_whatever_can_be_read_can_be_taken_back():
    for state in READABLE:
        assert next_state(state, Event.REVOKE) == State.REVOKED


def test_what_is_not_in_the_table_is_refused_in_words():
    with pytest.raises(Refused) as refused:
        next_state(State.DECLINED, Event.ACCEPT)
    assert "Declined" in str(refused.value)
    assert refused.value.code == "not_from_declined"
