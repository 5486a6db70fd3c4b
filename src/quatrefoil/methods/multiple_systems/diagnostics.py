# SPDX-License-Identifier: Apache-2.0
"""What has to stand beside an estimate so that its reader can judge it (docs/explanation/prevalence.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.multiple_systems.cells import (
    BoolArray,
    FloatArray,
    IntArray,
    members_of,
    pairs_of,
    sizes,
)
from quatrefoil.methods.multiple_systems.existence import settle
from quatrefoil.methods.multiple_systems.families import short_name
from quatrefoil.methods.multiple_systems.fitting import structure_of
from quatrefoil.methods.multiple_systems.information import Ranked
from quatrefoil.methods.multiple_systems.table import CaptureTable
from quatrefoil.methods.multiple_systems.two_lists import chapman

if TYPE_CHECKING:
    import pandas as pd

ODDS_RATIOS: Final = (0.5, 0.67, 1.5, 2.0)  # assumed departures from independence of two lists
LINKAGE_ERROR: Final = 0.05  # share of matches missed, or false
FAR_AWAY: Final = 0.25  # a model whose total differs by more tells another story
Totals = Callable[[FloatArray], FloatArray]


def identifying_assumption(table: CaptureTable, effects: tuple[tuple[str, str], ...]) -> str:
    """What no data can test, in words."""
    allowed = ", ".join(f"{first} with {second}" for first, second in effects)
    given = f"Apart from these pairs of lists that may depend on each other ({allowed}), being" if allowed else "Being"
    return (
        f"{given} on one list does not change the chance of being on another; everyone has some chance of being on some "
        f"list; and no person stands twice in the table of {table.observed} people. No data can test this for those on no list."
    )


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """The lists against each other. matrix: people on both, shape (t, t), the diagonal is the list itself.

    empty_pairs: pairs of names that share nobody; shared: people on two lists or more; empty_histories: cells with 0.
    """

    names: tuple[str, ...]
    matrix: IntArray
    empty_pairs: tuple[tuple[str, str], ...]
    shared: int
    empty_histories: int
    histories: int

    @property
    def sparsity(self) -> str:
        """How empty the table is: "dense" below a third of empty histories, "sparse" below two thirds, else "very sparse"."""
        share = self.empty_histories / self.histories
        return "dense" if share < 1 / 3 else "sparse" if share < 2 / 3 else "very sparse"

    def to_frame(self) -> "pd.DataFrame":
        """The matrix with its names."""
        import pandas as pd

        return pd.DataFrame(self.matrix, index=list(self.names), columns=list(self.names))

    def plot(self, ax: Any) -> None:
        """The matrix with its numbers. ax: matplotlib axes."""
        ax.imshow(np.log1p(self.matrix), cmap="Greens")
        ax.set_xticks(range(len(self.names)), self.names, rotation=45, ha="right")
        ax.set_yticks(range(len(self.names)), self.names)
        for row, line in enumerate(self.matrix):
            for column, people in enumerate(line):
                ax.text(column, row, f"{people}", ha="center", va="center", fontsize=8)


def overlaps(table: CaptureTable) -> Overlaps:
    """Who shares whom with whom."""
    together, singles = table.overlaps, 1 << np.arange(table.lists)
    matrix = together[singles[:, None] | singles[None, :]].astype(np.int64)
    empty = tuple(
        (table.names[first], table.names[second])
        for first, second in combinations(range(table.lists), 2)
        if matrix[first, second] == 0
    )
    shared = int(table.counts[sizes(table.lists) >= 2].sum())
    return Overlaps(table.names, matrix, empty, shared, int(np.sum(table.counts[1:] == 0)), len(table.counts) - 1)


@dataclass(frozen=True, slots=True)
class Departure:
    """The total if two lists depend on each other with this odds ratio; None where no finite estimate exists."""

    lists: tuple[str, str]
    odds_ratio: float
    total: float | None


def departures(table: CaptureTable, members: BoolArray) -> tuple[Departure, ...]:
    """Totals of a model under assumed departures, pair by pair. members: of the model, shape (2^t,).

    A known log odds ratio enters as an offset of every history that holds both lists. Pairs that the model already lets
    depend take no offset: it would only move their coefficient. Source: Gerritse, van der Heijden and Bakker 2015.
    """
    masks = np.arange(len(table.counts))
    open_pairs = [pair for pair in pairs_of(table.lists) if not members[pair]]
    return tuple(
        Departure(_pair_names(table, pair), ratio, _total(table, members, np.log(ratio) * ((masks & pair) == pair)))
        for pair in open_pairs
        for ratio in ODDS_RATIOS
    )


def _pair_names(table: CaptureTable, pair: int) -> tuple[str, str]:
    first, second = members_of(pair)
    return table.names[first], table.names[second]


def _total(table: CaptureTable, members: BoolArray, offset: FloatArray | None = None) -> float | None:
    structure = structure_of(members[None], table.overlaps[None])
    fits, status = settle(table.counts[None], structure, offset=offset)
    return table.counts.sum() + float(fits.unseen[0]) if status[0] == 0 else None


@dataclass(frozen=True, slots=True)
class Variant:
    """The same method on a changed table. change: what was changed, in words; total: people, None where refused."""

    kind: str
    change: str
    total: float | None


def without_each_list(table: CaptureTable, totals: Totals) -> tuple[Variant, ...]:
    """The total with one list left out, one after another. The population is the same, so it should hardly move."""
    if table.lists < 3:
        return ()
    return tuple(
        Variant("without", table.names[position], _one(totals, without_list(table, position)))
        for position in range(table.lists)
    )


def merged_pairs(table: CaptureTable, totals: Totals) -> tuple[Variant, ...]:
    """The total with two lists merged into one, for every pair."""
    if table.lists < 3:
        return ()
    return tuple(
        Variant("merged", table.name_of(pair), _one(totals, merged(table, *members_of(pair))))
        for pair in pairs_of(table.lists)
    )


def without_list(table: CaptureTable, position: int) -> CaptureTable:
    """The table without one list; people who were on that list only are gone."""
    counts = np.zeros(len(table.counts) // 2)
    masks = np.arange(len(table.counts))
    np.add.at(counts, _squeezed(masks, position), table.counts)
    counts[0] = 0
    return CaptureTable(table.names[:position] + table.names[position + 1 :], counts)


def merged(table: CaptureTable, first: int, second: int) -> CaptureTable:
    """The table with two lists as one; nobody is lost."""
    masks = np.arange(len(table.counts))
    joined = masks | np.where(masks >> second & 1, 1 << first, 0)
    counts = np.zeros(len(table.counts) // 2)
    np.add.at(counts, _squeezed(joined, second), table.counts)
    names = list(table.names)
    names[first] = f"{names[first]}+{names[second]}"
    del names[second]
    return CaptureTable(tuple(names), counts)


def _squeezed(masks: IntArray, position: int) -> IntArray:
    """Masks with one list's bit taken out."""
    low = masks & ((1 << position) - 1)
    squeezed: IntArray = low | (masks >> (position + 1) << position)
    return squeezed


