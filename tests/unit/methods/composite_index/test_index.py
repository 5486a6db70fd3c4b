# SPDX-License-Identifier: Apache-2.0
"""The index equals a published one, its draws equal slow ones, and orders of rows and columns change nothing."""

import dataclasses

import numpy as np
import pytest
from scipy.stats import kurtosis, rankdata, skew

from quatrefoil.methods.composite_index import Indicator, Places, Refused, composite_index
from quatrefoil.methods.composite_index.coherence import alpha_of, correlation
from quatrefoil.methods.composite_index.combining import combined, tree_of
from quatrefoil.methods.composite_index.draws import ranks_of, ranks_over_draws
from quatrefoil.methods.composite_index.index import _class
from quatrefoil.methods.composite_index.scaling import prepared, scaled, skew_and_kurtosis
from tests.unit.methods.composite_index.invented import asem, districts


def made(places, seed=7, draws=400, **options):
    return composite_index(places, rng=np.random.default_rng(seed), draws=draws, **options)


def test_the_published_index_of_51_countries_is_met_to_1e_10(reference_data):
    places, published = asem(reference_data)
    found = made(places, across="arithmetic")
    assert len(found.scores) == 51 and len(found.coherence) == 49 and len(found.dimensions) == 10
    for each in found.scores:
        row = published[each.unit]
        assert abs(each.score - float(row["Index"])) < 1e-10
        for name, score in zip(found.dimensions, each.dimensions, strict=True):
            assert abs(score - float(row[name.rpartition("/")[2]])) < 1e-10


def test_columns_that_were_treated_already_are_left_alone(reference_data):
    places, _published = asem(reference_data)
    assert made(places).treated == ()


def test_a_good_dimension_cannot_hide_a_bad_one_in_the_geometric_mean():
    cells = np.array([[95.0, 5, 5], [35, 35, 35], [0, 0, 0], [100, 100, 100]])
    places = Places(
        ("one bad", "all middling", "best", "worst"), tuple(Indicator(n, (n,), 1, 0, 100) for n in "abc"), cells
    )
    scores = {
        across: {each.unit: each.score for each in made(places, across=across).scores}
        for across in ("arithmetic", "geometric", "product")
    }
    assert scores["arithmetic"]["one bad"] == pytest.approx(35) == scores["arithmetic"]["all middling"]
    assert scores["geometric"]["one bad"] == pytest.approx(100 - (5 * 95 * 95) ** (1 / 3))
    assert scores["geometric"]["one bad"] > scores["geometric"]["all middling"] == pytest.approx(35)
    assert scores["product"]["one bad"] == pytest.approx((95 * 5 * 5) ** (1 / 3))
    assert scores["product"]["one bad"] < scores["product"]["all middling"]


def test_weights_of_indicators_and_dimensions_count_as_they_are_given():
    register = (
        Indicator("a", ("x",), 1, 0, 100, weight=3, dimension_weight=2),
        Indicator("b", ("x",), 1, 0, 100, weight=1, dimension_weight=2),
        Indicator("c", ("y",), -1, 0, 100),
    )
    cells = np.array([[10.0, 50, 70], [0, 0, 100], [100, 100, 0]])
    found = made(Places(("p", "q", "r"), register, cells), across="arithmetic")
    assert found.scores[0].dimensions == (20.0, 30.0)
    assert found.scores[0].score == pytest.approx((2 * 20 + 30) / 3)
    assert [each.weight for each in found.coherence] == pytest.approx([0.5, 1 / 6, 1 / 3])
    equal = made(Places(("p", "q", "r"), register, cells), across="arithmetic", weighting="equal")
    assert equal.scores[0].score == 30.0


def test_what_is_not_known_is_left_out_of_the_mean():
    places = districts()
    cells = places.cells.copy()
    cells[0, 0] = np.nan
    found, whole = made(dataclasses.replace(places, cells=cells)), made(places)
    column = tree_of(places.indicators).names.index("d0")
    others = [100 * (cells[0, at] + 5) / 10 for at in (6,)] + [100 - 100 * (cells[0, 3] + 5) / 10]
    assert found.scores[0].dimensions[column] == pytest.approx(np.mean(others))
    assert found.scores[0].known == pytest.approx(8 / 9)
    assert [each.score for each in found.scores[1:]] == [each.score for each in whole.scores[1:]]


def test_a_whole_dimension_that_is_not_known_is_none_and_counts_nothing():
    places = districts()
    cells = places.cells.copy()
    cells[0, [0, 3, 6]] = np.nan
    found = made(dataclasses.replace(places, cells=cells), across="arithmetic")
    first = found.scores[0]
    assert first.dimensions[0] is None and first.score == pytest.approx(np.mean(first.dimensions[1:]))


