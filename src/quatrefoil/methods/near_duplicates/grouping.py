# SPDX-License-Identifier: Apache-2.0
"""Verified pairs as clusters: a pair that no third text supports does not tie two clusters together."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from quatrefoil.methods.near_duplicates.collection import Features, Ints

SUPPORT: Final = 1 / 3  # of the texts that a pair could share, those it must share
PAIRS_AT_ONCE: Final = 50_000


def overlap(units: Features, texts: int, rows: Ints, columns: Ints) -> NDArray[np.float64]:
    """Jaccard of the words of each pair of texts, in [0, 1]."""
    shape = (texts, len(units.count))
    holds = sparse.csr_array((np.ones(len(units.text), dtype=np.int32), (units.text, units.feature)), shape=shape)
    many = np.bincount(units.text, minlength=texts)
    shared = np.zeros(len(rows), dtype=np.int64)
    for low in range(0, len(rows), PAIRS_AT_ONCE):
        part = slice(low, low + PAIRS_AT_ONCE)
        shared[part] = holds[rows[part]].multiply(holds[columns[part]]).sum(axis=1)
    share: NDArray[np.float64] = shared / np.maximum(many[rows] + many[columns] - shared, 1)
    return share


def clusters(texts: int, rows: Ints, columns: Ints) -> Ints:
    """The cluster of each text: connected parts of the pairs that hold.

    A pair holds if the two texts share at least SUPPORT of the other texts that the less connected of them is paired with.
    So two clusters that hang together by one pair, or by a chain of pairs, come apart.
    """
    holds = supported(texts, rows, columns)
    graph = sparse.coo_array((np.ones(int(holds.sum())), (rows[holds], columns[holds])), shape=(texts, texts))
    found: Ints = csgraph.connected_components(graph, directed=False)[1].astype(np.int64)
    return found


def supported(texts: int, rows: Ints, columns: Ints) -> NDArray[np.bool_]:
    """Which pairs share enough neighbours."""
    one, other = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    graph = sparse.csr_array((np.ones(len(one), dtype=np.int32), (one, other)), shape=(texts, texts))
    possible = np.minimum(*(np.diff(graph.indptr)[ends] for ends in (rows, columns))) - 1
    shared = np.zeros(len(rows), dtype=np.int64)
    for low in range(0, len(rows), PAIRS_AT_ONCE):
        part = slice(low, low + PAIRS_AT_ONCE)
        shared[part] = graph[rows[part]].multiply(graph[columns[part]]).sum(axis=1)
    return shared >= SUPPORT * possible
