# SPDX-License-Identifier: Apache-2.0
"""A line over time, month by month; withheld months break the line and stand hatched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quatrefoil.foundation.ui.charts.shapes import (
    COLOURS,
    LINE,
    STRONG_LINE,
    Canvas,
    Chart,
    Colour,
    num,
    round_ticks,
    tick_text,
)

WIDTH = 420
HEIGHT = 226
TOP = 34
BOTTOM = 34
START = 46
END = 18


@dataclass(frozen=True, slots=True)
class Point:
    """One month. value None means withheld; `shown` is then the words for it."""

    label: str
    value: float | None
    shown: str
    axis_label: str = ""


def line_chart(
    title: str,
    points: Sequence[Point],
    *,
    header: Sequence[str],
    caption: str = "",
    description: str = "",
    colour: Colour = "protection",
    rtl: bool = False,
) -> Chart:
    """One series from zero. Points with `axis_label` are named under the axis; the last value is labelled."""
    canvas = Canvas(title, description or _sentence(points), WIDTH, HEIGHT, rtl)
    ticks = round_ticks(0, max((point.value or 0 for point in points), default=0) or 1, about=4)
    plot = _Plot(canvas, len(points), ticks[-1])
    shapes = [
        *_grid(plot, ticks),
        *_months(plot, points),
        *_withheld(plot, points),
        *_line(plot, points, COLOURS[colour]),
    ]
    rows = [(point.label, point.shown) for point in points]
    return Chart(title, canvas.drawing(*shapes), tuple(header), rows, caption)


@dataclass(frozen=True, slots=True)
class _Plot:
    canvas: Canvas
    count: int
    top_value: float

    def at(self, index: int, value: float) -> tuple[float, float]:
        step = (WIDTH - START - END) / max(self.count - 1, 1)
        return START + step * index, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top_value


def _grid(plot: _Plot, ticks: Sequence[float]) -> Iterator[str]:
    for tick in ticks:
        _x, y = plot.at(0, tick)
        yield plot.canvas.line((START, y), (WIDTH - END, y), STRONG_LINE if tick == 0 else LINE)
        yield plot.canvas.text((START - 8, y + 4), tick_text(tick), anchor="end", look="soft")


def _months(plot: _Plot, points: Sequence[Point]) -> Iterator[str]:
    for index, point in enumerate(points):
        if point.axis_label:
            x, y = plot.at(index, 0)
            yield plot.canvas.line((x, y), (x, y + 5), STRONG_LINE)
            yield plot.canvas.text((x, y + 20), point.axis_label, anchor="middle", look="soft")


def _withheld(plot: _Plot, points: Sequence[Point]) -> Iterator[str]:
    width = min((WIDTH - START - END) / max(len(points) - 1, 1), 12)
    for index, point in enumerate(points):
        if point.value is None:
            x, y = plot.at(index, 0)
            yield plot.canvas.rect(x - width / 2, TOP, width, y - TOP, plot.canvas.hatch)
    words = next((point.shown for point in points if point.value is None), "")
    if words:  # once, beside a sample: over each month they would run into each other
        yield plot.canvas.rect(START, TOP - 22, 12, 12, plot.canvas.hatch)
        yield plot.canvas.text((START + 18, TOP - 12), words, anchor="start", look="soft")


def _line(plot: _Plot, points: Sequence[Point], colour: str) -> Iterator[str]:
    known = [(index, point.value) for index, point in enumerate(points) if point.value is not None]
    for stretch in _stretches(known):
        places = [plot.at(index, value) for index, value in stretch]
        path = " ".join(f"{num(plot.canvas.x(x))},{num(y)}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"/>'
        if len(places) == 1:
            yield plot.canvas.circle(places[0], 3, colour)
    if known:
        index, value = known[-1]
        x, y = plot.at(index, value)
        yield plot.canvas.circle((x, y), 4.5, colour)
        yield plot.canvas.text(
            (x, max(y - 10, 12)), points[index].shown, anchor=_anchor(index, len(points)), look="strong"
        )


def _stretches(known: Sequence[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    stretches: list[list[tuple[int, float]]] = []
    for index, value in known:
        if stretches and stretches[-1][-1][0] == index - 1:
            stretches[-1].append((index, value))
        else:
            stretches.append([(index, value)])
    return stretches


def _anchor(index: int, count: int) -> str:
    return "end" if index == count - 1 else "start" if index == 0 else "middle"


def _sentence(points: Sequence[Point]) -> str:
    return "; ".join(f"{point.label}: {point.shown}" for point in points)
