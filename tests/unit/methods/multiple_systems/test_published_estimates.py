# SPDX-License-Identifier: Apache-2.0
"""Published and measured numbers, as literals. The anchors P1 to P12 are named where they are used.

Yardsticks: SparseMSE 2.0.1 and MultipleSystemsEstimation 1.2.0 on R 4.2.2, dga 2.0.2, LCMCR 0.4.14.
"""

import csv
import gzip
import re

import numpy as np
import pytest

from quatrefoil.methods import multiple_systems as mse
from quatrefoil.methods.multiple_systems import bootstrap, cells, decomposable, families, fitting, information, stepwise
from quatrefoil.methods.multiple_systems.estimates import totals_of_stepwise
from quatrefoil.methods.multiple_systems.existence import settle
from tests.unit.methods.multiple_systems.published import PUBLISHED, published

# P1. SparseMSE, stepwise at 0.02: effects (empty overlaps included), total, limits of the fixed model, AIC, deviance.
STEPWISE = {
    "UKdat": ("PF:NCA LA:NG NG:GP LA:PF PF:GP GO:GP NG:GO", 11417.991092, 9977.28264, 13145.65651, 162.659055, 22.993915),
    "UKdat_5": ("LA:NG NG:GP PFNCA:GP LA:PFNCA GO:GP NG:GO", 11312.990289, 9884.402831, 13027.39665, 127.598631, 16.351383),
    "UKdat_4": ("LA:NG LA:PFNCA NG:GO", 11015.244454, 9582.25966, 12735.25342, 96.829853, 11.341221),
    "NewOrl": ("D:E", 1183.692275, 720.9243504, 2046.057924, 113.069189, 34.007064),
    "NewOrl_5": ("", 1034.151065, 658.2583921, 1708.602209, 77.529389, 19.283455),
    "Ned_5": ("IO:Z P:Z P:R IO:P IO:K K:R", 121521.613712, 98675.43227, 150138.9113, 143.786994, 24.339501),
    "Kosovo": (
        "ABA:OSCE OSCE:HRW EXH:OSCE EXH:ABA EXH:HRW", 14341.663800, 12541.28083, 16540.18791, 161.317648, 39.893644
    ),
    "Korea": ("b:c", 268.777778, 202.5328222, 390.1998794, 44.907675, 8.566946),
    "Artificial_3": ("", 539.093929, 278.654157, 1170.885092, 36.147424, 8.872540),
}  # fmt: skip
# P2. Main effects: total, limits. All pairs: total, or the code of the refusal.
MAIN = {
    "UKdat": (12213.99512, 10988.80013, 13621.25672), "UKdat_5": (13444.13121, 11985.17095, 15133.42646),
    "UKdat_4": (10694.25455, 9506.725964, 12081.00319), "NewOrl": (996.6642934, 644.8860316, 1617.526495),
    "NewOrl_5": (1034.151065, 658.2583921, 1708.602209), "Ned_5": (52923.89425, 48594.52197, 57717.66747),
    "Kosovo": (7394.586662, 7172.90881, 7633.986363), "Korea": (141.9926474, 134.8809125, 153.3613594),
    "Artificial_3": (539.0939294, 278.654157, 1170.885092),
}  # fmt: skip
PAIRS = {
    "UKdat": 10568.70673, "UKdat_5": 11232.53137, "UKdat_4": 11522.54357, "NewOrl": 2393.2028, "NewOrl_5": 3375.545354,
    "Ned_5": 45135.43825, "Kosovo": 14402.48895, "Korea": "no_finite_estimate", "Artificial_3": "no_triple",
}  # fmt: skip


def estimate(name, method, **more):
    return mse.estimate(published(name), method, rng=np.random.default_rng(1), replicates=0, **more)


@pytest.mark.parametrize("name", STEPWISE)
def test_stepwise_selects_the_published_effects_and_total(name):
    effects, total, _, _, aic, deviance = STEPWISE[name]
    found = estimate(name, "stepwise")
    assert {frozenset(pair) for pair in found.effects} == {frozenset(pair.split(":")) for pair in effects.split()}
    assert found.total == pytest.approx(total, rel=1e-6)
    assert found.aic == pytest.approx(aic, abs=1e-6)
    assert found.deviance == pytest.approx(deviance, abs=1e-6)


@pytest.mark.parametrize("name", MAIN)
def test_main_effects_give_the_published_total(name):
    assert estimate(name, "main").total == pytest.approx(MAIN[name][0], rel=1e-6)


