# SPDX-License-Identifier: Apache-2.0
"""The model that says how likely two suppliers are one: a logistic regression, kept as readable JSON."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.supply_chain.errors import BadTable, Reason, Refused
from quatrefoil.methods.supply_chain.likeness import FEATURES, Party, compared, party
from quatrefoil.methods.supply_chain.quality import Score, score_of
from quatrefoil.methods.supply_chain.tables import frame_of, needed

if TYPE_CHECKING:
    from numpy.typing import NDArray

KIND: Final = "supplier-match-1"
FOLDS: Final = 5
REFERENCE_F1: Final = 0.82  # nine rapidfuzz features and logistic regression, 5 x 5 folds, on the 112 labelled pairs
COLUMNS: Final = ("label", "name_a", "address_a", "country_a", "name_b", "address_b", "country_b")
LABELS: Final = {"match": 1, "1": 1, "yes": 1, "true": 1, "distinct": 0, "no match": 0, "0": 0, "no": 0, "false": 0}
SHIPPED: Final = "match_model.json"


@dataclass(frozen=True, slots=True)
class MatchModel:
    """A fitted model. mean, spread, coefficients: by feature; f1, f1_error: of fixed folds; about: where the labels come from."""

    features: tuple[str, ...]
    mean: tuple[float, ...]
    spread: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    pairs: int
    f1: float
    f1_error: float
    about: str = ""
    licence: str = ""

    def probability(self, features: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Of each pair (n,) that both are one supplier. features: (n, k); what is unknown counts as the mean."""
        from scipy.special import expit

        found: NDArray[np.float64] = expit(self._standard(features) @ np.array(self.coefficients) + self.intercept)
        return found

    def why(self, features: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """What each feature adds to the log odds (n, k)."""
        found: NDArray[np.float64] = self._standard(features) * np.array(self.coefficients)
        return found

    def _standard(self, features: "NDArray[np.float64]") -> "NDArray[np.float64]":
        made: NDArray[np.float64] = np.nan_to_num((features - np.array(self.mean)) / np.array(self.spread))
        return made

    def to_json(self) -> str:
        """The model as a JSON text."""
        return json.dumps({"kind": KIND, **asdict(self)}, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def from_json(text: str, source: str) -> MatchModel:
    """A model from its JSON. Refused where the file holds no fitted model of this kind."""
    try:
        said = json.loads(text)
        made = (
            _checked({name: said[name] for name in MatchModel.__dataclass_fields__})
            if said.get("kind") == KIND
            else None
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        made = None
    if made is None:
        words = f"'{source}' holds no fitted model for matching suppliers. Fit one: quatrefoil suppliers match LABELS --fit MODEL"
        raise Refused(Reason("model_not_fitted", words))
    return made


def _checked(said: Mapping[str, Any]) -> MatchModel | None:
    lists = {name: tuple(said[name]) for name in ("features", "mean", "spread", "coefficients")}
    figures = np.array([*lists["mean"], *lists["spread"], *lists["coefficients"], said["intercept"]], dtype=float)
    fits = lists["features"] == FEATURES and {len(values) for values in lists.values()} == {len(FEATURES)}
    if not (fits and np.isfinite(figures).all() and min(lists["spread"]) > 0):
        return None
    return MatchModel(**{**said, **lists})


def shipped() -> MatchModel:
    """The model that comes with the package. Refused where there is none."""
    place = resources.files("quatrefoil.methods.supply_chain").joinpath("data").joinpath(SHIPPED)
    if not place.is_file():
        raise Refused(
            Reason("model_not_fitted", "No model comes with this installation. Fit one on labelled pairs with --fit.")
        )
    return from_json(place.read_text(encoding="utf-8"), SHIPPED)


def fit(table: Any, about: str = "", licence: str = "") -> MatchModel:
    """Fit a model on labelled pairs: `label` (match or distinct) and name, address, country of both sides (_a, _b).

    Its F1 comes from five fixed folds, in which no pair is judged by a model that has seen it. Raises BadTable; Refused
    where the labels cannot carry a model.
    """
    left, right, labels = _labelled(table)
    features = compared(left, right)
    quality = cross_validated(features, labels, folds(left, right, labels))
    mean, spread, weights, intercept = _fitted(features, labels)
    texts = (_rounded(mean), _rounded(spread), _rounded(weights))
    return MatchModel(
        FEATURES, *texts, round(intercept, 6), len(labels), round(quality.f1, 4), round(quality.error, 4), about, licence
    )  # fmt: skip


def _rounded(values: "NDArray[np.float64]") -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in values)


def _labelled(table: Any) -> "tuple[list[Party], list[Party], NDArray[np.int64]]":
    frame = frame_of(table).fillna("")
    needed(frame, COLUMNS)
    labels = [LABELS.get(str(value).strip().casefold()) for value in frame["label"]]
    if None in labels:
        place = labels.index(None)
        raise BadTable(
            f"Row {place + 2}, column 'label': '{str(frame['label'].iloc[place])[:40]}' is neither match nor distinct."
        )
    sides = [
        [party(*row) for row in zip(*(frame[f"{name}_{side}"] for name in ("name", "address", "country")), strict=True)]
        for side in "ab"
    ]
    found = np.array(labels, dtype=np.int64)
    fewest = min((found == 0).sum(), (found == 1).sum()) if len(found) else 0
    if fewest < 2 * FOLDS:
        words = f"A model needs at least {2 * FOLDS} pairs that match and {2 * FOLDS} that are distinct; the fewer are {fewest}."
        raise Refused(Reason("too_few_labels", words))
    return sides[0], sides[1], found


def folds(left: Sequence[Party], right: Sequence[Party], labels: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The fold (n,) of each pair, by its words alone, so that the order of the rows does not matter; labels are spread evenly."""
    marks = [
        hashlib.sha256(repr(sorted(map(repr, pair))).encode()).hexdigest() for pair in zip(left, right, strict=True)
    ]
    found = np.empty(len(labels), dtype=np.int64)
    for label in (0, 1):
        places = sorted(np.flatnonzero(labels == label), key=lambda place: marks[place])
        found[places] = np.arange(len(places)) % FOLDS
    return found


def cross_validated(features: "NDArray[np.float64]", labels: "NDArray[np.int64]", fold: "NDArray[np.int64]") -> Score:
    """F1 with its standard error, each pair judged by a model of the other folds."""
    said = np.empty(len(labels), dtype=bool)
    for number in range(FOLDS):
        out = fold == number
        mean, spread, weights, intercept = _fitted(features[~out], labels[~out])
        odds = np.nan_to_num((features[out] - mean) / spread) @ weights + intercept
        said[out] = odds > 0
    return score_of(said, labels.astype(bool))


def _fitted(
    features: "NDArray[np.float64]", labels: "NDArray[np.int64]"
) -> "tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]":
    from sklearn.linear_model import LogisticRegression

    known = ~np.isnan(features)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, features, 0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, (features - mean) ** 2, 0).sum(axis=0) / count)
    spread = np.where(spread > 0, spread, 1)  # a feature that never differs says nothing
    found = LogisticRegression(max_iter=1000).fit(np.nan_to_num((features - mean) / spread), labels)
    return mean, spread, found.coef_[0], float(found.intercept_[0])
