# SPDX-License-Identifier: Apache-2.0
"""Regions, years or groups estimated each for itself, or by one ratio where some are too thin (docs/explanation/prevalence.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.multiple_systems.bootstrap import (
    Estimator,
    Limits,
    Progress,
    bootstrap,
    from_replicates,
    percentile_limits,
)
from quatrefoil.methods.multiple_systems.cells import FloatArray, sizes
from quatrefoil.methods.multiple_systems.errors import Reason, Refused
from quatrefoil.methods.multiple_systems.table import CaptureTable

if TYPE_CHECKING:
    import pandas as pd

FEWEST_SHARED_PER_STRATUM: Final = 20  # people on two lists or more; the western US table has 23


@dataclass(frozen=True, slots=True)
class Strata:
    """Estimates by stratum, people. thin: strata with too little overlap for an estimate of their own.

    is_overall_ratio: because of them every stratum got the overall ratio of total to observed instead.
    limits, limits_of_total: percentile intervals with the choice of the model repeated; none without replicates.
    """

    totals: Mapping[str, float]
    total: float
    is_overall_ratio: bool
    thin: tuple[str, ...]
    limits: Mapping[str, Limits]
    limits_of_total: Limits | None

    def to_frame(self) -> "pd.DataFrame":
        """One row per stratum."""
        import pandas as pd

        rows = [(name, total, *self._range(name)) for name, total in self.totals.items()]
        return pd.DataFrame(rows, columns=["stratum", "total", "low", "high"])

    def plot(self, ax: Any) -> None:
        """The strata under each other with their intervals. ax: matplotlib axes."""
        for place, (name, total) in enumerate(self.totals.items()):
            low, high = self._range(name)
            ax.plot([low, high], [place, place], color="#8fb3a6")
            ax.plot([total], [place], "o", color="#1d3d36")
        ax.set_yticks(range(len(self.totals)), list(self.totals))
        ax.set_xlabel("people in all")

    def _range(self, name: str) -> tuple[float, float]:
        found = self.limits.get(name)
        return (found.low, found.high) if found else (np.nan, np.nan)


def stratified(
    tables: Mapping[str, CaptureTable],
    totals: Estimator,
    *,
    replicates: int = 0,
    rng: np.random.Generator | None = None,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Strata:
    """Estimate each stratum, or apply one overall ratio where a stratum is too thin for an estimate of its own.

    tables: of the same lists. totals: counts (tables, 2^t) -> totals (tables,), choosing its model each time.
    replicates: resamples of the people of each stratum, for the intervals; they need `rng`. The interval of the total
    comes from sums of resamples, so that strata which err by chance in different directions make it narrower than the sum
    of their limits. Raises Refused where even all together have no finite estimate.
    """
    if replicates and rng is None:
        raise ValueError("intervals are drawn at random: give rng=numpy.random.default_rng(seed)")
    found = {name: float(totals(each.counts[None])[0]) for name, each in tables.items()}
    thin = tuple(name for name, each in tables.items() if _shared(each) < FEWEST_SHARED_PER_STRATUM)
    thin += tuple(name for name, total in found.items() if not np.isfinite(total) and name not in thin)
    if thin:
        return _by_one_ratio(tables, totals, thin, replicates, rng, level, progress)
    drawn = {}
    if rng is not None and replicates:
        for place, (name, each) in enumerate(tables.items()):
            drawn[name] = bootstrap(each.counts, totals, replicates=replicates, rng=rng).replicates
            if progress:
                progress(place + 1, len(tables))
    limits = {name: _limits(found[name], values, level) for name, values in drawn.items()}
    total = sum(found.values())
    of_total = _limits(total, np.sum(list(drawn.values()), axis=0), level) if drawn else None
    return Strata(found, total, is_overall_ratio=False, thin=(), limits=limits, limits_of_total=of_total)


def _by_one_ratio(
    tables: Mapping[str, CaptureTable], totals: Estimator, thin: tuple[str, ...], replicates: int,
    rng: np.random.Generator | None, level: float, progress: Progress | None,
) -> Strata:  # fmt: skip
    counts = np.sum([each.counts for each in tables.values()], axis=0)
    overall = float(totals(counts[None])[0])
    if not np.isfinite(overall):
        raise Refused(Reason("no_finite_estimate", "Even all strata together have no finite estimate."))
    share = {name: each.observed / counts.sum() for name, each in tables.items()}
    by_stratum = {name: overall * part for name, part in share.items()}
    limits, of_total = {}, None
    if rng is not None and replicates:
        drawn = bootstrap(counts, totals, replicates=replicates, rng=rng, progress=progress).replicates
        of_total = _limits(overall, drawn, level)
        limits = {name: _limits(by_stratum[name], drawn * part, level) for name, part in share.items()}
    return Strata(by_stratum, overall, is_overall_ratio=True, thin=thin, limits=limits, limits_of_total=of_total)


def _shared(table: CaptureTable) -> float:
    return float(table.counts[sizes(table.lists) >= 2].sum())


def _limits(total: float, replicates: FloatArray, level: float) -> Limits:
    return percentile_limits(from_replicates(total, replicates, 0.0), level)