@pytest.mark.parametrize("name", PAIRS)
def test_all_two_list_effects_give_the_published_total_or_are_refused(name):
    if isinstance(PAIRS[name], str):
        with pytest.raises(mse.Refused) as refused:
            estimate(name, "pairs")
        assert refused.value.reasons[0].code == PAIRS[name]
    else:
        assert estimate(name, "pairs").total == pytest.approx(PAIRS[name], rel=1e-6)


# The limits of a fixed model. R's glm stops when the deviance changes by less than 1e-8 of itself and takes the standard
# error from the weights *before* its last step. With the same stopping rule we print R's limits to 1e-6; ours use the
# weights at the estimate, and differ from R's by at most 2.2e-5 (New Orleans and the artificial table, whose fits converge slowest).
@pytest.mark.parametrize(
    ("name", "method"), [*((name, "stepwise") for name in STEPWISE), *((name, "main") for name in MAIN)]
)
def test_fixed_model_limits_are_those_of_r_one_step_before_its_last(name, method):
    low, high = STEPWISE[name][2:4] if method == "stepwise" else MAIN[name][1:3]
    found = estimate(name, method)
    assert limits_as_glm_stops(published(name), found.members) == pytest.approx((low, high), rel=1e-6)
    assert (found.fixed_interval.low, found.fixed_interval.high) == pytest.approx((low, high), rel=2.2e-5)


def limits_as_glm_stops(table, members):
    structure = fitting.structure_of(members[None], table.overlaps[None])
    terms, histories = np.flatnonzero(structure.finite[0]), np.flatnonzero(structure.live[0])
    design = ((histories[:, None] & terms) == terms).astype(float)
    counts = table.counts[histories]
    fitted, deviance = counts + 0.1, np.inf
    while True:
        weights = fitted
        response = np.log(fitted) + (counts - fitted) / fitted
        coefficients = np.linalg.solve(design.T @ (weights[:, None] * design), design.T @ (weights * response))
        fitted = np.exp(design @ coefficients)
        ratio = np.where(counts > 0, counts * np.log(np.where(counts > 0, counts, 1) / fitted), 0)
        before, deviance = deviance, 2 * np.sum(ratio - (counts - fitted))
        if abs(deviance - before) / (abs(deviance) + 0.1) < 1e-8:
            break
    error = np.sqrt(np.linalg.inv(design.T @ (weights[:, None] * design))[0, 0])
    return tuple(table.observed + np.exp(coefficients[0] + side * 1.959963984540054 * error) for side in (-1, 1))


# P3. Status codes of the artificial table: 1 no finite estimate, 2 not identifiable.
@pytest.mark.parametrize(
    ("pairs", "status"),
    [("", 0), ("AB", 1), ("AC", 0), ("BC", 0), ("AB AC", 1), ("AB BC", 1), ("AC BC", 0), ("AB AC BC", 2)],
)
def test_status_of_each_model_of_the_artificial_table(pairs, status):
    table = published("Artificial_3")
    masks = [cells.mask_of("ABC".index(letter) for letter in pair) for pair in pairs.split()]
    assert status_of(table.counts, families.with_pairs(3, masks)) == status


def status_of(counts, members):
    structure = fitting.structure_of(members[None], cells.superset_sums(counts)[None])
    return settle(counts[None], structure)[1][0]


def test_korea_with_all_pairs_has_no_finite_estimate():
    assert status_of(published("Korea").counts, families.all_pairs(3)) == 1


@pytest.fixture(scope="module")
def mse_data(reference_data):
    return reference_data / "mse"


def rows_of(path):
    with path.open() as file:
        return list(csv.DictReader(file))


def battery(rows):
    tables = {}
    for row in rows:
        counts = tables.setdefault(row["id"], np.zeros(1 << int(row["lists"])))
        counts[cells.mask_of(place for place, on in enumerate(row["history"]) if on == "1")] = int(row["count"])
    return tables


def masks_of(pairs):
    return {cells.mask_of(int(digit) - 1 for digit in pair) for pair in re.findall(r"\d+", pairs or "")}


