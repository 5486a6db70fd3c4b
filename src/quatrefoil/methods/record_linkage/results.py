# SPDX-License-Identifier: Apache-2.0
"""What a linkage gives: pairs with their reasons, clusters, what a person should look at, and a card of the model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quatrefoil.methods.record_linkage.blocking import RuleCount
from quatrefoil.methods.record_linkage.errors import Reason
from quatrefoil.methods.record_linkage.model import Model
from quatrefoil.methods.record_linkage.threshold import Threshold
from quatrefoil.methods.record_linkage.training import Session

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Because:
    """What one part of two records says. bits: by how much it speaks for a match (base 2); None where a rule decides."""

    part: str
    found: str
    bits: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one. probability: None where a rule or a person decides and nothing was estimated.

    why: the waterfall: what the share of matches says before anything is compared, then each part. reason: of a pair for
    review, why the machine did not join it.
    """

    left: str
    right: str
    probability: float | None
    why: tuple[Because, ...]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a reader must know of a run to judge it."""

    version: str
    backend: str
    records: Mapping[str, int]  # type -> how many
    columns: Sequence[str]
    rules: Sequence[RuleCount]
    scored: int  # pairs that were compared and not hopeless
    sessions: Sequence[Session]
    model: Model | None
    threshold: float
    picked: Threshold | None  # None when the threshold was given
    largest: int
    sealed: int
    decisions: int
    purposes: Sequence[str]
    basis: str
    seed: int
    is_new: bool  # whether the model was learnt in this run


@dataclass(frozen=True, slots=True)
class Linkage:
    """A whole answer. clusters: record ids of two and more; review_total: how many could be reviewed, beyond those here."""

    pairs: Sequence[Pair]
    clusters: tuple[tuple[str, ...], ...]
    review: tuple[Pair, ...]
    review_total: int
    card: ModelCard
    warnings: tuple[Reason, ...] = field(default=())

    def __iter__(self) -> Iterator[Pair]:
        """The pairs."""
        return iter(self.pairs)

    def cluster_of(self) -> dict[str, int]:
        """Record id -> number of its cluster; records that stand alone are not in it."""
        return {record: number for number, cluster in enumerate(self.clusters) for record in cluster}

    def to_frame(self) -> "pd.DataFrame":
        """The pairs as a table: left, right, probability, why in words."""
        import pandas as pd

        rows = [(pair.left, pair.right, pair.probability, in_words(pair.why)) for pair in self.pairs]
        return pd.DataFrame(rows, columns=["left", "right", "probability", "why"])

    def plot(self, ax: Any) -> None:
        """Paint what the model expects of the clusters at each threshold."""
        picked = self.card.picked
        curve = picked.curve if picked else ()
        for place, name in ((1, "precision"), (2, "recall"), (3, "F1")):
            ax.plot([point[0] for point in curve], [point[place] for point in curve], label=f"expected {name}")
        ax.axvline(self.card.threshold, linestyle=":", color="black")
        ax.set_xlabel("probability from which a machine joins")
        ax.legend()


def in_words(why: Sequence[Because]) -> str:
    """A waterfall on one line."""
    return "; ".join(
        f"{each.part}: {each.found}" + ("" if each.bits is None else f" ({each.bits:+.1f})") for each in why
    )
