# SPDX-License-Identifier: Apache-2.0
"""The report of `quatrefoil index`: the three classes first, then intervals, dimensions, and how it was made."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from quatrefoil.methods.commands.report import Figure, Grid, Report, Section

if TYPE_CHECKING:
    from quatrefoil.methods.composite_index import CompositeIndex, Priorities

MEANS = {
    "geometric": "Across dimensions the geometric mean of the distance to the worst was taken: good dimensions cannot hide a bad one.",
    "product": "Across dimensions the geometric mean of the scores was taken: a place is high only where all dimensions are.",
    "arithmetic": "Across dimensions the arithmetic mean was taken: a good dimension makes up for a bad one.",
}


def of(
    given: argparse.Namespace, found: "CompositeIndex", ordered: "Priorities | None", warnings: Sequence[str]
) -> Report:
    """The whole report."""
    sections = [_classes(found), _ranks(found), *([_priorities(ordered)] if ordered else []), _dimensions(found)]
    return Report(
        title="Index of places",
        summary=list(found.statements[1:]),
        warnings=list(warnings),
        sections=[*sections, _coherence(found), _making(found)],
        foot=f"Made with quatrefoil index --seed {given.seed} --draws {found.draws} --across {found.across} --scale {found.scale} --weights {found.weighting}.",
    )


def _classes(found: "CompositeIndex") -> Section:
    from quatrefoil.methods.composite_index.index import BORDERLINE, HIGH, NOT_HIGH

    rows = [
        (name, str(len(units)), ", ".join(units)) for name in (HIGH, BORDERLINE) for units in [found.of_class(name)]
    ]
    rows.append((NOT_HIGH, str(len(found.of_class(NOT_HIGH))), "all others"))
    words = "Whoever is borderline is high or not depending on choices that can all be defended: look at other evidence there."
    return Section("Three classes", [words], [Grid("Places of each class", ("class", "places", "which"), rows)])


def _ranks(found: "CompositeIndex") -> Section:
    rows = [
        (each.unit, f"{each.score:.1f}", str(each.rank), f"{each.rank_low} to {each.rank_high}", f"{each.p_top:.2f}", each.robust_class)
        for each in found.ordered
    ]  # fmt: skip
    heads = ("place", "score", "rank", f"{found.level:.0%} interval", f"among top {found.top}", "class")
    figure = Figure(
        f"Ranks of the first {min(40, len(rows))} places: point as published, line over the draws",
        "A line for each place from the lower to the upper end of the interval of its rank, coloured by class",
        found.plot,
    )
    return Section(
        "How far the order can be trusted", [], [Grid("All places, the highest score first", heads, rows)], [figure]
    )


def _priorities(ordered: "Priorities") -> Section:
    rows = [
        (each.unit, f"{each.priority:,.0f}", f"{each.p_top:.2f}", f"{each.population:,.0f}", f"{each.coverage:.0%}", f"{each.feasibility:.2f}")
        for each in ordered.places
    ]  # fmt: skip
    words = (
        "Priority is the probability of being among the most in need, times people at risk, times the share not covered, times feasibility. "
        "It orders work; it is no count of victims."
    )
    heads = ("place", "priority", "among the top", "at risk", "covered", "feasibility")
    figure = Figure("Need and coverage; the area of a point is the population", "Scatter of the probability of need against coverage", ordered.plot)  # fmt: skip
    return Section("Which places first", [words], [Grid("Priority", heads, rows)], [figure])


def _dimensions(found: "CompositeIndex") -> Section:
    rows = [
        (each.unit, *("not known" if score is None else f"{score:.1f}" for score in each.dimensions))
        for each in found.ordered
    ]
    return Section("Dimensions", ["Scores from 0 to 100; 100 is worst."], [Grid("Scores by dimension", ("place", *found.dimensions), rows)])  # fmt: skip


def _coherence(found: "CompositeIndex") -> Section:
    rows = [
        (each.indicator, each.dimension, f"{each.weight:.1%}", f"{each.effective:.1%}", _number(each.with_dimension), _number(each.with_index))
        for each in found.coherence
    ]  # fmt: skip
    heads = ("indicator", "dimension", "weight", "effective weight", "with dimension", "with index")
    alphas = [(each.dimension, str(each.indicators), _number(each.alpha)) for each in found.consistency]
    words = (
        "The effective weight is the share of the squared correlations with the index: what an indicator really moves."
    )
    return Section(
        "Do the indicators belong together",
        [words],
        [Grid("Correlations", heads, rows), Grid("Cronbach's alpha", ("dimension", "indicators", "alpha"), alphas)],
    )


def _making(found: "CompositeIndex") -> Section:
    dropped = [(each.what, each.name, each.reason) for each in found.dropped]
    treated = [
        (each.indicator, each.how, str(each.values), f"{each.skew:.1f}", f"{each.kurtosis:.1f}")
        for each in found.treated
    ]
    grids: list[Any] = []
    if dropped:
        grids.append(Grid("Left out", ("what", "name", "why"), dropped, "One rule: known for less than 65 of 100."))
    if treated:
        grids.append(Grid("Treated", ("indicator", "how", "values pulled in", "skewness", "kurtosis"), treated))
    varied = f"Drawn {found.draws:,} times: scale (min-max, z-score, rank), mean across dimensions, weights times 1 ± {found.spread:g}, one indicator or none left out."
    return Section("How it was made", [MEANS[found.across], varied], grids)


def _number(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"
