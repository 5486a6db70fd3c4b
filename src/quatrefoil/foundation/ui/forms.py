# SPDX-License-Identifier: Apache-2.0
"""Forms whose markup is right without a thought: labels, hints, errors, described-by, an error summary.

`{{ form }}` in a template writes the summary and every field. A form class may say:

    layout        Sections that group the fields under legends
    heading_field the one question of a page, whose label becomes the page's h1
    choice_hints  {field: {value: a line under that choice}}
    reveals       {field: {value: name of the field shown under that choice}}
    insets        {field: {value: Inset shown under that choice}}
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, cast

from django import forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.template.loader import get_template
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from quatrefoil.foundation.ui.widgets import DateParts

Words = str | Promise
KIND_WORDS: Final[dict[str, Any]] = {
    "required": _lazy("Please answer this; it is needed here."),
    "invalid": _lazy("Please check how this is written."),
    "invalid_choice": _lazy("Please choose one of the answers shown."),
    "invalid_list": _lazy("Please choose from the answers shown."),
    "missing": _lazy("The file did not arrive. Please choose it again."),
    "empty": _lazy("The file is empty. Please choose another."),
}
PLURAL_FORMS: Final = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one legend."""

    title: Words
    fields: Sequence[str]
    text: Words = ""


@dataclass(frozen=True, slots=True)
class Inset:
    """Words that appear under a choice, such as what to do when there is danger now."""

    text: Words
    strong: Words = ""
    tone: str = "danger"


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio or checkbox, ready to be placed."""

    html_id: str
    name: str
    value: str
    label: Words
    kind: str
    checked: bool
    disabled: bool = False
    hint: Words = ""
    error_id: str = ""
    reveals: "BoundField | None" = None
    inset: Inset | None = None

    @property
    def hint_id(self) -> str:
        """Id of the line under the choice."""
        return f"{self.html_id}_helptext"

    @property
    def described_by(self) -> str:
        """Ids of the hint and of the error, as far as they exist."""
        return " ".join(filter(None, (self.hint_id if self.hint else "", self.error_id)))

    @property
    def revealed_id(self) -> str:
        """Id of what this choice shows, if it shows something."""
        return f"{self.html_id}-more" if self.reveals or self.inset else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary and where it leads."""

    text: str
    target: str


class BoundField(DjangoBoundField):
    """A field that knows how GOV.UK markup writes it."""

    @property
    def kind(self) -> str:
        """Which template part writes this field."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple):  # in Django a kind of RadioSelect, so asked first
            return "checkboxes"
        if isinstance(widget, forms.RadioSelect):
            return "radios"
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        return "date" if isinstance(widget, DateParts) else "input"

    @property
    def is_heading(self) -> bool:
        """Is this the one question of the page?"""
        return getattr(self.form, "heading_field", "") == self.name

    @property
    def hint_id(self) -> str:
        """Id of the hint, the same that described-by names."""
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        """Id of the error, the same that described-by names."""
        return f"{self.auto_id}_error"

    @property
    def target(self) -> str:
        """Where the error summary leads: the first thing that can be changed."""
        first = {"radios": "_0", "checkboxes": "_0", "date": "_0"}.get(self.kind, "")
        return f"{self.auto_id}{first}"

    @property
    def longest(self) -> int | None:
        """How many characters fit, when a text area counts them."""
        is_long = isinstance(self.field.widget, forms.Textarea)
        return getattr(self.field, "max_length", None) if is_long else None

    @property
    def count_attributes(self) -> SafeString:
        """What the character counter says; worded so that no language needs plural forms."""
        left, over = _("Characters left: {count}"), _("Characters too many: {count}")
        said = [(f"characters-under-limit.{form}", left) for form in PLURAL_FORMS]
        said += [(f"characters-over-limit.{form}", over) for form in PLURAL_FORMS]
        said.append(("characters-at-limit", left.replace("{count}", "0")))
        return format_html_join("", ' data-i18n.{}="{}"', ((key, words.replace("{", "%{")) for key, words in said))

    @property
    def choices(self) -> list[Choice]:
        """The radios or checkboxes of this field."""
        if self.kind == "checkbox":
            return [self._single_choice()]
        return [self._choice(widget.data) for widget in self.subwidgets]

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the classes; the browser's own required-bubble is not used, ours is kinder."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        named = f"{_base_class(self.field.widget)} {self.field.widget.attrs.get('class', '')}".split()
        if self.errors and named:
            named.append(f"{named[0]}--error")
        if self.longest:
            built["aria-describedby"] = f"{built.get('aria-describedby', '')} {self.auto_id}-info".strip()
            named.append("govuk-js-character-count")
        if named:
            built["class"] = " ".join(named)
        return built

    def _choice(self, data: dict[str, Any]) -> Choice:
        value = str(data["value"])
        attrs = data["attrs"]
        return Choice(
            html_id=attrs.get("id", ""),
            name=data["name"],
            value=value,
            label=data["label"],
            kind=data["type"],
            checked=bool(data["selected"]),
            disabled=bool(attrs.get("disabled")),
            hint=self._said_of("choice_hints", value) or "",
            reveals=self._revealed_by(value),
            inset=self._said_of("insets", value),
        )

    def _single_choice(self) -> Choice:
        return Choice(
            html_id=self.auto_id,
            name=self.html_name,
            value="on",
            label=self.label,
            kind="checkbox",
            checked=bool(self.value()),
            disabled=self.field.disabled,
            hint=self.help_text,
            error_id=self.error_id if self.errors else "",
            reveals=self._revealed_by("on"),
            inset=self._said_of("insets", "on"),
        )

    def _said_of(self, attribute: str, value: str) -> Any:
        return getattr(self.form, attribute, {}).get(self.name, {}).get(value)

    def _revealed_by(self, value: str) -> "BoundField | None":
        name = self._said_of("reveals", value)
        return cast("BoundField", self.form[name]) if name else None


class Renderer(TemplatesSetting):
    """Setting FORM_RENDERER: every form of the product is written by the templates in `ui/forms`."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = BoundField

    def get_template(self, template_name: str) -> Any:
        """The error list is ours too; other widget templates stay Django's, with our classes."""
        if template_name.startswith("django/forms/errors/"):
            template_name = "ui/forms/errors.html"
        return get_template(template_name)


