# SPDX-License-Identifier: Apache-2.0
"""My tokens for the API: make one (shown once), see them, end one."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from quatrefoil.foundation.access import tokens
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, back, page
from quatrefoil.foundation.identity.gates import requires_recent_sign_in
from quatrefoil.foundation.identity.words import RIGHTS
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.ui.pieces import Cell, Chip, Column, Empty, Table

LIST = "/access/tokens/"


class TokenForm(Form):
    """What a token is for, what it may do, and when it ends."""

    purpose = forms.CharField(label=gettext_lazy("What is it for?"), max_length=120)
    ends_on = forms.DateField(label=gettext_lazy("When does it end?"))
    rights = forms.MultipleChoiceField(label=gettext_lazy("What may it do?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rights: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"].choices = [(right, RIGHTS.get(right, right)) for right in sorted(rights)]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@page("token.make")
@requires_recent_sign_in
def token_list(request: HttpRequest) -> HttpResponse:
    """My tokens, and a form for a new one."""
    actor = actor_of_request(request)
    form = TokenForm(request.POST or None, rights=actor.rights - {"token.make"})
    made = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _id, made = tokens.make_token(actor, given["purpose"], frozenset(given["rights"]), given["ends_on"])
            form = TokenForm(rights=actor.rights - {"token.make"})
        except Refused as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, str(refusal.message))
    status = 422 if form.errors else 200
    rows = tokens.tokens_of(actor)
    running = [row for row in rows if not row.is_over]
    context = {"form": form, "made": made, "table": _table(rows), "rows": running}
    return render(request, "access/tokens.html", context, status=status)


def _table(rows: tuple[tokens.TokenRow, ...]) -> Table:
    columns = (
        Column(_("For")),
        Column(_("Ends"), narrow=True),
        Column(_("Last used"), narrow=True),
        Column(_("State")),
    )
    cells = [
        (
            Cell(row.purpose, row.rights),
            row.ends,
            row.used,
            Cell(chip=Chip(_("ended") if row.is_over else _("in force"))),
        )
        for row in rows
    ]
    return Table(
        _("Your tokens"),
        columns,
        cells,
        Empty(_("No tokens"), _("A token lets a program act in your name, within the rights you give it.")),
    )


@require_POST
@page("token.make")
def token_end(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End a token at once."""
    tokens.end_token(actor_of_request(request), token_id)
    return back(request, LIST, _("The token has ended."))
