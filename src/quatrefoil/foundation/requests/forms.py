# SPDX-License-Identifier: Apache-2.0
"""Forms for asking and answering."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.requests.kinds import RequestKind
from quatrefoil.foundation.ui.forms import Form


class AskForm(Form):
    """What is asked, of whom, until when."""

    subject = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    holder = forms.ChoiceField(label=_("Who should do or answer this?"))
    due_on = forms.DateField(label=_("Until when?"), required=False)
    question = forms.CharField(
        label=_("Details"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sealed. Lists show only what it is about and until when."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: RequestKind, holders: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = [(str(holder), name) for holder, name in holders]  # type: ignore[attr-defined]
        if kind.subjects:
            self.fields["subject"].choices = list(kind.subjects.items())  # type: ignore[attr-defined]
        else:
            del self.fields["subject"]


class AnswerForm(Form):
    """An answer and, where it takes one, a reason."""

    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Words to the one who asked"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, answers: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = list(answers)  # type: ignore[attr-defined]
