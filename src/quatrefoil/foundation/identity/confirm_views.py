# SPDX-License-Identifier: Apache-2.0
"""One page that asks "is it still you?", by password, code or passkey: after idle time, and before risky acts."""

from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from quatrefoil.foundation.identity import drafts, second_factor, sessions
from quatrefoil.foundation.identity.forms import ConfirmCodeForm, ConfirmPasswordForm

TEMPLATE = "identity/confirm.html"


class _Confirm:
    """What the three ways share: one template, and the sealed draft that comes along."""

    template_name = TEMPLATE
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page needs, whichever way was tried."""
        base: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return base | page_context(self.request, self.request.POST.get("draft", "")) | {"form": base.get("form")}

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same page, with what to mend."""
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """On to where one was; or the form that was being sent, once more in view."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return carried_on(self.request) or response


class ByPassword(_Confirm, ReauthenticateView):  # type: ignore[misc]
    """Password."""


class ByCode(_Confirm, CodeView):  # type: ignore[misc]
    """Code of the app, or a recovery code."""


class ByPasskey(_Confirm, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The failed form has nothing to show but its message."""
        return super().get_context_data(**kwargs) | {"passkey_failed": self.request.method == "POST", "form": None}


@never_cache
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask, or check what was given."""
    if request.method == "POST" and request.POST.get("way") == "demo" and second_factor.is_waived():
        return _by_click(request)
    ways = {"code": ByCode, "passkey": ByPasskey}
    view: Any = ways.get(request.POST.get("way", ""), ByPassword)
    response: HttpResponse = view.as_view()(request)
    return response


def _by_click(request: HttpRequest) -> HttpResponse:
    reauthenticate_by_password(request)
    return carried_on(request) or HttpResponseRedirect(safe_next(request))


def confirm_page(request: HttpRequest, draft: str) -> HttpResponse:
    """The page in answer to a form that was sent too late; the form is sealed inside."""
    context = page_context(request, draft) | {"form": None}
    return render(request, TEMPLATE, context, status=403)


def page_context(request: HttpRequest, draft: str) -> dict[str, Any]:
    """Which ways this account has, and what the page says."""
    types = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    has_app = Authenticator.Type.TOTP in types
    return {
        "is_locked": bool(request.session.get(sessions.LOCKED)),
        "is_demo": second_factor.is_waived() and settings.OPTIONS.mode == "demo",
        "draft": draft,
        "next": safe_next(request),
        "password_form": ConfirmPasswordForm(user=request.user),
        "code_form": ConfirmCodeForm(user=request.user) if has_app else None,
        "passkey": passkey_options(request) if Authenticator.Type.WEBAUTHN in types else None,
        "way": request.POST.get("way", ""),
    }


def passkey_options(request: HttpRequest) -> dict[str, Any]:
    """What the browser needs to ask the device."""
    from allauth.mfa.webauthn.internal import auth

    return {"request_options": auth.begin_authentication(request.user)}


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards; never off this site."""
    from allauth.account.utils import get_next_redirect_url

    return get_next_redirect_url(request) or reverse("identity:home")


def carried_on(request: HttpRequest) -> HttpResponse | None:
    """The form that was being sent, to be sent now with one click; None when there was none."""
    sealed = request.POST.get("draft", "")
    draft = drafts.open_sealed(request, sealed) if sealed else None
    return render(request, "identity/resume.html", {"draft": draft}) if draft else None
