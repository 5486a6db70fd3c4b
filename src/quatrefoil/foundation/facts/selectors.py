# SPDX-License-Identifier: Apache-2.0
"""What evaluation may read: totals by month, or by region and year, of one unit."""

import datetime
from dataclasses import dataclass

from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.facts.models import Total
from quatrefoil.foundation.identity.actors import Actor


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """One month of one kind, before disclosure control."""

    month: datetime.date
    number: int


@dataclass(frozen=True, slots=True)
class RegionTotal:
    """One region and year of one kind, before disclosure control."""

    region: str
    number: int


def _require(actor: Actor) -> None:
    if not actor.may("numbers.read"):
        raise NotVisible


def months(
    actor: Actor, kinds: tuple[str, ...], start: datetime.date, end: datetime.date
) -> dict[str, tuple[MonthTotal, ...]]:
    """Totals by month from `start` up to before `end`, for each kind (1 query). Callers pass them through the disclosure rule."""
    _require(actor)
    found: dict[str, list[MonthTotal]] = {kind: [] for kind in kinds}
    rows = Total.objects.filter(kind__in=kinds, month__gte=start, month__lt=end).order_by("month")
    for kind, month, number in rows.values_list("kind", "month", "number"):
        if month is not None:
            found[kind].append(MonthTotal(month, number))
    return {kind: tuple(totals) for kind, totals in found.items()}


def regions(actor: Actor, kind: str, year: int) -> tuple[RegionTotal, ...]:
    """Totals by region of one year (1 query). Callers pass them through the disclosure rule."""
    _require(actor)
    rows = Total.objects.filter(kind=kind, year=year).exclude(region="").order_by("region")
    return tuple(RegionTotal(region, number) for region, number in rows.values_list("region", "number"))


def known_at(actor: Actor) -> datetime.datetime | None:
    """When the totals were last counted (1 query)."""
    _require(actor)
    return Total.objects.order_by("-known_at").values_list("known_at", flat=True).first()
