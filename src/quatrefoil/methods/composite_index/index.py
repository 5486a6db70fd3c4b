# SPDX-License-Identifier: Apache-2.0
"""The whole pipeline: what is missing, what is skewed, scores, weights, means, and how far the order can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from quatrefoil.methods.composite_index.coherence import Coherence, Consistency, coherence_of, principal_weights
from quatrefoil.methods.composite_index.combining import ACROSS, Across, Tree, combined, node_weights, tree_of
from quatrefoil.methods.composite_index.draws import Progress, Ranks, ranks_of, ranks_over_draws
from quatrefoil.methods.composite_index.indicators import Indicator, label, refuse_detected
from quatrefoil.methods.composite_index.places import KNOWN_ENOUGH, Dropped, Places, screened
from quatrefoil.methods.composite_index.scaling import SCALES, Scale, Treatment, prepared, scaled

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Weighting = Literal["given", "equal", "pca"]
WEIGHTINGS: Final[tuple[Weighting, ...]] = ("given", "equal", "pca")
HIGH, BORDERLINE, NOT_HIGH = "robustly high", "borderline", "not high"
SURE: Final = 0.9
DRAWS: Final = 10_000
MOST_RANKS: Final = 100_000_000  # places x draws that are held at once: 400 MB
SPREAD: Final = 0.5
COLOURS: Final = {HIGH: "#8c3b1f", BORDERLINE: "#c99a4b", NOT_HIGH: "#7f9a92"}
FOR_PLACES: Final = "The index is about places. It says nothing about any person who lives there and must not be used to screen, rank or stop a person."


@dataclass(frozen=True, slots=True)
class UnitScore:
    """A place. score: 0 to 100, 100 is worst; rank: 1 is the highest score; known: share of its indicators that are known.

    rank_low, rank_high: the interval of its rank over the draws; p_top: share of draws among the top;
    robust_class: "robustly high", "borderline" or "not high"; dimensions: scores in the order of the result's dimensions.
    """

    unit: str
    score: float
    rank: int
    rank_low: int
    rank_high: int
    p_top: float
    robust_class: str
    known: float
    dimensions: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class CompositeIndex:
    """An index over places. scores: in the order of the table; dropped: what was left out, and why."""

    scores: tuple[UnitScore, ...]
    dimensions: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    treated: tuple[Treatment, ...]
    coherence: tuple[Coherence, ...]
    consistency: tuple[Consistency, ...]
    without_goalposts: tuple[str, ...]
    unused: tuple[str, ...]
    scale: Scale
    across: Across
    weighting: Weighting
    draws: int
    spread: float
    top: int
    level: float

    @property
    def ordered(self) -> tuple[UnitScore, ...]:
        """Places by score, the highest first."""
        return tuple(sorted(self.scores, key=lambda each: (each.rank, each.unit)))

    def of_class(self, robust_class: str) -> tuple[str, ...]:
        """The places of a class, the most probable first."""
        return tuple(
            each.unit
            for each in sorted(self.scores, key=lambda each: (-each.p_top, each.rank, each.unit))
            if each.robust_class == robust_class
        )

    @property
    def statements(self) -> tuple[str, ...]:
        """What stands beside every use of the index."""
        width = int(np.median([each.rank_high - each.rank_low + 1 for each in self.scores]))
        return (
            FOR_PLACES,
            (
                f"Among the top {self.top} in at least {SURE:.0%} of {self.draws:,} draws: {len(self.of_class(HIGH))} places; "
                f"in between: {len(self.of_class(BORDERLINE))}; in at most {1 - SURE:.0%}: {len(self.of_class(NOT_HIGH))}. "
                f"Half of the {self.level:.0%} intervals of ranks span {width} or more of {len(self.scores)} places, so use the classes, not the ranks."
            ),
            "The draws vary scales, weights, the mean across dimensions, and which indicator is left out. They do not know errors in the data.",
        )

    def to_frame(self) -> "pd.DataFrame":
        """One row per place, with a column for each dimension."""
        import pandas as pd

        names = ["unit", "score", "rank", "rank_low", "rank_high", "p_top", "robust_class", "known"]
        rows = [[*(getattr(each, name) for name in names), *each.dimensions] for each in self.scores]
        return pd.DataFrame(rows, columns=[*names, *(f"dimension {name}" for name in self.dimensions)])

    def plot(self, ax: Any, most: int = 40) -> None:
        """Intervals of ranks of the first places, coloured by class. ax: matplotlib axes."""
        shown = self.ordered[:most][::-1]
        for height, each in enumerate(shown):
            ax.plot(
                [each.rank_low, each.rank_high],
                [height, height],
                color=COLOURS[each.robust_class],
                lw=2.2,
                solid_capstyle="round",
            )
            ax.plot(each.rank, height, "o", ms=3.2, color="#1f2a27")
        for name, colour in COLOURS.items():
            ax.plot([], [], color=colour, lw=2.2, label=name)
        ax.axvline(self.top + 0.5, color="#55625d", lw=0.8, ls=":")
        ax.set_yticks(range(len(shown)), [label(each.unit) for each in shown], fontsize=5 if len(shown) > 25 else 7)
        ax.set_xlabel(f"rank, 1 is the highest score ({self.level:.0%} interval; dotted: the top {self.top})")
        ax.legend(frameon=False, fontsize=7)


def composite_index(
    places: Places,
    *,
    scale: Scale = "min-max",
    across: Across = "geometric",
    weighting: Weighting = "given",
    treat: bool = True,
    least_known: float = KNOWN_ENOUGH,
    draws: int = DRAWS,
    spread: float = SPREAD,
    top: int | None = None,
    level: float = 0.9,
    rng: np.random.Generator | None = None,
    progress: Progress | None = None,
) -> CompositeIndex:
    """The index with intervals of ranks.

    scale: of the published score; across: the mean over the outermost dimensions. "geometric" is taken of the distance to the
    worst, so that good dimensions cannot hide a bad one; "product" of the scores themselves, so that a place is high only where
    all dimensions are (INFORM); weighting: "given" in the register, "equal", or "pca" within dimensions; treat: skewed columns;
    least_known: share below which an indicator or a place is left out; draws, spread: of the weights, times 1 ± spread;
    top: k, a fifth of the places at first; level: of the interval of ranks. Raises BadIndex, Refused, and ValueError for options.
    """
    refuse_detected(places.indicators)
    _refuse_options(scale, across, weighting, draws, spread, level, least_known)
    left, dropped = screened(_sorted(places), least_known)
    top = _top(top, len(left.units))
    if draws * len(left.units) > MOST_RANKS:
        raise ValueError(f"draws is at most {MOST_RANKS // len(left.units):,} for {len(left.units):,} places")
    columns = [prepared(left.cells[:, at], each, treat=treat) for at, each in enumerate(left.indicators)]
    by_scale = {name: scaled(columns, left.indicators, name) for name in dict.fromkeys((scale, *SCALES))}
    tree = tree_of(left.indicators)
    weights, of_nodes = _weights(left.indicators, weighting, by_scale[scale], tree), node_weights(tree, left.indicators)
    if weighting == "equal":
        of_nodes = np.ones_like(of_nodes)
    made, dimensions = combined(by_scale[scale], tree, weights[:, None], of_nodes[:, None], across)
    ranks = ranks_over_draws(
        by_scale, tree, weights, of_nodes, _means(across),
        draws=draws, spread=spread, top=top, level=level, rng=rng or np.random.default_rng(), progress=progress,
    )  # fmt: skip
    shares = _shares(tree, weights, of_nodes)
    coherence, consistency = coherence_of(
        by_scale[scale], left.indicators, tree, shares, [each[:, 0] for each in dimensions], made[:, 0]
    )
    return CompositeIndex(
        scores=_scores(left, made, dimensions, ranks),
        dimensions=tree.names,
        dropped=dropped,
        treated=tuple(column.treatment for column in columns if column.treatment),
        coherence=coherence,
        consistency=consistency,
        without_goalposts=tuple(each.name for each in left.indicators if not each.has_goalposts),
        unused=places.unused,
        scale=scale,
        across=across,
        weighting=weighting,
        draws=draws,
        spread=spread,
        top=top,
        level=level,
    )


def _refuse_options(
    scale: str, across: str, weighting: str, draws: int, spread: float, level: float, least: float
) -> None:
    for name, value, known in (
        ("scale", scale, SCALES),
        ("across", across, ACROSS),
        ("weighting", weighting, WEIGHTINGS),
    ):
        if value not in known:
            raise ValueError(f"{name} is one of {', '.join(known)}")
    if not (draws >= 1 and 0 <= spread < 1 and 0 < level < 1 and 0 < least <= 1):
        raise ValueError(
            "draws is 1 or more, spread from 0 to below 1, level between 0 and 1, least_known above 0 and at most 1"
        )


def _top(top: int | None, places: int) -> int:
    chosen = -(-places // 5) if top is None else top
    if not 1 <= chosen < places:
        raise ValueError(f"top is from 1 to {places - 1}: fewer than the places that are left")
    return chosen


def _sorted(places: Places) -> Places:
    """Indicators in the order of their names, so that a seed gives the same draws whatever the order of the register."""
    order = sorted(range(len(places.indicators)), key=lambda at: places.indicators[at].name)
    return Places(places.units, tuple(places.indicators[at] for at in order), places.cells[:, order], places.unused)


def _means(across: Across) -> tuple[Across, ...]:
    return ("arithmetic", "geometric") if across == "arithmetic" else ("arithmetic", across)


def _weights(indicators: Sequence[Indicator], weighting: Weighting, scores: "Array", tree: Tree) -> "Array":
    if weighting == "pca":
        return principal_weights(scores, tree)
    return np.array([each.weight if weighting == "given" else 1.0 for each in indicators])


def _shares(tree: Tree, weights: "Array", of_nodes: "Array") -> "Array":
    """The share of each indicator in the whole, down from the outermost dimensions."""
    share = np.zeros(len(tree.nodes))
    share[list(tree.top)] = of_nodes[list(tree.top)] / of_nodes[list(tree.top)].sum()
    found = np.zeros(len(weights))
    for at in reversed(range(len(tree.nodes))):
        children, members = list(tree.nodes[at].children), list(tree.nodes[at].members)
        if children:
            share[children] = share[at] * of_nodes[children] / of_nodes[children].sum()
        else:
            found[members] = share[at] * weights[members] / weights[members].sum()
    return found


def _scores(left: Places, made: "Array", dimensions: "Sequence[Array]", ranks: Ranks) -> tuple[UnitScore, ...]:
    nominal, known = ranks_of(made)[:, 0], (~np.isnan(left.cells)).mean(axis=1)
    return tuple(
        UnitScore(
            unit,
            _of_100(made[at, 0]),
            int(nominal[at]),
            int(ranks.low[at]),
            int(ranks.high[at]),
            float(ranks.p_top[at]),
            _class(float(ranks.p_top[at])),
            float(known[at]),
            tuple(None if np.isnan(each[at, 0]) else _of_100(each[at, 0]) for each in dimensions),
        )
        for at, unit in enumerate(left.units)
    )


def _of_100(score: float) -> float:
    """Sums of doubles may pass an end by a hair."""
    return min(max(float(score), 0.0), 100.0)


def _class(p_top: float) -> str:
    if p_top >= SURE:
        return HIGH
    return NOT_HIGH if p_top <= round(1 - SURE, 9) else BORDERLINE
