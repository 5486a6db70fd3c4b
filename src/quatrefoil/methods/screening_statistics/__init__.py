# SPDX-License-Identifier: Apache-2.0
"""How good a screening instrument or a test of a training is: reliability, items, accuracy, drift; and what a training gained.

    from quatrefoil.methods import screening_statistics

    answers = screening_statistics.answers_from(table)       # person, item_*, optional group, truth
    found = screening_statistics.assess(answers, rng=numpy.random.default_rng(1), prevalence=0.05)
    found.alpha, found.omega, found.items, found.accuracy, found.drift

    screening_statistics.paired_gain(before, after)
    screening_statistics.retention(before, after, later, lowest=0, highest=100)

It judges the instrument, never the person who answered. What that means: docs/explanation/screening_statistics.md.
"""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from quatrefoil.methods.columns import BadTable
    from quatrefoil.methods.refusals import Refused
    from quatrefoil.methods.screening_statistics.accuracy import Accuracy, CutOff, Predictive, accuracy_of
    from quatrefoil.methods.screening_statistics.answers import Answers, answers_from
    from quatrefoil.methods.screening_statistics.assessment import Assessment, assess
    from quatrefoil.methods.screening_statistics.drift import Drift, drift_of
    from quatrefoil.methods.screening_statistics.items import Item, items_of
    from quatrefoil.methods.screening_statistics.reliability import Coefficient, alpha, omega, people_for_alpha
    from quatrefoil.methods.screening_statistics.retained import LeeBounds, Retention, lee_bounds, retention
    from quatrefoil.methods.screening_statistics.training import Gain, Switch, paired_gain, paired_shares

__all__ = [
    "Accuracy", "Answers", "Assessment", "BadTable", "Coefficient", "CutOff", "Drift", "Gain", "Item", "LeeBounds", "Predictive",
    "Refused", "Retention", "Switch", "accuracy_of", "alpha", "answers_from", "assess", "drift_of", "items_of", "lee_bounds", "omega",
    "paired_gain", "paired_shares", "people_for_alpha", "retention",
]  # fmt: skip

HOMES: Final = {
    "quatrefoil.methods.columns": ("BadTable",),
    "quatrefoil.methods.refusals": ("Refused",),
    "quatrefoil.methods.screening_statistics.accuracy": ("Accuracy", "CutOff", "Predictive", "accuracy_of"),
    "quatrefoil.methods.screening_statistics.answers": ("Answers", "answers_from"),
    "quatrefoil.methods.screening_statistics.assessment": ("Assessment", "assess"),
    "quatrefoil.methods.screening_statistics.drift": ("Drift", "drift_of"),
    "quatrefoil.methods.screening_statistics.items": ("Item", "items_of"),
    "quatrefoil.methods.screening_statistics.reliability": ("Coefficient", "alpha", "omega", "people_for_alpha"),
    "quatrefoil.methods.screening_statistics.retained": ("LeeBounds", "Retention", "lee_bounds", "retention"),
    "quatrefoil.methods.screening_statistics.training": ("Gain", "Switch", "paired_gain", "paired_shares"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    home = next((home for home, names in HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)
