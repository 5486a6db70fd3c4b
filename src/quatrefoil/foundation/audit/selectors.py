# SPDX-License-Identifier: Apache-2.0
"""Who saw what and why, for those who may know: on one record, and for the auditor across records.

Reading the audit is itself audited. Inside one's own organisation people stand with their names; of another organisation
stands the organisation only. An auditor sees every name.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.models import Ground, Reach
from quatrefoil.foundation.access.selectors import require_visible
from quatrefoil.foundation.audit import trail, words
from quatrefoil.foundation.audit.batches import waiting_count
from quatrefoil.foundation.audit.filters import Filters
from quatrefoil.foundation.audit.models import AuditBatch, AuditCheck, AuditEvent, Outcome
from quatrefoil.foundation.identity.actors import NOBODY, Actor
from quatrefoil.foundation.identity.models import Member, Organisation
from quatrefoil.foundation.ui.dates import moment

SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One event in words."""

    id: UUID
    at: datetime.datetime
    when: str
    who: str
    organisation: str
    sentence: str
    reason: str
    refused: bool
    outcome: str
    record: UUID | None
    act: str
    part: str
    detail: str


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One page of events, newest first, with the cursors of the pages beside it ("" where there is none)."""

    rows: tuple[SeenRow, ...]
    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class ChainStatus:
    """How far the log is sealed and how far it was checked, in sentences."""

    holds: bool | None
    sealed: str
    checked: str
    waiting: str


def may_read_record(actor: Actor, record: UUID) -> bool:
    """May the actor know who saw this record (auditor; supervisor or owner who reaches it)? Nothing is audited."""
    if actor.may("audit.read"):
        return True
    reaches = Reach.objects.filter(record=record, holder__in=actor.holders)
    return _owns(actor, record) or (actor.may("audit.record") and reaches.exists())


def who_saw(
    actor: Actor, record: UUID, filters: Filters | None = None, *, after: str = "", before: str = "", size: int = SIZE
) -> SeenPage:
    """Events on one record, newest first (4 queries and the audit of this reading).

    after, before: cursors of a page, for the one with older or newer events. Raises NotVisible when the actor does not
    reach the record, Refused when they are neither its owner, nor a supervisor, nor an auditor.
    """
    require_record_reader(actor, record)
    filters = own_filters(actor, record, filters or Filters())
    trail.read("audit.read", record, detail=filters.words)
    return _page(actor, AuditEvent.objects.all(), filters, after, before, size)


def across(actor: Actor, filters: Filters, *, after: str = "", before: str = "", size: int = SIZE) -> SeenPage:
    """Events of the whole installation, newest first, for an auditor."""
    require_right(actor, "audit.read")
    trail.read("audit.read", filters.record, detail=filters.words)
    return _page(actor, AuditEvent.objects.all(), filters, after, before, size)


def require_record_reader(actor: Actor, record: UUID) -> None:
    """Stop unless the actor may know who saw this record."""
    if actor.may("audit.read"):
        return
    require_visible(actor, record)
    if not (actor.may("audit.record") or _owns(actor, record)):
        trail.refused("audit.read", record, detail="not_owner")
        raise Refused(
            _("Who saw this record is shown to the person who works on it and to their supervisor. Ask one of them."),
            code="not_owner",
        )


def own_filters(actor: Actor, record: UUID, filters: Filters) -> Filters:
    """The filters on one record; only an auditor may narrow by member, since that would name people of other bodies."""
    return replace(filters, record=record, member=filters.member if actor.may("audit.read") else None)


def rows_after(actor: Actor, filters: Filters, after: str, size: int) -> SeenPage:
    """A page for an export, whose asking was audited; the caller has checked who asks."""
    return _page(actor, AuditEvent.objects.all(), filters, after, "", size)


def count(filters: Filters) -> int:
    """How many events the filters leave, for the progress of an export."""
    return filters.apply(AuditEvent.objects.all()).count()


def status(actor: Actor) -> ChainStatus:
    """How far the log is sealed and checked (3 queries)."""
    require_right(actor, "audit.read")
    batch = AuditBatch.objects.order_by("-number").first()
    check = AuditCheck.objects.order_by("-at").first()
    waiting = waiting_count(batch)
    return ChainStatus(
        holds=None if check is None else check.faults == 0,
        sealed=_("Sealed up to %(moment)s.") % {"moment": moment(batch.closed_at)}
        if batch
        else _("Nothing is sealed yet."),
        checked=_checked(check),
        waiting=ngettext("%(n)s event waits for its seal.", "%(n)s events wait for their seal.", waiting)
        % {"n": waiting},
    )


def _checked(check: AuditCheck | None) -> str:
    if check is None:
        return _("The chain has not been checked yet.")
    given = {
        "events": f"{check.events:,}",
        "until": moment(check.sealed_until),
        "at": moment(check.at),
        "faults": check.faults,
    }
    if check.faults:
        text = ngettext(
            "Checked %(at)s: %(faults)s thing is not as it was sealed. Change nothing and call the security officer.",
            "Checked %(at)s: %(faults)s things are not as they were sealed. Change nothing and call the security officer.",
            check.faults,
        )
        return text % given
    if not check.events:
        return _("Checked %(at)s: nothing was sealed yet.") % given
    return (
        _("Chain verified up to %(until)s (checked %(at)s): all %(events)s sealed events are as they were sealed.")
        % given
    )


def organisations(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Organisations to filter by: id and name."""
    require_right(actor, "audit.read")
    return tuple((str(key), name) for key, name in Organisation.objects.order_by("name").values_list("id", "name"))


