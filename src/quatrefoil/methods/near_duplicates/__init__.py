# SPDX-License-Identifier: Apache-2.0
"""Texts made from one template, and what their senders change.

    from quatrefoil.methods.near_duplicates import TextIndex, find_repeats

    found = find_repeats(table)              # columns id, text
    for cluster in found.clusters:
        cluster.ids, cluster.template, cluster.slots

    index = TextIndex()
    index.add(texts)                         # again whenever there are more; the same clusters as in one run
    index.clusters()

For lawfully obtained text only. A cluster means "same author or same template", not trafficking: docs/explanation/repeats.md.
Names load what they need only when they are asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quatrefoil.methods.near_duplicates.index import BadTexts, TextIndex, find_repeats
    from quatrefoil.methods.near_duplicates.results import Cluster, Repeats, Slot, Value

__all__ = ["BadTexts", "Cluster", "Repeats", "Slot", "TextIndex", "Value", "find_repeats"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "index" if name in {"BadTexts", "TextIndex", "find_repeats"} else "results"
    return getattr(import_module(f"{__name__}.{home}"), name)
