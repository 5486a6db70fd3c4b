# SPDX-License-Identifier: Apache-2.0
"""The country's page: totals by month and, apart, by region; everything through the disclosure rule."""

import datetime
from dataclasses import dataclass

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quatrefoil.evaluation.indicators.interim_rule import THRESHOLD, withhold, withhold_total
from quatrefoil.foundation.facts import selectors as facts
from quatrefoil.foundation.facts.kinds import KINDS, FactKind
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.registers import selectors as registers
from quatrefoil.foundation.ui.charts import Chart, Point, Region, Said, Shading, line_chart, map_chart
from quatrefoil.foundation.ui.dates import moment
from quatrefoil.foundation.ui.pieces import Tile

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Twelve months that end before the first day of `end`."""

    start: datetime.date
    end: datetime.date
    words: str

    @property
    def before(self) -> tuple[datetime.date, datetime.date]:
        """The twelve months before."""
        return months_back(self.start, MONTHS), self.start


@dataclass(frozen=True, slots=True)
class National:
    """The national page."""

    period: Period
    known_at: str
    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    map: Chart | None
    years: tuple[int, ...]
    year: int
    kind: str
    kinds: tuple[tuple[str, str], ...]


def headline_kinds() -> tuple[FactKind, ...]:
    """Kinds of fact that stand on the national page, in order."""
    return tuple(sorted((kind for kind in KINDS.values() if kind.headline), key=lambda kind: kind.headline))


def months_back(first: datetime.date, months: int) -> datetime.date:
    """The first day of the month `months` before."""
    index = first.year * 12 + first.month - 1 - months
    return datetime.date(index // 12, index % 12 + 1, 1)


def period_to(last: datetime.date | None = None) -> Period:
    """Twelve whole months up to and with the month of `last` (default: the last whole month)."""
    today = timezone.localdate()
    end = months_back((last or months_back(today.replace(day=1), 1)).replace(day=1), -1)
    start = months_back(end, MONTHS)
    words = _("%(start)s to %(end)s") % {"start": month_name(start), "end": month_name(months_back(end, 1))}
    return Period(start, end, words)


def month_name(month: datetime.date, pattern: str = "MMMM yyyy") -> str:
    """'November 2026' in the reader's language."""
    return format_date(month, pattern, locale=get_language() or "en")


def number(value: int | None) -> str:
    """A number with separators, or the words for a withheld one."""
    if value is None:
        return _("under %(n)s or withheld") % {"n": THRESHOLD}
    return format_decimal(value, locale=get_language() or "en")


def monthly(
    actor: Actor, kinds: tuple[str, ...], start: datetime.date, end: datetime.date
) -> dict[str, tuple[int, ...]]:
    """Raw totals of every month between, zeros included (1 query)."""
    found = facts.months(actor, kinds, start, end)
    length = (end.year - start.year) * 12 + end.month - start.month
    months = [months_back(start, -n) for n in range(length)]
    by_kind = {kind: {total.month: total.number for total in totals} for kind, totals in found.items()}
    return {kind: tuple(by_kind[kind].get(month, 0) for month in months) for kind in kinds}


def national(actor: Actor, *, last: datetime.date | None = None, kind: str = "", year: int = 0) -> National:
    """Everything on the national page, from prepared totals (4 queries beside the regions' shapes)."""
    kinds = headline_kinds()
    period = period_to(last)
    both = monthly(actor, tuple(each.code for each in kinds), period.before[0], period.end)
    chosen = next((each for each in kinds if each.code == kind), kinds[-1] if kinds else None)
    known = facts.known_at(actor)
    latest = months_back(period.end, 1).year
    return National(
        period=period,
        known_at=moment(known),
        tiles=tuple(_tile(each, both[each.code]) for each in kinds),
        charts=tuple(_line(each, both[each.code][MONTHS:], period) for each in kinds),
        map=_map(actor, chosen, year or latest) if chosen else None,
        years=tuple(range(latest, latest - 5, -1)),
        year=year or latest,
        kind=chosen.code if chosen else "",
        kinds=tuple((each.code, str(each.label)) for each in kinds),
    )


def _tile(kind: FactKind, months: tuple[int, ...]) -> Tile:
    before, now = withhold_total(months[:MONTHS]), withhold_total(months[MONTHS:])
    compare = ""
    if before and now is not None:
        change = round(100 * (now - before) / before)
        compare = _("%(change)s %% on the year before") % {"change": f"{change:+d}"}
    shown = number(now) if now is not None else _("under %(n)s") % {"n": THRESHOLD}
    return Tile(shown, str(kind.label), compare, url=f"/country/table/{kind.code}/")


def _line(kind: FactKind, months: tuple[int, ...], period: Period) -> Chart:
    names = [months_back(period.start, -n) for n in range(MONTHS)]
    points = [
        Point(month_name(month), value, number(value), month_name(month, "LLL"))
        for month, value in zip(names, withhold(months), strict=True)
    ]
    caption = _("%(unit)s, by the month in which it happened. Numbers from 1 to 9 are withheld. A rise may mean that more is seen, not that more happens.")  # fmt: skip
    return line_chart(
        str(kind.label),
        points,
        header=(_("Month"), str(kind.label)),
        caption=caption % {"unit": str(kind.label)},
        rtl=_is_rtl(),
    )


def region_totals(actor: Actor, kind: str, year: int) -> tuple[tuple[str, str, int | None], ...]:
    """Code, name and number of every region in one year, through the disclosure rule."""
    names = registers.region_names(get_language() or "en")
    found = {total.region: total.number for total in facts.regions(actor, kind, year)}
    cells = withhold([found.get(code, 0) for code in names])
    return tuple((code, name, value) for (code, name), value in zip(names.items(), cells, strict=True))


def _map(actor: Actor, kind: FactKind, year: int) -> Chart | None:
    shapes = registers.regions(get_language() or "en")
    values = {code: Said(value, number(value)) for code, _name, value in region_totals(actor, kind.code, year)}
    if not shapes:
        return None
    regions = [Region(row.code, row.name, row.polygon[0] if row.polygon else ()) for row in shapes]
    title = _("%(what)s by region, %(year)s") % {"what": kind.label, "year": year}
    return map_chart(
        title,
        regions,
        values,
        _shading([said.value for said in values.values() if said.value is not None]),
        header=(_("Region"), str(kind.label)),
        caption=_("Totals of one year, not rates: a large region counts more. Hatched: withheld or too few to say."),
        north_up=True,
    )


def _shading(values: list[float]) -> Shading:
    top = max([*values, THRESHOLD * 5])
    step = max(THRESHOLD, round(top / 5 / 10) * 10)
    limits = tuple(float(step * n) for n in range(1, 5))
    words = (
        _("under %(n)s") % {"n": int(limits[0])},
        *(_("%(low)s to %(high)s") % {"low": int(low), "high": int(low + step)} for low in limits[:3]),
        _("%(n)s and over") % {"n": int(limits[3])},
    )
    return Shading(limits, words, _("too few to say"))


def _is_rtl() -> bool:
    return (get_language() or "").startswith("ar")


def month_table(actor: Actor, kind: str, last: datetime.date | None = None) -> tuple[tuple[str, int | None], ...]:
    """The table behind a tile: month and number of twelve months, through the disclosure rule."""
    period = period_to(last)
    values = withhold(monthly(actor, (kind,), period.start, period.end)[kind])
    return tuple((month_name(months_back(period.start, -n)), value) for n, value in enumerate(values))
