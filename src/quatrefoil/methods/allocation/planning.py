# SPDX-License-Identifier: Apache-2.0
"""A plan: fairness first, then as many people as can be, then the ways; what binds it, and how it stands when needs differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.allocation.model import KINDS, Model
from quatrefoil.methods.allocation.problem import BadAllocation, Limits, Problem

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

GAP: Final = 1e-3  # relative; at which the solver may stop
ROUGH_GAP: Final = 1e-2  # for scenarios, which only ask which sites are chosen
KEPT: Final = 0.99  # of the best least coverage stays while more people are served
TOLERANCE: Final = 1e-6
MONEY: Final = 100_000
SHOWN: Final = 10


class Infeasible(Exception):
    """No plan keeps all limits. kinds: of constraints that conflict; none of them can be left out of the conflict."""

    def __init__(self, kinds: Sequence[str], text: str) -> None:
        super().__init__(text)
        self.kinds: Final = tuple(kinds)


@dataclass(frozen=True, slots=True)
class Opened:
    """A site that is opened or enlarged. cost: of opening and of its beds."""

    site: str
    new_beds: int
    cost: float


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit that holds the plan back. worth: people served by one unit more (by 100,000 of money for the budget), sites held."""

    constraint: str
    where: str
    limit: float
    worth: float


@dataclass(frozen=True, slots=True)
class Plan:
    """served: people a year; coverage: share of the need of each region; min_coverage: of the worst that can be reached.

    beds: (site, group, now, new); flows: (region, group, site, people, km); gap: of the solver, the larger of both stages.
    """

    opened: tuple[Opened, ...]
    beds: tuple[tuple[str, str, int, int], ...]
    served: float
    need: float
    min_coverage: float
    coverage: dict[str, float]
    unreached: tuple[str, ...]
    cost: float
    mean_km: float
    gap: float
    binding: tuple[Binding, ...]
    flows: tuple[tuple[str, str, str, float, float], ...]

    def to_frame(self) -> "pd.DataFrame":
        """One row a region: region, coverage."""
        import pandas as pd

        return pd.DataFrame({"region": list(self.coverage), "coverage": list(self.coverage.values())})

    def plot(self, ax: Any) -> None:
        """Coverage of the regions, the worst first."""
        shares = sorted(self.coverage.values())
        ax.bar(range(1, len(shares) + 1), [100 * share for share in shares], color="#1d3d36")
        ax.axhline(100 * self.min_coverage, color="#b5651d", linewidth=1)
        ax.set_xlabel("regions, the worst off first")
        ax.set_ylabel("share of the need met, %")
        ax.set_ylim(0, 100)


def allocate(problem: Problem, limits: Limits | None = None, *, fair: bool = True, gap: float = GAP) -> Plan:
    """Where to open and how many beds to add.

    Stage 1 makes the coverage of the worst region as large as can be (left out when not fair); stage 2 serves most people while 99 %
    of it stays, and of equal answers takes the shorter ways. Raises Infeasible with the limits that conflict, BadAllocation for a
    site that is not known. Source: Model A of the field's reference, solved by HiGHS.
    """
    limits = limits or Limits()
    problem = problem.within(limits.max_km)
    _refuse_sites(problem, limits)
    if not problem.km.size:
        raise Infeasible(
            ("travel",),
            "No region can reach a site that takes its groups. Check 'allowed', 'group' and the longest way.",
        )
    model = Model(problem, limits, problem.need)
    least, first_gap = _fairest(model, gap) if fair else (limits.min_coverage, 0.0)
    answer = model.solve(model.served, least, gap=gap)
    if answer.x is None:
        raise _conflict(problem, limits)
    return _plan(model, answer, least, max(first_gap, float(answer.mip_gap or 0)))


def _refuse_sites(problem: Problem, limits: Limits) -> None:
    for name in limits.must_open:
        if name not in problem.sites:
            raise BadAllocation(f"There is no site '{name[:40]}' among the sites, so it cannot be opened.")


def _fairest(model: Model, gap: float) -> tuple[float, float]:
    """What the worst region can get, and how sure that is."""
    worth = np.zeros(model.columns)
    worth[-1] = 1
    answer = model.solve(worth, gap=gap)
    if answer.x is None:
        raise _conflict(model.problem, model.limits)
    return max(model.limits.min_coverage, KEPT * float(answer.x[-1]) - TOLERANCE), float(answer.mip_gap or 0)


