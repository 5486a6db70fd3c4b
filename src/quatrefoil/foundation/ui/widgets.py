# SPDX-License-Identifier: Apache-2.0
"""Widgets that Django lacks: a date in three parts, and the browser's own date field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DateParts(forms.MultiWidget):
    """Day, month and year, for dates that somebody knows by heart. Gives an ISO date."""

    template_name = "ui/widgets/date_parts.html"
    use_fieldset = True
    labels = (_("Day"), _("Month"), _("Year"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts = [_part(2), _part(2), _part(4)]
        super().__init__(parts, attrs)

    def decompress(self, value: object) -> list[object]:
        """A date, or an ISO text, in its three parts."""
        if isinstance(value, date):
            return [value.day, value.month, value.year]
        if isinstance(value, str) and value.count("-") == 2:  # noqa: PLR2004 - year-month-day
            return list(reversed(value.split("-")))
        return [None, None, None]

    def value_from_datadict(  # type: ignore[override]  # one ISO text, not a list: a plain DateField reads it
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> str | None:
        """The ISO date; what cannot be a date is handed on as typed, so that the field can say so."""
        day, month, year = ((part or "").strip() for part in super().value_from_datadict(data, files, name))
        if not any((day, month, year)):
            return None
        return f"{year.zfill(4)}-{month.zfill(2)}-{day.zfill(2)}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add a label to each part."""
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            part["label"] = label
        return context


class DateInput(forms.DateInput):
    """One field with the browser's calendar; always ISO, whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input--width-10", **(attrs or {})}, format="%Y-%m-%d")


def _part(width: int) -> forms.TextInput:
    classes = f"govuk-input govuk-date-input__input govuk-input--width-{width}"
    return forms.TextInput(attrs={"class": classes, "inputmode": "numeric", "maxlength": width})
