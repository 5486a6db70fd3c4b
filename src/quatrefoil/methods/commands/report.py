# SPDX-License-Identifier: Apache-2.0
"""One report for all methods: plain sentences first, then tables and figures; as HTML or DOCX."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from quatrefoil.methods.commands.missing import needed

INK: Final = "#1d3d36"
FIGURE_INCHES: Final = (6.4, 3.4)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a title, column heads, rows of ready texts, and a note."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its words. draw: paints on matplotlib axes; alt: what it shows, for who does not see it."""

    title: str
    alt: str
    draw: Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, tables and figures."""

    heading: str
    sentences: Sequence[str] = ()
    grids: Sequence[Grid] = ()
    figures: Sequence[Figure] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. summary: the sentences that stand first; foot: how to repeat it."""

    title: str
    summary: Sequence[str]
    warnings: Sequence[str] = ()
    sections: Sequence[Section] = ()
    foot: str = ""
    language: str = "en"
    direction: str = "ltr"
    about: Sequence[tuple[str, str]] = field(default=())


PAGE: Final = """<!doctype html>
<html lang="{{ report.language }}" dir="{{ report.direction }}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ report.title }}</title>
<style>
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.55 "IBM Plex Sans", system-ui, sans-serif; color: #1f2a27; }
h1, h2 { color: {{ ink }}; line-height: 1.25; } h2 { margin-top: 2.2rem; }
.summary { font-size: 1.15rem; } .mind { border-inline-start: 4px solid #b5651d; padding: .2rem .9rem; margin: .7rem 0; background: #fbf4ec; }
table { border-collapse: collapse; margin: .6rem 0 .2rem; } caption { text-align: start; font-weight: 600; padding: .4rem 0; }
th, td { padding: .3rem .8rem; border-bottom: 1px solid #d6ded9; text-align: start; vertical-align: top; }
.wide { overflow-x: auto; } figure { margin: 1.2rem 0; } figure svg { max-width: 100%; height: auto; } figcaption, .note, footer { color: #55625d; font-size: .92rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { font-weight: 600; } dd { margin: 0; }
@media print { body { max-width: none; margin: 0; } h2 { break-after: avoid; } figure, table { break-inside: avoid; } }
</style></head>
<body><main>
<h1>{{ report.title }}</h1>
{% for sentence in report.summary %}<p class="summary">{{ sentence }}</p>
{% endfor %}{% for words in report.warnings %}<p class="mind">{{ words }}</p>
{% endfor %}{% if report.about %}<dl>{% for name, words in report.about %}<dt>{{ name }}</dt><dd>{{ words }}</dd>{% endfor %}</dl>{% endif %}
{% for section in report.sections %}<section><h2>{{ section.heading }}</h2>
{% for sentence in section.sentences %}<p>{{ sentence }}</p>
{% endfor %}{% for figure in section.figures %}<figure role="group" aria-label="{{ figure.alt }}">{{ drawn(figure) }}<figcaption>{{ figure.title }}</figcaption></figure>
{% endfor %}{% for grid in section.grids %}<div class="wide"><table><caption>{{ grid.title }}</caption><thead><tr>{% for head in grid.heads %}<th scope="col">{{ head }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in grid.rows %}<tr>{% for cell in row %}{% if loop.first %}<th scope="row">{{ cell }}</th>{% else %}<td>{{ cell }}</td>{% endif %}{% endfor %}</tr>
{% endfor %}</tbody></table></div>{% if grid.note %}<p class="note">{{ grid.note }}</p>{% endif %}
{% endfor %}</section>
{% endfor %}</main><footer><p>{{ report.foot }}</p></footer></body></html>
"""


def as_html(report: Report) -> bytes:
    """One file that needs nothing else: styles and figures stand in it, and no script."""
    jinja = needed("jinja2", "reports", "to write a report")
    markup = needed("markupsafe", "reports", "to write a report").Markup
    environment = jinja.Environment(autoescape=True, trim_blocks=False)
    page = environment.from_string(PAGE)
    html: str = page.render(report=report, ink=INK, drawn=lambda figure: markup(_svg(figure)))
    return html.encode()


def _svg(figure: Figure) -> str:
    drawn = _drawn(figure, "svg").decode()
    return drawn[drawn.index("<svg") :]


def _drawn(figure: Figure, kind: str) -> bytes:
    matplotlib = needed("matplotlib", "reports", "to draw figures")
    canvas = needed("matplotlib.figure", "reports", "to draw figures").Figure
    # Letters stay text, and neither date nor random ids make two reports of one result differ.
    settings = {"svg.fonttype": "none", "svg.hashsalt": "quatrefoil", "font.size": 9}
    with matplotlib.rc_context(settings):
        made = canvas(figsize=FIGURE_INCHES, layout="constrained")
        figure.draw(made.add_subplot())
        out = io.BytesIO()
        made.savefig(out, format=kind, dpi=150, metadata={"Date": None} if kind == "svg" else None)
    return out.getvalue()


def as_docx(report: Report) -> bytes:
    """A document that an office can go on editing."""
    docx = needed("docx", "reports", "to write DOCX")
    document = docx.Document()
    document.core_properties.title = report.title
    document.add_heading(report.title, level=0)
    for sentence in report.summary:
        document.add_paragraph(sentence)
    for words in report.warnings:
        document.add_paragraph(words, style="Intense Quote")
    if report.about:
        _add_grid(document, Grid("", ("", ""), report.about))
    for section in report.sections:
        _add_section(document, section, docx)
    document.add_paragraph(report.foot)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_section(document: Any, section: Section, docx: Any) -> None:
    document.add_heading(section.heading, level=1)
    for sentence in section.sentences:
        document.add_paragraph(sentence)
    for figure in section.figures:
        picture = document.add_picture(io.BytesIO(_drawn(figure, "png")), width=docx.shared.Inches(FIGURE_INCHES[0]))
        picture._inline.docPr.set("descr", figure.alt)  # noqa: SLF001 - the library has no other door to the words
        document.add_paragraph(figure.title, style="Caption")
    for grid in section.grids:
        _add_grid(document, grid)


def _add_grid(document: Any, grid: Grid) -> None:
    if grid.title:
        document.add_paragraph(grid.title, style="Caption")
    has_heads = any(grid.heads)
    table = document.add_table(rows=1 if has_heads else 0, cols=len(grid.heads), style="Light Grid Accent 1")
    if has_heads:
        for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
            cell.text = head
    for row in grid.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    if grid.note:
        document.add_paragraph(grid.note)
