# SPDX-License-Identifier: Apache-2.0
"""Every questionnaire there is, by code and version."""

from typing import Final

from quatrefoil.standards.instruments.definition import Questionnaire, Rule
from quatrefoil.standards.instruments.delphi_labour import DELPHI_LABOUR_ADULT, DELPHI_LABOUR_CHILD
from quatrefoil.standards.instruments.general_indicators import GENERAL_INDICATORS
from quatrefoil.standards.instruments.public_report import PUBLIC_HELP, PUBLIC_REPORT

QUESTIONNAIRES: Final[tuple[Questionnaire, ...]] = (
    DELPHI_LABOUR_ADULT,
    DELPHI_LABOUR_CHILD,
    GENERAL_INDICATORS,
    PUBLIC_HELP,
    PUBLIC_REPORT,
)


def questionnaire(code: str, version: str = "") -> Questionnaire:
    """The questionnaire of this code, in this version or the newest. Raises KeyError.

    Old versions stay in the catalogue: an answer is read with the version in which it was given.
    """
    found = [known for known in QUESTIONNAIRES if known.code == code and version in {"", known.version}]
    if not found:
        raise KeyError(f"there is no questionnaire {code!r} in version {version or 'any'!r}")
    return max(found, key=lambda known: known.version)


def screening_instruments() -> tuple[Questionnaire, ...]:
    """The questionnaires that have a rule, for a worker to choose from."""
    return tuple(known for known in QUESTIONNAIRES if known.rule is not Rule.NONE)
