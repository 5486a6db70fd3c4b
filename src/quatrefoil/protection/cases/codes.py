# SPDX-License-Identifier: Apache-2.0
"""Code lists of this room, and the words for the codes of `standards`. What is stored is always the code."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as in_context

from quatrefoil.standards import ages, care
from quatrefoil.standards.codes import CodeList
from quatrefoil.standards.htcds import words as htcds_words
from quatrefoil.standards.htcds.fields import field

Words = str | Promise

HELD_DAYS: Final = 14  # SAFETY 16: a contact that nobody agreed to keep has an end
SAFETY_REVIEW_DAYS: Final = 30
NOT_KNOWN: Final = "not_known"


class Level(models.TextChoices):
    """How soon a need must be met."""

    URGENT = "urgent", gettext_lazy("Urgent")
    SOON = "soon", gettext_lazy("Soon")
    LATER = "later", gettext_lazy("Later")


class DangerReason(models.TextChoices):
    """Why the danger was judged as it was."""

    THREATS = "threats", gettext_lazy("Threats were made")
    VIOLENCE = "violence", gettext_lazy("Violence in the last days")
    PLACE_KNOWN = "place_known", gettext_lazy("Those who exploit know where the person is")
    WATCHED = "watched", gettext_lazy("The person is watched or not free to leave")
    SELF_HARM = "self_harm", gettext_lazy("The person may harm themselves")
    CHILDREN = "children", gettext_lazy("Children or family are at risk")
    HEALTH = "health", gettext_lazy("Health in danger")
    STILL_WORKS = "still_works", gettext_lazy("Still in the situation")
    IN_SAFE_PLACE = "in_safe_place", gettext_lazy("In a safe place")
    NO_CONTACT = "no_contact", gettext_lazy("No contact with those who exploit")
    PERSON_SAYS = "person_says", gettext_lazy("The person says so")
    NOT_ASKED = "not_asked", gettext_lazy("It was not safe to ask yet")
    OTHER = "other", gettext_lazy("Another reason, in the notes")


class DangerAnswer(models.TextChoices):
    """What was done about danger now."""

    MOVED = "moved", gettext_lazy("The person is in a safe place")
    EMERGENCY = "emergency", gettext_lazy("Emergency services were called, with the person")
    PLAN_MADE = "plan_made", gettext_lazy("A safety plan was made together")
    SPOKE = "spoke", gettext_lazy("Spoke with the person; danger is judged anew")
    NOT_REACHED = "not_reached", gettext_lazy("Not reached; trying again")


class Source(models.TextChoices):
    """How the person came."""

    HOTLINE = "hotline", gettext_lazy("Hotline")
    REFERRAL = "referral", gettext_lazy("Referral")
    TRANSFER = "transfer", gettext_lazy("Transfer from another organisation")
    WALK_IN = "walk_in", gettext_lazy("Came by themselves")
    OUTREACH = "outreach", gettext_lazy("Outreach")
    FAMILY_FRIEND = "family_friend", gettext_lazy("Through family or a friend")
    PAPER = "paper", gettext_lazy("From paper")
    OTHER = "other", gettext_lazy("Another way")


class Agreed(models.TextChoices):
    """Who agreed that a file is kept (SAFETY 16)."""

    PERSON = "person", gettext_lazy("The person")
    GUARDIAN = "guardian", gettext_lazy("The independent guardian")
    REPRESENTATIVE = "representative", gettext_lazy("A representative with a written mandate")
    CHILD_PATH = "child_path", gettext_lazy("Under 18 or not sure: protection is a duty, nobody is asked for consent")
    NOBODY = "nobody", gettext_lazy("Nobody yet: hold it for 14 days")


class GoalState(models.TextChoices):
    """How a goal of the plan stands."""

    OPEN = "open", gettext_lazy("Working on it")
    REACHED = "reached", gettext_lazy("Reached")
    CHANGED = "changed", gettext_lazy("The person chose something else")


class Notified(models.TextChoices):
    """The duty to notify about a child."""

    TO_DO = "to_do", gettext_lazy("To be notified")
    DONE = "done", gettext_lazy("Notified")
    NO_DUTY = "no_duty", gettext_lazy("No duty in law applies")


class Guardian(models.TextChoices):
    """Guardianship. None of these stands in the way of urgent help (SAFETY 14)."""

    SOUGHT = "sought", gettext_lazy("Independent guardian sought")
    APPOINTED = "appointed", gettext_lazy("Independent guardian appointed")
    RELATIVE = "relative", gettext_lazy("A relative, after a risk check")
    REFUSED = "refused", gettext_lazy("Refused by the authority or the child")
    NOT_NEEDED = "not_needed", gettext_lazy("Shown to be an adult")


class RelativesCheck(models.TextChoices):
    """Whether relatives may be involved."""

    NOT_DONE = "not_done", gettext_lazy("Not checked: no contact with relatives")
    SAFE = "safe", gettext_lazy("Checked: safe, and the child wishes it")
    NOT_SAFE = "not_safe", gettext_lazy("Checked: not safe")


class ReopenReason(models.TextChoices):
    """Why a closed case is opened again."""

    RETURNED = "returned", gettext_lazy("The person came back")
    NEW_DANGER = "new_danger", gettext_lazy("New danger")
    EXPLOITED_AGAIN = "exploited_again", gettext_lazy("Exploited again")
    NEW_NEED = "new_need", gettext_lazy("A new need")
    MISTAKE = "mistake", gettext_lazy("Closed by mistake")


DANGER_BARS: Final = {"high": 3, "some": 2, "low": 1, NOT_KNOWN: 0}
DANGER_SHORT: Final[dict[str, Words]] = {
    "high": in_context("danger", "High"),
    "some": in_context("danger", "Some"),
    "low": in_context("danger", "Low"),
    NOT_KNOWN: in_context("danger", "Not known"),
}
LEVEL_BARS: Final = {Level.URGENT: 3, Level.SOON: 2, Level.LATER: 1}

# Which services of the directory meet a need (registers.kinds.Need); the others have none of their own.
DIRECTORY: Final = {
    "safety": "shelter", "place_to_stay": "shelter", "food_clothes": "money", "medical": "medical",
    "psychological": "counselling", "interpretation": "interpreter", "legal": "legal", "papers": "papers",
    "owed_pay": "legal", "children": "child_protection", "guardian": "child_protection", "family": "family",
    "education": "education", "work": "work", "return": "return", "social": "counselling", "disability": "medical",
    "substance_use": "medical", "court": "legal",
}  # fmt: skip

APPOINTMENT_KINDS: Final[dict[str, Words]] = {
    "meeting": gettext_lazy("Meeting with the person"),
    "doctor": gettext_lazy("Doctor"),
    "lawyer": gettext_lazy("Lawyer"),
    "authority": gettext_lazy("Authority"),
    "court": gettext_lazy("Court"),
    "school_work": gettext_lazy("School or work"),
    "other": gettext_lazy("Appointment"),
}
APPROVAL_LABEL: Final = gettext_lazy("Approval of a step")
APPROVAL_ANSWERS: Final = {"approved": gettext_lazy("Approved"), "returned": gettext_lazy("Returned with a reason")}

WOMAN, MAN = "Feminine", "Masculine"
_GIRL_BOY: Final[dict[str, tuple[Words, Words]]] = {
    WOMAN: (gettext_lazy("Woman"), gettext_lazy("Girl")),
    MAN: (gettext_lazy("Man"), gettext_lazy("Boy")),
    "TransgenderFeminine": (gettext_lazy("Trans woman"), gettext_lazy("Trans girl")),
    "TransgenderMasculine": (gettext_lazy("Trans man"), gettext_lazy("Trans boy")),
    "NonConforming": (gettext_lazy("Person, another gender"), gettext_lazy("Child, another gender")),
}
_PERSON_CHILD: Final = (gettext_lazy("Person"), gettext_lazy("Child"))


def translated(codes: CodeList) -> list[tuple[str, Words]]:
    """Choices of a list of `standards` in the reader's language."""
    return [(code.code, gettext_lazy(code.label)) for code in codes]


