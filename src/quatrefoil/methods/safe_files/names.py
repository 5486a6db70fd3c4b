# SPDX-License-Identifier: Apache-2.0
"""Names and cells that cannot do anything: file names for people to see, and text for spreadsheets."""

import re
import unicodedata
from typing import Final

LONGEST_NAME: Final = 120
LONGEST_SUFFIX: Final = 10
FALLBACK: Final = "file"
_FORMULA_STARTS: Final = "=+-@\uff1d\uff0b\uff0d\uff20"  # and their full-width forms, which some programs fold
_PLAIN_NUMBER: Final = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)  # Windows devices


def safe_name(name: str) -> str:
    r"""A file name without path, control or direction characters, formula signs, or a device's name.

    "cv\u202egpj.exe" shows its true end; "../../etc/passwd" becomes "passwd"; nothing left becomes "file".
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(character for character in last if _is_visible(character))
    plain = re.sub(r'[<>:"|?*]', "_", " ".join(visible.split())).lstrip(". " + _FORMULA_STARTS).rstrip(". ")
    if not plain or _DEVICE.fullmatch(plain):
        return FALLBACK + plain[plain.rfind(".") :] if "." in plain else FALLBACK
    return _shortened(plain)


def suffix_of(name: str) -> str:
    """The lower-case end of a name after its last dot, "" when there is none."""
    stem, dot, suffix = name.rpartition(".")
    return suffix.lower() if dot and stem else ""


def csv_safe(value: str) -> str:
    """The cell text with an apostrophe before it where a spreadsheet would take it for a formula.

    Plain numbers such as "-3.5" stay as they are; phone numbers such as "+1 555" get the apostrophe and keep their plus.
    """
    if _PLAIN_NUMBER.fullmatch(value):
        return value
    start = value.lstrip(" \u00a0\u200b\ufeff\u200e\u200f")[:1]
    return "'" + value if start and start in _FORMULA_STARTS + "\t\r\n" else value


def _is_visible(character: str) -> bool:
    """Spaces and what has a shape. Joiners go too: a name does not need them to be told apart."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > LONGEST_SUFFIX:
        return name[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(suffix) - 1] + dot + suffix