def test_status_and_total_of_four_hundred_models(mse_data):  # P3
    tables = battery(rows_of(mse_data / "tables_public.csv"))
    rows = rows_of(mse_data / "expected_models_public.csv")
    assert len(rows) == 400
    for row in rows:
        counts = tables[row["id"]]
        members = families.with_pairs(cells.list_count(counts), sorted(masks_of(row["pairs"])))
        structure = fitting.structure_of(members[None], cells.superset_sums(counts)[None])
        fits, status = settle(counts[None], structure)
        assert status[0] == int(row["ierr"]), row
        if status[0] == 0:
            assert counts.sum() + fits.unseen[0] == pytest.approx(float(row["est"]), rel=1e-6)


def test_stepwise_on_a_hundred_generated_tables(mse_data):  # P4
    tables = battery(rows_of(mse_data / "tables_public.csv"))
    rows = rows_of(mse_data / "expected_public.csv")
    assert len(rows) == 100
    for row in rows:
        counts = tables[row["id"]]
        found = stepwise.select(counts[None])
        if row["ierr_main"] == "1":
            assert not np.isfinite(found.unseen[0]), row
            continue
        assert counts.sum() + found.unseen[0] == pytest.approx(float(row["step_est"]), rel=1e-6)
        assert chosen_pairs(found.members[0]) == masks_of(row["step_pairs"])


def chosen_pairs(members):
    return {int(mask) for mask in np.flatnonzero(members) if int(mask).bit_count() == 2}


def test_an_empty_list_leaves_and_the_others_go_on(mse_data):  # P5b
    tables = battery(rows_of(mse_data / "emptylist_tables_public.csv"))
    for row in rows_of(mse_data / "emptylist_expected_public.csv"):
        counts = tables[row["id"]]
        found = stepwise.select(counts[None])
        assert counts.sum() + found.unseen[0] == pytest.approx(float(row["mse120_est"]), rel=1e-6)
        assert chosen_pairs(found.members[0]) == masks_of(row["mse120_pairs"])


# P5. New Orleans resamples in which list B is empty: SparseMSE stays at main effects, MSE 1.2.0 drops the list; we follow it.
EMPTY_LIST = {134: 1360.111, 176: 1410.965, 925: 3086.350}
NO_OVERLAP = 350  # of the artificial table: nobody on two lists


def replayed(mse_data, name):
    table = published(name)
    with gzip.open(mse_data / "boot" / f"boot__{name}.csv.gz", "rt") as file:
        header, *rows = csv.reader(file)
    numbers = np.array(rows, dtype=float)
    total = header.index("bootrep")
    source = rows_of(mse_data / f"{name}.csv")
    places = [cells.mask_of(p for p, label in enumerate(table.names) if row[label] == "1") for row in source]
    tables = np.zeros((len(rows), 1 << table.lists))
    tables[:, places] = np.delete(numbers, total, axis=1)
    return tables, numbers[:, total]


@pytest.mark.parametrize("name", STEPWISE)
def test_each_replayed_resample_gives_its_total(mse_data, name):  # P5
    tables, expected = replayed(mse_data, name)
    if name == "NewOrl":
        expected[[row - 1 for row in EMPTY_LIST]] = list(EMPTY_LIST.values())
    if name == "Artificial_3":
        expected[NO_OVERLAP - 1] = np.inf
    found = totals_of_stepwise(tables)
    finite = np.isfinite(expected)
    assert np.array_equal(np.isfinite(found), finite)
    assert found[finite] == pytest.approx(expected[finite], rel=1e-6)


# P5. SparseMSE: acceleration; BCa limits at 95 % and 80 % of 1,000 replicates, and the tolerance that ties and empty lists leave.
BCA = {
    "UKdat": (-0.012871165, 9266.957809, 14306.75785, 9682.336394, 12576.50521, 1e-6),
    "UKdat_5": (-0.012181081, 8784.779909, 14700.54916, 9623.856955, 12531.13851, 1e-3),
    "UKdat_4": (-0.012502182, 9027.772198, 13481.59398, 9671.596166, 12430.06927, 1e-6),
    "NewOrl": (-0.029332419, 717.210833, 1657.607969, 717.210833, 1248.333916, 1e-2),
    "NewOrl_5": (-0.055161473, 588.817472, 1703.693746, 598.985381, 1256.152588, 1e-6),
    "Ned_5": (-0.016599978, 47393.14078, 162845.5394, 107091.9759, 152813.7195, 1e-6),
    "Kosovo": (-0.004160199, 12595.83983, 16527.49489, 13117.24809, 15640.9808, 1e-6),
    "Korea": (-0.028773380, 123.341516, 440.346306, 214.167367, 394.623719, 1e-2),
    "Artificial_3": (-0.061031041, 280.921356, 1484.182484, 335.277373, 808.167869, 2e-3),
}


