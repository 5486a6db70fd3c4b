# SPDX-License-Identifier: Apache-2.0
"""Fay-Herriot: the published estimates of the milk survey, and what must hold whatever the data."""

import csv

import numpy as np
import pytest

from quatrefoil.methods.small_areas import BadAreas, fay_herriot
from quatrefoil.methods.small_areas.means import _restricted


@pytest.fixture(scope="module")
def milk(reference_data):
    path = reference_data / "eval" / "sae" / "milk_fay_herriot.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    regions = [[1.0, *(float(row["major_area"] == str(number)) for number in (2, 3, 4))] for row in rows]
    return [float(row["direct_est"]) for row in rows], [float(row["std_error"]) ** 2 for row in rows], np.array(regions)


def simulated(seed, areas=200, between=0.35):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(areas), rng.normal(size=areas)])
    truth = x @ [1, 1] + between * rng.normal(size=areas)
    variances = rng.uniform(0.2, 0.9, areas)
    return truth + np.sqrt(variances) * rng.normal(size=areas), variances, x, truth


def test_the_published_estimates_of_the_milk_survey_are_met(milk):
    found = fay_herriot(*milk)
    assert round(found.variance, 5) == 0.01855
    assert [round(each, 5) for each in found.coefficients] == pytest.approx(
        [0.96819, 0.13278, 0.22695, -0.24130], abs=1.1e-5
    )


def test_no_other_variance_has_a_larger_restricted_likelihood(milk):
    y, d, x = np.array(milk[0]), np.array(milk[1]), milk[2]
    found = fay_herriot(y, d, x).variance
    best = _restricted(found, y, d, x)
    assert all(
        _restricted(other, y, d, x) <= best
        for other in [0.0, *np.geomspace(1e-6, 10, 500), found * 0.999, found * 1.001]
    )


def test_the_moment_estimate_is_that_of_prasad_and_rao_by_hand():
    y, d = np.array([1.0, 3.0, 5.0, 9.0]), np.array([0.5, 1.0, 0.5, 1.0])
    found = fay_herriot(y, d, method="prasad-rao")
    assert found.variance == pytest.approx((((y - 4.5) ** 2).sum() - (d * 0.75).sum()) / 3)


def test_an_estimate_lies_between_the_survey_and_the_model_and_its_error_is_smaller(milk):
    for each in fay_herriot(*milk).areas:
        low, high = sorted((each.direct, each.synthetic))
        assert low <= each.estimate <= high and 0 < each.weight < 1
    found = fay_herriot(*milk)
    assert np.mean([each.mse for each in found.areas]) < np.mean(milk[1])


@pytest.mark.parametrize("method", ["reml", "prasad-rao"])
def test_estimates_are_nearer_the_truth_than_the_survey_and_the_error_says_how_near(method):
    direct, squares, mses = [], [], []
    for seed in range(40):
        y, d, x, truth = simulated(seed)
        found = fay_herriot(y, d, x, method=method)
        squares.append(np.mean((np.array([each.estimate for each in found.areas]) - truth) ** 2))
        direct.append(np.mean((y - truth) ** 2))
        mses.append(np.mean([each.mse for each in found.areas]))
    assert np.sqrt(np.mean(squares)) < 0.5 * np.sqrt(np.mean(direct))
    assert np.mean(mses) == pytest.approx(np.mean(squares), rel=0.1)


def test_an_area_without_a_survey_gets_what_the_model_says():
    y, d, x, _truth = simulated(3)
    y = [None, *y[1:]]
    first = fay_herriot(y, [None, *d[1:]], x).areas[0]
    assert first.direct is None and first.weight == 0 and first.estimate == first.synthetic
    assert first.mse > fay_herriot(y, [None, *d[1:]], x).variance


def test_where_areas_do_not_differ_everything_is_the_model():
    d = np.full(30, 1.0)
    y = np.tile([0.1, -0.1], 15)
    for method in ("reml", "prasad-rao"):
        found = fay_herriot(y, d, method=method)
        assert found.variance == 0 and all(each.estimate == each.synthetic and each.mse > 0 for each in found.areas)


def test_the_order_of_areas_and_the_unit_do_not_matter():
    y, d, x, _truth = simulated(5, areas=40)
    turn = np.random.default_rng(0).permutation(40)
    one, two = fay_herriot(y, d, x), fay_herriot(y[turn], d[turn], x[turn])
    assert np.allclose([one.areas[at].estimate for at in turn], [each.estimate for each in two.areas], rtol=1e-7)
    thousand = fay_herriot(1000 * y, 1e6 * d, x)
    assert thousand.variance == pytest.approx(1e6 * one.variance, rel=1e-6)


@pytest.mark.parametrize(
    ("y", "d", "x", "words"),
    [
        ([1, 2, 3, 4], [1, 0, 1, 1], None, "area '2' has to be above 0"),
        ([1, 2, 3, 4], [1, None, 1, 1], None, "area '2' has to be above 0"),
        ([1, None, None, 4], [1, 1, 1, 1], None, "at least 3 are needed"),
        ([1, 2, 3, 4], [1, 1, 1], None, "3 values for 4 areas"),
        ([1, 2, 3, 4, 5], [1] * 5, [[1, 2]] * 5, "follows from the others"),
        ([1, 2, 3, 4, 5], [1] * 5, [[1], [np.nan], [1], [2], [3]], "finite numbers"),
        ([1, "two", 3, 4], [1] * 4, None, "no number"),
        ([1, np.inf, 3, 4], [1] * 4, None, "area 2 is infinite"),
        ([], [], None, "0 areas have a mean"),
    ],
)
def test_numbers_that_cannot_be_used_are_named(y, d, x, words):
    with pytest.raises(BadAreas, match=words):
        fay_herriot(y, d, x)


def test_names_frames_and_pictures():
    from matplotlib.figure import Figure

    found = fay_herriot([1, 2, 3, 5], [1, 1, 1, 1], areas=["a", "b", "c", "d"])
    assert list(found.to_frame()["area"]) == ["a", "b", "c", "d"]
    found.plot(Figure().add_subplot())
    with pytest.raises(BadAreas, match="'a' stands twice"):
        fay_herriot([1, 2, 3, 5], [1, 1, 1, 1], areas=["a", "b", "c", "a"])
    with pytest.raises(ValueError, match="method is one of"):
        fay_herriot([1, 2, 3, 5], [1, 1, 1, 1], method="ml")


@pytest.mark.parametrize("method", ["reml", "prasad-rao"])
def test_the_mean_squared_error_is_the_sum_of_the_three_terms_of_the_papers(method):
    y, d, x, _truth = simulated(2, areas=25)
    found = fay_herriot(y, d, x, method=method)
    total = found.variance + d
    of_beta = np.linalg.inv(sum(np.outer(row, row) / each for row, each in zip(x, total, strict=True)))
    of_variance = 2 / sum(1 / total**2) if method == "reml" else 2 * sum(total**2) / 25**2
    for area, row, sampling, both in zip(found.areas, x, d, total, strict=True):
        first = found.variance * sampling / both
        second = (sampling / both) ** 2 * (row @ of_beta @ row)
        third = sampling**2 / both**3 * of_variance
        assert area.mse == pytest.approx(first + second + 2 * third, rel=1e-9)
