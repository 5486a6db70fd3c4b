# SPDX-License-Identifier: Apache-2.0
"""Taking in what the public process dropped: the system actor "inbox" gives the desk its reach, and sweeps what was never sent."""

import datetime
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from quatrefoil.foundation.access import actions as access
from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.models import Ground
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.exchange.desk import REPORT, desk_teams
from quatrefoil.foundation.exchange.models import (
    InboxAttachment,
    InboxMessage,
    InboxReport,
    ReportState,
)
from quatrefoil.foundation.identity.actors import system_actor
from quatrefoil.foundation.ui.counting import counted

INBOX: Final = system_actor("inbox", rights=frozenset({"report.take_in"}), everywhere=frozenset({"report"}))
CHUNK: Final = 100  # each chunk is one short transaction, so that reports go on arriving meanwhile
UNSENT_FOR: Final = datetime.timedelta(hours=1)
STRAY_FOR: Final = datetime.timedelta(days=7)

# Called for each report and message that was taken in: (report id, "report" or "message", danger code).
ON_ARRIVAL: list[Callable[[UUID, str, str], None]] = []


def take_in() -> int:
    """Give the desk everything that has arrived since; returns how many reports and messages. Safe to call at any time."""
    count = 0
    while has_arrived():
        with acting_as(INBOX, "take in"), transaction.atomic():
            taken = _take_reports() + _take_messages()
        count += taken
        if taken < CHUNK:
            break
    return count


def has_arrived() -> bool:
    """Does anything wait to be taken in? One look without a transaction; nothing of a report is read (1 query)."""
    with acting_as(INBOX, "take in"):
        return any(counted([InboxReport.objects.filter(state=ReportState.ARRIVED), _fresh()]))


def sweep(now: datetime.datetime | None = None) -> int:
    """Delete files that were never sent (1 hour), and messages to a number that nobody holds (7 days)."""
    now = now or timezone.now()
    with acting_as(INBOX, "sweep"), transaction.atomic():
        known = InboxReport.objects.values("id")
        files = InboxAttachment.objects.filter(received_at__lt=now - UNSENT_FOR).exclude(report__in=known)
        strays = InboxMessage.objects.filter(received_at__lt=now - STRAY_FOR).exclude(report__in=known)
        count: int = files.delete()[0] + strays.delete()[0]
        if count:
            trail.wrote("inbox.sweep", detail=f"{count} unsent")
    return count


def _take_reports() -> int:
    rows = list(InboxReport.objects.filter(state=ReportState.ARRIVED).order_by("received_at")[:CHUNK])
    teams = desk_teams() if rows else ()
    for row in rows:
        InboxReport.objects.filter(id=row.id).update(state=ReportState.WAITING)
        trail.wrote("report.take_in", row.id, "report", detail=f"{row.channel} {row.danger}")
        for team in teams:
            access.grant(team, row.id, "report", ground=Ground.TEAM, sort_at=row.received_at)
        _tell(row, "report")
    return len(rows)


def _take_messages() -> int:
    rows = list(_fresh().order_by("received_at")[:CHUNK])
    reports = {report.id: report for report in InboxReport.objects.filter(id__in={row.report for row in rows})}
    for row in rows:
        report = reports[row.report]
        if row.mark and bytes(row.mark) == bytes(report.mark):
            row.delete()  # the same form came twice
            continue
        InboxMessage.objects.filter(id=row.id).update(taken_in_at=timezone.now())
        _reopen(report)
        access.touch(report.id, row.received_at)
        _tell(report, "message")
    return len(rows)


def _fresh() -> "QuerySet[InboxMessage]":
    known = InboxReport.objects.exclude(state=ReportState.ARRIVED).values("id")
    return InboxMessage.objects.filter(taken_in_at__isnull=True, report__in=known)


def _reopen(report: InboxReport) -> None:
    if report.state in {ReportState.ANSWERED, ReportState.CLOSED}:
        report.state = ReportState(REPORT.find(report.state, "news").target)
        report.revision += 1
        InboxReport.objects.filter(id=report.id).update(state=report.state, revision=report.revision, closed_at=None)
    trail.wrote("report.news", report.id, "report")


def _tell(report: InboxReport, kind: str) -> None:
    for tell in ON_ARRIVAL:
        tell(report.id, kind, report.danger)
