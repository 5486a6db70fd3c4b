# SPDX-License-Identifier: Apache-2.0
"""The interim disclosure rule of DESIGN.md section 6."""

from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.evaluation.indicators.interim_rule import THRESHOLD, withhold, withhold_total

cells = st.lists(st.integers(0, 60), min_size=1, max_size=24)


def test_under_ten_is_withheld_with_the_next_smallest():
    assert withhold([40, 3, 25, 12]) == (40, None, 25, None)


def test_two_hidden_cells_hide_each_other():
    assert withhold([40, 3, 25, 9]) == (40, None, 25, None)


def test_zero_is_shown():
    assert withhold([0, 40]) == (0, 40)


@given(cells)
def test_no_number_from_one_to_nine_is_ever_shown(numbers):
    assert not [shown for shown in withhold(numbers) if shown is not None and 0 < shown < THRESHOLD]


@given(cells)
def test_a_known_total_never_gives_a_single_hidden_cell_back(numbers):
    shown = withhold(numbers)
    others = [number for number in numbers if number]
    assert shown.count(None) != 1 or len(others) == 1


@given(cells)
def test_what_is_shown_is_true(numbers):
    assert all(shown in (None, number) for shown, number in zip(withhold(numbers), numbers, strict=True))


def test_a_small_total_is_withheld_too():
    assert (withhold_total([4, 5]), withhold_total([4, 6]), withhold_total([0, 0])) == (None, 10, 0)
