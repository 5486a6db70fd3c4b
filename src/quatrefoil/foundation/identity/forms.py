# SPDX-License-Identifier: Apache-2.0
"""allauth's forms in our words and our markup; the forms of invitations and of one's account."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.identity import second_factor
from quatrefoil.foundation.identity.lockout import closed_words
from quatrefoil.foundation.ui.forms import Form

CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "class": "govuk-input--width-10",
    "spellcheck": "false",
}


def _password(label: Any, *, new: bool = False, hint: Any = "") -> forms.CharField:
    purpose = "new-password" if new else "current-password"
    return forms.CharField(
        label=label, help_text=hint, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": purpose})
    )


def _code(hint: Any) -> forms.CharField:
    return forms.CharField(label=_("Code"), help_text=hint, max_length=20, widget=forms.TextInput(attrs=CODE))


class SignInForm(Form, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
        self.fields["login"] = forms.EmailField(label=_("E-mail address"), widget=email)
        self.fields["password"] = _password(_("Password"))


class _Code:
    """Codes are tried against the same count of failures as passwords."""

    user: Any
    authenticator: Authenticator
    fields: dict[str, forms.Field]

    def clean_code(self) -> str:
        """Refuse while the account is closed; then as allauth does. Spaces are how people read codes aloud."""
        if words := closed_words(self.user.email):
            raise ValidationError(words)
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "")  # type: ignore[attr-defined]
        code = str(super().clean_code())  # type: ignore[misc]
        if not second_factor.is_first_use(self.authenticator, code):
            raise ValidationError(_("That code was used already. Wait for the next one."))
        return code


class SecondStepForm(_Code, Form, factors.AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or a recovery code."""

    code = _code(_("The six digits your authenticator app shows now, or one of your recovery codes."))


class ConfirmCodeForm(_Code, Form, factors.ReauthenticateForm):  # type: ignore[misc]
    """Confirm with a code."""

    code = _code(_("The six digits your authenticator app shows now."))


class ConfirmPasswordForm(Form, account.ReauthenticateForm):  # type: ignore[misc]
    """Confirm with the password."""

    password = _password(_("Password"))


class ChangePasswordForm(Form, account.ChangePasswordForm):  # type: ignore[misc]
    """The password of today, and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _password(_("Your password today"))
        self.fields["password1"] = _password(
            _("New password"), new=True, hint=_("At least 12 characters. Three or four words are good.")
        )
        self.fields["password2"] = _password(_("New password once more"), new=True)

    def clean_password1(self) -> str:
        """Long enough, and not one that everybody uses."""
        chosen: str = self.cleaned_data["password1"]
        validate_password(chosen, self.user)
        return chosen


class AddAppForm(Form, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code proves that the app has the key."""

    code = _code(_("The six digits your authenticator app shows now."))


class RemoveAppForm(Form, totp.DeactivateTOTPForm):  # type: ignore[misc]
    """Nothing to fill in; says why when it may not go."""


class NewCodesForm(Form, GenerateRecoveryCodesForm):  # type: ignore[misc]
    """Nothing to fill in."""


class AddKeyForm(Form, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A name for the key, and whether it signs in alone."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=60, help_text=_("So that you know it again: “phone”, “blue key”.")
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"),
        help_text=_("The device then asks for your fingerprint, your face or a PIN."),
        required=False,
        initial=True,
    )


class RenameKeyForm(Form, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name."""

    name = forms.CharField(label=_("Name"), max_length=60)


class InvitationForm(Form):
    """The first password of an account."""

    password1 = _password(
        _("Choose a password"), new=True, hint=_("At least 12 characters. Three or four words are good.")
    )
    password2 = _password(_("The same password once more"), new=True)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        """Long enough, and not one that everybody uses."""
        chosen: str = self.cleaned_data["password1"]
        validate_password(chosen, self.user)
        return chosen

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        given = super().clean() or {}
        if given.get("password1") and given["password1"] != given.get("password2"):
            self.add_error("password2", _("The two passwords differ."))
        return given


def own_names() -> list[tuple[str, str]]:
    """The languages of the product, each by its own name."""
    return [(code, str(get_language_info(code)["name_local"]).capitalize()) for code, _name in settings.LANGUAGES]


class LanguageForm(Form):
    """The language of one's pages."""

    language = forms.ChoiceField(label=_("Language of your pages"), choices=own_names, widget=forms.RadioSelect)
