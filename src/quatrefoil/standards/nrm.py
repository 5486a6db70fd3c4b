# SPDX-License-Identifier: Apache-2.0
"""Referral to a competent authority, as the UK's National Referral Mechanism branches it: with consent, without, or a child.

Field codes are those of the Home Office's form (April 2026). Another country's mechanism differs in fields and names, and
rarely in the branches.
"""

from enum import StrEnum
from typing import Final

from quatrefoil.standards.ages import Under18
from quatrefoil.standards.codes import Code, CodeList
from quatrefoil.standards.text import N_


class Route(StrEnum):
    """How a person reaches, or does not reach, the competent authority."""

    AUTOMATIC = "automatic"
    """Under 18 or not sure: consent is not asked, the local authority is told."""
    REFERRAL = "referral"
    """An adult who agrees."""
    DUTY_TO_NOTIFY_NAMED = "duty_to_notify_named"
    """An adult who does not agree to a referral but to cooperate: notified with name and contact."""
    DUTY_TO_NOTIFY = "duty_to_notify"
    """An adult who does not agree: notified without anything that says who it is."""
    NOT_YET = "not_yet"
    """An adult who was not asked: nothing is sent."""


AUTOMATIC_REFERRAL: Final = frozenset({Under18.YES, Under18.NOT_SURE})

_LOCAL_AUTHORITY: Final = "local-authority-contacted-about-child-local-authority-"
LOCAL_AUTHORITY_FIELDS: Final = tuple(f"{_LOCAL_AUTHORITY}{part}" for part in ("name", "phone", "email"))
DUTY_TO_NOTIFY_FIELDS: Final = ("pv-gender", "pv-nationality")
# The first two names were not read in the form itself; check them before sending to it.
NAME_FIELDS: Final = ("pv-name-first-name", "pv-name-last-name", "pv-phone-number")
SAFE_TO_WRITE: Final = ("SafeToEmail", "SafeToPostal")
"""Ticks without which no e-mail and no letter goes to the person."""

TYPES_OF_EXPLOITATION: Final = CodeList(
    "nrm_type_of_exploitation",
    N_("Type of exploitation"),
    (
        Code("forced-to-work", N_("Made to work for little or nothing")),
        Code("wages-taken", N_("Wages taken by somebody else")),
        Code("forced-to-commit-fraud", N_("Made to commit financial fraud")),
        Code("prostitution", N_("Sexual exploitation by direct contact")),
        Code("child-exploitation", N_("Sexual exploitation of a child")),
        Code("taken-somewhere", N_("Taken somewhere for sexual exploitation")),
        Code("forced-to-commit-crime", N_("Made to commit a crime")),
        Code("organs-removed", N_("Organ taken or meant to be taken")),
        Code("unpaid-household-work", N_("Unpaid work in a household")),
        Code("other", N_("Something else")),
    ),
)

LAST_CONTACT: Final = CodeList(
    "nrm_last_contact",
    N_("Last contact with those who exploit"),
    (
        Code("within-the-last-week", N_("Within the last week")),
        Code("within-the-last-month", N_("Within the last month")),
        Code("within-the-last-3-month", N_("Within the last three months")),
        Code("within-the-last-6-month", N_("Within the last six months")),
        Code("within-the-last-6-12-month", N_("Between six and twelve months ago")),
        Code("over-a-year-ago", N_("More than a year ago")),
        Code("not-sure", N_("Not sure")),
    ),
)


def route(under_18: Under18 | str, *, agrees: bool | None, cooperates: bool | None = None) -> Route:
    """Which way the form goes.

    under_18: what is said of the age now. agrees: to a referral, None when not asked. cooperates: with the authorities,
    asked only of somebody who does not agree.
    """
    if Under18(under_18) in AUTOMATIC_REFERRAL:
        return Route.AUTOMATIC
    if agrees is None:
        return Route.NOT_YET
    if agrees:
        return Route.REFERRAL
    return Route.DUTY_TO_NOTIFY_NAMED if cooperates else Route.DUTY_TO_NOTIFY


def asks_consent(way: Route) -> bool:
    """Whether the person's agreement is asked at all: never on the automatic way."""
    return way is not Route.AUTOMATIC


def required_fields(way: Route) -> tuple[str, ...]:
    """Fields that this way cannot do without; all others may stay empty."""
    return {
        Route.AUTOMATIC: LOCAL_AUTHORITY_FIELDS,
        Route.REFERRAL: NAME_FIELDS[:2],
        Route.DUTY_TO_NOTIFY_NAMED: (*DUTY_TO_NOTIFY_FIELDS, *NAME_FIELDS),
        Route.DUTY_TO_NOTIFY: DUTY_TO_NOTIFY_FIELDS,
        Route.NOT_YET: (),
    }[way]


def may_leave(way: Route, field: str) -> bool:
    """Whether a field may be sent. Without agreement only gender, nationality and a reason in general words leave."""
    if way is Route.NOT_YET:
        return False
    if way is Route.DUTY_TO_NOTIFY:
        return field in {*DUTY_TO_NOTIFY_FIELDS, "refuse-nrm"}
    if way is Route.DUTY_TO_NOTIFY_NAMED:
        return field in {*DUTY_TO_NOTIFY_FIELDS, *NAME_FIELDS, "refuse-nrm"}
    return not (way is Route.AUTOMATIC and field == "does-pv-need-support")  # the adult support contract
