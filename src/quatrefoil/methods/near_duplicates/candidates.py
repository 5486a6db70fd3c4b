# SPDX-License-Identifier: Apache-2.0
"""Pairs of texts that are worth a look: texts that share rare pairs of words, and texts of one crowd."""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from quatrefoil.methods.near_duplicates.collection import Features, Ints, scattered

Hashes = NDArray[np.uint64]

MOST_TEXTS: Final = 300  # with a pair of words; a pair in more texts is everybody's and proves nothing
SCALE: Final = 256  # weights are whole numbers, so that sums do not depend on the order of texts
MOST_PARTNERS: Final = 60  # of a text that are looked at
ALIKE: Final = 0.3  # from this share of rare pairs on a partner comes first
PRODUCTS_AT_ONCE: Final = 4_000_000

HASHES, BAND, CROWD, NEIGHBOURS = 16, 4, 50, 12


def by_rare_pairs(pairs: Features, fingerprints: Hashes, least: float) -> tuple[Ints, Ints]:
    """Rows and columns (row < column) of texts whose weighted Jaccard over rare pairs of words is at least `least`.

    The weight of a pair is log(1 + texts / texts with it). Pairs in one text only, or in more than MOST_TEXTS, do not count.
    A text that has more than MOST_PARTNERS partners keeps that many (see _thinned); fingerprints: a hash of each text.
    """
    texts = len(fingerprints)
    rare = pairs.kept((pairs.count > 1) & (pairs.count <= MOST_TEXTS))
    weight = np.round(SCALE * np.log1p(texts / np.maximum(pairs.count, 1))).astype(np.int64)
    shape = (texts, len(pairs.count))
    weighted = sparse.csr_array((weight[rare.feature].astype(np.int32), (rare.text, rare.feature)), shape=shape)
    holds = sparse.csr_array((np.ones(len(rare.text), dtype=np.int32), (rare.feature, rare.text)), shape=shape[::-1])
    total = np.bincount(rare.text, weights=weight[rare.feature], minlength=texts).astype(np.int64)
    effort = np.bincount(rare.text, weights=rare.count[rare.feature], minlength=texts).astype(np.float64)
    found = []
    for rows in _slices(effort):
        row, column, share = _joined(weighted, holds, total, rows)
        enough = share >= least
        row, column = _thinned(row[enough], column[enough], share[enough] >= ALIKE, fingerprints)
        found.append((np.minimum(row, column), np.maximum(row, column)))
    return _pairs_of(found)


def _slices(effort: NDArray[np.float64]) -> list[slice]:
    """Runs of texts whose join needs about the same memory."""
    block = (np.cumsum(effort) // PRODUCTS_AT_ONCE).astype(np.int64)
    edges = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(effort)]
    return [slice(low, high) for low, high in pairwise(edges) if low < high]


def _joined(
    weighted: sparse.csr_array, holds: sparse.csr_array, total: Ints, rows: slice
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Texts of these rows, their partners, and the weighted Jaccard of both."""
    shared = (weighted[rows] @ holds).tocoo()
    row, column = shared.row.astype(np.int64) + rows.start, shared.col.astype(np.int64)
    other = row != column
    row, column, both = row[other], column[other], shared.data[other].astype(np.int64)
    return row, column, both / (total[row] + total[column] - both)


def _thinned(row: Ints, column: Ints, is_alike: NDArray[np.bool_], fingerprints: Hashes) -> tuple[Ints, Ints]:
    """At most MOST_PARTNERS partners of each row: those much alike first, then those with the smallest fingerprints.

    All texts of one large cluster keep the same partners in this way, so the cluster stays as dense as it was.
    """
    many = np.bincount(row)[row] > MOST_PARTNERS
    crowded = np.flatnonzero(many)
    crowded = crowded[np.lexsort([fingerprints[column[crowded]], ~is_alike[crowded], row[crowded]])]
    starts = np.flatnonzero(np.diff(row[crowded], prepend=-1))
    rank = np.arange(len(crowded)) - np.repeat(starts, np.diff(np.append(starts, len(crowded))))
    kept = ~many
    kept[crowded[rank < MOST_PARTNERS]] = True
    return row[kept], column[kept]


def by_crowds(units: Features, signs: Hashes, fingerprints: Hashes) -> tuple[Ints, Ints]:
    """Pairs of neighbours in crowds, for templates so widespread that each of their pairs of words is in too many texts.

    A crowd is a bucket of at least CROWD texts that agree in BAND of HASHES smallest hash values (MinHash, Broder 1997).
    In a crowd, a text is paired with the NEIGHBOURS that follow it in the order of their other hash values.
    signs: a hash of each unit; fingerprints: of each text, where all else is equal.
    """
    if len(fingerprints) < CROWD:
        return _pairs_of([])
    smallest = _smallest(units, signs, len(fingerprints))
    found = []
    for band in range(0, HASHES, BAND):
        own = smallest[:, band : band + BAND]
        others = np.delete(smallest, range(band, band + BAND), axis=1)
        order = np.lexsort([fingerprints, *others.T, *own.T])
        found += _neighbours(order, own[order])
    return _pairs_of(found)


def _smallest(units: Features, signs: Hashes, texts: int) -> Hashes:
    """The smallest hash of the words of each text, by hash function; words of one text only do not count."""
    common = units.kept(units.count > 1)
    smallest = np.full((texts, HASHES), np.iinfo(np.uint64).max, dtype=np.uint64)
    if not len(common.text):
        return smallest
    starts = np.flatnonzero(np.diff(common.text, prepend=-1))
    for salt in range(HASHES):
        hashed = scattered(signs, salt)[common.feature]
        smallest[common.text[starts], salt] = np.minimum.reduceat(hashed, starts)
    return smallest


def _neighbours(order: Ints, band: Hashes) -> list[tuple[Ints, Ints]]:
    new = np.any(band[1:] != band[:-1], axis=1)
    bucket = np.concatenate([[0], np.cumsum(new)])
    crowded = np.bincount(bucket)[bucket] >= CROWD
    found = []
    for step in range(1, min(NEIGHBOURS + 1, len(order))):
        together = (bucket[step:] == bucket[:-step]) & crowded[step:]
        one, other = order[:-step][together], order[step:][together]
        found.append((np.minimum(one, other), np.maximum(one, other)))
    return found


def _pairs_of(found: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    none = np.zeros(0, dtype=np.int64)
    rows = np.concatenate([none, *(row for row, _ in found)])
    columns = np.concatenate([none, *(column for _, column in found)])
    return rows, columns


def together(texts: int, *found: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """All pairs of several searches, each once, sorted."""
    rows, columns = _pairs_of(list(found))
    keys = np.unique(rows * texts + columns)
    return keys // max(texts, 1), keys % max(texts, 1)
