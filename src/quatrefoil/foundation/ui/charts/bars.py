# SPDX-License-Identifier: Apache-2.0
"""A bar chart: one unit, one row for each bar, labelled directly."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from quatrefoil.foundation.ui.charts.shapes import COLOURS, Canvas, Chart, Colour, label_width

WIDTH = 400
ROW = 32
STACKED_ROW = 50  # the label above its bar
BAR = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. value None means withheld; `shown` is then the words for it ("under 10")."""

    label: str
    value: float | None
    shown: str
    colour: Colour = "protection"
    note: str = ""


def bar_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    header: Sequence[str],
    caption: str = "",
    description: str = "",
    square_root: bool = False,
    rtl: bool = False,
) -> Chart:
    """Bars from zero. header: column names of the table behind (label, value, and note when bars have one).

    square_root: draw lengths by square root, for funnels; then the caption must say so.
    """
    start = label_width([bar.label for bar in bars])
    end = WIDTH - (104 if any(bar.note for bar in bars) else 60)
    canvas = Canvas(title, description or sentence(bars), WIDTH, (ROW if start else STACKED_ROW) * len(bars) + 4, rtl)
    biggest = max((_length(bar.value or 0, square_root) for bar in bars), default=0) or 1
    shapes = [
        _bar(canvas, i, bar, (start, end), _length(bar.value or 0, square_root) / biggest) for i, bar in enumerate(bars)
    ]
    rows = [(bar.label, bar.shown, bar.note)[: len(header)] for bar in bars]
    return Chart(title, canvas.drawing(*shapes), tuple(header), rows, caption)


def sentence(bars: Sequence[Bar]) -> str:
    """All values as one line, for those who hear the chart."""
    return "; ".join(f"{bar.label}: {bar.shown}" for bar in bars)


def _bar(canvas: Canvas, index: int, bar: Bar, room: tuple[float, float], share: float) -> str:
    start, end = room
    row = ROW if start else STACKED_ROW
    label_line = index * row + (ROW / 2 + 4.5 if start else 17)
    top = index * row + ((ROW - BAR) / 2 if start else 23)
    middle = top + BAR / 2 + 4.5
    withheld = bar.value is None
    length = 26.0 if withheld else max((end - start) * share, 2)
    fill = canvas.hatch if withheld else COLOURS[bar.colour]
    shapes = canvas.text((0, label_line), bar.label) + canvas.rect(start, top, length, BAR, fill)
    shapes += canvas.text((start + length + 7, middle), bar.shown, look="soft" if withheld else "strong")
    if bar.note:
        shapes += canvas.text((WIDTH, middle), bar.note, anchor="end", look="soft")
    return shapes


def _length(value: float, square_root: bool) -> float:  # noqa: FBT001 - one private flag
    return math.sqrt(value) if square_root else value
