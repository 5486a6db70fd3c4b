# SPDX-License-Identifier: Apache-2.0
"""How often the signs of an instrument are right: from published figures and the programme's own prevalence.

Where sensitivity and specificity are not published the answer is "unknown", never a guess.
"""

from dataclasses import dataclass
from typing import Final

from quatrefoil.standards.text import N_, Sentence


@dataclass(frozen=True, slots=True)
class PublishedValidity:
    """What one study found. sensitivity, specificity: shares in [0, 1]. setting: who was screened.

    is_verified: both figures were read in the source; otherwise check the publication before relying on them.
    """

    sensitivity: float
    specificity: float
    setting: str
    source: str
    is_verified: bool


PUBLISHED: Final[dict[str, tuple[PublishedValidity, ...]]] = {
    "raft": (
        PublishedValidity(
            0.89,
            0.74,
            N_("adults in emergency departments, derivation"),
            "RAFT 2021, derivation sample, 36 of about 3,300 people",
            is_verified=False,
        ),
        PublishedValidity(
            1.00,
            0.61,
            N_("adults in emergency departments, validation"),
            "RAFT 2021, external validation, 12 people with the condition",
            is_verified=True,
        ),
    ),
    "short_screen_child_sexual_exploitation": (
        PublishedValidity(
            0.92,
            0.73,
            N_("young people of 12 to 18 in emergency departments"),
            "Greenbaum 2018, n = 108",
            is_verified=True,
        ),
        PublishedValidity(
            0.846,
            0.532,
            N_("young people of 12 to 18 in emergency departments, filled in by themselves"),
            "replication on a tablet, n = 212",
            is_verified=True,
        ),
    ),
    "quick_youth_indicators": (
        PublishedValidity(
            0.87, 0.77, N_("homeless young adults"), "QYIT; figures not read in the source", is_verified=False
        ),
    ),
    "delphi_labour_adult": (),
    "delphi_labour_child": (),
    "general_indicators": (),
}
"""By instrument code. An empty tuple: nothing is published. Source of all lines: reference 5.4 and 5.6."""


def positive_predictive_value(sensitivity: float, specificity: float, prevalence: float) -> float:
    """Share of the people for whom an instrument shows signs who have been trafficked, by Bayes' rule.

    All three in [0, 1]; prevalence is the share among the people screened. Raises ValueError outside, and when nobody
    at all would show signs.
    """
    for share in (sensitivity, specificity, prevalence):
        _require_share(share)
    rightly = sensitivity * prevalence
    wrongly = (1 - specificity) * (1 - prevalence)
    if rightly + wrongly == 0:
        raise ValueError("with these figures nobody shows signs, so no share of them exists")
    return rightly / (rightly + wrongly)


def negative_predictive_value(sensitivity: float, specificity: float, prevalence: float) -> float:
    """Share of the people for whom an instrument shows no signs who have not been trafficked; as above."""
    return positive_predictive_value(specificity, sensitivity, 1 - prevalence)


def predictive_values(instrument: str, prevalence: float) -> tuple[float, ...]:
    """The predictive value of each published study, lowest first; empty when nothing is published."""
    return tuple(
        sorted(
            positive_predictive_value(study.sensitivity, study.specificity, prevalence)
            for study in PUBLISHED.get(instrument, ())
        )
    )


def predictive_sentence(instrument: str, prevalence: float | None) -> Sentence:
    """The sentence to show beside a result. prevalence: share among the people this programme screens, None if unknown."""
    if not PUBLISHED.get(instrument):
        return Sentence(_NOT_PUBLISHED)
    if prevalence is None:
        return Sentence(_NO_PREVALENCE)
    values = predictive_values(instrument, prevalence)
    lowest, highest = _in_1000(values[0]), _in_1000(values[-1])
    per_1000 = _in_1000(prevalence)
    if lowest == highest:
        return Sentence.of(_ONE_VALUE, people=per_1000, right=lowest)
    return Sentence.of(_RANGE, people=per_1000, fewest=lowest, most=highest)


_NOT_PUBLISHED: Final = N_(
    "How often the signs of this instrument are right is unknown: no study has published it. Take the result as a reason to ask"
    " further and to offer help."
)
_NO_PREVALENCE: Final = N_(
    "How often these signs are right depends on how common trafficking is among the people you screen, which is not known here."
)
_ONE_VALUE: Final = N_(
    "Of 1,000 people you screen about %(people)d have been trafficked. Of 1,000 people for whom this instrument shows signs,"
    " about %(right)d have been."
)
_RANGE: Final = N_(
    "Of 1,000 people you screen about %(people)d have been trafficked. Of 1,000 people for whom this instrument shows signs,"
    " about %(fewest)d to %(most)d have been, by the published studies."
)


def _require_share(share: float) -> None:
    if not 0 <= share <= 1:  # also refuses nan
        raise ValueError(f"a share lies between 0 and 1, not {share}")


def _in_1000(share: float) -> int:
    return round(share * 1000)
