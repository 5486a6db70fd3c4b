# SPDX-License-Identifier: Apache-2.0
"""The tags that place components. `{% load ui %}`; the list with arguments is docs/reference/components.md.

Each takes ready rows from `quatrefoil.foundation.ui.pieces`, or ready strings, and only places them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.forms.forms import BaseForm
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from quatrefoil.foundation.ui import markup, pieces
from quatrefoil.foundation.ui.charts import Chart
from quatrefoil.foundation.ui.icons import icon_svg, mark_svg

register = template.Library()


def _placed(part: str, /, **context: Any) -> SafeString:
    return mark_safe(get_template(f"ui/parts/{part}.html").render(context))  # noqa: S308 - a rendered template


# Small pieces -------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "home" %}"""
    return icon_svg(name)


@register.simple_tag
def mark(size: int = 28) -> SafeString:
    """{% mark 28 %}: the four circles."""
    return mark_svg(size)


@register.simple_tag
def chip(piece: pieces.Chip | str, kind: pieces.ChipKind = "neutral") -> SafeString:
    """{% chip row.state %} or {% chip "due today" "due" %}"""
    return markup.chip(piece if isinstance(piece, pieces.Chip) else pieces.Chip(piece, kind))


@register.simple_tag
def danger(piece: pieces.Danger | int, words: str = "") -> SafeString:
    """{% danger row.danger %} or {% danger 3 "Danger now: high" %}"""
    return markup.danger(piece if isinstance(piece, pieces.Danger) else pieces.Danger(piece, words))


@register.simple_tag
def hidden(piece: pieces.Hidden | str = "", reveal_url: str = "", reveal_label: str = "") -> SafeString:
    """{% hidden row.name %} or {% hidden "shown after a reason" url "Show identity" %}"""
    return markup.hidden(piece if isinstance(piece, pieces.Hidden) else pieces.Hidden(piece, reveal_url, reveal_label))


@register.simple_tag
def value(piece: markup.Words | pieces.Chip | pieces.Danger | pieces.Hidden) -> SafeString:
    """{% value pair.value %}: text, Chip, Danger or Hidden, whichever it is."""
    return markup.value(piece)


@register.simple_tag
def said_number(number: str) -> SafeString:
    """{% said_number "1234567890123456" %}: groups of four, left to right in every language."""
    digits = str(number).replace(" ", "")
    groups = " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
    return format_html('<bdi class="q-said-number" dir="ltr">{}</bdi>', groups)


@register.simple_tag(takes_context=True)
def action(context: template.Context, piece: pieces.Action | None) -> SafeString:
    """{% action row.action %}: a link, or a small POST form with one button when it `posts`."""
    if piece is None:
        return SafeString("")
    if not piece.posts:
        return markup.action_link(piece)
    return _placed("post_button", piece=piece, csrf_token=context.get("csrf_token"))


@register.simple_tag(takes_context=True)
def actions(context: template.Context, rows: Iterable[pieces.Action]) -> SafeString:
    """{% actions rows %}: at most two, of which one is filled."""
    return format_html_join("", "{}", ((action(context, row),) for row in rows))


# Lists and records --------------------------------------------------------------------------------


@register.simple_tag
def tile(piece: pieces.Tile) -> SafeString:
    """{% tile row %}"""
    return _placed("tile", tile=piece)


@register.simple_tag
def tiles(rows: Sequence[pieces.Tile], label: str = "") -> SafeString:
    """{% tiles rows "What waits for you" %}"""
    return _placed("tiles", rows=rows, label=label or _("Numbers")) if rows else SafeString("")


@register.simple_tag
def stepper(steps: Sequence[pieces.Step], label: str = "") -> SafeString:
    """{% stepper steps %}: the workflow bar; on a phone "Plan (step 3 of 6)"."""
    current = next((i for i, step in enumerate(steps, 1) if step.state == "current"), len(steps))
    words = _("step %(number)s of %(total)s") % {"number": current, "total": len(steps)}
    return _placed("stepper", steps=steps, words=words, label=label or _("Stages"))


@register.simple_tag
def tabs(rows: Sequence[pieces.Tab], label: str = "") -> SafeString:
    """{% tabs rows "Parts of this record" %}"""
    return _placed("tabs", rows=rows, label=label or _("Parts of this record"))


@register.simple_tag
def timeline(events: Sequence[pieces.Event], more_url: str = "") -> SafeString:
    """{% timeline events more_url %}"""
    return _placed("timeline", events=events, more_url=more_url)


@register.simple_tag
def summary(rows: Iterable[pieces.Pair]) -> SafeString:
    """{% summary pairs %}: labels and values."""
    return markup.pairs(rows)


@register.simple_tag
def safe_contact(piece: pieces.SafeContact | None) -> SafeString:
    """{% safe_contact box %}: before everything else on a record; says so when nothing is known."""
    unknown = pieces.SafeContact(_("No safe way to reach this person is known."), _("Do not call, write or visit."))
    return _placed("safe_contact", box=piece or unknown)


@register.simple_tag
def next_steps(rows: Sequence[pieces.NextStep]) -> SafeString:
    """{% next_steps rows %}"""
    return _placed("next_steps", rows=rows)


@register.simple_tag
def table(piece: pieces.Table) -> SafeString:
    """{% table rows %}: the list, or what would be here when there is nothing."""
    if not piece.rows:
        return empty(piece.empty or pieces.Empty(_("Nothing here yet")))
    return markup.table(piece)


@register.simple_tag
def pager(piece: pieces.Pager) -> SafeString:
    """{% pager page %}: newer and older."""
    return _placed("pager", page=piece) if piece.newer_url or piece.older_url else SafeString("")


