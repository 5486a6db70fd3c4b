# SPDX-License-Identifier: Apache-2.0
"""Charts of the gallery, with invented numbers."""

import math

from quatrefoil.foundation.ui import charts as c

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def all_charts(*, rtl: bool) -> dict[str, c.Chart]:
    """One of each kind."""
    return {"bars": bars(rtl=rtl), "lines": lines(rtl=rtl), "dots": dots(rtl=rtl), "map": country_map()}


def bars(*, rtl: bool) -> c.Chart:
    """A funnel of one cohort."""
    rows: list[tuple[str, float | None, str, c.Colour, str]] = [
        ("Screened", 3405, "3,405", "evaluation", ""),
        ("Signs found", 1288, "1,288", "protection", "38 %"),
        ("Formally identified", 811, "811", "protection", "63 %"),
        ("Supported", 742, "742", "protection", "91 %"),
        ("Chose a criminal case", 296, "296", "prosecution", "40 %"),
        ("Case in court", 88, "88", "prosecution", "30 %"),
        ("Verdict for the person", None, "under 10", "prosecution", ""),
    ]
    return c.bar_chart(
        "From screening to verdict, people first screened in 2024",
        [c.Bar(label, value, shown, colour, note) for label, value, shown, colour, note in rows],
        header=("Step", "People", "Share of the step before"),
        caption="People, one cohort. Square-root scale. Open cases are counted as open, not as ended.",
        square_root=True,
        rtl=rtl,
    )


def lines(*, rtl: bool) -> c.Chart:
    """Two years of contacts."""
    points = []
    for month in range(24):
        value = None if month == 9 else round(240 + 70 * math.sin(month / 2.1) + 5 * month)  # noqa: PLR2004
        label = f"{MONTHS[month % 12]} {2025 + month // 12}"
        points.append(
            c.Point(label, value, "under 10" if value is None else str(value), label if month % 6 == 0 else "")
        )
    return c.line_chart(
        "Contacts by month",
        points,
        header=("Month", "Contacts"),
        caption="Contacts, not people: one person may call twice. Source: hotline, as known on 23 November 2026.",
        rtl=rtl,
    )


def dots(*, rtl: bool) -> c.Chart:
    """Five answers to one question."""
    rows: list[tuple[str, float | None, float, float, c.Colour]] = [
        ("Two-list effects", 4100, 3350, 5240, "protection"),
        ("All models, order 3", 4310, 3400, 5900, "evaluation"),
        ("Decomposable graphs", 3980, 3300, 4860, "evaluation"),
        ("Latent class", 4500, 3180, 6640, "evaluation"),
        ("Chao lower bound", None, 2600, 3150, "evaluation"),
    ]
    estimates = [
        c.Estimate(
            label,
            value,
            low,
            high,
            f"{value:,} ({low:,} to {high:,})" if value else "no answer: lists too small",
            colour,
        )
        for label, value, low, high, colour in rows
    ]
    return c.dot_chart(
        "How many are there?",
        estimates,
        header=("Method", "People (95 % interval)"),
        caption="All victims, identified and hidden. The scale does not start at zero. They agree within a factor of 1.6.",
        rtl=rtl,
    )


def country_map() -> c.Chart:
    """A country of twelve wedges around a middle."""
    regions, values = [], {}
    for i in range(12):
        regions.append(c.Region(f"R{i}", f"Region {i + 1}", _wedge(i)))
        share = (i * 37 % 50) if i not in {4, 9} else None
        values[f"R{i}"] = c.Said(share, "too few to say" if share is None else f"{share} %")
    regions.append(c.Region("C", "Capital", [_round(angle, 90) for angle in range(0, 360, 30)]))
    values["C"] = c.Said(34, "34 %")
    return c.map_chart(
        "Identified, of those estimated to exist",
        regions,
        values,
        c.Shading(
            (10, 20, 30, 40), ("under 10 %", "10 to 20 %", "20 to 30 %", "30 to 40 %", "40 % or more"), "too few to say"
        ),
        header=("Region", "Share"),
        caption="A low share says where to look, not who is at fault.",
        pins=(c.Pin(1, "R2"), c.Pin(3, "R7", "warn")),
    )


def _wedge(i: int) -> list[tuple[float, float]]:
    start, end = i * 30, i * 30 + 30
    return [
        _round(start, 90),
        _round(start, 190 + 23 * (i % 3)),
        _round(end, 190 + 23 * ((i + 1) % 3)),
        _round(end, 90),
    ]


def _round(angle: float, radius: float) -> tuple[float, float]:
    return 1.35 * radius * math.cos(math.radians(angle)), radius * math.sin(math.radians(angle))
