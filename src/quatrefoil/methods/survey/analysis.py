# SPDX-License-Identifier: Apache-2.0
"""A survey as a whole: a figure for each wave and arm, the change between waves, and what to mind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from quatrefoil.methods.refusals import Reason, Refused
from quatrefoil.methods.survey.change import FEW_UNITS, Change, change_of, rows_of
from quatrefoil.methods.survey.design import Design, SinglePsu, design_of
from quatrefoil.methods.survey.estimates import KINDS, Estimate, Kind, estimate, kind_of
from quatrefoil.methods.survey.responses import Floats, Responses

if TYPE_CHECKING:
    import pandas as pd

REACHED: Final = frozenset(
    {"1", "treated", "treatment", "exposed", "intervention", "campaign", "reached", "yes", "true"}
)
COMPARED: Final = frozenset({"0", "comparison", "control", "unexposed", "not exposed", "not reached", "no", "false"})
FEW_PEOPLE: Final = 30
Warnings = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found. asked: rows; answered: with a value; change: None with fewer than two waves, or where it cannot be said."""

    estimates: tuple[Estimate, ...]
    change: Change | None
    level: float
    asked: int
    answered: int
    strata: int
    psus: int
    follows: bool
    warnings: tuple[tuple[str, str], ...]

    def to_frame(self) -> "pd.DataFrame":
        """One row per estimate."""
        import pandas as pd

        names = ["wave", "arm", "kind", "value", "low", "high", "standard_error", "people", "psus", "n_effective"]
        names += ["design_effect", "kish"]
        return pd.DataFrame([[getattr(each, name) for name in names] for each in self.estimates], columns=names)

    def plot(self, ax: Any) -> None:
        """Each figure with its interval; the waves of one arm joined. ax: matplotlib axes."""
        waves = list(dict.fromkeys(each.wave for each in self.estimates))
        arms = list(dict.fromkeys(each.arm for each in self.estimates))
        for place, (arm, colour) in enumerate(
            zip(arms, ("#1d3d36", "#b5651d", "#55625d", "#8fb3a6") * len(arms), strict=False)
        ):
            kept = [each for each in self.estimates if each.arm == arm]
            x = [waves.index(each.wave) + (place - (len(arms) - 1) / 2) * 0.08 for each in kept]
            ax.plot(x, [each.value for each in kept], marker="o", color=colour, label=(arm or "all")[:24])
            for at, each in zip(x, kept, strict=True):
                if each.low is not None:
                    ax.plot([at, at], [each.low, each.high], color=colour)
        ax.set_xticks(range(len(waves)), [(wave or "all")[:24] for wave in waves], parse_math=False)
        ax.set_ylabel(self.estimates[0].kind)
        if len(arms) > 1:
            for text in ax.legend(frameon=False).get_texts():
                text.set_parse_math(False)  # the names are somebody else's


def analyse(
    asked: Responses,
    *,
    kind: Kind | None = None,
    single: SinglePsu = "refuse",
    waves: tuple[str, str] | None = None,
    treated: str | None = None,
    level: float = 0.95,
) -> Survey:
    """Figures for each wave and arm, and the change from the first wave to the last (or between the two named).

    kind: share, mean or count (None: share where all answers are 1 or 0, else mean); single: see `design_of`; treated: the arm
    that was reached, where its name does not say so. Raises Refused where nothing can be said honestly, ValueError for options that cannot be.
    """
    _check(asked, kind, level)
    design = design_of(asked, single=single)
    chosen = kind or kind_of(asked.answers[asked.answered])
    cells = [(wave, arm, rows_of(asked, wave, arm)) for wave in _wave_names(asked) for arm in _names(asked.arms)]
    found = tuple(
        estimate(asked, design, rows, chosen, wave=wave, arm=arm, level=level)
        for wave, arm, rows in cells
        if rows.any()
    )
    said = _of_design(asked, design, found)
    change = _changed(asked, design, waves, treated, level, said)
    answered = int(asked.answered.sum())
    return Survey(
        found, change, level, len(asked.answers), answered, design.strata, design.psus, design.follows, tuple(said)
    )


def _check(asked: Responses, kind: Kind | None, level: float) -> None:
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}")
    if not 0.5 <= level < 1:
        raise ValueError("level lies from 0.5 to below 1")
    values: Floats = asked.answers[asked.answered]
    if not len(values):
        raise Refused(Reason("no_answer", "Nobody with a weight above 0 answered."))
    if kind == "share" and not np.isin(values, (0.0, 1.0)).all():
        raise ValueError("a share needs answers of 1 and 0")
    if kind == "count" and (values < 0).any():
        raise ValueError("a count is 0 or more")


def _names(names: Iterable[str] | None) -> list[str | None]:
    return [None] if names is None else [*sorted(set(names))]


def _wave_names(asked: Responses) -> list[str | None]:
    return [None] if asked.waves is None else list(waves_in_order(asked.waves))


