# SPDX-License-Identifier: Apache-2.0
"""Plans: fairness before numbers, limits kept, what binds, what conflicts, and needs that differ."""

import numpy as np
import pandas as pd
import pytest

from quatrefoil.methods import allocation
from tests.unit.methods.allocation.invented import many, small


def problem(**changed):
    return allocation.problem_from(*small(**changed))


def test_the_worst_off_region_comes_before_the_number_of_people():
    limits = allocation.Limits(budget=250)
    fair = allocation.allocate(problem(), limits)
    most = allocation.allocate(problem(), limits, fair=False)
    assert most.min_coverage == 0 and [each.site for each in most.opened] == ["s-south"]
    assert most.served == 40 and most.cost == 250
    # South keeps the 10 people of its 5 beds: the 25 % of it that the fair plan cannot raise, as both sites together cost 200.
    assert fair.min_coverage >= 0.25 * 0.99 and fair.served < most.served


def test_beds_serve_the_people_their_turnover_allows():
    plan = allocation.allocate(problem(), allocation.Limits(budget=0))
    assert (
        plan.opened == ()
        and plan.served == pytest.approx(10)
        and plan.coverage == {"north": 0.0, "south": pytest.approx(0.25)}
    )


def test_beds_nobody_uses_are_not_bought():
    plan = allocation.allocate(problem())
    assert plan.served == pytest.approx(50) and plan.min_coverage == pytest.approx(1)
    assert {each.site: each.new_beds for each in plan.opened} == {"s-north": 5, "s-south": 15} and plan.cost == 400


def test_a_way_that_is_not_allowed_not_listed_or_too_long_is_not_taken():
    plan = allocation.allocate(problem(travel=[("north", "s-south", 90, "no"), ("south", "s-south", 5, "yes")]))
    assert plan.unreached == ("north",) and plan.coverage["north"] == 0 and plan.min_coverage == pytest.approx(1)
    far = problem(travel=[("north", "s-south", 90, "yes"), ("south", "s-south", 5, "yes")])
    assert allocation.allocate(far, allocation.Limits(max_km=50)).unreached == ("north",)
    assert allocation.allocate(far).unreached == ()


@pytest.mark.parametrize("dear", [1e9, 1e12])
def test_a_site_that_nobody_can_pay_changes_nothing(dear):
    tables = {"sites": [("s-north", "women", 0, 20, dear, 1e7, 2), ("s-south", "any", 5, 20, 100, 10, 2)]}
    plan = allocation.allocate(problem(**tables), allocation.Limits(budget=200))
    assert [(each.site, each.new_beds) for each in plan.opened] == [("s-south", 10)] and plan.served == pytest.approx(
        30
    )


def test_no_need_at_all_is_a_plan_of_nothing_and_no_region_is_called_unreached():
    plan = allocation.allocate(problem(regions=[("north", "women", 0), ("south", "women", 0)]))
    assert plan.opened == () and plan.served == 0 and plan.unreached == ()


def test_a_site_serves_only_its_groups():
    plan = allocation.allocate(problem(regions=[("north", "men", 10), ("south", "men", 40)]))
    assert plan.unreached == ("north",)


def test_of_equal_answers_the_short_way_is_taken():
    near = problem(
        regions=[("north", "women", 4)],
        sites=[("far", "any", 9, 0, 0, 0, 1), ("near", "any", 9, 0, 0, 0, 1)],
        travel=[("north", "far", 80, "yes"), ("north", "near", 10, "yes")],
    )
    assert [flow[2] for flow in allocation.allocate(near).flows] == ["near"]


def test_what_binds_says_what_one_step_more_is_worth():
    plan = allocation.allocate(problem(), allocation.Limits(budget=180), fair=False)
    # Site opened, one bed costs 10 and serves 2 a year: 100,000 of money would serve 20,000 by the last step.
    assert plan.binding[0].constraint == "budget" and plan.binding[0].worth == pytest.approx(20_000)
    tight = problem(sites=[("s-north", "women", 0, 20, 100, 10, 2), ("s-south", "any", 5, 3, 100, 10, 2)])
    found = {(each.constraint, each.where): each.worth for each in allocation.allocate(tight, fair=False).binding}
    assert found == {("beds", "s-south, any"): pytest.approx(2), ("max_new", "s-south, any"): pytest.approx(2)}


@pytest.mark.parametrize(
    ("limits", "kinds"),
    [
        ({"budget": 50.0, "min_coverage": 0.5}, ("budget", "min_coverage")),
        ({"budget": 50.0, "must_open": ("s-north",)}, ("budget", "must_open")),
        ({"sites": 1, "min_coverage": 0.5}, ("sites", "min_coverage")),
        ({"sites": 0, "must_open": ("s-north",), "budget": 1e6}, ("sites", "must_open")),
    ],
)
def test_limits_that_conflict_are_named_and_no_others(limits, kinds):
    with pytest.raises(allocation.Infeasible) as conflict:
        allocation.allocate(problem(), allocation.Limits(**limits))
    assert conflict.value.kinds == kinds


