# SPDX-License-Identifier: Apache-2.0
"""The end of a public report: some time after it was closed the whole thread goes, and its receipt finds nothing any more."""

import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.actions import forget_record
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.exchange.models import InboxAttachment, InboxMessage, InboxReport, Reply, ReportState
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.identity.roles import CORE, REPORT
from quatrefoil.foundation.records import retention
from quatrefoil.foundation.records.models import File

ENDING: Final = system_actor("end of reports", everywhere=frozenset({CORE, REPORT}))
AT_ONCE: Final = 200  # the rest waits for the next tick


def erase_closed(now: datetime.datetime | None = None) -> int:
    """Erase reports that were closed longer ago than reports are kept; a hold on their contact keeps them. How many."""
    now = now or timezone.now()
    with acting_as(ENDING, "end of closed reports"):
        held = File.objects.filter(id=OuterRef("contact")).exclude(hold_reason="")
        unread = InboxMessage.objects.filter(report=OuterRef("id"), taken_in_at__isnull=True)
        closed = InboxReport.objects.filter(~Exists(held), ~Exists(unread), state=ReportState.CLOSED)
        rows = list(closed.filter(closed_at__lt=now).order_by("closed_at").values_list("id", "closed_at")[:AT_ONCE])
    over = [
        each for each, at in rows if retention.keep_until("report", timezone.localdate(at)) < timezone.localdate(now)
    ]
    return sum(_erase(report) for report in over)


def _erase(report: UUID) -> bool:
    """One thread in one short transaction; not when the reporter wrote again meanwhile."""
    with acting_as(ENDING, "end of closed reports"), transaction.atomic():
        if not InboxReport.objects.filter(id=report, state=ReportState.CLOSED).delete()[0]:
            return False
        for model in (InboxMessage, InboxAttachment, Reply):
            model.objects.filter(report=report).delete()
        forget_record(report)
        trail.wrote("report.erase", report, REPORT)
    return True
