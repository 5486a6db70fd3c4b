# SPDX-License-Identifier: Apache-2.0
"""The report of `quatrefoil network`: how each figure was made, the chart, the scan, brokers, and paths with their records."""

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from quatrefoil.methods.commands.network import records_of
from quatrefoil.methods.commands.report import Figure, Grid, Report, Section

if TYPE_CHECKING:
    from quatrefoil.methods.networks import Analysis, Path

MOST_COMMUNITIES: Final = 30
MOST_MEMBERS: Final = 12


def of(given: argparse.Namespace, found: "Analysis", paths: "Sequence[Path]") -> Report:
    """The whole report."""
    return Report(
        title="A network of links",
        summary=[found.statements[1]],
        warnings=[found.statements[0]],
        about=_about(given),
        sections=[_chart(found), _communities(found), _brokers(found), *_paths(paths), _how(found)],
        foot=f"Made with quatrefoil network --seed {given.seed}: the same links and seed give the same answer.",
    )


def _about(given: argparse.Namespace) -> list[tuple[str, str]]:
    window = f"{given.since or 'the first'} to {given.until or 'the last'}" if given.since or given.until else "all"
    near = f"up to {given.steps} ties from {', '.join(given.around)}" if given.around else "everything"
    return [("Dates", window), ("Types", given.types or "all"), ("Part", near)]


def _chart(found: "Analysis") -> Section:
    alt = f"{len(found.nodes):,} nodes and {len(found.network.rows):,} ties; colours are communities. The table below names them."
    return Section(
        "Chart", [found.statements[-1]], figures=[Figure("The network, coloured by community", alt, found.plot)]
    )


def _communities(found: "Analysis") -> Section:
    members = Counter(node.community for node in found.nodes)
    rows = []
    for community, many in members.most_common(MOST_COMMUNITIES):
        inside = [node for node in found.nodes if node.community == community]
        names = ", ".join(node.id for node in inside[:MOST_MEMBERS]) + (" …" if many > MOST_MEMBERS else "")
        stability = sum(node.stability for node in inside) / many
        rows.append((str(community), f"{many:,}", f"{stability:.2f}", names))
    note = f"{len(members) - MOST_COMMUNITIES:,} smaller ones are not shown." if len(members) > MOST_COMMUNITIES else ""
    grid = Grid("Communities, the largest first", ("community", "nodes", "stability", "who"), rows, note)
    words = "How far the division stays the same over resolutions and runs; the line is the chosen resolution."
    figures = [Figure("Stability over resolutions", words, found.communities.plot)] if found.communities.scan else []
    return Section("Communities", [found.communities.statement], [grid], figures)


def _brokers(found: "Analysis") -> Section:
    rows = [(each.id, f"{each.betweenness:.4f}") for each in found.brokers.brokers]
    grid = Grid("Brokers, the first first", ("node", "share of shortest chains of others"), rows)
    return Section("Brokers", [found.brokers.statement], [grid] if rows else [])


def _paths(paths: "Sequence[Path]") -> list[Section]:
    if not paths:
        return []
    grids = [
        Grid(
            each.statement,
            ("tie", "records"),
            [(f"{step.one} – {step.other}", records_of(step.links)) for step in each.steps],
        )
        for each in paths
        if each.steps
    ]
    return [Section("Shortest chains", [each.statement for each in paths if not each.steps], grids)]


def _how(found: "Analysis") -> Section:
    shown = {
        found.statements[0],
        found.statements[1],
        found.statements[-1],
        found.communities.statement,
        found.brokers.statement,
    }
    return Section("How the figures were made", [words for words in found.statements if words not in shown])
