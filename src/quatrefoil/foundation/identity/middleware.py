# SPDX-License-Identifier: Apache-2.0
"""Puts the actor on the request; whether a page may be seen without one is decided by `gates`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from quatrefoil.foundation.identity.recent import account_at
from quatrefoil.foundation.identity.selectors import actor_of_account


class MemberMiddleware:
    """Sets request.actor (an Actor or None) from the signed-in account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Resolve the member once for each request."""
        request.actor = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            chosen = request.session.get("member_id")
            request.actor = actor_of_account(account_at(request), chosen)  # type: ignore[attr-defined]
        return self.get_response(request)
