# SPDX-License-Identifier: Apache-2.0
"""Notices as rows."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from quatrefoil.foundation.access.acting import as_system
from quatrefoil.foundation.access.models import HOLDER
from quatrefoil.foundation.access.selectors import may_see, require_visible, visible
from quatrefoil.foundation.identity.actors import NOBODY, Actor, system_actor
from quatrefoil.foundation.identity.models import Member, Organisation, Team
from quatrefoil.foundation.messages.models import Notice
from quatrefoil.foundation.ui.dates import age_of, moment


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice, with the page it opens."""

    id: UUID
    sentence: str
    url: str
    age: str
    is_urgent: bool
    is_seen: bool
    seen: str


# Sees to whom notices about a record went, once the asker is known to reach that record.
TOLD = system_actor("who-was-told", everywhere=frozenset({HOLDER}))

SENTENCES: dict[str, str | Promise] = {}
# Where a record of a kind is shown: kind -> function of the record id.
PAGES: dict[str, Callable[[UUID], str]] = {}
PARTS: dict[str, str] = {}


def describe(code: str, sentence: str | Promise) -> None:
    """Declare the sentence of a notice."""
    SENTENCES[code] = sentence


def page_for(kind: str, address: Callable[[UUID], str], part: str = "") -> None:
    """Declare where records of a kind are shown, and the part that a reader of that page must be able to see."""
    PAGES[kind] = address
    PARTS[kind] = part


def address_of(kind: str, record: UUID | None) -> str:
    """The page of a record, or '' when its kind has none."""
    return PAGES[kind](record) if record and kind in PAGES else ""


def address_for(actor: Actor, kind: str, record: UUID | None) -> str:
    """The page of a record, or '' when it is not open to this actor (any more)."""
    part = PARTS.get(kind, "")
    is_open = record is None or not part or may_see(actor, record, part)
    return address_of(kind, record) if is_open else ""


def notices(actor: Actor, *, unseen_only: bool = False, limit: int = 50) -> tuple[NoticeRow, ...]:
    """The newest notices for the actor, teams and organisation (2 queries)."""
    rows = visible(Notice.objects.all(), actor)
    if unseen_only:
        rows = rows.filter(seen_at__isnull=True)
    found = list(rows.order_by("-made_at")[:limit])
    names = dict(Member.objects.filter(id__in={row.seen_by for row in found}).values_list("id", "name"))
    return tuple(
        NoticeRow(
            id=row.id,
            sentence=str(SENTENCES.get(row.code, row.code)),
            url=address_of(row.record_kind, row.record),
            age=age_of(row.made_at),
            is_urgent=row.is_urgent,
            is_seen=row.seen_at is not None,
            seen=f"{names.get(row.seen_by or NOBODY, '')} {moment(row.seen_at)}".strip() if row.seen_at else "",
        )
        for row in found
    )


def unseen(actor: Actor) -> "QuerySet[Notice]":
    """Notices that nobody has seen yet, to be counted."""
    return visible(Notice.objects.filter(seen_at__isnull=True), actor)


def unseen_count(actor: Actor) -> int:
    """How many notices nobody has seen yet (1 query)."""
    return unseen(actor).count()


def told(actor: Actor, record: UUID) -> tuple[tuple[str, str, str, str], ...]:
    """Who was told about a record, when, and who saw it: (sentence, whom, when, seen). Needs reach on the record."""
    require_visible(actor, record)
    with as_system(TOLD):
        rows = list(Notice.objects.filter(record=record).order_by("-made_at")[:50])
    names = dict(
        Member.objects.filter(id__in={i for r in rows for i in (r.holder, r.seen_by)}).values_list("id", "name")
    )
    names |= dict(Team.objects.filter(id__in={r.holder for r in rows}).values_list("id", "name"))
    names |= dict(Organisation.objects.filter(id__in={r.holder for r in rows}).values_list("id", "name"))
    return tuple(
        (
            str(SENTENCES.get(row.code, row.code)),
            names.get(row.holder, ""),
            moment(row.made_at),
            f"{names.get(row.seen_by or NOBODY, '')} {moment(row.seen_at)}".strip(),
        )
        for row in rows
    )
