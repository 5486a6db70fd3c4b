# SPDX-License-Identifier: Apache-2.0
"""Links as they are read: nulls, repeats, dates of three precisions, self links; the order does not matter."""

import datetime

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from quatrefoil.methods import networks
from quatrefoil.methods.networks import links as module

ROWS = [
    ("Ada", "Bo", "phone", "2024-01-02", "r1"),
    ("Bo", "Ada", "bank", "2024-03", "r2"),
    ("Bo", "Cy", "phone", "2025", "r3"),
    ("Cy", "Cy", "phone", "2025-01-01", "r4"),
    ("Cy", "Dee", None, None, None),
]


def table(rows):
    return {name: [row[place] for row in rows] for place, name in enumerate(module.FIELDS)}


def test_tables_of_four_kinds_give_the_same_links():
    columns = table(ROWS)
    first, *others = (networks.read_links(kind(columns)) for kind in (dict, pd.DataFrame, pl.DataFrame, pa.table))
    assert all(each == first for each in others)
    assert len(first.links) == 5


def test_the_order_of_rows_does_not_matter_and_repeats_count_once():
    straight = networks.read_links(table(ROWS))
    again = networks.read_links(table([*reversed(ROWS), *ROWS]))
    assert again.links == straight.links
    assert again.repeated == 5


@pytest.mark.parametrize("blank", [None, "", "  ", float("nan"), pd.NaT])
def test_a_row_without_an_end_is_left_out_and_counted(blank):
    found = networks.read_links({"source": ["Ada", blank], "target": [blank, "Bo"]})
    assert (found.links, found.blank) == ((), 2)


def test_names_that_are_numbers_are_names():
    found = networks.read_links({"source": [1, 2.0], "target": [np.int64(3), 1.5]})
    assert [(link.source, link.target) for link in found.links] == [("1", "3"), ("2", "1.5")]


def test_ties_forget_direction_and_keep_every_record():
    network = networks.build(networks.read_links(table(ROWS)))
    assert network.names == ("Ada", "Bo", "Cy", "Dee")
    assert list(zip(network.rows.tolist(), network.columns.tolist(), strict=True)) == [(0, 1), (1, 2), (2, 3)]
    assert {link.record for link in network.behind(1, 0)} == {"r1", "r2"}
    assert network.behind(0, 3) == ()
    assert network.self_links == 1


def test_a_node_with_nothing_but_itself_stays_and_is_tied_to_nobody():
    network = networks.build(networks.read_links({"source": ["Ada"], "target": ["Ada"]}))
    assert (network.names, len(network.rows), network.self_links) == (("Ada",), 0, 1)


@pytest.mark.parametrize(
    ("since", "until", "records"),
    [
        ("2024-01-02", "2024-01-02", {"r1"}),
        ("2024-03-15", "2024-03-20", {"r2"}),  # a month may lie in it
        ("2024", "2024", {"r1", "r2"}),
        ("2024-06", None, {"r3", "r4"}),
        (None, "2024-01-01", set()),
        (None, None, {"r1", "r2", "r3", "r4", ""}),
    ],
)
def test_a_time_window(since, until, records):
    found = networks.read_links(table(ROWS)).within(since=since, until=until)
    assert {link.record for link in found.links} == records
    assert found.undated == (0 if since is until is None else 1)


def test_types_are_chosen():
    assert {link.record for link in networks.read_links(table(ROWS)).within(types=["bank"]).links} == {"r2"}


def test_dates_of_programs_are_dates():
    days = [datetime.date(2024, 5, 1), datetime.datetime(2024, 5, 2, 10), pd.Timestamp("2024-05-03"), pd.NaT, None]
    found = networks.read_links({"source": list("abcde"), "target": ["z"] * 5, "date": days})
    assert [link.date for link in found.links] == ["2024-05-01", "2024-05-02", "2024-05-03", "", ""]


@pytest.mark.parametrize("date", ["02/01/2024", "2024-13-01", "2024-02-30", "24", "yesterday", "2024-1-1"])
def test_what_is_no_date_is_refused_with_its_row(date):
    with pytest.raises(networks.BadLinks, match=r"Row 3: .* is no date"):
        networks.read_links({"source": ["a", "b"], "target": ["c", "d"], "date": ["2024", date]})


def test_a_missing_column_is_named():
    with pytest.raises(networks.BadLinks, match="no column 'target'"):
        networks.read_links({"source": ["a"], "to": ["b"]})


def test_more_than_the_limits_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_LINKS", 2)
    with pytest.raises(networks.TooLarge, match="at most 2"):
        networks.read_links(table(ROWS))
    monkeypatch.setattr("quatrefoil.methods.networks.graph.MOST_NODES", 1)
    with pytest.raises(networks.TooLarge, match="at most 1"):
        networks.build(networks.read_links(table(ROWS[:2])))


def test_a_name_of_a_megabyte_is_cut_and_overrides_pass():
    found = networks.read_links({"source": ["x" * 1_000_000, "\u202eAda"], "target": ["Bo", "Bo"]})
    assert max(len(link.source) for link in found.links) == module.LONGEST_NAME
    assert len(found.links) == 2
