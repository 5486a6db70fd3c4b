# SPDX-License-Identifier: Apache-2.0
"""Components, cores and brokers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.random import Generator
from scipy.sparse import csgraph

from quatrefoil.methods.networks.agreement import Ints, numbered

if TYPE_CHECKING:
    from quatrefoil.methods.networks.graph import Network

EXACT_WORK: Final = 50_000_000  # nodes x ties up to which betweenness is exact
PIVOT_WORK: Final = 25_000_000  # pivots x ties where it is not
FEWEST_PIVOTS: Final = 20
BROKERS: Final = 20


@dataclass(frozen=True, slots=True)
class Broker:
    """A node on shortest paths of others. betweenness: share of the shortest paths between all other pairs, in [0, 1]."""

    id: str
    betweenness: float


@dataclass(frozen=True, slots=True)
class Brokers:
    """The nodes on most shortest paths, the first first. pivots: start nodes of an estimate, None where it is exact."""

    brokers: tuple[Broker, ...]
    pivots: int | None
    statement: str


def components(network: "Network") -> Ints:
    """The component of each node: numbered from 0, the largest first."""
    return numbered(csgraph.connected_components(network.matrix(), directed=False)[1].astype(np.int64))


def cores(network: "Network") -> Ints:
    """The core of each node: the largest k so that it stands in a part where all have at least k ties (Seidman 1983)."""
    import networkit

    if not len(network.rows):
        return np.zeros(len(network.names), dtype=np.int64)
    found = networkit.centrality.CoreDecomposition(network.networkit())
    found.run()
    return np.asarray(found.scores(), dtype=np.float64).astype(np.int64)


def brokers(network: "Network", *, rng: Generator, most: int = BROKERS) -> Brokers:
    """Nodes with the highest betweenness (Freeman 1977): exact in small networks, from random pivots in large ones.

    rng: chooses the pivots (Brandes and Pich 2007); without effect where it is exact.
    """
    many, ties = len(network.names), len(network.rows)
    if not ties or many < 3:
        return Brokers((), None, "With fewer than three nodes or no ties nobody stands between others.")
    pivots = None if many * ties <= EXACT_WORK else min(many, max(FEWEST_PIVOTS, PIVOT_WORK // ties))
    share = _betweenness(network, pivots, int(rng.integers(2**31)))
    order = [node for node in np.lexsort([np.arange(many), -share])[:most].tolist() if share[node] > 0]
    found = tuple(Broker(network.names[node], float(share[node])) for node in order)
    return Brokers(found, pivots, _statement(many, pivots))


def _betweenness(network: "Network", pivots: int | None, seed: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    import networkit

    from quatrefoil.methods.networks.threads import one_thread

    graph, many = network.networkit(), len(network.names)
    with one_thread():
        networkit.setSeed(seed, False)
        if pivots is None:
            run = networkit.centrality.Betweenness(graph, normalized=False)
        else:
            run = networkit.centrality.EstimateBetweenness(graph, pivots, normalized=False)
        run.run()
    # Each unordered pair of others was counted in both directions.
    scores = np.round(np.asarray(run.scores(), dtype=np.float64) / ((many - 1) * (many - 2)), 12)
    return np.minimum(scores, 1.0)


def _statement(many: int, pivots: int | None) -> str:
    how = (
        "Every shortest path was counted."
        if pivots is None
        else (
            f"The network is too large to count every path, so paths from {pivots:,} of {many:,} nodes, chosen at random, stand for "
            "all: the order of brokers is rough, and the values are estimates. Count exactly in the part that matters."
        )
    )
    return (
        f"A broker lies on many shortest chains between others. {how} It is a place in the records, not a role: whoever keeps the "
        "records, or is asked most often, also lies between others."
    )