def test_too_few_beds_that_can_be_added_conflict_with_the_coverage():
    tight = problem(sites=[("s-north", "women", 0, 20, 100, 10, 2), ("s-south", "any", 5, 3, 100, 10, 2)])
    with pytest.raises(allocation.Infeasible) as conflict:
        allocation.allocate(tight, allocation.Limits(min_coverage=0.9))
    assert conflict.value.kinds == ("min_coverage", "beds_that_can_be_added")


def test_a_coverage_that_no_way_allows_names_the_region():
    mixed = problem(regions=[("north", "women", 5), ("north", "men", 5), ("south", "women", 40)])
    with pytest.raises(allocation.Infeasible, match="in north too few people") as conflict:
        allocation.allocate(mixed, allocation.Limits(min_coverage=0.9))
    assert conflict.value.kinds == ("min_coverage", "travel")


def test_nobody_who_can_reach_anything_is_a_conflict_of_ways():
    with pytest.raises(allocation.Infeasible, match="No region can reach"):
        allocation.allocate(problem(), allocation.Limits(max_km=1))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_plans_keep_every_limit(seed):
    given = allocation.problem_from(*many(20, 8, seed))
    limits = allocation.Limits(budget=900_000, sites=4)
    plan = allocation.allocate(given, limits)
    used, by_site = {}, {each.site for each in plan.opened}
    for region, group, site, people, _km in plan.flows:
        used[site] = used.get(site, 0) + people
        assert group in {name for pool in given.pools if pool.site == site for name in pool.groups}
        assert region in given.regions
    room = {}
    for site, _group, now, new in plan.beds:
        room[site] = room.get(site, 0) + 3 * (now + new)
        assert not new or site in by_site
    assert all(people <= room[site] + 1e-6 for site, people in used.items())
    assert plan.cost <= 900_000 and len(plan.opened) <= 4 and plan.served <= plan.need
    other = allocation.allocate(given, limits, fair=False)
    assert other.served >= plan.served - 0.002 * plan.need and other.min_coverage <= plan.min_coverage / 0.98


def test_more_money_never_serves_fewer():
    given = allocation.problem_from(*many(20, 8, 4))
    points = allocation.frontier(given, allocation.Limits(), [0, 4e5, 8e5, 1.6e6])
    least = [point[2] for point in points]
    assert least == sorted(least) and points[-1][1] > points[0][1]


def test_the_order_of_rows_does_not_change_the_plan():
    tables = many(20, 8, 5)
    turned = [{name: values[::-1] for name, values in each.items()} for each in tables]
    one, other = (
        allocation.allocate(allocation.problem_from(*each), allocation.Limits(budget=6e5)) for each in (tables, turned)
    )
    assert one.min_coverage == pytest.approx(other.min_coverage, rel=0.02) and one.served == pytest.approx(
        other.served, rel=0.01
    )


def test_stability_is_a_share_of_scenarios_and_the_seed_repeats_it():
    given = problem()
    shares = [
        allocation.stability(given, allocation.Limits(budget=250), draws=8, rng=np.random.default_rng(5))
        for _ in range(2)
    ]
    assert shares[0] == shares[1] and set(shares[0]) == {"s-north", "s-south"}
    assert all(0 <= share <= 1 for share in shares[0].values()) and max(shares[0].values()) > 0


def test_tables_of_pandas_and_intervals_of_need():
    regions, sites, travel = (pd.DataFrame(each) for each in small())
    regions["need_low"], regions["need_high"] = [5, 30], [20, 60]
    given = allocation.problem_from(regions, sites, travel)
    assert given.low.tolist() == [5, 30] and given.high.tolist() == [20, 60]
    assert allocation.allocate(given).to_frame()["region"].tolist() == ["north", "south"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"regions": [("north", "women", -1)]}, "row 2, column 'need'"),
        ({"regions": [("north", "women", "many")]}, "row 2, column 'need'"),
        ({"regions": [("north", "women", 1e15)]}, "cannot be"),
        ({"regions": [("north", "women", "inf")]}, "row 2, column 'need'"),
        ({"regions": [("north", "women", 1), ("north", "women", 2)]}, "row 3: region and group stand in row 2 too"),
        ({"regions": [("n" * 1_000_000, "women", 1)]}, "1,000,000 characters"),
        ({"regions": [("", "women", 1)]}, "row 2: fill region and group"),
        ({"sites": [("s-north", "women", 0.5, 20, 100, 10, 2)]}, "beds are whole"),
        (
            {"sites": [("s-north", "women", 0, 2, 1, 1, 2), ("s-north", "men", 0, 2, 9, 1, 2)]},
            "differs from another row",
        ),
        ({"travel": [("north", "nowhere", 5, "yes")]}, "row 2, column 'site'"),
        ({"travel": [("north", "s-north", 5, "perhaps")]}, "not yes or no"),
        ({"travel": [("north", "s-north", -5, "yes")]}, "column 'km'"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(changed, words):
    with pytest.raises(allocation.BadAllocation, match=words):
        problem(**changed)


@pytest.mark.parametrize(
    "limits",
    [{"budget": -1.0}, {"budget": float("nan")}, {"min_coverage": 2.0}, {"sites": -1}, {"max_km": float("nan")}],
)
def test_a_limit_that_cannot_be_is_an_error(limits):
    with pytest.raises(allocation.BadAllocation):
        allocation.Limits(**limits)
