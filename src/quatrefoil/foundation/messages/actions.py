# SPDX-License-Identifier: Apache-2.0
"""Notices to colleagues."""

from uuid import UUID

from django.utils import timezone

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.selectors import visible
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.messages.models import Notice


def notify(
    holder: UUID, code: str, record: UUID | None = None, record_kind: str = "", *, is_urgent: bool = False
) -> UUID:
    """Tell a member, team or organisation something: a declared code about a record, never content."""
    notice = Notice(holder=holder, code=code, record=record, record_kind=record_kind, is_urgent=is_urgent)
    notice.save(force_insert=True)
    trail.wrote("notice.send", record, detail=f"{code} {holder}")
    return notice.id


def see_notice(actor: Actor, notice_id: UUID) -> Notice:
    """Mark a notice as seen; who saw it first stays visible."""
    notice = visible(Notice.objects.filter(id=notice_id), actor).first()
    if notice is None:
        raise NotVisible
    if notice.seen_at is None:
        notice.seen_by, notice.seen_at = actor.member_id, timezone.now()
        notice.save(update_fields=["seen_by", "seen_at"])
        trail.wrote("notice.see", notice.record, detail=notice.code)
    return notice


def see_all(actor: Actor) -> int:
    """Mark everything as seen except what is urgent."""
    rows = visible(Notice.objects.filter(seen_at__isnull=True, is_urgent=False), actor)
    return rows.update(seen_by=actor.member_id, seen_at=timezone.now())
