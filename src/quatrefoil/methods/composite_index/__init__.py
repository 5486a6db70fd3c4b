# SPDX-License-Identifier: Apache-2.0
"""A composite index of vulnerability or need over places: scores, intervals of ranks, three robust classes.

For places, never for a person. Detected victims are no input: an index that steers where one looks must not feed on where
one has looked. Nothing heavier than numpy is imported.
"""

from quatrefoil.methods.composite_index.draws import Ranks
from quatrefoil.methods.composite_index.index import CompositeIndex, UnitScore, composite_index
from quatrefoil.methods.composite_index.indicators import BadIndex, Indicator, indicators_from
from quatrefoil.methods.composite_index.places import Dropped, Places, places_from
from quatrefoil.methods.composite_index.priorities import Priorities, Priority, priorities
from quatrefoil.methods.refusals import Reason, Refused

__all__ = [
    "BadIndex",
    "CompositeIndex",
    "Dropped",
    "Indicator",
    "Places",
    "Priorities",
    "Priority",
    "Ranks",
    "Reason",
    "Refused",
    "UnitScore",
    "composite_index",
    "indicators_from",
    "places_from",
    "priorities",
]
