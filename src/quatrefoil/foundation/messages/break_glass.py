# SPDX-License-Identifier: Apache-2.0
"""Who is told when somebody opens a file through break-glass: the supervisors there, and independent reviewers."""

import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quatrefoil.foundation.access.models import BreakGlass, Exclusion
from quatrefoil.foundation.identity.models import Member
from quatrefoil.foundation.messages.actions import notify
from quatrefoil.foundation.messages.models import Notice
from quatrefoil.foundation.messages.selectors import describe, page_for
from quatrefoil.foundation.records import emergency
from quatrefoil.foundation.records.models import File

CODE = "break_glass.opened"
REMINDER = "break_glass.unreviewed"
# A reviewer is reminded after this time, and again after as long.
PATIENCE: Final = datetime.timedelta(days=3)


def declare() -> None:
    """Called once at start."""
    describe(CODE, _("Somebody opened a file through break-glass"))
    describe(REMINDER, _("A use of break-glass still awaits your finding"))
    page_for("break_glass", lambda _opened: "/records/break-glass/review/")
    emergency.ON_BREAK_GLASS.append(tell)


def tell(opened_id: UUID, _file: File) -> None:
    """Notify every supervisor of the file's organisation and every auditor, but nobody to whom the file is closed."""
    opened = BreakGlass.objects.get(id=opened_id)
    for member in {*_supervisors(opened), *_auditors(opened)}:
        notify(member, CODE, opened_id, "break_glass", is_urgent=True)


def remind(now: datetime.datetime | None = None) -> int:
    """Remind the reviewers of what has waited for three days; run by the tick. Returns how many notices went."""
    now = now or timezone.now()
    waiting = BreakGlass.objects.filter(
        Q(supervisor_finding="") | Q(reviewer_finding=""), started_at__lte=now - PATIENCE
    )
    sent = 0
    for opened in waiting.order_by("started_at")[:200]:
        recent = Notice.objects.filter(record=opened.id, code=REMINDER, made_at__gt=now - PATIENCE)
        if recent.exists():
            continue
        missing = {
            *(() if opened.supervisor_finding else _supervisors(opened)),
            *(() if opened.reviewer_finding else _auditors(opened)),
        }
        for member in missing:
            notify(member, REMINDER, opened.id, "break_glass", is_urgent=True)
        sent += len(missing)
    return sent


def _supervisors(opened: BreakGlass) -> set[UUID]:
    there = Q(roles__role="supervisor", organisation_id=opened.member_organisation)
    return set(_reviewers(opened, there).values_list("id", flat=True))


def _auditors(opened: BreakGlass) -> set[UUID]:
    return set(_reviewers(opened, Q(roles__role="auditor")).values_list("id", flat=True))


def _reviewers(opened: BreakGlass, who: Q) -> QuerySet[Member]:
    """At work in that role today, not the one who opened it, and not excluded from the file."""
    holds = Q(roles__ends_on__isnull=True) | Q(roles__ends_on__gte=timezone.localdate())
    closed = Exclusion.objects.filter(record=opened.record, lifted_at__isnull=True)
    closed = closed.filter(Q(holder=OuterRef("id")) | Q(holder=OuterRef("organisation_id")))
    found = Member.objects.filter(holds & who, ~Exists(closed), is_active=True)
    return found.exclude(id=opened.member).distinct()
