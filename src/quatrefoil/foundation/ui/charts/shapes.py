# SPDX-License-Identifier: Apache-2.0
"""What all charts share: the result, the colours, a small vocabulary of SVG, and round scales.

Colours are presentation attributes, so that a drawing also stands alone in a report; no `style`, which the
content policy forbids. In a right-to-left page x runs from the right and `direction="rtl"` makes the text
anchors follow, so one set of coordinates serves both directions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from zlib import crc32

from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe

Colour = Literal["protection", "prevention", "prosecution", "partnership", "evaluation"]

COLOURS: Final[dict[str, str]] = {
    "protection": "#0b625e",
    "prevention": "#975a00",
    "prosecution": "#3d4896",
    "partnership": "#84366b",
    "evaluation": "#33444e",
}
# Five steps of one hue, lightest first.
STEPS: Final = ("#e3f0ee", "#bcdcd7", "#8cc3bd", "#509f98", "#0b625e")
INK: Final = "#17211f"
SOFT: Final = "#52605d"
LINE: Final = "#dbd7cd"
STRONG_LINE: Final = "#a9a597"
HATCH_GROUND: Final = "#f1ece2"
HATCH_LINE: Final = "#b3aa97"
DANGER: Final = "#b3241c"
WARN: Final = "#8a5a00"
LETTER: Final = 6.6  # mean width of a letter at 13 units
LONGEST_BESIDE: Final = 23


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A colour in words."""

    label: str
    fill: str
    hatched: bool = False

    @property
    def swatch(self) -> SafeString:
        """The colour as a small drawing."""
        inside = f'<rect width="14" height="12" rx="2" fill="{self.fill}" stroke="{STRONG_LINE}"/>'
        if self.hatched:
            inside += f'<path d="M2 12 12 0M-2 6 4 0M9 12l6-7" stroke="{HATCH_LINE}" stroke-width="1.3"/>'
        return safe(
            f'<svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true" focusable="false">{inside}</svg>'
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, the table behind it, and a caption: the scale, the source, what not to conclude."""

    title: str
    svg: SafeString
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    legend: Sequence[LegendItem] = ()

    @property
    def table_html(self) -> SafeString:
        """The table behind the drawing."""
        head = "".join(f'<th scope="col"{_number(i)}>{esc(label)}</th>' for i, label in enumerate(self.header))
        body = "".join(f"<tr>{''.join(_table_cell(i, text) for i, text in enumerate(row))}</tr>" for row in self.rows)
        return safe(
            f'<div class="q-table-box" role="group" tabindex="0" aria-label="{esc(self.title)}"><table class="q-table">'
            f'<caption class="govuk-visually-hidden">{esc(self.title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )


@dataclass(frozen=True, slots=True)
class Canvas:
    """A drawing area that knows its direction.

    Sizes are units of the viewBox. A desk shows it `enlarged`, a phone smaller; text stays readable on both.
    """

    title: str
    description: str
    width: int
    height: int
    rtl: bool = False
    enlarged: float = 1.25

    @property
    def key(self) -> str:
        """Stands in ids; the same chart gets the same ids on every rendering."""
        return f"c{crc32(f'{self.title}|{self.description}'.encode()):08x}"

    @property
    def hatch(self) -> str:
        """The fill of what is withheld."""
        return f"url(#{self.key}h)"

    def x(self, left: float) -> float:
        """Where `left` lies, from the side that reading starts on."""
        return self.width - left if self.rtl else left

    def rect(self, start: float, top: float, width: float, height: float, fill: str) -> str:
        """A bar with slightly round corners."""
        left = self.x(start + width) if self.rtl else start
        edge = f' stroke="{STRONG_LINE}"' if fill.startswith("url") else ""
        return (
            f'<rect x="{num(left)}" y="{num(top)}" width="{num(width)}" height="{num(height)}" '
            f'rx="2" fill="{fill}"{edge}/>'
        )

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str = LINE, width: float = 1) -> str:
        """A straight line."""
        (x1, y1), (x2, y2) = start, end
        return (
            f'<line x1="{num(self.x(x1))}" y1="{num(y1)}" x2="{num(self.x(x2))}" y2="{num(y2)}" '
            f'stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'
        )

    def circle(self, at: tuple[float, float], radius: float, fill: str) -> str:
        """A dot."""
        return f'<circle cx="{num(self.x(at[0]))}" cy="{num(at[1])}" r="{radius}" fill="{fill}"/>'

    def text(self, at: tuple[float, float], words: str, *, anchor: str = "start", look: str = "") -> str:
        """Words; `look` is one of the text looks in LOOKS."""
        return (
            f'<text x="{num(self.x(at[0]))}" y="{num(at[1])}" text-anchor="{anchor}" {LOOKS[look]}>{esc(words)}</text>'
        )

    def drawing(self, *shapes: str) -> SafeString:
        """The whole drawing, named and described for those who do not see it."""
        direction = "rtl" if self.rtl else "ltr"
        return safe(
            f'<svg xmlns="http://www.w3.org/2000/svg" class="q-drawing" viewBox="0 0 {self.width} {self.height}" '
            f'width="{round(self.width * self.enlarged)}" role="img" aria-labelledby="{self.key}t {self.key}d" direction="{direction}" font-family="inherit">'
            f'<title id="{self.key}t">{esc(self.title)}</title><desc id="{self.key}d">{esc(self.description)}</desc>'
            f'<defs><pattern id="{self.key}h" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{HATCH_GROUND}"/>'
            f'<path d="M0 0V6" stroke="{HATCH_LINE}" stroke-width="2.4"/></pattern></defs>{"".join(shapes)}</svg>'
        )


LOOKS: Final[dict[str, str]] = {
    "": f'font-size="13" fill="{INK}"',
    "strong": f'font-size="13" font-weight="600" fill="{INK}"',
    "soft": f'font-size="12" fill="{SOFT}"',
    "pin": 'font-size="13" font-weight="600" fill="#fff"',
}


def num(number: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")


def safe(text: str) -> SafeString:
    """Mark a finished drawing; every text in it went through `esc`."""
    return mark_safe(text)  # noqa: S308 - numbers are formatted, texts are escaped where they are placed


def round_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from at most `low` to at least `high`, roughly `about` of them."""
    span = (high - low) or abs(high) or 1.0
    power = 10 ** math.floor(math.log10(span / about))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if span / (power * factor) <= about)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * i for i in range(first, last + 1)]


def label_width(labels: Sequence[str]) -> float:
    """Room for the labels beside a chart, or 0 when one is too long and all stand above instead."""
    longest = max(map(len, labels), default=0)
    return max(70.0, longest * LETTER + 10) if longest <= LONGEST_BESIDE else 0.0


def tick_text(tick: float) -> str:
    """A number on an axis."""
    return f"{tick:,.0f}" if float(tick).is_integer() else f"{tick:g}"


def _table_cell(index: int, text: str) -> str:
    return f"<td{_number(index)}>{esc(text)}</td>" if index else f'<th scope="row">{esc(text)}</th>'


def _number(index: int) -> str:
    return ' class="q-number q-narrow"' if index else ""
