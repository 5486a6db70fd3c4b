# SPDX-License-Identifier: Apache-2.0
"""Components, cores, brokers, communities, paths and case graphs on networks whose answer is known."""

import random
import subprocess
import sys

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quatrefoil.methods import networks
from quatrefoil.methods.networks import structure
from tests.unit.methods.networks.planted import blocks, clique, network_of, ring_of_cliques

KARATE = [(f"k{one:02}", f"k{other:02}") for one, other in networkx.karate_club_graph().edges]


def rng(seed=1):
    return np.random.default_rng(seed)


def by_name(network, values):
    return dict(zip(network.names, np.asarray(values).tolist(), strict=True))


def test_components_and_cores():
    network = network_of([*clique("a", 4), ("a-00", "tail"), ("x", "y"), ("lone", "lone")])
    assert by_name(network, networks.components(network)) == {
        "a-00": 0, "a-01": 0, "a-02": 0, "a-03": 0, "tail": 0, "x": 1, "y": 1, "lone": 2,
    }  # fmt: skip
    assert by_name(network, networks.cores(network)) == {
        "a-00": 3, "a-01": 3, "a-02": 3, "a-03": 3, "tail": 1, "x": 1, "y": 1, "lone": 0,
    }  # fmt: skip


def test_brokers_of_a_path_by_hand():
    found = networks.brokers(network_of([("a", "b"), ("b", "c"), ("c", "d")]), rng=rng())
    assert [(each.id, each.betweenness) for each in found.brokers] == [
        ("b", pytest.approx(2 / 3)),
        ("c", pytest.approx(2 / 3)),
    ]
    assert found.pivots is None
    assert "Every shortest path was counted" in found.statement


def test_brokers_agree_with_another_program():
    found = networks.brokers(network_of(KARATE), rng=rng(), most=99)
    other = networkx.betweenness_centrality(networkx.Graph(KARATE))
    assert {each.id: each.betweenness for each in found.brokers} == pytest.approx(
        {name: value for name, value in other.items() if value > 0}
    )


def test_brokers_of_a_large_network_are_estimated_and_say_so(monkeypatch):
    pairs, _ = blocks(8, 50, 4, 30, 1)
    bridge = [*pairs, *((f"n{one:04}", "hub") for one in range(0, 400, 50))]
    network = network_of(bridge)
    exact = networks.brokers(network, rng=rng())
    monkeypatch.setattr(structure, "EXACT_WORK", 1)
    monkeypatch.setattr(structure, "PIVOT_WORK", 150 * len(network.rows))
    found = networks.brokers(network, rng=rng())
    assert found.pivots == 150
    assert "from 150 of 401 nodes" in found.statement
    assert found.brokers[0].id == exact.brokers[0].id == "hub"
    assert found.brokers[0].betweenness == pytest.approx(exact.brokers[0].betweenness, rel=0.15)


def test_the_ring_of_cliques_is_not_merged():
    found = networks.communities(network_of(ring_of_cliques(30, 5)), rng=rng())
    assert found.scan[0].communities < 30  # at resolution 1 it would be
    assert np.bincount(found.groups).tolist() == [5] * 30
    assert found.stability.min() == 1
    assert found.resolution > 1


def test_planted_blocks_are_found_at_the_resolution_that_stability_chooses():
    pairs, block = blocks(40, 25, 5, 700, 2)
    network = network_of(pairs)
    found = networks.communities(network, rng=rng())
    truth = np.array([block[int(name[1:])] for name in network.names])
    assert networks.adjusted_rand(found.groups, truth) >= 0.98
    assert f"{found.resolution:.4g}" in found.statement
    assert found.stability.shape == (1000,)


def test_planted_communities_of_the_generator(tmp_path, reference_data):
    generator, path = reference_data.parent / "generators" / "graph_gen.py", tmp_path / "graph.npy"
    subprocess.run([sys.executable, str(generator), "4000", "20000", str(path)], check=True, capture_output=True)
    truth = np.load(tmp_path / "graph_com.npy")
    network = network_of([(f"n{one:05}", f"n{other:05}") for one, other in np.load(path).tolist()])
    found = networks.communities(network, rng=rng())
    assert networks.adjusted_rand(found.groups, truth[[int(name[1:]) for name in network.names]]) >= 0.95


def test_stability_is_low_where_a_node_stands_between_two_groups():
    between = [("mid", f"a-{one:02}") for one in range(4)] + [("mid", f"b-{one:02}") for one in range(4)]
    found, network = None, network_of([*clique("a", 8), *clique("b", 8), *between])
    found = by_name(network, networks.communities(network, rng=rng()).stability)
    assert found["mid"] <= min(value for name, value in found.items() if name != "mid")


def test_a_tree_falls_into_families_and_not_into_pairs():
    tree = list(networkx.balanced_tree(3, 4).edges)
    sizes = np.bincount(networks.communities(network_of(tree), rng=rng()).groups)
    assert sizes[:27].tolist() == [4] * 27  # a parent and its three children


