# SPDX-License-Identifier: Apache-2.0
"""The lists that the platform holds for the questionnaires: regions, languages, age bands."""

from functools import cache
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quatrefoil.foundation.registers.selectors import region_choices
from quatrefoil.standards.ages import AGE_BANDS
from quatrefoil.standards.countries_languages import language_name, own_language_name
from quatrefoil.standards.instruments.definition import Item

Pairs = list[tuple[str, str]]

# Languages that hotlines of several countries list; each stands with its own name first, as its speakers look for it.
LANGUAGES: Final = (
    "ak", "am", "ar", "az", "be", "bg", "bn", "cs", "de", "el", "en", "es", "et", "fa", "ff", "fr", "gu", "ha", "hi",
    "hr", "ht", "hu", "hy", "id", "ig", "it", "ja", "ka", "kk", "km", "ko", "ku", "ky", "ln", "lo", "lt", "lv", "mg",
    "mk", "mn", "mr", "ms", "my", "ne", "nl", "om", "pa", "pl", "ps", "pt", "rn", "ro", "ru", "rw", "si", "sk", "sl",
    "sn", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tr", "uk", "ur", "uz", "vi", "wo",
    "xh", "yo", "zh", "zu",
)  # fmt: skip


def choices_of(item: Item) -> Pairs:
    """Codes and words of everything that may answer an item."""
    return [*_listed(item.choices_from), *((choice.code, _(choice.text)) for choice in item.choices)]


def codes_of(item: Item) -> frozenset[str]:
    """Every code that may answer an item; nothing else is kept."""
    return frozenset(code for code, _words in choices_of(item))


def _listed(source: str) -> Pairs:
    if source == "regions":
        return region_choices()
    if source == "languages":
        return list(_languages((get_language() or "en")[:2]))
    if source == "age_bands":
        return [(band.code, band.label.render(_)) for band in AGE_BANDS]
    return []


@cache
def _languages(reader: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((code, _both_names(code, reader)) for code in LANGUAGES), key=lambda pair: pair[1].casefold()))


def _both_names(code: str, reader: str) -> str:
    own, known = own_language_name(code), language_name(code, reader)
    return own if own.casefold() == known.casefold() else f"{own} ({known})"
