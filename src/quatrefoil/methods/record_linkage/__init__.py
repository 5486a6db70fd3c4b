# SPDX-License-Identifier: Apache-2.0
"""Which records speak of the same person, organisation or thing; probabilistic for persons, by rule for the rest.

Splink makes, scores and clusters the pairs; what stands here is what it compares, what it may not do, and what people
decide. Nothing heavy is imported before `link` is called.
"""

from quatrefoil.methods.record_linkage.decisions import Decision, Decisions
from quatrefoil.methods.record_linkage.errors import BadRecords, Reason, Refused
from quatrefoil.methods.record_linkage.linking import Choices, link
from quatrefoil.methods.record_linkage.model import Model
from quatrefoil.methods.record_linkage.purposes import Policy
from quatrefoil.methods.record_linkage.results import Because, Linkage, ModelCard, Pair

__all__ = [
    "BadRecords",
    "Because",
    "Choices",
    "Decision",
    "Decisions",
    "Linkage",
    "Model",
    "ModelCard",
    "Pair",
    "Policy",
    "Reason",
    "Refused",
    "link",
]
