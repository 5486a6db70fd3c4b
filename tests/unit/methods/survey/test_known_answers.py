# SPDX-License-Identifier: Apache-2.0
"""Figures of textbooks, typed in with their source, and small ones worked out by hand."""

import math

import numpy as np
import pytest

from quatrefoil.methods import survey
from quatrefoil.methods.intervals import byar, wilson

# Lohr, Sampling: Design and Analysis, example 5.2: grade points in five suites of four, of 100 suites.
SUITES = [
    (3.08, 2.60, 3.44, 3.04), (2.36, 3.04, 3.28, 2.68), (2.00, 2.56, 2.52, 1.88), (3.00, 2.88, 3.44, 3.64), (2.68, 1.92, 3.28, 3.20),
]  # fmt: skip


def analyse(table, **more):
    return survey.analyse(survey.responses_from(table), **more)


def only(table, **more):
    (found,) = analyse(table, **more).estimates
    return found


def test_the_suites_of_lohr():
    table = {
        "value": [each for suite in SUITES for each in suite],
        "weight": [20] * 20,
        "psu": [place for place in range(5) for _ in range(4)],
    }
    found = only(table)
    assert found.value == pytest.approx(2.826)
    # The book has 0.164 with the correction for 5 of 100 suites; this has none: sqrt(2.256 / 80).
    assert found.standard_error * math.sqrt(1 - 5 / 100) == pytest.approx(0.164, abs=5e-4)
    assert found.standard_error == pytest.approx(math.sqrt(2.256 / 80), abs=1e-4)
    # t of 4 degrees: 2.776.
    assert found.high - found.value == pytest.approx(2.776 * found.standard_error, abs=1e-4)


def test_a_simple_random_sample_is_the_textbook():
    found = only({"value": [1] * 15 + [0] * 35, "weight": [3] * 50})
    assert (found.value, found.design_effect, found.n_effective) == (0.3, pytest.approx(1), pytest.approx(50))
    assert found.standard_error == pytest.approx(math.sqrt(0.3 * 0.7 / 49))
    # Wilson for 0.3 of 50 (1.95996 / 2.00958)^2 = 47.5614 people: t of 49 degrees instead of z.
    assert (found.low, found.high) == pytest.approx(wilson(0.3 * 47.5614, 47.5614), abs=1e-5)
    # By hand: middle 0.340384, half 0.136353, both by 1.080768.
    assert found.low == pytest.approx(0.188783, abs=2e-6) and found.high == pytest.approx(0.441110, abs=2e-6)


def test_strata_by_hand():
    # Stratum a: 1, 3 with weight 1; stratum b: 10, 14 with weight 3. Mean (4 + 72) / 8 = 9.5.
    found = only({"value": [1, 3, 10, 14], "weight": [1, 1, 3, 3], "stratum": ["a", "a", "b", "b"]})
    assert found.value == 9.5
    # Within: (2/8)^2 * 2 / 2 and (6/8)^2 * 8 / 2, as for a stratified mean: 0.0625 + 2.25.
    assert found.standard_error == pytest.approx(math.sqrt(0.0625 + 2.25)) and found.freedom == 2


