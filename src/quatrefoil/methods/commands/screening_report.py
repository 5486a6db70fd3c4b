# SPDX-License-Identifier: Apache-2.0
"""The report of `quatrefoil screening`: items, ROC curve, cut-offs and drift."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quatrefoil.methods.commands.report import Figure, Grid, Report, Section

if TYPE_CHECKING:
    from quatrefoil.methods.screening_statistics import Accuracy, Assessment, CutOff, Item, Predictive


def report_of(given: argparse.Namespace, found: "Assessment", summary: Sequence[str]) -> Report:
    """Everything that was found, plain sentences first."""
    sections = [_items(found)]
    if found.accuracy:
        sections.append(_accuracy(found.accuracy))
    if found.drift:
        sections.append(_drift(found))
    prevalence = f" --prevalence {given.prevalence:g}" if given.prevalence else ""
    return Report(
        title="How good this instrument is",
        summary=summary,
        warnings=[text for _code, text in found.warnings],
        sections=sections,
        foot=f"Made with quatrefoil screening{prevalence} --level {given.level:g} --seed {given.seed}. The same file gives the same figures.",
    )


def _items(found: "Assessment") -> Section:
    heads = ("item", "answered", "difficulty", "with total", "with the rest", "discrimination", "alpha without")
    picture = Figure("Items", "Each item by its difficulty and its correlation with the rest of the items", found.plot)
    return Section(
        "Items",
        ["A high difficulty is an easy item. An item that hardly goes with the rest asks something else, or is not understood."],
        [Grid("Each item", heads, [_row(item) for item in found.items])],
        [picture],
    )  # fmt: skip


def _row(item: "Item") -> tuple[str, ...]:
    figures = (item.difficulty, item.item_total, item.item_rest, item.discrimination, item.alpha_without)
    return item.item, f"{item.answered:,}", *("-" if each is None else f"{each:.2f}" for each in figures)


def _accuracy(found: "Accuracy") -> Section:
    heads = ("score or more", "sensitivity", "specificity", "predictive value of yes", "of no")
    return Section(
        "Against the known truth",
        ["What a cut-off misses matters as much as what it flags. Who decides weighs both; the curve does not."],
        [Grid("Each cut-off", heads, [_cut_off(each) for each in found.cut_offs])],
        [Figure("ROC curve", f"ROC curve with an area of {found.auc:.2f}", found.plot)],
    )


def _cut_off(each: "CutOff") -> tuple[str, ...]:
    shares = (
        f"{value:.2f} ({low:.2f} to {high:.2f})"
        for value, (low, high) in (
            (each.sensitivity, each.sensitivity_limits),
            (each.specificity, each.specificity_limits),
        )
    )
    return f"{each.cut_off:g}", *shares, _predictive(each.ppv), _predictive(each.npv)


def _predictive(found: "Predictive | None") -> str:
    if found is None or found.value is None:
        return "-"
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def _drift(found: "Assessment") -> Section:
    heads = ("item", "group", "against", "delta", "interval", "class")
    rows = [
        (each.item, each.group, each.reference, f"{each.delta:.2f}", f"{each.low:.2f} to {each.high:.2f}", each.effect)
        for each in found.drift
    ]
    alt = "Delta of each item and group with its interval"
    return Section(
        "Drift between languages or sites",
        ["A: little or none, B: some, C: large. Drift says that an item works differently, not which wording is right: ask those who speak the language."],
        [Grid("Each item in each group", heads, rows)],
        [Figure("Drift", alt, found.plot_drift)],
    )  # fmt: skip
