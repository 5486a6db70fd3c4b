# SPDX-License-Identifier: Apache-2.0
"""Keys of names that people write in different ways: case, accents, punctuation, invisible signs, word order."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 1_000  # signs of a name that are looked at; a longer one is no name
_WORDS: Final = re.compile(r"[^\W_]+")
_PARENTHESES: Final = re.compile(r"\([^)]*\)")


def plain(text: object) -> str:
    """Small letters without accents and without signs that only steer the direction of writing, words parted by a space."""
    cut = str(text)[:LONGEST]
    decomposed = unicodedata.normalize("NFKD", cut).casefold()
    letters = "".join(sign for sign in decomposed if unicodedata.category(sign) not in {"Mn", "Cf"})
    return " ".join(_WORDS.findall(letters))


def good_key(name: object) -> str:
    """The words of a good in the order of the alphabet, so that "Textiles (jute)" is "Jute (textiles)"."""
    return " ".join(sorted(plain(name).split()))


def base_keys(name: object) -> list[str]:
    """As good_key, of what stands before any parentheses and on each side of a stroke: "Bricks (clay)", "Thread/Yarn"."""
    base = _PARENTHESES.sub(" ", str(name)[:LONGEST])
    return [good_key(part) for part in (base, *base.split("/"))]


def singular_key(key: str) -> str:
    """A key without the endings of English plurals; crude, and the same on both sides of a comparison."""
    return " ".join(_singular(word) for word in key.split())


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("oes"):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
