# SPDX-License-Identifier: Apache-2.0
"""Components small enough to be written hundreds of times on a page, as plain string functions.

A list of fifty rows holds some 350 cells; through the template engine that costs over 4 ms, here half
a millisecond. Everything passes `esc`.
"""

import html
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quatrefoil.foundation.ui.icons import icon_svg
from quatrefoil.foundation.ui.pieces import Action, Cell, Chip, Column, Danger, Hidden, Pair, Table

Words = str | Promise
TONES: Final = ("none", "low", "medium", "high")


def esc(text: Words) -> str:
    """Text made harmless; a piece that another component made stays as it is (Django's rule, without its cost)."""
    if isinstance(text, SafeString):
        return text
    return html.escape(str(text))


def chip(piece: Chip) -> SafeString:
    """A chip."""
    return _safe(f'<span class="q-chip q-chip--{esc(piece.kind)}">{esc(piece.text)}</span>')


def danger(piece: Danger) -> SafeString:
    """Three bars and words; the bars say nothing that the words do not."""
    level = min(max(piece.level, 0), 3)
    bars = "".join(f'<rect x="{x}" width="8" height="13" rx="1"{_on(i < level)}/>' for i, x in enumerate((0, 10, 20)))
    return _safe(
        f'<span class="q-danger q-danger--{TONES[level]}"><svg viewBox="0 0 28 13" width="28" height="13" '
        f'aria-hidden="true" focusable="false">{bars}</svg> {esc(piece.words)}</span>'
    )


def hidden(piece: Hidden) -> SafeString:
    """A hatched word where a value is, and the link that asks for a reason."""
    shown = f'<span class="q-hidden">{esc(piece.words or _("hidden"))}</span>'
    if piece.reveal_url:
        shown += f' <a class="q-link" href="{esc(piece.reveal_url)}">{esc(piece.reveal_label or _("Show"))}</a>'
    return _safe(shown)


def value(piece: Words | Chip | Danger | Hidden) -> SafeString:
    """Whatever may stand as a value: text or one of the small pieces."""
    if isinstance(piece, Chip):
        return chip(piece)
    if isinstance(piece, Danger):
        return danger(piece)
    if isinstance(piece, Hidden):
        return hidden(piece)
    return _safe(esc(piece))


def action_link(piece: Action, classes: str = "") -> SafeString:
    """An action as a link that looks like a button."""
    look = "govuk-button" if piece.filled else "govuk-button govuk-button--secondary"
    if piece.warns:
        look = "govuk-button govuk-button--warning"
    return _safe(f'<a class="{look} {esc(classes)}" href="{esc(piece.url)}" role="button">{esc(piece.label)}</a>')


def pairs(rows: Iterable[Pair]) -> SafeString:
    """A summary list."""
    return _safe(f'<dl class="q-pairs">{"".join(map(_pair, rows))}</dl>')


def table(piece: Table) -> SafeString:
    """A table, its first column heading each row; scrolls in its own box rather than the page."""
    head = "".join(map(_heading, piece.columns))
    openings = _openings(piece.columns)
    body = "".join(_row(openings, row) for row in piece.rows)
    caption = "q-table__caption" if piece.show_caption else "govuk-visually-hidden"
    return _safe(
        f'<div class="q-table-box" role="group" tabindex="0" aria-label="{esc(piece.caption)}">'
        f'<table class="q-table"><caption class="{caption}">{esc(piece.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _pair(row: Pair) -> str:
    link = ""
    if row.action:
        link = f' <a class="q-link q-pairs__action" href="{esc(row.action.url)}">{esc(row.action.label)}</a>'
    return f'<div class="q-pairs__row"><dt>{esc(row.label)}</dt><dd>{value(row.value)}{link}</dd></div>'


def _heading(column: Column) -> str:
    label = esc(column.label)
    if column.sort_url:
        turned = icon_svg("down") if column.sorted == "descending" else icon_svg("up") if column.sorted else ""
        label = f'<a class="q-sort" href="{esc(column.sort_url)}">{label}{turned}</a>'
    order = f' aria-sort="{column.sorted}"' if column.sorted else ""
    return f'<th scope="col"{_cell_class(column)}{order}>{label}</th>'


def _row(openings: Sequence[str], row: Sequence[Cell | str]) -> str:
    first, *others = (
        f"{opening}{_inside(cell) if isinstance(cell, Cell) else esc(cell)}"
        for opening, cell in zip(openings, row, strict=True)
    )
    return f"<tr>{first}</th>{'</td>'.join(others)}</td></tr>" if others else f"<tr>{first}</th></tr>"


def _openings(columns: Sequence[Column]) -> list[str]:
    """How each cell of a column begins; the first column heads its row."""
    first, *others = columns
    return [f'<th scope="row"{_cell_class(first)}>', *(f"<td{_cell_class(column)}>" for column in others)]


def _inside(cell: Cell) -> str:
    # <bdi> keeps a Latin reference name whole inside an Arabic line.
    text = f"<bdi>{esc(cell.text)}</bdi>" if cell.text else ""
    if cell.url:
        text = f'<a class="q-link q-table__link" href="{esc(cell.url)}">{text}</a>'
    small = cell.chip or cell.danger or cell.hidden
    shown = " ".join(filter(None, (text, value(small) if small else "")))
    return shown + (f'<span class="q-second">{esc(cell.second)}</span>' if cell.second else "")


def _cell_class(column: Column) -> str:
    names = (["q-number"] if column.number else []) + (["q-narrow"] if column.narrow else [])
    return f' class="{" ".join(names)}"' if names else ""


def _on(is_on: bool) -> str:  # noqa: FBT001 - one private flag
    return ' class="q-on"' if is_on else ""


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 - every part above is escaped
