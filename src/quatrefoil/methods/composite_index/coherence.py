# SPDX-License-Identifier: Apache-2.0
"""Whether indicators of one dimension belong together, and how much each one moves the index whatever weight it was given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from quatrefoil.methods.composite_index.combining import Tree
from quatrefoil.methods.composite_index.indicators import Indicator

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coherence:
    """One indicator. weight: its share of all weights; effective: its share of the squared correlations with the index."""

    indicator: str
    dimension: str
    weight: float
    effective: float
    with_dimension: float | None
    with_index: float | None


@dataclass(frozen=True, slots=True)
class Consistency:
    """One dimension with indicators. alpha: Cronbach's, or None with fewer than two indicators or three whole rows."""

    dimension: str
    indicators: int
    alpha: float | None


def correlation(one: "Array", other: "Array") -> float | None:
    """Pearson's, over places where both are known; None with fewer than three or where one is constant."""
    both = ~(np.isnan(one) | np.isnan(other))
    if both.sum() < 3:
        return None
    one, other = one[both] - one[both].mean(), other[both] - other[both].mean()
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > 0 else None


def alpha_of(scores: "Array") -> float | None:
    """Cronbach's alpha of the columns, over rows where all are known."""
    whole = scores[~np.isnan(scores).any(axis=1)]
    many = scores.shape[1]
    if many < 2 or len(whole) < 3:
        return None
    total = float(whole.sum(axis=1).var(ddof=1))
    return many / (many - 1) * (1 - float(whole.var(axis=0, ddof=1).sum()) / total) if total > 0 else None


def coherence_of(
    scores: "Array",
    indicators: Sequence[Indicator],
    tree: Tree,
    shares: "Array",
    dimensions: "Sequence[Array]",
    index: "Array",
) -> tuple[tuple[Coherence, ...], tuple[Consistency, ...]]:
    """scores: places x indicators; shares: weights of the indicators in the whole; dimensions: one score of places each."""
    place = {node.path: at for at, node in enumerate(tree.nodes)}
    with_index = [correlation(scores[:, at], index) for at in range(len(indicators))]
    squares = np.array([(found or 0.0) ** 2 for found in with_index])
    effective = squares / squares.sum() if squares.sum() > 0 else squares
    of_indicators = tuple(
        Coherence(
            each.name,
            "/".join(each.path),
            float(shares[at]),
            float(effective[at]),
            correlation(scores[:, at], dimensions[place[each.path]]),
            with_index[at],
        )
        for at, each in enumerate(indicators)
    )
    leaves = [node for node in tree.nodes if node.members]
    return of_indicators, tuple(
        Consistency("/".join(node.path), len(node.members), alpha_of(scores[:, list(node.members)])) for node in leaves
    )


def principal_weights(scores: "Array", tree: Tree) -> "Array":
    """Squared loadings of the first principal component within each dimension; a gap counts as the column's mean.

    A variant only: it gives weight to what varies together, which is not what matters most.
    """
    weights = np.ones(scores.shape[1])
    filled = np.where(np.isnan(scores), np.nanmean(scores, axis=0), scores)
    for node in tree.nodes:
        if len(node.members) > 1:
            columns = list(node.members)
            _values, vectors = np.linalg.eigh(np.corrcoef(filled[:, columns], rowvar=False))
            weights[columns] = np.maximum(vectors[:, -1] ** 2, 1e-6)
    return weights
