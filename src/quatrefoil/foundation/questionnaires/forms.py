# SPDX-License-Identifier: Apache-2.0
"""A section of any questionnaire as a form: one page, nothing required, everything reachable with the keyboard.

form = section_form(questionnaire, section, answers)             # to show
form = section_form(questionnaire, section, answers, data=POST)  # to read
form.is_valid(), form.answers(), form.base()
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from quatrefoil.foundation.questionnaires.answers import problems, put_together
from quatrefoil.foundation.questionnaires.choices import choices_of
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.ui.widgets import DateInput
from quatrefoil.standards.instruments.answering import LONGEST_TEXT, is_answered, visible_items
from quatrefoil.standards.instruments.definition import Item, ItemKind, Questionnaire, Section

PREFIX: Final = "a"
PAGE_FIELDS: Final = frozenset({"revision", "base"})
MOST_RADIOS: Final = 8  # longer lists are easier to find something in as a drop-down
COMPACT: Final = "questionnaires/compact.html"
OPEN: Final = ""  # the value of "not asked": unanswered, which is never the same as no


def said(text: str) -> str:
    """A text of a definition in the reader's language; gettext would answer an empty text with its header."""
    return _(text) if text else ""


class SectionForm(Form):
    """The visible items of one section. Made by `section_form`."""

    questionnaire: Questionnaire
    section: Section
    stored: Mapping[str, Any]
    items: tuple[Item, ...]

    def add_prefix(self, field_name: str) -> str:
        """Items carry the prefix; the page's own fields keep the names that the draft of `ui` looks for."""
        return field_name if field_name in PAGE_FIELDS else super().add_prefix(field_name)

    def clean(self) -> dict[str, Any]:
        """Hold what was answered against the definition and the platform's lists."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = put_together(self.stored, self.section, self._read(cleaned))
        codes = {item.code for item in self.items}
        for problem in problems(self.questionnaire, given, only=codes):
            if problem.item in self.fields and problem.item not in self.errors:
                self.add_error(problem.item, problem.sentence.render(_))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """The given answers of this page by item code; what was left open is not there."""
        return self._read(self.cleaned_data)

    def base(self) -> dict[str, Any] | None:
        """What the page showed when it was opened, as it says itself; None when it does not say."""
        try:
            shown = json.loads(self.cleaned_data.get("base") or "null")
        except ValueError:
            return None
        return shown if isinstance(shown, dict) else None

    def _read(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        read = {item.code: cleaned.get(item.code) for item in self.items}
        return {code: answer for code, answer in read.items() if is_answered(answer)}


def section_form(
    questionnaire: Questionnaire,
    section: Section,
    answers: Mapping[str, Any],
    data: Mapping[str, Any] | None = None,
    *,
    revision: int | None = None,
) -> SectionForm:
    """The form of one section for the answers so far. revision: what the page was filled from, kept in the page."""
    shown = {item.code for item in visible_items(questionnaire, answers)}
    items = tuple(item for item in section.items if item.code in shown and item.kind is not ItemKind.FILES)
    fields: dict[str, Any] = {item.code: _field(item) for item in items}
    hidden: dict[str, Any] = {"required": False, "widget": forms.HiddenInput}
    if revision is not None:
        fields |= {"revision": forms.IntegerField(**hidden), "base": forms.CharField(**hidden)}
    hints = {item.code: {c.code: said(c.guidance) for c in item.choices if c.guidance} for item in items}
    attributes = {
        "questionnaire": questionnaire, "section": section, "stored": answers, "items": items, "choice_hints": hints,
    }  # fmt: skip
    made: type[SectionForm] = type("OneSection", (SectionForm,), {**fields, **attributes})
    of_page = {item.code: answers[item.code] for item in items if item.code in answers}
    initial = {**of_page, "revision": revision, "base": json.dumps(of_page)}
    return made(data, initial=initial, prefix=PREFIX)


def opened_questions(form: SectionForm, answers: Mapping[str, Any]) -> bool:
    """Do the answers of this page open further questions on this very page that it did not show?"""
    shown = {item.code for item in visible_items(form.questionnaire, answers)}
    had = {item.code for item in form.items}
    return any(
        item.code in shown and item.code not in had and item.kind is not ItemKind.FILES for item in form.section.items
    )


def _field(item: Item) -> forms.Field:
    common: dict[str, Any] = {"label": said(item.text), "help_text": _help(item), "required": False}
    match item.kind:
        case ItemKind.YES_NO_UNKNOWN:
            pairs = [*choices_of(item), (OPEN, _("Not asked"))]
            compact = forms.ChoiceField(choices=pairs, widget=forms.RadioSelect, **common)
            compact.template_name = COMPACT  # type: ignore[attr-defined]  # the stubs do not know it yet
            return compact
        case ItemKind.SINGLE:
            return _single(item, common)
        case ItemKind.MULTI:
            return forms.MultipleChoiceField(choices=choices_of(item), widget=forms.CheckboxSelectMultiple, **common)
        case ItemKind.TEXT:
            return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **common)
        case ItemKind.NUMBER:
            narrow = forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"})
            return forms.CharField(max_length=20, widget=narrow, **common)
        case _:
            return forms.CharField(max_length=10, widget=DateInput, **common)


def _single(item: Item, common: dict[str, Any]) -> forms.Field:
    pairs = choices_of(item)
    if len(pairs) > MOST_RADIOS:
        return forms.ChoiceField(choices=[(OPEN, _("Not asked")), *pairs], **common)
    return forms.ChoiceField(choices=[*pairs, (OPEN, _("Not asked"))], widget=forms.RadioSelect, **common)


def _help(item: Item) -> str:
    follow_up = _("After a yes: %(words)s") % {"words": said(item.follow_up)} if item.follow_up else ""
    return " ".join(filter(None, (said(item.guidance), follow_up)))
