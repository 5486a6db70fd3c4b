# SPDX-License-Identifier: Apache-2.0
"""The OR-Library's instances at their published optimum, and a fair plan of 200 regions and 60 sites."""

import time

import pytest

from quatrefoil.methods import allocation
from tests.benchmarks.figures import Figure, note
from tests.unit.methods.allocation.invented import instances, many, solved

BUDGET_SECONDS = 20


def test_every_instance_is_solved_to_its_published_optimum(reference_data):
    folder = reference_data / "eval" / "orlib"
    known = instances(folder)
    begun, longest, right = time.process_time(), (0.0, ""), 0
    for name, model, optimum in known:
        one = time.process_time()
        right += solved(folder, name, model).value == pytest.approx(optimum, abs=1e-3)
        longest = max(longest, (time.process_time() - one, name))
    took = time.process_time() - begun
    said = f"{right} of {len(known)} in {took:.1f} s; longest {longest[1]}, {longest[0]:.1f} s"
    print(f"\nlocation, OR-Library: {said}")  # noqa: T201 - the figure is what a benchmark is for
    note(Figure("location, published optima", "21 instances of the OR-Library", said, "all", right == len(known) == 21))
    assert right == len(known) == 21


@pytest.mark.parametrize(("seed", "budget"), [(1, 4e6), (1, 8e6), (2, 4e6)])
def test_a_fair_plan_of_200_regions_and_60_sites(seed, budget):
    given = allocation.problem_from(*many(200, 60, seed))
    begun = time.process_time()
    plan = allocation.allocate(given, allocation.Limits(budget=budget))
    took = time.process_time() - begun
    most = allocation.allocate(given, allocation.Limits(budget=budget), fair=False)
    where = f"200 regions, 60 sites, 4 groups, {given.km.size:,} ways, budget {budget:,.0f}, seed {seed}"
    said = (
        f"{took:.1f} s; served {plan.served:,.0f} of {plan.need:,.0f}, worst region {plan.min_coverage:.1%} "
        f"(most served: {most.served:,.0f}, worst region {most.min_coverage:.1%})"
    )
    print(f"\nallocation, {where}: {said}")  # noqa: T201 - as above
    note(Figure("allocation, fair plan, CPU", where, said, f"≤ {BUDGET_SECONDS} s", took <= BUDGET_SECONDS))
    assert took <= BUDGET_SECONDS and plan.min_coverage > most.min_coverage
