# SPDX-License-Identifier: Apache-2.0
"""Communities at the resolution where they are most stable: no single setting is taken on trust.

Leiden (Traag, Waltman and van Eck 2019) in networkit, one thread and fixed seeds, so that the same numbers come again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from quatrefoil.methods.networks.agreement import Ints, adjusted_rand, kept_company, numbered
from quatrefoil.methods.networks.threads import one_thread

if TYPE_CHECKING:
    import networkit
    import pandas as pd

    from quatrefoil.methods.networks.graph import Network

LARGE: Final = 100_000  # ties; above, fewer resolutions and runs are tried
INSIDE: Final = 0.75  # of the tied nodes stand in communities with more ties inside than out, or the division is none


@dataclass(frozen=True, slots=True)
class Tried:
    """One resolution of the scan. between_runs: mean agreement (adjusted Rand) of runs; between_neighbours: with the

    next lower and higher resolutions of the scan. None where it was not looked at closely.
    """

    resolution: float
    communities: int
    between_runs: float | None
    between_neighbours: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Communities:
    """The most stable division. groups: of each node, from 0, the largest first; stability: of each node, in [0, 1].

    The stability of a node is the mean share of its company that it keeps in other runs and at neighbouring resolutions.
    resolution: of the chosen division, None if there are no ties.
    """

    groups: Ints
    stability: NDArray[np.float64]
    resolution: float | None
    scan: tuple[Tried, ...]
    statement: str

    def to_frame(self) -> "pd.DataFrame":
        """The scan as a table."""
        import pandas as pd

        return pd.DataFrame(
            [(each.resolution, each.communities, each.between_runs, each.between_neighbours) for each in self.scan],
            columns=["resolution", "communities", "between_runs", "between_neighbours"],
        )

    def plot(self, ax: Any) -> None:
        """Draw stability over resolution on matplotlib axes."""
        near = [each for each in self.scan if each.between_runs is not None]
        ax.plot(
            [each.resolution for each in near],
            [each.between_runs for each in near],
            "o-",
            color="#1d3d36",
            label="runs",
        )
        ax.plot(
            [each.resolution for each in self.scan if each.between_neighbours is not None],
            [each.between_neighbours for each in self.scan if each.between_neighbours is not None],
            "s--", color="#b5651d", label="neighbouring resolutions",
        )  # fmt: skip
        if self.resolution is not None:
            ax.axvline(self.resolution, color="#8a9a94", linewidth=1)
        ax.set_xscale("log", base=2)
        ax.xaxis.set_major_formatter("{x:g}")
        ax.set_ylim(top=1.02)
        ax.set_xlabel("resolution")
        ax.set_ylabel("agreement (adjusted Rand)")
        ax.legend()


@dataclass(frozen=True, slots=True)
class _Plan:
    """fine: steps in the stretch that is looked at closely; runs: at each of them; rounds of Leiden in the rough scan and there."""

    fine: int
    runs: int
    coarse_rounds: int
    fine_rounds: int


def communities(
    network: "Network", *, rng: Generator, progress: Callable[[int, int], None] | None = None
) -> Communities:
    """Scan resolutions, find the stretch where the division hardly changes, and choose in it where runs agree best.

    network: any; rng: gives the seeds. The order of links does not matter.
    """
    many = len(network.names)
    if not len(network.rows):
        words = "There are no ties, so every node is a community of its own."
        return Communities(np.arange(many), np.ones(many), None, (), words)
    plan = _Plan(2, 2, 1, 2) if len(network.rows) > LARGE else _Plan(4, 5, 3, 5)
    seeds = [int(seed) for seed in rng.integers(2**31, size=plan.runs)]
    with one_thread():
        return _scan(network, plan, seeds, progress)


def _scan(
    network: "Network", plan: _Plan, seeds: list[int], progress: Callable[[int, int], None] | None
) -> Communities:
    place, done = np.arange(len(network.names)), 0
    graph, coarse = network.networkit(place), _resolutions(network)
    most = len(coarse) + (plan.fine + 1) * plan.runs

    def run(resolution: float, seed: int, rounds: int) -> Ints:
        nonlocal done
        done += 1
        if progress:
            progress(done, most + 1)
        return numbered(leiden(graph, resolution, seed, rounds)[place])

    rough: dict[float, Ints] = {}
    for resolution in coarse:
        rough[resolution] = run(resolution, seeds[0], plan.coarse_rounds)
        if len(rough) == 1:  # what belongs together lies together from here on: the same answers, sooner
            place = np.argsort(np.argsort(rough[resolution], kind="stable"))
            graph = network.networkit(place)
        elif not _holds(rough[resolution], network):
            break  # a higher one only cuts further
    low, high = _stretch(rough, network)
    steps = [low * (high / low) ** (step / plan.fine) for step in range(plan.fine + 1)]
    fine = {resolution: [run(resolution, seed, plan.fine_rounds) for seed in seeds] for resolution in steps}
    if progress:
        progress(most + 1, most + 1)
    return _chosen(rough, fine, network)


def _resolutions(network: "Network") -> list[float]:
    """Powers of 4 up to where even two nodes of mean degree that are tied would stand apart."""
    degrees = np.bincount(np.concatenate([network.rows, network.columns]))
    degrees = degrees[degrees > 0]
    highest = max(4.0, len(degrees) / float(degrees.mean()))
    return [4.0**power for power in range(int(np.ceil(np.log(highest) / np.log(4))) + 1)]


def leiden(graph: "networkit.Graph", resolution: float, seed: int, rounds: int) -> Ints:
    """One run; a community for each node."""
    import networkit

    networkit.setSeed(seed, False)
    run = networkit.community.ParallelLeiden(graph, iterations=rounds, randomize=True, gamma=resolution)
    run.run()
    return np.asarray(run.getPartition().getVector(), dtype=np.int64)


def _holds(groups: Ints, network: "Network") -> bool:
    """Whether most nodes stand in communities proper: of their members' ties, more lead inside than out (Radicchi 2004)."""
    one, other = groups[network.rows], groups[network.columns]
    many, is_inside = int(groups.max()) + 1, one == other
    inside = 2 * np.bincount(one[is_inside], minlength=many)
    outside = np.bincount(one[~is_inside], minlength=many) + np.bincount(other[~is_inside], minlength=many)
    tied = np.zeros(len(groups), dtype=bool)
    tied[network.rows] = tied[network.columns] = True
    return float((inside > outside)[groups][tied].mean()) >= INSIDE


