# SPDX-License-Identifier: Apache-2.0
"""From one's own account to the conflicts one declared, which are shown where records are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from quatrefoil.foundation.access.pages import page


@require_GET
@page("conflict.declare")
def conflicts(_request: HttpRequest) -> HttpResponse:
    """To the page of the records room."""
    return redirect("records:conflicts")
