# SPDX-License-Identifier: Apache-2.0
"""Pages of the staff side: who may open them, and going back to the record one came from."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def actor_of_request(request: HttpRequest) -> Actor:
    """Whoever is signed in and at work; NotVisible without one."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise NotVisible
    return actor


def page(*rights: str) -> Callable[[View[P]], View[P]]:
    """A page for actors with at least one of the rights; for everybody else it does not exist (404, audited)."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = actor_of_request(request)
            if rights and not any(actor.may(right) for right in rights):
                record = next((value for value in kwargs.values() if isinstance(value, UUID)), None)
                trail.refused("page.open", record, detail="no_right")
                raise NotVisible
            return view(request, *args, **kwargs)

        shown.rights = rights  # type: ignore[attr-defined]
        return shown

    return decorate


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is filled from: everything that was sent, even nothing; None while the form is only shown."""
    return request.POST if request.method == "POST" else None


def back(request: HttpRequest, fallback: str, said: str | Promise = "") -> HttpResponse:
    """Redirect to the page named in the form's `next` (on this site only), saying what was done."""
    if said:
        messages.success(request, str(said))
    target = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return HttpResponseRedirect(target if is_here else fallback)
