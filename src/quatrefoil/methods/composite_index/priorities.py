# SPDX-License-Identifier: Apache-2.0
"""From an index to which districts first: likely need x people at risk x what is not covered x what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from quatrefoil.methods.composite_index.indicators import BadIndex, label, shown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Priority:
    """A place. priority: people in likely need, not covered, who can be reached; no count of victims."""

    unit: str
    priority: float
    p_top: float
    population: float
    coverage: float
    feasibility: float


@dataclass(frozen=True, slots=True)
class Priorities:
    """Places, the first one first."""

    places: tuple[Priority, ...]

    def to_frame(self) -> "pd.DataFrame":
        """One row per place."""
        import pandas as pd

        names = list(Priority.__dataclass_fields__)
        return pd.DataFrame([[getattr(each, name) for name in names] for each in self.places], columns=names)

    def plot(self, ax: Any) -> None:
        """Need against coverage; the area of a point is the population. ax: matplotlib axes."""
        sizes = np.array([each.population for each in self.places])
        areas = 15 + 160 * sizes / max(float(sizes.max(initial=0.0)), 1.0)
        ax.scatter(
            [100 * each.coverage for each in self.places],
            [each.p_top for each in self.places],
            s=areas,
            color="#2f6f62",
            alpha=0.55,
        )
        for each in self.places[:5]:
            ax.annotate(
                label(each.unit),
                (100 * each.coverage, each.p_top),
                xytext=(4, 4),
                textcoords="offset points",
                fontsize=7,
            )
        ax.set_xlabel("covered, of 100 people at risk")
        ax.set_ylabel("probability of being among the most in need")


def priorities(
    units: Sequence[str],
    p_top: Sequence[float],
    population: Sequence[float],
    coverage: Sequence[float],
    feasibility: Sequence[float],
) -> Priorities:
    """Order places. p_top, coverage, feasibility: from 0 to 1; population: at risk, 0 or more. Raises BadIndex."""
    for name, values, most in (
        ("p_top", p_top, 1),
        ("population", population, np.inf),
        ("coverage", coverage, 1),
        ("feasibility", feasibility, 1),
    ):
        for unit, value in zip(units, values, strict=True):
            if not 0 <= value <= most or not np.isfinite(value):
                limits = "0 or more" if most != 1 else "from 0 to 1"
                raise BadIndex(f"The {name} of '{shown(unit)}' has to be known and {limits}.")
    found = [
        Priority(unit, float(p * people * (1 - covered) * can), float(p), float(people), float(covered), float(can))
        for unit, p, people, covered, can in zip(units, p_top, population, coverage, feasibility, strict=True)
    ]
    return Priorities(tuple(sorted(found, key=lambda each: (-each.priority, each.unit))))
