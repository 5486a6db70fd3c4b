# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil estimate`: how many people no list has seen."""

import argparse
import re
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Progress, Refusal

if TYPE_CHECKING:
    from numpy.random import Generator

    from quatrefoil.methods.commands.report import Report
    from quatrefoil.methods.multiple_systems import CaptureTable, Comparison, Estimate, Limits, Strata

SCHEMA: Final = "estimate-1"
METHODS: Final = ("stepwise", "main", "bic", "dga", "chapman", "chao", "lcm", "all")
NOISE: Final = re.compile(r"noise:\s*(\w+)\s+(epsilon|scale)\s*=\s*([0-9.]+)\s*$")
SMALL_CELL: Final = 10
REPLICATES_OF_STRATA: Final = 1000


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser("estimate", "Estimate how many people no list has seen, from how the lists overlap.")
    made.add_argument("file", help="CSV, XLSX or Parquet; - reads CSV from standard input")
    made.add_argument("--method", choices=METHODS, default="stepwise", help="default: stepwise; all: side by side")
    made.add_argument(
        "--bootstrap",
        default="1000",
        metavar="N|auto",
        help="resamples: exactly N (0: none), or as many as the limits need (default: 1000)",
    )
    made.add_argument("--force", action="store_true", help="allow a two-list estimate with fewer than 7 shared people")
    made.add_argument("--level", type=float, default=0.95, help="of intervals (default: 0.95)")
    made.add_argument("--threshold", type=float, default=0.02, help="of the stepwise rule (default: 0.02)")
    made.add_argument("--order", type=int, default=3, help="largest effect that the BIC search looks at (default: 3)")
    made.add_argument("--strata", metavar="COLUMN", help="estimate each value of this column for itself")
    made.add_argument(
        "--small-cells", type=int, default=SMALL_CELL, help="counts below this stand as <N in a report (default: 10)"
    )
    for option, words in (
        ("--period", "which time the table covers"),
        ("--place", "which place it covers"),
        ("--case-definition", "who counts as a case"),
        ("--not-reachable", "who could not be on any list"),
    ):
        made.add_argument(option, default="", metavar="TEXT", help=f"for the report: {words}")
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    given = parser().parse_args(arguments)
    if given.seed is None:
        given.seed = secrets.randbelow(2**32)
    return frame.run(given, work)


def work(given: argparse.Namespace) -> Answer:
    """Read, estimate, and put the answer into words."""
    import numpy as np

    from quatrefoil.methods.multiple_systems import BadTable, Refused

    _refuse_options(given)
    try:
        tables = read_tables(given)
        rng = np.random.default_rng(given.seed)
        if given.strata:
            return _strata(given, tables, rng)
        (table,) = tables.values()
        return _all(given, table, rng) if given.method == "all" else _one(given, table, rng)
    except BadTable as problem:
        raise BadInput(str(problem)) from None
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None


def _refuse_options(given: argparse.Namespace) -> None:
    if not 0.5 <= given.level < 1:
        raise BadInput("--level lies from 0.5 to below 1, such as 0.95.")
    if not 0 <= given.threshold < 1:
        raise BadInput("--threshold is a probability, from 0 to below 1, such as 0.02.")
    if given.order < 2:
        raise BadInput("--order is 2 or more: the number of lists in the largest effect.")
    replicates(given)


def replicates(given: argparse.Namespace) -> int | Literal["auto"]:
    """How many resamples. Raises BadInput."""
    if given.bootstrap == "auto":
        return "auto"
    if not given.bootstrap.isdecimal() or 0 < int(given.bootstrap) < 100:
        raise BadInput("--bootstrap takes a whole number from 100, 0 for none, or auto.")
    return int(given.bootstrap)


