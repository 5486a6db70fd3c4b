# SPDX-License-Identifier: Apache-2.0
"""Everything about a network at once: what the command answers and a chart needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.random import Generator

from quatrefoil.methods.networks.graph import Network, build
from quatrefoil.methods.networks.links import Links
from quatrefoil.methods.networks.places import layout
from quatrefoil.methods.networks.resolution_scan import Communities, communities
from quatrefoil.methods.networks.structure import BROKERS, Brokers, brokers, components, cores

if TYPE_CHECKING:
    import pandas as pd

MEANING: Final = (
    "A network shows what records say about each other. A link is no proof, a community is no organisation, and a place in the "
    "network says nothing about what a person did: victims, lawyers and officers stand in it too."
)
MOST_DRAWN: Final = 5_000  # ties in a picture
COLOURS: Final = ("#1d3d36", "#b5651d", "#3f6ea8", "#8a3b5e", "#7a8f2a", "#5b4b8a", "#a8893f", "#2f8f8f")


@dataclass(frozen=True, slots=True)
class Node:
    """component, community: numbered from 1, the largest first; x, y in [0, 1]; stability in [0, 1]."""

    id: str
    component: int
    core: int
    community: int
    stability: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """The nodes in the order of their names, with everything that was found about them."""

    network: Network
    nodes: tuple[Node, ...]
    communities: Communities
    brokers: Brokers
    statements: tuple[str, ...]

    def to_frame(self) -> "pd.DataFrame":
        """One row for each node."""
        import pandas as pd

        columns = ["id", "component", "core", "community", "stability", "x", "y"]
        rows = [
            (each.id, each.component, each.core, each.community, each.stability, each.x, each.y) for each in self.nodes
        ]
        return pd.DataFrame(rows, columns=columns)

    def plot(self, ax: Any) -> None:
        """Draw the network on matplotlib axes, coloured by community; of many ties only some."""
        from matplotlib.collections import LineCollection

        places = np.array([(node.x, node.y) for node in self.nodes]).reshape(-1, 2)
        step = max(1, -(-len(self.network.rows) // MOST_DRAWN))
        ends = zip(self.network.rows[::step].tolist(), self.network.columns[::step].tolist(), strict=True)
        lines = [(places[one], places[other]) for one, other in ends]
        ax.add_collection(LineCollection(lines, colors="#b8c4bf", linewidths=0.5, zorder=1, rasterized=True))
        colours = [COLOURS[(node.community - 1) % len(COLOURS)] for node in self.nodes]
        size = max(2.0, 60.0 / np.sqrt(len(self.nodes) + 1))
        ax.scatter(places[:, 0], places[:, 1], c=colours, s=size, zorder=2, rasterized=True)
        ax.set_aspect("equal")
        ax.set_axis_off()


def analyse(
    links: Links,
    *,
    rng: Generator,
    most_brokers: int = BROKERS,
    network: Network | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Analysis:
    """Components, cores, communities with their stability, brokers and places of the network of these links.

    rng: seeds of Leiden and pivots. network: the network if it was built or cut out already. Raises TooLarge.
    The same links and the same rng give the same answer, in whatever order the links stand.
    """
    network = build(links) if network is None else network
    found = communities(network, rng=rng, progress=progress)
    between = brokers(network, rng=rng, most=most_brokers)
    component, core = components(network) + 1, cores(network)
    places = layout(network, found.groups)
    nodes = tuple(
        Node(*each)
        for each in zip(
            network.names, component.tolist(), core.tolist(), (found.groups + 1).tolist(), np.round(found.stability, 6).tolist(),
            places[:, 0].tolist(), places[:, 1].tolist(), strict=True,
        )
    )  # fmt: skip
    return Analysis(network, nodes, found, between, _statements(links, network, component, found, between))


def _statements(
    links: Links, network: Network, component: Any, found: Communities, between: Brokers
) -> tuple[str, ...]:
    largest = int((component == 1).sum()) if len(component) else 0
    left_out = [
        f"{words}: {many:,}."
        for many, words in (
            (links.blank, "Rows without source or target, left out"),
            (links.repeated, "Rows that say exactly what another row says, counted once"),
            (network.self_links, "Links that join a node with itself and tie it to nobody"),
        )
        if many
    ]
    return (
        MEANING,
        (
            f"{len(network.links):,} distinct links make {len(network.rows):,} ties among {len(network.names):,} nodes. Two nodes are tied "
            "if at least one link joins them, in either direction; several records do not make a tie stronger here."
        ),
        *left_out,
        (
            f"A component holds everyone who can be reached over ties; there are {int(max(component, default=0)):,}, "
            f"the largest with {largest:,} nodes. A core of k: a part in which everyone has at least k ties inside it."
        ),
        found.statement,
        between.statement,
        "Places on the chart follow the ties only: near means tied, and left, right, up and down mean nothing.",
    )