def test_what_is_known_for_less_than_65_of_100_is_left_out_with_its_reason():
    places = districts(many=20)
    cells = places.cells.copy()
    cells[:8, 4] = np.nan  # 12 of 20 known
    cells[3, :4] = np.nan
    found = made(dataclasses.replace(places, cells=cells))
    assert [(each.what, each.name) for each in found.dropped] == [("indicator", "i04"), ("unit", "district 3")]
    assert found.dropped[0].known == 0.6 and "60%" in found.dropped[0].reason and found.dropped[1].known == 0.5
    assert len(found.scores) == 19
    cells = places.cells.copy()
    cells[:7, 4] = np.nan  # 13 of 20: just enough
    assert made(dataclasses.replace(places, cells=cells)).dropped == ()


def test_skewness_and_kurtosis_are_the_corrected_ones():
    values = np.random.default_rng(3).lognormal(size=37)
    assert skew_and_kurtosis(values) == pytest.approx((skew(values, bias=False), kurtosis(values, bias=False)))


def test_up_to_five_extreme_values_are_pulled_in_to_the_next():
    values = np.concatenate([np.linspace(0, 1, 40), [50.0, 60.0]])
    column = prepared(values, Indicator("a", ("x",), 1), treat=True)
    assert (column.treatment.how, column.treatment.values) == ("winsorised", 2)
    assert column.values[-2:].tolist() == [1.0, 1.0] and (column.low, column.high) == (0.0, 1.0)
    mirrored = prepared(-values, Indicator("a", ("x",), 1), treat=True)
    assert np.array_equal(mirrored.values, -column.values)
    assert prepared(values, Indicator("a", ("x",), 1), treat=False).treatment is None


@pytest.mark.parametrize("sign", [1, -1])
def test_a_column_that_stays_skewed_gets_the_logarithm_and_keeps_its_order(sign):
    values = sign * np.exp(np.random.default_rng(5).normal(0, 2.5, 200))
    column = prepared(values, Indicator("a", ("x",), 1), treat=True)
    assert column.treatment.how == "log"
    assert np.array_equal(np.argsort(column.values), np.argsort(values))
    score = scaled([column], [Indicator("a", ("x",), 1)], "min-max")[:, 0]
    assert score.min() == 0 and score.max() == 100


def test_with_fixed_goalposts_a_place_has_the_same_score_whoever_else_is_there():
    places = districts()
    few = Places(places.units[:10], places.indicators, places.cells[:10])
    assert [each.score for each in made(few).scores] == [each.score for each in made(places).scores[:10]]
    free = tuple(dataclasses.replace(each, low=None, high=None) for each in places.indicators)
    assert made(dataclasses.replace(places, indicators=free)).without_goalposts == tuple(
        f"i{at:02d}" for at in range(9)
    )


def test_values_beyond_the_goalposts_count_as_the_goalposts():
    places = Places(("p", "q", "r"), (Indicator("a", ("x",), 1, 0, 10),), np.array([[-99.0], [5], [99]]))
    assert [each.score for each in made(places, across="arithmetic").scores] == [0, 50, 100]


def test_ranks_are_those_of_scipy_with_the_better_rank_for_those_that_are_level():
    scores = np.random.default_rng(2).integers(0, 6, (30, 50)).astype(float)
    assert np.array_equal(ranks_of(scores), rankdata(-scores, method="min", axis=0))


def test_the_draws_are_what_one_slow_index_after_the_other_gives():
    places, draws = districts(many=12, gaps=0.1), 60
    columns = [prepared(places.cells[:, at], each, treat=False) for at, each in enumerate(places.indicators)]
    scores = {"min-max": scaled(columns, places.indicators, "min-max")}
    tree, spread = tree_of(places.indicators), 0.5
    options = {"draws": draws, "spread": spread, "top": 3, "level": 0.9}
    found = ranks_over_draws(
        scores, tree, np.ones(9), np.ones(3), ("geometric",), rng=np.random.default_rng(4), **options
    )
    rng = np.random.default_rng(4)
    weights = rng.uniform(1 - spread, 1 + spread, (9, draws))
    of_nodes = rng.uniform(1 - spread, 1 + spread, (3, draws))
    left = rng.integers(10, size=draws)
    ranks = np.array(
        [_slow_ranks(scores["min-max"], tree, weights[:, at], of_nodes[:, at], left[at]) for at in range(draws)]
    )
    assert np.array_equal(found.p_top, (ranks <= 3).mean(axis=0))
    assert np.array_equal(found.low, np.quantile(ranks, 0.05, axis=0, method="inverted_cdf"))
    assert np.array_equal(found.high, np.quantile(ranks, 0.95, axis=0, method="inverted_cdf"))