def words(codes: CodeList, code: str) -> str:
    """The words for one code of `standards`; "" for none, the code itself when the list does not know it."""
    return _(codes.label(code)) if code in codes else code


def danger_words(level: str) -> str:
    """Such as "Danger now: high", as it stands on the record page."""
    return words(care.DANGER_LEVELS, level or NOT_KNOWN)


def need_words(code: str) -> str:
    """The name of a need."""
    return _need_words(code, get_language() or "")


# A list of fifty cases says the same few words over and over; the language stands in the key.
@lru_cache(maxsize=1024)
def _need_words(code: str, _language: str) -> str:
    return words(care.NEEDS, code)


def sex_choices() -> list[tuple[str, Words]]:
    """HTCDS prs_Gender, in the words that people read."""
    return _choices("prs_Gender")


def exploitation_choices() -> list[tuple[str, Words]]:
    """HTCDS kinds of exploitation, in the words of SAFETY; the codes leave only in exports."""
    return _choices("vic_TypeOfExploitation")


def sexual_exploitation_choices() -> list[tuple[str, Words]]:
    """HTCDS kinds of sexual exploitation, in the words of SAFETY."""
    return _choices("vic_TypeOfSexExploitation")


def goal_type_choices() -> list[tuple[str, Words]]:
    """HTCDS spl_Type: what a goal of the plan is about."""
    return _choices("spl_Type")


def _choices(name: str) -> list[tuple[str, Words]]:
    return [(code, gettext_lazy(label)) for code, label in htcds_words.choices(field(name))]


def exploitation_words(codes: Iterable[str]) -> str:
    """Kinds of exploitation in words, joined."""
    known = {**dict(exploitation_choices()), **dict(sexual_exploitation_choices())}
    return ", ".join(str(known.get(code, code)) for code in codes)


def band_choices() -> list[tuple[str, Words]]:
    """Age bands; no exact age stands in any list."""
    return [("", gettext_lazy("Not known")), *((band.code, band_words(band.code)) for band in ages.AGE_BANDS)]


def band_words(code: str) -> str:
    """Such as "14 to 15", or "age not known"."""
    return ages.band_label(code).render(_)


def who(sex: str, age_band: str, *, is_child: bool) -> str:
    """Such as "Woman, 25 to 29" or "Girl, 14 to 15": what a list says instead of a name."""
    return _who(sex, age_band, is_child, get_language() or "")


@lru_cache(maxsize=1024)
def _who(sex: str, age_band: str, is_child: bool, _language: str) -> str:  # noqa: FBT001 - a key of the cache
    adult, child = _GIRL_BOY.get(sex, _PERSON_CHILD)
    words_for_age = band_words(age_band) if age_band else _("perhaps under 18") if is_child else band_words("")
    return _("%(who)s, %(age)s") % {"who": child if is_child else adult, "age": words_for_age}


def lazily(codes: CodeList) -> dict[str, Words]:
    """Code to words, for sentences of the timeline."""
    return dict(translated(codes))


def choices_of(choices: type[models.TextChoices]) -> dict[str, Words]:
    """Code to words of a list of this room, for sentences of the timeline."""
    return {str(choice.value): choice.label for choice in choices}