def test_clusters_by_hand():
    # PSU means 1, 0, 1, 0 of ten people each: 0.5, variance of the mean of four PSUs 1/3/4.
    table = {
        "value": [1] * 10 + [0] * 10 + [1] * 10 + [0] * 10,
        "weight": [1] * 40,
        "psu": [each // 10 for each in range(40)],
    }
    found = only(table)
    assert found.standard_error == pytest.approx(math.sqrt(1 / 12))
    assert found.design_effect == pytest.approx(13) and found.n_effective == pytest.approx(40 / 13)  # 1/12 by 0.25/39


def test_unequal_weights_by_hand():
    # Weights 1, 1, 1, 3: 4 * 12 / 36 (Kish).
    found = only({"value": [1, 0, 1, 0], "weight": [1, 1, 1, 3]})
    assert found.kish == pytest.approx(4 / 3) and found.value == pytest.approx(1 / 3)
    # Linearised: weights squared times residuals squared, (4/9 + 1/9 + 4/9 + 9 * 1/9) / 36 * 4/3.
    assert found.standard_error**2 == pytest.approx(2 / 36 * 4 / 3)


def test_a_count_of_a_poisson_sample_has_the_interval_of_byar():
    # 100 people, 100 events: 36.788 of 100 none and so on is a Poisson; here its counts as near as whole numbers go.
    counts = [0] * 37 + [1] * 37 + [2] * 18 + [3] * 6 + [4, 5]
    found = only({"value": counts, "weight": [1] * 100}, kind="count")
    assert found.value == 1.0
    variance = (37 * 1 + 0 + 18 * 1 + 6 * 4 + 9 + 16) / 99 / 100
    seen = 1 / variance * (1.959964 / 1.984217) ** 2  # t of 99 degrees
    low, high = byar(seen)
    assert (found.low, found.high) == (pytest.approx(low / seen, abs=1e-5), pytest.approx(high / seen, abs=1e-5))
    assert found.low == pytest.approx(0.81, abs=0.01) and found.high == pytest.approx(1.22, abs=0.01)


def test_a_difference_in_differences_by_hand():
    # 0.2 to 0.6 where the campaign was, 0.3 to 0.4 where it was not: 0.4 less 0.1. Ten people a cell.
    shares = {("1", "exposed"): 2, ("2", "exposed"): 6, ("1", "comparison"): 3, ("2", "comparison"): 4}
    found = analyse(cells(shares)).change
    assert (found.value, found.unadjusted) == (pytest.approx(0.3), pytest.approx(0.4))
    assert (found.treated, found.comparison, found.kind) == ("exposed", "comparison", "difference in differences")
    # Each cell p (1 - p) / 10; in a wave both arms are one sample of 20: 20 / 19.
    assert (found.high - found.value) / 2.0261925 == pytest.approx(
        math.sqrt((0.16 + 0.24 + 0.21 + 0.24) / 10 * 20 / 19), abs=1e-6
    )
    assert found.freedom == 40 - 2 - 1


def cells(shares, people=10):
    rows = [(wave, arm, int(each < yes)) for (wave, arm), yes in shares.items() for each in range(people)]
    wave, arm, value = zip(*rows, strict=True)
    return {"value": value, "weight": [1] * len(rows), "wave": wave, "arm": arm}


def test_people_followed_are_compared_with_themselves_as_in_a_paired_t_test():
    # Student's sleep data once more: 1.58 (0.7001142 to 2.4598858), p 0.002833, as R prints for pairs.
    first = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
    last = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)
    found = analyse(
        {"value": [*first, *last], "weight": [1] * 20, "wave": ["1"] * 10 + ["2"] * 10, "psu": [*range(10)] * 2}
    )
    change = found.change
    assert found.follows and change.value == pytest.approx(1.58) and change.p == pytest.approx(0.002833, abs=5e-7)
    assert (change.low, change.high) == (pytest.approx(0.7001142, abs=5e-8), pytest.approx(2.4598858, abs=5e-8))
    assert change.kind == "no comparison" and "not attributable" in change.label


def test_sample_sizes_of_campaign_practice():
    # 80 % power, simple random samples: 40 to 50 %, 40 to 55 %, 60 to 75 %.
    assert [survey.people_for_change(*each) for each in ((0.4, 0.5), (0.4, 0.55), (0.6, 0.75))] == [388, 173, 152]
    assert survey.people_for_change(0.4, 0.5, design_effect=2) == 775  # 387.3 twice
    assert survey.people_for_share(0.5, 0.05) == 385  # 384.1; every textbook
    assert survey.people_for_share(0.5, 0.05, population=1000) == 278  # 277.7 (Krejcie and Morgan 1970)
    assert survey.people_for_share(0.5, 0.05, response=0.8) == 481  # 384.1 / 0.8
    assert survey.people_for_mean_change(5, 10) == 63  # 2 (2.8016 / 0.5)^2 = 62.8
    # (2.8016)^2 (0.24 + 0.25 + 0.24 + 0.24) / 0.01 = 761.3
    assert survey.people_for_comparison((0.4, 0.5), (0.4, 0.4)) == 762
    assert survey.design_effect_of_clusters(20, 0.05) == pytest.approx(1.95)


def test_a_single_psu_by_hand():
    # Stratum a: totals of influence of 2 and 4 (mean 5): weights of a sixth or so; stratum b: one PSU of 9.
    table = {"value": [2, 4, 9], "weight": [1, 1, 1], "stratum": ["a", "a", "b"]}
    within = 2 * (((2 - 5) / 3 - (-4 / 6)) ** 2 * 2)  # n/(n-1) = 2 times two equal squares
    assert only(table, single="certain").standard_error ** 2 == pytest.approx(within)
    assert only(table, single="centre").standard_error ** 2 == pytest.approx(within + (4 / 3) ** 2)
    assert np.isclose(only(table, single="centre").value, 5)
