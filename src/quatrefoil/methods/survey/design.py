# SPDX-License-Identifier: Apache-2.0
"""How the sample was drawn, and the variance that follows from it (Taylor linearisation, with replacement)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from quatrefoil.methods.refusals import Reason, Refused
from quatrefoil.methods.survey.responses import Flags, Floats, Responses

Ints = NDArray[np.intp]
SinglePsu = Literal["refuse", "centre", "certain"]
SINGLE: Final = ("refuse", "centre", "certain")
NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Design:
    """psu: of each row; stratum: of each PSU. follows: the same PSUs are in several waves, so that waves are not independent."""

    psu: Ints
    stratum: Ints
    follows: bool
    single: SinglePsu

    @property
    def psus(self) -> int:
        """How many PSUs there are."""
        return len(self.stratum)

    @property
    def strata(self) -> int:
        """How many strata there are."""
        return int(self.stratum.max()) + 1

    def variance(self, influence: Floats) -> float:
        """Variance of a sum of influences, one for each row: between the PSUs of each stratum."""
        totals = np.bincount(self.psu, influence, minlength=self.psus)
        many = np.bincount(self.stratum, minlength=self.strata)
        means = np.bincount(self.stratum, totals) / many
        is_single = many[self.stratum] == 1
        factor = np.where(is_single, 1.0, many[self.stratum] / np.maximum(many[self.stratum] - 1, 1))
        middle = means[self.stratum]
        if self.single == "centre":
            middle = np.where(is_single, totals.mean(), middle)
        return float((factor * (totals - middle) ** 2).sum())

    def freedom(self, rows: Flags) -> int:
        """Degrees of freedom for these rows: PSUs less strata that have any of them."""
        psus = np.unique(self.psu[rows])
        return len(psus) - len(np.unique(self.stratum[psus]))

    def units(self, rows: Flags) -> int:
        """How many PSUs have any of these rows."""
        return len(np.unique(self.psu[rows]))


def design_of(asked: Responses, *, single: SinglePsu = "refuse") -> Design:
    """The design of a survey. single: what to do with a stratum of one PSU.

    refuse; centre: its distance from the mean of all PSUs counts, which is too wide rather than too narrow; certain: it was
    taken with certainty and adds nothing. Waves that share no PSU are samples of their own. Raises Refused and ValueError.
    """
    if single not in SINGLE:
        raise ValueError(f"single is one of {', '.join(SINGLE)}")
    rows = len(asked.answers)
    strata = asked.strata or ("",) * rows
    waves = asked.waves or ("",) * rows
    units: Sequence[object] = asked.psus or range(rows)
    follows = _follows(strata, units, waves)
    keys = [(stratum, "" if follows else wave) for stratum, wave in zip(strata, waves, strict=True)]
    psu_names = list(dict.fromkeys(zip(keys, units, strict=True)))
    places = {name: place for place, name in enumerate(psu_names)}
    names = list(dict.fromkeys(keys))
    numbers = {name: place for place, name in enumerate(names)}
    psu = np.array([places[key] for key in zip(keys, units, strict=True)])
    made = Design(psu, np.array([numbers[key] for key, _unit in psu_names]), follows, single)
    _refuse(made, names)
    return made


def _follows(strata: Sequence[str], units: Sequence[object], waves: Sequence[str]) -> bool:
    seen: dict[tuple[str, object], str] = {}
    return any(
        seen.setdefault((stratum, unit), wave) != wave for stratum, unit, wave in zip(strata, units, waves, strict=True)
    )


def _refuse(made: Design, names: Sequence[tuple[str, str]]) -> None:
    if made.psus < 2:
        raise Refused(Reason("one_cluster", "There is one PSU. From one nothing can be said about the others."))
    many = np.bincount(made.stratum, minlength=made.strata)
    alone = [" in wave ".join(part for part in names[int(place)] if part)[:40] for place in np.flatnonzero(many == 1)]
    if alone and made.single == "refuse":
        shown = ", ".join(f"'{name}'" for name in alone[:NAMED]) + (" and others" if len(alone) > NAMED else "")
        words = (
            f"{len(alone)} strata have one PSU, so nothing is known about the spread within them: {shown}. Join them with strata that were "
            "drawn alike, or say how to count them: --single-psu centre (too wide rather than too narrow) or certain (taken with certainty)."
        )
        raise Refused(Reason("single_psu", words))
    if made.psus <= made.strata:
        words = "Every stratum has one PSU, so there is no spread to see at all. Join strata that were drawn alike."
        raise Refused(Reason("single_psu", words))


def mean_and_influence(values: Floats, weights: Floats, rows: Flags) -> tuple[float, Floats]:
    """The weighted mean of some rows, and what each row of the table adds to its error. rows: at least one."""
    kept = np.where(rows, weights, 0.0)
    filled = np.where(rows, values, 0.0)
    whole = kept.sum()
    mean = float((kept * filled).sum() / whole)
    return mean, kept * (filled - mean) / whole


def t_quantile(freedom: int, level: float) -> float:
    """The t of a two-sided interval; infinity without a degree of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + level / 2)) if freedom >= 1 else math.inf
