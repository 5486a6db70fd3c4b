# SPDX-License-Identifier: Apache-2.0
"""Everything about one instrument at once, with what stands beside it and what is refused."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.random import Generator

from quatrefoil.methods.refusals import Reason, Refused
from quatrefoil.methods.screening_statistics.accuracy import Accuracy, accuracy_of
from quatrefoil.methods.screening_statistics.answers import Answers
from quatrefoil.methods.screening_statistics.drift import FEW_PEOPLE, LEAST_PEOPLE, Drift, drift_of, group_sizes
from quatrefoil.methods.screening_statistics.items import Item, items_of
from quatrefoil.methods.screening_statistics.reliability import REPLICATES, Coefficient, alpha, omega

if TYPE_CHECKING:
    import pandas as pd

MINIMUM: Final = 30  # people who answered every item
LEAST_KNOWN: Final = 10  # with truth 1, and with truth 0
MEANING: Final = "These figures judge the instrument, not a person: no score says whether somebody was trafficked, and a low score turns nobody away."


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found. people: in the table; whole: who answered every item; warnings: (code, text)."""

    people: int
    whole: int
    alpha: Coefficient | None
    omega: Coefficient | None
    items: tuple[Item, ...]
    accuracy: Accuracy | None
    drift: tuple[Drift, ...]
    groups: dict[str, int]
    warnings: tuple[tuple[str, str], ...]

    def to_frame(self) -> "pd.DataFrame":
        """One row per item."""
        import pandas as pd

        names = ["item", "answered", "difficulty", "item_total", "item_rest", "discrimination", "alpha_without"]
        return pd.DataFrame([[getattr(item, name) for name in names] for item in self.items], columns=names)

    def plot(self, ax: Any) -> None:
        """Each item by its difficulty and how it goes with the rest. ax: matplotlib axes."""
        for item in self.items:
            if item.difficulty is not None and item.item_rest is not None:
                ax.plot(item.difficulty, item.item_rest, "o", color="#b5651d" if item.is_weak else "#1d3d36")
                ax.annotate(item.item[:24], (item.difficulty, item.item_rest), fontsize=7, parse_math=False)
        ax.axhline(0.2, linestyle=":", color="#55625d")
        ax.set_xlim(0, 1)
        ax.set_xlabel("difficulty (share of the highest answer)")
        ax.set_ylabel("correlation with the rest")

    def plot_drift(self, ax: Any) -> None:
        """Delta of each item and group with its interval. ax: matplotlib axes."""
        for place, each in enumerate(self.drift):
            colour = {"A": "#8fb3a6", "B": "#b5651d", "C": "#8c1c13"}[each.effect]
            ax.plot([each.low, each.high], [place, place], color=colour)
            ax.plot(each.delta, place, "o", color=colour)
        labels = [f"{each.item[:20]} ({each.group[:12]})" for each in self.drift]
        ax.set_yticks(range(len(labels)), labels, fontsize=7, parse_math=False)
        ax.axvline(0, linestyle=":", color="#55625d")
        ax.set_xlabel("delta of ETS (below 0: fewer say yes at the same total)")


def assess(
    answers: Answers,
    *,
    rng: Generator,
    prevalence: float | None = None,
    level: float = 0.95,
    replicates: int = REPLICATES,
) -> Assessment:
    """Judge an instrument. prevalence: of truth among those who will be screened, for predictive values.

    Raises Refused with fewer than 30 people who answered every item, or where nothing varies; ValueError for a prevalence that cannot be.
    """
    whole = answers.scores[answers.is_whole]
    _refuse(answers, whole)
    items = items_of(answers)
    first, accuracy, drift = alpha(whole, level=level), _accuracy(answers, prevalence, level), drift_of(answers)
    # Not for items that all say the same: the one-factor model needs what varies.
    second = omega(whole, rng=rng, level=level, replicates=replicates)
    found = Assessment(len(answers.people), len(whole), first, second, items, accuracy, drift, group_sizes(answers), ())
    return _with_warnings(found, answers, prevalence)


