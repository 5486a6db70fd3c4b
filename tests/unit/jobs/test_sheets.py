# SPDX-License-Identifier: Apache-2.0
"""No cell of a table acts as a formula in a spreadsheet program."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quatrefoil.foundation.jobs.sheets import FORMULA, csv_bytes, safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "=cmd|' /C calc'!A0",
        "＝1+1",
        "-2+3+cmd|' /C calc'!A0",
    ],
)
def test_what_looks_like_a_formula_becomes_text(text: str):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Chidi Obi opened health", "", "a=b", "2026-03-01", "نور"])
def test_other_text_stays_as_it_is(text: str):
    assert safe_cell(text) == text


def test_numbers_stay_numbers():
    assert (safe_cell(-3), safe_cell(2.5), safe_cell(None)) == ("-3", "2.5", "")


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=2, max_size=2)
    )
)
def test_every_cell_comes_back_and_none_starts_a_formula(rows: list[list[str]]):
    text = csv_bytes(("what", "=who"), rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0] == ["what", "'=who"]
    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.lstrip(" ").startswith(FORMULA) for row in read for cell in row)
