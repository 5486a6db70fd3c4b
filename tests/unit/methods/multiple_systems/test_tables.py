# SPDX-License-Identifier: Apache-2.0
"""Reading capture histories: every fault names its place and what to do, and nothing is repaired silently."""

import numpy as np
import pandas as pd
import pytest

from quatrefoil.methods import multiple_systems as mse
from tests.unit.methods.multiple_systems.published import published

HISTORIES = [[1, 0, 0], [0, 1, 0], [1, 1, 0]]


def test_a_matrix_with_counts_is_read_with_its_names():
    table = mse.from_histories(HISTORIES, [10, 20, 5], ["police", "shelter", "clinic"])
    assert table.names == ("police", "shelter", "clinic")
    assert table.observed == 35
    assert table.overlaps[0b011] == 5
    assert table.name_of(0b101) == "police:clinic"


def test_lists_without_names_are_letters():
    assert mse.from_histories(HISTORIES, [1, 1, 1]).names == ("A", "B", "C")


@pytest.mark.parametrize(
    ("histories", "counts", "names", "words"),
    [
        (HISTORIES, [10, -1, 5], None, "Row 2, column 'count': -1 is below 0"),
        (HISTORIES, [10, 1.5, 5], None, "Row 2, column 'count': 1.5 is not a whole number"),
        (HISTORIES, [10, float("nan"), 5], None, "Row 2, column 'count': nan is not a whole number"),
        (HISTORIES, [10, "many", 5], None, "Row 2, column 'count': 'many' is not a whole number"),
        (HISTORIES, [10, 20], None, "3 histories but 2 counts"),
        ([*HISTORIES, [1, 0, 0]], [1, 1, 1, 1], None, "Row 4: the same history as row 1"),
        ([*HISTORIES, [0, 0, 0]], [1, 1, 1, 1], None, "Row 4: a history of zeros only"),
        ([[2, 0, 0]], [1], ["police", "b", "c"], "Row 1, column 'police': 2 is neither 0 nor 1"),
        ([[1], [0]], [1, 1], None, "There are 1 lists; 2 to 12"),
        ([[1] * 13], [1], None, "There are 13 lists; 2 to 12"),
        ([1, 0], [1, 1], None, "Give the histories as a table"),
        (HISTORIES, [1, 1, 1], ["a", "a", "b"], "Each list needs a name of its own"),
        (HISTORIES, [1, 1, 1], ["a", " ", "b"], "Each list needs a name of its own"),
    ],
)
def test_a_fault_is_named_with_its_place(histories, counts, names, words):
    with pytest.raises(mse.BadTable, match=words):
        mse.from_histories(np.array(histories, dtype=object), np.array(counts, dtype=object), names)


def test_persons_and_their_lists_become_histories():
    rows = [(1, "police"), (1, "shelter"), (2, "shelter"), (2, "shelter"), (3, "clinic")]
    table = mse.from_memberships(rows)
    assert table.names == ("clinic", "police", "shelter")
    assert table.counts[[0b110, 0b100, 0b001]].tolist() == [1, 1, 1]
    assert table.observed == 3


@pytest.mark.parametrize("row", [(None, "police"), (4, ""), (float("nan"), "police"), (" ", "police")])
def test_a_blank_person_or_list_is_named(row):
    with pytest.raises(mse.BadTable, match="Row 2: both the person and the list are needed"):
        mse.from_memberships([(1, "shelter"), row])


def test_a_frame_of_either_form_gives_the_same_table():
    table = published("Korea")
    wide = table.to_frame()
    names = [name for name in wide if name != "count"]
    persons = [
        (f"{number}-{copy}", name)
        for number, row in wide.iterrows()
        for copy in range(row["count"])
        for name in names
        if row[name]
    ]
    long = pd.DataFrame(persons, columns=["person", "list"])
    assert np.array_equal(mse.from_frame(wide).counts, table.counts)
    assert np.array_equal(mse.from_frame(long).counts, table.counts)


def test_polars_and_arrow_tables_are_read_like_pandas():
    import polars
    import pyarrow

    wide = published("Kosovo").to_frame()
    for other in (polars.from_pandas(wide), pyarrow.Table.from_pandas(wide, preserve_index=False)):
        assert np.array_equal(mse.from_frame(other).counts, published("Kosovo").counts)


def test_a_frame_of_neither_form_is_refused():
    with pytest.raises(mse.BadTable, match="The column 'count' is missing"):
        mse.from_frame(pd.DataFrame({"a": [1], "b": [0]}))
    with pytest.raises(mse.BadTable, match="There is no list"):
        mse.from_frame(pd.DataFrame({"count": [1]}))


def test_texts_of_a_file_are_read_like_numbers():
    frame = pd.DataFrame({"a": ["1", " 0"], "b": ["0", "1"], "count": ["3", "4"]})
    assert mse.from_frame(frame).counts.tolist() == [0, 3, 4, 0]


def test_added_noise_keeps_counts_below_zero_as_they_are():
    table = mse.from_histories(HISTORIES, [10, -2, 5], noise=mse.geometric(1.0))
    assert table.counts[0b010] == -2


def test_geometric_noise_has_the_deviation_of_its_budget():
    """Variance 2a / (1 - a)^2 with a = exp(-epsilon)."""
    assert mse.geometric(1.0).scale == pytest.approx(1.3569, abs=1e-4)
    from quatrefoil.methods.multiple_systems.noise import added

    drawn = added((20_000, 8), mse.geometric(0.5), np.random.default_rng(0))[:, 1:]
    assert drawn.std() == pytest.approx(mse.geometric(0.5).scale, rel=0.02)
    assert drawn.mean() == pytest.approx(0, abs=0.05)


def test_noise_on_persons_is_no_table():
    with pytest.raises(mse.BadTable, match="Noise belongs to a table of counts"):
        mse.from_frame({"person": [1], "list": ["a"]}, noise=mse.geometric(1.0))
