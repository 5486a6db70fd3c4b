# SPDX-License-Identifier: Apache-2.0
"""Which suppliers of two files, or of one, are probably one and the same; a person decides."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.supply_chain import likeness
from quatrefoil.methods.supply_chain.blocking import candidates
from quatrefoil.methods.supply_chain.errors import BadTable, Reason
from quatrefoil.methods.supply_chain.match_model import MatchModel
from quatrefoil.methods.supply_chain.tables import frame_of, needed

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from quatrefoil.methods.supply_chain.likeness import Party

REASONS_SHOWN: Final = 3
NEEDED: Final = ("supplier_id", "name", "address", "country")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two suppliers that are probably one. why: (feature, how alike from 0 to 1), what speaks most for it first."""

    left: str
    right: str
    probability: float
    why: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs from the most probable. compared: how many pairs were compared; names: of both files by id, to show beside."""

    pairs: tuple[Pair, ...]
    compared: int
    threshold: float
    model: MatchModel
    warnings: tuple[Reason, ...]

    def to_frame(self) -> "pd.DataFrame":
        """One row a pair."""
        import pandas as pd

        rows = [(each.left, each.right, each.probability, in_words(each)) for each in self.pairs]
        return pd.DataFrame(rows, columns=["left", "right", "probability", "why"])

    def plot(self, ax: Any) -> None:
        """Histogram of the probabilities. ax: matplotlib axes."""
        ax.hist([each.probability for each in self.pairs], bins=20, range=(0, 1), color="#8fb3a6")
        ax.axvline(self.threshold, color="#1d3d36")
        ax.set_xlabel("probability that both are one supplier")
        ax.set_ylabel("pairs")


def in_words(pair: Pair) -> str:
    """Why, such as "alike in the letters of the names (98 %), the country (100 %)"."""
    return (
        "alike in " + ", ".join(f"{likeness.WORDS[name]} ({value:.0%})" for name, value in pair.why) if pair.why else ""
    )


def match(table: Any, model: MatchModel, other: Any = None, threshold: float = 0.5, most: int = 20) -> Matches:
    """Pairs of suppliers with at least this probability to be one.

    table, other: columns `supplier_id`, `name`, `address`, `country`; without `other`, duplicates within `table`. most:
    candidates for each supplier. Every pair is a question for a person, never joined by itself. Raises BadTable.
    """
    if not 0 <= threshold <= 1:
        raise BadTable(f"The threshold is a probability from 0 to 1, not {threshold}.")
    ids, left = _parties(table, "first")
    other_ids, right = (ids, None) if other is None else _parties(other, "second")
    found = candidates(left, right, most)
    side = left if right is None else right
    features = likeness.compared([left[place] for place in found.left], [side[place] for place in found.right])
    chance = model.probability(features)
    kept = np.flatnonzero(chance >= threshold)
    kept = kept[np.lexsort((found.right[kept], found.left[kept], -chance[kept]))]
    why = model.why(features[kept])
    pairs = tuple(
        Pair(
            ids[found.left[place]], other_ids[found.right[place]], float(chance[place]), _why(features[place], why[row])
        )
        for row, place in enumerate(kept)
    )
    return Matches(pairs, len(chance), threshold, model, _about(found.skipped, left, side))


def _parties(table: Any, which: str) -> "tuple[list[str], list[Party]]":
    frame = frame_of(table)
    needed(frame, NEEDED)
    frame = frame[list(NEEDED)].fillna("").drop_duplicates()
    ids = [str(value).strip() for value in frame["supplier_id"]]
    seen: set[str] = set()
    for value in ids:
        if not value or value in seen:
            said = (
                f"the supplier_id '{value[:40]}' has two names, addresses or countries"
                if value
                else "a supplier_id is empty"
            )
            raise BadTable(f"In the {which} file {said}. Each supplier needs one id and one row for matching.")
        seen.add(value)
    rows = zip(frame["name"], frame["address"], frame["country"], strict=True)
    return ids, [likeness.party(*row) for row in rows]


def _why(features: "NDArray[np.float64]", adds: "NDArray[np.float64]") -> tuple[tuple[str, float], ...]:
    order = [place for place in np.argsort(-adds, kind="stable") if adds[place] > 0][:REASONS_SHOWN]
    return tuple((likeness.FEATURES[place], float(features[place])) for place in order)


def _about(skipped: int, *sides: "list[Party]") -> tuple[Reason, ...]:
    nameless = sum(not each.name for side in ({id(side): side for side in sides}).values() for each in side)
    said = []
    if skipped:
        words = f"Words that too many suppliers share, so that they brought no pair by themselves: {skipped:,}."
        said.append(Reason("giant_block", words))
    if nameless:
        said.append(Reason("no_name", f"Suppliers without a name that can be compared: {nameless:,}."))
    return tuple(said)
