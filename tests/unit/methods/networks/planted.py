# SPDX-License-Identifier: Apache-2.0
"""Invented networks whose answer is known."""

import numpy as np

from quatrefoil.methods import networks


def network_of(pairs):
    columns = {"source": [str(one) for one, _ in pairs], "target": [str(other) for _, other in pairs]}
    return networks.build(networks.read_links(columns))


def clique(name, size):
    return [(f"{name}-{one:02}", f"{name}-{other:02}") for one in range(size) for other in range(one)]


def ring_of_cliques(many, size):
    """Fortunato and Barthelemy 2007: modularity without a resolution joins neighbouring cliques."""
    pairs = [pair for number in range(many) for pair in clique(f"c{number:02}", size)]
    return pairs + [(f"c{number:02}-00", f"c{(number + 1) % many:02}-01") for number in range(many)]


def blocks(many, size, inside, across, seed):
    """Blocks of equal size: pairs, and the block of each name n0000 ..."""
    rng = np.random.default_rng(seed)
    block = np.repeat(np.arange(many), size)
    pairs = [
        (one, block[one] * size + other) for one in range(many * size) for other in rng.integers(size, size=inside)
    ]
    pairs += rng.integers(many * size, size=(across, 2)).tolist()
    return [(f"n{one:04}", f"n{other:04}") for one, other in pairs], block
