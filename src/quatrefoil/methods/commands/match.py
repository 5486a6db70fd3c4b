# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil match`: people and free beds; suggestions with reasons for a person who decides."""

import argparse
import csv
import io
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Refusal, stage

if TYPE_CHECKING:
    from quatrefoil.methods.matching import Matching, Pair, Weights

SCHEMA: Final = "match-1"
SHOWN: Final = 20
HELP: Final = (
    "Suggest beds for people. Safety filters cannot be relaxed; among the beds that are left, points for urgency, waiting, language, "
    "services and place. A person decides: nothing is booked."
)
DECIDES: Final = "These are suggestions. A person who knows the file decides, with the person concerned; match again after each change."


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser("match", HELP, seeded=False)
    made.add_argument(
        "--people", required=True, metavar="FILE",
        help="person, gender, age, access, no_go, refuses; and, where known, household, urgency, waiting_days, languages, services, near, stays_at",
    )  # fmt: skip
    made.add_argument(
        "--beds", required=True, metavar="FILE",
        help="bed, site, region, genders, age_from, age_to, access, licence; and, where known, places, room, largest_household, languages, services, residents",
    )  # fmt: skip
    made.add_argument(
        "--forbidden", metavar="FILE",
        help="person, site or person, other; kind says apart (where not given), together, rather_apart or rather_together",
    )  # fmt: skip
    made.add_argument("--most", type=int, default=3, help="suggestions for each person (default: 3)")
    made.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar="NAME=POINTS",
        help="points of the soft score, such as waiting=8",
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    frame.one_thread()
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, match, and put the answer into words."""
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.matching import BadMatch, Refused, beds_from, match, people_from

    if not 1 <= given.most <= 100:
        raise BadInput("--most is a number from 1 to 100.")
    weights = _weights(given.weight)
    try:
        people, beds = people_from(read(given.people).columns), beds_from(read(given.beds).columns)
        pairs = _pairs(given.forbidden) if given.forbidden else ()
        stage(f"Matching {len(people):,} people and {len(beds):,} beds")
        found = match(people, beds, pairs, weights=weights, most=given.most)
    except BadMatch as problem:
        raise BadInput(str(problem)) from None
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None
    return Answer(SCHEMA, keys_of(found), _text(found), _warnings(found), _report(given, found))


def _pairs(path: str) -> "tuple[Pair, ...]":
    """Pairs from a file. Two columns named `person` are person and other: so the contract of the commands writes them."""
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.matching import pairs_from

    file = Path(path)
    if file.is_file() and file.suffix.lower() == ".csv":
        lines = file.read_bytes().decode("utf-8-sig", errors="replace").splitlines()
        head = next(csv.reader(io.StringIO(lines[0] if lines else "")), [])
        if [cell.strip() for cell in head] == ["person", "person"]:
            rows = [row for row in csv.reader(lines[1:]) if row]
            if any(len(row) != len(head) for row in rows):
                raise BadInput(f"{path}: a row has more or fewer than two cells.")
            return pairs_from({"person": [row[0] for row in rows], "other": [row[1] for row in rows]})
    return pairs_from(read(path).columns)


def _weights(given: Sequence[str]) -> "Weights":
    from quatrefoil.methods.matching import Weights

    names = [field.name for field in fields(Weights)]
    chosen = {}
    for each in given:
        name, _, points = each.partition("=")
        if name not in names:
            raise BadInput(
                f"--weight {each}: there is no such weight. There are {', '.join(names)}; safety filters have none."
            )
        try:
            chosen[name] = float(points)
        except ValueError:
            raise BadInput(f"--weight {each}: '{points}' is not a number.") from None
    try:
        return Weights(**chosen)
    except ValueError as problem:
        raise BadInput(f"--weight: {problem}") from None


def keys_of(found: "Matching") -> dict[str, Any]:
    """The keys of the contract, and what was matched."""
    return {
        "suggestions": [
            {"person": each.person, "bed": each.bed, "site": each.site, "rank": each.rank, "score": each.score, "reasons": list(each.reasons)}
            for each in found.suggestions
        ],
        "unmatched": [{"person": each.person, "filters": dict(each.filters)} for each in found.unmatched],
        "people": found.people,
        "beds": found.beds,
        "places": found.places,
        "matched": found.matched,
        "value": found.value,
        "bound": found.bound,
        "gap": found.gap,
    }  # fmt: skip


def _text(found: "Matching") -> str:
    firsts = [each for each in found.suggestions if each.rank == 1]
    lines = [_head(found), ""]
    lines += [f"  {each.person}: {each.bed} at {each.site}. {' '.join(each.reasons)}" for each in firsts[:SHOWN]]
    lines += [f"  {each.person}: no bed. {_removed(each.filters)}" for each in found.unmatched[:SHOWN]]
    hidden = max(0, len(firsts) - SHOWN) + max(0, len(found.unmatched) - SHOWN)
    return "\n".join(
        [*lines, *([f"... and {hidden:,} people more; --format json or --report has all."] if hidden else [])]
    )


def _head(found: "Matching") -> str:
    return f"A bed is suggested for {found.matched:,} of {found.people:,} people; there are {found.places:,} places in {found.beds:,} beds or units."


def _removed(filters: Any) -> str:
    from quatrefoil.methods.matching.filters import FILTERS

    return "Beds that " + "; ".join(f"{FILTERS[name]}: {number:,}" for name, number in filters.items()) + "."


def _warnings(found: "Matching") -> list[tuple[str, str]]:
    said = [("a_person_decides", DECIDES)]
    if found.unknown:
        shown = ", ".join(found.unknown[:10]) + (" and others" if len(found.unknown) > 10 else "")
        said.append(
            (
                "unknown_place",
                f"Sites or regions to be avoided that no bed here has (none free, or misspelt?): {shown}.",
            )
        )
    if found.gap > 0.0005:
        said.append(
            (
                "not_proved_best",
                f"Another answer may be better by up to {found.gap:.1%} of the points; none could be safer.",
            )
        )
    return said


def _report(given: argparse.Namespace, found: "Matching") -> Any:
    if not given.report or given.report.lower().endswith(".json"):
        return None
    from quatrefoil.methods.commands.report import Figure, Grid, Report, Section

    rows = [(each.person, str(each.rank), each.bed, each.site, " ".join(each.reasons)) for each in found.suggestions]
    without = [(each.person, _removed(each.filters)) for each in found.unmatched]
    picture = Figure(
        "What took beds away from people who get none",
        "Bars: for each filter, from how many people without a bed it took beds",
        found.plot,
    )
    return Report(
        title="Suggestions of beds",
        summary=[_head(found), DECIDES],
        warnings=[text for _code, text in _warnings(found)[1:]],
        sections=[
            Section("Suggestions", [], [Grid("Beds for each person, the best answer as a whole first", ("person", "rank", "bed", "site", "why"), rows)]),
            Section(
                "Nobody is left out by an option",
                ["A bed counts once, at the first filter that takes it away. No option relaxes a filter."],
                [Grid("Who gets no bed", ("person", "beds"), without)] if without else [],
                [picture] if without else [],
            ),
        ],
        foot="Made with quatrefoil match. The same files give the same suggestions.",
    )  # fmt: skip
