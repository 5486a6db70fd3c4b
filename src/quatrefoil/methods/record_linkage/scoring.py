# SPDX-License-Identifier: Apache-2.0
"""Persons: pairs from Splink, the share of matches fitted to them, the threshold, and the clusters above it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.record_linkage import comparisons, threshold, training
from quatrefoil.methods.record_linkage.comparisons import WORDS, Learnt
from quatrefoil.methods.record_linkage.errors import Reason, Refused
from quatrefoil.methods.record_linkage.model import Model
from quatrefoil.methods.record_linkage.results import Because
from quatrefoil.methods.record_linkage.threshold import Threshold
from quatrefoil.methods.record_linkage.training import Session

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from splink import Linker
    from splink.internals.splink_dataframe import SplinkDataFrame

    from quatrefoil.methods.record_linkage.backends import Backend

    Array = np.ndarray[Any, Any]

HOPELESS: Final = -8.0  # bits: what is scored lower is not kept
FEWEST_PARTS: Final = 2
BEFORE: Final = "before anything is compared"


@dataclass(frozen=True, slots=True)
class Scored:
    """Scored pairs of persons, shape (pairs,): places, probability; level and bits of each part: part -> array.

    labels: part -> words of its levels, the last first, so that a level is a place in it. clusters: places above threshold.
    """

    left: "Array"
    right: "Array"
    probability: "Array"
    levels: "dict[str, Array]"
    bits: "dict[str, Array]"
    labels: dict[str, list[str]]
    model: Model
    sessions: tuple[Session, ...]
    picked: Threshold | None
    clusters: list[list[int]]

    def why(self, row: int) -> tuple[Because, ...]:
        """The waterfall of one pair."""
        return _waterfall(self.model.learnt.prior, self.levels, self.bits, self.labels, row)


@dataclass(frozen=True, slots=True)
class Between:
    """Scored pairs of held and new records, shape (pairs,), with levels and bits of each part."""

    left: "Array"
    right: "Array"
    probability: "Array"
    levels: "dict[str, Array]"
    bits: "dict[str, Array]"
    labels: dict[str, list[str]]
    prior: float

    def ends(self) -> list[tuple[int, int, float]]:
        """Rows of (held, new, probability)."""
        return list(zip(self.left.tolist(), self.right.tolist(), self.probability.tolist(), strict=True))

    def why(self, row: int) -> tuple[Because, ...]:
        """The waterfall of one pair."""
        return _waterfall(self.prior, self.levels, self.bits, self.labels, row)


def _waterfall(
    prior: float, levels: "dict[str, Array]", bits: "dict[str, Array]", labels: dict[str, list[str]], row: int
) -> tuple[Because, ...]:
    parts = [Because("share of matches", BEFORE, _bits(prior))]
    for part, level in levels.items():
        at = int(level[row])
        if at >= 0:
            parts.append(Because(WORDS[part], labels[part][at], float(bits[part][row])))
    return tuple(parts)


def score(
    people: "pa.Table",
    columns: frozenset[str],
    rules: Sequence[tuple[str, ...]],
    *,
    between: bool,
    backend: "Backend",
    model: Model | None = None,
    least: float | None = None,
    seed: int = 1,
    stage: Callable[[str], None],
) -> Scored:
    """Make, learn, score, pick, cluster. least: a threshold that was given. Raises Refused."""
    made = comparisons.of_persons(columns)
    if len(made) < FEWEST_PARTS:
        words = "Persons are told apart by two parts at least, such as names and date of birth; the file has fewer."
        raise Refused(Reason("too_few_columns", words))
    registered = backend.register(people.select(["unique_id", "source_dataset", *sorted(columns)]), "people")

    def linker(prior: float, learnt: Learnt | None) -> "Linker":
        from splink import Linker, block_on

        kind = "link_only" if between else "dedupe_only"
        given = comparisons.settings(
            columns, [block_on(*rule) for rule in rules], link_type=kind, prior=prior, learnt=learnt
        )
        return Linker(registered, given, log_level=None, validate_settings=False)

    taught = None
    if model is None:
        begin = training.first_prior(people, columns, _possible(people, between=between), between=between)
        taught = training.train(linker(begin, None), columns, seed=seed, stage=stage)
    learnt = model.learnt if model else taught.learnt  # type: ignore[union-attr]
    stage("Comparing pairs")
    scoring = linker(learnt.prior, learnt)
    predictions = scoring.inference.predict(threshold_match_weight=HOPELESS, warning_mode="never")
    return _judged(
        scoring, predictions, people, columns, learnt, taught, model, least=least, between=between, stage=stage
    )


def between(
    place: "Backend", model: Model, rules: Sequence[tuple[str, ...]], held: str, new: str, rarity: Mapping[str, str]
) -> Between:
    """Score the pairs between two tables that are in the backend already. rarity: column -> table of its shares."""
    from splink import Linker, block_on

    left, right = (place.api.register(name) for name in (held, new))
    settings = comparisons.settings(
        model.columns, [block_on(*rule) for rule in rules], link_type="dedupe_only",
        prior=model.learnt.prior, learnt=model.learnt,
    )  # fmt: skip
    linker = Linker(left, settings, log_level=None, validate_settings=False)
    for column, table in rarity.items():
        linker.table_management.register_term_frequency_lookup(place.api.register(table), column)
    predictions = linker.inference.predict_between(left, right, threshold_match_weight=HOPELESS, warning_mode="never")
    labels = {name: words[::-1] for name, words in comparisons.labels(model.columns).items()}
    found = _fetched(linker, predictions, tuple(labels))
    predictions.drop_table_from_database_and_remove_from_cache()
    probability = 1.0 / (1.0 + 2.0 ** -found["match_weight"].to_numpy())
    return Between(
        found["unique_id_l"].to_numpy(), found["unique_id_r"].to_numpy(), probability,
        {name: found[f"gamma_{name}"].to_numpy() for name in labels},
        {name: _bits_of(found, name) for name in labels}, labels, model.learnt.prior,
    )  # fmt: skip


def _judged(
    scoring: "Linker",
    predictions: "SplinkDataFrame",
    people: "pa.Table",
    columns: frozenset[str],
    learnt: Learnt,
    taught: "training.Training | None",
    model: Model | None,
    *,
    least: float | None,
    between: bool,
    stage: Callable[[str], None],
) -> Scored:
    import numpy as np

    labels = {name: words[::-1] for name, words in comparisons.labels(columns).items()}
    table = _fetched(scoring, predictions, tuple(labels))
    ends = np.sort(np.stack([table[f"unique_id_{side}"].to_numpy() for side in "lr"]), axis=0)
    evidence = table["match_weight"].to_numpy() - _bits(learnt.prior)
    prior = (
        learnt.prior if model else threshold.fitted_prior(evidence, learnt.prior, _possible(people, between=between))
    )
    probability = 1.0 / (1.0 + np.exp2(-np.clip(evidence + _bits(prior), -500.0, 500.0)))
    picked = None
    if least is None and model is None:
        stage("Picking the threshold")
        picked = threshold.chosen(ends[0], ends[1], probability)
    at = least if least is not None else (model.threshold if model else picked.probability)  # type: ignore[union-attr]
    stage("Clustering")
    clusters = _clusters(scoring, predictions, _bits(at) - _bits(prior) + _bits(learnt.prior))
    kept = Model(columns, Learnt(prior, learnt.levels), at, people.num_rows)
    return Scored(
        ends[0], ends[1], probability,
        {name: table[f"gamma_{name}"].to_numpy() for name in labels},
        {name: _bits_of(table, name) for name in labels},
        labels, kept, taught.sessions if taught else (), picked, clusters,
    )  # fmt: skip


def _fetched(scoring: "Linker", predictions: "SplinkDataFrame", parts: tuple[str, ...]) -> "pa.Table":
    """The columns that are needed, out of the many that Splink keeps."""
    there = {column.unquote().name for column in predictions.columns}
    wanted = ["unique_id_l", "unique_id_r", "match_weight"]
    wanted += [f"{kind}_{part}" for part in parts for kind in ("gamma", "mw", "mw_tf_adj") if f"{kind}_{part}" in there]
    sql = f"select {', '.join(wanted)} from {predictions.physical_name}"  # noqa: S608 - names are ours
    return scoring.misc.query_sql(sql).as_pyarrow_table()  # type: ignore[no-untyped-call]


def _bits(probability: float) -> float:
    """Log odds, base 2."""
    probability = min(max(probability, 1e-15), 1.0 - 1e-12)
    return log2(probability / (1.0 - probability))


def _bits_of(table: "pa.Table", name: str) -> "Array":
    """Weight of a part, with how rare its value is."""
    bits: Array = table[f"mw_{name}"].to_numpy()
    rarity = f"mw_tf_adj_{name}"
    return bits + table[rarity].to_numpy() if rarity in table.column_names else bits


def _possible(people: "pa.Table", *, between: bool) -> float:
    """How many pairs there could be."""
    import pyarrow.compute as pc

    n = int(people.num_rows)
    if not between:
        return n * (n - 1) / 2
    first = int(pc.sum(pc.equal(people["source_dataset"], "a")).as_py() or 0)
    return float(first * (n - first))


def _clusters(scoring: "Linker", predictions: "SplinkDataFrame", weight: float) -> list[list[int]]:
    """Connected components from this match weight on, of two records and more."""
    import numpy as np

    # What stands exactly on the threshold is joined, whatever rounding did to it on the way.
    made = scoring.clustering.cluster_pairwise_predictions_at_threshold(
        predictions, threshold_match_weight=weight - 1e-6
    )
    table = made.as_pyarrow_table()  # type: ignore[no-untyped-call]
    names = table["cluster_id"].combine_chunks().dictionary_encode()
    places, numbers = table["unique_id"].to_numpy(), names.indices.to_numpy()
    order = np.lexsort((places, numbers))
    places, numbers = places[order], numbers[order]
    cuts = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    return [part.tolist() for part in np.split(places, cuts) if len(part) > 1]
