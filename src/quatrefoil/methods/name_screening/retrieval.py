# SPDX-License-Identifier: Apache-2.0
"""Which few listed names are worth comparing: rare pieces of words in common, by one sparse product.

Pieces are trigrams of the folded words, their consonants, and what is known of the date of birth; weights are inverse
document frequencies (Spärck Jones 1972).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any, Final

import numpy as np

from quatrefoil.methods.name_screening.listed import Born, Entry, Query
from quatrefoil.methods.name_screening.words import bones, forget, words_of

CANDIDATES: Final = 60  # listed names that are compared with each query
SHORT: Final = 200  # listed names that are compared one and all
AT_ONCE: Final = 200  # queries per sparse product
TOO_COMMON: Final = 0.2  # share of the list above which a piece says nothing


@lru_cache(maxsize=400_000)
def _pieces_of_word(word: str) -> tuple[str, ...]:
    padded = f"^{word}$"
    return (*{padded[place : place + 3] for place in range(len(padded) - 2)}, f"={bones(word)}", f"<{word[0]}")


def _pieces(name: str, born: Born | None) -> Iterator[str]:
    for word in words_of(name):
        yield from _pieces_of_word(word)
    if born is not None:
        yield f"y{born.year}"
        if born.day:
            # In one order: day and month are often taken for each other.
            low, high = sorted((born.month, born.day))
            yield f"d{low}-{high}"


@dataclass(frozen=True, slots=True)
class Index:
    """A list, ready to be asked. matrix: CSR, one row per listed name, columns are pieces, rows of length 1."""

    entries: tuple[Entry, ...]
    columns: dict[str, int]
    weights: Any
    matrix: Any

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Index":
        """Fold every name and weigh its pieces."""
        from scipy import sparse

        columns: dict[str, int] = {}
        found: list[int] = []
        ends = [0]
        for entry in entries:
            found += {columns.setdefault(piece, len(columns)) for piece in _pieces(entry.name, entry.born)}
            ends.append(len(found))
        numbers = np.asarray(found, dtype=np.int32)
        seen = np.bincount(numbers, minlength=len(columns)) if len(numbers) else np.zeros(0)
        weights = np.log((1 + len(entries)) / (1 + seen)).astype(np.float32)
        weights[seen > max(TOO_COMMON * len(entries), 50)] = 0
        shape = (len(entries), max(len(columns), 1))
        matrix = sparse.csr_matrix((weights[numbers], numbers, np.asarray(ends)), shape=shape, dtype=np.float32)
        return cls(tuple(entries), columns, weights, _to_length_one(matrix))

    def candidates(self, queries: Sequence[Query], most: int = CANDIDATES) -> Iterator[tuple[Query, list[int]]]:
        """Each query with the places of the listed names that share most with it, best first; ties in the list's order."""
        if len(self.entries) <= SHORT:
            yield from ((query, list(range(len(self.entries)))) for query in queries)
            return
        turned = self.matrix.T.tocsr()
        for start in range(0, len(queries), AT_ONCE):
            block = queries[start : start + AT_ONCE]
            product = (self._asked(block) @ turned).tocsr()
            for row, query in enumerate(block):
                span = slice(product.indptr[row], product.indptr[row + 1])
                yield query, _best(product.indices[span], product.data[span], most)

    def _asked(self, queries: Sequence[Query]) -> Any:
        from scipy import sparse

        rows: list[int] = []
        numbers: list[int] = []
        for row, query in enumerate(queries):
            pieces = {self.columns[piece] for piece in _pieces(query.name, query.born) if piece in self.columns}
            rows += repeat(row, len(pieces))
            numbers += pieces
        values = self.weights[np.asarray(numbers, dtype=np.int64)] if numbers else np.zeros(0, np.float32)
        shape = (len(queries), self.matrix.shape[1])
        return sparse.csr_matrix((values, (rows, numbers)), shape=shape, dtype=np.float32)


def _to_length_one(matrix: Any) -> Any:
    from scipy import sparse

    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.diags_array(1 / lengths).tocsr().astype(np.float32) @ matrix


def _best(places: Any, values: Any, most: int) -> list[int]:
    kept = values > 0
    places, values = places[kept], values[kept]
    if len(values) > most:
        least = np.partition(values, -most)[-most]
        kept = values >= least
        places, values = places[kept], values[kept]
    order = np.lexsort((places, -values))[:most]
    return [int(place) for place in places[order]]


def forget_all() -> None:
    """Empty every memory of names in this package."""
    _pieces_of_word.cache_clear()
    forget()
