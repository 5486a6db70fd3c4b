# SPDX-License-Identifier: Apache-2.0
"""An estimate says what it stands on, warns, and is refused where the data cannot carry it."""

import numpy as np
import pytest

from quatrefoil.methods import multiple_systems as mse
from quatrefoil.methods.multiple_systems import bootstrap, diagnostics, families, noise
from quatrefoil.methods.multiple_systems.estimates import totals_of_stepwise
from tests.unit.methods.multiple_systems.published import published


def rng():
    return np.random.default_rng(1)


def codes(found):
    return {word.code for word in found.warnings}


def refusal(table, method="stepwise", **more):
    with pytest.raises(mse.Refused) as refused:
        mse.estimate(table, method, rng=rng(), replicates=0, **more)
    return [reason.code for reason in refused.value.reasons]


def test_without_any_overlap_no_method_gives_a_number():
    table = mse.from_histories([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [50, 40, 30])
    for method in mse.METHODS:
        assert refusal(table, method) == ["no_overlap"]


def test_a_table_of_nobody_is_refused():
    assert refusal(mse.from_histories([[1, 1]], [0])) == ["empty"]


def test_a_model_without_a_finite_estimate_is_refused_with_what_to_do():
    with pytest.raises(mse.Refused, match="Merge lists"):
        mse.estimate(published("Korea"), "pairs", rng=rng())


def test_chapman_is_for_two_lists_with_shared_people():
    assert refusal(published("Korea"), "chapman") == ["not_two_lists"]
    few = mse.from_histories([[1, 0], [0, 1], [1, 1]], [50, 40, 6])
    assert refusal(few, "chapman") == ["few_shared"]
    assert mse.estimate(few, "chapman", rng=rng(), force=True).total == pytest.approx(57 * 47 / 7 - 1)


def test_one_seed_gives_one_interval():
    first, second = (mse.estimate(published("Korea"), rng=np.random.default_rng(7)) for _ in range(2))
    assert first.interval == second.interval
    assert np.array_equal(first.bootstrap.replicates, second.bootstrap.replicates)


def test_so_many_replicates_as_asked_for():
    assert len(mse.estimate(published("Korea"), rng=rng(), replicates=137).bootstrap.replicates) == 137


def test_a_limit_that_is_the_outermost_replicate_is_not_printed():
    """New Orleans, 8 lists: with 1,000 replicates the published 717 is simply the smallest of them."""
    found = mse.estimate(published("NewOrl"), rng=rng(), replicates=1000)
    assert found.interval.kind == "percentile"
    assert "bca_out_of_reach" in codes(found)
    assert mse.bca_limits(found.bootstrap).is_extreme
    assert mse.bca_limits(found.bootstrap).low == pytest.approx(found.bootstrap.replicates.min(), rel=0.01)


def test_auto_runs_more_until_the_limits_are_carried():
    found = mse.estimate(published("Kosovo"), rng=rng(), replicates="auto")
    assert found.interval.kind == "BCa"
    limits = mse.bca_limits(found.bootstrap)
    assert len(found.bootstrap.replicates) >= limits.needed


def test_auto_gives_up_on_a_limit_out_of_reach(monkeypatch):
    monkeypatch.setattr(bootstrap, "MOST_REPLICATES", 2_000)
    found = mse.estimate(published("NewOrl"), rng=rng(), replicates="auto")
    assert found.interval.kind == "percentile"
    assert "bca_out_of_reach" in codes(found)


def test_low_coverage_and_an_off_centre_bootstrap_are_said():
    found = mse.estimate(published("NewOrl"), rng=rng())
    assert {"low_coverage", "off_centre"} <= codes(found)


def test_the_interval_with_selection_is_wider_than_that_of_a_fixed_model():
    found = mse.estimate(published("UKdat_5"), rng=rng())
    assert found.interval.high - found.interval.low > found.fixed_interval.high - found.fixed_interval.low


def test_methods_that_disagree_make_the_headline_a_range():
    side = mse.compare(published("UKdat_5"), ("main", "stepwise", "bic", "dga", "chao"), rng=rng(), replicates=0)
    assert side.ratio == pytest.approx(25311.2906 / 11312.9903, rel=1e-6)
    assert side.headline == pytest.approx((11312.9903, 25311.2906), rel=1e-6)
    assert {"methods_disagree", "bound_above_headline"} <= {word.code for word in side.warnings}


def test_a_sampler_that_did_not_mix_carries_no_headline():
    from quatrefoil.methods.multiple_systems import assessment

    loose = mse.Estimate(
        "lcm", "", 10, 90.0, 100.0, (), mse.Status.FINE, None, None, None, None, None, (mse.Reason("not_converged", ""),)
    )  # fmt: skip
    assert not assessment._may_carry(loose)


def test_a_method_that_refuses_stands_beside_the_others_with_its_reason():
    side = mse.compare(published("NewOrl"), ("stepwise", "dga"), rng=rng(), replicates=0)
    assert [each.method for each in side.estimates] == ["stepwise"]
    assert side.refused[0][0] == "dga"


def test_when_all_refuse_so_does_the_comparison():
    table = mse.from_histories([[1, 0], [0, 1]], [50, 40])
    with pytest.raises(mse.Refused, match="Nobody is on more than one list"):
        mse.compare(table, rng=rng())


# 5.6 of the reference: stepwise totals with one list less and with two lists merged.
@pytest.mark.parametrize(
    ("name", "lowest", "highest", "merged_low", "merged_high"),
    [
        ("UKdat", ("GO", 10464), ("PF", 19845), 9957, 13850),
        ("UKdat_5", ("GO", 10202), ("PFNCA", 22623), 10780, 26442),
        ("Ned_5", ("K", 47166), ("P", 479249), 46368, 172814),
        ("Kosovo", ("EXH", 6044), ("HRW", 22301), 7732, 20221),
        ("NewOrl_5", ("C", 612), ("BEFG", 1584), 897, 1207),
    ],
)
def test_one_list_less_and_two_lists_merged(name, lowest, highest, merged_low, merged_high):
    table = published(name)
    without = sorted(diagnostics.without_each_list(table, totals_of_stepwise), key=lambda each: each.total)
    assert (without[0].change, round(without[0].total)) == lowest
    assert (without[-1].change, round(without[-1].total)) == highest
    merged = [each.total for each in diagnostics.merged_pairs(table, totals_of_stepwise)]
    assert (round(min(merged)), round(max(merged))) == (merged_low, merged_high)


@pytest.mark.parametrize(("name", "low", "high"), [("UKdat", 2839, 95707), ("Ned_5", 9288, 1002306)])
def test_chapman_over_all_pairs_shows_dependence(name, low, high):
    found = diagnostics.chapman_range(published(name))
    assert (round(found[0]), round(found[1])) == (low, high)


@pytest.mark.parametrize(("name", "shared"), [("UKdat", 252), ("NewOrl", 13)])
def test_people_on_two_lists_or_more(name, shared):
    assert diagnostics.overlaps(published(name)).shared == shared


def test_overlaps_name_the_pairs_that_share_nobody():
    assert diagnostics.overlaps(published("UKdat")).empty_pairs == (("LA", "GP"), ("LA", "NCA"))


def test_merging_loses_nobody_and_leaving_out_loses_who_was_there_only():
    table = published("UKdat_5")
    assert diagnostics.merged(table, 0, 3).observed == table.observed
    assert diagnostics.without_list(table, 4).observed == table.observed - 316
    assert diagnostics.without_list(table, 4).names == ("LA", "NG", "PFNCA", "GO")


def test_merging_uk_police_and_crime_agency_gives_the_published_five_list_table():
    table = published("UKdat")
    merged = diagnostics.merged(table, table.names.index("PF"), table.names.index("NCA"))
    assert np.array_equal(merged.counts, published("UKdat_5").counts)


def test_an_odds_ratio_of_one_changes_nothing_and_dependence_raises_the_total():
    """Two lists that share more people than chance hide people: with a positive dependence the total is larger."""
    table = published("UKdat_5")
    members = mse.select(table.counts[None]).members[0]
    rows = diagnostics.departures(table, members)
    assert {row.odds_ratio for row in rows} == {0.5, 0.67, 1.5, 2.0}
    by_pair = {}
    for row in rows:
        by_pair.setdefault(row.lists, []).append(row.total)
    assert all(totals == sorted(totals) for totals in by_pair.values())
    assert diagnostics._total(table, members, np.zeros(len(table.counts))) == pytest.approx(11312.990289, rel=1e-9)


def test_a_hidden_list_is_estimated_from_the_others():
    """Independent lists, made so: the hidden list's size comes back within a tenth."""
    chances = np.array([0.3, 0.4, 0.35, 0.25])
    draws = np.random.default_rng(6).random((40_000, 4)) < chances
    seen = draws[draws.any(axis=1)]
    counts = np.bincount(seen @ (1 << np.arange(4)), minlength=16).astype(float)
    table = mse.CaptureTable(("a", "b", "c", "d"), counts)
    for hidden in diagnostics.internal_consistency(table, totals_of_stepwise):
        assert abs(hidden.log_error) < 0.1
    assert totals_of_stepwise(counts[None])[0] == pytest.approx(40_000, rel=0.03)


def test_missed_matches_inflate_and_false_matches_deflate():
    """If some matches were missed the truth is lower than the estimate; if some were false it is higher."""
    found = diagnostics.linkage_sensitivity(published("Kosovo"), totals_of_stepwise)
    total = totals_of_stepwise(published("Kosovo").counts[None])[0]
    assert found.total_if_missed < total < found.total_if_false


def test_strata_with_enough_overlap_are_estimated_each_for_itself():
    kosovo = published("Kosovo")
    found = mse.stratified({"north": kosovo, "south": kosovo}, totals_of_stepwise)
    assert not found.is_overall_ratio
    assert found.total == pytest.approx(2 * 14341.6638, rel=1e-6)


def test_thin_strata_get_one_overall_ratio_and_it_is_said():
    new_orleans, western = published("NewOrl_5"), published("UKdat_5")
    thin = mse.CaptureTable(western.names, new_orleans.counts)
    found = mse.stratified({"thin": thin, "thick": western}, totals_of_stepwise)
    assert found.is_overall_ratio
    assert found.thin == ("thin",)
    assert found.totals["thin"] / thin.observed == pytest.approx(found.totals["thick"] / western.observed)


def test_strata_have_intervals_and_errors_of_independent_strata_partly_cancel_in_the_total():
    kosovo = published("Kosovo")
    found = mse.stratified(
        {"north": kosovo, "south": kosovo}, totals_of_stepwise, replicates=400, rng=np.random.default_rng(5)
    )
    assert found.limits_of_total is not None
    widths = [limits.high - limits.low for limits in found.limits.values()]
    assert all(limits.low < found.totals[name] < limits.high for name, limits in found.limits.items())
    width = found.limits_of_total.high - found.limits_of_total.low
    # Two independent strata of one size: the standard error grows with the square root of two, not twofold.
    assert width == pytest.approx(np.sqrt(2) * np.mean(widths), rel=0.15)
    assert list(found.to_frame().columns) == ["stratum", "total", "low", "high"]


def test_the_interval_of_one_ratio_is_the_same_for_each_stratum_in_proportion():
    new_orleans, western = published("NewOrl_5"), published("UKdat_5")
    tables = {"thin": mse.CaptureTable(western.names, new_orleans.counts), "thick": western}
    found = mse.stratified(tables, totals_of_stepwise, replicates=200, rng=np.random.default_rng(1))
    assert found.limits_of_total is not None
    for name, limits in found.limits.items():
        share = tables[name].observed / sum(each.observed for each in tables.values())
        assert limits.low == pytest.approx(share * found.limits_of_total.low)
        assert limits.high == pytest.approx(share * found.limits_of_total.high)


def test_no_interval_is_drawn_without_resamples_nor_without_a_generator():
    kosovo = published("Kosovo")
    assert mse.stratified({"all": kosovo}, totals_of_stepwise).limits_of_total is None
    with pytest.raises(ValueError, match="rng"):
        mse.stratified({"all": kosovo}, totals_of_stepwise, replicates=100)


def test_a_sparse_table_with_added_noise_is_refused():
    table = mse.CaptureTable(published("UKdat").names, published("UKdat").counts, mse.geometric(0.5))
    assert refusal(table) == ["sparse_noised"]


def test_a_dense_table_with_added_noise_is_estimated_without_clamping():
    """Over many noised versions of one table the totals are centred on that of the table itself."""
    kosovo = published("Kosovo")
    scale = mse.geometric(0.5)
    drawn = kosovo.counts + noise.added((400, 16), scale, np.random.default_rng(3))
    assert (
        drawn.min() < 18 - 3 * scale.scale
    )  # the smallest cell is moved, some below what clamping at zero would leave
    main = families.main_effects(4)
    totals = [
        mse.estimate(mse.CaptureTable(kosovo.names, counts, scale), "main", rng=rng(), replicates=0).total
        for counts in drawn
    ]
    own = mse.estimate(kosovo, "main", rng=rng(), replicates=0)
    assert np.array_equal(own.members, main)
    error = np.std(totals) / np.sqrt(len(totals))
    assert np.mean(totals) == pytest.approx(own.total, abs=4 * error)


def test_methods_that_need_whole_counts_refuse_noise():
    table = mse.CaptureTable(published("Kosovo").names, published("Kosovo").counts, mse.geometric(1.0))
    assert refusal(table, "dga") == ["noised"]


def test_everything_that_stands_beside_a_number():
    table = published("Korea")
    found = mse.estimate(table, rng=rng())
    judged = mse.assess(table, found, rng=rng(), seed=1)
    assert "being on one list does not change the chance of being on another" in judged.assumption
    assert "b with c" in judged.assumption
    assert judged.coverage == pytest.approx(123 / 268.7778, rel=1e-6)
    assert [row[0] for row in judged.trust.best[:2]] == ["[12,23]", "[12,3]"]
    assert judged.trust.far_weight > 0.5  # the best model gives 157, the headline is 269
    assert sum(share for _, share in judged.models_chosen) <= 1
    assert "seed 1" in judged.reproducible


def test_small_cells_are_hidden_before_a_table_leaves():
    assert [diagnostics.as_it_may_leave(people, 10) for people in (0.0, 1.0, 9.0, 10.0)] == ["0", "<10", "<10", "10"]


def test_an_estimate_and_a_comparison_become_frames():
    side = mse.compare(published("Korea"), ("main", "stepwise"), rng=rng(), replicates=0)
    frame = side.to_frame()
    assert frame["method"].tolist() == ["main", "stepwise"]
    assert frame["total"].tolist() == pytest.approx([141.9926474, 268.7777778])
