# SPDX-License-Identifier: Apache-2.0
"""One form for what is written in many: dates, phones, documents, addresses, plates, organisations, accounts.

Names are folded by `quatrefoil.methods.name_keys`; what stands here builds on it. Every function takes any text and
gives None where nothing usable is in it; none of them guesses.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from quatrefoil.methods.name_keys import fold, normalised_phone

LONGEST: Final = 2_000  # characters of a cell that are looked at
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_ISO: Final = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?:[T ].*)?")
_LEGAL_FORMS: Final = frozenset(
    {
        "ltd", "limited", "llc", "inc", "incorporated", "corp", "corporation", "co", "company", "plc", "llp", "lp",
        "gmbh", "ag", "kg", "sa", "sarl", "sas", "srl", "spa", "bv", "nv", "oy", "ab", "as", "aps", "doo", "sro", "ooo",
        "pt", "tbk", "pte", "pvt", "private", "sdn", "bhd", "pty", "ltda", "group", "holding", "holdings", "the", "and",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Born:
    """A date of birth of which the year may be all that is known. Parts are texts of fixed length, or None."""

    year: str
    month: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document. kind: "" when it is not said, else such as "fr passport"; number: letters and digits."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of an address, each folded; None where it is not there."""

    street: str | None = None
    number: str | None = None
    place: str | None = None
    postcode: str | None = None


def visible(text: str) -> str:
    """The text in compatibility form, without what no reader sees; any white space is one space."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text[:LONGEST].strip()
    spaced = re.sub(r"\s+", " ", text[:LONGEST])
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _HIDDEN)
    return unicodedata.normalize("NFKC", kept).strip()


def born(text: str) -> Born | None:
    """A date of birth written year first: 1994-03-05, 19940305, 1994-03, or 1994.

    Other orders are not read: 05/03/1994 is two different days in two countries.
    """
    found = _ISO.fullmatch(_digits_of(visible(text)))
    if not found:
        return None
    year, month, day = found[1], found[2], found[3]
    if not 1850 <= int(year) <= 2150:
        return None
    if month is None or not 1 <= int(month) <= 12:
        return Born(year)
    return Born(year, month, day) if day and _is_day(year, month, day) else Born(year, month)


def _digits_of(text: str) -> str:
    """Digits of any script as 0 to 9."""
    return text if text.isascii() else "".join(str(unicodedata.digit(c, c)) for c in text)


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def phone(text: str, region: str | None = None) -> str | None:
    """A phone number in E.164 form; without a country only its digits, when there are 5 to 15."""
    plain = visible(text)
    if region or plain.startswith(("+", "00", "(")):
        found = normalised_phone(plain, region)
        if found:
            return found
    digits = re.sub(r"\D", "", _digits_of(plain))
    return digits if 5 <= len(digits) <= 15 else None


def document(text: str) -> Document | None:
    """An identity document written as its number, or as kind:number, or as country:kind:number."""
    *kind, number = visible(text).split(":")
    plain = _letters_and_digits(number)
    if len(plain) < 4 or not any(c.isdigit() for c in plain):
        return None
    return Document(_kind(tuple(kind)), plain)


@lru_cache(maxsize=1_000)
def _kind(parts: tuple[str, ...]) -> str:
    """Country and kind in plain words; few are different among a million documents."""
    return " ".join(word for part in parts if (word := fold(part)))


def _letters_and_digits(text: str) -> str:
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(text)
    return re.sub(r"[^a-z0-9]", "", text.lower())


def plate(text: str) -> str | None:
    """A vehicle's plate or frame number: letters and digits only."""
    plain = _letters_and_digits(visible(text))
    return plain if len(plain) >= 4 else None


def account(text: str) -> str | None:
    """An online account as site:handle or handle; case, a leading @ and the address of the site do not matter."""
    plain = re.sub(r"^https?://(www\.|m\.)?", "", visible(text).casefold()).rstrip("/")
    site, divider, handle = plain.partition("/") if "/" in plain else plain.partition(":")
    name = (handle if divider else site).lstrip("@")
    if len(name) < 3:
        return None
    return f"{site.split('.')[0]}:{name}" if divider else name


def organisation(text: str) -> str | None:
    """The words of an organisation's name without legal forms, sorted."""
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", visible(text))
    words = [word for word in _plain_words(plain) if word not in _LEGAL_FORMS]
    return " ".join(sorted(words)) or None


def words(text: str) -> str | None:
    """Letters and digits as plain words, in their order; for streets and places."""
    return " ".join(_plain_words(visible(text))) or None


def _plain_words(text: str) -> list[str]:
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(text)
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))


def address(text: str) -> Address | None:
    """Parts of an address written on one line with commas: street and number, place, postcode.

    The part with a short number is the street; a number of four digits or more elsewhere is the postcode; the rest is
    the place. No parser of all the world's addresses works without a large model, so no more is tried.
    """
    parts = [part for part in (words(part) for part in re.split(r"[,;\n]", visible(text))) if part]
    if not parts:
        return None
    at = next((place for place, part in enumerate(parts) if re.search(r"\b\d{1,4}[a-z]?\b", part)), None)
    street, number = _street(parts.pop(at)) if at is not None and (at == 0 or len(parts) > 1) else (None, None)
    rest = " ".join(parts)
    code = re.search(r"\b\d{4,8}\b", rest)
    place = " ".join(re.sub(r"\b\d{4,8}\b", " ", rest).split())
    return Address(street, number, place or None, code[0] if code else None)


def _street(part: str) -> tuple[str | None, str | None]:
    found = re.search(r"\b\d{1,4}[a-z]?\b", part)
    if not found:
        return part, None
    rest = " ".join((part[: found.start()] + part[found.end() :]).split())
    return rest or None, found[0]


def yes(text: str) -> bool | None:
    """Whether a cell says yes; None when it says neither yes nor no."""
    plain = visible(text).casefold()
    if plain in {"1", "true", "yes", "y", "t", "x", "sealed"}:
        return True
    return False if plain in {"", "0", "false", "no", "n", "f"} else None
