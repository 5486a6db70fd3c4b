# SPDX-License-Identifier: Apache-2.0
"""How far two divisions of the same nodes agree."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def numbered(groups: Ints) -> Ints:
    """Groups numbered from 0, the largest first, of equal ones that with the earliest node first."""
    _, first, inverse, sizes = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(sizes), dtype=np.int64)
    place[np.lexsort([first, -sizes])] = np.arange(len(sizes))
    found: Ints = place[inverse]
    return found


def _shared(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """For each node how many nodes are with it in both divisions, and the sizes of all common groups."""
    _, inverse, sizes = np.unique(
        one * (int(other.max(initial=0)) + 1) + other, return_inverse=True, return_counts=True
    )
    return sizes[inverse], sizes


def _pairs(sizes: Ints) -> float:
    return float((sizes.astype(np.float64) * (sizes - 1) / 2).sum())


def adjusted_rand(one: Ints, other: Ints) -> float:
    """The Rand index adjusted for chance (Hubert and Arabie 1985): 1 for the same division, about 0 for chance."""
    both = _pairs(_shared(one, other)[1])
    first, second = _pairs(np.bincount(one)), _pairs(np.bincount(other))
    everything = _pairs(np.array([len(one)]))
    expected = first * second / everything if everything else 0.0
    mean = (first + second) / 2
    return 1.0 if mean == expected else (both - expected) / (mean - expected)


def kept_company(one: Ints, other: Ints) -> NDArray[np.float64]:
    """For each node: of those who are with it in either division, the share who are with it in both (itself included)."""
    together, _ = _shared(one, other)
    share: NDArray[np.float64] = together / (np.bincount(one)[one] + np.bincount(other)[other] - together)
    return share
