# SPDX-License-Identifier: Apache-2.0
"""Charts: the same every time, tied nodes near, components apart; and GraphML that other programs read."""

import io

import networkx
import numpy as np
import pytest

from quatrefoil.methods import networks
from quatrefoil.methods.networks import places as module
from tests.unit.methods.networks.planted import blocks, clique, network_of


def places_of(pairs):
    network = network_of(pairs)
    return network, networks.layout(network, networks.communities(network, rng=np.random.default_rng(1)).groups)


@pytest.mark.parametrize("forces", [600, 50])
def test_tied_nodes_stand_nearer_than_others(forces, monkeypatch):
    monkeypatch.setattr(module, "FORCES", forces)
    network, places = places_of(blocks(8, 12, 4, 15, 1)[0])
    tied = np.linalg.norm(places[network.rows] - places[network.columns], axis=1).mean()
    everyone = np.linalg.norm(places[:, None] - places[None], axis=2).mean()
    assert tied < 0.5 * everyone


def test_no_two_nodes_stand_on_one_place():
    for pairs in (clique("a", 12), [("hub", str(number)) for number in range(40)], blocks(5, 10, 3, 9, 2)[0]):
        _, places = places_of(pairs)
        assert len(np.unique(places, axis=0)) == len(places)


def test_components_do_not_overlap():
    network, places = places_of([*clique("a", 9), *clique("b", 6), *clique("c", 4), ("x", "y")])
    discs = []
    for component in range(4):
        inside = places[networks.components(network) == component]
        centre = (inside.max(axis=0) + inside.min(axis=0)) / 2
        discs.append((centre, np.linalg.norm(inside - centre, axis=1).max()))
    for place, (one, reach) in enumerate(discs):
        for other, further in discs[place + 1 :]:
            assert np.linalg.norm(one - other) > reach + further


def test_a_path_lies_like_a_path():
    network, places = places_of([(f"p{step:02}", f"p{step + 1:02}") for step in range(20)])
    ends = np.linalg.norm(places[0] - places[-1])
    assert ends > 3 * np.linalg.norm(places[network.rows] - places[network.columns], axis=1).max()


def test_graphml_comes_back_with_types_dates_and_records():
    links = networks.read_links(
        {"source": ["Ada", "Ada", "Cy"], "target": ["Bo\x00<b>", "Bo\x00<b>", "Cy"], "type": ["phone", "bank", "phone"],
         "date": ["2024-01", None, "2025"], "record_id": ["r1", "r2", "r3"]}
    )  # fmt: skip
    found = networks.analyse(links, rng=np.random.default_rng(1))
    graph = networkx.read_graphml(io.BytesIO(networks.as_graphml(found)), force_multigraph=True)
    assert [data["label"] for _, data in graph.nodes(data=True)] == ["Ada", "Bo\ufffd<b>", "Cy"]
    assert sorted((data["record_id"], data["type"], data["date"]) for *_, data in graph.edges(data=True)) == [
        ("r1", "phone", "2024-01"), ("r2", "bank", ""), ("r3", "phone", "2025"),
    ]  # fmt: skip
    node = graph.nodes["n0"]
    assert (node["x"], node["core"], node["community"]) == (
        found.nodes[0].x,
        found.nodes[0].core,
        found.nodes[0].community,
    )
