# SPDX-License-Identifier: Apache-2.0
"""The look: contrast computed from the tokens, sides that mirror, nothing fetched from outside."""

import re
from pathlib import Path

import pytest

import quatrefoil.foundation.ui as room

OWN = Path(room.__path__[0]) / "static" / "quatrefoil"
SHEETS = sorted(OWN.glob("*.css"))
TEXT = 4.5  # WCAG 2.2, 1.4.3
MARK = 3.0  # WCAG 2.2, 1.4.11


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", (OWN / "base.css").read_text()))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777", "#fff") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails


@pytest.mark.parametrize("text", ["ink", "soft", "link", "link-hover", "protection", "prevention", "prosecution", "partnership",
                                  "evaluation", "danger", "warn", "good"])  # fmt: skip
@pytest.mark.parametrize("ground", ["paper", "rail", "surface"])
def test_text_can_be_read_on_every_ground(text: str, ground: str):
    colours = tokens()
    assert contrast(colours[text], colours[ground]) >= TEXT


@pytest.mark.parametrize(
    ("text", "ground"),
    [("#495551", "chip"), ("#7d5100", "warn-tint"), ("#a5201a", "danger-tint"), ("good", "good-tint"), ("ink", "warn-tint"),
     ("ink", "focus"), ("#fff", "night"), ("night-soft", "night"), ("#fff", "danger"), ("#fff", "protection"),
     ("#fff", "evaluation"), ("#4d5a57", "#ddd"), ("#cfd8d7", "#263b3f")],
)  # fmt: skip
def test_chips_buttons_and_bars_can_be_read(text: str, ground: str):
    colours = tokens()
    assert contrast(colours.get(text, text), colours.get(ground, ground)) >= TEXT


@pytest.mark.parametrize(("mark", "ground"), [("warn-mark", "surface"), ("danger", "surface"), ("protection", "rail")])
def test_marks_can_be_told_from_their_ground(mark: str, ground: str):
    colours = tokens()
    assert contrast(colours[mark], colours[ground]) >= MARK


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sides_are_logical_so_that_arabic_mirrors(sheet: Path):
    css = re.sub(r"@supports not.*", "", sheet.read_text())
    sided = re.findall(
        r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|left|right|float|text-align: (?:left|right)):?", css
    )
    # One kit rule draws its tick with these two borders and has to be answered in its own words.
    assert [side for side in sided if side not in {"border-left", "border-right"}] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_is_fetched_from_elsewhere(sheet: Path):
    assert "@import" not in sheet.read_text() and "url(" not in sheet.read_text()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_colour_name_that_is_used_is_defined(sheet: Path):
    used = set(re.findall(r"var\(--([a-z-]+)\)", sheet.read_text()))
    defined = set(re.findall(r"--([a-z-]+):", (OWN / "base.css").read_text() + sheet.read_text()))
    assert used - defined - {"quatrefoil-font"} == set()


def test_every_class_of_ours_in_a_template_or_tag_is_styled_or_scripted():
    root = Path(room.__path__[0])
    written = "".join(path.read_text() for path in [*root.rglob("templates/**/*.html"), *root.glob("*.py")])
    named = set(re.findall(r"(?<![\w-])(q-[a-z-]+(?:__[a-z-]+)?)(?![\w{-])", written))
    styled = "".join(path.read_text() for path in OWN.iterdir())
    loose = {name for name in named if name not in styled}
    assert loose <= KNOWN_WITHOUT_STYLE


# Names by which the page is addressed, not drawn.
KNOWN_WITHOUT_STYLE = {"q-main", "q-letter__text", "q-progress", "q-progress-words", "q-door-page", "q-rail__label"}


def test_our_own_sheets_stay_small():
    sizes = {sheet.name: sheet.stat().st_size for sheet in SHEETS}
    assert sizes["base.css"] + sizes["staff.css"] < 32_000
    assert sizes["base.css"] + sizes["public.css"] < 18_000
