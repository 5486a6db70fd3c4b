# SPDX-License-Identifier: Apache-2.0
"""On what ground something may be done with what a person told: consent in its separate kinds, and the law.

The kinds of consent are asked one by one. None depends on another: help does not depend on talking to the police.
"""

from typing import Final

from quatrefoil.standards.codes import Code, CodeList
from quatrefoil.standards.text import N_

CONSENT_KINDS: Final = CodeList(
    "consent_kind",
    N_("What is agreed to"),
    (
        Code("services", N_("To be helped, and that we keep a file for it")),
        Code(
            "share",
            N_("To share with a named body for a named purpose"),
            N_("One agreement for each body and purpose. Only what the purpose needs leaves."),
        ),
        Code(
            "police",
            N_("To share with the police"),
            N_(
                "What the police or a court has received cannot be taken back, and the other side may get to read it. Help does"
                " not depend on it."
            ),
        ),
        Code("statistics", N_("To use data without names for statistics and research")),
        Code("contact", N_("To be contacted, in the safe way that was agreed")),
    ),
)

CHILD_PATH_NOT_ASKED: Final = frozenset({"services"})
"""Kinds that are not asked of a child or their guardian before protecting: protection is a duty. The child is told."""

CONSENT_STATES: Final = CodeList(
    "consent_state",
    N_("Consent"),
    (
        Code("not_asked", N_("Not asked")),
        Code("given", N_("Agreed")),
        Code("declined", N_("Not agreed")),
        Code("withdrawn", N_("Taken back")),
        Code("expired", N_("Ended on its date")),
    ),
)
"""Shown in neutral words and without a colour that presses."""

NEUTRAL_POLICE_STATE: Final = N_("Not shared with police")
"""What stands where the police were not told, whatever the reason."""

WITHDRAWAL_WAYS: Final = CodeList(
    "withdrawal_way",
    N_("How it was taken back"),
    (
        Code("in_person", N_("In person")),
        Code("phone", N_("By phone, after the safe word")),
        Code("receipt", N_("Through the receipt")),
        Code("letter", N_("In writing")),
        Code("through_trusted", N_("Through a person of trust")),
        Code(
            "unconfirmed",
            N_("Not confirmed yet"),
            N_("Sharing stops at once; help goes on until a private conversation."),
        ),
    ),
)

LEGAL_BASES: Final = CodeList(
    "legal_basis",
    N_("Ground"),
    (
        Code("consent", N_("Consent of the person")),
        Code("vital_interests", N_("To protect somebody's life or body")),
        Code("legal_obligation", N_("Share without consent: legal duty")),
        Code("public_interest", N_("A task of public interest laid down in law")),
        Code("contract", N_("A contract with the person")),
        Code("legitimate_interests", N_("Another legitimate interest, weighed and written down")),
    ),
)

WITHOUT_CONSENT_SHARING: Final = frozenset({"legal_obligation"})
"""The only ground other than consent on which something may be shared: a named duty, with its text. Nothing softer."""

WITHHELD_FROM: Final = CodeList(
    "withheld_reason",
    N_("Why something is withheld from somebody"),
    (
        Code("fear_of_harm", N_("Fear of harm to the person or to others")),
        Code("wants_to_tell", N_("The person wants to tell it themselves")),
        Code("conflict", N_("A conflict of interest")),
        Code("other", N_("Other")),
    ),
)

LEGAL_DUTIES: Final = CodeList(
    "legal_duty",
    N_("Kind of legal duty"),
    (
        Code("child_protection", N_("To tell child protection of a child in danger")),
        Code(
            "notify_authority", N_("To notify the competent authority, without a name where the person did not agree")
        ),
        Code("life_in_danger", N_("To avert a danger to somebody's life")),
        Code("serious_crime", N_("To report a serious crime that is about to happen")),
        Code("court_order", N_("An order of a court")),
        Code("communicable_disease", N_("To notify a communicable disease")),
    ),
)

WHO_AGREED: Final = CodeList(
    "consent_giver",
    N_("Who agreed"),
    (
        Code("person", N_("The person")),
        Code("guardian", N_("The independent guardian")),
        Code("caregiver", N_("A caregiver, after a risk check")),
        Code("representative", N_("A representative with a written mandate")),
    ),
)


def can_be_taken_back(kind: str) -> bool:
    """Whether taking consent back undoes what was shared: never with the police. Raises KeyError for an unknown kind."""
    return CONSENT_KINDS[kind].code != "police"


def allows_sharing(basis: str, consent_state: str) -> bool:
    """Whether this ground carries a sharing: consent that holds now, or a legal duty. Raises KeyError."""
    if LEGAL_BASES[basis].code == "consent":
        return CONSENT_STATES[consent_state].code == "given"
    return basis in WITHOUT_CONSENT_SHARING


def needs_second_approver(basis: str) -> bool:
    """Whether somebody from another team has to approve: whenever the ground is not consent. Raises KeyError."""
    return LEGAL_BASES[basis].code != "consent"
