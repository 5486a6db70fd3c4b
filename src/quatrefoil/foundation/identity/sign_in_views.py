# SPDX-License-Identifier: Apache-2.0
"""Pages before one is signed in: sign-in, invitation, the demo's list, help."""

from typing import Any
from uuid import UUID

from allauth.account.views import AccountInactiveView, LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from quatrefoil.foundation.identity import demo_accounts, events, invitations
from quatrefoil.foundation.identity.forms import InvitationForm
from quatrefoil.foundation.identity.models import Account

BACKEND = "quatrefoil.foundation.identity.backends.SignInBackend"


class _Ours:
    """allauth calls something else "site" than our templates do."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without allauth's."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


class SignInView(_Ours, LoginView):  # type: ignore[misc]
    """E-mail address and password, or a passkey; in the demo, a list of people."""

    template_name = "identity/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the people of the demo, where it is one."""
        organisations = demo_accounts.demo_organisations()
        return super().get_context_data(**kwargs) | {
            "organisations": organisations,
            "first": demo_accounts.first_of_each_role(organisations),
            "next": self.get_next_url() or "",
        }


class PasskeySignInView(LoginWebAuthnView):  # type: ignore[misc]
    """Answers the browser's question, and takes what the device signed."""


class SecondStepView(_Ours, AuthenticateView):  # type: ignore[misc]
    """Code, recovery code or passkey after the password."""

    template_name = "identity/second_step.html"


class InactiveView(_Ours, AccountInactiveView):  # type: ignore[misc]
    """An account that was closed."""


class SignOutView(LogoutView):  # type: ignore[misc]
    """Asks when opened as a page; signs out when posted."""

    template_name = "identity/sign_out.html"


@never_cache
@sensitive_post_parameters("password1", "password2")
def invitation(request: HttpRequest, account_id: UUID, token: str) -> HttpResponse:
    """Set the first password with a one-time link."""
    account = invitations.account_of(account_id, token)
    if account is None:
        return render(request, "identity/invitation_over.html", status=410)
    form = InvitationForm(request.POST or None, user=account)
    if request.method == "POST" and form.is_valid():
        _accept(account, form.cleaned_data["password1"])
        messages.success(request, _("Your password is set. Sign in with it now."))
        return HttpResponseRedirect(reverse("account_login"))
    return render(request, "identity/invitation.html", {"form": form, "email": account.email})


def _accept(account: Account, password: str) -> None:
    account.set_password(password)
    account.language = get_language() or account.language
    account.save(update_fields=["password", "language"])
    events.about("password.set", account, "invitation")


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click, one person; in the demo only."""
    try:
        account = demo_accounts.demo_account(UUID(request.POST.get("account", "")))
    except ValueError:
        account = None
    if account is None:
        raise Http404
    login(request, account, backend=BACKEND)
    from quatrefoil.foundation.identity.confirm_views import safe_next

    return HttpResponseRedirect(safe_next(request))


def sign_in_help(request: HttpRequest) -> HttpResponse:
    """What to do without password, phone or passkey."""
    return render(request, "identity/help.html")
