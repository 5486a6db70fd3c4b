# SPDX-License-Identifier: Apache-2.0
"""Forms about organisations."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.registers.organisations.actions import About
from quatrefoil.foundation.registers.selectors import organisation_kinds
from quatrefoil.foundation.ui.forms import Form, Section
from quatrefoil.foundation.ui.widgets import DateInput

LINES = re.compile(r"[\r\n]+")


class AboutForm(Form):
    """Name, kind, region and contact."""

    layout: ClassVar[Sequence[Section]] = (Section(_("About the organisation"), ("name", "kind", "region", "contact")),)

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    region = forms.ChoiceField(label=_("Region"), required=False)
    contact = forms.CharField(
        label=_("Contact"),
        max_length=200,
        required=False,
        help_text=_("An office and how to reach it, such as a switchboard. Not the name of a person."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(self, *args: Any, regions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *organisation_kinds()]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", _("The whole country")), *regions]  # type: ignore[attr-defined]

    def about(self) -> About:
        """What was written, for the action."""
        given = self.cleaned_data
        return About(given["name"], given["kind"], given["region"], given["contact"])


class AddForm(AboutForm):
    """The same, with the teams it begins with."""

    layout: ClassVar[Sequence[Section]] = (
        *AboutForm.layout,
        Section(_("Teams"), ("teams",), _("Its administrator can add others later.")),
    )

    teams = forms.CharField(
        label=_("Teams"),
        required=False,
        max_length=2000,
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def teams_named(self) -> tuple[str, ...]:
        """The lines, each cut to what a team's name may be."""
        return tuple(line.strip()[:120] for line in LINES.split(self.cleaned_data["teams"]) if line.strip())


class CloseForm(Form):
    """The last day."""

    last_day = forms.DateField(label=_("Last day"), widget=DateInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class AdministratorForm(Form):
    """Who manages its members."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("To sign in with. Nothing is sent to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