def _one(totals: Totals, table: CaptureTable) -> float | None:
    total = float(totals(table.counts[None])[0])
    return total if np.isfinite(total) else None


@dataclass(frozen=True, slots=True)
class Hidden:
    """A list hidden on purpose: its people, and how many the other lists say there are among them."""

    name: str
    true_size: int
    estimated: float | None

    @property
    def log_error(self) -> float | None:
        """Natural logarithm of estimated over true; below 0 is too few."""
        return None if self.estimated is None else float(np.log(self.estimated / self.true_size))


def internal_consistency(table: CaptureTable, totals: Totals) -> tuple[Hidden, ...]:
    """Take each list as a population of known size and estimate it from the others (Binette and Steorts 2022)."""
    if table.lists < 3:
        return ()
    return tuple(_hidden(table, totals, position) for position in range(table.lists))


def _hidden(table: CaptureTable, totals: Totals, position: int) -> Hidden:
    masks = np.arange(len(table.counts))
    inside = np.where(masks >> position & 1, table.counts, 0.0)
    counts = np.zeros(len(table.counts) // 2)
    np.add.at(counts, _squeezed(masks, position), inside)
    counts[0] = 0
    estimated = float(totals(counts[None])[0]) if counts[sizes(table.lists - 1) >= 2].sum() > 0 else float("inf")
    return Hidden(table.names[position], int(inside.sum()), estimated if np.isfinite(estimated) else None)


@dataclass(frozen=True, slots=True)
class LinkageSensitivity:
    """Totals if a share of the matches between lists had been missed, or were false. None where refused."""

    share: float
    total_if_missed: float | None
    total_if_false: float | None


def linkage_sensitivity(table: CaptureTable, totals: Totals, share: float = LINKAGE_ERROR) -> LinkageSensitivity:
    """What wrong links between lists would do. share: of matched people, in (0, 1).

    Missed: the truth has more people on several lists and fewer alone; false: the other way round. One list at a time
    comes loose, each with the same chance.
    """
    return LinkageSensitivity(
        share, _one(totals, _relinked(table, share / (1 - share))), _one(totals, _relinked(table, -share))
    )


def _relinked(table: CaptureTable, gain: float) -> CaptureTable:
    """The expected table when people on several lists are 1 + gain times as many, the others made up from loose records."""
    counts = table.counts.copy()
    for mask in np.flatnonzero(table.counts).tolist():
        if mask.bit_count() < 2:
            continue
        people = table.counts[mask] * gain
        counts[mask] += people
        for member in members_of(mask):
            counts[1 << member] -= people / mask.bit_count()
            counts[mask & ~(1 << member)] -= people / mask.bit_count()
    return CaptureTable(table.names, np.maximum(counts, 0.0))


def chapman_range(table: CaptureTable) -> tuple[float, float]:
    """Smallest and largest Chapman estimate over pairs of lists; far apart, they show that lists depend on each other."""
    totals = [chapman(table, *members_of(pair), force=True).total for pair in pairs_of(table.lists)]
    return min(totals), max(totals)


@dataclass(frozen=True, slots=True)
class Trust:
    """How much the ranked models agree with a headline. far_weight: of models more than a quarter away from it, in [0, 1]."""

    best: "tuple[tuple[str, float, float, float], ...]"  # name, difference of BIC, weight, total
    far_weight: float


def agreement(ranked: Ranked, headline: float, count: int = 10) -> Trust:
    """The best models, and the weight of those that tell another story."""
    weights = ranked.weights()
    far = np.abs(ranked.total / headline - 1) > FAR_AWAY
    rows = tuple(
        (short_name(ranked.members[row]), float(ranked.bic[row] - ranked.bic[0]), float(weights[row]), float(total))
        for row, total in enumerate(ranked.total[:count])
    )
    return Trust(rows, float(weights[far].sum()))


def share_per_model(tables: FloatArray, select: Callable[[FloatArray], BoolArray]) -> Iterator[tuple[BoolArray, float]]:
    """Which models the resamples choose, most often first. select: tables (B, 2^t) -> members (B, 2^t)."""
    chosen, counts = np.unique(select(tables), axis=0, return_counts=True)
    for row in np.argsort(-counts, kind="stable"):
        yield chosen[row], float(counts[row] / len(tables))


def as_it_may_leave(people: float, threshold: int) -> str:
    """A count of people as it may leave: small ones as "<threshold"."""
    return f"<{threshold}" if 0 < people < threshold else f"{int(people):,}"
