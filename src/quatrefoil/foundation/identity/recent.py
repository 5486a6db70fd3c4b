# SPDX-License-Identifier: Apache-2.0
"""Whether somebody showed a moment ago that it is still they."""

import time
from typing import cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from quatrefoil.foundation.identity.models import Account

SIGNED_IN_AT = "signed_in_at"


def account_at(request: HttpRequest) -> Account:
    """The account that is signed in; the gate let nobody else through."""
    return cast("Account", request.user)


def signed_in_recently(request: HttpRequest) -> bool:
    """Signed in, or confirmed with password, code or passkey, within the last ten minutes."""
    if not request.user.is_authenticated:
        return False
    return time.time() - last_proof(request) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def last_proof(request: HttpRequest) -> float:
    """When the session last saw a password, code or passkey, in seconds of the epoch."""
    records = get_authentication_records(request, request.user)
    confirmed = [float(record["at"]) for record in records if record.get("reauthenticated")]
    return max([float(request.session.get(SIGNED_IN_AT, 0)), *confirmed])
