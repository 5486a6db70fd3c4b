# SPDX-License-Identifier: Apache-2.0
"""Exposure through tiers: of what a buyer buys, the share that comes from suppliers that there is a reason to look at.

Shares flow along "buys from" as a sparse matrix: W[i, j] is the share of what i buys that comes from j. Tier 1 of i is
row i of W, tier 2 of W squared, and so on; so a cycle makes a share go round until the limit of tiers ends it, and no path is listed.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.supply_chain.errors import BadTable, Reason
from quatrefoil.methods.supply_chain.scoring import LOOK, NO_LINE, Scores
from quatrefoil.methods.supply_chain.tables import coded, frame_of, needed, numbers

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

PARTS: Final = ("listed", "no_line_found", "not_scored", "not_disclosed")
MOST_TIERS: Final = 20
BATCH: Final = 8  # buyers whose sources are followed at once


@dataclass(frozen=True, slots=True)
class Links:
    """Who buys from whom: suppliers (n, those of the scores first), shares (n, n), inferred: links whose share is a guess."""

    suppliers: list[str]
    shares: "csr_array"
    inferred: int
    warnings: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A supplier that a buyer's purchases lead to. share: of purchases; tier: the nearest one where it stands."""

    supplier: str
    share: float
    tier: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """Exposure of n buyers over T tiers.

    tiers: (T, n, 4), for each tier the shares of PARTS, which sum to 1; within: (n,) share of purchases that meets a listed
    supplier within T tiers, counted where it meets the first, so that nothing counts twice; buys: (n,) whether anything is disclosed.
    """

    suppliers: list[str]
    tiers: "NDArray[np.float64]"
    within: "NDArray[np.float64]"
    buys: "NDArray[np.bool_]"
    warnings: tuple[Reason, ...]

    def to_frame(self) -> "pd.DataFrame":
        """One row a buyer and tier."""
        import pandas as pd

        count, people = self.tiers.shape[:2]
        frame = pd.DataFrame(self.tiers.reshape(count * people, len(PARTS)), columns=list(PARTS))
        frame.insert(0, "supplier_id", self.suppliers * count)
        frame.insert(1, "tier", np.repeat(np.arange(1, count + 1), people))
        return frame

    def plot(self, ax: Any) -> None:
        """The ten most exposed buyers as bars. ax: matplotlib axes."""
        top = self.order()[:10][::-1]
        ax.barh([self.suppliers[place][:30] for place in top], self.within[top], color="#1d3d36")
        ax.set_xlim(0, 1)
        ax.set_xlabel(f"share of purchases that meets a listed supplier within {len(self.tiers)} tiers")

    def order(self) -> "NDArray[np.int64]":
        """Places of those who buy, from the most exposed."""
        places = np.flatnonzero(self.buys)
        return places[np.lexsort((places, -self.within[places]))]


def links(table: Any, scores: Scores) -> Links:
    """Who buys from whom, from columns `supplier_id`, `buys_from` and, if there, `share` (0 to 1 of all that the buyer buys).

    A missing share gets an equal part of what the known ones leave. A link to itself is left out; a supplier without a row of
    its own is not scored. Raises BadTable where the shares of a buyer pass 1.
    """
    frame = frame_of(table)
    needed(frame, ("supplier_id", "buys_from"))
    sellers, names = coded(frame["buys_from"])
    has = sellers >= 0
    buyers, ids = coded(frame["supplier_id"])
    shares = numbers(frame["share"], "share", 0, 1) if "share" in frame.columns else np.full(len(frame), np.nan)
    buyer_place, seller_place, everyone = _numbered(scores.suppliers, ids, names)
    rows, columns = buyer_place[buyers[has]], seller_place[sellers[has]]
    kept = _once(frame.loc[has] if not has.all() else frame, rows * len(everyone) + columns)
    rows, columns, known = rows[kept], columns[kept], shares[has][kept]
    warnings = _about(rows, columns, len(everyone) - len(scores.suppliers), int((~kept).sum()))
    apart = rows != columns
    return _links(everyone, rows[apart], columns[apart], known[apart], warnings)


def _numbered(
    scored: list[str], buyers: list[str], sellers: list[str]
) -> "tuple[NDArray[np.int64], NDArray[np.int64], list[str]]":
    """Places of buyers and of sellers among all suppliers; who has no row of its own comes last."""
    import pandas as pd

    if not set(buyers) <= set(scored):
        raise BadTable("The scores and the links come from different tables: a buyer has no score.")
    index = pd.Index(scored, dtype=object)
    found = index.get_indexer(pd.Index(sellers, dtype=object)).astype(np.int64)
    strange = np.flatnonzero(found < 0)
    found[strange] = len(scored) + np.arange(len(strange))
    same = buyers == scored
    places = np.arange(len(scored)) if same else index.get_indexer(pd.Index(buyers, dtype=object)).astype(np.int64)
    return places, found, [*scored, *(sellers[place] for place in strange)]


