# SPDX-License-Identifier: Apache-2.0
"""Points at the sentences of modern slavery statements that speak to each criterion.

It gives no verdict: whether a statement meets the law is for a person who has read it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.supply_chain.errors import BadTable, Reason, Refused
from quatrefoil.methods.supply_chain.quality import Score, score_of
from quatrefoil.methods.supply_chain.statement_model import StatementModel, Vocabulary, coded, features, learned
from quatrefoil.methods.supply_chain.tables import frame_of, needed

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

FOLDS: Final = 10
FEWEST: Final = 2  # sentences for a criterion, in as many statements, without which nothing can be learned
REFERENCE_F1: Final = (
    0.61  # TF-IDF, neighbours and logistic regression on the 50 gold statements of AIMS.au, ten folds by statement
)
NOT_CRITERIA: Final = {"statement_id", "sentence", "sentence_orig_idxs"}
STRENGTH: Final = 10.0  # inverse strength of the penalty on weights
MARK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Pointed:
    """A sentence that a criterion points at. row: its place in the file (0 is the first)."""

    row: int
    sentence: str
    strength: float


@dataclass(frozen=True, slots=True)
class Criterion:
    """What one statement says to one criterion.

    sentences: those at the mark or above, the strongest first; nearest: the strongest of all, even below the mark.
    """

    statement: str
    criterion: str
    sentences: tuple[Pointed, ...]
    nearest: Pointed


@dataclass(frozen=True, slots=True)
class Findings:
    """Criteria by statement. strengths: (n sentences, k criteria)."""

    criteria: tuple[Criterion, ...]
    names: tuple[str, ...]
    strengths: "NDArray[np.float64]"
    mark: float

    def to_frame(self) -> "pd.DataFrame":
        """One row a statement, criterion and sentence pointed at."""
        import pandas as pd

        rows = [
            (each.statement, each.criterion, found.row, found.strength, found.sentence)
            for each in self.criteria
            for found in each.sentences
        ]
        return pd.DataFrame(rows, columns=["statement_id", "criterion", "row", "strength", "sentence"])

    def plot(self, ax: Any) -> None:
        """How many sentences are pointed at by criterion. ax: matplotlib axes."""
        ax.barh(self.names[::-1], (self.strengths >= self.mark).sum(axis=0)[::-1], color="#1d3d36")
        ax.set_xlabel("sentences pointed at")


def check(table: Any, model: StatementModel, mark: float = MARK) -> Findings:
    """Point at sentences. table: `statement_id` and `sentence`, in the order of the statement. Raises BadTable."""
    if not 0 < mark < 1:
        raise BadTable(f"The mark is between 0 and 1, not {mark}.")
    statements, sentences, rows = _sentences(table)
    strengths = model.probability(statements, sentences)
    places: dict[str, list[int]] = {}
    for place, statement in enumerate(statements):
        places.setdefault(statement, []).append(place)
    found = tuple(
        _criterion(statement, name, np.array(here), strengths[:, column], (sentences, rows), mark)
        for statement, here in places.items()
        for column, name in enumerate(model.criteria)
    )
    return Findings(found, model.criteria, strengths, mark)


def _criterion(
    statement: str, name: str, here: "NDArray[np.int64]", strengths: "NDArray[np.float64]",
    texts: tuple[list[str], list[int]], mark: float,
) -> Criterion:  # fmt: skip
    order = here[np.argsort(-strengths[here], kind="stable")]
    pointed = [
        Pointed(texts[1][place], texts[0][place], float(strengths[place]))
        for place in order
        if strengths[place] >= mark
    ]
    first = order[0]
    return Criterion(
        statement, name, tuple(pointed), Pointed(texts[1][first], texts[0][first], float(strengths[first]))
    )


def _sentences(table: Any) -> tuple[list[str], list[str], list[int]]:
    """Statements, sentences, and the rows they stand in; of each statement the sentences stand together, in their order."""
    frame = frame_of(table)
    needed(frame, ("statement_id", "sentence"))
    statements = ["" if value is None or value != value else str(value).strip() for value in frame["statement_id"]]  # noqa: PLR0124
    if "" in statements:
        raise BadTable(f"Row {statements.index('') + 2}: there is no statement_id. Every sentence needs one.")
    sentences = ["" if value is None or value != value else str(value) for value in frame["sentence"]]  # noqa: PLR0124
    first: dict[str, int] = {}
    for statement in statements:
        first.setdefault(statement, len(first))
    order = sorted(range(len(statements)), key=lambda row: first[statements[row]])
    return [statements[row] for row in order], [sentences[row] for row in order], order


def fit(
    table: Any, about: str = "", licence: str = "", progress: "Callable[[int, int], None] | None" = None
) -> StatementModel:
    """Fit a model on labelled sentences: `statement_id`, `sentence`, and a 0/1 column for each criterion.

    Its F1 comes from ten fixed folds by statement: no sentence is judged by a model that has seen its statement. Raises
    BadTable; Refused where the labels cannot carry a model.
    """
    frame = frame_of(table)
    statements, sentences, order = _sentences(frame)
    criteria, labels = _labels(frame)
    labels = labels[order]
    codes = coded(statements)
    _refuse_thin(criteria, labels, codes)
    said = _cross_validated(statements, sentences, labels, progress)
    whole = score_of(said, labels, codes)
    each = tuple(round(score_of(said[:, place], labels[:, place], codes).f1, 4) for place in range(len(criteria)))
    words, weights, intercepts = _fitted(statements, sentences, labels)
    return StatementModel(
        criteria, *words, weights, intercepts, int(codes.max()) + 1, len(sentences), round(whole.f1, 4), round(whole.error, 4),
        each, about, licence,
    )  # fmt: skip


def quality(model: StatementModel) -> Score:
    """The model's mean F1 over criteria with its standard error over statements."""
    return Score(model.f1, model.f1_error)


