# SPDX-License-Identifier: Apache-2.0
"""Pick-lists that the platform holds ("regions", "languages", "age_bands"): each room says where its list comes from."""

from collections.abc import Callable, Iterable
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quatrefoil.foundation.registers import selectors as registers
from quatrefoil.standards.ages import AGE_BANDS
from quatrefoil.standards.countries_languages import languages
from quatrefoil.standards.instruments.answering import choice_codes
from quatrefoil.standards.instruments.conditions import Answer, chosen
from quatrefoil.standards.instruments.definition import NO, UNKNOWN, YES, Item, ItemKind
from quatrefoil.standards.text import N_

Pairs = Iterable[tuple[str, str]]
Source = Callable[[], Pairs]
_sources: dict[str, Source] = {}

# Asked where no service of the directory speaks a language yet: the official languages of the United Nations.
USUAL_LANGUAGES: Final = ("ar", "en", "es", "fr", "ru", "zh")
YES_NO_UNKNOWN: Final = ((YES, N_("Yes")), (NO, N_("No")), (UNKNOWN, N_("Not known")))


def register_source(name: str, source: Source) -> Source:
    """Declare a list: a function giving codes and names in the reader's language."""
    _sources[name] = source
    return source


def source(name: str) -> list[tuple[str, str]]:
    """The list of a name. Raises KeyError for one that nobody declared."""
    return list(_sources[name]())


def choices_of(item: Item) -> list[tuple[str, str]]:
    """What may answer an item, as codes and words in the reader's language; the platform's list first."""
    if item.kind is ItemKind.YES_NO_UNKNOWN:
        return [(code, _(text)) for code, text in YES_NO_UNKNOWN]
    own = [(choice.code, _(choice.text)) for choice in item.choices]
    return (source(item.choices_from) if item.choices_from else []) + own


def is_choice(item: Item, answer: Answer) -> bool:
    """Does the answer stand in the item's list, the platform's codes included?"""
    allowed = set(choice_codes(item))
    if item.choices_from and not chosen(answer) <= allowed:
        allowed |= {code for code, _words in source(item.choices_from)}
    return chosen(answer) <= allowed


def declare() -> None:
    """The lists of the ground floor; called once, when the room starts."""
    register_source("regions", registers.region_choices)
    register_source("languages", _languages)
    register_source("age_bands", _age_bands)


def _languages() -> Pairs:
    spoken = tuple(sorted({*registers.languages_spoken(), *USUAL_LANGUAGES}))
    return languages(spoken, (get_language() or "en")[:2])


def _age_bands() -> Pairs:
    return [(band.code, band.label.render(_)) for band in AGE_BANDS]