def read_tables(given: argparse.Namespace) -> "dict[str, CaptureTable]":
    """The table of the file, or one for each stratum. Raises BadInput and BadTable."""
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.multiple_systems import from_frame

    raw = read(given.file)
    noise = _noise(raw.comments)
    if not given.strata:
        return {"": from_frame(raw.columns, noise=noise)}
    if given.strata not in raw.columns:
        raise BadInput(f"There is no column '{given.strata}'; the columns are {', '.join(raw.columns)}.")
    values = [str(value) for value in raw.columns[given.strata]]
    lists = {name: column for name, column in raw.columns.items() if name != given.strata}
    tables = {
        value: from_frame({name: _kept(column, values, value) for name, column in lists.items()}, noise=noise)
        for value in sorted(set(values))
    }
    if len({table.names for table in tables.values()}) != 1:
        raise BadInput(
            f"Every value of '{given.strata}' needs the same lists. Give the table as 0/1 columns and 'count'."
        )
    return tables


def _kept(column: list[Any], values: list[str], wanted: str) -> list[Any]:
    return [cell for cell, value in zip(column, values, strict=True) if value == wanted]


def _noise(comments: Sequence[str]) -> Any:
    from quatrefoil.methods.multiple_systems import AddedNoise, geometric

    for comment in comments:
        if not comment.startswith("noise:"):
            continue
        found = NOISE.match(comment)
        if not found or float(found[3]) <= 0:
            raise BadInput(f"'# {comment}' is not understood. Write it as '# noise: geometric epsilon=1'.")
        if found[2] == "epsilon" and found[1] != "geometric":
            raise BadInput("epsilon belongs to geometric noise; of another kind give its standard deviation as scale=.")
        return geometric(float(found[3])) if found[2] == "epsilon" else AddedNoise(found[1], float(found[3]))
    return None


def _one(given: argparse.Namespace, table: "CaptureTable", rng: "Generator") -> Answer:
    from quatrefoil.methods.multiple_systems import estimate

    found = estimate(
        table, given.method, replicates=replicates(given), rng=rng, level=given.level, threshold=given.threshold,
        order=given.order, force=given.force, progress=Progress(given.method),
    )  # fmt: skip
    warnings = [(word.code, word.text) for word in found.warnings]
    report = None
    if _wants_report(given):
        from quatrefoil.methods.commands.estimate_report import of_one

        report = of_one(given, table, found, rng)
    return Answer(SCHEMA, keys_of(found), _text(found), warnings, report)


def _wants_report(given: argparse.Namespace) -> bool:
    return bool(given.report) and not given.report.lower().endswith(".json")


def keys_of(found: "Estimate") -> dict[str, Any]:
    """The keys of the contract for one method."""
    interval = found.interval or found.fixed_interval
    return {
        "method": found.method,
        "model": found.model,
        "observed": found.observed,
        "dark_figure": found.unseen,
        "total": found.total,
        "coverage": found.coverage,
        "effects": [list(pair) for pair in found.effects],
        "status": int(found.status),
        "interval": interval
        and {"level": interval.level, "low": interval.low, "high": interval.high, "kind": interval.kind},
    }


def _text(found: "Estimate") -> str:
    interval = found.interval or found.fixed_interval
    lines = [
        f"On the lists: {found.observed:,} people. On no list: about {found.unseen:,.0f}. In all: about {found.total:,.0f}.",
        f"The lists have seen {found.coverage:.0%} of them.",
    ]
    if interval:
        lines.insert(
            1,
            f"{interval.level:.0%} interval of the total: {interval.low:,.0f} to {interval.high:,.0f} ({interval.kind}).",
        )
    effects = ", ".join(":".join(pair) for pair in found.effects)
    lines.append(
        f"Method: {found.method}, model {found.model}"
        + (f"; lists that may depend on each other: {effects}." if effects else ".")
    )
    return "\n".join(lines)


