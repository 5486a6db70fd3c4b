# SPDX-License-Identifier: Apache-2.0
"""Multiple systems estimation: how many people no list has seen, from how the lists overlap.

    from quatrefoil.methods import multiple_systems as mse

    table = mse.from_frame(frame)                      # 0/1 columns and `count`, or `person` and `list`
    found = mse.estimate(table, "stepwise", rng=rng)   # found.total, found.interval, found.warnings
    side = mse.compare(table, rng=rng)                 # several methods; their ratio; the headline
    judged = mse.assess(table, found, rng=rng)         # everything that has to stand beside the number

What it assumes and when not to use it: docs/explanation/prevalence.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quatrefoil.methods.multiple_systems.assessment import Assessment, Comparison, assess, compare
    from quatrefoil.methods.multiple_systems.bootstrap import Bootstrap, Limits, bca_limits, percentile_limits
    from quatrefoil.methods.multiple_systems.decomposable import GraphAverage, average
    from quatrefoil.methods.multiple_systems.errors import BadTable, Reason, Refused
    from quatrefoil.methods.multiple_systems.estimates import METHODS, Estimate, Interval, estimate, rank_models
    from quatrefoil.methods.multiple_systems.existence import Status
    from quatrefoil.methods.multiple_systems.latent_classes import LatentClasses, sample
    from quatrefoil.methods.multiple_systems.noise import geometric
    from quatrefoil.methods.multiple_systems.stepwise import select
    from quatrefoil.methods.multiple_systems.strata import Strata, stratified
    from quatrefoil.methods.multiple_systems.table import (
        AddedNoise,
        CaptureTable,
        from_frame,
        from_histories,
        from_memberships,
    )
    from quatrefoil.methods.multiple_systems.two_lists import Chao, Chapman, chao, chapman

# Loaded when first used, so that importing the package costs nothing.
_HOME = {
    "assessment": ("Assessment", "Comparison", "assess", "compare"),
    "bootstrap": ("Bootstrap", "Limits", "bca_limits", "percentile_limits"),
    "decomposable": ("GraphAverage", "average"),
    "strata": ("Strata", "stratified"),
    "errors": ("BadTable", "Reason", "Refused"),
    "estimates": ("METHODS", "Estimate", "Interval", "estimate", "rank_models"),
    "existence": ("Status",),
    "latent_classes": ("LatentClasses", "sample"),
    "noise": ("geometric",),
    "stepwise": ("select",),
    "table": ("AddedNoise", "CaptureTable", "from_frame", "from_histories", "from_memberships"),
    "two_lists": ("Chao", "Chapman", "chao", "chapman"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "METHODS",
    "AddedNoise",
    "Assessment",
    "BadTable",
    "Bootstrap",
    "CaptureTable",
    "Chao",
    "Chapman",
    "Comparison",
    "Estimate",
    "GraphAverage",
    "Interval",
    "LatentClasses",
    "Limits",
    "Reason",
    "Refused",
    "Status",
    "Strata",
    "assess",
    "average",
    "bca_limits",
    "chao",
    "chapman",
    "compare",
    "estimate",
    "from_frame",
    "from_histories",
    "from_memberships",
    "geometric",
    "percentile_limits",
    "rank_models",
    "sample",
    "select",
    "stratified",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _MODULE_OF:
        return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
