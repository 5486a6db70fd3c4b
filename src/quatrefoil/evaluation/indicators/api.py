# SPDX-License-Identifier: Apache-2.0
"""The country's numbers for other programs: the same selectors, the same disclosure rule."""

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from quatrefoil.evaluation.indicators import selectors
from quatrefoil.foundation.access.errors import NotVisible
from quatrefoil.foundation.access.pages import actor_of_request
from quatrefoil.foundation.facts.kinds import KINDS

router = Router(tags=["numbers"])


class MonthOut(Schema):
    """One month; a withheld number is null."""

    month: str
    number: int | None


class RegionOut(Schema):
    """One region; a withheld number is null."""

    region: str
    name: str
    number: int | None


class Wrong(Schema):
    """Why there is no answer."""

    detail: str


def _require(request: HttpRequest, kind: str) -> None:
    if not actor_of_request(request).may("numbers.read"):
        raise NotVisible
    if kind not in KINDS:
        raise Http404


@router.get("/{kind}/months", response={200: list[MonthOut], 404: Wrong})
def months(request: HttpRequest, kind: str) -> list[MonthOut]:
    """Totals of the last twelve whole months."""
    _require(request, kind)
    rows = selectors.month_table(actor_of_request(request), kind)
    return [MonthOut(month=month, number=value) for month, value in rows]


@router.get("/{kind}/regions/{year}", response={200: list[RegionOut], 404: Wrong})
def regions(request: HttpRequest, kind: str, year: int) -> list[RegionOut]:
    """Totals of one year by region."""
    _require(request, kind)
    if not 1900 <= year <= 9999:  # noqa: PLR2004 - years that a date can hold
        raise Http404
    rows = selectors.region_totals(actor_of_request(request), kind, year)
    return [RegionOut(region=code, name=name, number=value) for code, name, value in rows]
