# SPDX-License-Identifier: Apache-2.0
"""Pairs that are joined, pairs that a person should look at: built from scored rows when they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, overload

from quatrefoil.methods.record_linkage import clusters, identifiers
from quatrefoil.methods.record_linkage.clusters import GUARDS, Guarded
from quatrefoil.methods.record_linkage.decisions import SAME
from quatrefoil.methods.record_linkage.errors import Reason
from quatrefoil.methods.record_linkage.results import Because, Pair
from quatrefoil.methods.record_linkage.scoring import Scored

REVIEW_FROM: Final = 0.05  # less likely pairs are not worth a person's time
NOT_SURE: Final = Reason("below_threshold", "Not likely enough for a machine, and not unlikely.")
SAID_SAME: Final = Because("a person", "said that they are the same", None)


def sure(scored: Scored) -> Any:
    """Which scored pairs a machine may join, shape (pairs,)."""
    return scored.probability >= scored.model.threshold - 1e-9


class Pairs(Sequence[Pair]):
    """The pairs whose records are one, the surest first; each is built when it is asked for, since there may be millions."""

    def __init__(
        self,
        ids: Sequence[str],
        scored: Scored | None,
        by_rule: Sequence[identifiers.Found],
        said: Mapping[tuple[int, int], str],
        of: Mapping[int, int],
    ) -> None:
        self._ids, self._scored = ids, scored
        self._rows = _rows_within(scored, of, len(ids)) if scored else []
        told = {pair for pair, verdict in said.items() if verdict == SAME}
        self._told = sorted(told - self._scored_pairs(told))
        self._by_rule = [one for one in by_rule if not one.reason and _are_one(of, one.left, one.right)]

    def _scored_pairs(self, wanted: set[tuple[int, int]]) -> set[tuple[int, int]]:
        if not wanted or self._scored is None:
            return set()
        left, right = self._scored.left, self._scored.right
        return {pair for row in self._rows if (pair := (int(left[row]), int(right[row]))) in wanted}

    def __len__(self) -> int:
        """How many."""
        return len(self._told) + len(self._by_rule) + len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Pair: ...
    @overload
    def __getitem__(self, at: slice) -> list[Pair]: ...
    def __getitem__(self, at: int | slice) -> "Pair | list[Pair]":
        """One pair, or some."""
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        if at < 0:
            at += len(self)
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._made(at)

    def _made(self, at: int) -> Pair:
        if at < len(self._told):
            one, other = self._told[at]
            return Pair(self._ids[one], self._ids[other], None, (SAID_SAME,))
        at -= len(self._told)
        if at < len(self._by_rule):
            found = self._by_rule[at]
            return Pair(self._ids[found.left], self._ids[found.right], None, found.why)
        return _scored_pair(self._ids, self._scored, self._rows[at - len(self._by_rule)])


def _rows_within(scored: Scored, of: Mapping[int, int], records: int) -> list[int]:
    """Rows of scored pairs that are likely enough and whose records ended up as one, the surest first."""
    import numpy as np

    number = np.full(records, -1, dtype=np.int64)
    number[np.fromiter(of.keys(), dtype=np.int64, count=len(of))] = np.fromiter(
        of.values(), dtype=np.int64, count=len(of)
    )
    left, right = number[scored.left], number[scored.right]
    rows = np.flatnonzero(sure(scored) & (left >= 0) & (left == right))
    order = np.lexsort((scored.right[rows], scored.left[rows], -scored.probability[rows]))
    found: list[int] = rows[order].tolist()
    return found


def _scored_pair(ids: Sequence[str], scored: Scored | None, row: int, reason: Reason | None = None) -> Pair:
    assert scored is not None  # noqa: S101 - a row of scored pairs is asked for only where there are some
    left, right = ids[int(scored.left[row])], ids[int(scored.right[row])]
    return Pair(left, right, float(scored.probability[row]), scored.why(row), reason)


def _are_one(of: Mapping[int, int], left: int, right: int) -> bool:
    return left in of and of[left] == of.get(right)


def review(
    ids: Sequence[str],
    scored: Scored | None,
    by_rule: Sequence[identifiers.Found],
    kept: Guarded,
    said: Mapping[tuple[int, int], str],
    of: Mapping[int, int],
) -> tuple[Pair, ...]:
    """What a person should look at: what a guard kept apart first, then what is not sure; never what a person decided."""
    guard_of = {(edge.left, edge.right): guard for edge, guard in kept.kept_apart}
    found = [
        (None if one.reason is None else 0.0, Pair(ids[one.left], ids[one.right], None, one.why, reason))
        for one in by_rule
        if (reason := _reason(one.reason, guard_of.get((one.left, one.right))))
        and (one.left, one.right) not in said
        and not _are_one(of, one.left, one.right)
    ]
    made = [pair for _, pair in sorted(found, key=lambda each: (each[0] is not None, each[1].left, each[1].right))]
    if scored is None:
        return tuple(made)
    return (*_review_of_scored(ids, scored, guard_of, said, of), *made)


def _reason(reason: Reason | None, guard: str | None) -> Reason | None:
    return Reason(guard, GUARDS[guard]) if guard else reason


def _review_of_scored(
    ids: Sequence[str],
    scored: Scored,
    guard_of: Mapping[tuple[int, int], str],
    said: Mapping[tuple[int, int], str],
    of: Mapping[int, int],
) -> Iterator[Pair]:
    import numpy as np

    rows = np.flatnonzero(scored.probability >= min(REVIEW_FROM, scored.model.threshold))
    order = np.lexsort((scored.right[rows], scored.left[rows], -scored.probability[rows]))
    is_sure = sure(scored)
    later = []
    for row in rows[order].tolist():
        pair = (int(scored.left[row]), int(scored.right[row]))
        if said.get(pair) or _are_one(of, *pair):
            continue
        guard = guard_of.get(pair)
        if guard or is_sure[row]:
            yield _scored_pair(ids, scored, row, _reason(None, guard or clusters.SAID_DIFFERENT))
        else:
            later.append(row)
    for row in later:
        yield _scored_pair(ids, scored, row, NOT_SURE)
