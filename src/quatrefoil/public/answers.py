# SPDX-License-Identifier: Apache-2.0
"""Reading what a form sent: known codes only, text without marks that turn or hide it, and never more than fits."""

import re
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict

from quatrefoil.methods.safe_files import plain_text
from quatrefoil.public.choices import codes_of
from quatrefoil.standards.instruments.answering import LONGEST_TEXT
from quatrefoil.standards.instruments.definition import Item, ItemKind, Questionnaire

PREFIX: Final = "a"
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

Given = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """Answers by item code, and the items whose text was longer than fits (the first part is kept)."""

    answers: Given = field(repr=False)
    too_long: tuple[str, ...] = ()


def name_of(code: str) -> str:
    """The name of an item's field."""
    return f"{PREFIX}-{code}"


def read(questionnaire: Questionnaire, data: QueryDict) -> Sent:
    """Everything that was sent for this questionnaire; unknown fields and codes are left out."""
    answers: Given = {}
    too_long = []
    for item in questionnaire.items():
        typed = data.getlist(name_of(item.code))
        answer = _answer(item, typed)
        if answer:
            answers[item.code] = answer
        if item.kind is ItemKind.TEXT and _is_too_long(typed):
            too_long.append(item.code)
    return Sent(answers, tuple(too_long))


def plain(text: str) -> str:
    """Text as it is kept: one form of each letter, line feeds, no control characters, hidden marks written out."""
    return plain_text.normalised(_CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def shortened(text: str) -> tuple[str, bool]:
    """The text, at most 15,000 characters of it, and whether something did not fit."""
    # Ten megabytes are cut before anything is done with them.
    kept = plain(text[: 2 * LONGEST_TEXT])
    return kept[:LONGEST_TEXT], len(text) > 2 * LONGEST_TEXT or len(kept) > LONGEST_TEXT


def _answer(item: Item, typed: list[str]) -> str | list[str]:
    if not typed or item.kind is ItemKind.FILES:
        return ""
    if item.kind is ItemKind.MULTI:
        known = codes_of(item)
        return sorted({code for code in typed if code in known})
    if item.kind is ItemKind.SINGLE:
        return typed[-1] if typed[-1] and typed[-1] in codes_of(item) else ""
    text = shortened(typed[-1])[0]
    return text if text.strip() else ""


def _is_too_long(typed: list[str]) -> bool:
    return bool(typed) and len(typed[-1]) > LONGEST_TEXT and shortened(typed[-1])[1]
