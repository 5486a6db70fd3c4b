# SPDX-License-Identifier: Apache-2.0
"""The account of a session, read together with everything that says who it is at work: one query for each request."""

from typing import Any, Final

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import F

from quatrefoil.foundation.identity.models import Account

# Each column of `selectors.COLUMNS` as Account reaches it.
WORK: Final = {
    "work_id": "members__id",
    "work_organisation": "members__organisation_id",
    "work_name": "members__name",
    "work_organisation_name": "members__organisation__name",
    "work_role": "members__roles__role",
    "work_role_ends": "members__roles__ends_on",
    "work_team": "members__teams",
    "work_starts": "members__starts_on",
    "work_ends": "members__ends_on",
    "work_is_active": "members__is_active",
    "work_organisation_is_active": "members__organisation__is_active",
    "work_organisation_kind": "members__organisation__kind",
    "work_organisation_ends": "members__organisation__ends_on",
}


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """E-mail address and password; reads the account of a session with its memberships, roles and teams."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session; None when it is closed or gone. Django checks the session's hash afterwards."""
        rows = list(Account.objects.filter(pk=user_id).annotate(**{name: F(path) for name, path in WORK.items()}))
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        account: Account = rows[0]
        account.work = tuple(tuple(getattr(row, name) for name in WORK) for row in rows)
        return account
