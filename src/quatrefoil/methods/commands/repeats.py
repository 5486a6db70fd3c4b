# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil repeats`: texts made from one template, and what their senders change."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Refusal

if TYPE_CHECKING:
    from quatrefoil.methods.near_duplicates import Cluster, Repeats

SCHEMA: Final = "repeats-1"
SHOWN: Final = 10
HELP: Final = (
    "Find texts that were made from one template, and show what changes from text to text. For lawfully obtained text only. "
    "A cluster means that texts come from one author or one template. It does not mean trafficking."
)
NO_BASIS: Final = (
    "This compares people's texts, so it needs to know what allows that. Give --lawful-basis with the law, order or consent under "
    "which these texts were obtained; the words go into the answer."
)


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser("repeats", HELP, seeded=False)
    made.add_argument("file", help="CSV, XLSX or Parquet with columns id and text; - reads CSV from standard input")
    made.add_argument(
        "--lawful-basis",
        default="",
        metavar="TEXT",
        help="what allows you to hold and compare these texts; without it nothing is done",
    )
    made.add_argument(
        "--share", type=float, default=0.5, help="of their words that two texts of one template share (default: 0.5)"
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    frame.one_thread()
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, compare, and put the answer into words."""
    from quatrefoil.methods.commands.missing import needed
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.near_duplicates import BadTexts, find_repeats

    if not any(letter.isalnum() for letter in given.lawful_basis):
        raise Refusal([("no_lawful_basis", NO_BASIS)])
    if not 0 < given.share <= 1:
        raise BadInput("--share lies above 0 and is at most 1, such as 0.5.")
    needed("rapidfuzz", "networks", "to align texts")
    table = read(given.file)
    frame.stage(f"comparing {table.rows:,} texts")
    try:
        found = find_repeats(table.columns, word_share=given.share)
    except BadTexts as problem:
        raise BadInput(f"{given.file}: {problem}") from None
    return Answer(
        SCHEMA, keys_of(found, given), _text(found), [("meaning", found.statements[0])], _report(found, given)
    )


def keys_of(found: "Repeats", given: argparse.Namespace) -> dict[str, Any]:
    """The keys of the contract."""
    return {
        "lawful_basis": given.lawful_basis.strip(),
        "texts": found.texts,
        "too_short": found.too_short,
        "statements": list(found.statements),
        "clusters": [_cluster(each) for each in found.clusters],
    }


def _cluster(each: "Cluster") -> dict[str, Any]:
    slots = [
        {"number": slot.number, "values": [{"text": value.text, "ids": list(value.ids)} for value in slot.values]}
        for slot in each.slots
    ]
    return {"ids": list(each.ids), "template": each.template, "slots": slots, "medoid": each.medoid, "kept": each.kept}


def _text(found: "Repeats") -> str:
    lines = [found.headline]
    for number, each in enumerate(found.clusters[:SHOWN], 1):
        lines += ["", f"{number}. {len(each.ids):,} texts: {each.template}"]
        for slot in each.slots:
            values = ", ".join(f"{value.text or '(nothing)'} ({len(value.ids):,})" for value in slot.values[:4])
            lines.append(f"   [{slot.number}] {values}" + (" ..." if len(slot.values) > 4 else ""))
    if len(found.clusters) > SHOWN:
        lines += ["", f"{len(found.clusters) - SHOWN:,} smaller clusters are in the answer of --format json."]
    return "\n".join(lines)


def _report(found: "Repeats", given: argparse.Namespace) -> Any:
    if not given.report or given.report.lower().endswith(".json"):
        return None
    from quatrefoil.methods.commands.repeats_report import of

    return of(given, found)
