# SPDX-License-Identifier: Apache-2.0
"""Which pairs of suppliers are compared at all: those that share rare words or rare pieces of a name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from quatrefoil.methods.supply_chain.likeness import Party

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

PIECE: Final = 4  # letters of a name without its blanks, so that a name spaced out letter by letter is found
LARGEST_BLOCK: Final = 50_000  # pairs that one word or piece may bring
MOST_CANDIDATES: Final = 20  # for each supplier of the first file
BATCH: Final = 2_000
LONGEST: Final = 200  # letters of a name that are cut into pieces


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs to compare, as places (n,) in the two files. skipped: words and pieces left out because too many share them."""

    left: "NDArray[np.int64]"
    right: "NDArray[np.int64]"
    skipped: int


def candidates(left: Sequence[Party], right: Sequence[Party] | None = None, most: int = MOST_CANDIDATES) -> Candidates:
    """Up to `most` pairs for each supplier of `left`; within one file, each pair once, if `right` is None."""
    a, b, skipped = _keyed(left, left if right is None else right, itself=right is None)
    found = [
        _nearest(a[start : start + BATCH], b, start, most, itself=right is None) for start in range(0, len(left), BATCH)
    ]
    rows, columns = (np.concatenate([pair[side] for pair in found] or [np.empty(0, dtype=np.int64)]) for side in (0, 1))
    if right is None:
        ordered = np.unique(np.sort(np.column_stack([rows, columns]), axis=1), axis=0)
        rows, columns = ordered[:, 0], ordered[:, 1]
    return Candidates(rows, columns, skipped)


def _keys(each: Party) -> set[str]:
    close = each.name.replace(" ", "")[:LONGEST]
    pieces = {close[start : start + PIECE] for start in range(max(1, len(close) - PIECE + 1))} if close else set()
    words = {f"n {word}" for word in each.name.split() if len(word) > 1}
    return words | {f"a {word}" for word in each.address.split() if len(word) > 1} | {f"p {piece}" for piece in pieces}


def _keyed(left: Sequence[Party], right: Sequence[Party], *, itself: bool) -> "tuple[csr_array, csr_array, int]":
    """Both files as rows of weighted keys. A key weighs more the fewer have it; one of a giant block weighs nothing."""
    number: dict[str, int] = {}
    rows = [
        [[number.setdefault(key, len(number)) for key in sorted(_keys(each))] for each in side]
        for side in (left, right)
    ]
    counts = [
        np.bincount(np.concatenate([*map(np.array, side), []]).astype(np.int64), minlength=len(number)) for side in rows
    ]
    pairs = counts[0] * counts[1]
    kept = (pairs > int(itself)) & (pairs <= LARGEST_BLOCK)
    weight = np.where(kept, 1 / np.log2(2 + pairs), 0.0)
    first, second = (_matrix(side, np.sqrt(weight)) for side in rows)
    return first, second, int((pairs > LARGEST_BLOCK).sum())


def _matrix(rows: list[list[int]], weight: "NDArray[np.float64]") -> "csr_array":
    from scipy.sparse import csr_array

    starts = np.cumsum([0, *map(len, rows)])
    columns = np.array([key for row in rows for key in row], dtype=np.int64)
    made = csr_array((weight[columns], columns, starts), shape=(len(rows), len(weight)))
    made.eliminate_zeros()
    return made


def _nearest(
    batch: "csr_array", everyone: "csr_array", start: int, most: int, *, itself: bool
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    shared = (batch @ everyone.T).tocsr()
    found = [*_rows(shared, start, most, itself=itself)]
    rows = np.repeat(np.arange(start, start + len(found)), [len(row) for row in found])
    return rows, np.concatenate(found or [np.empty(0, dtype=np.int64)])


def _rows(shared: "csr_array", start: int, most: int, *, itself: bool) -> "Iterator[NDArray[np.int64]]":
    for row in range(shared.shape[0]):
        span = slice(shared.indptr[row], shared.indptr[row + 1])
        columns, weights = shared.indices[span].astype(np.int64), shared.data[span]
        if itself:
            other = columns != start + row
            columns, weights = columns[other], weights[other]
        yield columns[np.lexsort((columns, -weights))[:most]]
