# SPDX-License-Identifier: Apache-2.0
"""Ages are kept in bands, and whoever may be a child is on the child path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.standards.ages import AGE_BANDS, Under18, band, band_label, band_of, is_child_path


def test_the_bands_are_those_of_the_design() -> None:
    assert [each.code for each in AGE_BANDS] == [
        *("0-5", "6-11", "12-13", "14-15", "16-17", "18-20", "21-24"),
        *("25-29", "30-34", "35-39", "40-49", "50-59", "60+"),
    ]


@pytest.mark.parametrize(
    ("age", "label"), [(0, "0 to 5"), (14, "14 to 15"), (15, "14 to 15"), (59, "50 to 59"), (60, "60 or older")]
)
def test_an_age_is_shown_as_its_band(age: int, label: str) -> None:
    assert str(band_of(age).label) == label
    assert str(band_label(band_of(age).code)) == label


def test_a_band_that_is_not_known_says_so() -> None:
    assert str(band_label("")) == "age not known"
    with pytest.raises(KeyError):
        band("14-16")
    with pytest.raises(ValueError, match="0 or more"):
        band_of(-1)


@given(st.integers(0, 130))
def test_every_age_has_one_band_that_never_mixes_children_and_adults(age: int) -> None:
    found = [each for each in AGE_BANDS if each.first <= age and (each.last is None or age <= each.last)]
    assert found == [band_of(age)]
    assert band_of(age).is_child == (age < 18)


@pytest.mark.parametrize(
    ("age", "under_18", "child"),
    [
        (17, None, True),
        (18, None, False),
        (None, None, True),
        (None, Under18.YES, True),
        (None, Under18.NOT_SURE, True),
        (None, Under18.NO, False),
        (None, "no", False),
        (17, Under18.NO, True),
        (25, Under18.YES, True),
        (25, Under18.NOT_SURE, True),
        (25, Under18.NO, False),
    ],
)
def test_the_child_path_holds_whenever_anything_says_under_18_or_nobody_is_sure(
    age: int | None, under_18: Under18 | str | None, child: bool
) -> None:
    assert is_child_path(age, under_18) is child


def test_an_answer_outside_the_three_is_refused_rather_than_read_as_adult() -> None:
    with pytest.raises(ValueError, match="maybe"):
        is_child_path(None, "maybe")
