# SPDX-License-Identifier: Apache-2.0
"""Shares of purchases flow through tiers; cycles and links to oneself do no harm."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from quatrefoil.methods import supply_chain as sc
from tests.unit.methods.supply_chain.invented import edition, suppliers

LISTED, CLEAR, UNKNOWN = ("IN", "Cotton"), ("IN", "Bricks"), ("DE", "Cars")


def seen(rows, tiers=3):
    table = suppliers(*rows)
    scores = sc.score(table, edition())
    who = sc.links(table, scores)
    return scores, who, sc.exposure(scores, who, tiers)


def codes(found):
    return [reason.code for reason in found.warnings]


def test_a_chain_by_hand():
    rows = [("A", *CLEAR, "B", 0.5), ("A", *CLEAR, "C", 0.25), ("B", *CLEAR, "D", 0.4), ("C", *LISTED), ("D", *LISTED)]
    scores, who, found = seen(rows)
    a = found.suppliers.index("A")
    assert found.tiers[0, a].tolist() == pytest.approx([0.25, 0.5, 0, 0.25])
    assert found.tiers[1, a].tolist() == pytest.approx([0.2, 0, 0, 0.8])
    assert found.within[a] == pytest.approx(0.25 + 0.5 * 0.4)
    (through,) = sc.sources(scores, who, np.array([a]))
    assert [(each.supplier, each.share, each.tier) for each in through] == [
        ("C", 0.25, 1),
        ("D", pytest.approx(0.2), 2),
    ]


def test_a_purchase_counts_where_it_meets_the_first_listed_supplier():
    _, _, found = seen([("A", *CLEAR, "B", 1), ("B", *LISTED, "C", 1), ("C", *LISTED)])
    assert found.within[0] == pytest.approx(1)


def test_the_limit_of_tiers_is_kept():
    rows = [("A", *CLEAR, "B", 1), ("B", *CLEAR, "C", 1), ("C", *CLEAR, "D", 1), ("D", *LISTED)]
    assert [seen(rows, tiers)[2].within[0] for tiers in (1, 2, 3, 4)] == [0, 0, 1, 1]
    with pytest.raises(sc.BadTable, match="from 1 to 20"):
        seen(rows, 0)


def test_cycles_and_links_to_oneself_are_said_and_harmless():
    _, who, found = seen(
        [("A", *CLEAR, "B", 1), ("B", *CLEAR, "A", 0.5), ("B", *CLEAR, "C", 0.5), ("C", *LISTED, "C", 1)], tiers=20
    )
    assert codes(who) == ["buys_from_itself", "cycle"]
    assert found.within.max() <= 1
    assert found.within[0] == pytest.approx(1 - 0.5**10)  # every second tier half of the rest meets C


def test_a_supplier_without_a_row_is_not_scored_and_not_clear():
    _, who, found = seen([("A", *CLEAR, "Z", 0.7)])
    assert found.tiers[0, 0].tolist() == pytest.approx([0, 0, 0.7, 0.3])
    assert "supplier_without_row" in codes(who)


def test_missing_shares_get_equal_parts_of_the_rest_and_are_said():
    _, who, _ = seen(
        [("A", *CLEAR, "B", 0.4), ("A", *CLEAR, "C"), ("A", *CLEAR, "D"), ("B", *CLEAR), ("C", *CLEAR), ("D", *LISTED)]
    )
    assert who.shares.toarray()[0].tolist() == pytest.approx([0, 0.4, 0.3, 0.3])
    assert (who.inferred, codes(who)) == (2, ["share_inferred"])


def test_a_row_that_comes_twice_counts_once():
    _, who, found = seen([("A", *CLEAR, "B", 0.6)] * 2 + [("B", *LISTED)])
    assert found.within[0] == pytest.approx(0.6)
    assert codes(who) == ["row_twice"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("A", *CLEAR, "B", 0.6), ("A", *CLEAR, "C", 0.6)], "'A' sum to 1.2"), ([("A", *CLEAR, "B", 40)], "Row 2, column 'share': '40'"),
        ([("A", *CLEAR, "B", "half")], "'half' is not a number"), ([("A", *CLEAR, "B", float("inf"))], "Row 2"),
    ],
)  # fmt: skip
def test_shares_that_cannot_be_are_named(rows, words):
    with pytest.raises(sc.BadTable, match=words):
        seen(rows)


NAMES = "ABCDEF"
GRAPHS = some.lists(some.tuples(some.sampled_from(NAMES), some.sampled_from(NAMES)), max_size=14)


def graph(edges, kinds):
    return [(name, *kind) for name, kind in zip(NAMES, kinds, strict=True)] + [
        (a, *kinds[NAMES.index(a)], b) for a, b in dict.fromkeys(edges)
    ]


KINDS = some.lists(some.sampled_from([LISTED, CLEAR, UNKNOWN]), min_size=6, max_size=6)


@given(GRAPHS, KINDS)
def test_the_parts_of_every_tier_sum_to_one(edges, kinds):
    _, _, found = seen(graph(edges, kinds), tiers=4)
    assert found.tiers.sum(axis=2) == pytest.approx(1)
    assert (found.tiers >= 0).all()


@given(GRAPHS, KINDS)
def test_the_matrix_gives_what_walking_every_path_gives(edges, kinds):
    scores, who, found = seen(graph(edges, kinds), tiers=3)
    shares, listed = who.shares.toarray(), np.nan_to_num(scores.by_term[:, :4]).max(axis=1) > 0
    for start in range(len(NAMES)):
        total = 0.0
        for length in (1, 2, 3):
            for path in itertools.product(range(len(NAMES)), repeat=length):
                if listed[path[-1]] and not listed[list(path[:-1])].any():
                    total += np.prod([shares[a, b] for a, b in zip((start, *path), path, strict=False)])
        assert found.within[start] == pytest.approx(total)
    for start, through in enumerate(sc.sources(scores, who, np.arange(len(NAMES)))):
        assert sum(each.share for each in through) == pytest.approx(found.within[start])


@given(GRAPHS, KINDS, some.randoms())
def test_the_order_of_rows_does_not_matter(edges, kinds, random):
    rows = graph(edges, kinds)
    mixed = rows.copy()
    random.shuffle(mixed)
    one, other = (dict(zip(found.suppliers, found.within, strict=True)) for found in (seen(rows)[2], seen(mixed)[2]))
    assert one == pytest.approx(other)


def test_more_tiers_never_find_less():
    rows = [
        (name, *kind, other) for name, kind, other in zip(NAMES, [CLEAR, UNKNOWN, LISTED] * 2, "BCDEFA", strict=True)
    ]
    within = [seen(rows, tiers)[2].within for tiers in range(1, 8)]
    assert all((later >= earlier - 1e-12).all() for earlier, later in itertools.pairwise(within))


def test_ids_that_are_numbers_with_gaps_are_the_same_ids():
    table = pd.DataFrame(
        {
            "supplier_id": [1, 2],
            "country": "IN",
            "good": ["Bricks", "Cotton"],
            "buys_from": [2.0, None],
            "share": [0.5, None],
        }
    )
    scores = sc.score(table, edition())
    assert sc.exposure(scores, sc.links(table, scores)).within.tolist() == [0.5, 0]


def test_links_of_other_suppliers_than_those_scored_are_refused():
    scores = sc.score(suppliers(("A", *LISTED)), edition())
    with pytest.raises(sc.BadTable, match="different tables"):
        sc.links(suppliers(("B", *LISTED, "A")), scores)


def test_nobody_buys_anything():
    _, _, found = seen([("A", *LISTED)])
    assert (len(found.order()), found.within.tolist()) == (0, [0])
