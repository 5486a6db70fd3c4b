# SPDX-License-Identifier: Apache-2.0
"""Countries and languages are named in the reader's language."""

import subprocess
import sys

import pytest

from quatrefoil.standards.countries_languages import (
    countries,
    country_code,
    country_name,
    is_right_to_left,
    language_code,
    language_name,
    languages,
    own_language_name,
)


@pytest.mark.parametrize(
    ("code", "locale", "name"),
    [
        ("ET", "en", "Ethiopia"),
        ("et", "fr", "Éthiopie"),
        ("ETH", "ar", "إثيوبيا"),
        ("ET", "xx-not-there", "Ethiopia"),
        ("??", "en", "??"),
    ],
)
def test_a_country_has_its_name_in_each_language_and_its_code_when_it_has_none(
    code: str, locale: str, name: str
) -> None:
    assert country_name(code, locale) == name


@pytest.mark.parametrize(
    ("code", "locale", "name"),
    [
        ("ar", "en", "Arabic"),
        ("ara", "fr", "arabe"),
        ("fr-CA", "en", "French"),
        ("ti", "en", "Tigrinya"),
        ("zzz", "en", "zzz"),
    ],
)
def test_a_language_has_its_name_in_each_language_and_its_code_when_it_has_none(
    code: str, locale: str, name: str
) -> None:
    assert language_name(code, locale) == name


def test_speakers_find_their_language_under_its_own_name() -> None:
    assert (own_language_name("ar"), own_language_name("fra")) == ("العربية", "français")


def test_longer_codes_are_turned_into_the_shortest() -> None:
    assert (country_code("mdg"), country_code("zz9"), language_code("SOM")) == ("MG", "ZZ9", "so")


def test_the_list_of_countries_holds_no_group_of_countries_and_sorts_marked_letters_in_their_place() -> None:
    listed = dict(countries("en"))
    assert len(listed) > 240
    assert not {"EU", "UN", "ZZ", "001"} & set(listed)
    names = [name for _, name in countries("fr")]
    assert names.index("Égypte") < names.index("Finlande")


def test_languages_are_listed_by_name_in_the_readers_language() -> None:
    assert languages(("fr", "ar", "am"), "en") == (("am", "Amharic"), ("ar", "Arabic"), ("fr", "French"))


@pytest.mark.parametrize(
    ("code", "expected"), [("ar", True), ("fas", True), ("he", True), ("fr", False), ("xx", False)]
)
def test_the_direction_of_writing_is_known(code: str, expected: bool) -> None:
    assert is_right_to_left(code) is expected


def test_babel_is_not_loaded_until_a_name_is_asked_for() -> None:
    program = "import sys, quatrefoil.standards.countries_languages; sys.exit('babel' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": ":".join(sys.path)}, check=False)
    assert ran.returncode == 0