def _conflict(problem: Problem, limits: Limits) -> Infeasible:
    """The fewest kinds of limits that cannot hold together: take each out in turn, and keep it out where that helps nothing."""
    given = {
        "budget": limits.budget is not None,
        "sites": limits.sites is not None,
        "min_coverage": limits.min_coverage > 0,
    }
    given |= {"must_open": bool(limits.must_open), "beds_that_can_be_added": True}
    kinds = [kind for kind in KINDS if given[kind]]
    out: set[str] = set()
    for kind in kinds:
        model = Model(problem, limits, problem.need, relaxed=out | {kind})
        if model.solve(np.zeros(model.columns), gap=0.5).x is None:
            out.add(kind)
    left = [kind for kind in kinds if kind not in out]
    if left == ["min_coverage"]:
        return Infeasible(("min_coverage", "travel"), _unreachable(problem, limits))
    if not left:
        words = "The solver finds no plan although all limits are taken away. Do the numbers differ very much in size?"
        return Infeasible((), words)
    return Infeasible(left, f"These limits cannot hold together: {', '.join(left)}. Change one of them.")


def _unreachable(problem: Problem, limits: Limits) -> str:
    """Regions where too many people can get to no site that takes their group, whatever is opened."""
    can = np.zeros(problem.need.size)
    usable = np.array([pool.turnover > 0 for pool in problem.pools])[problem.arc_pool]
    can[problem.arc_need[usable]] = problem.need[problem.arc_need[usable]]
    short = np.flatnonzero(problem.reached & (_coverage(problem, can) < limits.min_coverage))
    names = ", ".join(problem.regions[place] for place in short[:SHOWN]) + (" and others" if short.size > SHOWN else "")
    return (
        f"The least coverage of {limits.min_coverage:.0%} cannot be reached whatever is opened: in {names} too few people can get to a site "
        "that takes their group (columns 'allowed', 'group' and the longest way)."
    )


def _plan(model: Model, answer: Any, least: float, gap: float) -> Plan:
    """Beds nobody uses are taken out again, people and ways are settled exactly, and what binds is found."""
    problem = model.problem
    begin, end = model.ways, model.ways + model.pools
    new, is_open = np.rint(answer.x[begin:end]), np.rint(answer.x[end:-1])
    held = dict(enumerate(new, begin)) | dict(enumerate(is_open, end))
    settled = model.settle(model.served, held, max(least - TOLERANCE, 0))
    flow = np.maximum(settled.x[:begin] if settled.x is not None else answer.x[:begin], 0)
    load = np.bincount(problem.arc_pool, weights=flow, minlength=model.pools)
    wanted = np.ceil((load - TOLERANCE) / np.where(model.turnover > 0, model.turnover, np.inf) - model.beds)
    new = np.minimum(new, np.maximum(wanted, 0))
    is_used = np.bincount(problem.site, weights=new, minlength=model.sites) > 0
    is_used[[problem.sites.index(name) for name in model.limits.must_open]] = True
    by_need = np.bincount(problem.arc_need, weights=flow, minlength=problem.need.size)
    coverage = _coverage(problem, by_need)
    reached, total = problem.reached, np.bincount(problem.region, weights=problem.need)
    kept = np.flatnonzero(flow > TOLERANCE)
    return Plan(
        opened=_opened(model, new, is_used),
        beds=tuple((pool.site, "; ".join(sorted(pool.groups)), pool.beds, int(more)) for pool, more in zip(problem.pools, new, strict=True)),
        served=float(flow.sum()), need=float(problem.need.sum()), min_coverage=float(coverage[reached].min(initial=1.0)),
        coverage={name: float(share) for name, share in zip(problem.regions, coverage, strict=True)},
        unreached=tuple(name for name, can, need in zip(problem.regions, reached, total, strict=True) if need > 0 and not can),
        cost=float(new @ model.bed_cost + is_used @ model.site_cost), mean_km=float(flow @ problem.km / max(flow.sum(), 1e-12)), gap=gap,
        binding=_binding(model, dict(enumerate(is_open, end)), least),
        flows=tuple(
            (problem.regions[problem.region[need]], problem.groups[need], problem.pools[pool].site, float(flow[way]), float(problem.km[way]))
            for way, need, pool in zip(kept, problem.arc_need[kept], problem.arc_pool[kept], strict=True)
        ),
    )  # fmt: skip


