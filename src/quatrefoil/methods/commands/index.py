# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil index`: a composite index over places, with intervals of ranks and three robust classes."""

import argparse
import math
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Progress, Refusal

if TYPE_CHECKING:
    from quatrefoil.methods.composite_index import CompositeIndex, Priorities

SCHEMA: Final = "index-1"
SHOWN: Final = 25
MOST_DRAWS: Final = 200_000
SUSPECT: Final = re.compile(r"victim|detect|identified", re.IGNORECASE)
OF_PRIORITY: Final = ("population", "coverage", "feasibility")
HELP: Final = (
    "A composite index of vulnerability or need over places: a score from 0 to 100 (100 is worst), the interval of its rank, the "
    "probability of being among the top, and a class: robustly high, borderline or not high. For places, never for a person. "
    "Detected victims are refused as an input."
)


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser("index", HELP)
    made.add_argument("file", help="a column unit and one for each indicator; - reads CSV from standard input")
    made.add_argument(
        "--meta", required=True, metavar="FILE",
        help="the register: columns indicator, dimension, direction (1: more is worse), kind, and low, high, weight, dimension_weight",
    )  # fmt: skip
    made.add_argument("--unit", default="unit", metavar="COLUMN", help="the column with the names of the places")
    made.add_argument("--across", choices=["geometric", "product", "arithmetic"], default="geometric", help="mean over dimensions (default: geometric, of the distance to the worst)")  # fmt: skip
    made.add_argument("--scale", choices=["min-max", "z-score", "rank"], default="min-max", help="how a column becomes a score (default: min-max)")  # fmt: skip
    made.add_argument("--weights", choices=["given", "equal", "pca"], default="given", help="weights (default: those of the register)")  # fmt: skip
    made.add_argument("--no-treatment", action="store_true", help="leave skewed columns as they are")
    made.add_argument("--top", type=int, metavar="K", help="how many places are the top (default: a fifth)")
    made.add_argument("--draws", type=int, default=10_000, help="indices drawn for the intervals (default: 10,000)")
    made.add_argument(
        "--spread", type=float, default=0.5, help="how far weights are varied: times 1 ± this (default: 0.5)"
    )
    made.add_argument("--level", type=float, default=0.9, help="of the interval of ranks (default: 0.9)")
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    frame.one_thread()
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, combine, draw, and put the answer into words."""
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.composite_index import BadIndex, Refused

    _refuse_options(given)
    given.seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    meta, table = read(given.meta).columns, read(given.file).columns
    try:
        found = _made(given, meta, table)
        ordered = _priorities(found, given.unit, table)
    except BadIndex as problem:
        raise BadInput(str(problem)) from None
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None
    except ValueError as problem:
        raise BadInput(f"--{problem}.") from None
    warnings = _warnings(found)
    return Answer(SCHEMA, keys_of(found, ordered), _text(found), warnings, _report(given, found, ordered, warnings))


def _refuse_options(given: argparse.Namespace) -> None:
    if given.seed is not None and given.seed < 0:
        raise BadInput("--seed is a number that is 0 or more.")
    if not 1 <= given.draws <= MOST_DRAWS:
        raise BadInput(f"--draws is a number from 1 to {MOST_DRAWS:,}.")
    if not 0 <= given.spread < 1:
        raise BadInput("--spread is 0 or more and below 1, such as 0.5.")
    if not 0 < given.level < 1:
        raise BadInput("--level lies between 0 and 1, such as 0.9.")


def _made(given: argparse.Namespace, meta: dict[str, list[Any]], table: dict[str, list[Any]]) -> "CompositeIndex":
    import numpy as np

    from quatrefoil.methods.composite_index import composite_index, indicators_from, places_from

    return composite_index(
        places_from(table, indicators_from(meta), unit=given.unit),
        scale=given.scale,
        across=given.across,
        weighting=given.weights,
        treat=not given.no_treatment,
        draws=given.draws,
        spread=given.spread,
        top=given.top,
        level=given.level,
        rng=np.random.default_rng(given.seed),
        progress=Progress("draws"),
    )


def _priorities(found: "CompositeIndex", unit: str, table: dict[str, list[Any]]) -> "Priorities | None":
    """Where the table says population, coverage and feasibility, and none of them is an indicator."""
    if not set(OF_PRIORITY) <= set(found.unused):
        return None
    from quatrefoil.methods.composite_index import priorities
    from quatrefoil.methods.composite_index.indicators import number

    place = {str(name).strip(): at for at, name in enumerate(table[unit])}
    rows = [place[each.unit] for each in found.scores]
    population, coverage, feasibility = (
        [number(table[name][row], row + 2, name) for row in rows] for name in OF_PRIORITY
    )
    return priorities(
        [each.unit for each in found.scores], [each.p_top for each in found.scores], population, coverage, feasibility
    )


def keys_of(found: "CompositeIndex", ordered: "Priorities | None" = None) -> dict[str, Any]:
    """The keys of the contract, and how the index was made."""
    return {
        "scores": [
            {
                "unit": each.unit,
                "score": each.score,
                "rank": each.rank,
                "rank_low": each.rank_low,
                "rank_high": each.rank_high,
                "p_top": each.p_top,
                "class": each.robust_class,
                "known": each.known,
                "dimensions": dict(zip(found.dimensions, each.dimensions, strict=True)),
            }
            for each in found.ordered
        ],
        "dropped": [asdict(each) for each in found.dropped],
        "treated": [asdict(each) for each in found.treated],
        "coherence": [asdict(each) for each in found.coherence],
        "consistency": [asdict(each) for each in found.consistency],
        "priorities": [asdict(each) for each in ordered.places] if ordered else [],
        "made": {
            "scale": found.scale,
            "across": found.across,
            "weights": found.weighting,
            "draws": found.draws,
            "spread": found.spread,
            "top": found.top,
            "level": found.level,
        },
        "statements": list(found.statements),
    }


def _warnings(found: "CompositeIndex") -> list[tuple[str, str]]:
    from quatrefoil.methods.composite_index.index import FOR_PLACES

    made = [("for_places", FOR_PLACES)]
    if found.dropped:
        made.append(
            ("dropped", "Left out: " + _listed([f"{each.name} ({each.reason})" for each in found.dropped]) + ".")
        )
    if found.treated:
        how = [f"{each.indicator} ({_how(each)})" for each in found.treated]
        made.append(
            ("treated", f"A few extreme values would have decided these columns, so they were treated: {_listed(how)}.")
        )
    if found.without_goalposts:
        words = f"No fixed goalposts: {_listed(found.without_goalposts)}. Scores of two years or two countries cannot be compared."
        made.append(("no_goalposts", words))
    against = [
        each.indicator for each in found.coherence if each.with_dimension is not None and each.with_dimension < 0
    ]
    if against:
        words = f"These run against their own dimension: {_listed(against)}. Look at their direction, or at where they belong."
        made.append(("against_dimension", words))
    suspect = [each.indicator for each in found.coherence if SUSPECT.search(each.indicator)]
    if suspect:
        words = f"By their names these may count detected people: {_listed(suspect)}. If they do, their kind is detected and they may not be an input."
        made.append(("maybe_detected", words))
    silent = [each for each in found.coherence if each.with_index is not None and math.fabs(each.with_index) < 0.1]
    if silent:
        made.append(("silent", f"The index hardly moves with: {_listed([each.indicator for each in silent])}."))
    if found.unused:
        made.append(("unused", f"Columns that the register does not name were not used: {_listed(found.unused)}."))
    return made


def _how(each: Any) -> str:
    if each.how == "log":
        return "logarithm"
    return "1 value pulled in" if each.values == 1 else f"{each.values} values pulled in"


def _listed(names: Sequence[str], most: int = 10) -> str:
    from quatrefoil.methods.composite_index.indicators import shown

    first = ", ".join(shown(name) if len(name) > 120 else name for name in names[:most])
    return first if len(names) <= most else f"{first} and {len(names) - most} more"


def _text(found: "CompositeIndex") -> str:
    from quatrefoil.methods.composite_index.indicators import shown

    names = [shown(each.unit[:30]) for each in found.ordered[:SHOWN]]
    width = max(map(len, [*names, "place"]))
    head = f"  {'place':<{width}}  score   ranks      among top {found.top}   class"
    rows = [
        f"  {name:<{width}}  {each.score:5.1f}   {f'{each.rank_low} to {each.rank_high}':<11}{each.p_top:>8.2f}        {each.robust_class}"
        for name, each in zip(names, found.ordered, strict=False)
    ]
    hidden = len(found.scores) - SHOWN
    more = [f"  ... and {hidden:,} more; --format json or --report has all."] if hidden > 0 else []
    return "\n".join([*found.statements[1:], "", head, *rows, *more])


def _report(given: argparse.Namespace, found: "CompositeIndex", ordered: "Priorities | None", warnings: Any) -> Any:
    if not given.report or given.report.lower().endswith(".json"):
        return None
    from quatrefoil.methods.commands import index_report

    return index_report.of(given, found, ordered, [text for _code, text in warnings])
