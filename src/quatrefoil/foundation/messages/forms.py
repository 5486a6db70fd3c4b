# SPDX-License-Identifier: Apache-2.0
"""Forms of safe contact and canned texts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.messages.gate import TEMPLATES
from quatrefoil.foundation.messages.models import PhoneState, SafeChannel
from quatrefoil.foundation.messages.safe_contact import SafeContactInput
from quatrefoil.foundation.ui.forms import Form

OPENING_REASONS = (
    ("call_now", _("I am about to call or write")),
    ("plan_visit", _("I plan a visit or an appointment")),
    ("person_asks", _("The person asks what is written here")),
    ("check_up_to_date", _("I check whether this is still right")),
)
HOURS = [("", "")] + [(str(hour), f"{hour:02d}:00") for hour in range(25)]


class ReasonForm(Form):
    """A reason before something sealed is shown."""

    reason = forms.ChoiceField(label=_("Reason"), choices=OPENING_REASONS, widget=forms.RadioSelect)


class WordForm(Form):
    """The word that a caller said."""

    word = forms.CharField(label=_("Word"), max_length=60, help_text=_("Confirm nothing to the caller before this."))


class CannedTextForm(Form):
    """A short text that names no programme."""

    template = forms.ChoiceField(
        label=_("Text"), choices=[(t.code, t.label) for t in TEMPLATES.values()], widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[(c.value, c.label) for c in (SafeChannel.THREAD, SafeChannel.TEXT, SafeChannel.EMAIL)],
        widget=forms.RadioSelect,
    )


class SafeContactForm(Form):
    """How the person may be reached, as they say today."""

    seen = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Safe way to reach the person"), choices=SafeChannel.choices, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=_("Number or address"),
        max_length=200,
        required=False,
        help_text=_("Leave empty to keep what was written down before for the same way."),
    )
    phone_state = forms.ChoiceField(label=_("Whose phone is it?"), choices=PhoneState.choices)
    may_write = forms.BooleanField(label=_("May be written to"), required=False)
    may_leave_voice_mail = forms.BooleanField(label=_("May be left a voice message"), required=False)
    hours = forms.CharField(
        label=_("When it is safe, in their words"),
        max_length=120,
        required=False,
        help_text=_("For example: weekdays 10:00 to 12:00"),
    )
    weekdays_only = forms.BooleanField(label=_("Weekdays only"), required=False)
    from_hour = forms.TypedChoiceField(
        label=_("Not before"), choices=HOURS, coerce=int, empty_value=None, required=False
    )
    to_hour = forms.TypedChoiceField(label=_("Not after"), choices=HOURS, coerce=int, empty_value=None, required=False)
    instructions = forms.CharField(
        label=_("What to say and what never to say"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave empty to keep what was written down before for the same way."),
    )
    safe_word = forms.CharField(
        label=_("Safe word"),
        max_length=60,
        required=False,
        help_text=_("Leave empty to keep the word that was agreed before."),
    )
    duress_word = forms.CharField(
        label=_("Duress word"),
        max_length=60,
        required=False,
        help_text=_("Said when somebody listens. Nobody near can tell the difference."),
    )

    def known(self) -> SafeContactInput:
        """What was filled in."""
        filled = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return SafeContactInput(**filled, keeps_texts=True)

    def clean(self) -> dict[str, object]:
        """The two words differ."""
        cleaned = super().clean() or {}
        words = [str(cleaned.get(name) or "").casefold().strip() for name in ("safe_word", "duress_word")]
        if words[0] and words[0] == words[1]:
            self.add_error("duress_word", _("Choose another word than the safe word."))
        return cleaned
