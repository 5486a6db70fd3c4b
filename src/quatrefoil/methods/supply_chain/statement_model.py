# SPDX-License-Identifier: Apache-2.0
"""The model that points at sentences of modern slavery statements.

Words and pieces of words, words of the neighbouring sentences, and the place in the statement, in one logistic regression for
each criterion. Needs scikit-learn (extra `linkage`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.supply_chain.errors import Reason, Refused

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfVectorizer

KIND: Final = "statement-1"
LONGEST: Final = 5_000  # signs of a sentence that are looked at
NEIGHBOUR: Final = 0.5  # weight of the sentences before and after
PIECES: Final = 0.7  # weight of pieces of words
MOST_WORDS: Final = None
MOST_PIECES: Final = 40_000
SHORT: Final = 80  # signs; headings and signature lines are short
EDGE: Final = 0.05  # of a statement: its beginning and its end
PLACES: Final = 6  # features that are no words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms in the order of their columns, and how rare each is."""

    terms: tuple[str, ...]
    rarity: "NDArray[np.float64]"


@dataclass(frozen=True, slots=True)
class StatementModel:
    """A fitted model of k criteria. weights: (k, features); intercepts: (k); f1, f1_error: mean over criteria of fixed folds."""

    criteria: tuple[str, ...]
    words: Vocabulary
    pieces: Vocabulary
    weights: "NDArray[np.float64]"
    intercepts: "NDArray[np.float64]"
    statements: int
    sentences: int
    f1: float
    f1_error: float
    f1_by_criterion: tuple[float, ...]
    about: str = ""
    licence: str = ""

    def probability(self, statements: Sequence[str], sentences: Sequence[str]) -> "NDArray[np.float64]":
        """(n, k): how strongly each sentence speaks to each criterion, from 0 to 1. Sentences stand in their order."""
        from scipy.special import expit

        made = features(statements, sentences, self.words, self.pieces)
        found: NDArray[np.float64] = expit(made @ self.weights.T + self.intercepts)
        return found

    def to_json(self) -> str:
        """The model as a JSON text; weights with four digits after the point."""
        said = {
            "kind": KIND, "criteria": self.criteria, "words": _said(self.words), "pieces": _said(self.pieces),
            "weights": [_short(row) for row in self.weights], "intercepts": _short(self.intercepts),
            "statements": self.statements, "sentences": self.sentences, "f1": self.f1, "f1_error": self.f1_error,
            "f1_by_criterion": self.f1_by_criterion, "about": self.about, "licence": self.licence,
        }  # fmt: skip
        return json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _said(words: Vocabulary) -> dict[str, Any]:
    return {"terms": words.terms, "rarity": _short(words.rarity)}


def _short(values: "NDArray[np.float64]") -> list[float]:
    return [round(float(value), 4) for value in values]


def from_json(text: str, source: str) -> StatementModel:
    """A model from its JSON. Refused where the file holds no fitted model of this kind."""
    try:
        said = json.loads(text)
        made = _made(said) if said.get("kind") == KIND else None
    except (ValueError, KeyError, TypeError, AttributeError):
        made = None
    if made is None:
        raise Refused(not_fitted(f"'{source}' holds no fitted model for statements."))
    return made


def not_fitted(words: str) -> Reason:
    """Why nothing is said without a model."""
    return Reason(
        "model_not_fitted", f"{words} Fit one on labelled sentences: quatrefoil suppliers statement LABELS --fit MODEL"
    )


def _made(said: dict[str, Any]) -> StatementModel | None:
    words, pieces = (
        Vocabulary(tuple(said[name]["terms"]), np.array(said[name]["rarity"], dtype=float))
        for name in ("words", "pieces")
    )
    weights, intercepts = np.array(said["weights"], dtype=float), np.array(said["intercepts"], dtype=float)
    width = 3 * len(words.terms) + len(pieces.terms) + PLACES
    fits = weights.shape == (len(said["criteria"]), width) and intercepts.shape == (len(said["criteria"]),)
    if not (fits and len(words.rarity) == len(words.terms) and len(pieces.rarity) == len(pieces.terms)):
        return None
    if not (np.isfinite(weights).all() and np.isfinite(intercepts).all()):
        return None
    return StatementModel(
        tuple(said["criteria"]), words, pieces, weights, intercepts, said["statements"], said["sentences"], said["f1"],
        said["f1_error"], tuple(said["f1_by_criterion"]), said["about"], said["licence"],
    )  # fmt: skip


