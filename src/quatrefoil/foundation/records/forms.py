# SPDX-License-Identifier: Apache-2.0
"""Forms of break-glass, exclusions, cover, notes, flags, same-person links, holds, retention and reference names."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.records.emergency import REASONS
from quatrefoil.foundation.records.flags import FLAGS
from quatrefoil.foundation.records.persons import GROUNDS
from quatrefoil.foundation.records.retention import HOLDS, MOST_YEARS
from quatrefoil.foundation.records.retention_selectors import RuleRow
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.ui.widgets import DateInput
from quatrefoil.foundation.vault.models import SearchReason

HOURS = [(1, _("1 hour")), (4, _("4 hours")), (12, _("12 hours")), (24, _("24 hours"))]


class BreakGlassForm(Form):
    """A reference, a reason and an end."""

    reference = forms.CharField(label=_("Reference name or number of the file"), max_length=40)
    reason = forms.ChoiceField(label=_("Why now?"), choices=list(REASONS.items()), widget=forms.RadioSelect)
    hours = forms.TypedChoiceField(
        label=_("For how long?"), choices=HOURS, coerce=int, initial=4, widget=forms.RadioSelect
    )


class ExcludeForm(Form):
    """Whom the person does not want near the file."""

    holder = forms.ChoiceField(label=_("Who must not see this file?"))

    def __init__(self, *args: Any, holders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = [("", ""), *holders]  # type: ignore[attr-defined]


class CoverForm(Form):
    """Who is away, who covers, until when."""

    absent = forms.ChoiceField(label=_("Who is away?"))
    by = forms.ChoiceField(label=_("Who works on the files meanwhile?"))
    until = forms.DateField(label=_("Until which day, that day included?"), widget=DateInput)

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("absent", "by"):
            self.fields[name].choices = [("", ""), *members]  # type: ignore[attr-defined]

    def ends_at(self) -> datetime.datetime:
        """The last minute of the last day."""
        return timezone.make_aware(datetime.datetime.combine(self.cleaned_data["until"], datetime.time(23, 59)))


class NoteForm(Form):
    """A note with its date."""

    body = forms.CharField(label=_("Note"), max_length=15_000, widget=forms.Textarea(attrs={"rows": 6}))
    kind = forms.ChoiceField(
        label=_("Who reads it?"),
        choices=[
            ("work", _("Whoever works on the file")),
            ("safety", _("Whoever works on the file; about safety")),
            ("privileged", _("Only I and supervisors")),
        ],
        initial="work",
        widget=forms.RadioSelect,
    )
    happened_on = forms.DateField(label=_("When was it?"), initial=timezone.localdate, widget=DateInput)
    also_on = forms.MultipleChoiceField(
        label=_("Also on other files of the situation"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A group note: the same words, sealed on each file by itself. Write nothing that only one may know."
        ),
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also_on"].choices = others  # type: ignore[attr-defined]
        if not others:
            del self.fields["also_on"]


class EditNoteForm(Form):
    """One's own note of today."""

    body = forms.CharField(label=_("Note"), max_length=15_000, widget=forms.Textarea(attrs={"rows": 6}))
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)


class FlagForm(Form):
    """Something that whoever opens the file must see."""

    code = forms.ChoiceField(label=_("What must be seen at once?"), choices=[("", ""), *FLAGS.items()])
    until = forms.DateField(label=_("Until which day?"), required=False, widget=DateInput)


class WhyForm(Form):
    """Why two files are looked at together; kept with the opening of each."""

    reason = forms.ChoiceField(
        label=_("Why do you look?"),
        choices=[(reason.value, reason.label) for reason in (SearchReason.CORRECTION, SearchReason.RETURNED)],
        widget=forms.RadioSelect,
        help_text=_("Your reason, your name and the time are kept and can be read by an auditor."),
    )


class GroundForm(Form):
    """How somebody knows that two files are about one person."""

    reason = forms.CharField(widget=forms.HiddenInput, required=False)
    ground = forms.ChoiceField(label=_("How do you know?"), choices=list(GROUNDS.items()), widget=forms.RadioSelect)


class HoldForm(Form):
    """Why a file is kept beyond its date."""

    reason = forms.ChoiceField(label=_("Why is it kept?"), choices=list(HOLDS.items()), widget=forms.RadioSelect)


class EraseForm(Form):
    """The number of the file, typed again."""

    number = forms.CharField(
        label=_("Type the number of the file to erase it"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ScheduleForm(Form):
    """Years for each kind of file."""

    def __init__(self, *args: Any, rules: tuple[RuleRow, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in rules:
            self.fields[rule.kind] = forms.IntegerField(
                label=rule.label, min_value=0, max_value=MOST_YEARS, initial=rule.years,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
            )  # fmt: skip


class ReferenceNameForm(Form):
    """A name that the person chose."""

    word = forms.CharField(label=_("One word, not a name"), max_length=20)
    digits = forms.CharField(label=_("Four digits"), max_length=4)
