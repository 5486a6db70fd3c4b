# SPDX-License-Identifier: Apache-2.0
"""Small components say everything in words and escape everything."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from quatrefoil.foundation.ui import markup, pieces
from tests.unit.ui.reading import Page

HOSTILE = '<script>alert("x")</script>'


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def table(**changes: object) -> pieces.Table:
    given = {
        "caption": "Cases",
        "columns": (
            pieces.Column("Person", narrow=True, sort_url="?by=person", sorted="descending"),
            pieces.Column("n", number=True),
        ),
        "rows": ((pieces.Cell("Amber 4821", "Woman, 25 to 29", "/cases/1/"), "3"),),
    }
    return pieces.Table(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written",
    [
        markup.chip(pieces.Chip(HOSTILE)),
        markup.danger(pieces.Danger(3, HOSTILE)),
        markup.hidden(pieces.Hidden(HOSTILE, 'x"><script>', HOSTILE)),
        markup.pairs([pieces.Pair(HOSTILE, HOSTILE, pieces.Action(HOSTILE, HOSTILE))]),
        markup.table(table(caption=HOSTILE, rows=((pieces.Cell(HOSTILE, HOSTILE, HOSTILE), HOSTILE),))),
        markup.action_link(pieces.Action(HOSTILE, HOSTILE)),
    ],
)
def test_what_somebody_typed_never_becomes_markup(written: str):
    assert "<script" not in written
    assert Page(written).everything_wrong() == []


def test_a_ready_piece_of_another_component_is_not_escaped_twice():
    assert markup.value(mark_safe("<b>Agreed</b>")) == "<b>Agreed</b>"


@pytest.mark.parametrize(("level", "lit"), [(-1, 0), (0, 0), (1, 1), (2, 2), (3, 3), (9, 3)])
def test_bars_are_lit_by_level_and_the_words_stand_beside(level: int, lit: int):
    written = markup.danger(pieces.Danger(level, "High"))
    assert written.count("q-on") == lit
    assert "High" in written and 'aria-hidden="true"' in written


def test_a_table_heads_its_rows_and_says_how_it_is_sorted():
    page = Page(markup.table(table()))
    assert [th.get("scope") for th in page.of("th")] == ["col", "col", "row"]
    assert page.of("th")[0]["aria-sort"] == "descending"


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="zip"):
        markup.table(table(rows=(("only one",),)))


def test_an_empty_list_says_what_would_be_here_and_offers_the_action():
    nothing = pieces.Empty("No case yet", "Cases you open stand here.", pieces.Action("New case", "/cases/new/"))
    written = rendered("{% table rows %}", rows=table(rows=(), empty=nothing))
    assert "<table" not in written
    assert "No case yet" in written and 'href="/cases/new/"' in written


def test_no_known_safe_contact_says_not_to_call():
    assert "Do not call, write or visit." in rendered("{% safe_contact None %}")


def test_a_receipt_is_grouped_and_runs_left_to_right():
    assert rendered('{% said_number "1234567890123456" %}') == (
        '<bdi class="q-said-number" dir="ltr">1234 5678 9012 3456</bdi>'
    )


def test_a_posting_action_carries_the_token_and_a_link_does_not_post():
    assert 'value="token"' in rendered(
        "{% action act %}", act=pieces.Action("Stop", "/stop/", posts=True), csrf_token="token"
    )
    assert "<form" not in rendered("{% action act %}", act=pieces.Action("Open", "/open/"))


def test_the_narrow_words_of_the_stages_count_from_the_current_one():
    steps = (pieces.Step("New", "done"), pieces.Step("Plan", "current"), pieces.Step("Closed"))
    assert "(step 2 of 3)" in rendered("{% stepper steps %}", steps=steps)


def test_a_part_that_may_not_leave_cannot_be_ticked_even_when_chosen():
    row = pieces.PartChoice("stay", "Where the person is staying", "Never leaves.", allowed=False, chosen=True)
    box = Page(rendered("{% part_choices rows %}", rows=(row,))).of("input")[0]
    assert "disabled" in box and "checked" not in box


def test_pages_of_a_list_are_left_out_when_there_is_only_one():
    assert rendered("{% pager page %}", page=pieces.Pager()) == ""
