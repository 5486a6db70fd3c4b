# SPDX-License-Identifier: Apache-2.0
"""Forms of sharing."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.roles import SAFE_CONTACT
from quatrefoil.foundation.sharing import parts
from quatrefoil.foundation.sharing.codes import (
    ALWAYS_NEEDED,
    NEEDED,
    Asker,
    Channel,
    Check,
    ConsentKind,
    DeclineReason,
    How,
    Outcome,
    Purpose,
    RevokeReason,
    WhyNotTold,
)
from quatrefoil.foundation.sharing.compelled import ADVICE, DEMANDS, OUTCOMES
from quatrefoil.foundation.ui.forms import Form, Inset, Section
from quatrefoil.foundation.ui.widgets import DateInput
from quatrefoil.standards.countries_languages import languages

Choices = Sequence[tuple[str, Any]]

# Languages that desks meet often; an unlisted one is written with its code.
OFTEN_MET: Final = (
    "am", "ar", "bg", "bn", "en", "es", "fa", "fil", "fr", "ha", "hi", "hu", "id", "kk", "km", "lo", "my", "ne", "pl", "ps",
    "pt", "ro", "ru", "si", "so", "sq", "sw", "ta", "th", "ti", "tr", "uk", "ur", "vi", "yo", "zh",
)  # fmt: skip
# What a consent lists: the reference name and the language go with every sheet, safe contact with its own consent.
LISTED: Final = tuple(
    part for part in parts.LABELS if any(part in needed - ALWAYS_NEEDED - {SAFE_CONTACT} for needed in NEEDED.values())
)
SHAREABLE: Final = tuple(part for part in parts.LABELS if any(part in needed for needed in NEEDED.values()))
YES_NO: Final = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))


def _radios(label: Any, choices: Choices, *, error: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": error})


def _ticks(label: Any, choices: Choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False)


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ConsentForm(Form):
    """One answer of a person to one question. Each kind is asked on its own."""

    layout: ClassVar = (
        Section(gettext_lazy("The question"), ("kind",)),
        Section(
            gettext_lazy("For sharing"),
            ("where", "purpose", "parts"),
            gettext_lazy(
                "Name the body, the purpose and the parts. The reference name, the age band and the language always go "
                "with it; how to reach the person goes only with the consent to be contacted. Nothing else may leave."
            ),
        ),
        Section(
            gettext_lazy("Explained before the answer"),
            ("told", "told_irreversible"),
            gettext_lazy("All seven belong to a valid yes. A no needs none of them."),
        ),
        Section(
            gettext_lazy("The answer"), ("agreed", "language", "interpreter_used", "how", "given_on", "expires_on")
        ),
    )
    insets = {
        "kind": {
            ConsentKind.POLICE: Inset(
                gettext_lazy("Help does not depend on it. Once the defence holds it, it cannot be taken back."),
                gettext_lazy("Say this first."),
                tone="warn",
            )
        }
    }

    kind = _radios(gettext_lazy("What is asked"), ConsentKind.choices, error=gettext_lazy("Choose what is asked."))
    where = forms.ChoiceField(label=gettext_lazy("With whom"), required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("For what"), required=False, choices=[("", "—"), *Purpose.choices])
    parts = _ticks(gettext_lazy("Which parts"), ())
    told = _ticks(gettext_lazy("What was explained"), Check.choices)
    told_irreversible = forms.BooleanField(
        label=gettext_lazy("For police: that it cannot be taken back once the defence holds it"), required=False
    )
    agreed = _radios(gettext_lazy("The person says"), YES_NO, error=gettext_lazy("Write down the answer: yes or no."))
    language = forms.ChoiceField(
        label=gettext_lazy("In which language"),
        error_messages={"required": gettext_lazy("Choose the language in which it was asked.")},
    )
    interpreter_used = forms.BooleanField(label=gettext_lazy("With an interpreter"), required=False)
    how = _radios(gettext_lazy("How"), How.choices, error=gettext_lazy("Choose how it was given."))
    given_on = forms.DateField(
        label=gettext_lazy("Given on"), widget=DateInput, help_text=gettext_lazy("For a paper form: the day on the paper.")
    )  # fmt: skip
    expires_on = forms.DateField(label=gettext_lazy("Ends on"), required=False, widget=DateInput)
    consent_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, where: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = [("", "—"), *where]  # type: ignore[attr-defined]
        self.fields["parts"].choices = [(part, parts.label(part)) for part in LISTED]  # type: ignore[attr-defined]
        spoken = languages(OFTEN_MET, (get_language() or "en")[:2])
        self.fields["language"].choices = [("", "—"), *spoken]  # type: ignore[attr-defined]
        self.fields["given_on"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        """A yes to sharing names a body and a purpose."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == ConsentKind.SHARE:
            for name, words in (
                ("where", _("Name the body.")),
                ("purpose", _("Say for what.")),
            ):
                if not cleaned.get(name):
                    self.add_error(name, words)
        return cleaned


class WithdrawForm(Form):
    """Who asked to take a consent back, and how. One page; nothing else is needed."""

    asker = _radios(gettext_lazy("Who asked"), Asker.choices, error=gettext_lazy("Choose who asked."))
    how = _radios(gettext_lazy("How it was asked"), Channel.choices, error=gettext_lazy("Choose how it was asked."))


