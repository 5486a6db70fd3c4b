# SPDX-License-Identifier: Apache-2.0
"""The reports of `quatrefoil suppliers`: what was found, what is not known, and that none of it is a verdict."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands.report import Figure, Grid, Report, Section
from quatrefoil.methods.commands.suppliers import NO_VERDICT
from quatrefoil.methods.commands.suppliers_list import changes_in_words, counts_in_words
from quatrefoil.methods.commands.suppliers_score import banded, in_figures
from quatrefoil.methods.supply_chain.editions import FLAGS, WORDS
from quatrefoil.methods.supply_chain.matching import in_words
from quatrefoil.methods.supply_chain.scoring import LISTED, REASONS, STATUSES
from quatrefoil.methods.supply_chain.tiers import PARTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from quatrefoil.methods.supply_chain.changes import Changes
    from quatrefoil.methods.supply_chain.editions import Edition
    from quatrefoil.methods.supply_chain.matching import Matches
    from quatrefoil.methods.supply_chain.scoring import Scores
    from quatrefoil.methods.supply_chain.statement_model import StatementModel
    from quatrefoil.methods.supply_chain.statements import Findings
    from quatrefoil.methods.supply_chain.tiers import Exposure, Source

ROWS: Final = 200  # of a table; the JSON has all
COLOURS: Final = ("#b5651d", "#8fb3a6", "#c9c3b4", "#e8e6df")
NEXT_STEPS: Final = (
    "For each supplier with a reason to look: ask what is known about who works there and how they are recruited and paid.",
    "Where good, country or supplier is not known, ask; not knowing is a finding.",
    "When a person may be at risk, hand over to those who help people, before anything else.",
    "Put right with the supplier and its workers. Leaving is the last resort and needs a plan for the workers.",
)


def of_scores(
    scores: "Scores", order: "NDArray[np.int64]", shown: "Exposure | None", followed: "Mapping[str, list[Source]]",
    unknown: Sequence[Mapping[str, Any]], names: Mapping[str, str],
) -> Report:  # fmt: skip
    """The report of a scoring."""
    look = scores.count("reason_to_look")
    first = (
        f"{len(scores.suppliers):,} suppliers were held against the edition {scores.edition.name} of the list of goods "
        f"produced by child labour or forced labour. For {look:,} there is a reason to look."
    )
    summary = [
        first,
        f"{scores.count('not_scored') + scores.count('partly_scored'):,} could not be scored, or only in part. That is not a zero.",
        NO_VERDICT,
    ]
    sections = [_where_to_look(scores, order, names), _not_scored(scores, unknown)]
    if shown is not None:
        sections.append(_exposure(shown, followed, names))
    sections.append(Section("What to do next", NEXT_STEPS))
    return Report(
        "Where to look in the supply chain",
        summary,
        sections=sections,
        about=_about(scores),
        foot=_source(scores.edition),
    )


def _about(scores: "Scores") -> list[tuple[str, str]]:
    weights = ", ".join(f"{_term(name)} {weight:g}" for name, weight in zip(scores.terms, scores.weights, strict=True))
    return [("List", counts_in_words(scores.edition)), ("Weights of the terms", weights)]


def _term(name: str) -> str:
    return WORDS.get(name, name)


def _source(edition: "Edition") -> str:
    return (
        f"List read from {edition.source}, SHA-256 {edition.sha256}. The list is a work of the US Department of Labor."
    )


def _where_to_look(scores: "Scores", order: "NDArray[np.int64]", names: Mapping[str, str]) -> Section:
    rows = []
    for place in order[:ROWS]:
        values = [_cell(value, name) for value, name in zip(scores.by_term[place], scores.terms, strict=True)]
        band = banded(scores, place)
        key = scores.suppliers[place]
        rows.append((key, names.get(key, ""), _words(STATUSES[scores.status[place]]), *values, band))
    heads = ("supplier", "name", "status", *map(_term, scores.terms), "score (if all that is unknown were 0, or 1)")
    note = f"The first {len(rows):,} of {len(scores.suppliers):,}. Of several goods of a supplier the gravest counts."
    figure = Figure(
        "Suppliers by status", "; ".join(f"{_words(each)} {scores.count(each):,}" for each in STATUSES), scores.plot
    )
    return Section(
        "Where to look first", figures=[figure], grids=[Grid("Suppliers, every term for itself", heads, rows, note)]
    )


def _cell(value: float, term: str) -> str:
    # A 0 of the list would read as "no risk"; it says only that the list has no such line.
    return {1.0: "listed", 0.0: "not listed"}.get(value, "not scored") if term in FLAGS else in_figures(value)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _not_scored(scores: "Scores", unknown: Sequence[Mapping[str, Any]]) -> Section:
    import numpy as np

    counts = np.bincount(scores.line_reasons[:, : len(FLAGS)].ravel(), minlength=len(REASONS))
    rows = [(_words(REASONS[code]), f"{counts[code]:,}") for code in range(LISTED + 1, len(REASONS)) if counts[code]]
    near = [(each["good"], ", ".join(each["near"]) or "nothing near") for each in unknown[:ROWS]]
    grids = (
        [Grid("Why a term of the list is not “listed”, by term and line", ("reason", "terms"), rows)] if rows else []
    )
    if near:
        grids.append(Grid("Goods that the list does not have by this name", ("good", "nearest on the list"), near))
    sentence = (
        "“not listed” says that good and country are both on the list but not together. It does not say that the good is "
        "free of forced labour. Everything else here is not known."
    )
    return Section("What is not listed, and what is not known", [sentence], grids)


def _exposure(shown: "Exposure", followed: "Mapping[str, list[Source]]", names: Mapping[str, str]) -> Section:
    order = shown.order()[:ROWS]
    rows = [
        (
            shown.suppliers[place],
            names.get(shown.suppliers[place], ""),
            f"{shown.within[place]:.1%}",
            _through(shown, place, followed),
        )
        for place in order
    ]
    heads = ("buyer", "name", f"within {len(shown.tiers)} tiers", "where it meets them (share of purchases, tier)")
    meaning = (
        "Of what a buyer buys, the share that meets a supplier with a listed good within so many tiers, counted where it meets "
        "the first. What is not disclosed is not in this share, so it is a lower limit."
    )
    sentences = [
        meaning,
        *(reason.text for reason in shown.warnings),
    ]
    figures = [Figure("The most exposed buyers", _said(shown), shown.plot)]
    if len(order):
        figures.append(
            Figure(
                "What is known of each tier, for the most exposed buyer",
                _said_tiers(shown, order[0]),
                _tiers(shown, order[0]),
            )
        )
    return Section(
        "Exposure through tiers", sentences, [Grid("Buyers", heads, rows)] if rows else [], figures if rows else []
    )


def _through(shown: "Exposure", place: int, followed: "Mapping[str, list[Source]]") -> str:
    found = followed.get(shown.suppliers[place], [])
    return "; ".join(f"{each.supplier} ({each.share:.1%}, tier {each.tier})" for each in found[:5]) or "-"


def _said(shown: "Exposure") -> str:
    return "; ".join(f"{shown.suppliers[place][:40]} {shown.within[place]:.0%}" for place in shown.order()[:10])


def _said_tiers(shown: "Exposure", place: int) -> str:
    return "; ".join(
        f"tier {tier}: "
        + ", ".join(f"{_words(part)} {value:.0%}" for part, value in zip(PARTS, shares[place], strict=True))
        for tier, shares in enumerate(shown.tiers, start=1)
    )


def _tiers(shown: "Exposure", place: int) -> Any:
    def draw(ax: Any) -> None:
        left = [0.0] * len(shown.tiers)
        labels = [f"tier {tier}" for tier in range(1, len(shown.tiers) + 1)]
        for part, colour in enumerate(COLOURS):
            widths = [float(value) for value in shown.tiers[:, place, part]]
            ax.barh(labels, widths, left=left, color=colour, label=_words(PARTS[part]))
            left = [start + width for start, width in zip(left, widths, strict=True)]
        ax.invert_yaxis()
        ax.set_xlabel("share of purchases")
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=4, frameon=False)

    return draw


def of_list(found: "Sequence[Edition]", changes: "Sequence[Changes]") -> Report:
    """The report of editions and what changed between them."""
    sections = [
        Section(
            f"From {each.earlier.name} to {each.later.name}", [changes_in_words(each)],
            [Grid("Changes", ("good", "country", "what"), [(one.good, one.country, one.text) for one in each.changes])],
            [Figure("Changes by kind", changes_in_words(each), each.plot)],
        )
        for each in changes
    ]  # fmt: skip
    first = Section(
        "The latest edition", figures=[Figure("Lines by what they say", counts_in_words(found[-1]), found[-1].plot)]
    )
    summary = [*(counts_in_words(edition) for edition in found), NO_VERDICT]
    return Report("The list of goods and what changed", summary, sections=[first, *sections], foot=_source(found[-1]))


def of_matches(found: "Matches", left: Mapping[str, str], right: Mapping[str, str] | None = None) -> Report:
    """The report of pairs that are probably one supplier."""
    other = left if right is None else right
    rows = [
        (
            f"{each.probability:.0%}",
            f"{left.get(each.left, '')} ({each.left})",
            f"{other.get(each.right, '')} ({each.right})",
            in_words(each),
        )
        for each in found.pairs[:ROWS]
    ]
    grid = Grid("Pairs, the most probable first", ("probability", "one", "other", "why"), rows)
    summary = [
        f"{found.compared:,} pairs were compared; {len(found.pairs):,} are probably one supplier.",
        "Every pair is a question for a person who looks at both; nothing is joined by itself.",
    ]
    figure = Figure("Probabilities", f"{len(found.pairs):,} pairs from {found.threshold:.0%}", found.plot)
    model = found.model
    foot = f"Model fitted on {model.pairs:,} labelled pairs, F1 {model.f1:.2f} (standard error {model.f1_error:.2f}). {model.about} {model.licence}"
    section = Section("Pairs", figures=[figure] if rows else [], grids=[grid] if rows else [])
    return Report("Suppliers that are probably one", summary, sections=[section], foot=foot.strip())


def of_statements(found: "Findings", model: "StatementModel", words: str) -> Report:
    """The report of sentences by criterion: for each, where to read."""
    sections = []
    for statement in dict.fromkeys(each.statement for each in found.criteria):
        rows = [
            (each.criterion, f"{one.row + 1}", f"{one.strength:.2f}", one.sentence)
            for each in found.criteria
            if each.statement == statement
            for one in (each.sentences[:5] or (each.nearest,))
        ]
        grid = Grid(
            "Sentences by criterion",
            ("criterion", "row", "strength", "sentence"),
            rows,
            f"Below {found.mark:g}: none reaches the mark; the nearest.",
        )
        sections.append(Section(f"Statement {statement}", grids=[grid]))
    figure = Figure("Sentences pointed at", "Sentences by criterion", found.plot)
    summary = [f"{len(found.strengths):,} sentences were read against {len(found.names)} criteria.", words]
    quality = f"Model fitted on {model.statements:,} statements: mean F1 {model.f1:.2f} (standard error {model.f1_error:.2f})."
    return Report(
        "Where a statement speaks to each criterion",
        summary,
        sections=[Section("All statements", figures=[figure]), *sections],
        foot=quality,
    )
