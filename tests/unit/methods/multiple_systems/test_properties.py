# SPDX-License-Identifier: Apache-2.0
"""What must hold for every table: order does not matter, scale scales, and other software agrees."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from quatrefoil.methods import multiple_systems as mse
from quatrefoil.methods.multiple_systems import bootstrap, cells, existence, families, fitting, latent_classes, stepwise
from quatrefoil.methods.multiple_systems.estimates import totals_of_stepwise
from quatrefoil.methods.multiple_systems.existence import exists_by_programme, settle
from tests.unit.methods.multiple_systems.published import PUBLISHED, published


@some.composite
def counts_of(draw, least=3, most=5):
    lists = draw(some.integers(least, most))
    people = draw(
        some.lists(some.sampled_from([0, 0, 1, 2, 5, 20, 100]), min_size=(1 << lists) - 1, max_size=(1 << lists) - 1)
    )
    assume(sum(people) > 0)
    return np.array([0, *people], dtype=float)


@some.composite
def models_on(draw, least=3, most=5):
    counts = draw(counts_of(least, most))
    lists = cells.list_count(counts)
    chosen = draw(some.sets(some.sampled_from(cells.pairs_of(lists))))
    return counts, families.with_pairs(lists, sorted(chosen))


def settled(counts, members):
    structure = fitting.structure_of(members[None], cells.superset_sums(counts)[None])
    fits, status = settle(counts[None], structure)
    return fits, status[0], structure


@given(models_on())
@settings(max_examples=200)
def test_the_certificate_agrees_with_the_linear_programme(case):
    counts, members = case
    assume(np.all(cells.superset_sums(counts)[1 << np.arange(cells.list_count(counts))] > 0))
    structure = fitting.structure_of(members[None], cells.superset_sums(counts)[None])
    assume(fitting.is_identifiable(structure)[0])
    certified = fitting.fit(counts[None], structure).certified[0]
    exists = exists_by_programme(counts, structure.finite[0], structure.live[0])
    assert exists or not certified  # a certificate is never wrong
    if np.all(counts[structure.live[0]] > 0):
        assert exists


def test_the_certificate_agrees_on_thousands_of_models():
    """Sparse random tables, where estimates often do not exist: never a wrong certificate, and hardly ever a missing one."""
    rng = np.random.default_rng(4)
    wrong, missing, exist, absent = 0, 0, 0, 0
    for lists in (3, 4, 5):
        tables = rng.poisson(rng.choice([0.1, 0.5, 3.0], size=(1000, 1 << lists)))
        tables[:, 0] = 0
        pairs = np.array(cells.pairs_of(lists))
        members = np.repeat(families.main_effects(lists)[None], len(tables), axis=0)
        for row in range(len(tables)):
            members[row, pairs[rng.random(len(pairs)) < 0.4]] = True
        counts = tables.astype(float)
        full = np.all(cells.superset_sums(counts)[:, 1 << np.arange(lists)] > 0, axis=1)
        structure = fitting.structure_of(members[full], cells.superset_sums(counts[full]))
        unique = fitting.is_identifiable(structure)
        structure, counts = structure.rows(unique), counts[full][unique]
        certified = fitting.fit(counts, structure).certified
        truth = np.array(
            [exists_by_programme(*each) for each in zip(counts, structure.finite, structure.live, strict=True)]
        )
        wrong += int(np.sum(certified & ~truth))
        missing += int(np.sum(~certified & truth))
        exist, absent = exist + int(truth.sum()), absent + int(np.sum(~truth))
    assert exist > 1000
    assert absent > 100
    assert wrong == 0
    assert missing <= exist // 100  # those the programme decides; the answer is the same


@given(models_on())
@settings(max_examples=200)
def test_identifiability_by_characteristic_is_the_rank_of_the_design(case):
    counts, members = case
    structure = fitting.structure_of(members[None], cells.superset_sums(counts)[None])
    assume(np.all(cells.superset_sums(counts)[1 << np.arange(cells.list_count(counts))] > 0))
    histories, terms = np.flatnonzero(structure.live[0]), np.flatnonzero(structure.finite[0])
    design = ((histories[:, None] & terms) == terms).astype(float)
    assert fitting.is_identifiable(structure)[0] == (np.linalg.matrix_rank(design) == len(terms))


@given(models_on(), some.randoms(use_true_random=False))
@settings(max_examples=100)
def test_another_order_of_lists_gives_the_same_total_and_the_renamed_model(case, shuffler):
    counts, members = case
    fits, status, _ = settled(counts, members)
    order = list(range(cells.list_count(counts)))
    shuffler.shuffle(order)
    moved = np.array([cells.mask_of(order[place] for place in cells.members_of(mask)) for mask in range(len(counts))])
    others, renamed = np.empty_like(counts), np.empty_like(members)
    others[moved], renamed[moved] = counts, members
    again, status_again, _ = settled(others, renamed)
    assert status_again == status
    if status == 0:
        assert again.unseen[0] == pytest.approx(fits.unseen[0], rel=1e-8)


def test_another_order_of_rows_changes_nothing():
    table = published("UKdat_5")
    frame = table.to_frame()
    shuffled = mse.from_frame(frame.sample(frac=1, random_state=3))
    assert np.array_equal(shuffled.counts, table.counts)


@given(models_on(), some.sampled_from([2, 7, 100]))
@settings(max_examples=100)
def test_a_table_so_many_times_as_large_has_so_many_times_as_many_unseen(case, times):
    counts, members = case
    fits, status, _ = settled(counts, members)
    again, status_again, _ = settled(counts * times, members)
    assert status_again == status
    if status == 0:
        assert again.unseen[0] == pytest.approx(times * fits.unseen[0], rel=1e-8)


@pytest.mark.parametrize("name", [name for name in PUBLISHED if name != "Artificial_3"])
def test_a_plain_poisson_regression_agrees_where_it_can_be_fitted(name):
    statsmodels = pytest.importorskip("statsmodels.api", reason="statsmodels comes with the extra 'impact'")
    table = published(name)
    members = stepwise.select(table.counts[None]).members[0]
    fits, status, structure = settled(table.counts, members)
    assert status == 0
    histories, terms = np.flatnonzero(structure.live[0]), np.flatnonzero(structure.finite[0])
    design = ((histories[:, None] & terms) == terms).astype(float)
    model = statsmodels.GLM(table.counts[histories], design, family=statsmodels.families.Poisson())
    assert np.exp(model.fit(tol=1e-14, maxiter=200).params[0]) == pytest.approx(fits.unseen[0], rel=1e-7)


@given(counts_of(3, 4))
@settings(max_examples=60)
def test_the_fit_keeps_every_margin_of_the_model(counts):
    members = families.main_effects(cells.list_count(counts))
    fits, status, structure = settled(counts, members)
    assume(status == 0)
    seen = fits.fitted.copy()
    seen[:, 0] = 0
    terms = np.flatnonzero(structure.finite[0])
    assert cells.superset_sums(seen)[0, terms] == pytest.approx(cells.superset_sums(counts)[terms], rel=1e-9)


def test_many_tables_at_once_are_as_one_at_a_time():
    tables = bootstrap.resample(published("NewOrl_5").counts, 60, np.random.default_rng(2))
    together = totals_of_stepwise(tables)
    alone = np.array([totals_of_stepwise(table[None])[0] for table in tables])
    assert together == pytest.approx(alone, rel=1e-9)


def test_subsets_and_supersets_are_summed_as_defined():
    values = np.random.default_rng(1).normal(size=(3, 128))
    for mask in (0, 5, 64, 127):
        inside = [other for other in range(128) if other & mask == other]
        around = [other for other in range(128) if other & mask == mask]
        assert cells.subset_sums(values)[:, mask] == pytest.approx(values[:, inside].sum(axis=1))
        assert cells.superset_sums(values)[:, mask] == pytest.approx(values[:, around].sum(axis=1))


@pytest.mark.parametrize(
    ("lists", "order", "models"), [(3, 2, 8), (4, 2, 64), (5, 2, 1024), (4, 3, 113), (5, 3, 6212), (5, 4, 6893)]
)
def test_hierarchical_models_are_counted_as_published(lists, order, models):
    found = families.hierarchical(lists, order)
    assert len(found) == len(np.unique(found, axis=0)) == models


def test_neighbours_are_hierarchical_and_one_term_away():
    model = families.with_pairs(4, [0b0011, 0b0101, 0b0110])
    around = families.neighbours(model, 3)
    assert all((each ^ model).sum() == 1 for each in around)
    assert any(each[0b0111] for each in around)  # its three pairs are in, so the triple may enter
    assert not any(each[0b1011] for each in around)


def test_split_r_hat_of_one_story_is_one_and_of_two_is_not():
    rng = np.random.default_rng(0)
    same = rng.normal(size=(4, 2000))
    assert latent_classes.split_r_hat(same) == pytest.approx(1, abs=0.01)
    assert latent_classes.split_r_hat(same + np.array([[0], [0], [0], [4]])) > 1.5
    assert latent_classes.effective_size(same) == pytest.approx(8000, rel=0.15)


def test_effective_size_of_a_slow_chain_is_its_known_share():
    """An AR(1) chain with correlation 0.9 is worth (1 - 0.9) / (1 + 0.9) of its length."""
    rng = np.random.default_rng(5)
    chain = np.zeros((4, 20_000))
    for step in range(1, chain.shape[1]):
        chain[:, step] = 0.9 * chain[:, step - 1] + rng.normal(size=4)
    assert latent_classes.effective_size(chain) == pytest.approx(chain.size * 0.1 / 1.9, rel=0.15)


def test_quantiles_are_of_type_eight():
    replicates = np.random.default_rng(3).normal(size=999)
    drawn = bootstrap.from_replicates(0.0, replicates, 0.0)
    expected = np.quantile(replicates, [0.025, 0.975], method="median_unbiased")
    limits = mse.percentile_limits(drawn)
    assert (limits.low, limits.high) == pytest.approx(tuple(expected))


def test_a_replicate_equal_to_the_estimate_is_not_below_it():
    drawn = bootstrap.from_replicates(100.0, np.array([100.0 * (1 - 1e-12), 100.0, 99.0, 101.0]), 0.0)
    assert drawn.centre == pytest.approx(-0.6744897501960817)  # one of four is below


def test_programmes_are_remembered_by_which_cells_are_empty():
    existence._programme.cache_clear()
    structure = fitting.structure_of(families.main_effects(3)[None], np.ones((1, 8)))
    counts = np.array([0, 5, 5, 5, 0, 0, 0, 0.0])
    for times in (1, 2):
        exists_by_programme(counts * times, structure.finite[0], structure.live[0])
    assert existence._programme.cache_info().misses == 1
