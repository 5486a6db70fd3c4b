# SPDX-License-Identifier: Apache-2.0
"""The audit reads as sentences."""

from collections.abc import Iterator

import pytest

from quatrefoil.foundation.audit import words
from quatrefoil.foundation.audit.words import Sort


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    known = (dict(words.ACTS), dict(words.REASONS), dict(words.AREAS))
    yield
    for registry, before in zip((words.ACTS, words.REASONS, words.AREAS), known, strict=True):
        registry.clear()
        registry.update(before)


def test_an_act_reads_as_a_sentence_with_who_and_what_part():
    assert words.sentence_of("part.open", "Chidi Obi", "health") == "Chidi Obi opened health"
    assert words.sentence_of("part.open", "Chidi Obi", "safe_contact") == "Chidi Obi opened safe contact"


def test_a_wing_declares_its_own_acts_reasons_and_areas():
    words.describe("test.bed_kept", "%(who)s kept a bed", sort=Sort.SHARE)
    words.explain("plan_review", "plan review")
    words.name_area("shelter", "beds")
    assert words.sentence_of("test.bed_kept", "Amina Sarr") == "Amina Sarr kept a bed"
    assert "test.bed_kept" in words.acts_of("share")
    assert words.reason_of("plan_review") == "plan review"
    assert words.reason_of("page shelter:bed") == "beds"


@pytest.mark.parametrize(
    ("purpose", "reason"),
    [
        ("page cases:record", "case work"),
        ("page unknown", "unknown"),
        ("page new_app:thing", "new app"),
        ("job audit.list", "background work"),
        ("tick audit.sweep", "regular task"),
        ("command verify", "at the command line"),
        ("search: came_back", "came back"),
        ("plan_check", "plan check"),
        ("", ""),
    ],
)
def test_a_purpose_reads_as_a_reason(purpose: str, reason: str):
    assert words.reason_of(purpose) == reason


def test_an_act_that_nobody_declared_still_reads():
    assert words.sentence_of("wing.new_act", "Amina Sarr") == "Amina Sarr did: wing, new act"


def test_an_act_may_be_declared_for_a_whole_room():
    assert words.sentence_of("registers.holiday", "Mio Sato") == "Mio Sato changed a register"


@pytest.mark.parametrize(
    ("act", "detail", "sentence"),
    [
        ("record.see", "not_reached", "Bela Novak tried to open this and was refused"),
        ("case.approve", "no_right", "Bela Novak tried something that their role does not include (case, approve)"),
        ("sign_in.failed", "wrong_password", "A sign-in failed (wrong password)"),
        ("disclosure.send", "no_consent", "Bela Novak asked for something that was refused (disclosure, send)"),
    ],
)
def test_a_refusal_never_reads_as_if_it_had_been_done(act: str, detail: str, sentence: str):
    assert words.sentence_of(act, "Bela Novak", refused=True, detail=detail) == sentence


def test_a_filter_offers_sorts_first_and_each_act_without_a_subject():
    offered = words.choices()
    assert [value for value, _label in offered[:8]] == [str(sort) for sort in Sort]
    assert ("part.open", "opened …") in offered
    assert not any(value.endswith("*") for value, _label in offered)


def test_every_described_act_has_a_subject():
    assert [act for act, described in words.ACTS.items() if "%(who)s" not in str(described.sentence)] == []
