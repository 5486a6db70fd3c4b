# SPDX-License-Identifier: Apache-2.0
"""The way in: texts are added, once or bit by bit, and clusters are asked for."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

from quatrefoil.methods.near_duplicates import candidates, grouping
from quatrefoil.methods.near_duplicates.collection import FEWEST_WORDS, Collection, Ints
from quatrefoil.methods.near_duplicates.normalising import folded
from quatrefoil.methods.near_duplicates.results import LAWFUL, MEANING, Cluster, Repeats
from quatrefoil.methods.near_duplicates.templates import described

RARE_SHARE: Final = 0.1
WORD_SHARE: Final = 0.5


class BadTexts(Exception):
    """The texts cannot be used; the words say why."""


class TextIndex:
    """Texts that can grow. What was added is read once; clusters of all texts together are made when they are asked for.

    rare_share: pairs of texts are looked at from this weighted Jaccard of rare word pairs on; word_share: and they hold from
    this Jaccard of words on. Both in (0, 1].
    """

    def __init__(self, *, rare_share: float = RARE_SHARE, word_share: float = WORD_SHARE) -> None:
        if not (0 < rare_share <= 1 and 0 < word_share <= 1):
            raise BadTexts("The shares lie above 0 and are at most 1.")
        self.rare_share, self.word_share = rare_share, word_share
        self._collection = Collection()
        self._ids: dict[str, None] = {}
        self._texts: list[str] = []

    def add(self, texts: Iterable[Any], ids: Sequence[Any] | None = None) -> None:
        """Add texts; a text that is None or not a number counts as empty. ids: a new one for each (default: its number).

        Raises BadTexts, and then nothing has been added.
        """
        more = ["" if text is None or text != text else str(text) for text in texts]  # noqa: PLR0124 - only NaN differs
        names = (
            [str(len(self._texts) + step) for step in range(len(more))] if ids is None else [str(id_) for id_ in ids]
        )
        self._refuse(names, len(more))
        self._collection.add(more)
        self._ids.update(dict.fromkeys(names))
        self._texts += more

    def _refuse(self, names: Sequence[str], many: int) -> None:
        if len(names) != many:
            raise BadTexts(f"There are {many} texts and {len(names)} ids. Give each text one id.")
        known: set[str] = set()
        for name in names:
            if name in self._ids or name in known:
                raise BadTexts(f"The id '{name}' stands twice. Give each text its own id.")
            known.add(name)

    def clusters(self) -> Repeats:
        """Clusters of two or more among all texts so far. The order in which texts came does not matter."""
        groups = np.array(self._collection.group_of, dtype=np.int64)
        try:
            found = self._clusters(groups)
        finally:
            folded.cache_clear()  # words of people's texts stay in memory no longer than they are compared
        too_short = int((groups < 0).sum())
        return Repeats(found, len(self._texts), too_short, self._statements(too_short))

    def _clusters(self, groups: Ints) -> tuple[Cluster, ...]:
        long_enough = np.flatnonzero(groups >= 0)
        cluster = self._of_distinct()[groups[long_enough]]
        order = np.argsort(cluster, kind="stable")
        parts = np.split(long_enough[order], np.flatnonzero(np.diff(cluster[order])) + 1)
        ids = list(self._ids)
        made = [described([(ids[text], self._texts[text]) for text in part]) for part in parts if len(part) > 1]
        return tuple(sorted(made, key=lambda each: (-len(each.ids), each.ids)))

    def _of_distinct(self) -> Ints:
        """The cluster of each distinct text."""
        many = self._collection.size
        if not many:
            return np.zeros(0, dtype=np.int64)
        units = self._collection.units()
        fingerprints = self._collection.fingerprints()
        crowds = candidates.by_crowds(units, self._collection.signs(units), fingerprints)
        rare = candidates.by_rare_pairs(self._collection.pairs(), fingerprints, self.rare_share)
        rows, columns = candidates.together(many, rare, crowds)
        holds = grouping.overlap(units, many, rows, columns) >= self.word_share
        return grouping.clusters(many, rows[holds], columns[holds])

    def _statements(self, too_short: int) -> tuple[str, ...]:
        return (
            MEANING,
            LAWFUL,
            (
                f"Two texts were compared if they share neighbouring words that at most {candidates.MOST_TEXTS} texts have (weighted "
                f"by rarity, a share of at least {self.rare_share:g}), or if they stand beside each other in a crowd of like texts."
            ),
            f"A pair counts if the two texts share at least {self.word_share:.0%} of their words (the Jaccard index of their sets of words).",
            "A pair that too few other texts support does not tie two clusters together.",
            "Numbers count as one word in the comparison, so two texts that differ only in telephone or wage are one template.",
            f"Texts with fewer than {FEWEST_WORDS} words repeat by chance and were left out: {too_short:,}.",
        )


def find_repeats(table: Any, *, rare_share: float = RARE_SHARE, word_share: float = WORD_SHARE) -> Repeats:
    """Clusters of texts of one template.

    table: pandas, polars or Arrow table, or a mapping of columns, with `id` and `text`. Raises BadTexts.
    For lawfully obtained text only (docs/explanation/repeats.md).
    """
    index = TextIndex(rare_share=rare_share, word_share=word_share)
    index.add(_column(table, "text"), _column(table, "id"))
    return index.clusters()


def _column(table: Any, name: str) -> list[Any]:
    names = [str(each) for each in _names(table)]
    if name not in names:
        raise BadTexts(f"There is no column '{name}'; the columns are {', '.join(names)}.")
    column = table[name]
    for way in ("to_pylist", "to_list", "tolist"):
        if hasattr(column, way):
            found: list[Any] = getattr(column, way)()
            return found
    return list(column)


def _names(table: Any) -> Iterable[Any]:
    if hasattr(table, "column_names"):
        found: Iterable[Any] = table.column_names  # Arrow
    else:
        found = getattr(table, "columns", table)
    return found