def learned(sentences: Sequence[str]) -> tuple[Vocabulary, Vocabulary]:
    """The words and word pairs, and the pieces of words, that occur often enough in sentences."""
    return _learned(_words(), sentences), _learned(_pieces(), sentences)


def _learned(vectoriser: "TfidfVectorizer", sentences: Sequence[str]) -> Vocabulary:
    try:
        vectoriser.fit([sentence[:LONGEST] for sentence in sentences])
    except ValueError:  # no word occurs often enough
        return Vocabulary((), np.empty(0))
    return Vocabulary(tuple(vectoriser.get_feature_names_out().tolist()), np.asarray(vectoriser.idf_))


def _words(**more: Any) -> "TfidfVectorizer":
    from sklearn.feature_extraction.text import TfidfVectorizer

    settings = {"min_df": 2, "max_features": MOST_WORDS} if "vocabulary" not in more else {}
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, **settings, **more)


def _pieces(**more: Any) -> "TfidfVectorizer":
    from sklearn.feature_extraction.text import TfidfVectorizer

    settings = {"min_df": 4, "max_features": MOST_PIECES} if "vocabulary" not in more else {}
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, **settings, **more)


def features(statements: Sequence[str], sentences: Sequence[str], words: Vocabulary, pieces: Vocabulary) -> "csr_array":
    """Features (n, f) of sentences in their order: own words, those before and after, pieces of words, the place."""
    from scipy.sparse import csr_array, hstack

    texts = [sentence[:LONGEST] for sentence in sentences]
    own, parts = _transformed(_words, words, texts), _transformed(_pieces, pieces, texts)
    codes = coded(statements)
    blocks = [own, NEIGHBOUR * _moved(own, codes, -1), NEIGHBOUR * _moved(own, codes, 1), PIECES * parts]
    made = csr_array(hstack([*blocks, csr_array(_places(codes, texts))], format="csr"))
    made.indices, made.indptr = made.indices.astype(np.int32), made.indptr.astype(np.int32)  # liblinear takes no others
    return made


def coded(statements: Sequence[str]) -> "NDArray[np.int64]":
    """A number (n,) for each statement, in the order of their first sentences."""
    place: dict[str, int] = {}
    return np.array([place.setdefault(statement, len(place)) for statement in statements], dtype=np.int64)


def _transformed(make: Any, words: Vocabulary, texts: Sequence[str]) -> "csr_array":
    from scipy.sparse import csr_array

    if not words.terms:
        return csr_array((len(texts), 0))
    vectoriser = make(vocabulary={term: place for place, term in enumerate(words.terms)})
    vectoriser.idf_ = words.rarity
    return csr_array(vectoriser.transform(texts))


def _moved(own: "csr_array", codes: "NDArray[np.int64]", step: int) -> "csr_array":
    """The rows of the sentence `step` further on in the same statement; nothing where there is none."""
    from scipy.sparse import csr_array

    size = len(codes)
    here = np.arange(max(0, -step), min(size, size - step))
    here = here[codes[here] == codes[here + step]]
    step_matrix = csr_array((np.ones(len(here)), (here, here + step)), shape=(size, size))
    moved: csr_array = step_matrix @ own
    return moved


def _places(codes: "NDArray[np.int64]", texts: Sequence[str]) -> "NDArray[np.float64]":
    """Where in its statement a sentence stands, and how long it is (n, 6)."""
    place = np.zeros(len(codes))
    for code in np.unique(codes):
        rows = np.flatnonzero(codes == code)
        place[rows] = np.linspace(0, 1, len(rows))
    long = np.log1p([len(text.split()) for text in texts])
    short = np.array([len(text) < SHORT for text in texts], dtype=float)
    return np.column_stack([place, 1 - place, place < EDGE, place > 1 - EDGE, long, short]).reshape(-1, PLACES)
