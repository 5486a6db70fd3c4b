# SPDX-License-Identifier: Apache-2.0
"""The report of `quatrefoil estimate`: what a rapporteur can hand in, and everything a critic asks for."""

import argparse
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.commands import frame
from quatrefoil.methods.commands.report import INK, Figure, Grid, Report, Section
from quatrefoil.methods.multiple_systems import assess, compare
from quatrefoil.methods.multiple_systems.diagnostics import ODDS_RATIOS, as_it_may_leave
from quatrefoil.methods.multiple_systems.errors import Refused
from quatrefoil.methods.multiple_systems.latent_classes import FEWEST_CHAINS, HIGHEST_R_HAT

if TYPE_CHECKING:
    from numpy.random import Generator

    from quatrefoil.methods.multiple_systems import Assessment, CaptureTable, Comparison, Estimate, Limits, Strata

QUICK: Final = ("main", "stepwise", "bic", "dga", "chao")
NOT_SAID: Final = "not said; a number without it cannot be judged"


def of_one(given: argparse.Namespace, table: "CaptureTable", found: "Estimate", rng: "Generator") -> Report:
    """A report on one method, with quick ones beside it."""
    try:
        side = compare(table, QUICK, replicates=0, rng=rng, order=given.order)
    except Refused:
        side = None
    return _report(given, table, found, side, rng)


def of_all(given: argparse.Namespace, table: "CaptureTable", side: "Comparison", rng: "Generator") -> Report:
    """A report on all methods; what is judged is the stepwise model, or the first that gave a number."""
    main = next((each for each in side.estimates if each.method == "stepwise"), side.estimates[0])
    return _report(given, table, main, side, rng)


def of_strata(
    given: argparse.Namespace, tables: "dict[str, CaptureTable]", found: "Strata", warnings: list[str]
) -> Report:
    """A report on strata: each with its interval, and what they do not say."""
    observed = sum(table.observed for table in tables.values())
    rows = [
        (
            name,
            as_it_may_leave(tables[name].observed, given.small_cells),
            _people(total),
            _between(found.limits.get(name)),
        )
        for name, total in found.totals.items()
    ]
    way = "One ratio of total to observed for all" if found.is_overall_ratio else "Each estimated for itself"
    grid = Grid(way, ("stratum", "on the lists", "people in all", "interval"), rows)
    figure = Figure("Strata with their intervals", "The table below as dots and lines", found.plot)
    between = _between(found.limits_of_total)
    return Report(
        title="How many people no list has seen, by stratum",
        summary=[
            f"{observed:,} people are on at least one list; in all there are about {found.total:,.0f}.",
            *([f"Chance alone allows {between}, with the choice of the model repeated in every resample."] if between else []),
            "Whether any of this is right depends on an assumption that no data can test: docs/explanation/prevalence.md.",
        ],
        warnings=warnings,
        about=_about(given),
        sections=[Section("The strata", ["An interval of the total is narrower than the sum of the others: errors partly cancel."], [grid], [figure])],
        foot=f"quatrefoil estimate, seed {given.seed}",
    )  # fmt: skip


def _between(limits: "Limits | None") -> str:
    return f"{limits.low:,.0f} to {limits.high:,.0f} ({limits.level:.0%}, {limits.kind})" if limits else ""


def _report(
    given: argparse.Namespace, table: "CaptureTable", found: "Estimate", side: "Comparison | None", rng: "Generator"
) -> Report:
    judged = assess(table, found, rng=rng, seed=given.seed, order=given.order, stage=frame.stage)
    words = [*found.warnings, *(side.warnings if side else ())]
    return Report(
        title="How many people no list has seen",
        summary=_summary(found, side, judged),
        warnings=[reason.text for reason in dict.fromkeys(words)],
        about=_about(given),
        sections=[
            _assumption(judged),
            _methods(side),
            _lists(given, judged),
            _interval(found),
            _stability(judged, found),
            _models(judged),
            _links(judged),
        ],
        foot=judged.reproducible,
    )