def _coverage(problem: Problem, served: "NDArray[Any]") -> "NDArray[np.float64]":
    total, got = (
        np.bincount(problem.region, weights=each, minlength=len(problem.regions)) for each in (problem.need, served)
    )
    found: NDArray[np.float64] = np.minimum(np.where(total > 0, got / np.maximum(total, 1e-12), 1.0), 1.0)
    return found


def _opened(model: Model, new: "NDArray[np.float64]", is_used: "NDArray[np.bool_]") -> tuple[Opened, ...]:
    problem = model.problem
    more = np.bincount(problem.site, weights=new, minlength=model.sites)
    cost = np.bincount(problem.site, weights=new * model.bed_cost, minlength=model.sites) + model.site_cost
    return tuple(Opened(problem.sites[site], int(more[site]), float(cost[site])) for site in np.flatnonzero(is_used))


def _binding(model: Model, held: dict[int, float], least: float) -> tuple[Binding, ...]:
    """What one unit more of a limit is worth in people, with the opened sites held and beds added by parts; most first."""
    settled = model.settle(np.where(np.arange(model.columns) < model.ways, 1.0, 0.0), held, max(least - TOLERANCE, 0))
    if settled.x is None:
        return ()
    worth, begun, names = -settled.ineqlin.marginals, 0, _pool_names(model.problem)
    # A pool's beds are held both by a row and by the bound of the column: the two together are what one bed more is worth.
    most = -settled.upper.marginals[model.ways : model.ways + model.pools]
    found = []
    for kind, _matrix, _low, high in model.rows:
        part = worth[begun : begun + high.size]
        begun += high.size
        # The need itself and the fairness that was chosen are no limits that somebody could lift.
        if kind == "budget" and part[0] > 0:
            found.append(
                Binding(kind, "all sites", float(model.limits.budget or 0), float(part[0] * MONEY / model.unit))
            )
        elif kind == "beds":
            found += _bound(kind, names, model.beds, part * model.turnover)
        elif kind == "max_new":
            most = most + part
    is_open = np.array([held[model.ways + model.pools + site] for site in model.problem.site]) > 0
    found += _bound("max_new", names, model.max_new, np.where(is_open & (model.max_new > 0), most, 0.0))
    return tuple(sorted(found, key=lambda each: (-each.worth, each.constraint, each.where)))


def _bound(
    kind: str, names: tuple[str, ...], limits: "NDArray[np.float64]", worth: "NDArray[np.float64]"
) -> list[Binding]:
    return [
        Binding(kind, names[place], float(limits[place]), float(worth[place]))
        for place in np.flatnonzero(worth > TOLERANCE)
    ]


def _pool_names(problem: Problem) -> tuple[str, ...]:
    return tuple(f"{pool.site}, {'; '.join(sorted(pool.groups))}" for pool in problem.pools)


def stability(
    problem: Problem, limits: Limits | None = None, *, draws: int = 20, rng: "np.random.Generator", fair: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[str, float]:  # fmt: skip
    """In what share of scenarios each site is opened. Each need is drawn between its low and its high, most often near itself.

    A scenario that has no plan within the limits counts, and opens nothing.

    draws: scenarios; rng: a numpy Generator. Raises BadAllocation.
    """
    if draws < 1:
        raise BadAllocation("At least one scenario is needed.")
    counts = dict.fromkeys(problem.sites, 0)
    for number in range(1, draws + 1):
        middle = np.where(
            problem.high > problem.low,
            rng.triangular(problem.low, problem.need, np.maximum(problem.high, problem.low + 1e-9)),
            problem.need,
        )
        for site in _chosen(replace(problem, need=middle), limits, fair=fair):
            counts[site] += 1
        progress(number, draws)
    return {name: number / draws for name, number in counts.items()}


def _chosen(problem: Problem, limits: Limits | None, *, fair: bool) -> list[str]:
    try:
        return [each.site for each in allocate(problem, limits, fair=fair, gap=ROUGH_GAP).opened]
    except Infeasible:
        return []


def frontier(
    problem: Problem, limits: Limits, budgets: Sequence[float], *, fair: bool = True
) -> list[tuple[float, float, float]]:
    """(budget, people served, coverage of the worst region) for each budget."""
    found = []
    for budget in budgets:
        plan = allocate(problem, replace(limits, budget=budget), fair=fair, gap=ROUGH_GAP)
        found.append((float(budget), plan.served, plan.min_coverage))
    return found