@pytest.mark.parametrize("name", BCA)
def test_bca_limits_of_replayed_replicates(mse_data, name):  # P5
    acceleration, *limits, tolerance = BCA[name]
    table = published(name)
    _, totals = replayed(mse_data, name)
    found = bootstrap.acceleration(table.counts, totals_of_stepwise)
    assert found == pytest.approx(acceleration, abs=1e-6)
    drawn = bootstrap.from_replicates(float(totals_of_stepwise(table.counts[None])[0]), totals, found)
    both = [mse.bca_limits(drawn, level) for level in (0.95, 0.8)]
    assert [each for pair in both for each in (pair.low, pair.high)] == pytest.approx(limits, rel=tolerance)


# P6. Limits from 50,000 replicates with other random numbers; the tolerance is 4 standard errors of the reference's own.
CONVERGED = {
    "UKdat": (9164, 14446, 288, 316), "UKdat_5": (9232, 14988, 212, 449),
    "Ned_5": (48050, 167579, 969, 7714), "Kosovo": (12536, 16575, 84, 144),
}  # fmt: skip


@pytest.mark.parametrize("name", CONVERGED)
def test_limits_converge_with_our_own_random_numbers(name):
    low, high, low_spread, high_spread = CONVERGED[name]
    drawn = bootstrap.bootstrap(
        published(name).counts, totals_of_stepwise, replicates=50_000, rng=np.random.default_rng(20260825)
    )
    limits = mse.bca_limits(drawn)
    assert limits.low == pytest.approx(low, abs=4 * low_spread / np.sqrt(25))
    assert limits.high == pytest.approx(high, abs=4 * high_spread / np.sqrt(25))


# P7. MSE 1.2.0, BIC over all hierarchical models of order <= 3: best model, total, BIC, valid models; best of order 2.
BIC = {
    "Korea": ("12 23", 157.167, 57.1408, 6, "12 23", 157.167), "Kosovo": ("123 14 34", 10356.519, 203.0296, 113, "12 13 14 23 34", 14341.664),
    "UKdat_4": ("12 13 4", 11987.088, 142.4235, 111, "12 13 4", 11987.088),
    "UKdat_5": ("123 25 34", 25311.291, 195.8791, 6084, "12 13 23 25 34", 22991.331),
    "Ned_5": ("135 12 24 34", 148788.759, 219.1707, 6083, "12 15 23 24 25 35 45", 48012.726),
    "NewOrl_5": ("1 2 3 4 5", 1034.151, 96.8515, 5925, "1 2 3 4 5", 1034.151),
}  # fmt: skip


@pytest.mark.parametrize("name", BIC)
def test_the_best_model_by_bic_and_how_many_are_valid(name):
    model, total, bic, valid, order_two, total_two = BIC[name]
    ranked = mse.rank_models(published(name), order=3)
    assert len(ranked.members) == valid
    assert generators(ranked.members[0]) == set(model.split())
    # The reference prints totals to three and criteria to four decimals; both are compared at half a unit of the last.
    assert ranked.total[0] == pytest.approx(total, abs=5e-4)
    assert ranked.bic[0] == pytest.approx(bic, abs=5e-5)
    second = next(place for place, members in enumerate(ranked.members) if largest_term(members) <= 2)
    assert generators(ranked.members[second]) == set(order_two.split())
    assert ranked.total[second] == pytest.approx(total_two, abs=5e-4)


def generators(members):
    return set(families.short_name(members)[1:-1].split(","))


def largest_term(members):
    return max(int(mask).bit_count() for mask in np.flatnonzero(members))


@pytest.mark.parametrize(
    ("name", "total"),
    [("UKdat", 12349.587), ("UKdat_5", 12262.412), ("NewOrl", 1183.692), ("Ned_5", 121521.614), ("Kosovo", 14341.664)],
)
def test_the_search_step_by_step_stops_where_the_reference_stops(name, total):
    assert information.search(published(name).counts, order=2).total[0] == pytest.approx(total, abs=5e-4)


