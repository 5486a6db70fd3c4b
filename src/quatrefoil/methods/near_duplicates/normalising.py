# SPDX-License-Identifier: Apache-2.0
"""Texts as words that survive disguise: case, accents, letters written as digits, look-alike letters, emoji between words.

A script that puts no space between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) is read character by character.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

MOST_WORDS: Final = 5_000  # of one text; what stands behind is not read
MOST_LETTERS: Final = 60_000  # the same in letters, so that a text of a megabyte costs no more than a long advert
LONGEST_WORD: Final = 64
NUMBER: Final = "#"

# Controls that turn the direction of writing, joiners, selectors of emoji: they change what is seen and are no part of a word.
INVISIBLE_RANGES: Final = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x0640, 0x0640), (0x180E, 0x180E), (0x200B, 0x200F)),
    *((0x202A, 0x202E), (0x2060, 0x206F), (0x20E3, 0x20E3), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE0000, 0xE01EF)),
)
INVISIBLE: Final = dict.fromkeys(code for low, high in INVISIBLE_RANGES for code in range(low, high + 1))
UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U000323af"
)
LEET: Final = str.maketrans("013457@$", "oieastas")
# Cyrillic and Greek letters that look like Latin ones, for words that mix the scripts.
LOOK_ALIKE: Final = str.maketrans("авекмнорстухіјѕԁһαβεικνορτυχ", "abekmhopctyxijsdhabeiknoptux")
ARABIC: Final = str.maketrans("ىةکیۀ", "يهكيه")


@cache
def _marks() -> str:
    """Signs that belong to the letter before them (vowel signs of Indian scripts and others), for a set of characters."""
    signs = [code for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in {"Mn", "Mc"}]
    return "".join(rf"\u{code:04x}" for code in signs)


@cache
def _word() -> re.Pattern[str]:
    letter = rf"[^\W_{UNSPACED}]"
    inner = rf"[^\W_{UNSPACED}{_marks()}]|[{_marks()}]"
    return re.compile(rf"[{UNSPACED}][{_marks()}]*|{letter}(?:{inner}|[@$](?=[^\W\d_]))*")


# "c a l l", "c.a.l.l": four or more single letters with one sign between them.
SPREAD: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .*_\-][^\W\d_]){3,}(?![^\W_])")
STRETCHED: Final = re.compile(r"(.)\1{2,}")


def words(text: str) -> list[str]:
    """The words of a text as they are written, without invisible signs; at most MOST_WORDS."""
    text = text[:MOST_LETTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    text = SPREAD.sub(lambda found: re.sub(r"[ .*_\-]", "", found[0]), text)
    return [word[:LONGEST_WORD] for word in _word().findall(text)[:MOST_WORDS]]


@lru_cache(maxsize=2**18)  # the same words come again and again
def folded(word: str, *, number: str | None = None) -> str:
    """One form for all disguises of a word. number: what every number becomes (as it is, if None)."""
    if word.isdigit():
        return word if number is None else number
    word = word.casefold()
    if not word.isascii():
        word = _plain_letters(word)
    if not word.isalpha() and any(letter.isalpha() for letter in word):
        word = word.translate(LEET)
    return STRETCHED.sub(r"\1", word)


def _plain_letters(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    bare = "".join(sign for sign in parts if not (unicodedata.combining(sign) and _is_accent(sign)))
    plain = unicodedata.normalize("NFC", bare).translate(ARABIC)
    return plain.translate(LOOK_ALIKE) if re.search("[a-z]", plain) else plain


def _is_accent(sign: str) -> bool:
    """Accents of Latin, Greek, Cyrillic; vowel signs of Hebrew and Arabic. In Indian scripts a vowel sign is a letter."""
    return "\u0300" <= sign <= "\u036f" or "\u0591" <= sign <= "\u05c7" or "\u0610" <= sign <= "\u06ed"


UNSPACED_SIGN: Final = re.compile(f"[{UNSPACED}]")


def is_unspaced(word: str) -> bool:
    """Whether the word is one character of a script without spaces."""
    return not word.isascii() and bool(UNSPACED_SIGN.match(word))