class SupportForm(Form):
    """The private conversation about services."""

    in_private = forms.BooleanField(
        label=gettext_lazy("I talked with the person alone and know that it was this person"), required=False
    )
    place = _radios(gettext_lazy("How"), Channel.choices, error=gettext_lazy("Choose how you talked."))
    wants = _radios(
        gettext_lazy("What the person wants"),
        (("continue", gettext_lazy("The services go on")), ("end", gettext_lazy("The services end"))),
        error=gettext_lazy("Choose what the person wants."),
    )


class PlaceForm(Form):
    """First screen of a referral: for what, and where."""

    purpose = _radios(gettext_lazy("For what"), Purpose.choices, error=gettext_lazy("Choose for what."))
    where = forms.ChoiceField(
        label=gettext_lazy("Where"), error_messages={"required": gettext_lazy("Choose where the referral goes.")}
    )

    def __init__(self, *args: Any, where: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = [("", "—"), *where]  # type: ignore[attr-defined]


class SecondPersonForm(Form):
    """What a second person needs to know, and who it is."""

    told = _radios(gettext_lazy("Was the person told?"), YES_NO, error=gettext_lazy("Say whether the person was told."))
    why_not_told = forms.ChoiceField(
        label=gettext_lazy("Why not"), choices=[("", "—"), *WhyNotTold.choices], required=False
    )
    approver = forms.ChoiceField(
        label=gettext_lazy("Who decides"),
        error_messages={"required": gettext_lazy("Choose who decides.")},
        help_text=gettext_lazy("A supervisor who shares no team with you or with this file."),
    )
    reveals = {"told": {"no": "why_not_told"}}

    def __init__(self, *args: Any, approvers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver"].choices = approvers  # type: ignore[attr-defined]


class DeclineForm(Form):
    """Why a referral is not taken."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why not"), choices=[("", "—"), *DeclineReason.choices], required=False
    )


class FinishForm(Form):
    """What became of a referral."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=[("", "—"), *Outcome.choices], required=False
    )
    feedback = _words(gettext_lazy("In a few words, for the team that sent it"))


class TextForm(Form):
    """A line in a thread."""

    text = _words(gettext_lazy("Write"))


class RevokeForm(Form):
    """Why a disclosure is taken back."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=[choice for choice in RevokeReason.choices if choice[0] != RevokeReason.WITHDRAWN],
    )


class ByHandForm(Form):
    """The answer of a recipient who got a printed sheet."""

    code = forms.CharField(label=gettext_lazy("Code on their sheet"), max_length=12)
    event = forms.ChoiceField(
        label=gettext_lazy("What they answered"),
        choices=[
            ("accept", gettext_lazy("They take it")),
            ("decline", gettext_lazy("They do not take it")),
            ("finish", gettext_lazy("It is done")),
        ],
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why not"), choices=[("", "—"), *DeclineReason.choices], required=False
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=[("", "—"), *Outcome.choices], required=False
    )
    words = _words(gettext_lazy("In their words"))


class AgreementForm(Form):
    """An agreement between two organisations."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    first = forms.ChoiceField(label=gettext_lazy("Between"))
    second = forms.ChoiceField(label=gettext_lazy("And"))
    purposes = _ticks(gettext_lazy("Purposes"), Purpose.choices)
    parts = _ticks(gettext_lazy("Parts"), ())
    law_enforcement = forms.BooleanField(label=gettext_lazy("Covers sharing for law enforcement"), required=False)
    matching_allowed = forms.BooleanField(
        label=gettext_lazy("Each may ask whether the other knows somebody"), required=False
    )
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=DateInput)
    valid_until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DateInput)
    signed_by = forms.CharField(label=gettext_lazy("Signed by (offices)"), max_length=200, required=False)

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].choices = self.fields["second"].choices = organisations  # type: ignore[attr-defined]
        self.fields["parts"].choices = [(part, parts.label(part)) for part in SHAREABLE]  # type: ignore[attr-defined]


class DemandForm(Form):
    """A demand that forces a disclosure."""

    demand = forms.ChoiceField(label=gettext_lazy("What was received"), choices=list(DEMANDS.items()))
    authority = forms.CharField(
        label=gettext_lazy("Court or office"), max_length=200, help_text=gettext_lazy("No names of people.")
    )
    file_mark = forms.CharField(label=gettext_lazy("Their file mark"), max_length=60, required=False)
    received_on = forms.DateField(label=gettext_lazy("Received on"), widget=DateInput)
    answer_by = forms.DateField(label=gettext_lazy("Answer by"), required=False, widget=DateInput)


class DemandStepForm(Form):
    """The next step with a demand; what is left empty stays as it is."""

    counsel_reviewed_on = forms.DateField(
        label=gettext_lazy("Counsel reviewed it on"), required=False, widget=DateInput
    )
    counsel_advice = forms.ChoiceField(
        label=gettext_lazy("Counsel's advice"), required=False, choices=[("", "—"), *ADVICE.items()]
    )
    narrowed = forms.ChoiceField(
        label=gettext_lazy("Was less given than demanded?"), required=False, choices=[("", "—"), *YES_NO]
    )
    privileged_kept_apart = forms.ChoiceField(
        label=gettext_lazy("Were privileged notes kept apart?"), required=False, choices=[("", "—"), *YES_NO]
    )
    person_told_on = forms.DateField(label=gettext_lazy("The person was told on"), required=False, widget=DateInput)
    why_not_told = forms.ChoiceField(
        label=gettext_lazy("Why not told"), required=False, choices=[("", "—"), *WhyNotTold.choices]
    )
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), required=False, choices=[("", "—"), *OUTCOMES.items()])
    closed_on = forms.DateField(label=gettext_lazy("Closed on"), required=False, widget=DateInput)
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)
