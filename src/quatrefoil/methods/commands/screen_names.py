# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil screen-names`: names against watch and licence lists, across scripts; leads for a person."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Progress, Refusal

if TYPE_CHECKING:
    from quatrefoil.methods.name_screening import Hit, Screening

SCHEMA: Final = "screen-names-1"
SHOWN: Final = 20
HELP: Final = (
    "Compare names with a watch or licence list, across scripts and spellings. Each hit has its reasons and the version of the list. "
    "A hit is a lead for a person who looks, never a match by itself."
)


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser("screen-names", HELP, seeded=False)
    made.add_argument(
        "file", help="names: columns id, name and, where known, dob and country; - reads CSV from standard input"
    )
    made.add_argument(
        "--list", required=True, metavar="FILE", dest="listed",
        help="columns entry_id, name, version and, where known, alias (parted by semicolons), dob, country",
    )  # fmt: skip
    made.add_argument("--threshold", type=float, default=0.75, help="least score of a hit (default: 0.75)")
    made.add_argument("--most", type=int, default=10, help="hits for each name (default: 10)")
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    frame.one_thread()
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, compare, and put the answer into words."""
    from quatrefoil.methods.commands.missing import needed
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.name_screening import BadNames, Refused, listed_from, queries_from, screen

    if not 0 < given.threshold <= 1:
        raise BadInput("--threshold lies above 0 and is at most 1, such as 0.75.")
    if not 1 <= given.most <= 1000:
        raise BadInput("--most is a number from 1 to 1000.")
    for package in ("rapidfuzz", "anyascii"):
        needed(package, "linkage", "to compare names")
    try:
        queries, listed = queries_from(read(given.file).columns), listed_from(read(given.listed).columns)
    except BadNames as problem:
        raise BadInput(str(problem)) from None
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None
    found = screen(queries, listed, threshold=given.threshold, most=given.most, progress=Progress("names"))
    return Answer(SCHEMA, keys_of(found), _text(found), _warnings(found), _report(given, found))


def keys_of(found: "Screening") -> dict[str, Any]:
    """The keys of the contract, and what was compared."""
    return {
        "hits": [
            {
                "id": hit.id,
                "entry_id": hit.entry_id,
                "listed_name": hit.listed_name,
                "score": hit.score,
                "reasons": list(hit.reasons),
                "list_version": hit.list_version,
            }
            for hit in found.hits
        ],
        "asked": found.asked,
        "listed": found.listed,
        "list_versions": list(found.versions),
        "threshold": found.threshold,
        "statements": list(found.statements),
    }


def _text(found: "Screening") -> str:
    people = len({hit.id for hit in found.hits})
    head = [f"{len(found.hits):,} leads for {people:,} of {found.asked:,} names.", *found.statements[1:], ""]
    rows = [_line(hit) for hit in found.hits[:SHOWN]]
    more = (
        [f"... and {len(found.hits) - SHOWN:,} more; --format json or --report has all."]
        if len(found.hits) > SHOWN
        else []
    )
    return "\n".join([*head, *rows, *more])


def _line(hit: "Hit") -> str:
    return f"  {hit.id}: {hit.entry_id} '{hit.listed_name}' {hit.score:.2f} (list {hit.list_version}). {' '.join(hit.reasons)}"


def _warnings(found: "Screening") -> list[tuple[str, str]]:
    from quatrefoil.methods.name_screening.screening import LEAD

    meaning = ("meaning", LEAD)
    if not found.not_comparable:
        return [meaning]
    shown = ", ".join(found.not_comparable[:10]) + (" and others" if len(found.not_comparable) > 10 else "")
    return [meaning, ("not_comparable", f"These names have no letter in them and were not compared: {shown}.")]


def _report(given: argparse.Namespace, found: "Screening") -> Any:
    if not given.report or given.report.lower().endswith(".json"):
        return None
    from quatrefoil.methods.commands.report import Figure, Grid, Report, Section

    rows = [
        (hit.id, hit.entry_id, hit.listed_name, f"{hit.score:.2f}", hit.list_version, " ".join(hit.reasons))
        for hit in found.hits
    ]
    heads = ("asked", "entry", "listed name", "score", "list version", "why")
    return Report(
        title="Names that are like listed names",
        summary=[f"{len(found.hits):,} leads for {len({hit.id for hit in found.hits}):,} of {found.asked:,} names.", *found.statements[1:]],
        warnings=[text for _code, text in _warnings(found)],
        sections=[
            Section(
                "Leads",
                ["Look at the reasons first: what was compared, and what could not be. Write down what you decide, and why."],
                [Grid("Each lead with its reasons", heads, rows)],
                [Figure("How the scores are spread", "Histogram of the scores of the leads", found.plot)] if found.hits else [],
            )
        ],
        foot=f"Made with quatrefoil screen-names --threshold {given.threshold:g} --most {given.most}. The same files give the same leads.",
    )  # fmt: skip
