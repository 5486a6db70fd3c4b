# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil network`: components, cores, communities and brokers of a network of links, and a chart of it."""

import argparse
import secrets
from collections.abc import Sequence
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Progress, Refusal

if TYPE_CHECKING:
    from quatrefoil.methods.networks import Analysis, Links, Network, Path

SCHEMA: Final = "network-1"
SHOWN: Final = 5


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser(
        "network",
        "Components, cores, stable communities and brokers of a network of links, with the records behind them. "
        "A place in a network says nothing about what a person did.",
    )
    made.add_argument(
        "file", help="CSV, XLSX or Parquet with source, target, and if known type, date, record_id; - is CSV"
    )
    made.add_argument("--since", metavar="DATE", help="only links from this day, month or year on")
    made.add_argument("--until", metavar="DATE", help="only links up to this day, month or year")
    made.add_argument("--types", metavar="A,B", help="only links of these types")
    made.add_argument(
        "--around", metavar="ID", action="append", default=[], help="only what is near this node (repeatable)"
    )
    made.add_argument("--steps", type=int, default=2, help="how many ties from --around (default: 2)")
    made.add_argument(
        "--path",
        nargs=2,
        metavar="ID",
        action="append",
        default=[],
        help="a shortest chain between two nodes, with records",
    )
    made.add_argument("--brokers", type=int, default=20, metavar="N", help="how many brokers to name (default: 20)")
    made.add_argument("--graphml", metavar="FILE", help="also write the network as GraphML")
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    frame.one_thread()
    given = parser().parse_args(arguments)
    if given.seed is None:
        given.seed = secrets.randbelow(2**32)
    return frame.run(given, work)


def work(given: argparse.Namespace) -> Answer:
    """Read, analyse, and put the answer into words."""
    from quatrefoil.methods.commands.missing import needed

    _refuse_options(given)
    for module in ("networkit", "networkx"):
        needed(module, "networks", "to analyse networks")
    from quatrefoil.methods.networks import BadLinks, TooLarge

    try:
        return _answer(given)
    except BadLinks as problem:
        raise BadInput(f"{given.file}: {problem}") from None
    except TooLarge as problem:
        raise Refusal([("too_large", str(problem))]) from None


def _refuse_options(given: argparse.Namespace) -> None:
    if not 0 <= given.steps <= 20:
        raise BadInput("--steps is a whole number from 0 to 20.")
    if given.brokers < 0:
        raise BadInput("--brokers is 0 or more.")
    if given.graphml and File(given.graphml).suffix.lower() != ".graphml":
        raise BadInput(f"A GraphML file ends in .graphml; '{given.graphml}' does not.")


def _answer(given: argparse.Namespace) -> Answer:
    import numpy as np

    from quatrefoil.methods.networks import analyse, as_graphml, shortest_paths

    links, network = chosen(given)
    paths = shortest_paths(network, given.path) if given.path else []
    frame.stage(f"{len(network.rows):,} ties among {len(network.names):,} nodes")
    found = analyse(
        links, rng=np.random.default_rng(given.seed), most_brokers=given.brokers, network=network,
        progress=Progress("communities: runs"),
    )  # fmt: skip
    if given.graphml:
        from quatrefoil.methods.commands.output import write_whole

        write_whole(given.graphml, as_graphml(found))
    return Answer(
        SCHEMA, keys_of(found, paths), _text(found, paths), _warnings(found, links), _report(given, found, paths)
    )


def chosen(given: argparse.Namespace) -> "tuple[Links, Network]":
    """The links that were asked for, and the network of them. Raises BadLinks and TooLarge."""
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.networks import around, build, read_links
    from quatrefoil.methods.networks.links import checked_date

    links = read_links(read(given.file).columns)
    types = None if given.types is None else [each.strip() for each in given.types.split(",")]
    since, until = (date and checked_date(date) for date in (given.since, given.until))
    links = links.within(since=since, until=until, types=types)
    network = build(links)
    return links, around(network, given.around, given.steps) if given.around else network


def _warnings(found: "Analysis", links: "Links") -> list[tuple[str, str]]:
    words = [("meaning", found.statements[0])]
    if links.blank:
        words.append(("blank_ends", f"Rows without source or target, left out: {links.blank:,}."))
    if not found.network.links:
        words.append(("no_links", "No link is left to look at."))
    if links.undated:
        words.append(("undated", f"Links without a date stand in no time window; left out: {links.undated:,}."))
    if found.brokers.pivots is not None:
        words.append(
            ("brokers_estimated", f"Brokers are estimated from {found.brokers.pivots:,} nodes chosen at random.")
        )
    return words


def keys_of(found: "Analysis", paths: "Sequence[Path]") -> dict[str, Any]:
    """The keys of the contract."""
    scan = [
        {"resolution": each.resolution, "communities": each.communities, "between_runs": each.between_runs,
         "between_neighbours": each.between_neighbours}
        for each in found.communities.scan
    ]  # fmt: skip
    return {
        "nodes": [
            {"id": node.id, "component": node.component, "core": node.core, "community": node.community,
             "stability": node.stability, "x": node.x, "y": node.y}
            for node in found.nodes
        ],
        "resolution": found.communities.resolution,
        "scan": scan,
        "brokers": [{"id": each.id, "betweenness": each.betweenness} for each in found.brokers.brokers],
        "pivots": found.brokers.pivots,
        "ties": len(found.network.rows),
        "links": len(found.network.links),
        "paths": [_path(each) for each in paths],
        "statements": list(found.statements),
    }  # fmt: skip


def _path(each: "Path") -> dict[str, Any]:
    steps = [
        {
            "from": step.one,
            "to": step.other,
            "records": [
                {"record_id": link.record, "type": link.type, "date": link.date, "source": link.source}
                for link in step.links
            ],
        }
        for step in each.steps
    ]
    return {"found": each.is_found, "nodes": list(each.names), "steps": steps}


def _text(found: "Analysis", paths: "Sequence[Path]") -> str:
    nodes = found.nodes
    components, communities = (len({getattr(node, kind) for node in nodes}) for kind in ("component", "community"))
    counts = f"Nodes: {len(nodes):,}. Ties: {len(found.network.rows):,}. Components: {components:,}. Communities: {communities:,}."
    lines = [
        counts,
        *found.statements[1:],
    ]
    if found.brokers.brokers:
        lines += ["", "Brokers:"]
        lines += [f"  {each.id:30}{each.betweenness:8.4f}" for each in found.brokers.brokers[:SHOWN]]
    for each in paths:
        lines += ["", f"Path: {each.statement}"]
        lines += [f"  {step.one} – {step.other}: {records_of(step.links)}" for step in each.steps]
    return "\n".join(lines)


def records_of(links: Sequence[Any]) -> str:
    """The records behind a tie, in words."""
    said = [
        " ".join(part for part in (link.record or "(no record id)", link.type, link.date) if part)
        for link in links[:SHOWN]
    ]
    return "; ".join(said) + (f" and {len(links) - SHOWN:,} more" if len(links) > SHOWN else "")


def _report(given: argparse.Namespace, found: "Analysis", paths: "Sequence[Path]") -> Any:
    if not given.report or given.report.lower().endswith(".json"):
        return None
    from quatrefoil.methods.commands.network_report import of

    return of(given, found, paths)