def members(actor: Actor, organisation: UUID) -> tuple[tuple[str, str], ...]:
    """Members of an organisation to filter by, those who left included."""
    require_right(actor, "audit.read")
    found = Member.objects.filter(organisation_id=organisation).order_by("name").values_list("id", "name")
    return tuple((str(key), name) for key, name in found)


def refusals_since(actor: Actor, days: int, ending: int = 0) -> int:
    """Refusals in the days before `ending` days ago."""
    require_right(actor, "audit.read")
    end = timezone.now() - datetime.timedelta(days=ending)
    since = end - datetime.timedelta(days=days)
    return AuditEvent.objects.filter(outcome=Outcome.REFUSED, at__gte=since, at__lt=end).count()


def _owns(actor: Actor, record: UUID) -> bool:
    return Reach.objects.filter(
        Q(until__isnull=True) | Q(until__gt=timezone.now()),
        record=record,
        holder=actor.member_id,
        ground__in=(Ground.OWNER, Ground.COVER),
    ).exists()


def _page(actor: Actor, rows: QuerySet[AuditEvent], filters: Filters, after: str, before: str, size: int) -> SeenPage:
    rows = filters.apply(rows)
    backwards = _cursor(before)
    if backwards:
        at, key = backwards
        found = list(rows.filter(Q(at__gt=at) | Q(at=at, id__gt=key)).order_by("at", "id")[: size + 1])
        page = found[:size][::-1]
        return SeenPage(
            _in_words(actor, page), _cursor_of(page[:1]) if len(found) > size else "", _cursor_of(page[-1:])
        )
    start = _cursor(after)
    if start:
        at, key = start
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=key))
    found = list(rows.order_by("-at", "-id")[: size + 1])
    page = found[:size]
    return SeenPage(
        _in_words(actor, page),
        _cursor_of(page[:1]) if start else "",
        _cursor_of(page[-1:]) if len(found) > size else "",
    )


def _cursor_of(rows: list[AuditEvent]) -> str:
    return f"{rows[0].at.isoformat()}~{rows[0].id.hex}" if rows else ""


def _cursor(text: str) -> tuple[datetime.datetime, UUID] | None:
    at, _tilde, key = text.partition("~")
    try:
        return datetime.datetime.fromisoformat(at.replace(" ", "+")), UUID(key)
    except ValueError:
        return None


def _in_words(actor: Actor, rows: Iterable[AuditEvent]) -> tuple[SeenRow, ...]:
    rows = tuple(rows)
    names = _names(actor, rows)
    bodies = dict(Organisation.objects.filter(id__in={row.organisation for row in rows}).values_list("id", "name"))
    return tuple(_row(row, _who(row, names, bodies), bodies.get(row.organisation, "")) for row in rows)


def _names(actor: Actor, rows: tuple[AuditEvent, ...]) -> dict[UUID, str]:
    """Names of the members whose names this actor may know."""
    sees_all = actor.may("audit.read")
    known = {row.actor for row in rows if sees_all or row.organisation == actor.organisation_id}
    return dict(Member.objects.filter(id__in=known).values_list("id", "name"))


def _who(row: AuditEvent, names: dict[UUID, str], bodies: dict[UUID, str]) -> str:
    if row.organisation == NOBODY:
        return _("Quatrefoil itself")
    if row.actor in names:
        return names[row.actor]
    return _("Somebody at %(organisation)s") % {"organisation": bodies.get(row.organisation, _("another organisation"))}


def _row(event: AuditEvent, who: str, organisation: str) -> SeenRow:
    refused = event.outcome == Outcome.REFUSED
    return SeenRow(
        id=event.id,
        at=event.at,
        when=moment(event.at),
        who=who,
        organisation=organisation,
        sentence=words.sentence_of(event.act, who, event.part, refused=refused, detail=event.detail),
        reason=words.reason_of(event.detail if event.act in words.TOLD_IN_DETAIL else event.purpose),
        refused=refused,
        outcome=str(Outcome(event.outcome).label),
        record=event.record,
        act=event.act,
        part=event.part,
        detail=event.detail,
    )
