# SPDX-License-Identifier: Apache-2.0
"""Everybody in Marenia who is exploited, hidden or identified, and those who only seemed to be: the truth of the country."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quatrefoil.demo.geography import Place
from quatrefoil.demo.ids import stream
from quatrefoil.standards.ages import AGE_BANDS

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Form, share, share of women and girls, and how ages are spread (first band, last band, where most are).
FORMS: Final = (
    ("ForcedLabour", 0.47, 0.28, (4, 11, 7)),
    ("SexualExploitation", 0.27, 0.90, (3, 10, 6)),
    ("Servitude", 0.10, 0.88, (4, 11, 7)),
    ("ForcedBegging", 0.06, 0.45, (1, 11, 3)),
    ("ChildLabour", 0.05, 0.45, (1, 4, 3)),
    ("ForcedMarriage", 0.05, 0.93, (3, 7, 4)),
)
LANGUAGES: Final = (
    ("am", 0.13), ("ar", 0.12), ("bn", 0.11), ("ro", 0.10), ("uk", 0.09), ("es", 0.08), ("hi", 0.07), ("ti", 0.07),
    ("vi", 0.06), ("sw", 0.05), ("fr", 0.05), ("en", 0.04), ("fa", 0.02), ("ru", 0.01),
)  # fmt: skip
MEETS_A_DESK: Final = 0.52  # of the exploited: comes into contact with anybody at all
IS_SCREENED: Final = 0.86
IS_IDENTIFIED: Final = 0.80  # of those screened, where work is done well
IS_MISSED: Final = 0.26  # the same, in the region that under-identifies
SEEMED_SO: Final = 0.55  # contacts about people who are not trafficked, for each exploited person met
SEEN_AS_IDENTIFIED: Final = 0.03  # of those who are not trafficked: a case all the same


@dataclass(frozen=True, slots=True)
class Population:
    """Parallel arrays, one place a person. `form` counts only where `exploited`."""

    region: Indices
    form: Indices
    woman: Flags
    age: Indices
    language: Indices
    exploited: Flags
    met: Flags
    screened: Flags
    identified: Flags
    missed_region: int

    def __len__(self) -> int:
        return len(self.region)


def make_population(seed: int, scale: int, places: tuple[Place, ...]) -> Population:
    """People for about `scale` cases. One region of middling size identifies far fewer of those whom it screens."""
    rng = stream(seed, 1)
    weights = np.array([place.weight for place in places])
    missed_region = int(np.argsort(weights)[-6])
    share = np.where(np.arange(len(places)) == missed_region, IS_MISSED, IS_IDENTIFIED)
    rate = MEETS_A_DESK * IS_SCREENED * share
    exist = max(1, round(scale / float(weights @ rate)))
    others = round(exist * MEETS_A_DESK * SEEMED_SO)
    exploited = np.arange(exist + others) < exist
    region = rng.choice(len(places), size=exist + others, p=weights / weights.sum())
    form = rng.choice(len(FORMS), size=len(region), p=[share for _form, share, *_more in FORMS])
    met = np.where(exploited, rng.random(len(region)) < MEETS_A_DESK, np.True_)
    screened = met & (rng.random(len(region)) < IS_SCREENED)
    found = np.where(exploited, share[region], SEEN_AS_IDENTIFIED)
    return Population(
        region=region,
        form=form,
        woman=rng.random(len(region)) < np.array([women for _form, _share, women, _ages in FORMS])[form],
        age=_ages(rng, form),
        language=rng.choice(len(LANGUAGES), size=len(region), p=[share for _code, share in LANGUAGES]),
        exploited=exploited,
        met=met,
        screened=screened,
        identified=screened & (rng.random(len(region)) < found),
        missed_region=missed_region,
    )


def _ages(rng: np.random.Generator, form: Indices) -> Indices:
    first, last, most = np.array([ages for *_other, ages in FORMS]).T
    drawn = rng.triangular(first[form] - 0.5, most[form], last[form] + 0.5)
    ages: Indices = np.clip(np.rint(drawn).astype(np.int64), 0, len(AGE_BANDS) - 1)
    return ages
