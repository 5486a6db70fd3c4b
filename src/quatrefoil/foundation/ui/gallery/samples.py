# SPDX-License-Identifier: Apache-2.0
"""Forms of the gallery."""

from django import forms

from quatrefoil.foundation.ui.forms import Form, Inset, Section
from quatrefoil.foundation.ui.widgets import DateInput, DateParts

DANGER = [
    ("now", "Yes, now"),
    ("soon", "Not now, but soon"),
    ("no", "No"),
    ("unknown", "I don't know"),
    ("unsaid", "I would rather not say"),
]


class DangerForm(Form):
    """The first question of a public report."""

    heading_field = "danger"
    insets = {
        "danger": {
            "now": Inset(
                "Police may come. If you cannot, go on: two short questions (where, and how to reach you safely), then Send.",
                strong="If you can speak safely, call 112 or text 112.",
            )
        }
    }
    danger = forms.ChoiceField(
        label="Is anyone in danger right now?",
        choices=DANGER,
        widget=forms.RadioSelect,
        required=False,
        help_text='If you are not sure, choose "I don\'t know". You can change your answer later.',
    )


class ContactForm(Form):
    """Every widget once, in two sections."""

    layout = (
        Section("The call", ("channel", "happened_on", "born_on", "languages")),
        Section("What was said", ("reach", "words", "papers", "agrees"), "Only what is needed now."),
    )
    choice_hints = {"reach": {"text": "Never leave voice mail."}}
    reveals = {"reach": {"text": "number"}}

    channel = forms.ChoiceField(
        label="Channel", choices=[("call", "Call"), ("message", "Message"), ("walk-in", "Walk-in")]
    )
    happened_on = forms.DateField(label="Date", widget=DateInput, help_text="The day it happened.")
    born_on = forms.DateField(
        label="Date of birth", widget=DateParts, required=False, help_text="For example 27 3 1998."
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        choices=[("am", "Amharic"), ("ar", "Arabic"), ("fr", "French")],
        widget=forms.CheckboxSelectMultiple,
    )
    reach = forms.ChoiceField(
        label="Safe way to reach the person",
        choices=[("none", "None"), ("text", "Text message")],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label="Number", required=False, max_length=30)
    words = forms.CharField(
        label="In the person's words",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Short is enough.",
    )
    papers = forms.FileField(label="Picture or document", required=False)
    agrees = forms.BooleanField(
        label="The person agrees that we keep this", help_text="Say what it is for before you ask."
    )


class SignInForm(Form):
    """Two fields."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


def checked_form() -> ContactForm:
    """A form with something to mend in every field."""
    form = ContactForm({"channel": "fax", "born_on_0": "31", "born_on_1": "2", "born_on_2": "1999"})
    form.is_valid()
    return form
