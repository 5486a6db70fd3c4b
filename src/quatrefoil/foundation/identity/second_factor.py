# SPDX-License-Identifier: Apache-2.0
"""Who needs a second factor: everybody whose role sees people, and those who watch or manage."""

from collections.abc import Iterable
from typing import Any, Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django calls it so
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from quatrefoil.foundation.identity.models import Account, LastCode, MemberRole
from quatrefoil.foundation.identity.roles import ROLES, Administrator, Auditor

ALSO: Final = frozenset({Auditor.key, Administrator.key})
# The demo shows invented people only, and signs in with one click. Never add "production": `check` refuses it.
WAIVED_IN: Final[set[str]] = {"demo"}
LOCAL: Final = {"127.0.0.1", "localhost", "[::1]", "testserver"}
ENROLLED: Final = "second_factor"
REAL: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_waived() -> bool:
    """Does this kind of installation do without?"""
    return str(settings.OPTIONS.mode) in WAIVED_IN


def is_needed(role_keys: Iterable[str]) -> bool:
    """Does one of these roles need a second factor?"""
    return not is_waived() and any(key in ALSO or ROLES[key].sees_people for key in role_keys)


def has_one(account_id: Any) -> bool:
    """Has the account an authenticator app or a passkey? (Recovery codes alone are none.)"""
    return bool(Authenticator.objects.filter(user_id=account_id, type__in=REAL).exists())


def is_missing(request: HttpRequest, role_keys: Iterable[str]) -> bool:
    """Must this person set up a second factor before anything else? Asked once, then remembered in the session."""
    if request.session.get(ENROLLED) or not is_needed(role_keys):
        return False
    if has_one(request.user.pk):
        request.session[ENROLLED] = True
        return False
    return True


def use_once(account_id: Any, secret: str, code: str) -> bool:
    """Take a code of an authenticator app, once: False when it, or a later one, was taken before (RFC 6238, 5.2).

    allauth remembers used codes in the cache of one process and for 30 seconds; a code is good for 90.
    """
    steps = [step for step in yield_hotp_counters_from_time() if is_code_of(secret, step, code)]
    if not steps:
        return False
    if LastCode.objects.filter(account_id=account_id, step__lt=min(steps)).update(step=min(steps)):
        return True
    try:
        with transaction.atomic():
            LastCode(account_id=account_id, step=min(steps)).save(force_insert=True)
    except IntegrityError:
        return False
    return True


def is_first_use(authenticator: Authenticator, code: str) -> bool:
    """May this code, which fits, open the account? A recovery code is struck off by allauth itself."""
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    return use_once(authenticator.user_id, decrypt(authenticator.data["secret"]), code)


def is_code_of(secret: str, step: int, code: str) -> bool:
    """Is this the code that the app shows in that half minute?"""
    return bool(compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))))


def may_lose(authenticator: Authenticator) -> bool:
    """May this second factor go? Not the last one of an account with a role that needs it."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=REAL).exclude(pk=authenticator.pk)
    if others.exists():
        return True
    held = MemberRole.objects.filter(member__account_id=authenticator.user_id, member__is_active=True)
    return not is_needed(held.values_list("role", flat=True))


def remove_all(account: Account) -> int:
    """Take every second factor away, because its owner lost it; returns how many there were."""
    removed: tuple[int, dict[str, int]] = Authenticator.objects.filter(user_id=account.pk).delete()
    return removed[0]


def check_demo_is_local(**_kwargs: Any) -> list[CheckMessage]:
    """System check: the demo lets anybody in, so it says so when it listens to more than this machine."""
    if settings.OPTIONS.mode != "demo" or set(settings.ALLOWED_HOSTS) <= LOCAL:
        return []
    return [
        Warning(
            "The demonstration signs anybody in with one click, and is offered beyond this machine.", id="identity.W001"
        )
    ]


def check_not_waived(**_kwargs: Any) -> list[CheckMessage]:
    """System check: a real installation never does without."""
    if "production" not in WAIVED_IN:
        return []
    return [
        Error(
            "The second factor is waived in production.", hint="Take 'production' out of WAIVED_IN.", id="identity.E001"
        )
    ]
