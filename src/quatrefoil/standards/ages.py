# SPDX-License-Identifier: Apache-2.0
"""Ages in bands, because a list that names an exact age names a person; and when the child path applies."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quatrefoil.standards.text import N_, Sentence

MAJORITY: Final = 18  # Palermo Protocol art. 3 (d)


class Under18(StrEnum):
    """What is said of a person's age when no exact age is known. Not sure counts as under 18."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages from `first` to `last`, both in whole years and both included; `last` is None for the oldest."""

    first: int
    last: int | None

    @property
    def code(self) -> str:
        """The stored code, such as "14-15" or "60+"."""
        return f"{self.first}+" if self.last is None else f"{self.first}-{self.last}"

    @property
    def label(self) -> Sentence:
        """The words for people, such as "14 to 15"."""
        if self.last is None:
            return Sentence.of(N_("%(first)d or older"), first=self.first)
        return Sentence.of(N_("%(first)d to %(last)d"), first=self.first, last=self.last)

    @property
    def is_child(self) -> bool:
        """Whether everybody in this band is under 18. No band holds both children and adults."""
        return self.first < MAJORITY


AGE_BANDS: Final = tuple(
    AgeBand(first, last)
    for first, last in (
        (0, 5),
        (6, 11),
        (12, 13),
        (14, 15),
        (16, 17),
        (18, 20),
        (21, 24),
        (25, 29),
        (30, 34),
        (35, 39),
        (40, 49),
        (50, 59),
        (60, None),
    )
)


def band_of(age_years: int) -> AgeBand:
    """The band of an age in whole years. Raises ValueError below 0."""
    if age_years < 0:
        raise ValueError("an age is 0 or more years")
    return next(band for band in reversed(AGE_BANDS) if band.first <= age_years)


def band(code: str) -> AgeBand:
    """The band of a code such as "14-15". Raises KeyError."""
    for known in AGE_BANDS:
        if known.code == code:
            return known
    raise KeyError(f"{code!r} is not an age band")


def band_label(code: str) -> Sentence:
    """The words for a band, such as "14 to 15"; for an empty code: not known."""
    return band(code).label if code else Sentence(N_("age not known"))


def is_child_path(age_years: int | None, under_18: Under18 | str | None = None) -> bool:
    """Whether the child path applies: under 18, or nobody is sure.

    age_years: None when not known. under_18: what is said of it, None when nobody was asked. Where the two disagree the
    person is treated as a child until that is settled.
    """
    if under_18 is not None and Under18(under_18) is not Under18.NO:
        return True
    if age_years is None:
        return under_18 is None
    return age_years < MAJORITY
