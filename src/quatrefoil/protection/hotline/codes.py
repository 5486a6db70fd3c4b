# SPDX-License-Identifier: Apache-2.0
"""The desk's code lists in the reader's language, and the steps for danger now."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from quatrefoil.standards.ages import AGE_BANDS, band_label
from quatrefoil.standards.care import DANGER_LEVELS
from quatrefoil.standards.codes import CodeList
from quatrefoil.standards.countries_languages import languages
from quatrefoil.standards.instruments.contact_log import (
    AGREED,
    CALLERS,
    CHANNELS,
    HEARD_OF_US,
    KINDS,
    RESPONSES,
    SAFE_TO_CALL_BACK,
    opens_a_file,
)

Words = Mapping[str, str | Promise]
Choices = list[tuple[str, str]]


class ContactState(models.TextChoices):
    """Where a contact stands at the desk."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("With somebody")
    DONE = "done", _("Done")


class HoldState(models.TextChoices):
    """What became of a contact that nobody had agreed to."""

    HELD = "held", _("Held")
    AGREED = "agreed", _("Agreed")
    ERASED = "erased", _("Erased")
    REFUSED = "refused", _("To be erased: another hold stands on it")


DANGER_REASONS: Final[Words] = {
    "said_so": _("The person says so"),
    "hurt": _("Hurt or needs a doctor"),
    "locked_in": _("Locked in or watched"),
    "offender_near": _("Somebody who harms them is near"),
    "will_be_moved": _("Will be moved soon"),
    "self_harm": _("May harm themselves"),
    "child": _("A child is in danger"),
    "duress_word": _("The duress word was said"),
    "written": _("A report says so"),
    "other": _("Another reason"),
}
DANGER_ANSWERS: Final[Words] = {
    "with_me": _("I am on it"),
    "with_us": _("We act together; I take the lead"),
}
DANGER_ACTS: Final[Words] = {
    "emergency_services": _("Emergency services are on their way"),
    "safe_place": _("Reached a safe place"),
    "safety_plan": _("Safety plan made together"),
    "safe_for_now": _("The person says: safe for now"),
    "child_protection": _("Child protection acts"),
    "not_reached": _("Could not be reached again"),
    "not_danger": _("It was not danger now"),
}
# What counts as a safety action in the figures; the other two end the clock and are counted apart.
SAFETY_ACTS: Final = frozenset(DANGER_ACTS) - {"not_reached", "not_danger"}

STEPS: Final = (
    _("Ask first: is it safe to speak or write now? Yes and no are enough."),
    _("Ask what would help most in the next hour. Let the person choose."),
    _("Ask where they are, as far as they want to say, and whether they can leave."),
    _("Offer to call the emergency services at %(number)s. Say before you call: they may come with the police."),
    _("Agree a word that means: danger, act now. Agree what to do if the line breaks."),
    _("Do not call back or write, unless the safe-contact box says that it is safe."),
    _("For a child: say what you must pass on before they tell you more."),
    _("Stay until the person ends it. Then do something for yourself."),
)
CHILD_FIRST: Final = _(
    "Under 18, or not sure: say what must be passed on to protect a child before you ask more. "
    "Do not promise to keep it to yourself."
)
HANDOVER_STEPS: Final[Words] = {
    "call_back": _("Call back when it is safe"),
    "wait_for_call": _("Wait for the person to come back"),
    "answer_report": _("Answer the report"),
    "chase_referral": _("Ask what became of the referral"),
    "ask_agreement": _("Ask for agreement before the hold ends"),
    "safety_check": _("Check that the person is safe"),
    "other": _("See the notes"),
}
PRIORITIES: Final = {"high": 3, "some": 2}
CHANNEL_OF_REPORT: Final = "web_report"

# The languages that desks meet most; an installation's own list comes from its service directory.
LANGUAGES: Final = (
    "am", "ar", "bg", "bn", "en", "es", "fa", "fil", "fr", "ha", "hi", "hu", "id", "km", "ku", "lo", "my", "ne", "pl",
    "ps", "pt", "ro", "ru", "si", "so", "sq", "sw", "ta", "th", "ti", "tr", "uk", "ur", "vi", "wo", "yo", "zh",
)  # fmt: skip


def words_of(codes: CodeList) -> dict[str, str]:
    """A code list in the reader's language."""
    return {code: translate(label) for code, label in codes.choices()}


def choices(codes: CodeList, *, empty: str | Promise = "") -> Choices:
    """A code list for a form; with `empty` a first choice that says nothing was chosen."""
    first = [("", str(empty))] if empty else []
    return first + [(code, translate(label)) for code, label in codes.choices()]


def hints(codes: CodeList) -> dict[str, str]:
    """What is said under the choices of a list."""
    return {code.code: translate(code.guidance) for code in codes if code.guidance}


def label(codes: CodeList, code: str) -> str:
    """One code in the reader's language; "" for none."""
    return translate(codes.label(code)) if code in codes else code


def channel_label(code: str) -> str:
    """How a contact came."""
    return label(CHANNELS, code)


def kind_label(code: str) -> str:
    """Kind of a contact; a public report has none until somebody read it."""
    return label(KINDS, code)


def danger_label(code: str) -> str:
    """Danger in words."""
    return label(DANGER_LEVELS, code)


def language_choices() -> Choices:
    """Languages for a form, by name in the reader's language."""
    return [("", str(_("Not asked"))), *languages(LANGUAGES, (get_language() or "en")[:2])]


def age_choices() -> Choices:
    """Age bands for a form."""
    return [("", str(_("Not asked")))] + [(band.code, band_label(band.code).render(translate)) for band in AGE_BANDS]


def steps() -> tuple[str, ...]:
    """What to do in danger now, in order."""
    return tuple(str(step) % {"number": settings.OPTIONS.emergency_number} for step in STEPS)


__all__ = [
    "AGREED", "CALLERS", "CHANNELS", "DANGER_LEVELS", "HEARD_OF_US", "KINDS", "RESPONSES", "SAFE_TO_CALL_BACK",
    "opens_a_file",
]  # fmt: skip