# P8. Silverman, Chan and Vincent 2024: all models fitted again in each resample; 6 % and 4 % for other random numbers.
@pytest.mark.parametrize(
    ("name", "low", "high", "tolerance"), [("Kosovo", 6947, 18010, 0.06), ("Korea", 128, 349, 0.04)]
)
def test_limits_with_all_models_fitted_again(name, low, high, tolerance):
    table = published(name)
    models = families.hierarchical(table.lists, min(3, table.lists - 1))
    drawn = bootstrap.bootstrap(
        table.counts, lambda tables: information.best_totals(tables, models)[0], rng=np.random.default_rng(8)
    )
    limits = mse.bca_limits(drawn)
    assert (limits.low, limits.high) == pytest.approx((low, high), rel=tolerance)


# P9. dga 2.0.2, full grid: median, limits, mean.
GRAPHS = {
    "Korea": (163, 127, 468, 207.770), "Kosovo": (12595, 9827, 16544, 12749.350), "UKdat_5": (22990, 10387, 33510, 21282.242),
    "Ned_5": (50383, 41666, 203389, None), "UKdat_4": (11364, 9535, 13549, 11416.2405),
}  # fmt: skip


@pytest.mark.parametrize("name", GRAPHS)
def test_decomposable_graphs_average_to_the_published_posterior(name):
    median, low, high, mean = GRAPHS[name]
    found = decomposable.average(published(name).counts)
    assert (found.median, *found.interval()) == (median, low, high)
    if mean is not None:
        assert found.mean == pytest.approx(mean, rel=1e-6, abs=5e-4 if name != "UKdat_4" else 5e-5)
    assert len(found.graphs) == {3: 8, 4: 61, 5: 822}[published(name).lists]


# P10. Chapman with the exact normal quantile: total, standard error, log interval.
@pytest.mark.parametrize(
    ("first", "second", "total", "error", "low", "high"),
    [
        ("LA", "NG", 2839.0000, 558.4192, 1987.5, 4229.8),
        ("NG", "PF", 9491.4848, 1057.1140, 7676.5, 11849.0),
        ("PF", "GO", 11725.6316, 1227.3693, 9597.4, 14437.3),
        ("LA", "GP", 32014.0000, 22485.1258, 9433.9, 111221.0),
    ],
)
def test_chapman_on_pairs_of_uk_lists(first, second, total, error, low, high):
    found = mse.chapman(published("UKdat"), first, second, force=first == "LA" and second == "GP")
    assert (found.total, found.standard_error) == pytest.approx((total, error), abs=1e-4)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.1)


def test_chapman_without_enough_shared_people_is_refused():
    with pytest.raises(mse.Refused, match="Only 0 people are on both LA and GP"):
        mse.chapman(published("UKdat"), "LA", "GP")


@pytest.mark.parametrize(("name", "total"), [("UKdat", 15569.562), ("Kosovo", 10262.008), ("Korea", 143.902)])
def test_chao_bound(name, total):  # P11
    assert mse.chao(published(name)).total == pytest.approx(total, abs=1e-3)


# P12. LCMCR: median and limits; 5 % on the median, 10 % on limits.
@pytest.mark.parametrize(
    ("name", "median", "low", "high", "thinning"), [("Kosovo", 10469, 9120, 14264, 100), ("Korea", 138, 124, 204, 20)]
)
def test_latent_classes_give_the_published_posterior(name, median, low, high, thinning):
    found = mse.sample(published(name).counts, rng=np.random.default_rng(12), thinning=thinning)
    assert found.is_converged
    assert found.median == pytest.approx(median, rel=0.05)
    assert found.interval() == pytest.approx((low, high), rel=0.1)


def test_latent_classes_that_do_not_mix_are_flagged():  # P12; LCMCR's own chains disagree on these tables
    for name in ("UKdat_5", "Ned_5"):
        found = mse.sample(published(name).counts, rng=np.random.default_rng(12), burn_in=2_000, thinning=2)
        assert not found.is_converged


def test_the_two_new_orleans_tables_are_told_apart():
    """185 cases, as in Chan, Silverman and Vincent 2021, give 1184 and 1034; 186 (C and D 2 instead of 1) give 1110 and 981."""
    assert published("NewOrl").observed == published("NewOrl_5").observed == 185
    names, both = PUBLISHED["NewOrl"]
    counts = published("NewOrl").counts.copy()
    counts[cells.mask_of([names.split().index("C"), names.split().index("D")])] = 2
    assert counts.sum() == 186
    assert "34:1" in both
    assert totals_of_stepwise(counts[None])[0] == pytest.approx(1110.488081, rel=1e-6)
    assert totals_of_stepwise(published("NewOrl").counts[None])[0] == pytest.approx(1183.692275, rel=1e-6)
