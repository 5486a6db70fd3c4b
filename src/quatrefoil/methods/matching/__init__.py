# SPDX-License-Identifier: Apache-2.0
"""People and free beds: suggestions with reasons, for a person who decides. Safety filters cannot be relaxed.

Nothing heavy is imported before `match` is called.
"""

from quatrefoil.methods.matching.people import (
    BadMatch,
    Bed,
    Pair,
    Person,
    beds_from,
    pairs_from,
    people_from,
)
from quatrefoil.methods.matching.suggesting import Matching, Suggestion, Unmatched, match
from quatrefoil.methods.matching.weights import Weights
from quatrefoil.methods.refusals import Reason, Refused

__all__ = [
    "BadMatch",
    "Bed",
    "Matching",
    "Pair",
    "Person",
    "Reason",
    "Refused",
    "Suggestion",
    "Unmatched",
    "Weights",
    "beds_from",
    "match",
    "pairs_from",
    "people_from",
]
