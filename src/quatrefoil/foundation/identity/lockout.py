# SPDX-License-Identifier: Apache-2.0
"""Five failures close an account for fifteen minutes. Kept for that: a digest, a count and a time.

The account is closed, not an address: no address, device, page or typed text is stored. A passkey still opens the
account, since there is nothing to guess; so a stranger who keeps failing cannot keep its owner out.
"""

import datetime
from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from quatrefoil.foundation.ui.dates import moment

NO_ADDRESS: Final = "0.0.0.0"  # noqa: S104 - a value that says "none", so that the row stays unique
TOO_MANY: Final = 429


def digest_of(email: str) -> str:
    """What stands in the lock-out table instead of an e-mail address, which may be anything somebody typed."""
    return salted_hmac("quatrefoil.lockout", email.strip().lower(), algorithm="sha256").hexdigest()


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whom a try was for (setting AXES_USERNAME_CALLABLE)."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return digest_of(str(typed))


class QuietHandler(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts failures as axes does, from a request that says nothing about who sent it."""

    def user_login_failed(
        self, sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count one failure."""
        if request is None:
            return
        quiet = _without_traces(request)
        super().user_login_failed(sender, credentials, quiet, **kwargs)
        for name in ("axes_locked_out", "axes_credentials", "axes_failures_since_start"):
            setattr(request, name, getattr(quiet, name, None))


def _without_traces(request: HttpRequest) -> HttpRequest:
    quiet = HttpRequest()
    quiet.axes_attempt_time = request.axes_attempt_time  # type: ignore[attr-defined]
    quiet.axes_locked_out = request.axes_locked_out  # type: ignore[attr-defined]
    quiet.axes_ip_address = NO_ADDRESS  # type: ignore[attr-defined]
    for name in ("axes_user_agent", "axes_path_info", "axes_http_accept"):
        setattr(quiet, name, "")
    return quiet


def closed_until(email: str) -> datetime.datetime | None:
    """When the account opens again; None while it is open."""
    name, now = digest_of(email), timezone.now()
    recent = AccessAttempt.objects.filter(username=name, attempt_time__gte=now - settings.AXES_COOLOFF_TIME)
    found = recent.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    if (found["failures"] or 0) < settings.AXES_FAILURE_LIMIT:
        return None
    opens: datetime.datetime = found["last"] + settings.AXES_COOLOFF_TIME
    return opens


def reopen(email: str) -> None:
    """Forget the failures of an account (an administrator helps its owner)."""
    AccessAttempt.objects.filter(username=digest_of(email)).delete()


def closed_words(email: str) -> str:
    """Why the account is closed and when it opens, in words; empty while it is open."""
    opens = closed_until(email)
    if opens is None:
        return ""
    return _("There were too many tries. Try again after %(time)s.") % {"time": moment(opens)}


def locked_page(
    request: HttpRequest, _response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page after the fifth failure (setting AXES_LOCKOUT_CALLABLE)."""
    typed = str((credentials or {}).get("email") or request.POST.get("login", ""))
    return render(request, "identity/closed_for_now.html", {"words": closed_words(typed)}, status=TOO_MANY)
