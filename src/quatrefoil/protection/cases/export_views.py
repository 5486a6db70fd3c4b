# SPDX-License-Identifier: Apache-2.0
"""Asking for a list of cases as a file, with the reason."""

from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from quatrefoil.foundation.access.pages import actor_of_request, page
from quatrefoil.foundation.ui.forms import Form, Section
from quatrefoil.protection.cases import export, lists, tables
from quatrefoil.protection.cases.pages import NOT_MENDED


class ExportForm(Form):
    """Why, and as what."""

    layout: ClassVar = (Section("", ("reason", "form")),)

    reason = forms.ChoiceField(
        label=_("Why do you need the list?"), choices=export.REASONS, widget=forms.RadioSelect,
        help_text=_("Your reason, your name and the time stand in the record of who saw what."),
        error_messages={"required": _("Say why you need the list.")},
    )  # fmt: skip
    form = forms.ChoiceField(label=_("As what?"), choices=export.FORMATS, widget=forms.RadioSelect, initial="xlsx")


@require_http_methods(["GET", "POST"])
@page("case.edit")
def ask(request: HttpRequest) -> HttpResponse:
    """The filters of the list travel in the address; the reason in the body."""
    actor, wanted = actor_of_request(request), lists.wanted_from(request.GET.dict())
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        job = export.ask_export(actor, wanted, form.cleaned_data["reason"], form.cleaned_data["form"])
        return redirect("jobs:job", job)
    context = {"form": form, "back_url": tables.query(wanted)}
    return render(request, "cases/export.html", context, status=NOT_MENDED if form.is_bound else 200)
