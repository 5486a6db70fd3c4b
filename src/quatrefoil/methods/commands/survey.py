# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil survey`: shares, means and counts of a survey, and the change between waves, as the sample was drawn."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Refusal

if TYPE_CHECKING:
    from quatrefoil.methods.survey import Change, Estimate, Survey

SCHEMA: Final = "survey-1"
POWER: Final = 0.8
HELP: Final = (
    "Shares, means and counts of a survey with weights, strata and clusters; the change between waves, with a comparison or labelled as "
    "not attributable."
)


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser("survey", HELP, seeded=False)
    made.add_argument(
        "file",
        help="columns value (1 or 0 for a share) and weight and, where known, stratum, psu, wave, arm; - reads CSV from standard input",
    )
    made.add_argument(
        "--kind", choices=["share", "mean", "count"], help="of the value (default: share where all are 1 or 0, else mean)"
    )  # fmt: skip
    made.add_argument(
        "--single-psu", choices=["refuse", "centre", "certain"], default="refuse",
        help="how to count a stratum with one PSU: not at all, by its distance from the mean of all, or as taken with certainty",
    )  # fmt: skip
    made.add_argument("--waves", metavar="A,B", help="the two waves to compare (default: the first and the last)")
    made.add_argument("--treated", metavar="ARM", help="the arm that was reached, where its name does not say so")
    made.add_argument(
        "--detect", type=float, metavar="D", help="also say how many people a next survey needs to see a change of D"
    )
    made.add_argument("--level", type=float, default=0.95, help="of intervals (default: 0.95)")
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    frame.one_thread()
    return frame.run(parser().parse_args(arguments), work)


def work(given: argparse.Namespace) -> Answer:
    """Read, estimate, and put the answer into words."""
    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.survey import BadTable, Refused, analyse, responses_from

    if not 0.5 <= given.level < 1:
        raise BadInput("--level lies from 0.5 to below 1, such as 0.95.")
    try:
        asked = responses_from(read(given.file).columns)
        found = analyse(
            asked, kind=given.kind, single=given.single_psu, waves=_waves(given), treated=given.treated, level=given.level
        )  # fmt: skip
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None
    except BadTable as problem:
        raise BadInput(str(problem)) from None
    except ValueError as problem:  # an option that does not fit the table
        raise BadInput(f"--{_option(str(problem))}: {problem}.") from None
    size = _size(given, found)
    return Answer(
        SCHEMA, keys_of(found, size), "\n".join(_lines(found, size)), found.warnings, _report(given, found, size)
    )


def _option(problem: str) -> str:
    return next((name for word, name in (("wave", "waves"), ("arm", "treated")) if word in problem), "kind")


def _waves(given: argparse.Namespace) -> tuple[str, str] | None:
    if given.waves is None:
        return None
    names = [name.strip() for name in given.waves.split(",")]
    if len(names) != 2:
        raise BadInput("--waves names two waves, such as --waves 1,2.")
    return names[0], names[1]


def _size(given: argparse.Namespace, found: "Survey") -> dict[str, Any] | None:
    """How many people the next survey needs in each wave, with the mean design effect of this one."""
    if given.detect is None:
        return None
    from quatrefoil.methods.survey import people_for_change, people_for_comparison, people_for_mean_change

    last = found.estimates[-1]
    effects = [each.design_effect for each in found.estimates if each.design_effect]
    effect = max(1.0, sum(effects) / max(1, len(effects)))
    compared = found.change is not None and found.change.comparison is not None
    try:
        if last.kind == "share":
            then = last.value + given.detect
            people = (
                people_for_comparison(
                    (last.value, then), (last.value, last.value), power=POWER, level=given.level, design_effect=effect
                )
                if compared
                else people_for_change(last.value, then, power=POWER, level=given.level, design_effect=effect)
            )
        else:
            deviation = last.standard_error * (last.people / (last.design_effect or 1)) ** 0.5
            people = people_for_mean_change(
                given.detect, deviation, power=POWER, level=given.level, design_effect=effect
            )
            people *= 2 if compared else 1  # four cells instead of two
    except ValueError as problem:
        raise BadInput(f"--detect {given.detect:g} from {last.value:.3g}: {problem}.") from None
    return {"detect": given.detect, "from": last.value, "power": POWER, "design_effect": effect, "people": people}