@register.simple_tag
def filter_bar(bar: pieces.FilterBar) -> SafeString:
    """{% filter_bar bar %}: a GET form, so nothing personal belongs in it."""
    return _placed("filter_bar", bar=bar)


@register.simple_tag
def saved_views(rows: Sequence[pieces.SavedView], save_url: str = "") -> SafeString:
    """{% saved_views views save_url %}"""
    return _placed("saved_views", rows=rows, save_url=save_url)


@register.simple_tag
def empty(piece: pieces.Empty | str, text: str = "", url: str = "", label: str = "") -> SafeString:
    """{% empty row %} or {% empty "No cases yet" "…" url "New case" %}"""
    if not isinstance(piece, pieces.Empty):
        piece = pieces.Empty(piece, text, pieces.Action(label, url) if url else None)
    return _placed("empty", empty=piece)


@register.simple_tag
def thread(letters: Sequence[pieces.Letter]) -> SafeString:
    """{% thread letters %}: messages, oldest first."""
    return _placed("thread", letters=letters)


@register.simple_tag
def differences(rows: Sequence[pieces.Difference], yours: str = "", theirs: str = "") -> SafeString:
    """{% differences rows %}: what you wrote beside what another person saved meanwhile."""
    return _placed("differences", rows=rows, yours=yours or _("Yours"), theirs=theirs or _("Saved meanwhile"))


@register.simple_tag
def paper(piece: pieces.Paper) -> SafeString:
    """{% paper sheet %}: what leaves, exactly as the other side will read it."""
    return _placed("paper", paper=piece)


@register.simple_tag
def part_choices(rows: Sequence[pieces.PartChoice], name: str = "parts") -> SafeString:
    """{% part_choices rows "parts" %}: checkboxes with the ground that carries each, or why it may not leave."""
    return _placed("part_choices", rows=rows, name=name)


@register.simple_tag
def findings(rows: Sequence[pieces.Finding]) -> SafeString:
    """{% findings rows %}: numbered as the pins on the map."""
    return _placed("findings", rows=rows)


@register.simple_tag
def chart(piece: Chart) -> SafeString:
    """{% chart drawing %}: SVG, legend, caption, and the table behind it."""
    return _placed("chart", chart=piece)


# Words that need attention ------------------------------------------------------------------------


@register.simple_tag
def notice(text: str, kind: pieces.Tone = "neutral", title: str = "") -> SafeString:
    """{% notice "Saved." "good" %}"""
    return _placed("notice", text=text, kind=kind, title=title)


@register.simple_tag(takes_context=True)
def notices(context: template.Context) -> SafeString:
    """{% notices %}: Django's messages, each once (staff.html already places them)."""
    kinds: dict[str, pieces.Tone] = {"success": "good", "error": "danger", "warning": "warn"}
    rows = context.get("messages") or ()
    return format_html_join("", "{}", ((notice(str(row), kinds.get(row.level_tag, "neutral")),) for row in rows))


@register.simple_tag
def error_summary(form: BaseForm) -> SafeString:
    """{% error_summary form %}: {{ form }} already starts with it."""
    problems = form.problems() if form.is_bound and hasattr(form, "problems") else ()
    return _placed("error_summary", problems=problems) if problems else SafeString("")


@register.simple_tag
def progress(piece: pieces.Progress, csrf_token: str = "") -> SafeString:
    """{% progress job csrf_token %}: how far, and a way to stop."""
    return _placed("progress", job=piece, csrf_token=csrf_token)


# Public pages -------------------------------------------------------------------------------------


@register.simple_tag
def doors(rows: Sequence[pieces.Door]) -> SafeString:
    """{% doors rows %}: the large links of the front page."""
    return _placed("doors", rows=rows)


@register.simple_tag
def helpline(number: str, text: str) -> SafeString:
    """{% helpline site.helpline_number "Free, day and night." %}"""
    return _placed("helpline", number=number, text=text) if number else SafeString("")


@register.simple_tag
def promises(rows: Iterable[str]) -> SafeString:
    """{% promises rows %}: ticked sentences, each true under the law."""
    return _placed("promises", rows=rows)


# Boxes around other markup ------------------------------------------------------------------------


@register.simple_block_tag
def sheet(
    content: str, title: str = "", chip: SafeString | pieces.Chip | str = "", url: str = "", link: str = ""
) -> SafeString:
    """{% sheet "Person" url=identity_url link="Show identity" %}…{% endsheet %}: a white sheet with a heading."""
    shown = markup.value(chip) if chip else ""
    return _placed(
        "sheet",
        content=content,
        title=title,
        chip=shown,
        url=url,
        link=link,
        html_id=slugify(title, allow_unicode=True),
    )


@register.simple_block_tag(takes_context=True)
def confirm(
    context: template.Context, content: str, title: str, button: str, cancel_url: str = "", *, warns: bool = False
) -> SafeString:
    """{% confirm "End services?" "End services" cancel_url warns=True %}…{% endconfirm %}: a POST form with its reasons."""
    return _placed(
        "confirm",
        content=content,
        title=title,
        button=button,
        cancel_url=cancel_url,
        warns=warns,
        csrf_token=context.get("csrf_token"),
    )


@register.simple_block_tag(takes_context=True)
def dialog(context: template.Context, content: str, html_id: str, title: str, url: str, button: str) -> SafeString:
    """{% dialog "withdraw" "Withdraw?" url "Withdraw" %}…{% enddialog %}.

    Opened by a link with data-dialog="withdraw", whose href is the page that asks the same without JavaScript.
    """
    return _placed(
        "dialog",
        content=content,
        html_id=html_id,
        title=title,
        url=url,
        button=button,
        csrf_token=context.get("csrf_token"),
    )
