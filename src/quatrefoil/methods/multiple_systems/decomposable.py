# SPDX-License-Identifier: Apache-2.0
"""Averaging over decomposable graphs with a hyper-Dirichlet prior: a Bayesian answer in closed form.

Source: Madigan and York 1997; Johndrow, Lum and Ball (dga). Each cell has prior weight 2^-t, every graph the same prior
probability, the total a prior 1/N. The unseen count runs over 1 .. 30 n.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.special import gammaln

from quatrefoil.methods.multiple_systems.cells import FloatArray, IntArray, list_count, members_of, pairs_of
from quatrefoil.methods.multiple_systems.errors import Reason, Refused

if TYPE_CHECKING:
    import pandas as pd

MOST_LISTS: Final = 6  # 18,154 graphs; 7 lists have 617,675
LARGEST_UNSEEN: Final = 30  # times the observed people, as in dga
ELEMENTS_AT_ONCE: Final = 1 << 21  # of one array over (graphs, unseen counts)


@dataclass(frozen=True, slots=True, eq=False)
class GraphAverage:
    """Posterior of the total. unseen: shape (values,), 1, 2, ...; probability: shape (values,), sums to 1.

    graphs: each a tuple of pairs of list positions; graph_probability: shape (graphs,).
    """

    observed: int
    unseen: IntArray
    probability: FloatArray
    graphs: tuple[tuple[tuple[int, int], ...], ...]
    graph_probability: FloatArray

    @property
    def mean(self) -> float:
        """Posterior mean of the total, people."""
        return float(self.observed + self.unseen @ self.probability)

    @property
    def median(self) -> int:
        """Posterior median of the total, people."""
        return self.quantile(0.5)

    def quantile(self, probability: float) -> int:
        """The smallest total with at least this posterior probability at or below it."""
        place = int(np.searchsorted(np.cumsum(self.probability), probability))
        return int(self.observed + self.unseen[min(place, len(self.unseen) - 1)])

    def interval(self, level: float = 0.95) -> tuple[int, int]:
        """Equal-tailed posterior interval of the total, people."""
        return self.quantile((1 - level) / 2), self.quantile((1 + level) / 2)

    def to_frame(self) -> "pd.DataFrame":
        """One row per total: its posterior probability."""
        import pandas as pd

        return pd.DataFrame({"total": self.observed + self.unseen, "probability": self.probability})

    def plot(self, ax: Any) -> None:
        """Posterior of the total. ax: matplotlib axes."""
        ax.plot(self.observed + self.unseen, self.probability, color="#1d3d36")
        ax.set_xlabel("people in all")
        ax.set_ylabel("posterior probability")


def average(
    counts: FloatArray, *, largest_unseen: int | None = None, progress: Callable[[int, int], None] | None = None
) -> GraphAverage:
    """Average over all decomposable graphs. counts: shape (2^t,), 3 to 6 lists. Raises Refused beyond."""
    lists, people = list_count(counts), int(counts.sum())
    if not 3 <= lists <= MOST_LISTS:
        raise Refused(Reason("graphs", f"Graphs can be averaged for 3 to {MOST_LISTS} lists; there are {lists}."))
    graphs, exponents = _graphs(lists)
    unseen = np.arange(1, (largest_unseen or LARGEST_UNSEEN * people) + 1)
    constants, zeros = _margins(counts, lists)
    probability, weight = _summed(exponents, constants, zeros, unseen, people, progress)
    return GraphAverage(people, unseen, probability, graphs, weight)


def _summed(
    exponents: FloatArray,
    constants: FloatArray,
    zeros: FloatArray,
    unseen: IntArray,
    people: int,
    progress: Callable[[int, int], None] | None,
) -> tuple[FloatArray, FloatArray]:
    """Posterior over unseen counts and over graphs, summed in blocks of unseen counts."""
    size = max(1, ELEMENTS_AT_ONCE // len(exponents))
    per_unseen = np.zeros(len(unseen))
    per_graph, highest = np.zeros(len(exponents)), -np.inf
    for first in range(0, len(unseen), size):
        block = unseen[first : first + size]
        logs = _log_weights(exponents, constants, zeros, block, people)
        top = max(highest, float(logs.max()))
        shrink = np.exp(highest - top)
        weights = np.exp(logs - top)
        per_unseen *= shrink
        per_graph = per_graph * shrink + weights.sum(axis=1)
        per_unseen[first : first + size] = weights.sum(axis=0)
        highest = top
        if progress:
            progress(min(first + size, len(unseen)), len(unseen))
    return per_unseen / per_unseen.sum(), per_graph / per_graph.sum()


def _log_weights(
    exponents: FloatArray, constants: FloatArray, zeros: FloatArray, unseen: IntArray, people: int
) -> FloatArray:
    """Log marginal likelihood plus log prior, shape (graphs, unseen); terms that all graphs share once."""
    total = people + unseen
    # Each set of lists: its seen cells are constant, its all-zero cell grows with the unseen, and so does its total.
    sets = constants[:, None] + gammaln(zeros[:, None] + unseen[None, :]) - gammaln(1.0 + total)[None, :]
    shared = gammaln(total + 1.0) - gammaln(unseen + 1.0) - np.log(total)
    logs: FloatArray = exponents @ sets
    logs += shared[None, :]
    return logs


def _margins(counts: FloatArray, lists: int) -> tuple[FloatArray, FloatArray]:
    """For each set of lists but {}: the constant of its marginal table, and prior plus seen people of its zero cell."""
    masks = np.arange(1, 1 << lists)
    constants, zeros = np.zeros(len(masks)), np.zeros(len(masks))
    for place, mask in enumerate(masks.tolist()):
        cells = np.bincount(np.arange(len(counts)) & mask, weights=counts, minlength=mask + 1)
        within = [cell for cell in range(mask + 1) if cell & mask == cell]
        prior = 2.0 ** -mask.bit_count()
        filled = cells[within[1:]] + prior
        constants[place] = float(np.sum(gammaln(filled))) - len(within) * float(gammaln(prior))
        zeros[place] = prior + cells[0]
    return constants, zeros


def _graphs(lists: int) -> tuple[tuple[tuple[tuple[int, int], ...], ...], FloatArray]:
    """All decomposable graphs and, for each, +1 at its cliques and -1 at its separators; shape (graphs, 2^t - 1)."""
    pairs = pairs_of(lists)
    graphs, rows = [], []
    for chosen in range(1 << len(pairs)):
        edges = [pair for place, pair in enumerate(pairs) if chosen >> place & 1]
        row = _cliques_and_separators(lists, edges)
        if row is not None:
            graphs.append(tuple((members_of(edge)[0], members_of(edge)[1]) for edge in edges))
            rows.append(row)
    return tuple(graphs), np.array(rows)


def _cliques_and_separators(lists: int, edges: list[int]) -> FloatArray | None:
    """The exponents of a graph, or None if it is not decomposable.

    Lists leave one by one whose neighbours are all joined (a perfect elimination). Each that leaves adds its closed
    neighbourhood and takes its neighbourhood away; what is not a clique or separator cancels.
    """
    around = [0] * lists
    for edge in edges:
        first, second = members_of(edge)
        around[first] |= 1 << second
        around[second] |= 1 << first
    row, left = np.zeros(1 << lists), (1 << lists) - 1
    while left:
        leaves = next((each for each in members_of(left) if _is_simplicial(around, each, left)), None)
        if leaves is None:
            return None
        near = around[leaves] & left
        row[near | 1 << leaves] += 1
        row[near] -= 1
        left &= ~(1 << leaves)
    return row[1:]


def _is_simplicial(around: list[int], member: int, left: int) -> bool:
    near = members_of(around[member] & left)
    return all(around[first] >> second & 1 for first, second in combinations(near, 2))
