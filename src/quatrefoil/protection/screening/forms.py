# SPDX-License-Identifier: Apache-2.0
"""Forms around a screening: beginning and stopping. The pages themselves come from `questionnaires.forms`."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.questionnaires.choices import source
from quatrefoil.foundation.questionnaires.models import Interpreting, Manner, Place, StopReason
from quatrefoil.foundation.ui.forms import Form, Section
from quatrefoil.protection.screening.selectors import Offered


class StartForm(Form):
    """Which instrument, and how the conversation is held. Only the instrument must be chosen."""

    layout = (
        Section(_("Which questions"), ("instrument",)),
        Section(_("How it is asked"), ("manner", "language", "interpreting", "place")),
    )

    instrument = forms.ChoiceField(label=_("Instrument"), widget=forms.RadioSelect)
    manner = forms.ChoiceField(
        label=_("Where do the answers come from?"),
        choices=Manner.choices,
        widget=forms.RadioSelect,
        initial=Manner.WITH_PERSON,
    )
    language = forms.ChoiceField(label=_("Language asked in"), required=False)
    interpreting = forms.ChoiceField(label=_("Interpreter"), required=False)
    place = forms.ChoiceField(label=_("What kind of place?"), required=False)

    def __init__(self, *args: Any, offered: Sequence[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_choice = [("", _now("Not noted"))]
        self._choose("instrument", [(each.code, each.title) for each in offered])
        self._choose("language", [*open_choice, *source("languages")])
        self._choose("interpreting", [*open_choice, *Interpreting.choices])
        self._choose("place", [*open_choice, *Place.choices])
        self.choice_hints = {"instrument": {each.code: each.about for each in offered}}

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        found = self.fields[name]
        if isinstance(found, forms.ChoiceField):
            found.choices = list(choices)


class StopForm(Form):
    """Why it stops here."""

    reason = forms.ChoiceField(label=_("Why do you stop?"), choices=StopReason.choices, widget=forms.RadioSelect)
