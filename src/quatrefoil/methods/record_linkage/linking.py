# SPDX-License-Identifier: Apache-2.0
"""Which records are one: everything in its order, from tables to an answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.record_linkage import backends, blocking, clusters, identifiers, scoring
from quatrefoil.methods.record_linkage.blocking import RuleCount
from quatrefoil.methods.record_linkage.clusters import Edge, Guarded
from quatrefoil.methods.record_linkage.decisions import Decisions
from quatrefoil.methods.record_linkage.errors import BadRecords, Reason
from quatrefoil.methods.record_linkage.model import Model
from quatrefoil.methods.record_linkage.normalise import Document
from quatrefoil.methods.record_linkage.pairs import Pairs, review, sure
from quatrefoil.methods.record_linkage.purposes import Policy
from quatrefoil.methods.record_linkage.records import PERSON, PREPARED, Records, prepare, together
from quatrefoil.methods.record_linkage.results import Linkage, ModelCard, Pair
from quatrefoil.methods.record_linkage.scoring import Scored

if TYPE_CHECKING:
    import pyarrow as pa

    from quatrefoil.methods.record_linkage.backends import Backend

REVIEW: Final = 1_000  # pairs for review that are listed
DEFAULT_POLICY: Final = Policy()
NO_DECISIONS: Final = Decisions()


@dataclass(frozen=True, slots=True)
class Choices:
    """How to link. threshold: None lets the model pick it; budget: pairs that may be compared.

    largest: records a machine may join into one; region: country of phones without one; review: pairs that are listed.
    """

    threshold: float | None = None
    budget: int = blocking.BUDGET
    largest: int = clusters.LARGEST
    region: str | None = None
    review: int = REVIEW
    seed: int = 1


def link(
    table: Any,
    other: Any = None,
    *,
    model: Model | None = None,
    policy: Policy = DEFAULT_POLICY,
    decisions: Decisions = NO_DECISIONS,
    choices: Choices = Choices(),
    backend: "Backend | None" = None,
    stage: Callable[[str], None] = lambda _words: None,
) -> Linkage:
    """Link the records of one table with each other, or those of two tables with those of the other.

    table, other: pandas, polars, Arrow or a mapping of columns, with record_id, type and any of the columns of
    `records.KNOWN`. model: of an earlier run; without one it is learnt from the records. backend: DuckDB when not given.
    stage: is told what is being done. Raises BadRecords, Refused. Source of the model: Fellegi and Sunter (1969).
    """
    backends.needs_splink()
    stage("Reading records")
    records = _read(table, other, choices.region)
    policy.check(records.purposes)
    run = _Run(records, other is not None, choices)
    scored, counts = run.persons(model, backend, stage)
    by_rule = list(identifiers.found(records.table, between=run.between, budget=choices.budget))
    said = _places(records, decisions)
    pairs, groups, open_ones, kept = _joined(run, scored, by_rule, said)
    card = _card(run, scored, counts, model, policy, decisions, backend)
    return Linkage(pairs, groups, open_ones[: choices.review], len(open_ones), card, _warnings(run, scored, kept))


def _read(table: Any, other: Any, region: str | None) -> Records:
    first = prepare(table, source="a", region=region)
    return first if other is None else together(first, prepare(other, source="b", region=region))


@dataclass(frozen=True, slots=True)
class _Run:
    records: Records
    between: bool
    choices: Choices

    def persons(
        self, model: Model | None, backend: "Backend | None", stage: Callable[[str], None]
    ) -> tuple[Scored | None, tuple[RuleCount, ...]]:
        """Scored pairs of persons, unless there are none to compare; and what each rule brings."""
        people = self.records.of_type(PERSON)
        if people.num_rows < 2:
            return None, ()
        columns = model.columns if model else columns_of(people)
        rules = blocking.usable(columns)
        stage("Counting the pairs of each rule")
        counts = blocking.counted(people, rules, between=self.between)
        blocking.within_budget(counts, self.choices.budget)
        if model and not any(count.pairs for count in counts):
            return None, counts
        with ExitStack() as stack:
            place = backend or stack.enter_context(backends.duckdb_backend())
            return scoring.score(
                people, columns, rules, between=self.between, backend=place, model=model,
                least=self.choices.threshold, seed=self.choices.seed, stage=stage,
            ), counts  # fmt: skip

    def documents(self) -> dict[int, Document]:
        """Documents whose kind is said, by place of their person: two of them can contradict each other."""
        import pyarrow.compute as pc

        table = self.records.table.select(["unique_id", "type", "document", "document_kind"])
        told = table.filter(
            pc.and_(pc.not_equal(pc.fill_null(table["document_kind"], ""), ""), pc.equal(table["type"], PERSON))
        )
        columns = (told[name].to_pylist() for name in ("unique_id", "document_kind", "document"))
        return {place: Document(kind, number) for place, kind, number in zip(*columns, strict=True)}


def columns_of(people: "pa.Table") -> frozenset[str]:
    """The columns in which at least two records hold something."""
    return frozenset(name for name in PREPARED if people.num_rows - people[name].null_count >= 2)


def _places(records: Records, decisions: Decisions) -> dict[tuple[int, int], str]:
    """What people decided, by place; decisions about records that are not here are left for when they are."""
    holding = decisions.holding()
    if not holding:
        return {}
    place = {record: at for at, record in enumerate(records.ids)}
    found = {}
    for (left, right), verdict in holding.items():
        if left in place and right in place:
            one, other = sorted((place[left], place[right]))
            found[one, other] = verdict
    return found


def _joined(
    run: _Run, scored: Scored | None, by_rule: Sequence[identifiers.Found], said: Mapping[tuple[int, int], str]
) -> tuple[Pairs, tuple[tuple[str, ...], ...], tuple[Pair, ...], Guarded]:
    """Pairs, clusters, review, and what the guards did."""
    ids = run.records.ids
    guards = {
        "documents": run.documents(),
        "sealed": frozenset(place for place, is_sealed in enumerate(run.records.sealed) if is_sealed),
        "said": said,
        "largest": run.choices.largest,
    }
    groups = _components(
        [*(scored.clusters if scored else []), *([one.left, one.right] for one in by_rule if not one.reason)]
    )
    calm, others = clusters.troubled(groups, **guards)  # type: ignore[arg-type]
    edges = list(_edges(scored, by_rule, others))
    try:
        kept = clusters.guarded(others, edges, **guards)  # type: ignore[arg-type]
    except clusters.Contradiction as problem:
        one, other = (ids[place] for place in problem.pair)
        raise BadRecords(
            f"Decisions contradict each other: '{one}' and '{other}' are said to be different, and other decisions make them "
            "the same. Take one of them back."
        ) from None
    final = sorted([*(tuple(group) for group in calm), *kept.clusters])
    of = {place: number for number, group in enumerate(final) for place in group}
    pairs = Pairs(ids, scored, by_rule, said, of)
    return (
        pairs,
        tuple(tuple(ids[place] for place in group) for group in final),
        review(ids, scored, by_rule, kept, said, of),
        kept,
    )


def _components(groups: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Groups that share a record are one. Groups of persons and of other records never do, so most are copied as they are."""
    parent: dict[int, int] = {}

    def root(place: int) -> int:
        while (above := parent.setdefault(place, place)) != place:
            parent[place] = place = parent[above]
        return place

    for group in groups:
        first = root(group[0])
        for place in group[1:]:
            parent[root(place)] = first
    found: dict[int, list[int]] = {}
    for place in sorted(parent):
        found.setdefault(root(place), []).append(place)
    return list(found.values())


