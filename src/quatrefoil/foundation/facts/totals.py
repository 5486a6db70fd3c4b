# SPDX-License-Identifier: Apache-2.0
"""Prepared totals, so that pages read a few rows and never the ledger (DESIGN 6)."""

import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear, TruncMonth
from django.utils import timezone

from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.facts.kinds import KINDS, FactKind
from quatrefoil.foundation.facts.models import Fact, Total
from quatrefoil.foundation.identity.actors import Actor


@action("facts.rebuild")
def refresh(_actor: Actor) -> int:
    """Count every declared kind by month and, apart, by region and year; returns the number of totals."""
    known_at = timezone.now()
    totals = [total for kind in KINDS.values() for total in (*_by_month(kind, known_at), *_by_region(kind, known_at))]
    with transaction.atomic():
        Total.objects.all().delete()
        Total.objects.bulk_create(totals, batch_size=500)
    return len(totals)


def _count(kind: FactKind) -> Count:
    # Erased people have no subject any more: each of their entries counts for itself.
    return Count("subject", distinct=True) if kind.counts_people else Count("id")


def _extra(kind: FactKind) -> Count:
    return Count("id", filter=Q(subject__isnull=True)) if kind.counts_people else Count("id", filter=Q(pk__isnull=True))


def _by_month(kind: FactKind, known_at: datetime.datetime) -> list[Total]:
    rows = Fact.objects.filter(kind=kind.code).annotate(month=TruncMonth("valid_on")).values("month")
    counted = rows.annotate(n=_count(kind), without=_extra(kind)).order_by("month")
    return [
        Total(kind=kind.code, month=row["month"], number=row["n"] + row["without"], known_at=known_at)
        for row in counted
    ]


def _by_region(kind: FactKind, known_at: datetime.datetime) -> list[Total]:
    rows = Fact.objects.filter(kind=kind.code).annotate(year=ExtractYear("valid_on")).values("year", "region")
    counted = rows.annotate(n=_count(kind), without=_extra(kind)).order_by("year", "region")
    return [
        Total(
            kind=kind.code, year=row["year"], region=row["region"], number=row["n"] + row["without"], known_at=known_at
        )
        for row in counted
    ]
