# SPDX-License-Identifier: Apache-2.0
"""A page of a questionnaire as a form of the house."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from quatrefoil.foundation.ui.forms import Form, Inset
from quatrefoil.public.answers import PREFIX, Given
from quatrefoil.public.choices import choices_of
from quatrefoil.public.walking import MANY, Page
from quatrefoil.standards.instruments.answering import LONGEST_TEXT
from quatrefoil.standards.instruments.definition import Item, ItemKind
from quatrefoil.standards.instruments.public_report import ADDRESS, DANGER, SAFE_WORD

SHORT: Final = frozenset({ADDRESS, SAFE_WORD})
Choices = list[tuple[str, str]]


class QuestionForm(Form):
    """The questions of one page. Nothing is required."""

    prefix = PREFIX


def form_for(page: Page, answers: Given, *, on_duty: bool, too_long: Iterable[str] = ()) -> QuestionForm:
    """The page with what was answered so far; texts that did not fit carry a problem that says what to do."""
    problems = [code for code in too_long if code in page.codes]
    shown = {item.code: answers.get(item.code, "") for item in page.items}
    form = QuestionForm(data=_as_data(shown) if problems else None, initial=shown, auto_id="id_%s")
    for item in page.items:
        if item.kind is not ItemKind.FILES:
            form.fields[item.code] = _field(page, item)
    form.heading_field = page.items[0].code if page.is_one_question else ""
    form.choice_hints = {item.code: _hints(item) for item in page.items}
    form.insets = {DANGER: {"now": emergency(on_duty=on_duty)}}
    for code in problems:
        form.add_error(code, too_long_words())
    return form


def emergency(*, on_duty: bool, is_asked: bool = True) -> Inset:
    """What to do when there is danger now. That somebody is on duty is said only when the rota carries it.

    is_asked: this is the page that asks about danger; later pages only remind.
    """
    call = _("If you can speak safely, call %(number)s.") % {"number": settings.OPTIONS.emergency_number}
    words = _("Police may come. If you cannot, go on: one short question (how to reach you safely), then Send.")
    if not is_asked:
        words = _("Police may come.")
    return Inset(strong=call, text=f"{words} {_('A person is on duty now.')}" if on_duty else words)


def too_long_words() -> str:
    """What to do with a text that did not fit."""
    return _(
        "This text was longer than %(most)s characters. The beginning is kept here and can be sent. Send the rest"
        " afterwards as a message, with your number."
    ) % {"most": number_format(LONGEST_TEXT, force_grouping=True)}


def not_kept() -> str:
    """What to say when the database did not take it: no number is shown, and no word is lost."""
    return _(
        "This could not be kept just now. Nothing was sent, and what you wrote is still here: press the button once more."
    )


def _as_data(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{PREFIX}-{code}": answer for code, answer in shown.items()}


def _field(page: Page, item: Item) -> forms.Field:
    said: dict[str, Any] = {"label": _(item.text), "help_text": _help(page, item), "required": False}
    if item.kind is ItemKind.MULTI:
        return forms.MultipleChoiceField(choices=choices_of(item), widget=forms.CheckboxSelectMultiple, **said)
    if item.kind is ItemKind.SINGLE:
        return _single(choices_of(item), said)
    if item.code in SHORT:
        return forms.CharField(widget=forms.TextInput(attrs=_NOT_REMEMBERED), max_length=LONGEST_TEXT, **said)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 6, **_NOT_REMEMBERED}), max_length=LONGEST_TEXT, **said)


_NOT_REMEMBERED: Final = {"autocomplete": "off", "spellcheck": "false", "dir": "auto"}


def _single(choices: Choices, said: dict[str, Any]) -> forms.Field:
    if len(choices) > MANY:  # a list that opens
        return forms.ChoiceField(choices=[("", _("Choose, or leave out")), *choices], widget=forms.Select, **said)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)


def _help(page: Page, item: Item) -> str:
    about_page = _(page.section.guidance) if page.is_one_question else ""
    return " ".join(filter(None, (about_page, _(item.guidance) if item.guidance else "")))


def _hints(item: Item) -> dict[str, str]:
    said = {choice.code: _(choice.guidance) for choice in item.choices if choice.guidance}
    if item.code == DANGER:
        said.pop("now", None)  # the inset says it, with the number to call
    return said
