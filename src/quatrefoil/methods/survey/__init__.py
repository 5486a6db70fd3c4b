# SPDX-License-Identifier: Apache-2.0
"""Surveys with weights, strata and clusters: shares, means and counts, change between waves, and how many people to ask.

    from quatrefoil.methods import survey

    asked = survey.responses_from(table)                     # value, weight, optional stratum, psu, wave, arm
    found = survey.analyse(asked)
    found.estimates, found.change

    survey.people_for_change(0.40, 0.50, design_effect=1.5)

What a change without a comparison does not say: docs/explanation/survey.md.
"""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from quatrefoil.methods.columns import BadTable
    from quatrefoil.methods.refusals import Refused
    from quatrefoil.methods.survey.analysis import Survey, analyse
    from quatrefoil.methods.survey.change import Change
    from quatrefoil.methods.survey.estimates import Estimate
    from quatrefoil.methods.survey.responses import Responses, responses_from
    from quatrefoil.methods.survey.sample_size import (
        design_effect_of_clusters,
        people_for_change,
        people_for_comparison,
        people_for_mean_change,
        people_for_share,
    )

__all__ = [
    "BadTable", "Change", "Estimate", "Refused", "Responses", "Survey", "analyse", "design_effect_of_clusters", "people_for_change",
    "people_for_comparison", "people_for_mean_change", "people_for_share", "responses_from",
]  # fmt: skip

HOMES: Final = {
    "quatrefoil.methods.columns": ("BadTable",),
    "quatrefoil.methods.refusals": ("Refused",),
    "quatrefoil.methods.survey.analysis": ("Survey", "analyse"),
    "quatrefoil.methods.survey.change": ("Change",),
    "quatrefoil.methods.survey.estimates": ("Estimate",),
    "quatrefoil.methods.survey.responses": ("Responses", "responses_from"),
    "quatrefoil.methods.survey.sample_size": (
        "design_effect_of_clusters", "people_for_change", "people_for_comparison", "people_for_mean_change", "people_for_share",
    ),
}  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    home = next((home for home, names in HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)