def keys_of(found: "Survey", size: dict[str, Any] | None) -> dict[str, Any]:
    """The keys of the contract, and how the sample was drawn."""
    return {
        "estimates": [_estimate(each) for each in found.estimates],
        "change": _change(found.change),
        "level": found.level,
        "asked": found.asked,
        "answered": found.answered,
        "design": {"strata": found.strata, "psus": found.psus, "same_psus_in_waves": found.follows},
        "sample_size": size,
    }


def _estimate(each: "Estimate") -> dict[str, Any]:
    names = (
        "wave",
        "arm",
        "kind",
        "value",
        "low",
        "high",
        "standard_error",
        "people",
        "psus",
        "freedom",
        "n_effective",
    )
    return {name: getattr(each, name) for name in (*names, "design_effect", "kish")}


def _change(change: "Change | None") -> dict[str, Any] | None:
    if change is None:
        return None
    names = (
        "kind",
        "first",
        "last",
        "value",
        "low",
        "high",
        "p",
        "freedom",
        "label",
        "treated",
        "comparison",
        "unadjusted",
    )
    return {name: getattr(change, name) for name in names}


def summary(found: "Survey", size: dict[str, Any] | None) -> list[str]:
    """The sentences that stand first."""
    lines = [
        f"{found.answered:,} of {found.asked:,} people answered, from {found.psus:,} PSUs in {found.strata:,} strata."
    ]
    change = found.change
    if change is not None:
        of = f" in {change.treated} less that in {change.comparison}" if change.comparison else ""
        p = "" if change.p is None else f", p {change.p:.3f}" if change.p >= 0.001 else ", p below 0.001"
        lines.append(
            f"Change{of}, {change.first} to {change.last}: {change.value:+.3f}{limits(change.low, change.high)}{p} ({change.label})."
        )
    if size:
        lines.append(
            f"To see a change of {size['detect']:g} with a power of {size['power']:.0%}, ask {size['people']:,} people in each wave"
            f"{' and arm' if change is not None and change.comparison else ''} (design effect {size['design_effect']:.2f})."
        )
    return lines


def _lines(found: "Survey", size: dict[str, Any] | None) -> list[str]:
    return [*summary(found, size), "", *(_line(each) for each in found.estimates)]


def _line(each: "Estimate") -> str:
    name = " ".join(part[:30] for part in (each.wave and f"wave {each.wave}", each.arm) if part) or "all"
    effect = "-" if each.design_effect is None else f"{each.design_effect:.2f}"
    return f"  {name:24} {each.kind} {each.value:.3f}{limits(each.low, each.high)}  {each.people:,} people, design effect {effect}"


def limits(low: float | None, high: float | None) -> str:
    """An interval in brackets, or nothing."""
    return "" if low is None or high is None else f" ({low:.3f} to {high:.3f})"


def _report(given: argparse.Namespace, found: "Survey", size: dict[str, Any] | None) -> Any:
    if not given.report or given.report.lower().endswith(".json"):
        return None
    from quatrefoil.methods.commands.report import Figure, Grid, Report, Section

    heads = ("wave", "arm", "value", "interval", "people", "effective people", "design effect", "PSUs")
    alt = "Each figure with its interval, by wave and arm"
    return Report(
        title="What the survey says",
        summary=summary(found, size),
        warnings=[text for _code, text in found.warnings],
        sections=[
            Section(
                "Figures",
                ["The design effect says how many times more people this sample needs than a simple random one for the same interval."],
                [Grid("Each wave and arm", heads, [_row(each) for each in found.estimates])],
                [Figure("Figures by wave and arm", alt, found.plot)],
            )
        ],
        foot=f"Made with quatrefoil survey --single-psu {given.single_psu} --level {given.level:g}. The same file gives the same figures.",
    )  # fmt: skip


def _row(each: "Estimate") -> tuple[str, ...]:
    effective = "-" if each.n_effective is None else f"{each.n_effective:,.0f}"
    effect = "-" if each.design_effect is None else f"{each.design_effect:.2f}"
    ends = limits(each.low, each.high).strip(" ()") or "-"
    return (
        each.wave or "-",
        each.arm or "-",
        f"{each.value:.3f}",
        ends,
        f"{each.people:,}",
        effective,
        effect,
        f"{each.psus:,}",
    )
