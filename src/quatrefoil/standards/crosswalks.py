# SPDX-License-Identifier: Apache-2.0
"""Between the standards: control, exploitation, gender, recruiter and age, as HTCDS, CTDC and the UK referral form say it.

The mapping is ours and loses detail in both directions. So the platform stores the finest code and exports each coarse
one from it; nothing is ever read back from a coarse code into a fine one.
"""

from dataclasses import dataclass
from typing import Final

from quatrefoil.standards.text import N_


@dataclass(frozen=True, slots=True)
class ControlMethod:
    """A means of control. code: as in CTDC's finest list; ctdc: the merged column of 2024; htcds: the picklist code."""

    code: str
    label: str
    ctdc: str
    htcds: str


_DEBT, _THREATS, _ABUSE, _NEEDS = (
    "meansDebtBondageEarnings",
    "meansThreats",
    "meansAbusePsyPhySex",
    "meansDenyBasicNeeds",
)

CONTROL_METHODS: Final = (
    ControlMethod("DebtBondage", N_("Bound by a debt"), _DEBT, "DebtBondage"),
    ControlMethod("TakesEarnings", N_("Takes what the person earns"), _DEBT, "TakesEarnings"),
    ControlMethod(
        "RestrictsFinancialAccess", N_("Keeps the person from their money"), _NEEDS, "RestrictsFinancialAccess"
    ),
    ControlMethod("Threats", N_("Threatens the person"), _THREATS, "PhysicalThreats"),
    ControlMethod("ThreatOfLawEnforcement", N_("Threatens with the authorities"), _THREATS, "ThreatsLawEnforcement"),
    ControlMethod("UsesChildren", N_("Uses or threatens children or family"), _THREATS, "ThreatensChildrenFamily"),
    ControlMethod("PsychologicalAbuse", N_("Psychological abuse"), _ABUSE, "PsychologicalAbuse"),
    ControlMethod("PhysicalAbuse", N_("Physical abuse"), _ABUSE, "PhysicalAbuse"),
    ControlMethod("SexualAbuse", N_("Sexual abuse in order to control"), _ABUSE, "SexualAbuse"),
    ControlMethod("FalsePromises", N_("False promises"), "meansFalsePromises", "FalsePromises"),
    ControlMethod("PsychoactiveSubstances", N_("Alcohol or drugs"), "meansDrugsAlcohol", "PsychoactiveSubstance"),
    # The standard defines this one and leaves it out of its picklist.
    ControlMethod("RestrictsMovement", N_("Keeps the person from moving freely"), _NEEDS, "Other"),
    ControlMethod("RestrictsMedicalCare", N_("Keeps the person from medical care"), _NEEDS, "RestrictsMedicalCare"),
    ControlMethod("WithholdsNecessities", N_("Withholds food or other necessities"), _NEEDS, "WithholdsNecessities"),
    ControlMethod(
        "ExcessiveWorkingHours", N_("Excessive working hours"), "meansExcessiveWorkHours", "ExcessiveWorkingHours"
    ),
    ControlMethod("WithholdsDocuments", N_("Withholds papers"), "meansWithholdDocs", "WithholdsDocuments"),
    ControlMethod("Other", N_("Other"), "", "Other"),
)

CTDC_EXPLOITATION: Final[dict[str, str | None]] = {
    "ForcedLabour": "isForcedLabour",
    "SexualExploitation": "isSexualExploit",
    "ForcedMarriage": "isOtherExploit",
    "ForcedMilitaryByNonStateActors": "isOtherExploit",
    "OrganRemoval": "isOtherExploit",
    "Surrogacy": "isOtherExploit",
    "ForcedAdoption": "isOtherExploit",
    "Other": "isOtherExploit",
    "ForcedBegging": "isForcedLabour",
    "ChildLabour": None,
    "Servitude": None,
}
"""HTCDS type of exploitation to the column of CTDC 2024; None: CTDC has none, a national rule decides."""

CTDC_GENDER: Final = {
    "Feminine": "Woman",
    "Masculine": "Man",
    "TransgenderFeminine": "Trans/Transgender/NonConforming",
    "TransgenderMasculine": "Trans/Transgender/NonConforming",
    "NonConforming": "Trans/Transgender/NonConforming",
    "NonSpecifiedUnknown": "",
}

HTCDS_RELATIONSHIP: Final[dict[str, str | None]] = {
    "recruiterRelationIntimatePartner": "Acquainted",
    "recruiterRelationFriend": "Acquainted",
    "recruiterRelationFamily": "Familial",
    "recruiterRelationOther": None,
}
"""CTDC recruiter column to HTCDS; None: cannot be told."""


@dataclass(frozen=True, slots=True)
class ExploitationInHtcds:
    """What a tick of the UK form means in HTCDS. There is no HTCDS code for criminal exploitation."""

    exploitation: str
    control: str = ""
    industry: str = ""


NRM_EXPLOITATION: Final = {
    "forced-to-work": ExploitationInHtcds("ForcedLabour"),
    "wages-taken": ExploitationInHtcds("ForcedLabour", control="TakesEarnings"),
    "forced-to-commit-fraud": ExploitationInHtcds("Other"),
    "forced-to-commit-crime": ExploitationInHtcds("Other"),
    "prostitution": ExploitationInHtcds("SexualExploitation"),
    "child-exploitation": ExploitationInHtcds("SexualExploitation"),
    "taken-somewhere": ExploitationInHtcds("SexualExploitation"),
    "organs-removed": ExploitationInHtcds("OrganRemoval"),
    "unpaid-household-work": ExploitationInHtcds("Servitude", industry="T_ActivitiesOfHouseholdsAsEmployers"),
    "other": ExploitationInHtcds("Other"),
}
"""By the last part of `types-of-exploitation-…`."""

_CTDC_AGES: Final = (
    (8, "0--8"),
    (17, "09--17"),
    (20, "18--20"),
    (23, "21--23"),
    (26, "24--26"),
    (29, "27--29"),
    (38, "30--38"),
    (47, "39--47"),
)


def ctdc_age_broad(age_years: int) -> str:
    """The literal of CTDC's `ageBroad` for an age at registration, such as "09--17". Raises ValueError below 0."""
    if age_years < 0:
        raise ValueError("an age is 0 or more years")
    return next((literal for oldest, literal in _CTDC_AGES if age_years <= oldest), "48+")


def control_method(code: str) -> ControlMethod:
    """The means of control of a fine code. Raises KeyError."""
    for known in CONTROL_METHODS:
        if known.code == code:
            return known
    raise KeyError(f"{code!r} is not a means of control")


def htcds_control(codes: tuple[str, ...]) -> tuple[str, ...]:
    """HTCDS codes for fine codes, each once, in order."""
    return tuple(dict.fromkeys(control_method(code).htcds for code in codes))


def ctdc_control(codes: tuple[str, ...]) -> tuple[str, ...]:
    """CTDC columns to set to 1 for fine codes, each once; "Other" has none."""
    return tuple(dict.fromkeys(column for code in codes if (column := control_method(code).ctdc)))
