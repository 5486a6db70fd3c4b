# SPDX-License-Identifier: Apache-2.0
"""Against a known truth: area under the ROC curve (DeLong), cut-offs (Wilson), predictive values (Mercaldo)."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quatrefoil.methods.intervals import normal_quantile, wilson
from quatrefoil.methods.screening_statistics.answers import Floats

if TYPE_CHECKING:
    import pandas as pd

Limits = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Predictive:
    """A predictive value at a given prevalence, with its interval; None where nobody would be on that side."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CutOff:
    """Who scores `cut_off` or more counts as positive. ppv, npv: None without a prevalence."""

    cut_off: float
    sensitivity: float
    sensitivity_limits: Limits
    specificity: float
    specificity_limits: Limits
    ppv: Predictive | None
    npv: Predictive | None

    @property
    def youden(self) -> float:
        """Sensitivity plus specificity less one."""
        return self.sensitivity + self.specificity - 1


@dataclass(frozen=True, slots=True)
class Accuracy:
    """auc: chance that one with truth 1 scores above one with truth 0, ties half. limits: None where nothing overlaps."""

    auc: float
    limits: Limits | None
    level: float
    positives: int
    negatives: int
    prevalence: float | None
    cut_offs: tuple[CutOff, ...]

    @property
    def best(self) -> CutOff:
        """The cut-off with the highest Youden index; the lower one of two equal ones. Chosen on these data, so it flatters."""
        return max(self.cut_offs, key=lambda each: (round(each.youden, 12), -each.cut_off))

    def to_frame(self) -> "pd.DataFrame":
        """One row per cut-off."""
        import pandas as pd

        rows = [
            (each.cut_off, each.sensitivity, *each.sensitivity_limits, each.specificity, *each.specificity_limits)
            for each in self.cut_offs
        ]
        names = ["cut_off", "sensitivity", "sensitivity_low", "sensitivity_high"]
        return pd.DataFrame(rows, columns=[*names, "specificity", "specificity_low", "specificity_high"])

    def plot(self, ax: Any) -> None:
        """The ROC curve. ax: matplotlib axes."""
        x = [0.0, *(1 - each.specificity for each in reversed(self.cut_offs)), 1.0]
        y = [0.0, *(each.sensitivity for each in reversed(self.cut_offs)), 1.0]
        ax.plot(x, y, marker="o", color="#1d3d36")
        ax.plot([0, 1], [0, 1], linestyle=":", color="#55625d")
        ax.set_xlabel("share flagged of those with truth 0")
        ax.set_ylabel("share flagged of those with truth 1")


def accuracy_of(scores: Floats, truth: Floats, *, prevalence: float | None = None, level: float = 0.95) -> Accuracy:
    """How a score parts truth 1 from truth 0. scores, truth: one each for every person, no NaN.

    Raises ValueError with fewer than two people on either side, or a prevalence that is not above 0 and below 1.
    """
    positive, negative = np.sort(scores[truth == 1]), np.sort(scores[truth == 0])
    if min(len(positive), len(negative)) < 2:
        raise ValueError("there have to be two people or more with truth 1, and with truth 0")
    if prevalence is not None and not 0 < prevalence < 1:
        raise ValueError("prevalence lies above 0 and below 1")
    auc, limits = _delong(positive, negative, level)
    cuts = tuple(_cut_off(float(cut), positive, negative, prevalence, level) for cut in np.unique(scores))
    return Accuracy(auc, limits, level, len(positive), len(negative), prevalence, cuts)


def _delong(positive: Floats, negative: Floats, level: float) -> tuple[float, Limits | None]:
    """DeLong, DeLong and Clarke-Pearson (1988), from ranks. positive, negative: sorted."""
    above = (negative.searchsorted(positive, "left") + negative.searchsorted(positive, "right")) / (2 * len(negative))
    below = 1 - (positive.searchsorted(negative, "left") + positive.searchsorted(negative, "right")) / (
        2 * len(positive)
    )
    auc = float(above.mean())
    variance = above.var(ddof=1) / len(positive) + below.var(ddof=1) / len(negative)
    if not variance > 0:
        return auc, None
    half = normal_quantile(level) * math.sqrt(variance)
    return auc, (max(0.0, auc - half), min(1.0, auc + half))


def _cut_off(cut: float, positive: Floats, negative: Floats, prevalence: float | None, level: float) -> CutOff:
    hits, clear = int((positive >= cut).sum()), int((negative < cut).sum())
    ppv = npv = None
    if prevalence is not None:
        yes, no = (hits, len(positive)), (clear, len(negative))
        ppv = predictive(yes, no, prevalence, level)
        npv = predictive(no, yes, 1 - prevalence, level)
    return CutOff(
        cut,
        hits / len(positive), wilson(hits, len(positive), level),
        clear / len(negative), wilson(clear, len(negative), level),
        ppv, npv,
    )  # fmt: skip


def predictive(right: tuple[int, int], other: tuple[int, int], prevalence: float, level: float) -> Predictive:
    """Positive predictive value from sensitivity (right) and specificity (other), each as (count, of).

    With both exchanged and 1 - prevalence it is the negative one. The interval is that of the logit (Mercaldo, Lau and
    Zhou 2007), adjusted by z^2/2 where a share is 0 or 1.
    """
    share, false = right[0] / right[1], 1 - other[0] / other[1]
    flagged = share * prevalence + false * (1 - prevalence)
    if flagged == 0:
        return Predictive(None, None, None)
    z = normal_quantile(level)
    hit, clear = (_within(count, of, z) for count, of in (right, other))
    middle = math.log(hit[0] * prevalence / ((1 - clear[0]) * (1 - prevalence)))
    half = z * math.sqrt((1 - hit[0]) / hit[0] / hit[1] + clear[0] / (1 - clear[0]) / clear[1])
    value = share * prevalence / flagged
    return Predictive(value, min(value, _expit(middle - half)), max(value, _expit(middle + half)))


def _within(count: int, of: int, z: float) -> tuple[float, float]:
    if 0 < count < of:
        return count / of, of
    return (count + z * z / 2) / (of + z * z), of + z * z


def _expit(value: float) -> float:
    return 1 / (1 + math.exp(-value))