def test_chance_networks_say_that_they_may_have_no_communities():
    graph = networkx.gnm_random_graph(300, 3000, seed=1)
    assert "may have none" in networks.communities(network_of(list(graph.edges)), rng=rng()).statement


def test_a_shortest_path_comes_with_the_records_behind_each_step():
    links = networks.read_links(
        {"source": ["a", "c", "c", "a", "x"], "target": ["b", "b", "d", "e", "y"],
         "type": ["phone", "bank", "phone", "van", "van"], "record_id": ["r1", "r2", "r3", "r4", "r5"]}
    )  # fmt: skip
    long, same, none = networks.shortest_paths(networks.build(links), [("d", "a"), ("a", "a"), ("a", "x")])
    assert long.names == ("d", "c", "b", "a")
    assert [[(link.record, link.type) for link in step.links] for step in long.steps] == [
        [("r3", "phone")], [("r2", "bank")], [("r1", "phone")],
    ]  # fmt: skip
    assert (same.names, same.steps, same.is_found) == (("a",), (), True)
    assert (none.names, none.is_found, none.statement) == ((), False, "No chain of links joins them.")
    with pytest.raises(networks.BadLinks, match="no 'nobody'"):
        networks.shortest_paths(networks.build(links), [("a", "nobody")])


def test_paths_are_as_short_as_another_program_says():
    network, graph = network_of(KARATE), networkx.Graph(KARATE)
    pairs = [(one, other) for one in network.names[:6] for other in network.names]
    for (one, other), path in zip(pairs, networks.shortest_paths(network, pairs), strict=True):
        assert len(path.names) - 1 == networkx.shortest_path_length(graph, one, other)
        assert all(step.links for step in path.steps)


def test_a_case_graph_holds_what_is_near_and_all_links_among_it():
    network = network_of([("a", "b"), ("b", "c"), ("c", "d"), ("a", "c"), ("y", "z")])
    assert networks.around(network, ["a"], 0).names == ("a",)
    near = networks.around(network, ["a"], 1)
    assert (near.names, len(near.rows)) == (("a", "b", "c"), 3)
    assert networks.around(network, ["a", "y"], 9).names == ("a", "b", "c", "d", "y", "z")


def test_everything_is_the_same_in_another_order_and_direction():
    pairs, _ = blocks(10, 12, 4, 60, 3)
    pairs = [*pairs, *pairs[:50], ("n0001", "n0001")]
    turned = [(other, one) for one, other in random.Random(1).sample(pairs, len(pairs))]
    columns = [{"source": [one for one, _ in each], "target": [two for _, two in each]} for each in (pairs, turned)]
    first, second = (networks.analyse(networks.read_links(each), rng=rng(5)) for each in columns)
    assert first.nodes == second.nodes
    assert first.brokers == second.brokers
    assert first.communities.scan == second.communities.scan


@pytest.mark.parametrize(
    "pairs",
    [[], [("a", "a")], [("a", "b")], [("a", "b"), ("b", "c"), ("c", "a")], [("hub", str(n)) for n in range(700)]],
)
def test_small_and_odd_networks_pass(pairs):
    found = networks.analyse(
        networks.read_links({"source": [a for a, _ in pairs], "target": [b for _, b in pairs]}), rng=rng()
    )
    assert len(found.nodes) == len({name for pair in pairs for name in pair})
    assert len(found.to_frame()) == len(found.nodes)
    assert found.statements


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_figures_lie_where_they_must(pairs):
    found = networks.analyse(
        networks.read_links({"source": [a for a, _ in pairs], "target": [b for _, b in pairs]}), rng=rng()
    )
    for node in found.nodes:
        assert 0 <= node.x <= 1 and 0 <= node.y <= 1 and 0 <= node.stability <= 1
        assert node.core < len(found.nodes)
    ends = {node.id: node for node in found.nodes}
    for one, other in pairs:
        assert ends[str(one)].component == ends[str(other)].component
    for node in found.nodes:
        for other in found.nodes:
            assert node.community != other.community or node.component == other.component


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30), st.randoms())
def test_agreement_is_one_for_the_same_division_and_symmetric(groups, shuffler):
    one = np.array(groups)
    other = np.array(shuffler.sample(groups, len(groups)))
    assert networks.adjusted_rand(one, 3 - one) == 1
    assert networks.adjusted_rand(one, other) == pytest.approx(networks.adjusted_rand(other, one))


def test_agreement_by_hand():
    # Hubert and Arabie: (2 - 4 * 4 / 15) / (4 - 4 * 4 / 15) for {3, 2, 1} against {2, 3, 1}.
    one, other = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1, 2])
    assert networks.adjusted_rand(one, other) == pytest.approx((2 - 16 / 15) / (4 - 16 / 15))


def test_importing_is_light():
    code = "import sys, quatrefoil.methods.networks; print({'numpy', 'networkit', 'networkx'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert done.stdout.strip() == "set()"
