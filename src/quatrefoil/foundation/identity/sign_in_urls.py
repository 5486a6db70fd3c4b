# SPDX-License-Identifier: Apache-2.0
"""Addresses that allauth looks up by its own names. What is not listed here (sign-up, e-mail) does not exist."""

from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn, edit_webauthn, remove_webauthn
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from quatrefoil.foundation.identity.confirm_views import confirm
from quatrefoil.foundation.identity.gates import requires_recent_sign_in as sure
from quatrefoil.foundation.identity.sign_in_views import (
    InactiveView,
    PasskeySignInView,
    SecondStepView,
    SignInView,
    SignOutView,
)
from quatrefoil.foundation.identity.views import own_password, second_factors

to_factors = RedirectView.as_view(pattern_name="mfa_index")

urlpatterns: list[URLPattern] = [
    path("sign-in/", SignInView.as_view(), name="account_login"),
    path("sign-in/second-step/", SecondStepView.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("sign-in/closed/", InactiveView.as_view(), name="account_inactive"),
    path("sign-out/", SignOutView.as_view(), name="account_logout"),
    path("confirm/", confirm, name="account_reauthenticate"),
    path("me/password/", own_password, name="account_change_password"),
    path("me/second-factors/", second_factors, name="mfa_index"),
    path("me/second-factors/app/", sure(activate_totp), name="mfa_activate_totp"),
    path("me/second-factors/app/remove/", sure(deactivate_totp), name="mfa_deactivate_totp"),
    path("me/second-factors/codes/", sure(view_recovery_codes), name="mfa_view_recovery_codes"),
    path("me/second-factors/codes/new/", sure(generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("me/second-factors/passkeys/", to_factors, name="mfa_list_webauthn"),
    path("me/second-factors/passkeys/new/", sure(add_webauthn), name="mfa_add_webauthn"),
    path("me/second-factors/passkeys/<int:pk>/", sure(edit_webauthn), name="mfa_edit_webauthn"),
    path("me/second-factors/passkeys/<int:pk>/remove/", sure(remove_webauthn), name="mfa_remove_webauthn"),
]
