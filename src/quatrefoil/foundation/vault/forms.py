# SPDX-License-Identifier: Apache-2.0
"""The form of a person search. Its answers travel in the body of a POST, never in an address."""

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.ui.forms import Form, Section
from quatrefoil.foundation.vault.models import SearchReason
from quatrefoil.foundation.vault.search import keys_of
from quatrefoil.methods.name_keys import IdentityDocument

FEWEST_PHONE_DIGITS = 7
DOCUMENT_KINDS = (
    ("passport", _("Passport")),
    ("national_id", _("National identity card")),
    ("residence_permit", _("Residence permit")),
    ("travel_document", _("Travel document")),
    ("birth_certificate", _("Birth certificate")),
)


def _narrow(letters: int, widget: type[forms.Widget] = forms.TextInput) -> forms.Widget:
    """A field as wide as what belongs in it."""
    return widget(attrs={"class": f"govuk-input--width-{letters}"})


class PersonSearchForm(Form):
    """Name with birth year, phone or document, and the reason."""

    layout: ClassVar = (
        Section(
            _("Name and year of birth"), ("name", "birth_year"), _("A name is searched only with a year of birth.")
        ),
        Section(_("Phone or document"), ("phone", "document_number", "document_kind", "document_country")),
    )

    reason = forms.ChoiceField(
        label=_("Why are you looking for this person?"),
        choices=SearchReason.choices,
        widget=forms.RadioSelect,
        help_text=_("Your reason, your name and the time are kept and can be read by an auditor."),
        error_messages={"required": _("Say why you are looking for this person.")},
    )
    name = forms.CharField(
        label=_("Names"), max_length=200, required=False, help_text=_("At least two names, in any script.")
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, min_value=1900, widget=_narrow(4, forms.NumberInput)
    )
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False, widget=_narrow(20))
    document_number = forms.CharField(label=_("Document number"), max_length=40, required=False, widget=_narrow(20))
    document_kind = forms.ChoiceField(label=_("Kind of document"), choices=DOCUMENT_KINDS, required=False)
    document_country = forms.CharField(
        label=_("Country of the document"),
        max_length=2,
        required=False,
        help_text=_("Two letters, such as FR."),
        widget=_narrow(2),
    )

    def sections(self) -> Iterator[tuple[Section | None, list[Any]]]:
        """The reason stands before everything else, under its own question."""
        yield None, [self["reason"]]
        for section, rows in super().sections():
            others = [row for row in rows if row.name != "reason"]
            if others:
                yield section, others

    def clean_birth_year(self) -> int | None:
        """A year that somebody alive can have been born in."""
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(_("The year of birth lies in the future."))
        return year

    def clean(self) -> dict[str, Any]:
        """Something that makes a key."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not keys_of(**self.details()):
            raise forms.ValidationError(
                _("Give two names with the year of birth, or a whole phone number, or a document with its country.")
            )
        return cleaned

    def details(self) -> dict[str, Any]:
        """What `search.find` takes."""
        given = self.cleaned_data
        number, country = given.get("document_number", ""), given.get("document_country", "")
        document = IdentityDocument(country, given.get("document_kind") or "passport", number)
        return {
            "names": [given["name"]] if given.get("name") else [],
            "birth_year": given.get("birth_year"),
            "phones": [given["phone"]] if given.get("phone") else [],
            "documents": [document] if number and country else [],
        }


def guessed(text: str) -> dict[str, str]:
    """Which field a text from the top bar belongs to, to begin the form with."""
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"[+\d\s().-]{7,}", text) and len(digits) >= FEWEST_PHONE_DIGITS:
        return {"phone": text}
    if digits and re.fullmatch(r"[A-Za-z0-9-]{5,20}", text):
        return {"document_number": text}
    return {"name": text}
