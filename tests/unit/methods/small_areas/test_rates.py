# SPDX-License-Identifier: Apache-2.0
"""Shrunken rates: the equations of the papers hold, small areas move most, and intervals cover."""

import numpy as np
import pytest

from quatrefoil.methods.small_areas import BadAreas, shrunken_rates


def simulated(seed, areas=150, variance=0.3):
    rng = np.random.default_rng(seed)
    exposures = rng.uniform(1, 30, areas)
    truth = rng.gamma(1 / variance, variance, areas) if variance else np.ones(areas)
    return rng.poisson(exposures * truth), exposures, truth


def test_the_two_equations_of_clayton_and_kaldor_hold_at_the_answer():
    y, e, _truth = simulated(1)
    found = shrunken_rates(y, e)
    estimates = np.array([each.estimate for each in found.areas])
    alpha, nu = found.mean / found.variance, found.mean**2 / found.variance
    assert np.allclose(estimates, (y + nu) / (e + alpha), rtol=1e-9)
    assert nu / alpha == pytest.approx(estimates.mean(), rel=1e-9)
    assert nu / alpha**2 == pytest.approx(
        ((1 + alpha / e) * (estimates - nu / alpha) ** 2).sum() / (len(y) - 1), rel=1e-9
    )


def test_the_estimate_of_marshall_is_the_one_by_hand():
    y, e = np.array([0.0, 10, 30]), np.array([10.0, 20, 30])
    found = shrunken_rates(y, e, method="marshall")
    mean = 40 / 60
    variance = (10 * mean**2 + 20 * (0.5 - mean) ** 2 + 30 * (1 - mean) ** 2) / 60 - mean / 20
    assert (found.mean, found.variance) == pytest.approx((mean, variance))
    weights = [variance / (variance + mean / each) for each in e]
    assert [each.estimate for each in found.areas] == pytest.approx(
        [mean + w * (r - mean) for w, r in zip(weights, y / e, strict=True)]
    )


@pytest.mark.parametrize("method", ["clayton-kaldor", "marshall"])
def test_estimates_are_nearer_the_truth_and_small_areas_move_most(method):
    raw, shrunken = [], []
    for seed in range(20):
        y, e, truth = simulated(seed)
        found = shrunken_rates(y, e, method=method)
        weights = np.array([each.weight for each in found.areas])
        assert np.all(np.diff(weights[np.argsort(e)]) >= 0)
        raw.append(np.mean((y / e - truth) ** 2))
        shrunken.append(np.mean((np.array([each.estimate for each in found.areas]) - truth) ** 2))
    assert np.mean(shrunken) < 0.75 * np.mean(raw)


def test_intervals_cover_what_they_say():
    inside = []
    for seed in range(30):
        y, e, truth = simulated(seed)
        inside += [
            each.low <= value <= each.high for each, value in zip(shrunken_rates(y, e).areas, truth, strict=True)
        ]
    assert 0.87 <= np.mean(inside) <= 0.92


def test_where_chance_explains_everything_all_rates_are_one_with_the_interval_of_the_whole():
    found = shrunken_rates([9, 10, 11, 10] * 25, [10.0] * 100)
    assert found.variance == 0 and {each.estimate for each in found.areas} == {1.0}
    assert found.areas[0].low < 1 < found.areas[0].high and found.areas[0].high - found.areas[0].low < 0.2


def test_an_area_without_exposure_gets_the_mean():
    y, e, _truth = simulated(2)
    found = shrunken_rates([*y, 0], [*e, 0.0])
    last = found.areas[-1]
    assert (
        last.raw is None and last.weight == 0 and last.estimate == found.mean and last.low < last.estimate < last.high
    )
    assert found.mean == pytest.approx(shrunken_rates(y, e).mean)


def test_neighbours_pull_towards_their_own_mean():
    names = [f"n{at}" for at in range(6)] + [f"s{at}" for at in range(6)]
    y, e = [20, 22, 1, 19, 21, 24, 200, 210, 12, 190, 205, 220], [100.0, 100, 5, 100, 100, 100] * 2
    around = {name: [other for other in names if other[0] == name[0] and other != name] for name in names}
    overall = shrunken_rates(y, e, areas=names, method="marshall")
    local = shrunken_rates(y, e, areas=names, method="marshall", neighbours=around)
    north, south = local.areas[2], local.areas[8]
    assert north.estimate == pytest.approx(107 / 505) and south.estimate < overall.areas[8].raw
    assert shrunken_rates(y, e, areas=names, method="marshall", neighbours={}).areas[0].estimate == pytest.approx(0.2)
    with pytest.raises(BadAreas, match="'elsewhere' is a neighbour of 'n0'"):
        shrunken_rates(y, e, areas=names, method="marshall", neighbours={"n0": ["elsewhere"]})


def test_the_order_and_the_unit_of_exposure_do_not_matter():
    y, e, _truth = simulated(4)
    turn = np.random.default_rng(0).permutation(len(y))
    one, two = shrunken_rates(y, e), shrunken_rates(y[turn], e[turn])
    assert np.allclose([one.areas[at].estimate for at in turn], [each.estimate for each in two.areas], rtol=1e-8)
    thousand = shrunken_rates(y, 1000 * e)
    assert thousand.mean == pytest.approx(one.mean / 1000, rel=1e-8)


@pytest.mark.parametrize(
    ("y", "e", "words"),
    [
        ([1, -1, 2], [1, 1, 1], "area '2' have to be known and 0 or more"),
        ([1, None, 2], [1, 1, 1], "area '2' have to be known"),
        ([1, 1, 2], [1, 0, 1], "has events and no exposure"),
        ([1, 0, 2], [1, 0, 1], "three areas"),
        ([0, 0, 0], [1, 1, 1], "no event"),
        ([], [], "three areas"),
        ([1, 2], [1, 2, 3], "3 values for 2 areas"),
        (["x", 1, 2], [1, 2, 3], "no number"),
    ],
)
def test_numbers_that_cannot_be_used_are_named(y, e, words):
    with pytest.raises(BadAreas, match=words):
        shrunken_rates(y, e)


def test_options_frames_and_pictures():
    from matplotlib.figure import Figure

    y, e, _truth = simulated(4, areas=10)
    assert len(shrunken_rates(y, e).to_frame()) == 10
    shrunken_rates(y, e).plot(Figure().add_subplot())
    with pytest.raises(ValueError, match="neighbours only with marshall"):
        shrunken_rates(y, e, neighbours={})
