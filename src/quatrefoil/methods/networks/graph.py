# SPDX-License-Identifier: Apache-2.0
"""A network: who is tied to whom, with the links behind each tie."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from quatrefoil.methods.networks.links import MOST_NODES, BadLinks, Link, Links, TooLarge

if TYPE_CHECKING:
    import networkit

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Nodes 0 to n - 1 in the order of their names, and ties: pairs of different nodes, rows < columns, sorted, each once.

    links: sorted so that the links of tie t are links[first[t] : first[t + 1]]; then come links of a node with itself.
    """

    names: tuple[str, ...]
    rows: Ints
    columns: Ints
    links: tuple[Link, ...]
    first: Ints
    number: dict[str, int] = field(repr=False)
    source: Links = field(repr=False)

    @property
    def self_links(self) -> int:
        """How many links join a node with itself; they tie nobody."""
        return len(self.links) - int(self.first[-1])

    def node(self, name: str) -> int:
        """The number of a node. Raises BadLinks if there is none of that name."""
        if name not in self.number:
            raise BadLinks(f"There is no '{name}' in the links.")
        return self.number[name]

    def behind(self, one: int, other: int) -> tuple[Link, ...]:
        """The links behind the tie of two nodes, none if they are not tied."""
        low, high = min(one, other), max(one, other)
        start, end = np.searchsorted(self.rows, [low, low + 1])
        tie = int(start + np.searchsorted(self.columns[start:end], high))
        if tie >= end or self.columns[tie] != high:
            return ()
        return self.links[int(self.first[tie]) : int(self.first[tie + 1])]

    def matrix(self) -> sparse.csr_array:
        """Ties as a symmetric matrix of ones."""
        many = len(self.names)
        ends = (np.concatenate([self.rows, self.columns]), np.concatenate([self.columns, self.rows]))
        return sparse.csr_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(many, many))

    def networkit(self, place: Ints | None = None) -> "networkit.Graph":
        """The same as an undirected graph of networkit. place: another number for each node (default: its own)."""
        import networkit

        ends = (self.rows, self.columns) if place is None else (place[self.rows], place[self.columns])
        made: Any = networkit.GraphFromCoo(ends, n=len(self.names))
        return made

    def among(self, nodes: Iterable[int]) -> "Network":
        """The network of these nodes only: the links whose both ends are among them; nodes without a tie stay."""
        kept = {self.names[node] for node in nodes}
        links = tuple(link for link in self.source.links if link.source in kept and link.target in kept)
        return build(Links(links), kept)


def build(links: Links, names: Iterable[str] = ()) -> Network:
    """The network of links. names: nodes that belong to it even without a link. Raises TooLarge beyond MOST_NODES nodes.

    The direction of a link is kept in the link and does not matter for the tie.
    """
    ordered = tuple(sorted({*names, *(link.source for link in links.links), *(link.target for link in links.links)}))
    if len(ordered) > MOST_NODES:
        raise TooLarge(
            f"{len(ordered):,} nodes; this method takes at most {MOST_NODES:,}. Choose types or a time window first."
        )
    number = {name: place for place, name in enumerate(ordered)}
    source = np.fromiter((number[link.source] for link in links.links), dtype=np.int64, count=len(links.links))
    target = np.fromiter((number[link.target] for link in links.links), dtype=np.int64, count=len(links.links))
    low, high = np.minimum(source, target), np.maximum(source, target)
    order = np.lexsort([high, low, low == high])
    low, high = low[order], high[order]
    ties = int((low != high).sum())
    starts = np.flatnonzero((np.diff(low[:ties], prepend=-1) != 0) | (np.diff(high[:ties], prepend=-1) != 0))
    sorted_links = tuple(links.links[place] for place in order.tolist())
    return Network(ordered, low[starts], high[starts], sorted_links, np.append(starts, ties), number, links)


@dataclass(frozen=True, slots=True)
class Step:
    """One tie of a path, with the links behind it."""

    one: str
    other: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest chain of ties. steps: none if the two are one; is_found: false if no chain joins them."""

    names: tuple[str, ...]
    steps: tuple[Step, ...]
    is_found: bool

    @property
    def statement(self) -> str:
        """In words."""
        if not self.is_found:
            return "No chain of links joins them."
        many = f"{len(self.steps)} tie" + ("" if len(self.steps) == 1 else "s")
        return f"{' – '.join(self.names)}: {many}. No chain is shorter; others may be as short."


def shortest_paths(network: Network, pairs: Iterable[tuple[str, str]]) -> list[Path]:
    """A shortest path for each pair of names, with the records behind each tie. Raises BadLinks for an unknown name."""
    import networkit

    graph, found = network.networkit(), []
    for one, other in pairs:
        start, end = network.node(one), network.node(other)
        if start == end:
            found.append(Path((one,), (), is_found=True))
            continue
        search = networkit.distance.BidirectionalBFS(graph, start, end, storePred=True)
        search.run()
        found.append(_path(network, [start, *search.getPath(), end], search.getDistance()))
    return found


def _path(network: Network, nodes: list[int], distance: float) -> Path:
    if not 0 < distance < len(network.names):
        return Path((), (), is_found=False)
    steps = tuple(
        Step(network.names[one], network.names[other], network.behind(one, other)) for one, other in pairwise(nodes)
    )
    return Path(tuple(network.names[node] for node in nodes), steps, is_found=True)


def around(network: Network, names: Iterable[str], steps: int) -> Network:
    """The network of all nodes within so many ties of these (a case graph; an ego graph for one name). Raises BadLinks."""
    reached = np.zeros(len(network.names), dtype=bool)
    reached[[network.node(name) for name in names]] = True
    ties = network.matrix()
    for _ in range(steps):
        further = reached | (ties @ reached.astype(np.int32) > 0)
        if (further == reached).all():
            break
        reached = further
    return network.among(np.flatnonzero(reached).tolist())
