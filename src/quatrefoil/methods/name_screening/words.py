# SPDX-License-Identifier: Apache-2.0
"""A name as words of plain letters, and how alike two words are: the same, the same consonants, nearly the same, an initial."""

import re
from functools import lru_cache
from typing import Final

from quatrefoil.methods.name_keys import fold, skeleton

PLAIN: Final = re.compile(r"[a-z]+(?: [a-z]+)*")
# Legal forms say nothing about which firm it is.
FORMS: Final = frozenset(
    {"ltd", "limited", "llc", "llp", "inc", "incorporated", "corp", "corporation", "co", "company", "plc", "gmbh", "ag", "sa",
     "sarl", "srl", "spa", "bv", "nv", "oy", "ab", "as", "pty", "pte", "jsc", "ooo", "zao", "pt", "tbk", "sdn", "bhd", "kg"}
)  # fmt: skip
NEAR: Final = 0.80  # Jaro-Winkler below it is another name
SAME_CONSONANTS: Final = 0.94
AN_INITIAL: Final = 0.72


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in letters a to z. Legal forms of firms are left out where something else remains."""
    words = _folded(name)
    kept = tuple(word for word in words if word not in FORMS)
    return kept or words


@lru_cache(maxsize=400_000)
def _folded(name: str) -> tuple[str, ...]:
    plain = name.lower()
    return tuple((plain if PLAIN.fullmatch(plain) else fold(name)).split())


@lru_cache(maxsize=400_000)
def bones(word: str) -> str:
    """The consonants of a word as they sound."""
    return skeleton(word)


@lru_cache(maxsize=1_000_000)
def likeness(one: str, other: str) -> float:
    """From 0 (another name) to 1 (the same)."""
    from rapidfuzz.distance import JaroWinkler

    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return AN_INITIAL if one[0] == other[0] else 0.0
    near = float(JaroWinkler.similarity(one, other))
    if same_consonants(one, other):
        return max(near, SAME_CONSONANTS)
    return near if near >= NEAR else 0.0


def same_consonants(one: str, other: str) -> bool:
    """Do two words sound alike but for their vowels? Two consonants at least: "li" and "la" share theirs with half the world."""
    known = bones(one)
    return len(known) > 1 and known.isalpha() and "a" not in known and known == bones(other)


def forget() -> None:
    """Empty what was remembered to be quick: names of people stay in memory no longer than a screening lasts."""
    for remembered in (_folded, bones, likeness):
        remembered.cache_clear()
