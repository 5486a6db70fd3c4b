# SPDX-License-Identifier: Apache-2.0
"""The words of sharing: kinds of consent, grounds, purposes and what each purpose needs."""

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity.roles import (
    ACCOUNT,
    CORE,
    HEALTH,
    IDENTITY,
    NOTES,
    PLAN,
    REPORT,
    SAFE_CONTACT,
    SCREENING,
    STAY,
)

# The sheet divides the core of a file once more: how to talk with the person.
LANGUAGE: Final = "language"
ALWAYS_NEEDED: Final = frozenset({CORE, LANGUAGE})


class ConsentKind(models.TextChoices):
    """What a person may agree to; each is asked on its own."""

    SERVICES = "services", _("Services")
    SHARE = "share", _("Sharing with a named body")
    POLICE = "police", _("Sharing with police")
    STATISTICS = "statistics", _("Statistics without names")
    CONTACT = "contact", _("Being contacted")


class How(models.TextChoices):
    """How a consent was given or taken back."""

    SPOKEN = "spoken", _("Spoken")
    WRITTEN = "written", _("In writing")
    THUMBPRINT = "thumbprint", _("Thumbprint")


class Check(models.TextChoices):
    """The seven things that must have been explained (HTCDS con_Consent)."""

    INTERVIEW = "told_interview", _("agrees to this conversation")
    PURPOSE = "told_purpose", _("what the information is for")
    USE = "told_use", _("how it is used now and may be used later")
    RESEARCH = "told_research", _("that numbers without names may serve research")
    RIGHTS = "told_rights", _("the right to see one's own data")
    STORAGE = "told_storage", _("how long it is kept")
    WITHDRAWAL = "told_withdrawal", _("how to take the consent back")


class Asker(models.TextChoices):
    """Who asked to take a consent back."""

    PERSON = "person", _("The person")
    GUARDIAN = "guardian", _("The guardian")
    LAWYER = "lawyer", _("The person's lawyer")
    UNSURE = "unsure", _("Somebody who may not be the person")


