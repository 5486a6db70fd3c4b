# SPDX-License-Identifier: Apache-2.0
"""From pairs to clusters with guards: what people said holds, and a machine never makes what only a person may make."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from quatrefoil.methods.record_linkage.decisions import DIFFERENT, SAME
from quatrefoil.methods.record_linkage.errors import BadRecords
from quatrefoil.methods.record_linkage.normalise import Document

LARGEST: Final = 50  # records that a machine may join into one
TYPO: Final = 2  # characters by which two numbers of one document may differ

TOO_LARGE, CONTRADICTION, SEALED, SAID_DIFFERENT = (
    "cluster_too_large",
    "documents_contradict",
    "sealed",
    "said_different",
)
GUARDS: Final = {
    TOO_LARGE: "Joining them would make a cluster larger than a machine may make.",
    CONTRADICTION: "They hold different numbers of the same kind of document.",
    SEALED: "A sealed record is joined only by a person.",
    SAID_DIFFERENT: "A person said that records in these two clusters are different.",
}


@dataclass(frozen=True, slots=True)
class Edge:
    """A pair that is likely enough. left, right: places of records; probability: as scored."""

    left: int
    right: int
    probability: float


@dataclass(frozen=True, slots=True)
class Guarded:
    """Clusters of two records or more, each sorted, and the pairs that a guard kept apart with the guard's code."""

    clusters: tuple[tuple[int, ...], ...]
    kept_apart: tuple[tuple[Edge, str], ...] = ()


@dataclass(slots=True)
class _Cluster:
    members: list[int]
    documents: list[Document]
    is_sealed: bool
    enemies: set[int] = field(default_factory=set)  # places of records that a person said are others


def contradict(one: Document, other: Document) -> bool:
    """Whether two documents cannot be one person's: the same stated kind, numbers more than a typing error apart."""
    from rapidfuzz.distance import DamerauLevenshtein

    if not one.kind or one.kind != other.kind or one.number == other.number:
        return False
    return DamerauLevenshtein.distance(one.number, other.number, score_cutoff=TYPO) > TYPO


def guarded(
    members: Iterable[int],
    edges: Sequence[Edge],
    *,
    documents: Mapping[int, Document],
    sealed: frozenset[int],
    said: Mapping[tuple[int, int], str],
    largest: int = LARGEST,
) -> Guarded:
    """Join the records along the pairs, the surest first, as far as the guards allow.

    said: what people decided, pair of places (lesser first) -> same or different; "same" is joined whatever a guard says.
    Ties are broken by place, so the order of edges does not matter. Raises BadRecords when decisions contradict each other.
    """
    joining = _Joining(members, documents, sealed, said, largest)
    kept_apart = []
    for edge in sorted(edges, key=lambda each: (-each.probability, each.left, each.right)):
        guard = joining.join(edge.left, edge.right)
        if guard:
            kept_apart.append((edge, guard))
    return Guarded(joining.found(), tuple(kept_apart))


class _Joining:
    def __init__(
        self,
        members: Iterable[int],
        documents: Mapping[int, Document],
        sealed: frozenset[int],
        said: Mapping[tuple[int, int], str],
        largest: int,
    ) -> None:
        self.largest = largest
        self.of = {
            place: _Cluster([place], [documents[place]] if place in documents else [], place in sealed)
            for place in members
        }
        for (one, other), verdict in sorted(said.items()):
            if verdict == SAME:
                self._merge(self.of[one], self.of[other])
        for (one, other), verdict in sorted(said.items()):
            if verdict == DIFFERENT:
                self._part(one, other)

    def _part(self, one: int, other: int) -> None:
        if self.of[one] is self.of[other]:
            raise Contradiction(one, other)
        self.of[one].enemies.add(other)
        self.of[other].enemies.add(one)

    def join(self, one: int, other: int) -> str | None:
        """Join the clusters of two records, or say which guard forbids it."""
        first, second = self.of[one], self.of[other]
        if first is second:
            return None
        guard = self._guard(first, second)
        if guard is None:
            self._merge(first, second)
        return guard

    def _guard(self, first: _Cluster, second: _Cluster) -> str | None:
        if first.is_sealed or second.is_sealed:
            return SEALED
        small, large = sorted((first, second), key=lambda each: len(each.members))
        if not large.enemies.isdisjoint(small.members):
            return SAID_DIFFERENT
        if any(contradict(one, other) for one in first.documents for other in second.documents):
            return CONTRADICTION
        return TOO_LARGE if len(first.members) + len(second.members) > self.largest else None

    def _merge(self, first: _Cluster, second: _Cluster) -> None:
        if first is second:
            return
        large, small = (first, second) if len(first.members) >= len(second.members) else (second, first)
        large.members += small.members
        large.documents += [each for each in small.documents if each not in large.documents]
        large.is_sealed = large.is_sealed or small.is_sealed
        large.enemies |= small.enemies
        for place in small.members:
            self.of[place] = large

    def found(self) -> tuple[tuple[int, ...], ...]:
        different = {id(cluster): cluster for cluster in self.of.values()}
        return tuple(sorted(tuple(sorted(each.members)) for each in different.values() if len(each.members) > 1))


class Contradiction(BadRecords):
    """Decisions that cannot all hold. one, other: places of two records."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__("Decisions contradict each other.")
        self.pair = (one, other)


def troubled(
    clusters: Sequence[Sequence[int]],
    *,
    documents: Mapping[int, Document],
    sealed: frozenset[int],
    said: Mapping[tuple[int, int], str],
    largest: int = LARGEST,
) -> tuple[list[Sequence[int]], set[int]]:
    """Clusters that no guard and no decision touches, and the records of all others, to be joined one pair at a time."""
    touched = {place for pair in said for place in pair}
    calm: list[Sequence[int]] = []
    others: set[int] = set(touched)
    for cluster in clusters:
        is_touched = not (touched.isdisjoint(cluster) and sealed.isdisjoint(cluster))
        papers = [documents[place] for place in cluster if place in documents]
        if is_touched or len(cluster) > largest or _contradicts(papers):
            others.update(cluster)
        else:
            calm.append(cluster)
    return calm, others


def _contradicts(documents: Sequence[Document]) -> bool:
    by_kind: dict[str, set[str]] = defaultdict(set)
    for each in documents:
        by_kind[each.kind].add(each.number)
    return any(
        contradict(Document(kind, one), Document(kind, other))
        for kind, numbers in by_kind.items()
        if kind and len(numbers) > 1
        for one in numbers
        for other in numbers
    )