def _labels(frame: "pd.DataFrame") -> "tuple[tuple[str, ...], NDArray[np.bool_]]":
    names = tuple(str(name) for name in frame.columns if name not in NOT_CRITERIA)
    if not names:
        raise BadTable("There is no column of labels. Give each criterion a column of 0 and 1.")
    found = np.empty((len(frame), len(names)), dtype=bool)
    for place, name in enumerate(names):
        said = [str(value).strip() for value in frame[name]]
        wrong = next(
            (row for row, value in enumerate(said) if value not in {"0", "1", "0.0", "1.0", "True", "False"}), None
        )
        if wrong is not None:
            raise BadTable(f"Row {wrong + 2}, column '{name[:40]}': '{said[wrong][:40]}' is neither 0 nor 1.")
        found[:, place] = [value in {"1", "1.0", "True"} for value in said]
    return names, found


def _refuse_thin(criteria: Sequence[str], labels: "NDArray[np.bool_]", codes: "NDArray[np.int64]") -> None:
    count = len(np.unique(codes))
    if count < FOLDS:
        words = f"A model needs sentences of at least {FOLDS} statements, so that it can be judged on others; there are {count}."
        raise Refused(Reason("too_few_labels", words))
    for place, name in enumerate(criteria):
        with_it = len(np.unique(codes[labels[:, place]]))
        if with_it < FEWEST or labels[:, place].all():
            words = f"'{name}' is marked in {with_it} statements; it needs at least {FEWEST}, and sentences without it. Leave it out."
            raise Refused(Reason("too_few_labels", words))


def folds(statements: Sequence[str]) -> "NDArray[np.int64]":
    """The fold (n,) of each sentence: that of its statement, by the statement's id alone."""
    ordered = sorted(set(statements), key=lambda each: hashlib.sha256(each.encode()).hexdigest())
    place = {statement: number % FOLDS for number, statement in enumerate(ordered)}
    return np.array([place[statement] for statement in statements], dtype=np.int64)


def _cross_validated(
    statements: list[str], sentences: list[str], labels: "NDArray[np.bool_]",
    progress: "Callable[[int, int], None] | None",
) -> "NDArray[np.bool_]":  # fmt: skip
    fold, said = folds(statements), np.zeros(labels.shape, dtype=bool)
    for number in range(FOLDS):
        out, learn = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        words, weights, intercepts = _fitted(
            [statements[row] for row in learn], [sentences[row] for row in learn], labels[learn]
        )
        made = features([statements[row] for row in out], [sentences[row] for row in out], *words)
        said[out] = made @ weights.T + intercepts > 0
        if progress:
            progress(number + 1, FOLDS)
    return said


def _fitted(
    statements: Sequence[str], sentences: Sequence[str], labels: "NDArray[np.bool_]"
) -> "tuple[tuple[Vocabulary, Vocabulary], NDArray[np.float64], NDArray[np.float64]]":
    words = learned(sentences)
    made = features(statements, sentences, *words)
    found = [_one(made, labels[:, place]) for place in range(labels.shape[1])]
    return words, np.array([weights for weights, _ in found]), np.array([intercept for _, intercept in found])


def _one(made: Any, labels: "NDArray[np.bool_]") -> "tuple[NDArray[np.float64], float]":
    from sklearn.linear_model import LogisticRegression

    if not labels.any():  # a fold without an example says no
        return np.zeros(made.shape[1]), -1.0
    found = LogisticRegression(
        C=STRENGTH, class_weight="balanced", solver="liblinear", max_iter=200, random_state=0
    ).fit(made, labels)  # fmt: skip
    return found.coef_[0], float(found.intercept_[0])
