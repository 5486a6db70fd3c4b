# SPDX-License-Identifier: Apache-2.0
"""Numbers that may be missing, from the texts of a table."""

import math
from collections.abc import Sequence
from typing import Final

from quatrefoil.methods.columns import BadTable, number

LARGEST: Final = 1e9  # squares of larger numbers lose their digits
WORDS: Final = {"true": 1.0, "false": 0.0}  # as libraries write what is yes or no


def scores_of(texts: Sequence[str], name: str, what: str) -> list[float]:
    """Each text as a number, NaN where empty. Raises BadTable that names row and column."""
    return [_score(text, row, name, what) for row, text in enumerate(texts, start=2)]


def _score(text: str, row: int, name: str, what: str) -> float:
    if not text:
        return math.nan
    value = number(text, row, name, what, least=-LARGEST, kind=_parsed)
    if value > LARGEST:
        raise BadTable(f"{what}, row {row}, column '{name}': '{text[:40]}' is too large. Count in larger units.")
    return value


def _parsed(text: str) -> float:
    return WORDS[text.casefold()] if text.casefold() in WORDS else float(text)
