# SPDX-License-Identifier: Apache-2.0
"""What people decided about pairs of records, as data: it overrides the machine, and every step can be taken back.

Decisions are only ever added. The last one about a pair holds; "withdrawn" leaves the pair to the machine again, so that
joining and taking back changes nothing at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from quatrefoil.methods.record_linkage.errors import BadRecords

SAME, DIFFERENT, WITHDRAWN = "same", "different", "withdrawn"
VERDICTS: Final = {
    "same": SAME,
    "yes": SAME,
    "different": DIFFERENT,
    "no": DIFFERENT,
    "withdrawn": WITHDRAWN,
    "undo": WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. left, right: record ids, in any order; verdict: same, different or withdrawn; by, at, why: free words."""

    left: str
    right: str
    verdict: str
    by: str = ""
    at: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        """Two different records and a verdict that is known."""
        if self.left == self.right:
            raise BadRecords(f"A decision names '{self.left}' twice. It takes two different records.")
        if self.verdict not in {SAME, DIFFERENT, WITHDRAWN}:
            raise BadRecords(f"A decision says same, different or withdrawn, not '{self.verdict}'.")

    @property
    def pair(self) -> tuple[str, str]:
        """Both records, the lesser first."""
        return (self.left, self.right) if self.left < self.right else (self.right, self.left)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions in the order in which they were taken."""

    taken: tuple[Decision, ...] = ()

    def __iter__(self) -> Iterator[Decision]:
        """In the order in which they were taken."""
        return iter(self.taken)

    def __len__(self) -> int:
        """How many were taken, those taken back included."""
        return len(self.taken)

    def and_then(self, *decisions: Decision) -> "Decisions":
        """With more decisions after these."""
        return Decisions(self.taken + decisions)

    def take_back(self, left: str, right: str, *, by: str = "", at: str = "", why: str = "") -> "Decisions":
        """With the decision about a pair withdrawn. Raises BadRecords when there is none that holds."""
        withdrawn = Decision(left, right, WITHDRAWN, by, at, why)
        if withdrawn.pair not in self.holding():
            raise BadRecords(f"No decision about '{left}' and '{right}' holds, so none can be taken back.")
        return self.and_then(withdrawn)

    def holding(self) -> dict[tuple[str, str], str]:
        """What holds now: pair -> same or different."""
        last = {decision.pair: decision.verdict for decision in self.taken}
        return {pair: verdict for pair, verdict in last.items() if verdict != WITHDRAWN}


def from_columns(columns: Mapping[str, Iterable[Any]]) -> Decisions:
    """Decisions from columns left, right, decision and any of by, at, why. Raises BadRecords."""
    missing = [name for name in ("left", "right", "decision") if name not in columns]
    if missing:
        raise BadRecords(f"Decisions have the columns left, right, decision; {', '.join(missing)} is not there.")
    names = ("left", "right", "decision", "by", "at", "why")
    lists = {name: [_text(cell) for cell in columns[name]] if name in columns else [] for name in names}
    rows = len(lists["left"])
    taken = []
    for row in range(rows):
        cells = {name: cells[row] if cells else "" for name, cells in lists.items()}
        verdict = VERDICTS.get(cells.pop("decision").casefold())
        if verdict is None:
            raise BadRecords(f"row {row + 2}, column decision: write same, different or withdrawn.")
        taken.append(Decision(verdict=verdict, **cells))
    return Decisions(tuple(taken))


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
