# SPDX-License-Identifier: Apache-2.0
"""Reading an XLSForm: what it asks becomes a definition, and each row that cannot be read says why. Nothing is written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from quatrefoil.foundation.questionnaires.choices import source
from quatrefoil.foundation.questionnaires.relevance import NotReadable, read
from quatrefoil.foundation.questionnaires.xlsform import OWN, TYPES, YES_NO_UNKNOWN
from quatrefoil.methods.safe_files import sandbox
from quatrefoil.methods.safe_files.report import FileRefused, Reason
from quatrefoil.standards.instruments.answering import definition_problems
from quatrefoil.standards.instruments.conditions import Condition
from quatrefoil.standards.instruments.definition import Choice, Item, ItemKind, Questionnaire, Rule, Section, Strength

LARGEST_BYTES: Final = 2 * 1024 * 1024
MOST_ROWS: Final = 3000
CODE: Final = re.compile(r"^\w[\w.-]{0,59}$", re.ASCII)
SIMPLE: Final = {name: kind for kind, name in TYPES.items()} | {
    "integer": ItemKind.NUMBER,
    "image": ItemKind.FILES,
    "audio": ItemKind.FILES,
}
SILENT: Final = frozenset({"start", "end", "today", "deviceid", "username", "phonenumber", "audit"})
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that cannot be read, and what to do."""

    sheet: str
    row: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the workbook would become; None when it cannot become anything."""

    questionnaire: Questionnaire | None
    troubles: tuple[Trouble, ...]

    @property
    def can_be_kept(self) -> bool:
        """Is there a definition without any trouble?"""
        return self.questionnaire is not None and not self.troubles


@dataclass(slots=True)
class _Draft:
    troubles: list[Trouble] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def say(self, sheet: str, row: int, sentence: str) -> None:
        self.troubles.append(Trouble(sheet, row, sentence))


def preview(data: bytes) -> Preview:
    """Look at a workbook. Never raises for a bad one: the preview says what is wrong."""
    draft = _Draft()
    try:
        sheets = _sheets(data)
    except (FileRefused, sandbox.SandboxError):
        draft.say("", 0, _("The file cannot be read as an .xlsx workbook of usual size."))
        return Preview(None, tuple(draft.troubles))
    lists = _lists(sheets.get("choices", []))
    _read_survey(draft, sheets.get("survey", []), lists)
    questionnaire = _assembled(draft, sheets.get("settings", []))
    if questionnaire is not None:
        for problem in definition_problems(questionnaire):
            draft.say("survey", 0, problem)
    return Preview(questionnaire, tuple(draft.troubles))


def _sheets(data: bytes) -> dict[str, list[tuple[int, Row]]]:
    """The sheets with their rows by heading; the workbook itself is opened in a child process that can hurt nobody."""
    if len(data) > LARGEST_BYTES:
        raise FileRefused(Reason.TOO_LARGE)
    found = sandbox.read_workbook(data, MOST_ROWS)
    return {name.strip().lower(): list(_rows(rows)) for name, rows in found.items()}


def _rows(rows: list[tuple[int, list[str]]]) -> Iterator[tuple[int, Row]]:
    headings = [_heading(text) for text in (rows[0][1] if rows else ())]
    for number, texts in rows[1:]:
        row = {heading: text for heading, text in zip(headings, texts, strict=False) if heading and text}
        if row:
            yield number, row


def _heading(text: str) -> str:
    """Columns in English, or without a language, are read; those of other languages are left to our translations."""
    name, _colons, language = text.partition("::")
    if f"{name}::" == OWN or not language:
        return text.lower()
    return name.strip().lower() if language.strip().lower().startswith("english") else ""


def _lists(rows: list[tuple[int, Row]]) -> dict[str, tuple[Choice, ...]]:
    lists: dict[str, list[Choice]] = {}
    for _number, row in rows:
        own = lists.setdefault(row.get("list_name", "") or row.get("list name", ""), [])
        if not row.get(f"{OWN}from"):
            own.append(Choice(row.get("name", ""), row.get("label", ""), row.get(f"{OWN}guidance", "")))
    return {name: tuple(choices) for name, choices in lists.items()}


def _read_survey(draft: _Draft, rows: list[tuple[int, Row]], lists: Mapping[str, tuple[Choice, ...]]) -> None:
    open_section: Section | None = None
    for number, row in rows:
        kind = " ".join(row.get("type", "").replace("_group", " group").split())
        match kind:
            case "begin group":
                if open_section is not None:
                    draft.say("survey", number, _("A page inside a page is not possible here: close the first one."))
                open_section = _section(draft, number, row)
            case "end group":
                _closed(draft, open_section)
                open_section = None
            case "note":
                open_section = _with_note(open_section, row)
            case _ if kind not in SILENT:
                open_section = _with_item(draft, open_section, number, row, lists)
    _closed(draft, open_section)


def _section(draft: _Draft, number: int, row: Row) -> Section:
    code = row.get(f"{OWN}code") or row.get("name", "")
    if not CODE.match(code) or any(code == each.code for each in draft.sections):
        draft.say("survey", number, _("Give the page a short name of its own, of letters, digits and underscores."))
    return Section(code, row.get("label", "") or code, "", ())


def _closed(draft: _Draft, section: Section | None) -> None:
    if section is not None:
        draft.sections.append(section)


def _with_note(section: Section | None, row: Row) -> Section | None:
    if section is None:
        return None
    said = " ".join(filter(None, (section.guidance, row.get("label", ""))))
    return Section(section.code, section.title, said, section.items)


def _with_item(
    draft: _Draft, section: Section | None, number: int, row: Row, lists: Mapping[str, tuple[Choice, ...]]
) -> Section | None:
    item = _item(draft, number, row, lists)
    if section is None:
        section = Section("first", _("Questions"), "", ())
    return Section(section.code, section.title, section.guidance, (*section.items, item)) if item else section


def _item(draft: _Draft, number: int, row: Row, lists: Mapping[str, tuple[Choice, ...]]) -> Item | None:
    kind, list_name = _kind(row.get("type", ""))
    name = row.get("name", "")
    code = row.get(f"{OWN}code") or name
    if kind is None:
        draft.say(
            "survey",
            number,
            _("Questions of the type “%(type)s” cannot be asked here.") % {"type": row.get("type", "")},
        )
        return None
    if not CODE.match(code):
        draft.say("survey", number, _("Give the question a short name of letters, digits and underscores."))
        return None
    draft.names[name] = code
    return Item(
        code=code,
        text=row.get("label", ""),
        kind=kind,
        strength=_strength(draft, number, row.get(f"{OWN}strength", "")),
        choices=_own_choices(draft, number, kind, list_name, lists, row.get(f"{OWN}choices_from", "")),
        choices_from=_choices_from(draft, number, row.get(f"{OWN}choices_from", "")),
        show_if=_condition(draft, number, row.get("relevant", "")),
        guidance=row.get("hint", ""),
        follow_up=row.get("guidance_hint", ""),
        sensitive=row.get(f"{OWN}sensitive") == "yes",
        triage=row.get(f"{OWN}triage") == "yes",
        tags=tuple(row.get(f"{OWN}tags", "").split()),
    )


def _kind(written: str) -> tuple[ItemKind | None, str]:
    words = written.replace("select one", "select_one").replace("select multiple", "select_multiple").split()
    match words:
        case ["select_one", name, *_rest]:
            return (ItemKind.YES_NO_UNKNOWN if name == YES_NO_UNKNOWN else ItemKind.SINGLE), name
        case ["select_multiple", name, *_rest]:
            return ItemKind.MULTI, name
        case [name]:
            return SIMPLE.get(name), ""
    return None, ""


def _own_choices(
    draft: _Draft,
    number: int,
    kind: ItemKind,
    list_name: str,
    lists: Mapping[str, tuple[Choice, ...]],
    choices_from: str,
) -> tuple[Choice, ...]:
    if kind is ItemKind.YES_NO_UNKNOWN or not list_name:
        return ()
    choices = lists.get(list_name, ())
    if not choices and not choices_from:
        draft.say("survey", number, _("The list “%(list)s” is not on the sheet of choices.") % {"list": list_name})
    if any(not CODE.match(choice.code) for choice in choices):
        draft.say("survey", number, _("Each choice needs a short name of letters, digits and underscores."))
    return choices


def _choices_from(draft: _Draft, number: int, name: str) -> str:
    if name:
        try:
            source(name)
        except KeyError:
            draft.say("survey", number, _("This platform holds no list “%(list)s”.") % {"list": name})
            return ""
    return name


def _strength(draft: _Draft, number: int, letter: str) -> Strength | None:
    if letter and letter not in set(Strength):
        draft.say("survey", number, _("The weight is S, M or W."))
        return None
    return Strength(letter) if letter else None


def _condition(draft: _Draft, number: int, expression: str) -> Condition | None:
    if not expression:
        return None
    renamed = re.sub(r"\$\{([\w.-]+)\}", lambda m: f"${{{draft.names.get(m[1], m[1])}}}", expression)
    try:
        return read(renamed)
    except NotReadable:
        draft.say("survey", number, _("Only comparisons joined by and, or and not can be read under “relevant”."))
        return None


def _assembled(draft: _Draft, rows: list[tuple[int, Row]]) -> Questionnaire | None:
    number, row = rows[0] if rows else (1, {})
    code, version, rule = row.get("form_id", ""), row.get("version", ""), row.get(f"{OWN}rule", "none")
    if not CODE.match(code) or not CODE.match(version) or len(version) > 20:  # noqa: PLR2004 - the column's width
        draft.say("settings", number, _("The sheet of settings needs a form_id and a version."))
        return None
    if rule not in set(Rule):
        draft.say("settings", number, _("There is no such rule for reading the answers together."))
        return None
    if not any(section.items for section in draft.sections):
        draft.say("survey", 1, _("The sheet of questions has none that can be asked."))
        return None
    return Questionnaire(
        code=code,
        version=version,
        title=row.get("form_title", "") or code,
        source=row.get(f"{OWN}source", ""),
        licence_note=row.get(f"{OWN}licence_note", ""),
        sections=tuple(draft.sections),
        rule=Rule(rule),
    )
