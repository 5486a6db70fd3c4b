# SPDX-License-Identifier: Apache-2.0
"""From what stands in a file to codes and back, surviving the differences between the official files.

Excel files hold labels where the standard has codes, in other capitals; the separator of several values, a semicolon,
also stands inside labels. So the longest known label is taken first, and what is not known is given back, never dropped.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from quatrefoil.standards.codes import CodeList
from quatrefoil.standards.htcds.field import Field, FieldType

SEPARATOR: Final = "; "  # of the official Excel macro

_YES: Final = frozenset({"true", "yes", "1", "y", "x"})
_NO: Final = frozenset({"false", "no", "0", "n"})


@dataclass(frozen=True, slots=True)
class Matched:
    """codes: known codes in the order of the file, each once. unknown: what no code or label of the list matches."""

    codes: tuple[str, ...]
    unknown: tuple[str, ...]


def match_codes(field: Field, text: str) -> Matched:
    """The codes that a cell means; the field has a code list. For a single-choice field at most one is meant."""
    names = _names_of(_list_of(field))
    rest, codes, unknown = _plain(text), [], []
    while rest:
        code, rest = _take_known(rest, names)
        if code is None:
            piece, _, rest = rest.partition(";")
            unknown.append(piece.strip())
        else:
            codes.append(code)
        rest = rest.strip(" ;")
    return Matched(tuple(dict.fromkeys(codes)), tuple(piece for piece in unknown if piece))


def match_checkbox(text: str) -> bool | None:
    """What a checkbox cell means; None when it is empty or says something else."""
    plain = _plain(text)
    if plain in _YES:
        return True
    return False if plain in _NO else None


def write_codes(field: Field, codes: tuple[str, ...]) -> str:
    """The labels for a cell, with the official separator. Raises KeyError for a code that is not in the list."""
    known = _list_of(field)
    if field.type is not FieldType.MULTISELECT and len(codes) > 1:
        raise ValueError(f"{field.name} holds one value; choose one of {len(codes)}")
    return SEPARATOR.join(known.label(code) for code in codes)


def _list_of(field: Field) -> CodeList:
    if field.codes is None:
        raise ValueError(f"{field.name} has no code list; keep its text as it is")
    return field.codes


def _names_of(codes: CodeList) -> tuple[tuple[str, str], ...]:
    """Every way to write each code, longest first."""
    names = {_plain(name): known.code for known in codes for name in (known.code, known.label)}
    return tuple(sorted(names.items(), key=lambda pair: len(pair[0]), reverse=True))


def _take_known(text: str, names: tuple[tuple[str, str], ...]) -> tuple[str | None, str]:
    for name, code in names:
        after = text[len(name) :].lstrip()
        if text.startswith(name) and (not after or after.startswith(";")):
            return code, after
    return None, text


def _plain(text: str) -> str:
    """One spelling for capitals, spaces and apostrophes."""
    straight = unicodedata.normalize("NFKC", text).replace("’", "'")
    return re.sub(r"\s+", " ", straight).strip().casefold()
