# SPDX-License-Identifier: Apache-2.0
"""Invented people, and every form in which a careless program could leave them on a disk."""

import base64
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quatrefoil.methods.name_keys import IdentityDocument, fold, name_pairs

# Invented names; the phones are of the range that France keeps for fiction (06 39 98).
FAMILY: Final = ("Zérmatou", "Quillôvar", "Brâzkuny", "Drëxomil", "Fjørnavik", "Ёлкинская", "Жуковатова", "المزيونقي")
GIVEN: Final = ("Ysôlindra", "Wexamira", "Ömürgülen", "Keltavina", "Пелагеяна", "ثريانور", "Nyambúrako", "Xochiquetl")
SHORTEST_NEEDLE: Final = 7  # bytes; a shorter one occurs by chance


@dataclass(frozen=True, slots=True)
class Planted:
    """One invented person."""

    name: str
    birth_year: int
    phone: str
    document: IdentityDocument
    note: str


PLANTED: Final = tuple(
    Planted(
        name=f"{GIVEN[number % 8]}{chr(97 + number // 8)}qo {FAMILY[(number * 3) % 8]}{chr(97 + number % 5)}",
        birth_year=1970 + number,
        phone=f"+336399{80137 + number * 379}",
        document=IdentityDocument("FR", "passport", f"QX{8203941 + number * 7717}"),
        note=f"Plantéd wôrds {number}: she sleeps behind the blue-green kiosk of Žižkovnice.",
    )
    for number in range(24)
)


def needles(person: Planted) -> Iterator[bytes]:
    """Every form of a person's details that must not be on the disk."""
    digits = re.sub(r"\D", "", person.phone)
    grouped = " ".join(digits[start : start + 2] for start in range(0, len(digits), 2))
    texts = [person.name, *person.name.split(), person.note, person.note[:30], person.note[30:], fold(person.name)]
    texts += [person.phone, digits, digits[2:], grouped, person.document.number, *name_pairs(person.name)]
    texts += [f"{pair}|{person.birth_year}" for pair in name_pairs(person.name)]
    for text in texts:
        for form in _forms(text):
            yield from (found for found in _encodings(form) if len(found) >= SHORTEST_NEEDLE)


def _forms(text: str) -> set[str]:
    normal = {unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    return {folded for form in normal for folded in (form, form.casefold(), form.lower(), form.upper(), form[::-1])}


def _encodings(text: str) -> Iterator[bytes]:
    plain = text.encode()
    yield plain
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield plain.hex().encode()
    yield base64.b64encode(plain)[: -(-len(plain) * 4 // 3) - 4]  # the last letters depend on what follows
    yield text.encode("ascii", "backslashreplace")
