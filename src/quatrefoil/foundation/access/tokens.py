# SPDX-License-Identifier: Apache-2.0
"""Tokens of the API: each belongs to a member, a purpose, and a few of that member's rights, and ends on a day."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.models import ApiToken
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.identity.selectors import actor_for
from quatrefoil.foundation.ui.dates import day

PREFIX: Final = "qf_"
LONGEST_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its owner sees it; the token itself was shown once."""

    id: UUID
    purpose: str
    rights: str
    ends: str
    used: str
    is_over: bool


def _digest(token: str) -> str:
    # The token has 256 random bits: a plain digest cannot be guessed back, and looking it up stays cheap.
    return hashlib.sha256(token.encode()).hexdigest()


@action("token.make")
def make_token(actor: Actor, purpose: str, rights: frozenset[str], ends_on: datetime.date) -> tuple[UUID, str]:
    """A token for some of one's own rights and one purpose; returned once and never again."""
    if not purpose.strip():
        raise Refused(_("Say what the token is for. The purpose stands in every audit line."), code="purpose")
    if not rights or not rights <= actor.rights:
        raise Refused(_("A token carries some of your own rights, never more."), code="rights")
    today = timezone.localdate()
    if not today < ends_on <= today + datetime.timedelta(days=LONGEST_DAYS):
        raise Refused(_("A token ends within a year."), code="ends_on")
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(member=actor.member_id, purpose=purpose[:120], digest=_digest(token), ends_on=ends_on)
    row.rights = sorted(rights)
    row.save(force_insert=True)
    trail.wrote("token.make", detail=str(row.id))
    return row.id, token


@action("token.make")
def end_token(actor: Actor, token_id: UUID) -> None:
    """End one's own token at once."""
    if not ApiToken.objects.filter(id=token_id, member=actor.member_id).update(ended_at=timezone.now()):
        raise NotVisible
    trail.wrote("token.end", detail=str(token_id))


def tokens_of(actor: Actor) -> tuple[TokenRow, ...]:
    """The actor's own tokens, newest first (1 query)."""
    today = timezone.localdate()
    return tuple(
        TokenRow(
            row.id, row.purpose, ", ".join(row.rights), day(row.ends_on), day(row.used_on),
            row.ended_at is not None or row.ends_on < today,
        )
        for row in ApiToken.objects.filter(member=actor.member_id).order_by("-made_at")
    )  # fmt: skip


def actor_of_token(token: str) -> tuple[Actor, str] | None:
    """The member behind a token with only the token's rights, and its purpose; None for anything else."""
    today = timezone.localdate()
    row = ApiToken.objects.filter(digest=_digest(token), ended_at__isnull=True, ends_on__gte=today).first()
    if row is None:
        return None
    try:
        member = actor_for(row.member)
    except Member.DoesNotExist:
        return None
    if row.used_on != today:
        ApiToken.objects.filter(id=row.id).update(used_on=today)
    return replace(member, limited_to=frozenset(row.rights)), row.purpose
