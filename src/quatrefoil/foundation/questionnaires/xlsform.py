# SPDX-License-Identifier: Apache-2.0
"""A definition as XLSForm, for tools that work offline: survey, choices and settings, in every language we have.

Columns that begin with "quatrefoil::" carry what XLSForm has no word for; other tools leave them alone.
"""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from django.conf import settings
from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from quatrefoil.foundation.questionnaires.choices import source
from quatrefoil.foundation.questionnaires.forms import said
from quatrefoil.foundation.questionnaires.relevance import written
from quatrefoil.standards.instruments.definition import Item, ItemKind, Questionnaire, Section
from quatrefoil.standards.text import N_

Row = dict[str, str]
EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LANGUAGES: Final = {"en": "English (en)", "fr": "French (fr)", "ar": "Arabic (ar)"}
TYPES: Final = {
    ItemKind.TEXT: "text",
    ItemKind.NUMBER: "decimal",
    ItemKind.DATE: "date",
    ItemKind.FILES: "file",
}
YES_NO_UNKNOWN: Final = "yes_no_unknown"
_ANSWERS: Final = (("yes", N_("Yes")), ("no", N_("No")), ("unknown", N_("Not known")))
OWN: Final = "quatrefoil::"
SURVEY: Final = (
    "type", "name", "label", "hint", "guidance_hint", "relevant", "required",
    f"{OWN}code", f"{OWN}choices_from", f"{OWN}strength", f"{OWN}sensitive", f"{OWN}triage", f"{OWN}tags",
)  # fmt: skip
CHOICES: Final = ("list_name", "name", "label", f"{OWN}guidance", f"{OWN}from")
SETTINGS: Final = (
    "form_title", "form_id", "version", "default_language", f"{OWN}rule", f"{OWN}source", f"{OWN}licence_note",
)  # fmt: skip
TRANSLATED: Final = frozenset({"label", "hint", "guidance_hint"})


def export(questionnaire: Questionnaire) -> bytes:
    """The definition as an .xlsx workbook."""
    book = Workbook()
    sheets = (
        ("survey", SURVEY, list(_survey(questionnaire))),
        ("choices", CHOICES, list(_choices(questionnaire))),
        ("settings", SETTINGS, [_settings(questionnaire)]),
    )
    for at, (name, columns, rows) in enumerate(sheets):
        _fill(book.create_sheet(name, at), columns, rows)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe_name(code: str) -> str:
    """The code as a name that XLSForm allows: it begins with a letter or an underscore."""
    name = re.sub(r"[^\w.-]", "_", code)
    return name if re.match(r"[^\W\d]", name) else f"_{name}"


def list_name(item: Item) -> str:
    """The list of choices of an item."""
    return YES_NO_UNKNOWN if item.kind is ItemKind.YES_NO_UNKNOWN else f"{safe_name(item.code)}_list"


def _survey(questionnaire: Questionnaire) -> Iterator[Row]:
    several = {item.code for item in questionnaire.items() if item.kind is ItemKind.MULTI}
    for section in questionnaire.sections:
        yield {"type": "begin_group", "name": f"{safe_name(section.code)}_page", "label": section.title,
               f"{OWN}code": section.code}  # fmt: skip
        if section.guidance:
            yield _guidance(section)
        for item in section.items:
            yield _question(item, several)
        yield {"type": "end_group", "name": f"{safe_name(section.code)}_page"}


def _guidance(section: Section) -> Row:
    return {"type": "note", "name": f"{safe_name(section.code)}_guidance", "label": section.guidance}


def _question(item: Item, several: set[str]) -> Row:
    return {
        "type": _type(item),
        "name": safe_name(item.code),
        "label": item.text,
        "hint": item.guidance,
        "guidance_hint": item.follow_up,
        "relevant": written(item.show_if, several) if item.show_if else "",
        f"{OWN}code": item.code,
        f"{OWN}choices_from": item.choices_from,
        f"{OWN}strength": item.strength.value if item.strength else "",
        f"{OWN}sensitive": "yes" if item.sensitive else "",
        f"{OWN}triage": "yes" if item.triage else "",
        f"{OWN}tags": " ".join(item.tags),
    }


def _type(item: Item) -> str:
    if item.kind is ItemKind.MULTI:
        return f"select_multiple {list_name(item)}"
    return TYPES.get(item.kind, f"select_one {list_name(item)}")


def _choices(questionnaire: Questionnaire) -> Iterator[Row]:
    listed: set[str] = set()
    for item in questionnaire.items():
        name = list_name(item)
        if item.kind in TYPES or name in listed:
            continue
        listed.add(name)
        if name == YES_NO_UNKNOWN:
            yield from ({"list_name": name, "name": code, "label": text} for code, text in _ANSWERS)
        if item.choices_from:
            yield from _from_source(name, item.choices_from)
        for choice in item.choices:
            yield {"list_name": name, "name": choice.code, "label": choice.text, f"{OWN}guidance": choice.guidance}


def _from_source(name: str, choices_from: str) -> Iterator[Row]:
    in_languages = {}
    for code in LANGUAGES:
        with translation.override(code):
            in_languages[code] = dict(source(choices_from))
    for code, words in in_languages["en"].items():
        row = {"list_name": name, "name": code, "label": words, f"{OWN}from": choices_from}
        yield row | {f"label/{lang}": named.get(code, words) for lang, named in in_languages.items()}


def _settings(questionnaire: Questionnaire) -> Row:
    return {
        "form_title": questionnaire.title,
        "form_id": questionnaire.code,
        "version": questionnaire.version,
        "default_language": LANGUAGES["en"],
        f"{OWN}rule": questionnaire.rule.value,
        f"{OWN}source": questionnaire.source,
        f"{OWN}licence_note": questionnaire.licence_note,
    }


def _fill(sheet: Worksheet, columns: Sequence[str], rows: Sequence[Row]) -> None:
    headings = [heading for column in columns for heading in _headings(column)]
    _write(sheet, 1, [heading for heading, _key, _language in headings])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, 2):
        _write(sheet, number, [_text(row, key, language) for _heading, key, language in headings])
    sheet.freeze_panes = "A2"


def _headings(column: str) -> list[tuple[str, str, str]]:
    """Heading, key and language: a column with words stands once in each language."""
    if column not in TRANSLATED:
        return [(column, column, "")]
    here = {code for code, _name in settings.LANGUAGES}
    return [(f"{column}::{name}", column, code) for code, name in LANGUAGES.items() if code in here]


def _text(row: Row, key: str, language: str) -> str:
    if not language:
        return row.get(key, "")
    if f"{key}/{language}" in row:
        return row[f"{key}/{language}"]
    with translation.override(language):
        return said(row.get(key, ""))


def _write(sheet: Worksheet, number: int, texts: Sequence[str]) -> None:
    """Every cell is text: what begins with "=" stays what somebody wrote and is never a formula."""
    for at, text in enumerate(texts, 1):
        if text:
            cell = sheet.cell(number, at, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"
