# SPDX-License-Identifier: Apache-2.0
"""Key strings by which the same person is found under another spelling, another script or another order of names.

A name is folded to plain letters and then to its consonants, because vowels are what spellings and scripts disagree
about. Keys are composite: two different names with a year of birth, a whole phone number, or a whole document number.
One name alone never makes a key (`quatrefoil.methods.blind_index` says why). Finding too many is meant: what a key
finds is a question to a person who may look, not an answer.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from quatrefoil.methods.blind_index import Purpose, RefusedIndexKey, document_key, name_year_key, phone_key

LONGEST_NAME: Final = 200  # characters that are looked at; a longer text is not a name
LONGEST_TEXT: Final = 2_000  # characters from which a name, phone or number is taken, hidden ones included
MOST_WORDS: Final = 6  # of one name; gives at most 15 pairs


@dataclass(frozen=True, slots=True)
class CompositeKey:
    """A key string and the purpose whose index it belongs to: what `blind_token` takes."""

    purpose: Purpose
    key: str


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """An identity document. country: ISO 3166-1 alpha-2; kind: such as "passport"; number: as printed."""

    country: str
    kind: str
    number: str


def composite_keys(
    names: Iterable[str] = (),
    birth_year: int | None = None,
    phones: Iterable[str] = (),
    documents: Iterable[IdentityDocument] = (),
    *,
    default_region: str | None = None,
    years_either_side: int = 0,
) -> tuple[CompositeKey, ...]:
    """Every key of a person, each once, in a fixed order. What makes no key is left out without a word.

    names: each a whole name, aliases as names of their own. birth_year: without it there is no name key.
    default_region: ISO 3166-1 alpha-2 country of phones that are written without one. years_either_side: for a search
    with a year that is only known about; keep it 0 when storing.
    """
    keys = [
        *_name_keys(names, birth_year, years_either_side),
        *_phone_keys(phones, default_region),
        *_document_keys(documents),
    ]
    return tuple(dict.fromkeys(keys))


def fold(name: str) -> str:
    """The name in small letters a to z with single spaces: marks, scripts, controls and digits are gone.

    A Chinese or Korean name without a space is parted into family name and given name.
    """
    return " ".join(word for word in _words(name) for word in word.split("-"))


def skeleton(name: str) -> str:
    """The consonants of each name, sorted, so that neither spelling nor order matters; particles such as "al" are left out."""
    return " ".join(sorted(_bones(fold(name))))


def name_pairs(name: str) -> tuple[str, ...]:
    """Skeletons of each two different names in a name, sorted; empty for a single name.

    Pairs, because one record holds the grandfather's name and the next does not. Names joined by a hyphen, and three
    names of which two may be one, are also read as one word.
    """
    readings = dict.fromkeys(tuple(_bones(reading)) for reading in _readings(_words(name)))
    pairs = (pair for bones in readings for pair in combinations(sorted(set(bones)), 2))
    return tuple(sorted({" ".join(pair) for pair in pairs}))


def normalised_phone(number: str, default_region: str | None = None) -> str | None:
    """The number in E.164 form such as "+251111234567", or None when it cannot be one."""
    import phonenumbers

    plain = re.sub(r"^\s*00", "+", _visible(number))
    try:
        parsed = phonenumbers.parse(plain, default_region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _name_keys(names: Iterable[str], birth_year: int | None, years_either_side: int) -> Iterator[CompositeKey]:
    if birth_year is None:
        return
    pairs = dict.fromkeys(pair for name in names for pair in name_pairs(name))
    for year in range(birth_year - years_either_side, birth_year + years_either_side + 1):
        for pair in pairs:
            try:
                yield CompositeKey(Purpose.NAME_YEAR, name_year_key(pair, year))
            except RefusedIndexKey:
                continue  # a year in which nobody alive was born


def _phone_keys(phones: Iterable[str], default_region: str | None) -> Iterator[CompositeKey]:
    for phone in phones:
        number = normalised_phone(phone, default_region)
        if number is not None:
            yield CompositeKey(Purpose.PHONE, phone_key(number))


def _document_keys(documents: Iterable[IdentityDocument]) -> Iterator[CompositeKey]:
    for document in documents:
        number = re.sub(r"[^A-Za-z0-9]", "", _latin(_visible(document.number)))
        try:
            key = document_key(document.country.strip(), document.kind.strip(), number)
        except RefusedIndexKey:
            continue  # too short to be one, or its country is not known
        yield CompositeKey(Purpose.DOCUMENT, key)


# --- from any script to words of plain letters ---

_NOT_SEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})  # controls, direction overrides, zero width, no characters
_ARABIC_MARKS: Final = re.compile("[\u064b-\u065f\u0670\u0640]")  # vowel marks and the stretching stroke
_ARABIC_SERVANT: Final = re.compile(r"\bعبد\s*ال")  # "servant of the …" is one name, written as one word or two
_ARABIC_ARTICLE: Final = re.compile(r"\bال(?=\w{2})")
_LATIN_SERVANT: Final = re.compile(r"\ba?bd(?:[aeiou]?[lr])?[\s-]+(?:[aeu][lr][\s-]+)?(?=[a-z])")
_INDIC: Final = re.compile("[\u0900-\u0dff]")
_SHORT_FORMS: Final = {"md": "muhammad", "mohd": "muhammad", "mhd": "muhammad"}

_HAN: Final = re.compile("[\u3400-\u9fff]{2,4}")
_HAN_DOUBLE_FAMILY_NAMES: Final = frozenset(
    {"欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "东方", "夏侯", "皇甫"}
)
_HANGUL: Final = re.compile("[\uac00-\ud7a3]{2,4}")
_HANGUL_DOUBLE_FAMILY_NAMES: Final = frozenset({"남궁", "황보", "제갈", "선우", "독고"})
# Family names that most of their bearers write in Latin letters unlike the romanisation by rule.
_HANGUL_AS_WRITTEN: Final = {"이": "lee", "박": "park", "최": "choi", "유": "yoo", "임": "lim", "노": "noh"}


def _words(name: str) -> list[str]:
    """Words of letters a to z; hyphens stay inside a word."""
    text = _ARABIC_MARKS.sub("", _visible(name)[:LONGEST_NAME])
    text = _ARABIC_ARTICLE.sub("", _ARABIC_SERVANT.sub("عبد", text))
    plain = " ".join(_romanised(word) for word in text.split())
    plain = _LATIN_SERVANT.sub("abd", re.sub(r"['`’ʼ]", "", plain))
    words = (word.strip("-") for word in re.split(r"[^a-z-]+", plain))
    return [_SHORT_FORMS.get(word, word) for word in words if word][:MOST_WORDS]


def _visible(text: str) -> str:
    """The text in compatibility form, without what no reader sees; any white space becomes a space."""
    spaced = re.sub(r"\s", " ", text[:LONGEST_TEXT])
    return unicodedata.normalize("NFKC", "".join(c for c in spaced if unicodedata.category(c) not in _NOT_SEEN))


def _romanised(word: str) -> str:
    if _HAN.fullmatch(word):
        family, given = _parted(word, _HAN_DOUBLE_FAMILY_NAMES)
        return f"{_latin(family)} {_latin(given)}".lower()
    if _HANGUL.fullmatch(word):
        family, given = _parted(word, _HANGUL_DOUBLE_FAMILY_NAMES)
        return f"{_HANGUL_AS_WRITTEN.get(family) or _latin(family)} {_latin(given)}".lower()
    latin = _latin(word).lower()
    return re.sub(r"c(?!h)", "ch", latin) if _INDIC.search(word) else latin


def _parted(word: str, double: frozenset[str]) -> tuple[str, str]:
    length = 2 if word[:2] in double and len(word) > 2 else 1
    return word[:length], word[length:]


def _latin(text: str) -> str:
    from anyascii import anyascii

    return anyascii(text)


# --- from words to consonants ---

_PARTICLES: Final = frozenset(
    {"al", "el", "ul", "bin", "ibn", "bint", "de", "del", "dos", "di", "du", "der", "den", "van", "von"}
)
"""Left out, and never one of the two names that a key needs."""

# Spellings of one sound, longest first. What is not here stands for itself.
_SOUNDS: Final = (
    (re.compile(r"^ou(?=[aei])"), "w"),
    (re.compile(r"^abd(?:[aeiou]?[lr](?=[lr])|[aeiou]?l|[aeiou])?(?=[a-z])"), "bd"),
    (re.compile(r"tsch|dsch|sch|tch|sh|ch|sz|cz|ts|tz"), "s"),
    (re.compile(r"dzh|zh|dj|jh"), "j"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh|ck|q|g"), "k"),
    (re.compile(r"([tdb])h"), r"\1"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"^x"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"v|^w"), "b"),
    (re.compile(r"h$"), ""),
    (re.compile(r"([a-z])\1+"), r"\1"),
    (re.compile(r"[aeiouyw]"), ""),
)


def _bones(words: str) -> list[str]:
    return [_bone(word) for word in words.split() if word not in _PARTICLES]


def _bone(word: str) -> str:
    """The consonants of one name, at least two letters: a name of one consonant or none is filled up with a's."""
    for spelling, sound in _SOUNDS:
        word = spelling.sub(sound, word)
    return word.ljust(2, "a")


def _readings(words: list[str]) -> Iterator[str]:
    parted = [part for word in words for part in word.split("-") if part]
    yield " ".join(parted)
    yield " ".join(word.replace("-", "") for word in words)
    names = [word for word in parted if word not in _PARTICLES]
    if len(names) == 3:
        first, second, third = names
        yield f"{first}{second} {third}"
        yield f"{first} {second}{third}"
