# SPDX-License-Identifier: Apache-2.0
"""Names against watch and licence lists, across scripts. A hit is a lead for a person, never a match by itself.

Nothing heavy is imported before `screen` is called.
"""

from quatrefoil.methods.name_screening.listed import BadNames, Entry, Listed, Query, listed_from, queries_from
from quatrefoil.methods.name_screening.screening import Hit, Screening, screen
from quatrefoil.methods.refusals import Refused

__all__ = [
    "BadNames",
    "Entry",
    "Hit",
    "Listed",
    "Query",
    "Refused",
    "Screening",
    "listed_from",
    "queries_from",
    "screen",
]
