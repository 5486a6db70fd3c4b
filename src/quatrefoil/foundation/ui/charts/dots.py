# SPDX-License-Identifier: Apache-2.0
"""Dots with intervals: several answers to one question, each with its uncertainty."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quatrefoil.foundation.ui.charts.shapes import COLOURS, LINE, Canvas, Chart, Colour, round_ticks, tick_text

WIDTH = 440
ROW = 34
END = 24
AXIS = 30
Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One answer. value None means that it may not be said; `shown` holds the words."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    shown: str
    colour: Colour = "evaluation"


def dot_chart(
    title: str,
    estimates: Sequence[Estimate],
    *,
    header: Sequence[str],
    caption: str = "",
    description: str = "",
    from_zero: bool = False,
    rtl: bool = False,
) -> Chart:
    """Dots on one scale. The scale need not start at zero, since a dot has no length; the caption says it."""
    canvas = Canvas(title, description or _sentence(estimates), WIDTH, ROW * len(estimates) + AXIS, rtl)
    numbers = [x for row in estimates for x in (row.value, row.low, row.high) if x is not None] or [0.0, 1.0]
    ticks = round_ticks(0 if from_zero else min(numbers), max(numbers))
    start = min(max(90, max((len(row.label) for row in estimates), default=0) * 6.4 + 20), 180)
    scale = _scale(ticks, start)
    shapes = [*_axis(canvas, ticks, scale, ROW * len(estimates))]
    for index, row in enumerate(estimates):
        shapes += _row(canvas, index, row, scale, start)
    return Chart(title, canvas.drawing(*shapes), tuple(header), [(row.label, row.shown) for row in estimates], caption)


def _scale(ticks: Sequence[float], start: float) -> Scale:
    room = WIDTH - start - END
    return lambda value: start + room * (value - ticks[0]) / (ticks[-1] - ticks[0])


def _axis(canvas: Canvas, ticks: Sequence[float], scale: Scale, bottom: float) -> Iterator[str]:
    for tick in ticks:
        yield canvas.line((scale(tick), 2), (scale(tick), bottom), LINE)
        yield canvas.text((scale(tick), bottom + 18), tick_text(tick), anchor="middle", look="soft")


def _row(canvas: Canvas, index: int, row: Estimate, scale: Scale, start: float) -> Iterator[str]:
    middle = index * ROW + ROW / 2
    yield canvas.text((0, middle + 4.5), row.label)
    if row.value is None:
        yield canvas.rect(start + 4, middle - 8, 26, 16, canvas.hatch)
        yield canvas.text((start + 38, middle + 4.5), row.shown, look="soft")
        return
    if row.low is not None and row.high is not None:
        yield canvas.line((scale(row.low), middle), (scale(row.high), middle), COLOURS[row.colour], 3)
    yield canvas.circle((scale(row.value), middle), 5.5, COLOURS[row.colour])


def _sentence(estimates: Sequence[Estimate]) -> str:
    return "; ".join(f"{row.label}: {row.shown}" for row in estimates)

