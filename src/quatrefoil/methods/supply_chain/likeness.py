# SPDX-License-Identifier: Apache-2.0
"""How alike two suppliers are, as twelve numbers from 0 to 1. Needs rapidfuzz and anyascii (extra `linkage`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from quatrefoil.methods.supply_chain.editions import country_key
from quatrefoil.methods.supply_chain.wording import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES: Final = (
    "name_letters", "name_words", "name_shared_words", "name_beginning", "name_part",
    "address_letters", "address_words", "address_shared_words", "address_part",
    "name_and_address", "numbers", "country",
)  # fmt: skip
WORDS: Final = {
    "name_letters": "the letters of the names", "name_words": "the words of the names",
    "name_shared_words": "the words that both names have", "name_beginning": "how the names begin",
    "name_part": "one name as a part of the other", "address_letters": "the letters of the addresses",
    "address_words": "the words of the addresses", "address_shared_words": "the words that both addresses have",
    "address_part": "one address as a part of the other", "name_and_address": "name and address together",
    "numbers": "the numbers in the addresses", "country": "the country",
}  # fmt: skip
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Party:
    """A supplier as it is compared: name and address in plain Latin letters, the country as its code or words."""

    name: str
    address: str
    country: str

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers in the address."""
        return frozenset(_DIGITS.findall(self.address))


def party(name: object, address: object, country: object) -> Party:
    """A supplier made comparable: other scripts in Latin letters, no accents, no signs that only steer writing."""
    return Party(_latin(name), _latin(address), country_key(str(country)[:100]))


def _latin(text: object) -> str:
    from anyascii import anyascii

    words = plain(text)
    return words if words.isascii() else plain(anyascii(words))


def compared(left: Sequence[Party], right: Sequence[Party]) -> "NDArray[np.float64]":
    """Features (n, 12) of n pairs; NaN where one side says nothing."""
    return np.array([_compared(a, b) for a, b in zip(left, right, strict=True)]).reshape(-1, len(FEATURES))


def _compared(a: Party, b: Party) -> list[float]:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import JaroWinkler

    names, addresses = _texts(a.name, b.name), _texts(a.address, b.address)
    both = fuzz.token_set_ratio(f"{a.name} {a.address}", f"{b.name} {b.address}") / 100
    found = [*names[:3], JaroWinkler.similarity(a.name, b.name) if a.name and b.name else np.nan, names[3], *addresses]
    return [
        *found,
        both,
        _overlap(a.numbers, b.numbers),
        float(a.country == b.country) if a.country and b.country else np.nan,
    ]


def _texts(a: str, b: str) -> list[float]:
    from rapidfuzz import fuzz

    if not a or not b:
        return [np.nan] * 4
    # Without blanks, because a name spaced out letter by letter is still the name.
    close_a, close_b = a.replace(" ", ""), b.replace(" ", "")
    found = (
        fuzz.ratio(close_a, close_b), fuzz.token_sort_ratio(a, b), fuzz.token_set_ratio(a, b),
        fuzz.partial_ratio(close_a, close_b),
    )  # fmt: skip
    return [value / 100 for value in found]


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else np.nan
