# SPDX-License-Identifier: Apache-2.0
"""Dots with intervals: several answers to one question, each with its uncertainty."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quatrefoil.foundation.ui.charts.shapes import (
    COLOURS,
    LINE,
    Canvas,
    Chart,
    Colour,
    label_width,
    round_ticks,
    tick_text,
)

WIDTH = 400
ROW = 34
STACKED_ROW = 48  # the label above its dot
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
    start = label_width([row.label for row in estimates])
    bottom = (ROW if start else STACKED_ROW) * len(estimates)
    canvas = Canvas(title, description or _sentence(estimates), WIDTH, bottom + AXIS, rtl)
    numbers = [x for row in estimates for x in (row.value, row.low, row.high) if x is not None] or [0.0, 1.0]
    ticks = round_ticks(0 if from_zero else min(numbers), max(numbers))
    scale = _scale(ticks, start + 18)
    shapes = [*_axis(canvas, ticks, scale, bottom)]
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
    middle = index * ROW + ROW / 2 if start else index * STACKED_ROW + 33
    yield canvas.text((0, middle + 4.5 if start else middle - 15), row.label)
    if row.value is None:
        yield canvas.rect(start + 22, middle - 8, 26, 16, canvas.hatch)
        yield canvas.text((start + 56, middle + 4.5), row.shown, look="soft")
        return
    if row.low is not None and row.high is not None:
        yield canvas.line((scale(row.low), middle), (scale(row.high), middle), COLOURS[row.colour], 3)
    yield canvas.circle((scale(row.value), middle), 5.5, COLOURS[row.colour])


def _sentence(estimates: Sequence[Estimate]) -> str:
    return "; ".join(f"{row.label}: {row.shown}" for row in estimates)
