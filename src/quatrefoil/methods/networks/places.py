# SPDX-License-Identifier: Apache-2.0
"""Where nodes stand on a chart: the same links give the same places, without chance.

A component of at most FORCES nodes is laid out by springs and repulsion (Fruchterman and Reingold 1991) from places that follow
distances in the network (pivot MDS, Brandes and Pich 2006). A larger one is laid out community by community. Components are
packed side by side.
"""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from quatrefoil.methods.networks.agreement import Ints, numbered

if TYPE_CHECKING:
    from quatrefoil.methods.networks.graph import Network

Places = NDArray[np.float64]

FORCES: Final = 600
ROUNDS: Final = 120
PIVOTS: Final = 24
GOLDEN: Final = np.pi * (3 - np.sqrt(5))
NEAREST: Final = 0.01


def layout(network: "Network", groups: Ints) -> Places:
    """Positions in [0, 1], shape (nodes, 2). groups: the community of each node, for components too large for forces."""
    many = len(network.names)
    if not many:
        return np.zeros((0, 2))
    ties = network.matrix()
    component = numbered(csgraph.connected_components(ties, directed=False)[1].astype(np.int64))
    order = np.argsort(component, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(component[order])) + 1)
    discs = [_component(ties, part, groups) for part in parts]
    places = np.zeros((many, 2))
    for part, disc, centre in zip(parts, discs, _packed([len(part) for part in parts]), strict=True):
        places[part] = disc * np.sqrt(len(part)) + centre
    return _in_unit_square(places)


def _component(ties: sparse.csr_array, part: Ints, groups: Ints) -> Places:
    """Places of one component in the disc of radius 1."""
    if len(part) == 1:
        return np.zeros((1, 2))
    inside = ties if len(part) == ties.shape[0] else ties[part][:, part]
    if len(part) <= FORCES:
        return by_forces(inside)
    own = numbered(groups[part])
    if int(own.max()) == 0:
        return _spiral(np.asarray(inside.sum(axis=1), dtype=np.float64).ravel())
    return _by_communities(inside, own)


def _by_communities(ties: sparse.csr_array, groups: Ints) -> Places:
    """Communities as discs whose centres are laid out like nodes; in each, those with most ties stand in the middle."""
    many, count = len(groups), int(groups.max()) + 1
    belongs = sparse.csr_array((np.ones(many), (groups, np.arange(many))), shape=(count, many))
    between = (belongs @ ties @ belongs.T).tocsr()
    between.setdiag(0)
    between.eliminate_zeros()
    sizes = np.bincount(groups)
    centres = by_forces(between) if count <= FORCES else _spiral(sizes.astype(np.float64))
    degrees, places = np.asarray(ties.sum(axis=1)).ravel(), np.zeros((many, 2))
    order = np.argsort(groups, kind="stable")
    for group, members in enumerate(np.split(order, np.cumsum(sizes)[:-1])):
        places[members] = centres[group] + _spiral(degrees[members]) * 0.7 * np.sqrt(len(members) / many)
    return _in_disc(places)


def by_forces(ties: sparse.csr_array) -> Places:
    """Places of a connected network of at most some hundred nodes, in the disc of radius 1."""
    many = ties.shape[0]
    if many == 1:
        return np.zeros((1, 2))
    pull = np.minimum(ties.toarray().astype(np.float64), 1.0)
    places, ideal = _by_distances(ties), np.sqrt(1 / many)
    for step in range(ROUNDS):
        apart = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.sqrt((apart**2).sum(axis=2)), NEAREST * ideal)
        force = ideal**2 / distance**2 - pull * distance / ideal
        np.fill_diagonal(force, 0.0)
        move = np.einsum("ijk,ij->ik", apart, force)
        length = np.maximum(np.sqrt((move**2).sum(axis=1, keepdims=True)), 1e-12)
        places = places + move / length * np.minimum(length, 0.1 * (1 - step / ROUNDS))
        places = np.round(places, 9)  # so that the last digit of another machine does not grow
    return _in_disc(places)


def _by_distances(ties: sparse.csr_array) -> Places:
    """Start places by classical scaling of distances to pivots that lie far from each other, parted a little."""
    many, pivots = ties.shape[0], [int(np.argmax(ties.sum(axis=1)))]
    distances = [_steps(ties, pivots[0])]
    while len(pivots) < min(PIVOTS, many):
        pivots.append(int(np.argmax(np.min(distances, axis=0))))
        distances.append(_steps(ties, pivots[-1]))
    squares = np.array(distances).T ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    axes = left[:, :2] * sizes[:2]
    axes = axes * np.where(axes[np.argmax(np.abs(axes), axis=0), range(axes.shape[1])] < 0, -1, 1)
    scale = max(float(np.abs(axes).max()), 1e-9)
    start = np.zeros((many, 2))
    start[:, : axes.shape[1]] = axes / scale
    return np.round(start + 0.05 * _spiral(-np.arange(many, dtype=np.float64)), 9)


def _steps(ties: sparse.csr_array, start: int) -> Places:
    found: Places = csgraph.dijkstra(ties, directed=False, indices=np.array([start]), unweighted=True)
    return found.ravel()


def _spiral(weights: NDArray[np.float64] | Ints) -> Places:
    """Places spread evenly over the disc of radius 1, the heaviest in the middle (Vogel 1979)."""
    many = len(weights)
    place = np.empty(many)
    place[np.argsort(-weights, kind="stable")] = np.arange(many)
    radius = np.sqrt(place / max(many, 1))
    return np.stack([radius * np.cos(place * GOLDEN), radius * np.sin(place * GOLDEN)], axis=1)


def _in_disc(places: Places) -> Places:
    centred = places - places.mean(axis=0)
    found: Places = centred / max(float(np.sqrt((centred**2).sum(axis=1)).max()), 1e-9)
    return found


def _packed(sizes: list[int]) -> Places:
    """Centres of discs of these sizes (the largest first) in rows, from left to right."""
    radii = np.sqrt(np.array(sizes, dtype=np.float64)) + 0.6
    width = max(2 * float(radii[0]), float(np.sqrt((4 * radii**2).sum())))
    centres, left, bottom, height = np.zeros((len(sizes), 2)), 0.0, 0.0, 2 * float(radii[0])
    for place, radius in enumerate(radii.tolist()):
        if left and left + 2 * radius > width:
            left, bottom, height = 0.0, bottom + height, 2 * radius
        centres[place] = left + radius, bottom + radius
        left += 2 * radius
    return centres


def _in_unit_square(places: Places) -> Places:
    low = places.min(axis=0)
    span = float((places - low).max())
    return np.round((places - low) / span, 6) if span > 0 else np.full_like(places, 0.5)
