# SPDX-License-Identifier: Apache-2.0
"""What people read instead of some codes of the standard, and the seven checks before consent is noted."""

from typing import Final

from quatrefoil.standards.codes import Code, CodeList
from quatrefoil.standards.htcds.field import Field
from quatrefoil.standards.text import N_

_SHOWN: Final[dict[str, dict[str, str]]] = {
    "vic_TypeOfSexExploitation": {
        "Prostitution": N_("Sexual exploitation by direct contact"),
        "Pornography": N_("Sexual images"),
        "RemoteInteractiveServices": N_("Sexual exploitation over a live connection"),
        "PrivateSexualServices": N_("Sexual exploitation in a private setting"),
    },
    "vic_TraffickingStatus": {
        "PossibleVictimOfTrafficking": N_("Signs of trafficking, not yet decided"),
        "ActualVictimOfTrafficking": N_("Recognised as trafficked"),
        "NotAVictimOfTrafficking": N_("Decided: not trafficked"),
    },
    "vic_RelationshipToTrafficker": {
        "Familial": N_("Family"),
        "Acquainted": N_("Knew the person"),
        "Unaquainted": N_("Did not know the person"),
    },
    "prs_Gender": {
        "Feminine": N_("Woman or girl"),
        "Masculine": N_("Man or boy"),
        "TransgenderFeminine": N_("Trans woman or girl"),
        "TransgenderMasculine": N_("Trans man or boy"),
        "NonConforming": N_("Another gender"),
        "NonSpecifiedUnknown": N_("Not said or not known"),
    },
}
"""By field and code; the codes themselves leave only in exports."""

CONSENT_CHECKS: Final = CodeList(
    "consent_checks",
    N_("Before consent is noted"),
    (
        Code(
            "agrees_to_talk", N_("The person agrees to this conversation. A child agrees in the way that fits the age.")
        ),
        Code("knows_purpose", N_("The person knows why we ask.")),
        Code(
            "knows_use", N_("The person knows what the answers are used for now, and what they may be used for later.")
        ),
        Code("knows_research", N_("The person knows that data without names may be used for statistics and research.")),
        Code("knows_access", N_("The person knows that they may ask for what we hold about them.")),
        Code("knows_storage", N_("The person knows how long it is kept.")),
        Code("knows_withdrawal", N_("The person knows how to take consent back.")),
    ),
)
"""The seven checks that HTCDS 2.0 lists for `con_Consent`, after IOM's screening form."""


def shown(field: Field, code: str) -> str:
    """The English words for a code on a page, marked for translation. Raises KeyError for an unknown code."""
    label = field.codes.label(code) if field.codes else code
    return _SHOWN.get(field.name, {}).get(code, label)


def choices(field: Field) -> tuple[tuple[str, str], ...]:
    """Pairs of code and words for people, for a form."""
    return tuple((known.code, shown(field, known.code)) for known in field.codes or ())


def checks_missing(made: frozenset[str]) -> tuple[str, ...]:
    """The checks that were not made yet, in order. Consent is noted when none is missing."""
    return tuple(code for code in CONSENT_CHECKS.values() if code not in made)