def _all(given: argparse.Namespace, table: "CaptureTable", rng: "Generator") -> Answer:
    from quatrefoil.methods.multiple_systems import compare

    side = compare(
        table, replicates=replicates(given), rng=rng, level=given.level, order=given.order, stage=frame.stage
    )  # fmt: skip
    warnings = [(word.code, word.text) for word in side.warnings]
    warnings += [(word.code, f"{each.method}: {word.text}") for each in side.estimates for word in each.warnings]
    keys = {
        "methods": [keys_of(each) for each in side.estimates],
        "refused_methods": [
            {"method": method, "reasons": [{"code": reason.code, "text": reason.text} for reason in reasons]}
            for method, reasons in side.refused
        ],
        "observed": table.observed,
        "ratio": side.ratio,
        "headline": {"low": side.headline[0], "high": side.headline[1]},
    }
    report = None
    if _wants_report(given):
        from quatrefoil.methods.commands.estimate_report import of_all

        report = of_all(given, table, side, rng)
    return Answer(SCHEMA, keys, _side_text(table, side), warnings, report)


def _side_text(table: "CaptureTable", side: "Comparison") -> str:
    low, high = side.headline
    lines = [f"On the lists: {table.observed:,} people. In all: {low:,.0f} to {high:,.0f}.", ""]
    for each in side.estimates:
        limits = f"{each.interval.low:>10,.0f} to {each.interval.high:,.0f}" if each.interval else ""
        lines.append(f"  {each.method:10}{each.total:>10,.0f}   {limits}")
    lines += [f"  {method:10}   refused: {reasons[0].text}" for method, reasons in side.refused]
    return "\n".join(lines)


def _strata(given: argparse.Namespace, tables: "dict[str, CaptureTable]", rng: "Generator") -> Answer:
    from quatrefoil.methods.multiple_systems import stratified
    from quatrefoil.methods.multiple_systems.estimates import totals_of_stepwise

    if given.method != "stepwise":
        raise BadInput("--strata works with the stepwise method.")
    times = replicates(given)
    found = stratified(
        tables, lambda each: totals_of_stepwise(each, threshold=given.threshold), level=given.level, rng=rng,
        replicates=REPLICATES_OF_STRATA if times == "auto" else times, progress=Progress("strata"),
    )  # fmt: skip
    keys = {
        "method": "stepwise",
        "observed": sum(table.observed for table in tables.values()),
        "total": found.total,
        "interval": _interval(found.limits_of_total),
        "strata": [
            {
                "stratum": name,
                "observed": tables[name].observed,
                "total": total,
                "interval": _interval(found.limits.get(name)),
            }
            for name, total in found.totals.items()
        ],
        "overall_ratio": found.is_overall_ratio,
    }
    return Answer(
        SCHEMA, keys, _strata_text(tables, found), _strata_warnings(found), _strata_report(given, tables, found)
    )


def _interval(limits: "Limits | None") -> dict[str, Any] | None:
    return (
        None if limits is None else {"level": limits.level, "low": limits.low, "high": limits.high, "kind": limits.kind}
    )


def _strata_report(given: argparse.Namespace, tables: "dict[str, CaptureTable]", found: "Strata") -> "Report | None":
    if not _wants_report(given):
        return None
    from quatrefoil.methods.commands.estimate_report import of_strata

    return of_strata(given, tables, found, [text for _code, text in _strata_warnings(found)])


def _strata_warnings(found: "Strata") -> list[tuple[str, str]]:
    if not found.is_overall_ratio:
        return []
    words = (
        f"Too few people are on two lists in {', '.join(found.thin)}, so every stratum got the overall ratio of total to "
        "observed. Do not compare strata by these numbers."
    )
    return [("overall_ratio", words)]


def _strata_text(tables: "dict[str, CaptureTable]", found: "Strata") -> str:
    rows = [
        f"  {name:20}{tables[name].observed:>8,} seen {total:>10,.0f} in all{_range(found.limits.get(name))}"
        for name, total in found.totals.items()
    ]
    return "\n".join([f"In all: about {found.total:,.0f}{_range(found.limits_of_total)}.", "", *rows])


def _range(limits: "Limits | None") -> str:
    return f" ({limits.level:.0%} interval {limits.low:,.0f} to {limits.high:,.0f})" if limits else ""
