# SPDX-License-Identifier: Apache-2.0
"""F1 of yes/no answers, with the standard error that the number of cases leaves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Score:
    """F1, and its standard error by leaving out one group at a time (jackknife; Efron and Stein 1981)."""

    f1: float
    error: float


def score_of(said: "NDArray[np.bool_]", truth: "NDArray[np.bool_]", groups: "NDArray[np.int64] | None" = None) -> Score:
    """The F1 of answers (n,) or the mean over columns of (n, k). groups: (n,), left out together; each row if None."""
    said, truth = said.reshape(len(said), -1), truth.reshape(len(truth), -1)
    codes = np.arange(len(said)) if groups is None else np.unique(groups, return_inverse=True)[1]
    hits, either = (said & truth).astype(float), said.astype(float) + truth
    count = int(codes.max()) + 1 if len(codes) else 0
    by_hits, by_either = (np.array([np.bincount(codes, column, count) for column in each.T]) for each in (hits, either))
    whole = _f1(hits.sum(axis=0), either.sum(axis=0)).mean()
    without = _f1(hits.sum(axis=0)[:, None] - by_hits, either.sum(axis=0)[:, None] - by_either).mean(axis=0)
    spread = ((without - without.mean()) ** 2).sum() * (count - 1) / count if count else 0.0
    return Score(float(whole), float(np.sqrt(spread)))


def _f1(hits: "NDArray[np.float64]", either: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Twice the hits by all that was said and all that is true; 0 where there is neither."""
    return np.divide(2 * hits, either, out=np.zeros_like(hits), where=either > 0)
