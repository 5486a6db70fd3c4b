# SPDX-License-Identifier: Apache-2.0
"""How much distressing text each member opened today (SAFETY 18): counted from the audit, with a limit that asks for a break."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.doors import require_right
from quatrefoil.foundation.audit.models import AuditEvent
from quatrefoil.foundation.identity.actors import NOBODY, Actor
from quatrefoil.foundation.identity.models import Member, Organisation
from quatrefoil.foundation.ui.dates import day
from quatrefoil.protection.hotline.models import DeskSetting

# A draft of one's own is no exposure; its only field is called "content".
READS = Q(act="report.open") | (Q(act="part.open", part="report") & ~Q(detail="content"))
DAYS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class OwnExposure:
    """What one has opened today, and whether a break is due."""

    opened: int
    limit: int
    is_over: bool
    words: str


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """One member on the supervisor's list."""

    member: str
    today: int
    week: int
    most_on: str
    is_over: bool


def setting_of(organisation_id: UUID) -> DeskSetting:
    """The desk's settings, with the defaults where nobody set any."""
    return DeskSetting.objects.filter(organisation=organisation_id).first() or DeskSetting(organisation=organisation_id)


def own_exposure(actor: Actor) -> OwnExposure:
    """Texts of reports that the actor opened today; each counts once (1 query)."""
    own = _read_since(_midnight()).filter(actor=actor.member_id).order_by()
    read = own.values("actor").annotate(n=Count("record", distinct=True)).values("n")
    most = DeskSetting.objects.filter(organisation=actor.organisation_id).values("most_opened_a_day")[:1]
    asked = Organisation.objects.filter(id=actor.organisation_id).values_list(Subquery(read), Subquery(most))
    opened, limit = asked.get()
    opened, limit = opened or 0, limit or DeskSetting().most_opened_a_day
    words = _("You opened %(opened)s reports today; your desk suggests a break after %(limit)s.")
    return OwnExposure(opened, limit, opened >= limit, words % {"opened": opened, "limit": limit})


def team_exposure(actor: Actor) -> tuple[ExposureRow, ...]:
    """The same for every member of the actor's organisation, today and in seven days (3 queries)."""
    require_right(actor, "audit.record")
    limit = setting_of(actor.organisation_id).most_opened_a_day
    since = _midnight() - datetime.timedelta(days=DAYS_SHOWN - 1)
    names = dict(Member.objects.filter(organisation_id=actor.organisation_id).values_list("id", "name"))
    seen: dict[UUID, dict[datetime.date, set[UUID]]] = {}
    for member, record, at in _read_since(since).filter(actor__in=names).values_list("actor", "record", "at"):
        seen.setdefault(member, {}).setdefault(timezone.localdate(at), set()).add(record or NOBODY)
    rows = [_row(names[member], by_day, limit) for member, by_day in seen.items()]
    return tuple(sorted(rows, key=lambda row: (-row.today, row.member)))


def _row(name: str, by_day: dict[datetime.date, set[UUID]], limit: int) -> ExposureRow:
    counted = {on: len(records) for on, records in by_day.items()}
    today = counted.get(timezone.localdate(), 0)
    most_on = max(counted, key=lambda on: counted[on])
    most = _("%(count)s on %(day)s") % {"count": counted[most_on], "day": day(most_on)}
    return ExposureRow(name, today, sum(counted.values()), most, today >= limit)


def _read_since(start: datetime.datetime) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(READS, outcome="done", record__isnull=False, at__gte=start)


def _midnight() -> datetime.datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