def _summary(found: "Estimate", side: "Comparison | None", judged: "Assessment") -> list[str]:
    low, high = side.headline if side else (found.total, found.total)
    interval = found.interval or found.fixed_interval
    sentences = [
        f"{found.observed:,} people are on at least one list.",
        (
            f"By the {found.method} method about {found.unseen:,.0f} more are on none, so about {found.total:,.0f} in all; "
            f"the lists have seen {judged.coverage:.0%}."
        ),
    ]
    if interval:
        sentences.append(
            f"Chance alone allows {interval.low:,.0f} to {interval.high:,.0f} ({interval.level:.0%}, {interval.kind})."
        )
    if side and side.ratio > 1.5:
        sentences.append(
            f"Honest methods disagree on this table: from {low:,.0f} to {high:,.0f}. Report this range, not one number."
        )
    return [*sentences, "Whether any of this is right depends on an assumption that no data can test. It stands below."]


def _about(given: argparse.Namespace) -> list[tuple[str, str]]:
    return [
        ("Period", given.period or NOT_SAID),
        ("Place", given.place or NOT_SAID),
        ("A case is", given.case_definition or NOT_SAID),
        ("On no list could be", given.not_reachable or NOT_SAID),
    ]


def _assumption(judged: "Assessment") -> Section:
    totals: dict[str, dict[float, float | None]] = {}
    for each in judged.departures:
        totals.setdefault(f"{each.lists[0]} and {each.lists[1]}", {})[each.odds_ratio] = each.total
    rows = [(pair, *(_people(found[ratio]) for ratio in ODDS_RATIOS)) for pair, found in totals.items()]
    grid = Grid(
        "The total if two lists depended on each other after all, by odds ratio",
        ("lists", *(f"{ratio:g}" for ratio in ODDS_RATIOS)),
        rows,
        "An odds ratio of 2: the odds of being on one list are twice as high for who is on the other. The data cannot tell.",
    )
    return Section("What it assumes", [judged.assumption], [grid] if rows else [])


def _methods(side: "Comparison | None") -> Section:
    if side is None:
        return Section("Several methods side by side", ["No other method gives a number on this table."])
    rows = [(each.method, each.model, _people(each.total), _limits(each)) for each in side.estimates]
    refused = [
        f"{method} gives no number: {' '.join(reason.text for reason in reasons)}" for method, reasons in side.refused
    ]
    refused += [
        f"{each.method}: {word.text}"
        for each in side.estimates
        for word in each.warnings
        if word.code == "not_converged"
    ]
    grid = Grid("Totals by method", ("method", "model", "people in all", "interval"), rows)
    ratio = f"The largest of those that may carry a headline is {side.ratio:.2f} times the smallest."
    chains = f"A sampler counts only when {FEWEST_CHAINS} chains or more agree (split R-hat at most {HIGHEST_R_HAT})."
    figure = Figure("Totals with their intervals", _said(side), side.plot)
    return Section("Several methods side by side", [ratio, chains, *refused], [grid], [figure])


def _said(side: "Comparison") -> str:
    return "; ".join(f"{each.method} {each.total:,.0f}" for each in side.estimates)


def _lists(given: argparse.Namespace, judged: "Assessment") -> Section:
    found, small = judged.overlaps, given.small_cells
    rows = [
        (name, *(as_it_may_leave(people, small) for people in line))
        for name, line in zip(found.names, found.matrix, strict=True)
    ]
    empty = ", ".join(f"{first} with {second}" for first, second in found.empty_pairs) or "none"
    sentences = [
        (
            f"{as_it_may_leave(found.shared, small)} people are on two lists or more; {found.empty_histories} of {found.histories} possible "
            f"combinations of lists have nobody: the table is {found.sparsity}."
        ),
        f"Pairs of lists that share nobody: {empty}.",
        (
            f"Taken two by two, the lists give from {judged.chapman_range[0]:,.0f} to {judged.chapman_range[1]:,.0f} people: far "
            "apart, they show that lists depend on each other."
        ),
    ]
    note = f"Counts from 1 to {small - 1} stand as <{small}." if small > 1 else ""
    grid = Grid("People on both lists; the diagonal is the list itself", ("", *found.names), rows, note)
    matrix = np.where((found.matrix > 0) & (found.matrix < small), small, found.matrix)
    return Section(
        "The lists",
        sentences,
        [grid],
        [Figure("Overlap of the lists", "The table below in colours", _matrix(found.names, matrix))],
    )