def _edges(scored: Scored | None, by_rule: Sequence[identifiers.Found], wanted: set[int]) -> Iterator[Edge]:
    """Pairs that are likely enough, between records that are joined one pair at a time."""
    import numpy as np

    for one in by_rule:
        if not one.reason and one.left in wanted and one.right in wanted:
            yield Edge(one.left, one.right, 1.0)
    if scored and wanted:
        at = np.fromiter(wanted, dtype=np.int64)
        rows = np.flatnonzero(sure(scored) & np.isin(scored.left, at) & np.isin(scored.right, at))
        for row in rows.tolist():
            yield Edge(int(scored.left[row]), int(scored.right[row]), float(scored.probability[row]))


def _card(
    run: _Run,
    scored: Scored | None,
    counts: tuple[RuleCount, ...],
    model: Model | None,
    policy: Policy,
    decisions: Decisions,
    backend: "Backend | None",
) -> ModelCard:
    from quatrefoil import __version__

    kinds = run.records.table["type"].value_counts().to_pylist()
    used = scored.model if scored else model
    return ModelCard(
        version=__version__,
        backend=backend.name if backend else "duckdb",
        records={each["values"]: each["counts"] for each in sorted(kinds, key=lambda each: str(each["values"]))},
        columns=sorted(used.columns) if used else (),
        rules=counts,
        scored=len(scored.left) if scored else 0,
        sessions=scored.sessions if scored else (),
        model=used,
        threshold=used.threshold if used else 1.0,
        picked=scored.picked if scored else None,
        largest=run.choices.largest,
        sealed=sum(run.records.sealed),
        decisions=len(decisions.holding()),
        purposes=sorted(set(run.records.purposes)),
        basis=policy.basis,
        seed=run.choices.seed,
        is_new=model is None,
    )


def _warnings(run: _Run, scored: Scored | None, kept: Guarded) -> tuple[Reason, ...]:
    """What a reader should mind."""
    words = []
    large = sum(1 for _edge, guard in kept.kept_apart if guard == clusters.TOO_LARGE)
    if large:
        text = f"{large:,} pairs were not joined because a cluster would pass {run.choices.largest} records. Look at what all of them share."
        words.append(Reason("cluster_too_large", text))
    if scored and scored.picked and scored.picked.precision < 0.9:
        text = f"By its own expectation only {scored.picked.precision:.0%} of the joined pairs are right. Join by hand, or add columns."
        words.append(Reason("low_expected_precision", text))
    if scored and scored.picked and not len(scored.left):
        words.append(Reason("nothing_alike", "No two records are alike."))
    return tuple(words)
