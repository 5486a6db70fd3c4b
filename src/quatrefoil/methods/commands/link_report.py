# SPDX-License-Identifier: Apache-2.0
"""The report of `quatrefoil link`: why records were joined, what the model is, and what a person should look at."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from quatrefoil.methods.commands.link import percent, threshold_words
from quatrefoil.methods.commands.report import INK, Figure, Grid, Report, Section

if TYPE_CHECKING:
    from quatrefoil.methods.record_linkage import Because, Linkage, Pair

AGAINST: Final = "#b5651d"
LISTED: Final = 100  # pairs for review that a report lists
EXAMPLES: Final = ("The surest pair", "A pair in the middle", "The least sure pair that was joined")


def of(given: argparse.Namespace, found: "Linkage") -> Report:
    """The whole report. Ids stand in it and no name, number or date of a person."""
    return Report(
        title="Which records are one",
        summary=_summary(found),
        warnings=[word.text for word in found.warnings],
        about=_about(given, found),
        sections=[_examples(found), _review(found), _threshold(found), _card(found), _limits()],
        foot=f"quatrefoil {found.card.version}, link, seed {found.card.seed}, {found.card.backend}.",
    )


def _summary(found: "Linkage") -> list[str]:
    records = sum(found.card.records.values())
    joined = sum(len(cluster) for cluster in found.clusters)
    return [
        f"{joined:,} of {records:,} records were joined into {len(found.clusters):,} clusters; the others stand alone.",
        threshold_words(found.card),
        f"{found.review_total:,} pairs wait for a person. A joined pair is a likely pair, not a proven one.",
    ]


def _about(given: argparse.Namespace, found: "Linkage") -> list[tuple[str, str]]:
    card = found.card
    return [
        ("Files", " and ".join(Path(name).name for name in (given.file, given.other) if name)),
        ("Records", ", ".join(f"{kind}: {count:,}" for kind, count in card.records.items())),
        ("Kept for", ", ".join(purpose or "no stated purpose" for purpose in card.purposes)),
        ("Basis for joining purposes", card.basis or "one purpose only; none was needed"),
        ("Sealed records", f"{card.sealed:,}; a machine joins none of them"),
        ("Decisions of people", f"{card.decisions:,}; they override the machine"),
    ]


def _examples(found: "Linkage") -> Section:
    scored = [
        pair for pair in (_at(found.pairs, place) for place in (0.0, 0.5, 1.0)) if pair and pair.probability is not None
    ]
    shown = [(words, pair) for words, pair in zip(EXAMPLES, scored, strict=False)]
    open_one = next((pair for pair in found.review if pair.probability is not None), None)
    if open_one:
        shown.append(("The first pair for review", open_one))
    sentences = [
        (
            "Each bar is one part of two records. To the right it speaks for one person, to the left against it; one bit doubles or "
            "halves the odds. The first bar is how rare matches are among all pairs, before anything is compared."
        ),
    ]
    figures = [
        Figure(f"{words}: {pair.left} and {pair.right}, {percent(pair)}", _in_words(pair), _waterfall(pair.why))
        for words, pair in shown
    ]
    return Section("Why records were joined", sentences if shown else ["No pair was scored."], figures=figures)


def _at(pairs: "Sequence[Pair]", place: float) -> "Pair | None":
    """A pair among the scored ones, which stand last, by how sure it is."""
    return pairs[round(place * (len(pairs) - 1))] if len(pairs) else None


def _in_words(pair: "Pair") -> str:
    from quatrefoil.methods.record_linkage.results import in_words

    return in_words(pair.why)


def _waterfall(why: "Sequence[Because]") -> "Callable[[Any], None]":
    def draw(ax: Any) -> None:
        start, reached = 0.0, [0.0]
        names = [f"{each.part}: {each.found}" for each in why]
        for place, each in enumerate(why):
            bits = each.bits or 0.0
            ax.barh(place, bits, left=start, color=INK if bits >= 0 else AGAINST)
            start += bits
            reached.append(start)
            ax.annotate(f"{bits:+.1f}", (start, place), xytext=(3 if bits >= 0 else -3, 0), textcoords="offset points",
                        ha="left" if bits >= 0 else "right", va="center", fontsize=7)  # fmt: skip
        ax.barh(len(why), start, color="#55625d")
        ax.axvline(0, color="#55625d", linewidth=0.8)
        ax.set_yticks(range(len(why) + 1), [*names, "together"])
        ax.invert_yaxis()
        room = 0.15 * (max(reached) - min(reached)) + 0.5  # for the numbers beside the bars
        ax.set_xlim(min(reached) - room, max(reached) + room)
        ax.set_xlabel("bits for (right) or against (left) one person")

    return draw


def _review(found: "Linkage") -> Section:
    rows = [
        (pair.left, pair.right, percent(pair), pair.reason.text if pair.reason else "", _in_words(pair))
        for pair in found.review[:LISTED]
    ]
    note = (
        f"{found.review_total:,} in all; the first {len(rows):,} stand here, the whole list in the JSON answer."
        if rows
        else ""
    )
    grids = [
        Grid(
            "Pairs to look at",
            ("record", "record", "probability", "why it was left", "what speaks for and against"),
            rows,
            note,
        )
    ]
    sentences = [
        (
            "The machine left these to a person. Write what you decide into a file with the columns left, right, decision (same, "
            "different or withdrawn), by, at, why, and give it with --decisions; the last decision about a pair holds."
        ),
    ]
    return Section("For a person to look at", sentences, grids if rows else [])


def _threshold(found: "Linkage") -> Section:
    picked = found.card.picked
    if picked is None:
        return Section("The threshold", [threshold_words(found.card)])
    rows = [(f"{p:.4f}", f"{precision:.1%}", f"{recall:.1%}", f"{f1:.1%}") for p, precision, recall, f1 in picked.curve]
    sentences = [
        threshold_words(found.card),
        (
            "These are expectations of the model about itself. Where its assumptions fail, such as in a file of families with one "
            "name and one address, they are too good. Have a sample of joined pairs checked by hand."
        ),
    ]
    figure = Figure("What the model expects at each threshold", "The table below as lines", found.plot)
    grid = Grid("Expected for clusters", ("joined from", "right among joined", "joined among right", "F1"), rows)
    return Section("The threshold", sentences, [grid], [figure] if len(rows) > 1 else [])


def _card(found: "Linkage") -> Section:
    card = found.card
    rules = [(each.words, f"{each.pairs:,}", f"{each.largest:,}") for each in card.rules]
    sessions = [(" and ".join(each.rule), str(each.iterations), f"{each.matching:.1%}") for each in card.sessions]
    levels = [
        (part, level, f"{m:.4f}", f"{u:.2g}", f"{bits:+.1f}")
        for part, level, m, u, bits in (card.model.bits() if card.model else ())
    ]
    grids = [
        Grid("Which pairs were compared", ("two records with the", "pairs", "records in the largest block"), rules),
        Grid("Learning", ("pairs with the same", "rounds until it stood", "of them matching"), sessions),
        Grid("Weights", ("part", "level", "among matches", "among others", "bits"), levels,
             "Equal rare names weigh more and equal common names less than their row says."),
    ]  # fmt: skip
    learnt = "was learnt from these records, without labels" if card.is_new else "was given by an earlier run"
    share = (
        f" About one in {1 / card.model.learnt.prior:,.0f} of all possible pairs is a match by its estimate."
        if card.model
        else ""
    )
    return Section("The model", [f"The model {learnt}.{share}"], [grid for grid in grids if grid.rows])


def _limits() -> Section:
    return Section(
        "What this cannot say",
        [
            "Two records of one person with other names, another date of birth and no common number are not found.",
            (
                "Twins, and relatives with one name at one address, can be joined wrongly. Nothing may be done to a person because "
                "of a joined pair alone."
            ),
        ],
    )
