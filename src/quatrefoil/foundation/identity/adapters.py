# SPDX-License-Identifier: Apache-2.0
"""How allauth behaves here: no self-signup, no address kept, secrets of second factors sealed."""

from functools import cache
from typing import Any, ClassVar, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quatrefoil.foundation.identity.models import Account
from quatrefoil.foundation.identity.recent import signed_in_recently
from quatrefoil.foundation.identity.secret_keys import fernet_key

# What allauth announces, in our words; an announcement without words here is not shown.
SAID: Final[dict[str, Promise]] = {
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Your authenticator app is ready."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation only; nothing about the device or its address is read."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail address and the password do not belong together."),
        "incorrect_password": gettext_lazy("That is not your password."),
        "enter_current_password": gettext_lazy("That is not your password of today."),
        "incorrect_code": gettext_lazy("That code does not fit. Wait for the next one and try again."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Please wait 15 minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody makes an account for themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """No address is read, so none can be kept."""
        return ""

    def get_http_user_agent(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """No description of the device either."""
        return ""

    def add_message(  # noqa: D102 - allauth's method
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's signature
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or (SAID.get(message_template) if message_template else None)
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:  # noqa: ARG002 - allauth's signature
        """A sign-in of a moment ago is as good as a confirmation."""
        return not signed_in_recently(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """One page asks for password, code or passkey."""
        if not user.is_authenticated:
            return []
        return [{"id": "reauthenticate", "description": _("Confirm"), "url": reverse("account_reauthenticate")}]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth's signature
        """Back to one's account."""
        return reverse("identity:me")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: sealed in the database, named for people."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That code does not fit. Wait for the next one and try again."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor. Add another one first, then remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        """A copied database does not give away the codes of the coming years."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Opens what `encrypt` sealed, under this or an earlier secret key."""
        return _sealer().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor of somebody who needs one stays."""
        from quatrefoil.foundation.identity.second_factor import may_lose

        return may_lose(authenticator)

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:  # noqa: A002
        """'Passkey', 'Passkey 2'."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """The device shows the address one signs in with."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.email}


@cache
def _sealer() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(fernet_key(str(secret), b"second factor")) for secret in secrets])
