# SPDX-License-Identifier: Apache-2.0
"""The report of `quatrefoil repeats`: templates, what changes in them, and what a cluster does not mean."""

import argparse
from typing import TYPE_CHECKING, Final

from quatrefoil.methods.commands.report import Figure, Grid, Report, Section

if TYPE_CHECKING:
    from quatrefoil.methods.near_duplicates import Cluster, Repeats

MOST_CLUSTERS: Final = 50
MOST_SLOTS: Final = 12
MOST_VALUES: Final = 8
MOST_IDS: Final = 40


def of(given: argparse.Namespace, found: "Repeats") -> Report:
    """The whole report."""
    return Report(
        title="Texts made from one template",
        summary=[found.headline],
        warnings=list(found.statements[:2]),
        about=[("Lawful basis", given.lawful_basis.strip())],
        sections=[_sizes(found), *(_section(number, each) for number, each in _shown(found)), _how(found)],
        foot=f"Made with quatrefoil repeats --share {given.share:g}. There is no chance in it: the same texts give the same clusters.",
    )


def _shown(found: "Repeats") -> list[tuple[int, "Cluster"]]:
    return list(enumerate(found.clusters[:MOST_CLUSTERS], 1))


def _sizes(found: "Repeats") -> Section:
    if not found.clusters:
        return Section("How large the clusters are", ["No two texts are made from one template."])
    sizes = [len(each.ids) for each in found.clusters]
    words = f"The largest cluster has {sizes[0]:,} texts; {sizes.count(2):,} clusters have two."
    hidden = len(sizes) - MOST_CLUSTERS
    more = [f"The {hidden:,} smaller clusters are in the answer of --format json and not below."] if hidden > 0 else []
    return Section(
        "How large the clusters are", [words, *more], figures=[Figure("Clusters by size", words, found.plot)]
    )


def _section(number: int, each: "Cluster") -> Section:
    ids = ", ".join(each.ids[:MOST_IDS]) + (
        f" and {len(each.ids) - MOST_IDS:,} more" if len(each.ids) > MOST_IDS else ""
    )
    sentences = [f"Template: {each.template}", f"Texts: {ids}."]
    if not each.slots:
        return Section(f"Cluster {number}: {len(each.ids):,} texts", [*sentences, "All texts are the same."])
    rows = [
        (
            f"[{slot.number}]",
            "; ".join(f"{value.text or '(nothing)'} ({len(value.ids):,})" for value in slot.values[:MOST_VALUES]),
            f"{len(slot.values):,}",
        )
        for slot in each.slots[:MOST_SLOTS]
    ]
    grid = Grid("What changes", ("place", "commonest words there, and in how many texts", "different ones"), rows)
    return Section(f"Cluster {number}: {len(each.ids):,} texts", sentences, [grid])


def _how(found: "Repeats") -> Section:
    return Section("How this was made", list(found.statements[2:]))
