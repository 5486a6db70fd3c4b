# SPDX-License-Identifier: Apache-2.0
"""The mixed-integer programme: people served on each way, beds added in each pool, sites opened, and the least coverage."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.allocation.problem import Limits, Problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

SECONDS: Final = 120.0  # a stop for what nobody foresaw; the gap then says how far it may be from the best
FAR: Final = 0.01  # of a person: what the longest way costs against serving one person more
# Kinds of constraints that can be relaxed to find what conflicts.
KINDS: Final = ("budget", "sites", "min_coverage", "must_open", "beds_that_can_be_added")


class Model:
    """Columns: ways, then new beds of pools, then sites, then the least coverage. rows: (kind, matrix, low, high)."""

    def __init__(
        self, problem: Problem, limits: Limits, need: "NDArray[np.float64]", relaxed: "Collection[str]" = ()
    ) -> None:
        """need: people, shape (needs,); relaxed: kinds of constraints that are left out."""
        self.problem, self.limits, self.need, self.relaxed = problem, limits, need, relaxed
        self.rows: list[tuple[str, Any, NDArray[np.float64], NDArray[np.float64]]] = []
        self.ways, self.pools, self.sites = problem.km.size, len(problem.pools), len(problem.sites)
        self.columns = self.ways + self.pools + self.sites + 1
        self.turnover, self.beds, self.max_new, self.bed_cost, self.fixed = (
            np.array([getattr(pool, name) for pool in problem.pools], dtype=np.float64)
            for name in ("turnover", "beds", "max_new", "bed_cost", "fixed_cost")
        )
        if limits.budget is not None and "budget" not in relaxed:
            # A pool of which the whole budget buys no bed is left out: very dear sites would only blur the numbers.
            self.max_new = np.where(self.fixed + self.bed_cost > limits.budget, 0.0, self.max_new)
        self._build()

    @property
    def site_cost(self) -> "NDArray[np.float64]":
        """What opening costs, shape (sites,)."""
        found = np.zeros(self.sites)
        found[self.problem.site] = self.fixed
        return found

    @property
    def unit(self) -> float:
        """What the budget is counted in, so that its row has numbers of a middling size."""
        payable = self.cost[self.cost <= (self.limits.budget or 0.0)]
        return max(float(payable.max(initial=1.0)), 1.0)

    @property
    def cost(self) -> "NDArray[np.float64]":
        """What the columns cost, shape (columns,)."""
        return np.concatenate([np.zeros(self.ways), self.bed_cost, self.site_cost, [0.0]])

    @property
    def served(self) -> "NDArray[np.float64]":
        """People served, and a little less for a longer way: shape (columns,)."""
        far = self.problem.km / max(float(self.problem.km.max(initial=0)), 1e-9)
        return np.concatenate([1 - FAR * far, np.zeros(self.pools + self.sites + 1)])

    def _build(self) -> None:
        from scipy.sparse import csr_array

        problem, ways = self.problem, np.arange(self.ways)
        pool, site = np.arange(self.pools) + self.ways, problem.site + self.ways + self.pools
        one, each = np.ones(self.ways), np.arange(self.pools)

        def rows(height: int, *parts: Any) -> Any:
            values, at, columns = (np.concatenate([part[place] for part in parts]) for place in range(3))
            return csr_array((values, (at, columns)), shape=(height, self.columns))

        self._add("need", rows(self.need.size, (one, problem.arc_need, ways)), self.need)
        full = rows(self.pools, (one, problem.arc_pool, ways), (-self.turnover, each, pool))
        self._add("beds", full, self.turnover * self.beds)
        most = np.full(self.pools, self._most()) if "beds_that_can_be_added" in self.relaxed else self.max_new
        self._add(
            "max_new", rows(self.pools, (np.ones(self.pools), each, pool), (-most, each, site)), np.zeros(self.pools)
        )
        if self.limits.budget is not None and "budget" not in self.relaxed:
            self._add("budget", csr_array(self.cost[None, :] / self.unit), np.array([self.limits.budget / self.unit]))
        if self.limits.sites is not None and "sites" not in self.relaxed:
            count = np.zeros((1, self.columns))
            count[0, self.ways + self.pools : -1] = 1
            self._add("sites", csr_array(count), np.array([float(self.limits.sites)]))
        reached = np.flatnonzero(problem.reached)
        at = np.full(len(problem.regions), -1)
        at[reached] = np.arange(reached.size)
        total = np.bincount(problem.region, weights=self.need, minlength=len(problem.regions))[reached]
        region = at[problem.region[problem.arc_need]]
        kept = region >= 0
        least = np.full(reached.size, self.columns - 1)
        fair = rows(reached.size, (-one[kept], region[kept], ways[kept]), (total, np.arange(reached.size), least))
        self._add("coverage", fair, np.zeros(reached.size))

    def _most(self) -> float:
        """More beds than anybody can need."""
        return float(self.need.sum()) / max(float(self.turnover[self.turnover > 0].min(initial=1.0)), 1e-9) + 1

    def _add(self, kind: str, matrix: Any, high: "NDArray[np.float64]", low: float = -np.inf) -> None:
        self.rows.append((kind, matrix, np.full(high.size, low), high))

    def bounds(self, least: float = 0.0) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
        """Lowest and highest of each column. least: of the coverage."""
        low, high = (
            np.zeros(self.columns),
            np.concatenate([np.full(self.ways + self.pools, np.inf), np.ones(self.sites + 1)]),
        )
        if "beds_that_can_be_added" not in self.relaxed:
            high[self.ways : self.ways + self.pools] = self.max_new
        if "must_open" not in self.relaxed:
            for name in self.limits.must_open:
                low[self.ways + self.pools + self.problem.sites.index(name)] = 1
        low[-1] = max(least, 0.0 if "min_coverage" in self.relaxed else self.limits.min_coverage)
        return low, high

    def solve(self, worth: "NDArray[np.float64]", least: float = 0.0, *, gap: float, extra: Any = ()) -> Any:
        """Most worth; least: of the coverage; extra: more rows (matrix, low, high). The solver's answer; x is None where there is none."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        whole = np.concatenate([np.zeros(self.ways), np.ones(self.pools + self.sites), [0]])
        low, high = self.bounds(least)
        rows = [LinearConstraint(matrix, under, over) for _kind, matrix, under, over in self.rows] + [
            LinearConstraint(*row) for row in extra
        ]
        solver: Any = milp
        return solver(
            -worth, integrality=whole, bounds=Bounds(low, high), constraints=rows, options={"mip_rel_gap": gap, "time_limit": SECONDS}
        )  # fmt: skip

    def settle(self, worth: "NDArray[np.float64]", fixed: "dict[int, float]", least: float) -> Any:
        """The linear programme with some columns held: exact people, and what one unit more of a limit is worth."""
        from scipy.optimize import linprog
        from scipy.sparse import vstack

        low, high = self.bounds(least)
        for column, value in fixed.items():
            low[column] = high[column] = value
        solver: Any = linprog
        return solver(
            -worth, A_ub=vstack([row[1] for row in self.rows]), b_ub=np.concatenate([row[3] for row in self.rows]),
            bounds=np.column_stack([low, high]), method="highs",
        )  # fmt: skip
