# SPDX-License-Identifier: Apache-2.0
"""Forms of documents."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.documents.codes import LARGEST_FILE, Category, DiscardReason, OriginalGround
from quatrefoil.foundation.documents.hooks import Printable
from quatrefoil.foundation.documents.selectors import SheetChoice
from quatrefoil.foundation.ui.forms import Form, Words
from quatrefoil.foundation.ui.widgets import DateInput

Choices = Sequence[tuple[str, str]]

MOST_FILES = 10
NOT_ARRIVED = _("No file arrived. Together they may be 25 MB: choose fewer, or add them one after another.")
TOO_LARGE = _("“%(name)s” is larger than 25 MB and was not kept. Make it smaller, or add it in parts.")
TOO_MANY = _("At most 10 files at once. Nothing was kept yet: choose fewer.")
# What the desk may add for others besides a signed sheet, which has a page of its own.
CATEGORIES = [choice for choice in Category.choices if choice[0] != Category.CONSENT_FORM]


class FilesInput(forms.ClearableFileInput):
    """One control, several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field: a list of uploads, each small enough."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Every file, or what is wrong with one of them in words."""
        came = data if isinstance(data, list | tuple) else [data]
        checked = [super(FilesField, self).clean(each, initial) for each in came or [None]]
        if len(checked) > MOST_FILES:
            raise forms.ValidationError(TOO_MANY)
        for each in checked:
            if each.size > LARGEST_FILE:
                raise forms.ValidationError(TOO_LARGE, params={"name": each.name})
        return checked


class AddForm(Form):
    """Files to keep on a record."""

    uploads = FilesField(
        label=_("Files"),
        help_text=_("Pictures, PDF, Word, plain text or recordings; up to 10 files, together 25 MB."),
        max_length=500,
        error_messages={"required": NOT_ARRIVED, "missing": NOT_ARRIVED},
    )
    category = forms.ChoiceField(label=_("What is it?"), choices=CATEGORIES, widget=forms.RadioSelect, initial="other")
    title = forms.CharField(
        label=_("Short description (not needed)"),
        help_text=_("Sealed with the file. Only who may read documents of this person sees it."),
        max_length=200,
        required=False,
    )
    happened_on = forms.DateField(label=_("Date on the paper (not needed)"), required=False, widget=DateInput)


class SheetForm(Form):
    """The scan of a signed sheet, and the answer it belongs to."""

    consent = forms.ChoiceField(label=_("Which answer was signed?"), widget=forms.RadioSelect)
    uploads = FilesField(
        label=_("Photograph or scan of the signed sheet or thumbprint"),
        error_messages={"required": NOT_ARRIVED, "missing": NOT_ARRIVED},
    )

    def __init__(self, *args: Any, sheets: Sequence[SheetChoice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].choices = [(str(each.id), each.words) for each in sheets]  # type: ignore[attr-defined]


class ReasonForm(Form):
    """Why a document is opened."""

    reason = forms.CharField(
        label=_("Why do you open this?"),
        help_text=_("It stands in the record of who saw what."),
        max_length=150,
    )


class OriginalForm(Form):
    """For what an untouched original leaves."""

    ground = forms.ChoiceField(
        label=_("For what does the original leave?"), choices=OriginalGround.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Who asked, and when?"), max_length=150)


class DiscardForm(Form):
    """Why a document is taken out of the file."""

    choice_hints: Mapping[str, Mapping[str, Words]] = {
        "reason": {
            value: _("The sealed original is destroyed too.")
            for value in (DiscardReason.NOT_THIS_PERSON, DiscardReason.PERSON_ASKED, DiscardReason.UNSAFE)
        }
    }
    reason = forms.ChoiceField(
        label=_("Why is it taken out of the file?"), choices=DiscardReason.choices, widget=forms.RadioSelect
    )


class PrintForm(Form):
    """Which sheet, in which language."""

    sheet = forms.ChoiceField(label=_("Which sheet?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("In which language?"),
        help_text=_("Only languages into which the form is translated are offered. For others use an interpreter."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, sheets: Sequence[Printable], languages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(each.key, each.label) for each in sheets]  # type: ignore[attr-defined]
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]
        self.choice_hints = {"sheet": {each.key: each.hint for each in sheets}}
