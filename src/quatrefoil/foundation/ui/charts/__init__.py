# SPDX-License-Identifier: Apache-2.0
"""Charts drawn on the server as SVG, from frozen rows whose words the caller has translated.

One chart, one unit. Each returns a Chart: drawing, legend, caption, and the table behind it. A value of None
is withheld: it is drawn hatched, and its words ("under 10") stand in the drawing and in the table.
Numbers on an axis carry commas for thousands in every language; give `shown` in the reader's own form.
"""

from quatrefoil.foundation.ui.charts.bars import Bar, bar_chart
from quatrefoil.foundation.ui.charts.dots import Estimate, dot_chart
from quatrefoil.foundation.ui.charts.lines import Point, line_chart
from quatrefoil.foundation.ui.charts.maps import Pin, Region, Said, Shading, map_chart
from quatrefoil.foundation.ui.charts.shapes import Chart, Colour, LegendItem

__all__ = [
    "Bar",
    "Chart",
    "Colour",
    "Estimate",
    "LegendItem",
    "Pin",
    "Point",
    "Region",
    "Said",
    "Shading",
    "bar_chart",
    "dot_chart",
    "line_chart",
    "map_chart",
]
