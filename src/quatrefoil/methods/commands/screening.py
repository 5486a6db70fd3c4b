# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil screening`: how good a screening instrument is; it judges the instrument, never a person."""

import argparse
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.frame import Answer, BadInput, Refusal

if TYPE_CHECKING:
    from quatrefoil.methods.screening_statistics import Assessment, Coefficient, CutOff, Drift, Predictive

SCHEMA: Final = "screening-1"
HELP: Final = (
    "How good a screening instrument or a test is: reliability, items, accuracy against a known truth, and drift between languages or "
    "sites. It judges the instrument, never a person."
)


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = frame.parser("screening", HELP)
    made.add_argument(
        "file",
        help="columns person, item_* (numbers) and, where known, group and truth (1 or 0); - reads CSV from standard input",
    )
    made.add_argument(
        "--prevalence", type=float, metavar="P", help="share of truth 1 among those who will be screened, such as 0.05"
    )
    made.add_argument("--level", type=float, default=0.95, help="of intervals (default: 0.95)")
    return made


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code."""
    frame.one_thread()
    given = parser().parse_args(arguments)
    if given.seed is None:
        given.seed = secrets.randbelow(2**32)
    return frame.run(given, work)


def work(given: argparse.Namespace) -> Answer:
    """Read, judge, and put the answer into words."""
    import numpy as np

    from quatrefoil.methods.commands.reading import read
    from quatrefoil.methods.screening_statistics import BadTable, Refused, answers_from, assess

    if given.prevalence is not None and not 0 < given.prevalence < 1:
        raise BadInput("--prevalence lies above 0 and below 1, such as 0.05.")
    if not 0.5 <= given.level < 1:
        raise BadInput("--level lies from 0.5 to below 1, such as 0.95.")
    if given.seed < 0:
        raise BadInput("--seed is 0 or more.")
    try:
        answers = answers_from(read(given.file).columns)
        frame.stage("items and reliability")
        rng = np.random.default_rng(given.seed)
        found = assess(answers, rng=rng, prevalence=given.prevalence, level=given.level)
    except BadTable as problem:
        raise BadInput(str(problem)) from None
    except Refused as refused:
        raise Refusal([(reason.code, reason.text) for reason in refused.reasons]) from None
    return Answer(SCHEMA, keys_of(found), _text(found), found.warnings, _report(given, found))


def keys_of(found: "Assessment") -> dict[str, Any]:
    """The keys of the contract, and what they rest on."""
    accuracy = found.accuracy
    best = accuracy.best if accuracy else None
    return {
        "people": found.people,
        "whole": found.whole,
        "alpha": _coefficient(found.alpha),
        "omega": _coefficient(found.omega),
        "items": found.to_frame().astype(object).where(lambda cells: cells.notna(), None).to_dict("records"),
        "auc": accuracy
        and {
            "value": accuracy.auc,
            "low": accuracy.limits and accuracy.limits[0],
            "high": accuracy.limits and accuracy.limits[1],
            "level": accuracy.level,
            "positives": accuracy.positives,
            "negatives": accuracy.negatives,
        },
        "prevalence": accuracy.prevalence if accuracy else None,
        "best_cut_off": best.cut_off if best else None,
        "ppv": _predictive(best.ppv) if best else None,
        "npv": _predictive(best.npv) if best else None,
        "cut_offs": [_cut_off(each) for each in accuracy.cut_offs] if accuracy else [],
        "dif": [_drift(each) for each in found.drift],
        "groups": found.groups,
    }


def _coefficient(found: "Coefficient | None") -> dict[str, Any] | None:
    if found is None:
        return None
    return {"value": found.value, "low": found.low, "high": found.high, "level": found.level}


def _predictive(found: "Predictive | None") -> dict[str, Any] | None:
    return None if found is None else {"value": found.value, "low": found.low, "high": found.high}


def _cut_off(each: "CutOff") -> dict[str, Any]:
    return {
        "cut_off": each.cut_off,
        "sensitivity": _share(each.sensitivity, each.sensitivity_limits),
        "specificity": _share(each.specificity, each.specificity_limits),
        "youden": each.youden,
        "ppv": _predictive(each.ppv),
        "npv": _predictive(each.npv),
    }


def _share(value: float, limits: tuple[float, float]) -> dict[str, float]:
    return {"value": value, "low": limits[0], "high": limits[1]}


def _drift(each: "Drift") -> dict[str, Any]:
    return {
        "item": each.item,
        "group": each.group,
        "reference": each.reference,
        "odds_ratio": each.odds_ratio,
        "delta": each.delta,
        "low": each.low,
        "high": each.high,
        "p": each.p,
        "class": each.effect,
    }


def summary(found: "Assessment") -> list[str]:
    """The sentences that stand first."""
    lines = [f"{found.whole:,} of {found.people:,} people answered all {len(found.items)} items."]
    for name, each in (("Alpha", found.alpha), ("Omega", found.omega)):
        if each:
            lines.append(f"{name}: {each.value:.2f}{_limits(each.low, each.high)}.")
    if found.accuracy:
        lines += _of_accuracy(found)
    moved = [each for each in found.drift if each.effect != "A"]
    if found.drift:
        names = ", ".join(f"{each.item} in {each.group} ({each.effect})" for each in moved)
        lines.append(f"Items that work differently in a group at the same total: {names or 'none seen'}.")
    return lines


def _of_accuracy(found: "Assessment") -> list[str]:
    accuracy = found.accuracy
    if accuracy is None:
        return []
    best, limits = accuracy.best, accuracy.limits or (None, None)
    lines = [
        f"AUC: {accuracy.auc:.2f}{_limits(*limits)}, from {accuracy.positives} people with truth 1 and {accuracy.negatives} with truth 0.",
        (
            f"At {best.cut_off:g} or more: sensitivity {best.sensitivity:.2f}{_limits(*best.sensitivity_limits)}, "
            f"specificity {best.specificity:.2f}{_limits(*best.specificity_limits)}."
        ),
    ]
    if best.ppv and best.ppv.value is not None and accuracy.prevalence is not None:
        wrong = round(100 * (1 - best.ppv.value))
        lines.append(
            f"Where {accuracy.prevalence:.1%} are concerned, {wrong} of 100 people over the cut-off would not be "
            f"(predictive value {best.ppv.value:.2f}{_limits(best.ppv.low, best.ppv.high)})."
        )
    return lines


def _limits(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f" ({low:.2f} to {high:.2f})"


def _text(found: "Assessment") -> str:
    rows = [
        f"  {item.item[:30]:30} difficulty {_number(item.difficulty)}  with the rest {_number(item.item_rest)}"
        for item in found.items
    ]
    return "\n".join([*summary(found), "", *rows])


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _report(given: argparse.Namespace, found: "Assessment") -> Any:
    if not given.report or given.report.lower().endswith(".json"):
        return None
    from quatrefoil.methods.commands.screening_report import report_of

    return report_of(given, found, summary(found))