def waves_in_order(waves: Iterable[str]) -> list[str]:
    """By number where all are numbers, else by letters: so name them 1, 2 or 2025-03, 2026-03."""
    names = set(waves)
    try:
        return sorted(names, key=lambda name: (float(name), name))
    except ValueError:
        return sorted(names)


def _of_design(asked: Responses, design: Design, found: tuple[Estimate, ...]) -> Warnings:
    said: Warnings = []
    missing = len(asked.answers) - int(asked.answered.sum())
    if missing:
        words = f"{missing:,} of {len(asked.answers):,} people did not answer (or weigh 0); the figures are of those who did."
        said.append(("missing", words))
    if asked.psus is None:
        said.append(
            (
                "no_psu",
                "Without a column 'psu' everybody counts as drawn alone. If whole villages, schools or flights were drawn, the intervals are too narrow.",
            )
        )
    if any(each.people < FEW_PEOPLE for each in found):
        said.append(("few_people", f"A figure stands on fewer than {FEW_PEOPLE} people."))
    if any(each.low is None for each in found):
        said.append(("one_cluster", "A figure stands on one PSU for each of its strata and has no interval."))
    if any(each.design_effect is None for each in found):
        said.append(
            (
                "constant",
                "Everybody in a group answered the same; its interval takes the weights into account, not the clusters.",
            )
        )
    if design.single != "refuse" and (np.bincount(design.stratum) == 1).any():
        how = {"centre": "by their distance from the mean of all PSUs", "certain": "as taken with certainty"}[
            design.single
        ]
        said.append(("single_psu", f"Strata with one PSU count {how}."))
    if asked.waves is not None and design.follows:
        said.append(("followed", "The same PSUs stand in several waves, so they are compared with themselves."))
    return said


def _changed(
    asked: Responses, design: Design, waves: tuple[str, str] | None, treated: str | None, level: float, said: Warnings
) -> Change | None:
    if asked.waves is None:
        if waves is not None:
            raise ValueError("there is no column 'wave'")
        return None
    pair = _pair(asked, waves, said)
    arms = _arms(asked, treated, said)
    if pair is None or (asked.arms is not None and arms is None):
        return None
    cells = [rows_of(asked, wave, arm) for wave in pair for arm in (arms or (None,))]
    if not all(rows.any() for rows in cells):
        said.append(("empty_cell", "Nobody answered in one arm of one wave, so there is no change to tell."))
        return None
    if arms is not None and not _can_compare(asked, design, arms, said):
        return None
    if arms is None:
        said.append(
            (
                "not_attributable",
                "Without people whom the campaign did not reach, the change is not attributable to it.",
            )
        )
    return change_of(asked, design, pair, arms, level=level)


def _pair(asked: Responses, waves: tuple[str, str] | None, said: Warnings) -> tuple[str, str] | None:
    names = waves_in_order(asked.waves or ())
    if waves is not None:
        if waves[0] == waves[1] or not set(waves) <= set(names):
            raise ValueError(f"name two waves of {', '.join(names)}")
        return waves
    if len(names) < 2:
        said.append(("one_wave", "There is one wave, so there is no change to tell."))
        return None
    if len(names) > 2:
        said.append(("first_to_last", f"The change is from the first wave ({names[0]}) to the last ({names[-1]})."))
    return names[0], names[-1]


def _arms(asked: Responses, treated: str | None, said: Warnings) -> tuple[str, str] | None:
    names = sorted(set(asked.arms or ()))
    if treated is not None and treated not in names:
        raise ValueError(f"there is no arm '{treated}'")
    if not names:
        return None
    if len(names) != 2:
        said.append(("arms", f"A comparison needs two arms; the table has {len(names)}."))
        return None
    if treated is not None:
        return treated, next(name for name in names if name != treated)
    for reached, compared in (names, reversed(names)):
        if reached.lower() in REACHED or compared.lower() in COMPARED:
            return reached, compared
    said.append(
        ("arms", f"Which arm was reached, {names[0]} or {names[1]}? Say it (--treated), and the change is compared.")
    )
    return None


def _can_compare(asked: Responses, design: Design, arms: tuple[str, str], said: Warnings) -> bool:
    units = [design.units(rows_of(asked, None, arm)) for arm in arms]
    if asked.psus is not None and not design.follows:
        units = [min(design.units(rows_of(asked, wave, arm)) for wave in set(asked.waves or ())) for arm in arms]
    if min(units) < 2:
        said.append(
            (
                "one_cluster",
                "One arm is one PSU: whatever else happened there cannot be told from the campaign, so nothing is compared.",
            )
        )
        return False
    if min(units) < FEW_UNITS:
        said.append(
            (
                "few_clusters",
                f"An arm has {min(units)} PSUs; below {FEW_UNITS} the interval of the comparison is rough.",
            )
        )
    return True