def _matrix(names: tuple[str, ...], matrix: "np.ndarray[Any, Any]") -> Any:
    def draw(ax: Any) -> None:
        ax.imshow(np.log1p(matrix), cmap="Greens")
        ax.set_xticks(range(len(names)), names, rotation=45, ha="right")
        ax.set_yticks(range(len(names)), names)

    return draw


def _interval(found: "Estimate") -> Section:
    drawn = found.bootstrap
    if drawn is None:
        return Section("Uncertainty", ["No resamples were drawn."])
    from quatrefoil.methods.multiple_systems import bca_limits

    limits = bca_limits(drawn, found.interval.level if found.interval else 0.95)
    rows = [
        ("resamples", f"{len(drawn.replicates):,}"),
        ("without a finite estimate", f"{drawn.infinite:,}"),
        ("z0 (how far off the centre the estimate lies)", f"{drawn.centre:.3f}"),
        ("acceleration", f"{drawn.acceleration:.5f}"),
        ("adjusted tails", f"{limits.tails[0]:.2g} and {limits.tails[1]:.2g}"),
        ("a BCa limit is an extreme resample", "yes" if limits.is_extreme else "no"),
    ]
    if found.fixed_interval:
        fixed = found.fixed_interval
        rows.append(("as if the model had been known (too narrow)", f"{fixed.low:,.0f} to {fixed.high:,.0f}"))
    sentences = ["The model was chosen again in every resample, so the interval includes the choice."]
    return Section(
        "Uncertainty", sentences, [Grid("Resampling", ("", ""), rows)], [Figure("Totals of the resamples", "Histogram", drawn.plot)]
    )  # fmt: skip


def _stability(judged: "Assessment", found: "Estimate") -> Section:
    left = Grid(
        "One list left out",
        ("without", "people in all"),
        [(each.change, _people(each.total)) for each in judged.without],
    )
    joined = Grid(
        "Two lists as one", ("merged", "people in all"), [(each.change, _people(each.total)) for each in judged.merged]
    )
    hidden = Grid(
        "A list hidden, and estimated from the others",
        ("list", "its people", "estimated"),
        [(each.name, f"{each.true_size:,}", _people(each.estimated)) for each in judged.hidden],
    )
    sentences = [
        "The population is the same whichever lists one uses. A sound estimate should hardly move.",
        judged.note,
    ]

    def draw(ax: Any) -> None:
        rows = [each for each in judged.without if each.total is not None]
        ax.axvline(found.total, color=INK, linestyle=":")
        ax.plot([each.total for each in rows], range(len(rows)), "o", color=INK)
        ax.set_yticks(range(len(rows)), [f"without {each.change}" for each in rows])
        ax.set_xlabel("people in all")

    grids = [grid for grid in (left, joined, hidden) if grid.rows]
    figures = [Figure("The total when a list is dropped", "The table below as dots", draw)] if judged.without else []
    return Section("Does it hold?", sentences, grids, figures)


def _models(judged: "Assessment") -> Section:
    if judged.trust is None:
        return Section("Other models", ["No other models were compared."])
    rows = [(name, f"{away:.2f}", f"{weight:.0%}", _people(total)) for name, away, weight, total in judged.trust.best]
    sentences = [
        f"Models whose total differs by more than a quarter from it carry {judged.trust.far_weight:.0%} of the weight."
    ]
    grids = [Grid("The best models by BIC", ("model", "behind the best", "weight", "people in all"), rows)]
    if judged.models_chosen:
        chosen = [(name, f"{share:.0%}") for name, share in judged.models_chosen]
        grids.append(Grid("What the resamples choose", ("effects", "share"), chosen))
    return Section("Other models", sentences, grids)


def _links(judged: "Assessment") -> Section:
    found = judged.linkage
    rows = [
        (f"{found.share:.0%} of the matches between lists were missed", _people(found.total_if_missed)),
        (f"{found.share:.0%} of the matches are false", _people(found.total_if_false)),
    ]
    sentences = ["Lists are matched by names and dates, with errors. Missed matches make people look hidden."]
    return Section("Errors of linking", sentences, [Grid("The total if", ("", "people in all"), rows)])


def _people(total: float | None) -> str:
    return "no finite estimate" if total is None else f"{total:,.0f}"


def _limits(each: "Estimate") -> str:
    interval = each.interval or each.fixed_interval
    return f"{interval.low:,.0f} to {interval.high:,.0f} ({interval.kind})" if interval else ""