def _once(frame: "pd.DataFrame", pairs: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    """Which rows to keep: of rows that say the same, the first. Only pairs that come again are looked at in full."""
    import pandas as pd

    kept = np.ones(len(pairs), dtype=bool)
    again = np.flatnonzero(pd.Series(pairs).duplicated(keep=False))
    columns = [name for name in ("supplier_id", "good", "country", "buys_from", "share") if name in frame.columns]
    kept[again] = ~frame[columns].iloc[again].astype(str).duplicated().to_numpy()
    return kept


def _about(rows: "NDArray[np.int64]", columns: "NDArray[np.int64]", strangers: int, again: int) -> list[Reason]:
    itself = int((rows == columns).sum())
    said = (
        (
            strangers,
            "supplier_without_row",
            "Suppliers named under buys_from without a row of their own: {:,}. They are not scored.",
        ),
        (again, "row_twice", "Rows that say the same as another row: {:,}. Each counts once."),
        (itself, "buys_from_itself", "Links of a supplier to itself: {:,}. They are left out."),
    )
    return [Reason(code, text.format(count)) for count, code, text in said if count]


def _links(
    everyone: list[str],
    rows: "NDArray[np.int64]",
    columns: "NDArray[np.int64]",
    known: "NDArray[np.float64]",
    warnings: list[Reason],
) -> Links:
    from scipy.sparse import csr_array

    size, missing = len(everyone), np.isnan(known)
    sums = np.bincount(rows, weights=np.nan_to_num(known), minlength=size)
    _refuse_too_much(sums, everyone)
    gaps = np.bincount(rows[missing], minlength=size)
    guess = np.divide(np.clip(1 - sums, 0, None), gaps, out=np.zeros(size), where=gaps > 0)
    matrix = csr_array((np.where(missing, guess[rows], known), (rows, columns)), shape=(size, size))
    matrix.sum_duplicates()
    count = int(missing.sum())
    if count:
        words = f"Links without a share: {count:,}. Each got an equal part of what the buyer's other links leave; ask for the shares."
        warnings = [*warnings, Reason("share_inferred", words)]
    return Links(everyone, matrix, count, (*warnings, *_cycles(matrix)))


def _refuse_too_much(sums: "NDArray[Any]", everyone: list[str]) -> None:
    worst = int(sums.argmax()) if len(sums) else 0
    if len(sums) and sums[worst] > 1 + 1e-6:
        raise BadTable(
            f"The shares of '{everyone[worst][:60]}' sum to {sums[worst]:.3g}. They are parts of all it buys: at most 1 together."
        )


def _cycles(matrix: "csr_array") -> list[Reason]:
    from scipy.sparse.csgraph import connected_components

    _, component = connected_components(matrix, directed=True, connection="strong")
    around = int((np.bincount(component)[component] > 1).sum()) if len(component) else 0
    words = f"Suppliers that buy from each other in a circle: {around:,}. The limit of tiers ends what goes round."
    return [Reason("cycle", words)] if around else []


def exposure(scores: Scores, who: Links, tiers: int = 3) -> Exposure:
    """How far the purchases of every supplier lead to listed ones, by tier. Raises BadTable for an odd number of tiers."""
    if not 1 <= tiers <= MOST_TIERS:
        raise BadTable(f"The number of tiers is from 1 to {MOST_TIERS}, not {tiers}.")
    parts = _parts(scores, len(who.suppliers))
    listed, reached = parts[:, 0], parts
    met: NDArray[Any] = np.zeros(len(parts))
    found = np.empty((tiers, len(parts), len(PARTS)))
    for tier in range(tiers):
        reached = who.shares @ reached
        found[tier, :, :3] = reached
        met = who.shares @ (listed + (1 - listed) * met)
    found[:, :, 3] = np.clip(1 - found[:, :, :3].sum(axis=2), 0, 1)
    buys = np.diff(who.shares.indptr) > 0
    return Exposure(who.suppliers, found, np.clip(met, 0, 1), buys, who.warnings)


def _parts(scores: Scores, size: int) -> "NDArray[np.float64]":
    """For each supplier a 1 under listed, no line found, or not scored (in part or in whole, or without a row)."""
    parts = np.zeros((size, 3))
    parts[:, 2] = 1
    for place, status in ((0, LOOK), (1, NO_LINE)):
        which = np.flatnonzero(scores.status == status)
        parts[which, place], parts[which, 2] = 1, 0
    return parts


def sources(
    scores: Scores, who: Links, buyers: "NDArray[np.int64]", tiers: int = 3, most: int = 10
) -> list[list[Source]]:
    """For each buyer (places) the listed suppliers where its purchases first meet one, the largest share first."""
    listed = _parts(scores, len(who.suppliers))[:, 0]
    backward = who.shares.T.tocsr()
    found: list[list[Source]] = []
    for start in range(0, len(buyers), BATCH):
        found += _sources(who, backward, listed, buyers[start : start + BATCH], tiers, most)
    return found


def _sources(
    who: Links, backward: "csr_array", listed: "NDArray[np.float64]", buyers: "NDArray[np.int64]", tiers: int, most: int
) -> list[list[Source]]:
    flow = np.zeros((len(listed), len(buyers)))
    flow[buyers, np.arange(len(buyers))] = 1
    total, nearest = np.zeros_like(flow), np.zeros(flow.shape, dtype=np.int8)
    for tier in range(1, tiers + 1):
        flow = backward @ flow
        here = flow * listed[:, None]
        nearest[(here > 0) & (nearest == 0)] = tier
        total += here
        flow -= here
    return [_largest(who, total[:, place], nearest[:, place], most) for place in range(len(buyers))]


def _largest(who: Links, total: "NDArray[np.float64]", nearest: "NDArray[np.int8]", most: int) -> list[Source]:
    reached = np.flatnonzero(total)
    top = reached[np.lexsort((reached, -total[reached]))][:most]
    return [Source(who.suppliers[place], float(total[place]), int(nearest[place])) for place in top]
