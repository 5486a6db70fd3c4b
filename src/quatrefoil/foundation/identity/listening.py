# SPDX-License-Identifier: Apache-2.0
"""What Django, allauth and axes announce, turned into our events. They offer nothing but signals for it."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import authentication_step_completed, password_changed
from allauth.mfa import signals as factors
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.contrib.auth import signals as django_signals
from django.http import HttpRequest

from quatrefoil.foundation.identity import events, second_factor, sessions
from quatrefoil.foundation.identity.models import Account, SignIn
from quatrefoil.foundation.identity.selectors import memberships_of
from quatrefoil.foundation.ui.languages import SESSION_KEY as LANGUAGE

KEPT_SIGN_INS = 30


def connect() -> None:
    """Listen; called once, when the staff side starts."""
    django_signals.user_logged_in.connect(signed_in)
    django_signals.user_logged_out.connect(signed_out)
    django_signals.user_login_failed.connect(failed)
    user_locked_out.connect(closed)
    authentication_step_completed.connect(confirmed)
    password_changed.connect(new_password)
    factors.authenticator_added.connect(factor_added)
    factors.authenticator_removed.connect(factor_removed)
    factors.authenticator_reset.connect(factor_reset)
    factors.authentication_failed.connect(code_failed)


def signed_in(request: HttpRequest, user: Account, **_kwargs: Any) -> None:
    """Start both clocks, the language and the membership; remember when and how."""
    sessions.start(request)
    request.session.setdefault(LANGUAGE, user.language)
    _choose_membership(request, user)
    way = way_of(request, user)
    _remember(user, way, succeeded=True)
    events.about("sign_in.done", user, way)


def _choose_membership(request: HttpRequest, user: Account) -> None:
    request.session.pop("member_id", None)
    ids = memberships_of(user.pk)
    if len(ids) == 1:
        request.session["member_id"] = str(ids[0])
    request.session["must_choose"] = len(ids) > 1


def way_of(request: HttpRequest, user: Account) -> str:
    """'password', 'password+totp', 'passkey' …; 'demo' for the one-click list."""
    records = get_authentication_records(request, user)
    if any(record.get("passwordless") for record in records):
        return "passkey"
    return "+".join(str(record.get("type", record["method"])) for record in records) or "demo"


def signed_out(user: Account | None, **_kwargs: Any) -> None:
    """A sign-out, also by the clock."""
    if user is not None:
        events.about("sign_out.done", user)


def failed(credentials: dict[str, Any], **_kwargs: Any) -> None:
    """A wrong password. What was typed is not kept; an account that exists is."""
    email = str(credentials.get("email", "")).strip().lower()
    account = Account.objects.filter(email=email).first() if email else None
    if account is not None:
        _remember(account, "password", succeeded=False)
    events.against("sign_in.failed", account, "password")


def code_failed(user: Account, request: HttpRequest, **_kwargs: Any) -> None:
    """A wrong code counts like a wrong password."""
    _remember(user, "code", succeeded=False)
    events.against("sign_in.failed", user, "code")
    AxesProxyHandler.user_login_failed(code_failed, {"email": user.email}, request)


def closed(request: HttpRequest, **_kwargs: Any) -> None:
    """The fifth failure."""
    email = str((getattr(request, "axes_credentials", None) or {}).get("email", "")).strip().lower()
    events.against("sign_in.closed", Account.objects.filter(email=email).first() if email else None)


def confirmed(request: HttpRequest, user: Account, method: str, **extra: Any) -> None:
    """Confirmed who sits there: after idle time, or before a risky act."""
    if extra.get("reauthenticated"):
        act = "session.unlocked" if sessions.unlock(request) else "sign_in.confirmed"
        events.about(act, user, str(extra.get("type", method)))


def new_password(user: Account, **_kwargs: Any) -> None:
    """A changed password."""
    events.about("password.changed", user)


def factor_added(user: Account, authenticator: Any, **_kwargs: Any) -> None:
    """A second factor more."""
    events.about("second_factor.added", user, authenticator.type)


def factor_removed(request: HttpRequest, user: Account, authenticator: Any, **_kwargs: Any) -> None:
    """A second factor less: look again whether one is left."""
    request.session.pop(second_factor.ENROLLED, None)
    events.about("second_factor.removed", user, authenticator.type)


def factor_reset(user: Account, authenticator: Any, **_kwargs: Any) -> None:
    """New recovery codes; the old ones are void."""
    events.about("second_factor.new_codes", user, authenticator.type)


def _remember(account: Account, way: str, *, succeeded: bool) -> None:
    SignIn.objects.create(account=account, way=way[:30], succeeded=succeeded)
    kept = SignIn.objects.filter(account=account).order_by("-at").values_list("pk", flat=True)[:KEPT_SIGN_INS]
    SignIn.objects.filter(account=account).exclude(pk__in=list(kept)).delete()