class Form(forms.Form):
    """Base of every form; see the module's docstring for what a subclass may say."""

    layout: ClassVar[Sequence[Section]] = ()
    heading_field: str = ""
    choice_hints: Mapping[str, Mapping[str, Words]] = {}
    reveals: Mapping[str, Mapping[str, str]] = {}
    insets: Mapping[str, Mapping[str, Inset]] = {}
    required_css_class = ""
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form_field in self.fields.values():
            speak_kindly(form_field)
            if isinstance(form_field.widget, forms.Textarea):
                # The browser would cut a long text without a word; the counter and the field say it instead.
                form_field.widget.attrs.pop("maxlength", None)

    def sections(self) -> Iterator[tuple[Section | None, list[Any]]]:
        """Fields by section; those that no section names come last, on their own."""
        left = {name: self[name] for name in self.fields if not self[name].is_hidden and name not in self.revealed}
        for section in self.layout:
            yield section, [left.pop(name) for name in section.fields if name in left]
        if left:
            yield None, list(left.values())

    @cached_property
    def revealed(self) -> frozenset[str]:
        """Fields that stand under a choice of another field."""
        return frozenset(name for by_value in self.reveals.values() for name in by_value.values())

    def problems(self) -> list[Problem]:
        """Every error, in the order of the page, each with where to mend it."""
        found = [Problem(str(text), "") for text in self.non_field_errors()]
        for name in self.fields:
            bound = self[name]
            target = getattr(bound, "target", bound.auto_id)
            found += [Problem(f"{bound.label}: {text}", target) for text in bound.errors]
        return found

    @property
    def title_prefix(self) -> str:
        """Stands first in the page title when something needs mending, for those who hear the page."""
        return _("Please check:") if self.is_bound and self.errors else ""


def speak_kindly(form_field: forms.Field) -> None:
    """Replace Django's own error texts, never those that a form wrote itself."""
    for code, words in KIND_WORDS.items():
        if form_field.error_messages.get(code) is _django_words(type(form_field), code) is not None:
            form_field.error_messages[code] = words


def _django_words(kind: type[forms.Field], code: str) -> Any:
    told = (base.__dict__.get("default_error_messages", {}).get(code) for base in kind.__mro__)
    return next((words for words in told if words is not None), None)


def _base_class(widget: forms.Widget) -> str:
    for kinds, name in _CLASSES:
        if isinstance(widget, kinds):
            return name
    return ""


_CLASSES: Final[tuple[tuple[tuple[type[forms.Widget], ...], str], ...]] = (
    ((forms.Textarea,), "govuk-textarea"),
    ((forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput), ""),
    ((forms.Select,), "govuk-select"),
    ((forms.FileInput,), "govuk-file-upload"),
    ((forms.HiddenInput, forms.MultiWidget), ""),
    ((Input,), "govuk-input"),
)
