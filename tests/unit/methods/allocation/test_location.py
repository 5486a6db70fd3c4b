# SPDX-License-Identifier: Apache-2.0
"""Medians, covering and facilities at published optima and at what trying everything finds."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from quatrefoil.methods import allocation
from tests.unit.methods.allocation.invented import instances, solved

QUICK = ("pmed1.txt", "pmed2.txt", "pmed3.txt", "pmed4.txt", "pmed5.txt", "pmed7.txt", "cap")


def test_instances_of_the_or_library_are_solved_to_their_published_optimum(reference_data):
    folder = reference_data / "eval" / "orlib"
    quick = [each for each in instances(folder) if each[0].startswith(QUICK)]
    assert len(quick) == 17
    for name, model, optimum in quick:
        found = solved(folder, name, model)
        assert found.value == pytest.approx(optimum, abs=1e-3), name
        assert found.gap < 1e-6


def test_san_francisco_has_the_known_medians_and_coverings(reference_data):
    folder = reference_data / "eval" / "spopt_sf"
    ways = pd.read_csv(folder / "SF_network_distance_candidateStore_16_censusTract_205_new.csv")
    metres = ways.pivot_table(index="DestinationName", columns="name", values="distance", aggfunc="first")
    metres = metres[sorted(metres.columns, key=lambda name: int(name.split("_")[1]))]
    tracts = pd.read_csv(folder / "SF_demand_205_centroid_uniform_weight.csv").set_index("NAME")
    tracts.index = tracts.index.astype(str)
    people = tracts["POP2000"].reindex([_tract(name, tracts.index) for name in metres.index]).to_numpy()
    found = allocation.p_median(metres.to_numpy(), 4, people)
    assert found.value == pytest.approx(2_848_268_129.71, abs=0.01)
    assert [metres.columns[site] for site in found.sites] == ["Store_2", "Store_11", "Store_12", "Store_15"]
    near = metres.to_numpy() <= 5000
    assert allocation.maximal_covering(near, 4, people).value == 875_247
    assert len(allocation.covering_sites(near).sites) == 8


def _tract(name, known):
    """The same tract in the other file."""
    return name if name in known else str(float(name))


@pytest.mark.parametrize("seed", range(6))
def test_small_answers_are_the_best_of_all_there_are(seed):
    rng = np.random.default_rng(seed)
    costs, fixed = rng.integers(1, 100, (9, 6)).astype(float), rng.integers(10, 90, 6).astype(float)
    two = min(costs[:, list(each)].min(axis=1).sum() for each in combinations(range(6), 2))
    assert allocation.p_median(costs, 2).value == pytest.approx(two)
    any_number = min(
        costs[:, list(each)].min(axis=1).sum() + fixed[list(each)].sum() for size in range(1, 7) for each in combinations(range(6), size)
    )  # fmt: skip
    assert allocation.facility_location(costs, fixed).value == pytest.approx(any_number)
    near, weight = costs < 30, rng.integers(1, 9, 9)
    most = max(weight[near[:, list(each)].any(axis=1)].sum() for each in combinations(range(6), 2))
    assert allocation.maximal_covering(near, 2, weight).value == most


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_sites_as_places_cost_nothing_and_one_place_is_one_site(number):
    metres = np.abs(np.arange(number)[:, None] - np.arange(number)[None]).astype(float)
    assert allocation.p_median(metres, number).value == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: allocation.p_median([[1.0, np.inf]], 1), "finite"),
        (lambda: allocation.p_median([[1.0, 2.0]], 3), "between 1 and 2"),
        (lambda: allocation.p_median(np.empty((0, 2)), 1), "neither is empty"),
        (lambda: allocation.p_median([[1.0]], 1, [-1.0]), "finite and 0 or more"),
        (lambda: allocation.maximal_covering([[True]], 0), "between 1 and 1"),
        (lambda: allocation.covering_sites([[True], [False]]), "covered by no site"),
        (lambda: allocation.facility_location([[1.0]], [-1.0]), "Fixed costs"),
        (lambda: allocation.facility_location([[1.0]], [1.0], [5.0], [4.0]), "no less than the demand"),
        (lambda: allocation.facility_location([[1.0]], [1.0], None, [4.0]), "demand of each customer"),
    ],
)
def test_what_cannot_be_is_said(call, words):
    with pytest.raises(ValueError, match=words):
        call()
