# SPDX-License-Identifier: Apache-2.0
"""Forms about members."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.members.actions import Work
from quatrefoil.foundation.access.members.selectors import MemberValues
from quatrefoil.foundation.identity.roles import ROLES
from quatrefoil.foundation.ui.forms import Form, Section
from quatrefoil.foundation.ui.widgets import DateInput

ENDS = "until_"


class MemberForm(Form):
    """Name, roles (each perhaps until a day), teams, and a task with an end for people who are here for a time."""

    layout = (
        Section(_("Who"), ("email", "name")),
        Section(_("What this person may do"), ("roles", "teams")),
        Section(
            _("Only for a time"),
            ("task", "ends_on"),
            _("For volunteers and interpreters: what they are here for, and their last day. Leave empty for staff."),
        ),
    )
    choice_hints = {"roles": {key: role.description for key, role in ROLES.items()}}
    reveals = {"roles": {key: ENDS + key for key in ROLES}}

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(key, role.label) for key, role in ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    teams = forms.MultipleChoiceField(label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple)
    task = forms.CharField(label=_("Task"), required=False, max_length=200)
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=DateInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    def __init__(
        self, *args: Any, teams: Sequence[tuple[str, str]], values: MemberValues | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_initial(values) if values else None, **kwargs)
        self.fields["teams"].choices = list(teams)  # type: ignore[attr-defined]
        for key in ROLES:
            self.fields[ENDS + key] = forms.DateField(
                label=_("Until (empty: no end)"), required=False, widget=DateInput
            )

    def work(self) -> Work:
        """What was chosen, for the action."""
        given = self.cleaned_data
        return Work(
            name=given["name"],
            roles={key: given.get(ENDS + key) for key in given["roles"]},
            team_ids=frozenset(UUID(team) for team in given["teams"]),
            task=given["task"],
            ends_on=given["ends_on"],
        )


class InviteForm(MemberForm):
    """The same, with the address somebody signs in with."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("To sign in with. Nothing is sent to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class TeamForm(Form):
    """A name."""

    name = forms.CharField(label=_("Name of the team"), max_length=120)


def _initial(values: MemberValues) -> dict[str, Any]:
    ends = {ENDS + key: ends_on for key, ends_on in values.roles.items()}
    return {
        "name": values.name,
        "roles": list(values.roles),
        "teams": list(values.team_ids),
        "task": values.task,
        "ends_on": values.ends_on,
        "revision": values.revision,
        **ends,
    }
