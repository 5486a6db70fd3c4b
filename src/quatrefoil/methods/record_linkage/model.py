# SPDX-License-Identifier: Apache-2.0
"""The model of a run as data: numbers only. Conditions and rules always come from the code, never from a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any, Final

from quatrefoil.methods.record_linkage.comparisons import WORDS, Learnt
from quatrefoil.methods.record_linkage.errors import BadRecords
from quatrefoil.methods.record_linkage.records import PREPARED

FORMAT: Final = "quatrefoil-linkage-1"


@dataclass(frozen=True, slots=True)
class Model:
    """What a run learnt. columns: on which it rests; threshold: the probability it picked; records: how many taught it."""

    columns: frozenset[str]
    learnt: Learnt
    threshold: float
    records: int

    def bits(self) -> list[tuple[str, str, float, float, float]]:
        """Rows of (part, level, m, u, match weight in bits)."""
        return [
            (WORDS[part], words, m, u, log2(m / u))
            for part, levels in self.learnt.levels.items()
            for words, (m, u) in levels.items()
        ]

    def as_dict(self) -> dict[str, Any]:
        """As plain data, to be kept as JSON."""
        return {
            "format": FORMAT,
            "columns": sorted(self.columns),
            "prior": self.learnt.prior,
            "threshold": self.threshold,
            "records": self.records,
            "levels": {
                part: {words: list(pair) for words, pair in levels.items()}
                for part, levels in self.learnt.levels.items()
            },
        }


def from_mapping(given: Any) -> Model:
    """A model from plain data. Raises BadRecords."""
    try:
        if given["format"] != FORMAT:
            raise BadRecords(f"This model has the format '{given['format']}'; {FORMAT} is read.")
        levels = {
            _known(part, WORDS): {str(words): _probabilities(pair) for words, pair in each.items()}
            for part, each in given["levels"].items()
        }
        columns = frozenset(_known(column, PREPARED) for column in given["columns"])
        prior, threshold = _probability(given["prior"]), _probability(given["threshold"])
        return Model(columns, Learnt(prior, levels), threshold, int(given["records"]))
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        if isinstance(problem, BadRecords):
            raise
        raise BadRecords("This is not a model that --save-model wrote.") from None


def read(path: str) -> Model:
    """A model from a file. Raises BadRecords."""
    try:
        return from_mapping(json.loads(Path(path).read_text(encoding="utf-8")))
    except OSError as problem:
        raise BadRecords(f"'{path}' cannot be read: {problem.strerror}.") from None
    except ValueError as problem:
        raise problem if isinstance(problem, BadRecords) else BadRecords(f"'{path}' is not JSON.") from None


def _known(name: Any, names: Mapping[str, str] | tuple[str, ...]) -> str:
    if name not in names:
        raise BadRecords(f"This model speaks of '{name}', which is not known here.")
    return str(name)


def _probability(value: Any) -> float:
    number = float(value)
    if not 0.0 < number < 1.0:
        raise BadRecords("A probability in this model does not lie between 0 and 1.")
    return number


def _probabilities(pair: Any) -> tuple[float, float]:
    m, u = (min(float(value), 1.0) for value in pair)
    if not (0.0 < m <= 1.0 and 0.0 < u <= 1.0):
        raise BadRecords("A probability in this model does not lie between 0 and 1.")
    return m, u
