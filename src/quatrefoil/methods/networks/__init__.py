# SPDX-License-Identifier: Apache-2.0
"""Networks of typed, dated links, with the records behind every figure.

    from quatrefoil.methods import networks

    links = networks.read_links(table)                      # source, target, type, date, record_id
    found = networks.analyse(links, rng=numpy.random.default_rng(1))
    found.nodes, found.brokers, found.communities.resolution, found.statements

    network = networks.build(links.within(since="2024", types={"phone"}))
    networks.shortest_paths(network, [("a", "b")])           # with the links behind each step
    networks.around(network, ["a"], steps=2)                 # a case graph
    networks.as_graphml(found)

What a place in a network does not mean: docs/explanation/networks.md. Names load what they need only when they are asked for.
"""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from quatrefoil.methods.networks.agreement import adjusted_rand
    from quatrefoil.methods.networks.analysis import Analysis, Node, analyse
    from quatrefoil.methods.networks.exchange import as_graphml
    from quatrefoil.methods.networks.graph import Network, Path, Step, around, build, shortest_paths
    from quatrefoil.methods.networks.links import BadLinks, Link, Links, TooLarge, read_links
    from quatrefoil.methods.networks.places import layout
    from quatrefoil.methods.networks.resolution_scan import Communities, communities
    from quatrefoil.methods.networks.structure import Broker, Brokers, brokers, components, cores

__all__ = [
    "Analysis", "BadLinks", "Broker", "Brokers", "Communities", "Link", "Links", "Network", "Node", "Path", "Step", "TooLarge",
    "adjusted_rand", "analyse", "around", "as_graphml", "brokers", "build", "communities", "components", "cores", "layout",
    "read_links", "shortest_paths",
]  # fmt: skip

HOMES: Final = {
    "agreement": ("adjusted_rand",),
    "analysis": ("Analysis", "Node", "analyse"),
    "resolution_scan": ("Communities", "communities"),
    "exchange": ("as_graphml",),
    "graph": ("Network", "Path", "Step", "around", "build", "shortest_paths"),
    "places": ("layout",),
    "links": ("BadLinks", "Link", "Links", "TooLarge", "read_links"),
    "structure": ("Broker", "Brokers", "brokers", "components", "cores"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    home = next((home for home, names in HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
