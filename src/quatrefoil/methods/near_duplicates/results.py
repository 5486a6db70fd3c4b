# SPDX-License-Identifier: Apache-2.0
"""Clusters of texts made from one template, with what their senders change."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

MEANING: Final = (
    "A cluster means that texts come from one author or from one template. It does not mean trafficking, and it says nothing "
    "about a person: agencies, franchises and copied adverts make clusters too."
)
LAWFUL: Final = "For lawfully obtained text only: who runs this must be allowed to hold and to compare these texts."


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a slot, as it is written in the first of the texts, and the ids of the texts that have it there."""

    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of the template that changes from text to text; `[number]` in the template. The commonest value first.

    Texts whose words around the slot differ from the template are not listed: nobody can say what they have there.
    """

    number: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts of one template. ids: sorted; template: words that most texts share, slots as [1], [2] ...

    medoid: id of the text that is nearest to the others. kept: share of the medoid's words that stand in the template.
    """

    ids: tuple[str, ...]
    template: str
    slots: tuple[Slot, ...]
    medoid: str
    kept: float


@dataclass(frozen=True, slots=True)
class Repeats:
    """All clusters, the largest first. texts: all that were read; too_short: those with too few words to tell."""

    clusters: tuple[Cluster, ...]
    texts: int
    too_short: int
    statements: tuple[str, ...]

    @property
    def clustered(self) -> int:
        """How many texts are in a cluster."""
        return sum(len(cluster.ids) for cluster in self.clusters)

    @property
    def headline(self) -> str:
        """How many texts are in how many clusters, as a sentence."""
        many = "1 cluster" if len(self.clusters) == 1 else f"{len(self.clusters):,} clusters"
        return f"{self.clustered:,} of {self.texts:,} texts stand in {many}."

    def to_frame(self) -> "pd.DataFrame":
        """One row for each text in a cluster: id, cluster (from 1, the largest first), template."""
        import pandas as pd

        rows = [(id_, number, each.template) for number, each in enumerate(self.clusters, 1) for id_ in each.ids]
        return pd.DataFrame(rows, columns=["id", "cluster", "template"])

    def plot(self, ax: Any) -> None:
        """Draw how many clusters there are of each size (2, 3 to 4, 5 to 8 ...) on matplotlib axes."""
        classes = [(len(cluster.ids) - 1).bit_length() for cluster in self.clusters]
        steps = range(1, max(classes, default=1) + 1)
        labels = ["2", *(f"{2 ** (step - 1) + 1:,}\u2013{2**step:,}" for step in steps[1:])]
        bars = ax.bar(labels, [classes.count(step) for step in steps], color="#1d3d36")
        ax.bar_label(bars, fmt="{:,.0f}")
        ax.set_yticks([])
        ax.set_xlabel("texts in the cluster")
        ax.set_ylabel("clusters")
