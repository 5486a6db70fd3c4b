# SPDX-License-Identifier: Apache-2.0
"""A map in five steps of one hue, hatched where too few are known, with numbered pins for findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.html import conditional_escape as esc

from quatrefoil.foundation.ui.charts.shapes import DANGER, HATCH_GROUND, STEPS, WARN, Canvas, Chart, LegendItem, num

WIDTH = 640
MARGIN = 6.0
PIN_COLOURS: Final = {"danger": DANGER, "warn": WARN, "neutral": "#33444e"}
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """A region as one polygon. points: (x, y) in any unit; y grows downward unless the map says north_up."""

    code: str
    name: str
    points: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Pin:
    """A finding on the map; its number is that of the list beside."""

    number: int
    code: str
    tone: Literal["danger", "warn", "neutral"] = "danger"


@dataclass(frozen=True, slots=True)
class Shading:
    """Four limits between five steps, and the words of each step; `withheld` stands for "too few to say"."""

    limits: Sequence[float]
    words: Sequence[str]
    withheld: str

    def step(self, value: float) -> int:
        """Which of the five steps a value falls in; a value on a limit belongs to the upper step."""
        return sum(value >= limit for limit in self.limits)


@dataclass(frozen=True, slots=True)
class Said:
    """One region's value: None is withheld; `shown` is what the table says."""

    value: float | None
    shown: str


def map_chart(
    title: str,
    regions: Sequence[Region],
    values: Mapping[str, Said],
    shading: Shading,
    *,
    header: Sequence[str],
    caption: str = "",
    description: str = "",
    pins: Sequence[Pin] = (),
    north_up: bool = False,
) -> Chart:
    """The country; a region without a value is hatched like one with too few. Maps are not mirrored."""
    frame = _frame(regions, north_up=north_up)
    said = [(region, values.get(region.code, Said(None, shading.withheld))) for region in regions]
    words = description or "; ".join(f"{region.name}: {value.shown}" for region, value in said)
    canvas = Canvas(title, words, WIDTH, frame.height, enlarged=1)
    marked = {pin.code: pin for pin in pins}
    # Marked regions are drawn last, so that their outline lies over their neighbours.
    ordered = sorted(said, key=lambda entry: entry[0].code in marked)
    shapes = [_region(canvas, frame, region, value, shading, marked.get(region.code)) for region, value in ordered]
    shapes += [_pin(canvas, frame, region, marked[region.code]) for region, _value in ordered if region.code in marked]
    rows = [(region.name, value.shown) for region, value in said]
    return Chart(title, canvas.drawing(*shapes), tuple(header), rows, caption, _legend(shading))


@dataclass(frozen=True, slots=True)
class _Frame:
    left: float
    top: float
    scale: float
    height: int
    flip: float = 1.0

    def place(self, point: Place) -> Place:
        return (point[0] - self.left) * self.scale + MARGIN, (point[1] * self.flip - self.top) * self.scale + MARGIN


def _frame(regions: Sequence[Region], *, north_up: bool) -> _Frame:
    flip = -1.0 if north_up else 1.0
    xs = [x for region in regions for x, _y in region.points] or [0.0, 1.0]
    ys = [y * flip for region in regions for _x, y in region.points] or [0.0, 1.0]
    scale = (WIDTH - 2 * MARGIN) / ((max(xs) - min(xs)) or 1.0)
    height = round((max(ys) - min(ys)) * scale + 2 * MARGIN)
    return _Frame(min(xs), min(ys), scale, height, flip)


def _region(canvas: Canvas, frame: _Frame, region: Region, said: Said, shading: Shading, pin: Pin | None) -> str:
    corners = " ".join(f"{num(x)},{num(y)}" for x, y in map(frame.place, region.points))
    fill = canvas.hatch if said.value is None else STEPS[shading.step(said.value)]
    edge = f'stroke="{PIN_COLOURS[pin.tone]}" stroke-width="3"' if pin else 'stroke="#fff" stroke-width="2"'
    name = esc(f"{region.name}: {said.shown}")
    return f'<polygon points="{corners}" fill="{fill}" {edge} stroke-linejoin="round"><title>{name}</title></polygon>'


def _pin(canvas: Canvas, frame: _Frame, region: Region, pin: Pin) -> str:
    x, y = frame.place(middle(region.points))
    dot = f'<circle cx="{num(x)}" cy="{num(y)}" r="12" fill="{PIN_COLOURS[pin.tone]}" stroke="#fff" stroke-width="2"/>'
    return dot + canvas.text((x, y + 4.5), str(pin.number), anchor="middle", look="pin")


def middle(points: Sequence[Place]) -> Place:
    """Centre of area of a polygon; the mean of its corners when it has no area."""
    pairs = list(zip(points, [*points[1:], points[0]], strict=True))
    crosses = [x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs]
    area = sum(crosses) / 2
    if not area:
        return sum(x for x, _y in points) / len(points), sum(y for _x, y in points) / len(points)
    x = sum((x1 + x2) * cross for ((x1, _a), (x2, _b)), cross in zip(pairs, crosses, strict=True))
    y = sum((y1 + y2) * cross for ((_a, y1), (_b, y2)), cross in zip(pairs, crosses, strict=True))
    return x / (6 * area), y / (6 * area)


def _legend(shading: Shading) -> tuple[LegendItem, ...]:
    steps: Iterator[LegendItem] = (LegendItem(word, fill) for word, fill in zip(shading.words, STEPS, strict=True))
    return (*steps, LegendItem(shading.withheld, HATCH_GROUND, hatched=True))
