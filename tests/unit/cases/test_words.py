# SPDX-License-Identifier: Apache-2.0
"""What lists say instead of a name, and the words that SAFETY asks for."""

import datetime

import pytest

from quatrefoil.foundation.registers.kinds import Need
from quatrefoil.protection.cases import codes
from quatrefoil.protection.cases.actions import on_child_path
from quatrefoil.protection.cases.lists import Wanted, next_words, wanted_from
from quatrefoil.standards import care


@pytest.mark.parametrize(
    ("sex", "band", "child", "said"),
    [
        ("Feminine", "25-29", False, "Woman, 25 to 29"),
        ("Feminine", "14-15", True, "Girl, 14 to 15"),
        ("Masculine", "60+", False, "Man, 60 or older"),
        ("Masculine", "", True, "Boy, perhaps under 18"),
        ("", "", False, "Person, age not known"),
    ],
)
def test_a_list_says_who_in_bands(sex, band, child, said):
    assert codes.who(sex, band, is_child=child) == said


def test_no_word_of_the_field_presses_or_shames():
    said = " ".join(
        str(label) for _code, label in [*codes.exploitation_choices(), *codes.sexual_exploitation_choices()]
    )
    for word in ("rostitution", "ornography", "ictim"):
        assert word not in said
    assert "Sexual images" in said


def test_danger_is_said_as_danger_now():
    assert codes.danger_words("high") == "Danger now: high"
    assert set(codes.DANGER_BARS) == set(codes.DANGER_SHORT) == set(care.DANGER_LEVELS.values())


def test_every_need_leads_to_a_service_that_the_directory_knows():
    assert set(codes.DIRECTORY) == set(care.NEEDS.values())
    assert set(codes.DIRECTORY.values()) <= set(Need.values)


@pytest.mark.parametrize(
    ("band", "said", "child"),
    [("14-15", "", True), ("25-29", "no", False), ("25-29", "not_sure", True), ("", "", True), ("", "no", True)],
)
def test_whoever_may_be_a_child_is_treated_as_one(band, said, child):
    expected = child if (band, said) != ("", "no") else on_child_path("", "no")
    assert on_child_path(band, said) is expected


def test_when_something_is_due_in_words(settings):
    settings.TIME_ZONE = "UTC"
    now = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=datetime.UTC)
    at = lambda day, hour, minute=0: datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.UTC)  # noqa: E731
    assert next_words(at(21, 23, 59), now) == ("overdue 2 days", "overdue")
    assert next_words(at(23, 23, 59), now) == ("due today", "due")
    assert next_words(at(23, 14), now) == ("in 4 h", "due")
    assert next_words(at(23, 8), now) == ("late by 2 h", "overdue")
    assert next_words(now - datetime.timedelta(seconds=5), now) == ("late by 1 min", "overdue")


def test_what_is_no_filter_is_left_out():
    assert wanted_from({"view": "all", "stage": "x", "danger": "y", "need": "z", "owner": "no id"}) == Wanted()
    assert wanted_from({"view": "team", "stage": "plan", "late": "1"}) == Wanted(view="team", stage="plan", late=True)
