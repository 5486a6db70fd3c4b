# SPDX-License-Identifier: Apache-2.0
"""Queues at known values and at their stationary law; budgets that level from below."""

from fractions import Fraction
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.methods import allocation


def test_erlang_b_and_c_are_their_sums_in_exact_fractions():
    terms = [Fraction(7) ** number / factorial(number) for number in range(11)]
    blocked, last = terms[10] / sum(terms), terms[10] * Fraction(10, 3)
    assert allocation.blocking(7, 10) == pytest.approx(float(blocked), rel=1e-12)
    assert allocation.waiting(7, 10) == pytest.approx(float(last / (sum(terms[:10]) + last)), rel=1e-12)
    # Tables give 0.0787 and 0.2217.
    assert round(allocation.blocking(7, 10), 4) == 0.0787 and round(allocation.waiting(7, 10), 4) == 0.2217


@pytest.mark.parametrize(
    ("load", "servers", "patience"), [(7, 10, 0.5), (12, 10, 2.0), (0.3, 1, 1.0), (50, 10, 5.0), (3, 0, 1.0)]
)
def test_erlang_a_is_the_stationary_law_of_arrivals_stays_and_patience(load, servers, patience):
    leave = np.minimum(np.arange(1, 3001), servers) + np.maximum(np.arange(1, 3001) - servers, 0) / patience
    logs = np.concatenate([[0], np.cumsum(np.log(load) - np.log(leave))])
    law = np.exp(logs - logs.max())
    law /= law.sum()
    queue = law @ np.maximum(np.arange(3001) - servers, 0)
    found = allocation.abandonment(load, servers, patience)
    assert found.delayed == pytest.approx(law[servers:].sum(), rel=1e-9)
    assert found.abandoned == pytest.approx(queue / patience / load, rel=1e-9)
    assert found.wait == pytest.approx(queue / load, rel=1e-9)


def test_very_patient_people_are_erlang_c_and_very_impatient_ones_erlang_b():
    assert allocation.abandonment(7, 10, 1e7).delayed == pytest.approx(allocation.waiting(7, 10), rel=1e-4)
    assert allocation.abandonment(7, 10, 1e-7).abandoned == pytest.approx(allocation.blocking(7, 10), rel=1e-4)


def test_a_hopeless_queue_loses_what_cannot_be_served():
    found = allocation.abandonment(5_000, 100, 10.0)
    assert found.abandoned == pytest.approx(1 - 100 / 5_000, rel=1e-6) and found.delayed == pytest.approx(1)


@given(
    st.floats(0.01, 300), st.sampled_from([0.01, 0.05, 0.2]), st.sampled_from([allocation.blocking, allocation.waiting])
)
def test_the_fewest_servers_are_enough_and_one_less_is_not(load, most, share):
    number = allocation.servers_needed(load, most, share)
    assert share(load, number) <= most
    assert number == 0 or share(load, number - 1) > most


@pytest.mark.parametrize(
    "call",
    [
        lambda: allocation.blocking(-1, 3), lambda: allocation.blocking(float("nan"), 3), lambda: allocation.blocking(1, -1),
        lambda: allocation.abandonment(1, 1, 0), lambda: allocation.servers_needed(1, 0), lambda: allocation.level([0.0], 1),
        lambda: allocation.level([1.0], -1), lambda: allocation.level([1.0], 1, cost=[float("nan")]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_an_error(call):
    with pytest.raises(ValueError, match=r"is|are"):
        call()


def test_a_budget_fills_the_worst_off_first_and_then_all_together():
    assert allocation.level([100, 100], 30, met=[40, 0]) == pytest.approx([0, 30])
    assert allocation.level([100, 100], 80, met=[40, 0]) == pytest.approx([20, 60])
    assert allocation.level([100, 100], 1e9, met=[40, 0]) == pytest.approx([60, 100])
    assert allocation.level([100, 100], 80, met=[40, 0], most=[100, 50]) == pytest.approx([30, 50])


@given(
    st.lists(st.tuples(st.floats(1, 100), st.floats(0, 120), st.floats(0.5, 9), st.floats(0, 90)), min_size=1, max_size=8),
    st.floats(0, 5000),
)  # fmt: skip
def test_levelling_spends_no_more_and_nobody_above_the_level_gets_any(regions, budget):
    need, met, cost, most = map(np.array, zip(*regions, strict=True))
    found = allocation.level(need, budget, cost=cost, met=met, most=most)
    assert found @ cost <= budget * (1 + 1e-9) + 1e-9
    assert ((found >= 0) & (found <= np.minimum(most, np.maximum(need - met, 0)) + 1e-9)).all()
    share = (met + found) / need
    got, could = found > 1e-9, found < np.minimum(most, np.maximum(need - met, 0)) - 1e-7
    if got.any() and could.any():
        assert share[got].max() <= share[could].min() + 1e-6
