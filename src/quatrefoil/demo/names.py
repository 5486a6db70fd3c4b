# SPDX-License-Identifier: Apache-2.0
"""Invented names: syllables put together by chance, in any of five scripts, with the spellings that offices make of them.

No list of real names was used, and no name is taken from a person. Numbers lie in ranges that belong to nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

CONSONANTS: Final = "bdfklmnrst"
VOWELS: Final = "aeiou"
CYRILLIC: Final = dict(zip(CONSONANTS + VOWELS, "бдфклмнрстаеиоу", strict=True))
ARABIC: Final = dict(zip(CONSONANTS + VOWELS, "بدفكلمنرستايي" + "وو", strict=True))
ETHIOPIC: Final = dict(zip(CONSONANTS, "በደፈከለመነረሰተ", strict=True))
ETHIOPIC_ORDER: Final = {"u": 1, "i": 2, "a": 3, "e": 4, "": 5, "o": 6}
BENGALI: Final = dict(zip(CONSONANTS, "বদফকলমনরসত", strict=True))
BENGALI_VOWEL: Final = {"a": "া", "i": "ি", "u": "ু", "e": "ে", "o": "ো", "": ""}
# How one office hears what another wrote.
HEARD: Final = {"u": "ou", "i": "ee", "k": "kk", "o": "oo", "e": "i", "l": "ll"}
SCRIPT_OF: Final = {
    "am": "ethiopic", "ti": "ethiopic", "ar": "arabic", "fa": "arabic", "uk": "cyrillic", "ru": "cyrillic", "bn": "bengali",
}  # fmt: skip

Syllable = tuple[str, str, str]  # consonant, vowel, closing consonant or ""
UNREACHABLE: Final = "+999"  # no country has it, and no telephone can call it
DRAMA: Final = "0808 157 0"  # kept free for invented stories


@dataclass(frozen=True, slots=True)
class Name:
    """A given name and a family name as syllables; every script writes the same ones."""

    given: tuple[Syllable, ...]
    family: tuple[Syllable, ...]

    def __str__(self) -> str:
        return self.written("latin")

    def written(self, script: str) -> str:
        """The name in a script."""
        return " ".join(_capital(_write(word, script)) for word in (self.given, self.family))

    def as_heard(self, rng: np.random.Generator) -> str:
        """As another office wrote it: other spelling, sometimes family name first."""
        words = [_capital(_heard(_write(word, "latin"), rng)) for word in (self.given, self.family)]
        return " ".join(words[::-1] if rng.random() < 0.4 else words)  # noqa: PLR2004 - two of five


def make_name(rng: np.random.Generator) -> Name:
    """A name of three and three syllables. Its consonants are all different, so that two names are seldom alike."""
    drawn = [CONSONANTS[int(index)] for index in rng.permutation(len(CONSONANTS))]
    vowels = [VOWELS[int(index)] for index in rng.integers(len(VOWELS), size=6)]
    closing = iter(drawn[6:8])
    parts = [(drawn[at], vowels[at], next(closing) if at in {2, 4} else "") for at in range(6)]
    return Name(tuple(parts[:3]), tuple(parts[3:]))


def unreachable_phone(rng: np.random.Generator) -> str:
    """A number that no telephone has."""
    return f"{UNREACHABLE} {int(rng.integers(100, 999))} {int(rng.integers(100_000, 999_999))}"


def drama_phones() -> Iterator[str]:
    """Numbers that can be searched, each once: 1,000 that are kept free for invented stories."""
    return (f"{DRAMA}{number:03d}" for number in range(200, 1_000))


def script_of(language: str) -> str:
    """The script in which somebody of a language writes."""
    return SCRIPT_OF.get(language, "latin")


def _write(word: tuple[Syllable, ...], script: str) -> str:
    return "".join(_WRITERS[script](*syllable) for syllable in word)


def _latin(consonant: str, vowel: str, closing: str) -> str:
    return consonant + vowel + closing


def _cyrillic(consonant: str, vowel: str, closing: str) -> str:
    return "".join(CYRILLIC[letter] for letter in consonant + vowel + closing)


def _arabic(consonant: str, vowel: str, closing: str) -> str:
    return "".join(ARABIC[letter] for letter in consonant + vowel + closing)


def _ethiopic(consonant: str, vowel: str, closing: str) -> str:
    first = chr(ord(ETHIOPIC[consonant]) + ETHIOPIC_ORDER[vowel])
    return first + (chr(ord(ETHIOPIC[closing]) + ETHIOPIC_ORDER[""]) if closing else "")


def _bengali(consonant: str, vowel: str, closing: str) -> str:
    return BENGALI[consonant] + BENGALI_VOWEL[vowel] + (BENGALI[closing] if closing else "")


_WRITERS: Final = {
    "latin": _latin, "cyrillic": _cyrillic, "arabic": _arabic, "ethiopic": _ethiopic, "bengali": _bengali,
}  # fmt: skip


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _heard(word: str, rng: np.random.Generator) -> str:
    return "".join(HEARD[letter] if letter in HEARD and rng.random() < 0.5 else letter for letter in word)  # noqa: PLR2004 - half
