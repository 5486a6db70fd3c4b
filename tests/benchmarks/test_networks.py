# SPDX-License-Identifier: Apache-2.0
"""CPU time and agreement of the community scan on a planted network of a million ties, and the other figures of `quatrefoil network`."""

import resource
import subprocess
import sys
import time

import numpy as np
import pytest

from quatrefoil.methods import networks
from tests.benchmarks.figures import Figure, note

NODES, TIES = 200_000, 1_000_000
WHERE = f"{NODES:,} nodes, {TIES:,} ties"


def spent(work):
    begun = time.process_time()
    made = work()
    return made, time.process_time() - begun


def say(what, measured, budget, is_within):
    note(Figure(what, WHERE, measured, budget, is_within))
    print(f"\n{what}, {WHERE}: {measured} ({budget or 'no budget'})")  # noqa: T201 - the figure is what a benchmark is for


@pytest.fixture(scope="module")
def planted(tmp_path_factory, reference_data):
    folder = tmp_path_factory.mktemp("graph")
    generator = reference_data.parent / "generators" / "graph_gen.py"
    words = [sys.executable, str(generator), str(NODES), str(TIES), str(folder / "graph.npy")]
    subprocess.run(words, check=True, capture_output=True)
    ends, truth = np.load(folder / "graph.npy"), np.load(folder / "graph_com.npy")
    table = {"source": [f"n{end:06}" for end in ends[:, 0]], "target": [f"n{end:06}" for end in ends[:, 1]]}
    network, seconds = spent(lambda: networks.build(networks.read_links(table)))
    say("network: reading and building", f"{seconds:.1f} CPU s", "", None)
    return network, truth[[int(name[1:]) for name in network.names]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_whole_scan(planted, seed):
    network, truth = planted
    found, seconds = spent(lambda: networks.communities(network, rng=np.random.default_rng(seed)))
    agreement = networks.adjusted_rand(found.groups, truth)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(
        f"network: scan of {len(found.scan)} resolutions, seed {seed}",
        f"{seconds:.1f} CPU s, {memory:,.0f} MB",
        "≤ 20 CPU s",
        seconds <= 20,
    )
    say(
        f"network: agreement with the planted communities at {found.resolution:g}, seed {seed}", f"adjusted Rand {agreement:.4f}",
        "≥ 0.98", agreement >= 0.98,
    )  # fmt: skip
    assert agreement >= 0.98
    assert seconds <= 20


def test_the_other_figures(planted):
    network, _ = planted
    rng = np.random.default_rng(1)
    pairs = [
        (network.names[one], network.names[other]) for one, other in rng.integers(len(network.names), size=(100, 2))
    ]
    paths, seconds = spent(lambda: networks.shortest_paths(network, pairs))
    assert sum(path.is_found for path in paths) > 90
    say("network: 100 shortest paths with their records, index included", f"{seconds:.2f} CPU s", "", None)
    _, seconds = spent(lambda: networks.around(network, [network.names[5]], 2))
    say("network: a case graph of two steps", f"{seconds:.2f} CPU s", "", None)
    found, seconds = spent(lambda: networks.brokers(network, rng=rng))
    say(f"network: brokers from {found.pivots} pivots", f"{seconds:.1f} CPU s", "", None)
    groups = networks.components(network)
    _, seconds = spent(lambda: networks.layout(network, groups))
    say("network: places on the chart", f"{seconds:.1f} CPU s", "", None)
