# SPDX-License-Identifier: Apache-2.0
"""Names against a list: the few listed names that are alike, each with its score, its reasons and the list's version."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.name_screening.comparing import LEAST_WEIGHT, compare
from quatrefoil.methods.name_screening.listed import Entry, Listed, Query
from quatrefoil.methods.name_screening.words import words_of

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]
THRESHOLD: Final = 0.75
MOST: Final = 10
LEAD: Final = (
    "A hit is a lead for a person who compares what else is known. It is no match by itself: many people have the same name, and "
    "names are written in many ways."
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name that is like the one asked about. score: from 0 to 1, no probability."""

    id: str
    entry_id: str
    listed_name: str
    score: float
    reasons: tuple[str, ...]
    list_version: str


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found. hits: by query in the order asked, best first. not_comparable: ids of names without any letter."""

    hits: tuple[Hit, ...]
    asked: int
    listed: int
    versions: tuple[str, ...]
    threshold: float
    not_comparable: tuple[str, ...]

    @property
    def statements(self) -> tuple[str, ...]:
        """How it was made, and what it does not say."""
        return (
            LEAD,
            (
                f"{self.asked:,} names were compared with {self.listed:,} listed names of version {', '.join(self.versions)}; "
                f"hits score {self.threshold:g} or more. A name that is not here may still be on the list under a spelling nobody foresaw."
            ),
        )

    def to_frame(self) -> "pd.DataFrame":
        """One row per hit."""
        import pandas as pd

        names = ["id", "entry_id", "listed_name", "score", "reasons", "list_version"]
        return pd.DataFrame([[getattr(hit, name) for name in names] for hit in self.hits], columns=names)

    def plot(self, ax: Any) -> None:
        """How the scores of the hits are spread. ax: matplotlib axes."""
        ax.hist([hit.score for hit in self.hits], bins=20, range=(self.threshold, 1), color="#8fb3a6")
        ax.set_xlabel("score")
        ax.set_ylabel("hits")


def screen(
    queries: Sequence[Query],
    listed: Listed,
    *,
    threshold: float = THRESHOLD,
    most: int = MOST,
    progress: Progress | None = None,
) -> Screening:
    """Compare each name with the whole list. threshold: least score of a hit, in (0, 1]; most: hits for each name.

    An entry is hit once for each name asked about, by the best of its names. The order of the list and of the names
    changes nothing but the order of equal scores.
    """
    from quatrefoil.methods.name_screening.retrieval import forget_all

    if not 0 < threshold <= 1:
        raise ValueError("threshold lies above 0 and is at most 1")
    try:
        return _screened(queries, listed, threshold, most, progress)
    finally:
        forget_all()


def _screened(
    queries: Sequence[Query], listed: Listed, threshold: float, most: int, progress: Progress | None
) -> Screening:
    from quatrefoil.methods.name_screening.retrieval import Index

    index, weights = Index.of(listed.entries), _weights(listed.entries)
    hits: list[Hit] = []
    for done, (query, places) in enumerate(index.candidates(queries), start=1):
        found = [_hit(query, listed.entries[place], weights) for place in places]
        hits += _kept(found, threshold, most)
        if progress:
            progress(done, len(queries))
    silent = tuple(query.id for query in queries if not words_of(query.name))
    return Screening(tuple(hits), len(queries), len(listed.entries), listed.versions, threshold, silent)


def _hit(query: Query, entry: Entry, weights: dict[str, float]) -> Hit:
    alike = compare(query, entry, weights)
    return Hit(query.id, entry.id, entry.name, alike.score, alike.reasons, entry.version)


def _kept(found: list[Hit], threshold: float, most: int) -> list[Hit]:
    best: dict[str, Hit] = {}
    for hit in sorted(found, key=lambda each: (-each.score, each.entry_id, each.listed_name)):
        if hit.score >= threshold:
            best.setdefault(hit.entry_id, hit)
    return list(best.values())[:most]


def _weights(entries: Sequence[Entry]) -> dict[str, float]:
    """Rare words weigh 1, those in every name a quarter."""
    seen = Counter(word for entry in entries for word in set(words_of(entry.name)))
    rarest = math.log(1 + len(entries))
    return {word: max(LEAST_WEIGHT, math.log((1 + len(entries)) / count) / rarest) for word, count in seen.items()}
