# SPDX-License-Identifier: Apache-2.0
"""Forms of break-glass, exclusions, cover, notes and reference names."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.records.emergency import REASONS
from quatrefoil.foundation.ui.forms import Form

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
    until = forms.DateField(label=_("Until which day, that day included?"))

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
    happened_on = forms.DateField(label=_("When was it?"), initial=timezone.localdate)


class ReferenceNameForm(Form):
    """A name that the person chose."""

    word = forms.CharField(label=_("One word, not a name"), max_length=20)
    digits = forms.CharField(label=_("Four digits"), max_length=4)
