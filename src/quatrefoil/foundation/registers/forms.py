# SPDX-License-Identifier: Apache-2.0
"""Forms of the registers. What they hold is about services and laws, never about people."""

import datetime
import re
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.registers.actions import Opening
from quatrefoil.foundation.registers.kinds import AppliesTo, Need, ServiceStatus, Weekday
from quatrefoil.foundation.ui.forms import Form, Section
from quatrefoil.foundation.ui.widgets import DateInput

HOURS: Final = re.compile(
    r"^(?P<day>[a-z]{2})\s+(?P<opens>\d{1,2}:\d{2})\s*-\s*(?P<closes>\d{1,2}:\d{2})$", re.IGNORECASE
)
DAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")  # HSDS, in any language of the page
CODES: Final = re.compile(r"[\s,;]+")


def _text(label: Any, *, length: int = 200, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint)


def _area(label: Any, *, length: int, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=required, help_text=hint, widget=forms.Textarea(attrs={"rows": 3})
    )


class ServiceForm(Form):
    """A service of the directory."""

    layout: ClassVar = (
        Section(gettext_lazy("What it is"), ("body", "need", "status", "name_en", "name_fr", "name_ar")),
        Section(gettext_lazy("In words"), ("description_en", "description_fr", "description_ar")),
        Section(gettext_lazy("Whom it serves"), ("serves_women", "serves_men", "minimum_age", "maximum_age", "everywhere", "regions")),
        Section(gettext_lazy("How it is reached"), ("languages", "has_interpreters", "hours", "phone", "address", "website")),
        Section(gettext_lazy("Referrals"), ("accepts_referrals", "answers_within_days", "how_to_apply", "is_public", "assured_on")),
        Section(
            gettext_lazy("Safe place"),
            ("is_safe_place", "cover_name"),
            gettext_lazy("A safe place has a cover name and a region. Its address and phone are not written anywhere here."),
        ),
    )  # fmt: skip

    body = forms.ChoiceField(label=gettext_lazy("Who runs it"))
    need = forms.ChoiceField(label=gettext_lazy("Helps with"), choices=Need.choices)
    status = forms.ChoiceField(label=gettext_lazy("Open"), choices=ServiceStatus.choices)
    name_en = _text(gettext_lazy("Name in English"), required=True)
    name_fr = _text(gettext_lazy("Name in French"))
    name_ar = _text(gettext_lazy("Name in Arabic"))
    description_en = _area(gettext_lazy("Description in English"), length=4000)
    description_fr = _area(gettext_lazy("Description in French"), length=4000)
    description_ar = _area(gettext_lazy("Description in Arabic"), length=4000)
    serves_women = forms.BooleanField(label=gettext_lazy("Women and girls"), required=False)
    serves_men = forms.BooleanField(label=gettext_lazy("Men and boys"), required=False)
    minimum_age = forms.IntegerField(label=gettext_lazy("From age"), required=False, min_value=0, max_value=120)
    maximum_age = forms.IntegerField(label=gettext_lazy("Up to age"), required=False, min_value=0, max_value=120)
    everywhere = forms.BooleanField(label=gettext_lazy("All regions"), required=False)
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Regions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = _text(gettext_lazy("Languages"), hint=gettext_lazy("Codes with spaces between, such as: en am ar"))
    has_interpreters = forms.BooleanField(label=gettext_lazy("Has interpreters"), required=False)
    hours = _area(
        gettext_lazy("Opening hours"), length=1000, hint=gettext_lazy("One line for each: mo 09:00-17:00 (mo tu we th fr sa su)")
    )  # fmt: skip
    phone = _text(gettext_lazy("Phone"), length=40)
    address = _text(gettext_lazy("Address"), length=300)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    accepts_referrals = forms.BooleanField(label=gettext_lazy("Takes referrals"), required=False)
    answers_within_days = forms.IntegerField(
        label=gettext_lazy("Answers within (working days)"), min_value=0, max_value=60, initial=1
    )
    how_to_apply = _area(gettext_lazy("How to apply"), length=1000)
    is_public = forms.BooleanField(label=gettext_lazy("Show on the public site"), required=False)
    assured_on = forms.DateField(label=gettext_lazy("Last checked on"), required=False, widget=DateInput)
    is_safe_place = forms.BooleanField(label=gettext_lazy("This is a safe place"), required=False)
    cover_name = _text(gettext_lazy("Cover name"), length=60, hint=gettext_lazy("Such as: Safe place A"))
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, bodies: list[tuple[str, str]], regions: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
        self.fields["regions"].choices = regions  # type: ignore[attr-defined]

    def clean_hours(self) -> list[Opening]:
        """Lines of hours, read one by one."""
        return [_opening(line) for line in self.cleaned_data["hours"].splitlines() if line.strip()]

    def clean_languages(self) -> list[str]:
        """Codes of languages."""
        return [code.lower() for code in CODES.split(self.cleaned_data["languages"]) if code]

    def clean(self) -> dict[str, Any]:
        """A safe place has a cover name and no place."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_safe_place") and not cleaned.get("cover_name"):
            self.add_error("cover_name", _("Give the safe place a cover name, such as: Safe place A"))
        for name in ("phone", "address", "website", "is_public"):
            if cleaned.get("is_safe_place") and cleaned.get(name):
                self.add_error(name, _("Leave this empty: nothing that leads to a safe place is written down."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The columns of the service."""
        left_out = {"body", "languages", "regions", "hours", "seen_version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


def _opening(line: str) -> Opening:
    found = HOURS.match(line.strip())
    if not found or found["day"].lower() not in DAYS:
        raise forms.ValidationError(_("Write hours like this: mo 09:00-17:00. Not clear: %(line)s") % {"line": line})
    try:
        opens, closes = (datetime.time.fromisoformat(found[name].zfill(5)) for name in ("opens", "closes"))
    except ValueError:
        raise forms.ValidationError(_("This is no time of the day: %(line)s") % {"line": line}) from None
    if closes <= opens:
        raise forms.ValidationError(_("It closes before it opens: %(line)s") % {"line": line})
    return Opening(DAYS.index(found["day"].lower()), opens, closes)


class BodyForm(Form):
    """A body of the directory."""

    name = _text(gettext_lazy("Name"), required=True)
    organisation = forms.ChoiceField(label=gettext_lazy("Works in this platform as"), required=False)
    description_en = _area(gettext_lazy("Description in English"), length=2000)
    description_fr = _area(gettext_lazy("Description in French"), length=2000)
    description_ar = _area(gettext_lazy("Description in Arabic"), length=2000)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", _("Does not work in this platform")), *organisations]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The columns of the body."""
        values = dict(self.cleaned_data)
        values["organisation_id"] = values.pop("organisation") or None
        return values


class DutyForm(Form):
    """A legal duty; a change makes a new row, so that earlier uses keep their words."""

    jurisdiction = _text(gettext_lazy("Jurisdiction"), length=20, required=True)
    statute = _text(gettext_lazy("Statute"), required=True)
    provision = _text(gettext_lazy("Provision"), length=100, required=True)
    text = _area(gettext_lazy("The words of the law"), length=4000, required=True)
    recipient_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Who must be told"), widget=forms.CheckboxSelectMultiple
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What the law names"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing else may leave on it; where somebody stays never does."),
    )
    applies_to = forms.ChoiceField(label=gettext_lazy("Whom it is about"), choices=AppliesTo.choices)
    in_force_from = forms.DateField(label=gettext_lazy("In force from"), widget=DateInput)
    in_force_until = forms.DateField(label=gettext_lazy("In force until"), required=False, widget=DateInput)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], parts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient_kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["parts"].choices = parts  # type: ignore[attr-defined]


class HolidayForm(Form):
    """A day on which clocks in working days stand still."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=DateInput)
    name = _text(gettext_lazy("Name"), length=100, required=True)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("The whole country")), *regions]  # type: ignore[attr-defined]


class RestDaysForm(Form):
    """Days of rest."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of rest"), coerce=int, choices=Weekday.choices, widget=forms.CheckboxSelectMultiple
    )


class ImportForm(Form):
    """An HSDS file, looked at before anything is written."""

    file = forms.FileField(label=gettext_lazy("HSDS file (JSON)"), help_text=gettext_lazy("At most 5 MB."))