def _slow_ranks(scores, tree, weights, of_nodes, left):
    totals = []
    for row in scores:
        logs, used = 0.0, 0.0
        for node, of_node in zip(tree.nodes, of_nodes, strict=True):
            known = [at for at in node.members if at != left and not np.isnan(row[at])]
            if known:
                mean = sum(weights[at] * row[at] for at in known) / sum(weights[at] for at in known)
                logs, used = logs + of_node * np.log(100 - mean), used + of_node
        totals.append(100 - np.exp(logs / used))
    return [1 + sum(round(other, 9) > round(one, 9) for other in totals) for one in totals]


def test_thousands_of_weights_at_once_give_what_each_gives_alone():
    places = districts(gaps=0.1)
    columns = [prepared(places.cells[:, at], each, treat=False) for at, each in enumerate(places.indicators)]
    scores, tree = scaled(columns, places.indicators, "z-score"), tree_of(places.indicators)
    rng = np.random.default_rng(0)
    weights, of_nodes = rng.random((9, 5)), rng.random((3, 5))
    for across in ("arithmetic", "geometric", "product"):
        together, _ = combined(scores, tree, weights, of_nodes, across)
        alone = [combined(scores, tree, weights[:, [at]], of_nodes[:, [at]], across)[0][:, 0] for at in range(5)]
        assert np.allclose(together, np.column_stack(alone), rtol=0, atol=1e-10)


def test_orders_of_places_and_indicators_change_nothing():
    places = districts(gaps=0.05)
    rng = np.random.default_rng(1)
    rows, columns = rng.permutation(40), rng.permutation(9)
    turned = Places(
        tuple(places.units[at] for at in rows),
        tuple(places.indicators[at] for at in columns),
        places.cells[np.ix_(rows, columns)],
    )
    one, two = made(places).ordered, made(turned).ordered
    assert [(each.unit, each.rank, each.rank_low, each.rank_high, each.p_top) for each in one] == [
        (each.unit, each.rank, each.rank_low, each.rank_high, each.p_top) for each in two
    ]
    assert np.allclose([each.score for each in one], [each.score for each in two], rtol=0, atol=1e-10)


def test_another_unit_of_measurement_changes_nothing():
    places = districts()
    free = tuple(dataclasses.replace(each, low=None, high=None) for each in places.indicators)
    scale = np.array([1000.0, 0.001, 5, 1, 1, 1, 1, 1, 1])
    one, two = (
        made(Places(places.units, free, places.cells)),
        made(Places(places.units, free, places.cells * scale + 17)),
    )
    assert np.allclose([each.score for each in one.scores], [each.score for each in two.scores], rtol=0, atol=1e-8)


def test_making_one_indicator_worse_never_lowers_the_score():
    places = districts()
    before = made(places).scores[5].score
    for at, each in enumerate(places.indicators):
        cells = places.cells.copy()
        cells[5, at] += 0.5 * each.direction
        assert made(dataclasses.replace(places, cells=cells)).scores[5].score > before


def test_a_seed_gives_the_same_answer_again_and_another_seed_another():
    places = districts()
    assert made(places) == made(places)
    assert [each.p_top for each in made(places).scores] != [each.p_top for each in made(places, seed=8).scores]


def test_classes_follow_the_probability_and_the_probabilities_sum_to_the_top():
    found = made(districts(), draws=4000)
    assert found.top == 8 and sum(each.p_top for each in found.scores) == pytest.approx(8)
    for each in found.scores:
        assert each.robust_class == (
            "robustly high" if each.p_top >= 0.9 else "not high" if each.p_top <= 0.1 else "borderline"
        )
        assert 1 <= each.rank_low <= each.rank_high <= 40
    classes = {each.robust_class for each in found.scores}
    assert classes == {"robustly high", "borderline", "not high"}
    assert sum(len(found.of_class(name)) for name in classes) == 40


def test_what_nobody_can_dispute_is_sure_and_noise_is_not():
    cells = np.tile(np.linspace(-4, 4, 30)[:, None], (1, 9)) * np.array([1, 1, 1, -1, 1, 1, 1, -1, 1])
    agreed = made(dataclasses.replace(districts(many=30), cells=cells))
    assert all(each.rank_low == each.rank == each.rank_high and each.p_top in {0, 1} for each in agreed.scores)
    noise = made(districts(many=100, shared=0.0), draws=2000)
    assert np.median([each.rank_high - each.rank_low for each in noise.scores]) > 20


def test_detected_victims_are_refused_however_the_index_is_called():
    places = districts()
    register = (dataclasses.replace(places.indicators[0], kind="Detected"), *places.indicators[1:])
    with pytest.raises(Refused, match="detected") as refused:
        made(dataclasses.replace(places, indicators=register))
    assert (
        refused.value.reasons[0].code == "detected_victims"
        and "where one already looks" in refused.value.reasons[0].text
    )


