# SPDX-License-Identifier: Apache-2.0
"""Names of countries and languages in the reader's language, from CLDR by way of Babel.

Codes are ISO 3166-1 alpha-2 and ISO 639-1 (or 639-3 where no shorter one exists); the longer codes that other systems
use are turned into these. Babel is loaded when first asked, so that reading a code list costs nothing.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


def country_name(code: str, locale: str = "en") -> str:
    """The name of a country, or the code itself when no name is known."""
    short = country_code(code)
    return _named(_locale(locale).territories, short) or _named(_locale("en").territories, short) or code


def language_name(code: str, locale: str = "en") -> str:
    """The name of a language, or the code itself when no name is known."""
    short = language_code(code)
    return _named(_locale(locale).languages, short) or _named(_locale("en").languages, short) or code


def own_language_name(code: str) -> str:
    """The name of a language in itself, as its speakers look for it; in English where CLDR has none."""
    return language_name(code, language_code(code))


@cache
def countries(locale: str = "en") -> tuple[tuple[str, str], ...]:
    """Every country as code and name, sorted as a reader of `locale` expects short of full collation."""
    known = (str(code) for code in _locale("en").territories)
    codes = (code for code in known if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES)
    return _sorted_by_name((code, country_name(code, locale)) for code in codes)


@cache
def languages(codes: tuple[str, ...], locale: str = "en") -> tuple[tuple[str, str], ...]:
    """These languages as code and name, sorted by name: an organisation lists those it meets, not all 600."""
    return _sorted_by_name((code, language_name(code, locale)) for code in codes)


def country_code(code: str) -> str:
    """The alpha-2 code for an alpha-2 or alpha-3 code in any case; unknown codes come back in capitals."""
    from babel.core import get_global

    capitals = code.strip().upper()
    return str(get_global("territory_aliases").get(capitals, [capitals])[0])


def language_code(code: str) -> str:
    """The shortest ISO 639 code for a two- or three-letter code or a tag such as "fr-CA"."""
    from babel.core import get_global

    plain = code.strip().lower().replace("_", "-").partition("-")[0]
    return str(get_global("language_aliases").get(plain, plain))


def is_right_to_left(code: str) -> bool:
    """Whether the language is written from right to left."""
    return _locale(language_code(code)).character_order == "right-to-left"


_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})  # groupings and test codes that CLDR lists


@cache
def _locale(name: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _named(names: Mapping[str, str], code: str) -> str:
    return names.get(code, "")


def _sorted_by_name(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs, key=lambda pair: (_sort_key(pair[1]), pair[0])))


def _sort_key(name: str) -> str:
    """The name without marks over its letters, so that Å stands with A rather than behind Z."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
