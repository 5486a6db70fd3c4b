# SPDX-License-Identifier: Apache-2.0
"""Invented names are found under every spelling, and no number belongs to anybody."""

import re
from itertools import islice

import numpy as np
import pytest

from quatrefoil.demo.names import drama_phones, make_name, script_of, unreachable_phone
from quatrefoil.methods.name_keys import name_pairs, normalised_phone

NAMES = [make_name(np.random.default_rng(seed)) for seed in range(200)]


@pytest.mark.parametrize("script", ["cyrillic", "arabic", "ethiopic", "bengali"])
def test_a_name_in_another_script_shares_a_key_with_the_latin_one(script):
    missed = [str(name) for name in NAMES if not set(name_pairs(str(name))) & set(name_pairs(name.written(script)))]
    assert missed == []


def test_a_name_as_another_office_heard_it_shares_a_key():
    rng = np.random.default_rng(7)
    heard = [(name, name.as_heard(rng)) for name in NAMES]
    assert [spelled for name, spelled in heard if not set(name_pairs(str(name))) & set(name_pairs(spelled))] == []
    assert sum(spelled != str(name) for name, spelled in heard) > 150


def test_two_people_seldom_share_a_name():
    assert len({str(name) for name in NAMES}) == len(NAMES)


def test_most_numbers_can_be_called_by_no_telephone():
    numbers = [unreachable_phone(np.random.default_rng(seed)) for seed in range(50)]
    assert all(re.fullmatch(r"\+999 \d{3} \d{6}", number) for number in numbers)
    assert {normalised_phone(number) for number in numbers} == {None}


def test_numbers_that_can_be_searched_are_those_kept_free_for_stories():
    numbers = list(islice(drama_phones(), 100))
    assert len(set(numbers)) == 100
    assert all(re.fullmatch(r"0808 157 0\d{3}", number) for number in numbers)


def test_somebody_writes_in_the_script_of_their_language():
    assert [script_of(code) for code in ("am", "ar", "uk", "bn", "es")] == [
        "ethiopic",
        "arabic",
        "cyrillic",
        "bengali",
        "latin",
    ]