def test_a_constant_column_is_refused_before_and_after_the_goalposts():
    places = districts()
    cells = places.cells.copy()
    cells[:, 2] = 4.0
    with pytest.raises(Refused, match="'i02' is the same for every place"):
        made(dataclasses.replace(places, cells=cells))
    beyond = (dataclasses.replace(places.indicators[0], low=100.0, high=200.0), *places.indicators[1:])
    with pytest.raises(Refused, match="'i00' has no two places"):
        made(dataclasses.replace(places, indicators=beyond))


@pytest.mark.parametrize(
    "options",
    [
        {"draws": 0},
        {"spread": 1},
        {"level": 1},
        {"top": 0},
        {"top": 40},
        {"scale": "best"},
        {"across": "max"},
        {"least_known": 0},
    ],
)
def test_options_that_cannot_be_are_errors(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        made(districts(), **options)


def test_principal_components_weigh_what_varies_together():
    rng = np.random.default_rng(0)
    common = rng.normal(size=60)
    cells = np.column_stack(
        [common + 0.1 * rng.normal(size=60), common + 0.1 * rng.normal(size=60), rng.normal(size=60)]
    )
    register = tuple(Indicator(name, ("x",), 1, -6, 6) for name in "abc")
    found = made(Places(tuple(map(str, range(60))), register, cells), weighting="pca")
    weights = [each.weight for each in found.coherence]
    assert sum(weights) == pytest.approx(1) and weights[2] < 0.1 < weights[0]


def test_alpha_and_correlations_are_the_known_ones():
    scores = np.random.default_rng(1).normal(size=(50, 1)) + np.random.default_rng(2).normal(size=(50, 4))
    covariance = np.cov(scores, rowvar=False)
    assert alpha_of(scores) == pytest.approx(4 / 3 * (1 - np.trace(covariance) / covariance.sum()))
    assert correlation(scores[:, 0], scores[:, 1]) == pytest.approx(np.corrcoef(scores[:, 0], scores[:, 1])[0, 1])
    assert alpha_of(scores[:, :1]) is None and correlation(scores[:2, 0], scores[:2, 1]) is None


def test_frames_and_pictures_have_a_row_for_each_place():
    from matplotlib.figure import Figure

    found = made(districts())
    frame = found.to_frame()
    assert len(frame) == 40 and {"unit", "score", "rank_low", "p_top", "dimension d0"} <= set(frame.columns)
    axes = Figure().add_subplot()
    found.plot(axes, most=10)
    assert len(axes.get_yticks()) == 10


def test_names_that_look_like_formulas_or_are_megabytes_can_be_drawn():
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    names = ("$x^{", "\u202eAldra", "B" * 1_000_000, *(f"district {at}" for at in range(37)))
    figure = Figure()
    made(dataclasses.replace(districts(), units=names)).plot(figure.add_subplot())
    FigureCanvasSVG(figure).draw()


def test_numbers_near_the_ends_of_doubles_are_scored():
    rng = np.random.default_rng(1)
    free = tuple(dataclasses.replace(each, low=None, high=None) for each in districts().indicators)
    cells = rng.normal(size=(40, 9)) * np.array([1e100, 1e-100, 1, 1, 1, 1, 1, 1, 1])
    assert all(np.isfinite(each.score) for each in made(Places(districts().units, free, cells)).scores)


def test_more_ranks_than_memory_may_hold_are_not_begun():
    with pytest.raises(ValueError, match="draws is at most 2,500,000 for 40 places"):
        made(districts(), draws=3_000_000)


def test_scores_by_rank_and_by_deviation_are_those_by_hand():
    register = (Indicator("a", ("x",), 1),)
    column = prepared(np.array([1.0, 2, 2, 9, np.nan]), register[0], treat=False)
    ranked = scaled([column], register, "rank")[:, 0]
    assert np.allclose(ranked, [0, 50, 50, 100, np.nan], equal_nan=True)
    away = (np.array([1.0, 2, 2, 9]) - 3.5) / np.std([1.0, 2, 2, 9], ddof=1)
    assert np.allclose(scaled([column], register, "z-score")[:4, 0], 50 + 50 / 3 * away)


@pytest.mark.parametrize(
    ("p_top", "name"),
    [
        (1, "robustly high"),
        (0.9, "robustly high"),
        (0.8999, "borderline"),
        (0.1001, "borderline"),
        (0.1, "not high"),
        (0, "not high"),
    ],
)
def test_the_ends_of_the_classes_are_where_they_are_said_to_be(p_top, name):
    assert _class(p_top) == name
