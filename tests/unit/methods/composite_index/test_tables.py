# SPDX-License-Identifier: Apache-2.0
"""Registers and tables: what they may say, and what happens when they say something else."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from quatrefoil.methods.composite_index import BadIndex, Refused, indicators_from, places_from, priorities

REGISTER = {
    "indicator": ["poverty", "schooling"],
    "dimension": ["needs", "needs"],
    "direction": ["1", "-1"],
    "kind": ["survey", "census"],
    "low": ["0", ""],
    "high": ["100", ""],
}
TABLE = {"unit": ["Aldra", "Borun", "Celm"], "poverty": ["10", "20", ""], "schooling": [3.5, None, 9]}


def register(**changes):
    return indicators_from(REGISTER | changes)


@pytest.mark.parametrize("kind", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_every_kind_of_table_is_read_alike(kind):
    texts = {name: [str(cell or "") for cell in cells] for name, cells in TABLE.items()}
    places = places_from(kind(texts), indicators_from(kind(REGISTER)))
    assert places.units == ("Aldra", "Borun", "Celm")
    assert np.array_equal(places.cells, [[10, 3.5], [20, np.nan], [np.nan, 9]], equal_nan=True)
    assert [(each.low, each.high, each.direction) for each in places.indicators] == [(0, 100, 1), (None, None, -1)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"direction": ["1", "worse"]}, "Row 3, column 'direction'"),
        ({"direction": ["1", "0"]}, "Row 3, column 'direction'"),
        ({"kind": ["survey", ""]}, "Row 3, column 'kind'"),
        ({"dimension": ["needs", None]}, "Row 3, column 'dimension'"),
        ({"dimension": ["needs", "needs/school"]}, "give its indicators an inner dimension"),
        ({"dimension": ["needs/", "needs"]}, "empty part"),
        ({"dimension": ["a/b/c/d/e", "needs"]}, "four levels"),
        ({"indicator": ["poverty", "poverty"]}, "stands twice"),
        ({"low": ["100", ""]}, "is not below high"),
        ({"low": ["", ""]}, "both goalposts"),
        ({"low": ["much", ""]}, "Row 2, column 'low'"),
        ({"weight": ["0", "1"]}, "Row 2, column 'weight'"),
        ({"weight": ["1", "inf"]}, "Row 3, column 'weight'"),
        ({"dimension_weight": ["1", "2"]}, "two weights"),
        ({name: [] for name in REGISTER}, "is empty"),
    ],
)
def test_a_wrong_register_names_the_place(changes, words):
    with pytest.raises(BadIndex, match=f"(?i){words}"):
        register(**changes)


def test_a_register_without_a_kind_is_not_accepted():
    with pytest.raises(BadIndex, match="no column 'kind'"):
        indicators_from({name: cells for name, cells in REGISTER.items() if name != "kind"})


@pytest.mark.parametrize("kind", ["detected", " Detected ", "DETECTED", "detected victims", "detection"])
def test_detected_victims_are_refused_with_the_reason(kind):
    with pytest.raises(Refused) as refused:
        register(kind=["survey", kind])
    (reason,) = refused.value.reasons
    assert reason.code == "detected_victims"
    assert "'schooling'" in reason.text and "test the finished index" in reason.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"poverty": ["10", "many", "3"]}, "Row 3, column 'poverty': 'many'"),
        ({"poverty": ["10", "1e999", "3"]}, "Row 3, column 'poverty'"),
        ({"unit": ["Aldra", "", "Celm"]}, "Row 3, column 'unit'"),
        ({"unit": ["Aldra", "Borun", "Aldra "]}, "stands in row 2 already"),
    ],
)
def test_a_wrong_table_names_the_place(changes, words):
    with pytest.raises(BadIndex, match=words):
        places_from(TABLE | changes, register())


def test_columns_that_are_missing_are_named():
    with pytest.raises(BadIndex, match="no column 'unit'"):
        places_from({"poverty": [1]}, register())
    with pytest.raises(BadIndex, match="'schooling'"):
        places_from({"unit": ["Aldra"], "poverty": [1]}, register())


def test_a_table_about_persons_is_refused():
    with pytest.raises(Refused, match="rows are about persons"):
        places_from(TABLE | {"Person_ID": [1, 2, 3]}, register())


def test_hostile_names_neither_break_nor_turn_an_error():
    with pytest.raises(BadIndex) as problem:
        places_from(TABLE | {"poverty": ["\u202e1" + "9" * 1_000_000 + "x", "1", "2"]}, register())
    assert len(str(problem.value)) < 300 and "\u202e" not in str(problem.value)
    names = ["\u202eAldra", "B" * 1_000_000, "سلم"]
    assert places_from(TABLE | {"unit": names}, register()).units == tuple(names)


def test_priority_is_the_product_and_the_first_comes_first():
    found = priorities(["a", "b", "c"], [0.9, 0.5, 0.5], [1000, 4000, 4000], [0.5, 0.25, 0.25], [1, 0.8, 0.8])
    assert [(each.unit, each.priority) for each in found.places] == [
        ("b", pytest.approx(1200)),
        ("c", pytest.approx(1200)),
        ("a", pytest.approx(450)),
    ]
    assert list(found.to_frame()["unit"]) == ["b", "c", "a"]


@pytest.mark.parametrize(("coverage", "population"), [(1.2, 10), (float("nan"), 10), (0.5, -1), (0.5, float("inf"))])
def test_a_priority_of_what_cannot_be_is_an_error(coverage, population):
    with pytest.raises(BadIndex, match="of 'a' has to be known"):
        priorities(["a"], [0.5], [population], [coverage], [1])
