# SPDX-License-Identifier: Apache-2.0
"""From scores of indicators to dimensions and the index, for one set of weights or for thousands at once.

Within a dimension the weighted arithmetic mean; across the outermost dimensions one of three means. What is not known is
left out of a mean, and the other weights count for more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from quatrefoil.methods.composite_index.indicators import Indicator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Across = Literal["arithmetic", "geometric", "product"]
ACROSS: Final[tuple[Across, ...]] = ("arithmetic", "geometric", "product")
FLOOR: Final = 1.0  # of 100: a mean of logarithms may not be decided by one nought


@dataclass(frozen=True, slots=True)
class Node:
    """A dimension. members: columns of indicators (of a leaf); children: places of dimensions in the tree."""

    path: tuple[str, ...]
    members: tuple[int, ...]
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """Dimensions, inner before outer; top: places of the outermost."""

    nodes: tuple[Node, ...]
    top: tuple[int, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The dimensions as they are written in the register."""
        return tuple("/".join(node.path) for node in self.nodes)


def tree_of(indicators: Sequence[Indicator]) -> Tree:
    """The dimensions of the register, in an order that does not depend on that of its rows."""
    paths = {each.path[:length] for each in indicators for length in range(1, len(each.path) + 1)}
    ordered = sorted(paths, key=lambda path: (-len(path), path))
    place = {path: at for at, path in enumerate(ordered)}
    nodes = []
    for path in ordered:
        members = tuple(at for at, each in enumerate(indicators) if each.path == path)
        children = tuple(place[inner] for inner in ordered if inner[:-1] == path)
        nodes.append(Node(path, members, children))
    return Tree(tuple(nodes), tuple(place[path] for path in ordered if len(path) == 1))


def node_weights(tree: Tree, indicators: Sequence[Indicator]) -> "Array":
    """The weight of each dimension: given for the outermost, 1 within."""
    given = {each.path[0]: each.dimension_weight for each in indicators}
    return np.array([given[node.path[0]] if len(node.path) == 1 else 1.0 for node in tree.nodes])


def combined(
    scores: "Array", tree: Tree, weights: "Array", of_nodes: "Array", across: Across
) -> "tuple[Array, list[Array]]":
    """The index (places x draws) and each dimension (places x draws; nan where nothing is known).

    scores: places x indicators, nan where not known; weights: indicators x draws; of_nodes: dimensions x draws.
    """
    known = ~np.isnan(scores)
    whole = bool(known.all())
    filled = scores if whole else np.where(known, scores, 0.0)
    presence = None if whole else known.astype(np.float64)
    found: list[Array] = []
    for node in tree.nodes:
        if node.members:
            found.append(_of_members(filled, presence, node.members, weights))
        else:
            found.append(_mean([found[child] for child in node.children], of_nodes[list(node.children)], "arithmetic"))
    return _mean([found[place] for place in tree.top], of_nodes[list(tree.top)], across), found


def _of_members(filled: "Array", presence: "Array | None", members: Sequence[int], weights: "Array") -> "Array":
    columns = list(members)
    total = filled[:, columns] @ weights[columns]
    weight = weights[columns].sum(axis=0)[None, :] if presence is None else presence[:, columns] @ weights[columns]
    with np.errstate(divide="ignore", invalid="ignore"):  # nothing known in a dimension: nan, on purpose
        mean: Array = total / np.where(weight > 0, weight, np.nan)
    return mean


def _mean(parts: "Sequence[Array]", weights: "Array", across: Across) -> "Array":
    """parts: places x draws each; weights: parts x draws. nan only where no part is known."""
    total = np.zeros_like(parts[0])
    weight: Array = np.zeros((1, parts[0].shape[1]))
    for part, of_part in zip(parts, weights, strict=True):
        value = _bent(part, across)
        missing = np.isnan(value)
        if missing.any():
            total += np.where(missing, 0.0, value) * of_part
            weight = weight + np.where(missing, 0.0, of_part)
        else:
            total += value * of_part
            weight = weight + of_part
    return _straight(total / np.where(weight > 0, weight, np.nan), across)


def _bent(scores: "Array", across: Across) -> "Array":
    if across == "product":
        return np.log(np.maximum(scores, FLOOR))
    return scores if across == "arithmetic" else np.log(np.maximum(100 - scores, FLOOR))


def _straight(mean: "Array", across: Across) -> "Array":
    if across == "product":
        return np.exp(mean)
    return mean if across == "arithmetic" else 100 - np.exp(mean)
