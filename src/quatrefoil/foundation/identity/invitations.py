# SPDX-License-Identifier: Apache-2.0
"""One-time links with which somebody sets the first password of an account. Nothing about a link is stored."""

from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.urls import reverse

from quatrefoil.foundation.identity.models import Account


class Tokens(PasswordResetTokenGenerator):
    """A token lives 30 minutes (PASSWORD_RESET_TIMEOUT), and dies when a password is set or a new link is made."""

    key_salt = "quatrefoil.invitation"

    def _make_hash_value(self, user: Account, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.session_epoch}"


tokens = Tokens()


def link_for(account: Account) -> str:
    """The path of a link for this account; earlier links and all sessions of the account end."""
    account.set_unusable_password()
    account.session_epoch += 1
    account.save(update_fields=["password", "session_epoch"])
    return reverse("identity:invitation", args=[account.pk, tokens.make_token(account)])


def account_of(account_id: UUID, token: str) -> Account | None:
    """The account a link is for; None when the link was used, replaced or is older than 30 minutes."""
    try:
        account = Account.objects.filter(pk=account_id, is_active=True).first()
    except ValidationError:
        return None
    if account is None or account.has_usable_password() or not tokens.check_token(account, token):
        return None
    return account