def _stretch(rough: dict[float, Ints], network: "Network") -> tuple[float, float]:
    """The neighbouring resolutions whose divisions agree best; of equal ones the lowest."""
    places = list(rough)
    best, low, high = -1.0, places[0], places[1]
    for one, other in pairwise(places):
        if not _holds(rough[one], network):
            break
        agreement = round(adjusted_rand(rough[one], rough[other]), 6)
        if agreement > best:
            best, low, high = agreement, one, other
    return low, high


def _chosen(rough: dict[float, Ints], fine: dict[float, list[Ints]], network: "Network") -> Communities:
    steps = list(fine)
    runs = {step: _mean([adjusted_rand(one, two) for one, two in _pairs_of(fine[step])]) for step in steps}
    beside = {
        step: _mean([adjusted_rand(fine[step][0], fine[steps[next_]][0]) for next_ in _next(place, len(steps))])
        for place, step in enumerate(steps)
    }
    useful = [step for step in steps if _holds(fine[step][0], network)]
    best = max(useful or steps[:1], key=lambda step: (round(runs[step], 4), round(beside[step], 4), -step))
    return _result(best, rough, fine, runs, beside, proper=bool(useful))


def _result(
    best: float,
    rough: dict[float, Ints],
    fine: dict[float, list[Ints]],
    runs: dict[float, float],
    beside: dict[float, float],
    *,
    proper: bool,
) -> Communities:
    steps = list(fine)
    groups = fine[best][0]
    others = [*fine[best][1:], *(fine[steps[place]][0] for place in _next(steps.index(best), len(steps)))]
    stability = np.mean([kept_company(groups, other) for other in others], axis=0)
    tried = [Tried(step, int(found.max()) + 1, None, None) for step, found in rough.items() if step not in fine]
    tried += [Tried(step, int(fine[step][0].max()) + 1, runs[step], beside[step]) for step in steps]
    tried.sort(key=lambda each: each.resolution)
    choice = (
        "So this resolution was chosen, among those at which most nodes stand in communities with more ties inside than out."
        if proper
        else "At no resolution do most nodes stand in communities with more ties inside than out: this network may have none."
    )
    words = (
        f"Communities were looked for at {len(tried)} resolutions from {tried[0].resolution:g} to {tried[-1].resolution:g}. "
        f"At {best:.4g} they change least: runs with other seeds agree to {runs[best]:.3f}, neighbouring resolutions to "
        f"{beside[best]:.3f} (adjusted Rand; 1 is the same). {choice} The stability of a node is the share of its company that it "
        f"keeps in those {len(others)} other divisions."
    )
    return Communities(groups, stability, best, tuple(tried), words)


def _pairs_of(runs: list[Ints]) -> list[tuple[Ints, Ints]]:
    return [(one, other) for place, one in enumerate(runs) for other in runs[place + 1 :]]


def _next(place: int, many: int) -> list[int]:
    return [each for each in (place - 1, place + 1) if 0 <= each < many]


def _mean(values: list[float]) -> float:
    return float(np.mean(values))
