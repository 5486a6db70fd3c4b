# SPDX-License-Identifier: Apache-2.0
"""Every term is shown, and what is missing is not scored: never zero."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as some

from quatrefoil.methods import supply_chain as sc
from quatrefoil.methods.supply_chain.editions import FLAGS
from quatrefoil.methods.supply_chain.scoring import REASONS, STATUSES
from tests.unit.methods.supply_chain.invented import LIST, edition, suppliers


def told(*rows, **more):
    """By supplier: its status, values and the reasons of its first line."""
    scores = sc.score(suppliers(*rows), edition(), **more)
    first = {place: line for line, place in reversed(list(enumerate(scores.line_supplier)))}
    return {
        name: (
            STATUSES[scores.status[place]],
            scores.by_term[place].tolist(),
            REASONS[scores.line_reasons[first[place], 0]],
        )
        for place, name in enumerate(scores.suppliers)
    }


def test_listed_not_listed_and_not_scored_are_three_things():
    found = told(
        ("a", "PE", "bricks"),
        ("b", "India", "Bricks"),
        ("c", "Germany", "Bricks"),
        ("d", "India", "Cars"),
        ("e", "", ""),
    )
    assert found["a"] == ("reason_to_look", [1, 1, 0, 0], "listed")
    assert found["b"] == ("no_line_found", [0, 0, 0, 0], "not_listed")
    for name, reason in (("c", "country_not_on_list"), ("d", "good_not_on_list"), ("e", "good_missing")):
        status, values, why = found[name]
        assert (status, why) == ("not_scored", reason)
        assert all(math.isnan(value) for value in values)


@pytest.mark.parametrize(
    ("country", "good", "reason"),
    [("", "Cotton", "country_missing"), ("Atlantis", "Cotton", "country_unknown"), (None, "Cotton", "country_missing")],
)
def test_why_a_country_is_not_scored(country, good, reason):
    assert told(("a", country, good))["a"][2] == reason


def test_a_supplier_without_any_term_has_no_score_and_the_widest_band():
    scores = sc.score(suppliers(("a", "", "")), edition())
    assert math.isnan(scores.score[0])
    assert (scores.low[0], scores.high[0]) == (0, 1)


def test_what_an_edition_does_not_carry_is_not_scored():
    columns = {name: LIST[name] for name in LIST if name != "derived"}
    old = sc.from_columns(columns, "2016")[0]
    scores = sc.score(suppliers(("a", "India", "Cotton")), old)
    assert math.isnan(scores.by_term[0, 3])
    assert REASONS[scores.line_reasons[0, 3]] == "edition_silent"
    assert scores.high[0] > scores.low[0]


def test_of_several_goods_the_gravest_counts_and_an_unknown_one_leaves_a_doubt():
    scores = sc.score(suppliers(("a", "IN", "Cotton"), ("a", "IN", "Bricks"), ("a", "IN", "Cars")), edition())
    assert scores.by_term[0].tolist() == [1, 0, 0, 0]
    assert not scores.complete.any()
    assert (scores.low[0], scores.high[0]) == (0.25, 1)
    assert len(scores.line_supplier) == 3


def test_a_supplier_known_in_part_and_not_listed_is_partly_scored():
    assert told(("a", "IN", "Bricks"), ("a", "IN", "Cars"))["a"][0] == "partly_scored"


def test_indicators_of_countries_are_terms_and_their_gaps_too():
    more = sc.country_indicators(
        {"country": ["India", "PE", "Vietnam"], "prevalence": ["8", "2", ""]}, {"prevalence": (0, 10)}
    )
    scores = sc.score(
        suppliers(("a", "IND", "Cotton"), ("b", "Vietnam", "Pepper"), ("c", "Chad", "Pepper")), edition(), more
    )
    assert scores.terms == (*FLAGS, "prevalence")
    assert scores.by_term[0, 4] == pytest.approx(0.8)
    assert np.isnan(scores.by_term[1:, 4]).all()
    assert [REASONS[reason] for reason in scores.line_reasons[:, 4]] == ["value_known", "no_value", "no_value"]


def test_an_indicator_where_more_is_better_can_be_turned_round():
    more = sc.country_indicators({"country": ["IN", "PE"], "inspectors": [10, 90]}, {"inspectors": (100, 0)})
    assert more.of("IN")[0] == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"country": ["IN"], "x": [1]}, "the same everywhere"), ({"country": ["IN", "IND"], "x": [1, 2]}, "Row 3: 'IND' stands twice"),
        ({"country": ["Atlantis", "IN"], "x": [1, 2]}, "Row 2: 'Atlantis'"), ({"country": ["IN", "PE"], "x": [1, "many"]}, "Row 3, column 'x'"),
        ({"country": ["IN"]}, "needs columns"), ({"x": [1]}, "'country' is missing"),
    ],
)  # fmt: skip
def test_indicators_that_cannot_be_used_name_the_place(table, words):
    with pytest.raises(sc.BadTable, match=words):
        sc.country_indicators(table)


def test_weights_move_the_score_and_never_a_term():
    rows = suppliers(("a", "PE", "bricks"))
    heavy = sc.score(rows, edition(), weights={"forced_labour": 3, "child_labour": 0})
    assert heavy.score[0] == pytest.approx(3 / 5)
    assert (heavy.by_term == sc.score(rows, edition()).by_term).all()
    for wrong in ({"mood": 1}, {"derived": -1}, {"derived": math.nan}, dict.fromkeys(FLAGS, 0)):
        with pytest.raises(sc.BadTable):
            sc.score(rows, edition(), weights=wrong)


ROWS = some.lists(
    some.tuples(
        some.sampled_from("abcd"), some.sampled_from(["IN", "Peru", "", "Atlantis", "DE"]), some.sampled_from(["Cotton", "bricks", "", "Cars"])
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@given(ROWS, some.randoms())
def test_the_order_of_rows_does_not_matter(rows, random):
    mixed = rows.copy()
    random.shuffle(mixed)
    one, other = (
        sc.score(suppliers(*each), edition()).to_frame().sort_values("supplier_id", ignore_index=True)
        for each in (rows, mixed)
    )
    pd.testing.assert_frame_equal(one, other)


@given(ROWS)
def test_a_missing_term_is_never_zero_and_the_band_holds_the_score(rows):
    scores = sc.score(suppliers(*rows), edition())
    unknown = np.isnan(scores.line_values)
    assert (unknown == (scores.line_reasons > 1)).all()
    has = ~np.isnan(scores.score)
    assert (scores.low[has] <= scores.score[has] + 1e-12).all()
    assert (scores.score[has] <= scores.high[has] + 1e-12).all()
    assert (scores.low <= scores.high).all()


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_every_kind_of_table_gives_the_same_scores(make):
    rows = suppliers(("a", "IN", "Cotton"), ("b", "", "Bricks"))
    pd.testing.assert_frame_equal(sc.score(make(rows), edition()).to_frame(), sc.score(rows, edition()).to_frame())


def test_hostile_texts_are_only_not_scored():
    rows = (
        ("a", "IN", "Cotton" * 200_000),
        ("b", "\u202e" * 1_000, "\u202eCotton\u202c"),
        ("c", "IN", "\u202eCotton\u202c"),
        ("d", 5, math.nan),
    )
    found = told(*rows)
    assert [found[name][0] for name in "abcd"] == ["not_scored", "not_scored", "reason_to_look", "not_scored"]


def test_a_row_without_supplier_is_named():
    with pytest.raises(sc.BadTable, match="Row 3: there is no supplier_id"):
        sc.score(suppliers(("a", "IN", "Cotton"), (" ", "IN", "Cotton")), edition())


def test_where_to_look_first_comes_first():
    scores = sc.score(
        suppliers(("z", "IN", "Bricks"), ("y", "", ""), ("x", "IN", "Cotton"), ("w", "PE", "Bricks")), edition()
    )
    assert [scores.suppliers[place] for place in scores.order()] == ["w", "x", "y", "z"]
