# SPDX-License-Identifier: Apache-2.0
"""No address of the staff side is open by omission: everything asks for a sign-in unless it stands here."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from quatrefoil.foundation.identity import drafts, second_factor, sessions
from quatrefoil.foundation.identity.recent import account_at, signed_in_recently
from quatrefoil.foundation.identity.selectors import memberships_of

View = Callable[..., HttpResponse]
NOT_NOW: Final = 403  # never 200: a script that keeps drafts must not take a prompt for "saved"

# Pages that anybody may open.
OPEN: Final[set[str]] = {
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "identity:demo_sign_in",
    "identity:invitation",
    "identity:help",
    "ui:language",
}
# Whole namespaces that ask for their own proof: the API with its tokens.
OPEN_NAMESPACES: Final[set[str]] = set()
ALWAYS: Final = frozenset({"account_logout", "ui:language", "identity:help"})
WHILE_LOCKED: Final = ALWAYS | {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "identity:lock",
}
WHILE_CHOOSING: Final = ALWAYS | {"identity:work_as"}
WHILE_ENROLLING: Final = WHILE_LOCKED | {
    "identity:work_as",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}


def open_to_everybody(*names: str) -> None:
    """Declare pages that need no sign-in, by view name; a contract test lists them."""
    OPEN.update(names)


def open_namespace(name: str) -> None:
    """Declare a namespace that asks for its own proof of who calls."""
    OPEN_NAMESPACES.add(name)


class GateMiddleware:
    """Decides, before any page runs, whether this session may see it now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request; the decision falls when the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponse | None:
        """None lets the page run; anything else is shown instead."""
        match = request.resolver_match
        if match is None or is_open(match):
            return None
        return barrier(request, match.view_name)


def is_open(match: ResolverMatch) -> bool:
    """May anybody open this page?"""
    return match.view_name in OPEN or match.namespace in OPEN_NAMESPACES


def barrier(request: HttpRequest, name: str) -> HttpResponse | None:
    """What stands between this session and the page, if anything."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    state = sessions.state_of(request)
    if state is sessions.State.ENDED:
        return end(request)
    if state is sessions.State.LOCKED:
        return None if name in WHILE_LOCKED else ask_who_sits_there(request)
    sessions.saw(request)
    return _unfinished(request, name)


def _unfinished(request: HttpRequest, name: str) -> HttpResponse | None:
    if request.session.get("must_choose") and name not in WHILE_CHOOSING:
        return send_to(request, reverse("identity:work_as"))
    actor = request.actor  # type: ignore[attr-defined]
    if actor is None:
        return None if name in WHILE_CHOOSING else _without_work(request)
    if name not in WHILE_ENROLLING and second_factor.is_missing(request, actor.role_keys):
        return send_to(request, reverse("mfa_index"))
    return None


def _without_work(request: HttpRequest) -> HttpResponse:
    if memberships_of(account_at(request).pk):  # the one chosen has ended, another has not
        return send_to(request, reverse("identity:work_as"))
    return render(request, "identity/no_work.html", status=NOT_NOW)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back afterwards; a form that was sent stays in the browser's history."""
    if request.method not in {"GET", "HEAD"}:
        return render(request, "identity/signed_out.html", status=NOT_NOW)
    return send_to(request, f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


def end(request: HttpRequest) -> HttpResponse:
    """The session is over: too long idle, or twelve hours old."""
    logout(request)
    request.actor = None  # type: ignore[attr-defined]
    if request.method in {"GET", "HEAD"}:
        messages.info(request, _("You were signed out because nobody used this page for a while."))
    return ask_to_sign_in(request)


def ask_who_sits_there(request: HttpRequest) -> HttpResponse:
    """The lock page. What was being sent comes along, sealed."""
    sessions.lock(request)
    return ask_to_confirm(request)


def ask_to_confirm(request: HttpRequest) -> HttpResponse:
    """Ask for password, code or passkey, then go on where one was."""
    if request.method in {"GET", "HEAD"}:
        return send_to(request, f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
    from quatrefoil.foundation.identity.confirm_views import confirm_page

    return confirm_page(request, drafts.seal(request))


def requires_recent_sign_in(view: View) -> View:
    """For risky acts (keys, accounts, erasure, break-glass): confirm who you are, unless that was a moment ago.

    Put it on the page that shows the form as well as on the one that receives it (usually the same view).
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs) if signed_in_recently(request) else ask_to_confirm(request)

    return guarded


def send_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect, also for a piece of a page that htmx asked for."""
    is_piece = getattr(request, "htmx", False)
    return HttpResponseClientRedirect(url) if is_piece else HttpResponseRedirect(url)
