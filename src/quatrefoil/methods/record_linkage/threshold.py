# SPDX-License-Identifier: Apache-2.0
"""The threshold without labels: what the model itself expects of the clusters at each threshold.

Pairs are joined from the surest downwards. When a pair of probability p joins two clusters of a and b records, a * b pairs
come together at once, and each of them is right only if both ends hang together with the two records of the pair. So one
doubtful pair between two large clusters costs much more than its own doubt. Counted along the way this gives the expected
number of right pairs, of all joined pairs, and of right pairs that stay apart: the threshold is where the expected F1 is
greatest. This holds as far as the probabilities do, so the prior is first fitted to the scored pairs themselves.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np

ROUNDS: Final = 200
CLOSE_ENOUGH: Final = 1e-7
LOWEST: Final = 0.5  # nothing less likely than not is ever joined by a machine


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where the machine joins. probability: least probability; the expectations are the model's own, for clusters.

    curve: (probability, expected precision, expected recall, expected F1) at some thresholds, from high to low.
    """

    probability: float
    precision: float
    recall: float
    f1: float
    curve: tuple[tuple[float, float, float, float], ...]


def fitted_prior(evidence: "np.ndarray[Any, Any]", prior: float, possible: float) -> float:
    """The share of matches among all possible pairs that fits the scored pairs: the E and M steps of a mixture.

    evidence: match weights without the prior, in bits, shape (pairs,); prior: where to begin; possible: how many pairs
    there could be. Pairs that no rule brought up count as not matching.
    """
    import numpy as np

    odds = np.exp2(np.clip(evidence, -500.0, 500.0))
    for _round in range(ROUNDS):
        matching = odds * prior
        found = float(np.sum(matching / (matching + 1.0 - prior))) / possible
        if abs(found - prior) <= CLOSE_ENOUGH * prior or found <= 0.0:
            return max(found, 1.0 / possible)
        prior = min(found, 0.999)
    return prior


def chosen(
    left: "np.ndarray[Any, Any]", right: "np.ndarray[Any, Any]", probability: "np.ndarray[Any, Any]"
) -> Threshold:
    """The threshold with the greatest expected F1 of clusters. All arrays have shape (pairs,); left, right are places."""
    import numpy as np

    if not len(probability):
        return Threshold(LOWEST, 1.0, 1.0, 1.0, ())
    order = np.lexsort((right, left, -probability))
    at = probability[order]
    joined, correct = _along(left[order].tolist(), right[order].tolist(), at.tolist())
    joined_at, correct_at = np.asarray(joined), np.asarray(correct)
    f1 = 2 * correct_at / (joined_at + correct_at[-1])
    last_of_value = np.append(at[1:] != at[:-1], True)  # equal pairs are joined together or not at all
    best = int(np.argmax(np.where(last_of_value & (at >= LOWEST), f1, -1.0)))
    if at[best] < LOWEST:
        return Threshold(LOWEST, 1.0, 0.0, 0.0, ())
    precision, recall = correct_at / joined_at, correct_at / correct_at[-1]
    shown = _shown(at, best)
    curve = tuple((float(at[k]), float(precision[k]), float(recall[k]), float(f1[k])) for k in shown)
    return Threshold(_below(at, best), float(precision[best]), float(recall[best]), float(f1[best]), curve)


def _below(at: "np.ndarray[Any, Any]", best: int) -> float:
    """Halfway, in log odds, from the last pair that is joined to the first that is not, and never below LOWEST."""
    import numpy as np

    last, first = float(at[best]), float(at[best + 1]) if best + 1 < len(at) else LOWEST
    bits = [np.log2(p) - np.log2(max(1.0 - p, 1e-15)) for p in (last, max(first, 1e-15))]
    return max(float(1.0 / (1.0 + np.exp2(-sum(bits) / 2))), LOWEST)


def _shown(at: "np.ndarray[Any, Any]", best: int) -> list[int]:
    """Places of some thresholds to show, the chosen one among them."""
    import numpy as np

    wanted = (0.9999, 0.999, 0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5)
    places = {int(np.searchsorted(-at, -each, side="right")) - 1 for each in wanted}
    return sorted(place for place in places | {best} if place >= 0)


def _along(left: list[int], right: list[int], probability: list[float]) -> tuple[list[float], list[float]]:
    """Joined pairs and expected correct pairs after each pair, from the surest downwards."""
    parent: dict[int, int] = {}
    size: dict[int, int] = {}
    sure: dict[int, float] = {}  # expected number of ordered pairs, each record with itself included, that are one
    joined = correct = 0.0
    all_joined, all_correct = [], []
    for one, two, p in zip(left, right, probability, strict=True):
        a, b = _root(parent, one), _root(parent, two)
        if a != b:
            n, m = size.pop(a, 1), size.pop(b, 1)
            s, t = sure.pop(a, 1.0), sure.pop(b, 1.0)
            new = p * s * t / (n * m)
            joined, correct = joined + n * m, correct + new
            parent[b] = a
            size[a], sure[a] = n + m, s + t + 2 * new
        all_joined.append(joined)
        all_correct.append(correct)
    return all_joined, all_correct


def _root(parent: dict[int, int], place: int) -> int:
    root = place
    while (above := parent.get(root, root)) != root:
        root = above
    while (above := parent.get(place, place)) != root:
        parent[place] = root
        place = above
    return root