def _refuse(answers: Answers, whole: Any) -> None:
    if len(whole) < MINIMUM:
        words = f"{len(whole)} of {len(answers.people)} people answered every item; {MINIMUM} are the least."
        raise Refused(Reason("too_few_people", words))
    if np.ptp(whole.sum(axis=1)) == 0:
        raise Refused(Reason("constant", "Everybody has the same total, so nothing can be said about the items."))


def _accuracy(answers: Answers, prevalence: float | None, level: float) -> Accuracy | None:
    if prevalence is not None and not 0 < prevalence < 1:
        raise ValueError("prevalence lies above 0 and below 1")
    if answers.truth is None:
        return None
    known = answers.is_whole & ~np.isnan(answers.truth)
    truth = answers.truth[known]
    if min((truth == 1).sum(), (truth == 0).sum()) < LEAST_KNOWN:
        return None
    return accuracy_of(answers.scores[known].sum(axis=1), truth, prevalence=prevalence, level=level)


def _with_warnings(found: Assessment, answers: Answers, prevalence: float | None) -> Assessment:
    from dataclasses import replace

    said = [
        ("meaning", MEANING),
        *_of_items(found),
        *_of_truth(found, answers, prevalence),
        *_of_groups(found, answers),
    ]
    return replace(found, warnings=tuple(said))


def _of_items(found: Assessment) -> list[tuple[str, str]]:
    said = []
    if found.whole < found.people:
        words = f"{found.people - found.whole} of {found.people} people left an item open and count only in the difficulty of items."
        said.append(("missing", words))
    constant = [item.item for item in found.items if item.item_total is None]
    if constant:
        said.append(("constant_item", f"Everybody answered the same to: {', '.join(constant)}."))
    weak = [item.item for item in found.items if item.is_weak]
    if weak:
        said.append(("weak_item", f"These items hardly go with the rest (below 0.2): {', '.join(weak)}."))
    if found.omega is None:
        said.append(("no_omega", "Omega needs three items or more that all vary, and more people than items."))
    elif found.omega.is_edge:
        said.append(
            (
                "edge",
                "One item takes the whole factor for itself; omega stands on a boundary. Look at items that repeat each other.",
            )
        )
    return said


def _of_truth(found: Assessment, answers: Answers, prevalence: float | None) -> list[tuple[str, str]]:
    if answers.truth is None:
        return [("no_truth", "Without a column 'truth' nothing is said about accuracy.")]
    if found.accuracy is None:
        return [
            (
                "few_known",
                f"Accuracy needs {LEAST_KNOWN} people with truth 1 and {LEAST_KNOWN} with truth 0 who answered every item.",
            )
        ]
    said = [
        (
            "same_data",
            "The cut-off with the highest Youden index was chosen on these people; on others it will do worse.",
        )
    ]
    if prevalence is None:
        said.append(
            (
                "no_prevalence",
                "Without --prevalence there are no predictive values: the share in this table is not that where it is used.",
            )
        )
    if found.accuracy.limits is None:
        said.append(
            (
                "no_overlap",
                "No score of one side lies among those of the other, so the AUC has no interval; look at how truth was found.",
            )
        )
    elif found.accuracy.limits[1] < 0.5:
        said.append(("reversed", "Those with truth 1 score lower. Are items turned the wrong way?"))
    return said


def _of_groups(found: Assessment, answers: Answers) -> list[tuple[str, str]]:
    if answers.groups is None:
        return []
    said = []
    small = [name for name, people in found.groups.items() if people < LEAST_PEOPLE]
    if small or len(found.groups) < 2:
        said.append(
            ("small_group", f"Drift needs two groups of {LEAST_PEOPLE} people; left out: {', '.join(small) or 'all'}.")
        )
    if any(min(each.people) < FEW_PEOPLE for each in found.drift):
        said.append(("few_in_group", f"A group has fewer than {FEW_PEOPLE} people: drift may be there and not show."))
    binary = {each.item for each in found.drift}
    if found.drift and len(binary) < len(found.items):
        left = [item.item for item in found.items if item.item not in binary]
        said.append(("not_compared", f"Drift looks at 0/1 items that vary; not compared: {', '.join(left)}."))
    return said
