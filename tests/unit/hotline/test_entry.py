# SPDX-License-Identifier: Apache-2.0
"""What an advocate writes down, as a value: rules that need no database."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.protection.hotline import codes
from quatrefoil.protection.hotline.entry import ContactEntry
from quatrefoil.protection.hotline.from_report import initial
from quatrefoil.standards.instruments.contact_log import KINDS, KINDS_WITHOUT_FILE


def entry(**known: Any) -> ContactEntry:
    return ContactEntry(**{"channel": "phone", "kind": "help_request", **known})


@pytest.mark.parametrize("kind", KINDS.values())
def test_only_kinds_that_are_not_merely_counted_open_a_file(kind: str) -> None:
    assert entry(kind=kind).opens_file is (kind not in KINDS_WITHOUT_FILE)


@pytest.mark.parametrize(
    ("known", "channel", "may_write"),
    [
        ({"reach": "text", "safe_to_call_back": "yes"}, "text", True),
        ({"reach": "call", "safe_to_call_back": "at_times"}, "call", False),
        ({"reach": "text", "safe_to_call_back": "no"}, "none", False),
        ({"reach": "text", "safe_to_call_back": "not_asked"}, "none", False),
        ({"reach": "thread", "safe_to_call_back": "not_asked"}, "thread", False),
    ],
)
def test_nobody_is_reached_unless_they_said_that_it_is_safe(
    known: dict[str, str], channel: str, may_write: bool
) -> None:
    safe = entry(**known).safe_contact()
    assert safe is not None
    assert (safe.channel, safe.may_write) == (channel, may_write)


def test_where_nothing_was_said_nothing_is_noted() -> None:
    assert entry(language="fr").safe_contact() is None


@pytest.mark.parametrize(
    ("known", "priority"),
    [({"danger": "high"}, 3), ({"kind": "crisis"}, 3), ({"danger": "some"}, 2), ({"danger": "low"}, 1), ({}, 1)],
)
def test_danger_comes_first(known: dict[str, str], priority: int) -> None:
    assert entry(**known).priority == priority


def test_a_report_cannot_become_a_count_by_the_page_for_contacts() -> None:
    with pytest.raises(Refused):
        entry(kind="prank", report=uuid4()).check()


def test_codes_for_facts_hold_nothing_that_was_said() -> None:
    said = entry(words="my name is Alba", phone="+44 20 7946 0123", safe_word="lemon", instructions="after six")
    assert not {"Alba", "lemon", "after six", "+44 20 7946 0123"} & set(said.codes.values())


def report(questionnaire: str = "public_help", **answers: Any) -> Any:
    return SimpleNamespace(questionnaire=questionnaire, answers=answers, row=SimpleNamespace(id=uuid4()))


def test_what_a_reporter_wrote_fills_the_contact_and_every_value_fits() -> None:
    known = initial(
        report(
            danger="now", channel="phone", address="+44 20 7946 0123", whose_phone="taken", safe_word="lemon",
            safe_times=["morning", "weekend"], language="fr", region="north", about="me", under_18="not_sure",
            age_band="16-17", interpreter="yes", own_words="They keep my papers",
        )
    )  # fmt: skip
    made = ContactEntry(**known)
    made.check()
    assert (made.kind, made.danger, made.caller, made.phone_state) == ("crisis", "high", "self", "taken")
    assert (made.hours, made.age_band, made.under_18, made.needs_interpreter) == (
        "morning, weekend",
        "16-17",
        "not_sure",
        True,
    )
    assert "They keep my papers" not in str(known)


@pytest.mark.parametrize("skipped", ["", "rather_not", "do_not_know", "invented"])
def test_what_was_skipped_stays_unknown(skipped: str) -> None:
    names = ("danger", "channel", "whose_phone", "under_18", "age_band", "about", "interpreter")
    made = ContactEntry(**initial(report("public_report", **dict.fromkeys(names, skipped))))
    made.check()
    assert (made.danger, made.reach, made.phone_state, made.under_18, made.caller) == (
        "not_known",
        "none",
        "unknown",
        "",
        "",
    )
    assert made.kind == "tip" and made.age_band == ""


@pytest.mark.parametrize(
    "codes_of", [codes.DANGER_REASONS, codes.DANGER_ACTS, codes.DANGER_ANSWERS, codes.HANDOVER_STEPS]
)
def test_codes_fit_their_columns(codes_of: dict[str, str]) -> None:
    assert all(len(code) <= 30 and code.isidentifier() for code in codes_of)