class Channel(models.TextChoices):
    """How it was asked."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    WRITING = "writing", _("In writing")
    MESSAGE = "message", _("By message")


class SupportConfirmation(models.TextChoices):
    """What became of services after their consent was taken back (SAFETY 2)."""

    NONE = "", _("Not asked")
    PENDING = "pending", _("To be talked over in private; services go on")
    CONTINUE = "continue", _("The person wants the services to go on")
    END = "end", _("The person confirmed in private that services end")


class Carrier(models.TextChoices):
    """What carries a part that leaves."""

    CONSENT = "consent", _("Consent")
    LEGAL_DUTY = "legal_duty", _("Legal duty")
    CHILD_PROTECTION = "child_protection", _("Protection of a child")


class Purpose(models.TextChoices):
    """What the other side will do with what it reads."""

    MEDICAL = "medical", _("Medical check")
    COUNSELLING = "counselling", _("Counselling")
    SHELTER = "shelter", _("A safe place to stay")
    LEGAL = "legal", _("Legal advice")
    CHILD_PROTECTION = "child_protection", _("Protection of a child")
    IDENTIFICATION = "identification", _("Formal identification")
    INVESTIGATION = "investigation", _("Criminal investigation")
    DANGER = "danger", _("Protection from danger")
    LIVELIHOOD = "livelihood", _("Work, school, money")
    PAPERS = "papers", _("Papers and permission to stay")
    RETURN = "return", _("Return home, if wished")
    INTERPRETER = "interpreter", _("Interpreter")
    TRANSFER = "transfer", _("Taking over the case")


# The minimum that is needed is the maximum that may leave. An interpreter gets a booking without name (SAFETY 17).
NEEDED: Final[dict[str, frozenset[str]]] = {
    Purpose.MEDICAL: ALWAYS_NEEDED | {HEALTH, SAFE_CONTACT, IDENTITY},
    Purpose.COUNSELLING: ALWAYS_NEEDED | {HEALTH, SAFE_CONTACT, ACCOUNT},
    Purpose.SHELTER: ALWAYS_NEEDED | {HEALTH, SAFE_CONTACT, PLAN},
    Purpose.LEGAL: ALWAYS_NEEDED | {SAFE_CONTACT, IDENTITY, ACCOUNT},
    Purpose.CHILD_PROTECTION: ALWAYS_NEEDED | {IDENTITY, SAFE_CONTACT, HEALTH, ACCOUNT, REPORT, PLAN},
    Purpose.IDENTIFICATION: ALWAYS_NEEDED | {IDENTITY, SAFE_CONTACT, ACCOUNT, REPORT},
    Purpose.INVESTIGATION: ALWAYS_NEEDED | {IDENTITY, SAFE_CONTACT, ACCOUNT, REPORT},
    Purpose.DANGER: ALWAYS_NEEDED | {IDENTITY, SAFE_CONTACT, ACCOUNT, REPORT, HEALTH},
    Purpose.LIVELIHOOD: ALWAYS_NEEDED | {SAFE_CONTACT, PLAN},
    Purpose.PAPERS: ALWAYS_NEEDED | {IDENTITY, SAFE_CONTACT, ACCOUNT},
    Purpose.RETURN: ALWAYS_NEEDED | {IDENTITY, SAFE_CONTACT, HEALTH, PLAN},
    Purpose.INTERPRETER: frozenset({LANGUAGE}),
    Purpose.TRANSFER: ALWAYS_NEEDED | {IDENTITY, SAFE_CONTACT, HEALTH, ACCOUNT, REPORT, PLAN},
}

NEVER_LEAVES: Final[dict[str, Promise]] = {
    STAY: _("Where somebody stays never leaves. The safe place arranges the way there."),
    SCREENING: _("Answers to a screening stay in the file: a score must not travel with a person."),
    NOTES: _("Notes are for the team that wrote them."),
}

HANDLING: Final[dict[str, Promise]] = {
    Purpose.MEDICAL: _("for the treating team only"),
    Purpose.COUNSELLING: _("for the counsellor only"),
    Purpose.SHELTER: _("for the team of the safe place only"),
    Purpose.LEGAL: _("for the lawyer only"),
    Purpose.IDENTIFICATION: _("for those who decide on identification only"),
    Purpose.INVESTIGATION: _("for the named investigation only; the person stays a witness with rights"),
}
HANDLING_OTHERWISE: Final = _("for the team that helps only")


class WhyNotTold(models.TextChoices):
    """Why a person was not told that something is shared without consent (SAFETY 5: tell first where we can)."""

    DANGER = "danger", _("Telling now would put somebody in danger")
    NOT_REACHED = "not_reached", _("The person could not be reached in time")
    FORBIDDEN = "forbidden", _("The law forbids telling")


class DeclineReason(models.TextChoices):
    """Why a recipient does not take a referral."""

    FULL = "full", _("No place free")
    NOT_FOR_US = "not_for_us", _("Not what we offer")
    NOT_ELIGIBLE = "not_eligible", _("Outside our rules on age, sex or region")
    LANGUAGE = "language", _("No common language or interpreter")
    CONFLICT = "conflict", _("We know somebody involved")
    UNSAFE = "unsafe", _("Not safe here")
    OTHER = "other", _("Another reason")


class Outcome(models.TextChoices):
    """What became of an accepted referral."""

    HELPED = "helped", _("The person was helped")
    PARTLY = "partly", _("Partly helped; more is needed")
    DID_NOT_COME = "did_not_come", _("The person did not come")
    DECIDED = "decided", _("A decision was made")
    REFERRED_ON = "referred_on", _("Another service is needed")


class RevokeReason(models.TextChoices):
    """Why a sender takes a disclosure back."""

    WITHDRAWN = "consent_withdrawn", _("The person took the consent back")
    NOT_NEEDED = "not_needed", _("No longer needed")
    MISTAKE = "mistake", _("Sent by mistake")
    SAFETY = "safety", _("For safety")
